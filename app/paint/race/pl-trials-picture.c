/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-trials-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/pl-fill.h"
#include "paint/pl-ink.h"
#include "paint/pool/pl-timeline.h"
#include "plan/pl-plan.h"
#include "trace/race/pl-race-schedules.h"
#include "trace/race/pl-trials.h"

#define MARGIN 28.0
#define GUTTER 44.0             /* for the highest count */
#define RIGHT_GAP 14.0          /* before the column of the right ones */
#define RIGHT_WIDTH 46.0
#define PANEL_HEAD 50.0         /* name and figures above the columns */
#define PANEL_GAP 26.0
#define PLOT_HEIGHT 120.0
#define LEAST_PLOT 54.0
#define GUESS_ROW 22.0          /* between the head and the columns of the part that was guessed */
#define MAX_BINS 120u

/* One part of the race. */
typedef struct {
  guint part;
  PlTrials trials;
  guint *bins;                  /* n_bins wrong ones, then the right ones */
  guint highest;
  gboolean lossy;               /* a method without a lock: what is possible applies */
  double top;                   /* of its columns */
  char *name, *figures;
} Panel;

struct _PlTrialsPicture {
  PlRace *race;
  const PlTheme *theme;
  PlInk *ink;
  guint parts;
  double width, height, natural;

  guint64 from, right;          /* the axis: from .. right - 1, then right by itself */
  guint64 bin_width;
  guint n_bins;
  GArray *panels;
  GArray *uniform;              /* PlRaceFinal; NULL: too large to count */
  guint64 lowest, highest;      /* possible at all */
  char *guess, *guess_sentence; /* what was guessed of part 0; NULL: nobody did */

  double left, plot_width, plot_height, axis_y;
};

static const PlFont title_font = { 20, PL_INK_BOLD, 0 }, body_font = { 14, PL_INK_PLAIN, 0 },
                    bold_font = { 15, PL_INK_BOLD, 0 }, small_font = { 13, PL_INK_PLAIN, 0 },
                    small_bold = { 13, PL_INK_BOLD, 0 };

static double
text_width (PlTrialsPicture *self, const PlFont *font, const char *text)
{
  double width;

  pl_ink_measure (self->ink, text, font, &width, NULL);
  return ceil (width);
}

static void
draw_text (PlTrialsPicture *self, cairo_t *cr, const PlFont *font, const char *text, double x, double y,
           PlInkAlign align, const PlColor *color)
{
  PlFont fitted = *font;
  double room = align == PL_INK_END ? x - MARGIN / 2 : self->width - MARGIN / 2 - x;

  if (align != PL_INK_CENTER && text_width (self, font, text) > room)
    fitted.max_width = floor (MAX (room, 1));
  pl_ink_draw (self->ink, cr, text, &fitted, round (x), round (y), align, color);
}

static void
set_color (cairo_t *cr, const PlColor *color)
{
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
}

static void
panel_clear (gpointer data)
{
  Panel *panel = data;

  g_free (panel->bins);
  g_free (panel->name);
  g_free (panel->figures);
}

static void
name_panel (Panel *panel, const PlRacePartResult *result)
{
  const char *name = _(pl_race_method_info (result->method)->name);
  g_autofree char *n = pl_text_count (panel->trials.n), *correct = pl_text_count (panel->trials.correct);
  g_autofree char *share = pl_text_percent (panel->trials.correct, panel->trials.n);
  g_autofree char *smallest = pl_text_count (panel->trials.smallest);
  g_autofree char *largest = pl_text_count (panel->trials.largest);

  panel->name = g_strdup_printf (_("%s, %s"), name, result->recorded ? _("recorded") : _("not recorded"));
  /* Translators: of a number of trials of a race; "right" is a final value without a loss */
  panel->figures = g_strdup_printf (_("%s of %s right (%s), smallest %s, largest %s"), correct, n, share, smallest,
                                    largest);
}

static void
add_panels (PlTrialsPicture *self)
{
  PlLog *log = pl_race_get_log (self->race);

  for (guint part = 0; part < pl_race_get_n_parts (self->race); part++)
    {
      Panel panel = { .part = part };
      PlRacePartResult result;

      pl_race_get_result (self->race, part, &result);
      pl_trials_count (log, part, &panel.trials);
      if (panel.trials.n == 0)
        continue;
      panel.lossy = result.method == PL_RACE_NONE;
      name_panel (&panel, &result);
      self->right = panel.trials.right;
      g_array_append_val (self->panels, panel);
    }
}

static Panel *
get_panel (PlTrialsPicture *self, guint i)
{
  return &g_array_index (self->panels, Panel, i);
}

/* One axis for all: from the smallest that came, or where all can be counted from the smallest that can come. */
static void
place_axis (PlTrialsPicture *self)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (self->race));
  guint64 range;
  guint most;

  pl_race_possible_finals (plan->workers, plan->increments, &self->lowest, &self->highest);
  self->uniform = pl_race_uniform_finals (plan->workers, plan->increments);
  self->from = self->right;
  for (guint i = 0; i < self->panels->len; i++)
    self->from = MIN (self->from, get_panel (self, i)->trials.smallest);
  /* Nothing came but what is right: the axis shows how much else could have come. */
  if (self->uniform != NULL || self->from == self->right)
    self->from = MIN (self->from, self->lowest);
  self->from = MIN (self->from, self->right > 0 ? self->right - 1 : 0);
  range = self->right - self->from;
  most = (guint) CLAMP (self->plot_width / 9, 8, MAX_BINS);
  self->bin_width = MAX ((range + most - 1) / most, 1);
  self->n_bins = (guint) ((range + self->bin_width - 1) / self->bin_width);
}

/* n_bins: the right ones; so is anything beyond, which no correct log has. */
static guint
bin_of (PlTrialsPicture *self, guint64 value)
{
  if (value >= self->right)
    return self->n_bins;
  return (guint) ((MAX (value, self->from) - self->from) / self->bin_width);
}

static void
count_bins (PlTrialsPicture *self, Panel *panel)
{
  g_autoptr (GArray) values = pl_trials_bins (pl_race_get_log (self->race), panel->part);

  panel->bins = g_new0 (guint, self->n_bins + 1);
  for (guint i = 0; i < values->len; i++)
    {
      const PlTrialBin *value = &g_array_index (values, PlTrialBin, i);
      guint bin = bin_of (self, value->final_value);

      panel->bins[bin] += value->n;
      panel->highest = MAX (panel->highest, panel->bins[bin]);
    }
}

/* How many trials of the panel would end in each bin, were all schedules equally likely. */
static double *
uniform_bins (PlTrialsPicture *self, const Panel *panel)
{
  double *bins;

  if (self->uniform == NULL || !panel->lossy)
    return NULL;
  bins = g_new0 (double, self->n_bins + 1);
  for (guint i = 0; i < self->uniform->len; i++)
    {
      const PlRaceFinal *final = &g_array_index (self->uniform, PlRaceFinal, i);

      bins[bin_of (self, final->value)] += final->share * panel->trials.n;
    }
  return bins;
}

/* Its guess has a row above the columns, so that it hides none of them. */
static double
guess_height (PlTrialsPicture *self, const Panel *panel)
{
  return self->guess != NULL && panel->part == 0 ? GUESS_ROW : 0;
}

/* The right of the figures stands beside the name if it fits, else below it. */
static double
head_height (PlTrialsPicture *self)
{
  double widest = 0;

  for (guint i = 0; i < self->panels->len; i++)
    {
      const Panel *panel = get_panel (self, i);

      widest = MAX (widest, text_width (self, &bold_font, panel->name) +
                              text_width (self, &small_font, panel->figures) + 30);
    }
  return widest > self->width - 2 * MARGIN ? PANEL_HEAD : PANEL_HEAD - 20;
}

static void
place_panels (PlTrialsPicture *self)
{
  guint n = MAX (self->panels->len, 1);
  double y = MARGIN, head = head_height (self), around, rest;

  if (self->parts & PL_PART_TITLE)
    y += 62;
  rest = 30 + 26 + MARGIN / 2;
  if (self->parts & PL_PART_LEGEND)
    rest += 34;
  if (self->parts & PL_PART_FOOTER)
    rest += 34;
  around = y + rest + n * head + (n - 1) * PANEL_GAP;
  for (guint i = 0; i < self->panels->len; i++)
    around += guess_height (self, get_panel (self, i));
  self->natural = around + n * PLOT_HEIGHT;
  self->plot_height = PLOT_HEIGHT;
  if (self->height > 0)
    self->plot_height = CLAMP (floor ((self->height - around) / n), LEAST_PLOT, PLOT_HEIGHT * 2);
  for (guint i = 0; i < self->panels->len; i++)
    {
      Panel *panel = get_panel (self, i);

      panel->top = y + head + guess_height (self, panel);
      y = panel->top + self->plot_height + PANEL_GAP;
    }
  self->axis_y = y - PANEL_GAP;
}

static void
read_guess (PlTrialsPicture *self)
{
  guint64 guess = pl_log_plan (pl_race_get_log (self->race))->guess;
  g_autofree char *count = pl_text_count (guess);

  if (guess == 0)
    return;
  self->guess = g_strdup_printf (_("your guess: %s"), count);
  self->guess_sentence = pl_race_guess_sentence (self->race);
}

PlTrialsPicture *
pl_trials_picture_new (PlRace *race, PlThemeId theme, double width, double height, guint parts)
{
  PlTrialsPicture *self = g_new0 (PlTrialsPicture, 1);

  self->race = g_object_ref (race);
  self->theme = pl_theme_get (theme);
  self->ink = pl_ink_for (G_OBJECT (race));
  self->parts = parts;
  self->width = MAX (width, 320);
  self->height = height;
  self->left = MARGIN + GUTTER;
  self->plot_width = self->width - MARGIN - RIGHT_WIDTH - RIGHT_GAP - self->left;
  self->panels = g_array_new (FALSE, FALSE, sizeof (Panel));
  g_array_set_clear_func (self->panels, panel_clear);
  add_panels (self);
  read_guess (self);
  place_axis (self);
  for (guint i = 0; i < self->panels->len; i++)
    count_bins (self, get_panel (self, i));
  place_panels (self);
  return self;
}

void
pl_trials_picture_free (PlTrialsPicture *self)
{
  g_clear_pointer (&self->uniform, g_array_unref);
  g_array_unref (self->panels);
  g_free (self->guess);
  g_free (self->guess_sentence);
  g_object_unref (self->race);
  g_free (self);
}

double
pl_trials_picture_get_height (PlTrialsPicture *self)
{
  return ceil (self->natural);
}

double
pl_trials_picture_get_least_height (PlTrialsPicture *self)
{
  return ceil (self->natural - MAX (self->panels->len, 1) * (PLOT_HEIGHT - LEAST_PLOT));
}

char *
pl_trials_picture_title (PlRace *race)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (race));
  g_autofree char *of = pl_plan_title (plan), *n = pl_text_count (plan->trials);

  /* Translators: "One counter, 4 workers, 100,000 increments each, 100 trials" */
  return g_strdup_printf (ngettext ("%s, %s trial", "%s, %s trials", plan->trials), of, n);
}

/* The left edge of a bin and its width. */
static double
bin_x (PlTrialsPicture *self, guint bin, double *width)
{
  double pitch = self->plot_width / MAX (self->n_bins, 1), gap = pitch >= 7 ? 2 : pitch >= 4 ? 1 : 0, x;

  if (bin >= self->n_bins)
    {
      *width = RIGHT_WIDTH;
      return self->left + self->plot_width + RIGHT_GAP;
    }
  x = round (self->left + bin * pitch);
  *width = MAX (round (self->left + (bin + 1) * pitch) - x - gap, 1);
  /* A few values: columns, not fields. */
  if (*width <= 60)
    return x;
  x += round ((*width - 60) / 2);
  *width = 60;
  return x;
}

static void
draw_column (PlTrialsPicture *self, cairo_t *cr, const PlStateLook *look, gboolean outline, double x, double y,
             double width, double height)
{
  gboolean hair = width < 5 || height < 3;

  /* No room for a pattern within an outline: one trial among thousands is to be seen as well. */
  if (outline && hair)
    {
      set_color (cr, &look->color);
      cairo_rectangle (cr, x, y, width, height);
      cairo_fill (cr);
      return;
    }
  pl_look_fill (cr, look, x, y, width, height);
  if (!outline)
    return;
  set_color (cr, &look->color);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);
  cairo_stroke (cr);
}

/* A line across each column where a lot drawn among all schedules would put it. */
static void
draw_uniform (PlTrialsPicture *self, cairo_t *cr, const Panel *panel, double scale)
{
  g_autofree double *bins = uniform_bins (self, panel);
  double bottom = panel->top + self->plot_height, width;

  if (bins == NULL)
    return;
  set_color (cr, &self->theme->text);
  for (guint bin = 0; bin <= self->n_bins; bin++)
    {
      double x = bin_x (self, bin, &width);

      if (bins[bin] <= 0)
        continue;
      cairo_rectangle (cr, x - 1, round (bottom - bins[bin] * scale) - 1, width + 2, 2);
    }
  cairo_fill (cr);
}

static double
panel_highest (PlTrialsPicture *self, const Panel *panel)
{
  g_autofree double *uniform = uniform_bins (self, panel);
  double highest = MAX (panel->highest, 1);

  for (guint bin = 0; uniform != NULL && bin <= self->n_bins; bin++)
    highest = MAX (highest, uniform[bin]);
  return highest;
}

static void
draw_panel_head (PlTrialsPicture *self, cairo_t *cr, const Panel *panel)
{
  gboolean two = head_height (self) >= PANEL_HEAD;
  double y = panel->top - guess_height (self, panel) - (two ? 40 : 20);

  draw_text (self, cr, &bold_font, panel->name, MARGIN, y, PL_INK_START, &self->theme->text);
  if (two)
    draw_text (self, cr, &small_font, panel->figures, MARGIN, y + 21, PL_INK_START, &self->theme->dim_text);
  else
    draw_text (self, cr, &small_font, panel->figures, self->width - MARGIN, y, PL_INK_END, &self->theme->dim_text);
}

/* The middle of a value on the axis. */
static double
value_x (PlTrialsPicture *self, guint64 value)
{
  double pitch = self->plot_width / MAX ((double) self->n_bins * (double) self->bin_width, 1);
  double width, x = bin_x (self, self->n_bins, &width);

  if (value >= self->right)
    return x + width / 2;
  /* Where each column is one value, under its middle. */
  return self->left + (double) (value - self->from) * pitch + (self->bin_width == 1 ? pitch / 2 : 0);
}

/* A line where the guess lies. The axis is about what came: to a guess below it only an arrow points. */
static void
draw_guess (PlTrialsPicture *self, cairo_t *cr, const Panel *panel)
{
  guint64 guess = pl_log_plan (pl_race_get_log (self->race))->guess;
  gboolean below = guess < self->from;
  g_autofree char *text = below ? g_strdup_printf ("← %s", self->guess) : g_strdup (self->guess);
  double x = below ? self->left : value_x (self, guess), width = text_width (self, &small_bold, text);
  double y = panel->top - GUESS_ROW;

  pl_ink_draw (self->ink, cr, text, &small_bold,
               round (CLAMP (x - width / 2, self->left, self->width - MARGIN - width)), round (y + 7), PL_INK_START,
               &self->theme->text);
  if (below)
    return;
  set_color (cr, &self->theme->background);
  cairo_rectangle (cr, round (x) - 2, panel->top - 6, 4, self->plot_height + 6);
  cairo_fill (cr);
  set_color (cr, &self->theme->text);
  cairo_rectangle (cr, round (x) - 1, panel->top - 6, 2, self->plot_height + 6);
  cairo_fill (cr);
}

static void
draw_panel (PlTrialsPicture *self, cairo_t *cr, const Panel *panel)
{
  double bottom = panel->top + self->plot_height, highest = panel_highest (self, panel);
  double scale = (self->plot_height - 8) / highest, width, x;
  g_autofree char *most = pl_text_count (panel->highest);

  draw_panel_head (self, cr, panel);
  set_color (cr, &self->theme->panel);
  cairo_rectangle (cr, self->left, panel->top, self->plot_width, self->plot_height);
  x = bin_x (self, self->n_bins, &width);
  cairo_rectangle (cr, x, panel->top, width, self->plot_height);
  cairo_fill (cr);
  for (guint bin = 0; bin <= self->n_bins; bin++)
    {
      gboolean right = bin == self->n_bins;
      double height = MAX (round (panel->bins[bin] * scale), 2);

      x = bin_x (self, bin, &width);
      if (panel->bins[bin] > 0)
        draw_column (self, cr, right ? &self->theme->survivor : &self->theme->lost, !right, x, bottom - height, width,
                     height);
    }
  set_color (cr, &self->theme->dim_text);
  cairo_rectangle (cr, self->left, bottom, self->plot_width, 1);
  x = bin_x (self, self->n_bins, &width);
  cairo_rectangle (cr, x, bottom, width, 1);
  cairo_fill (cr);
  draw_uniform (self, cr, panel, scale);
  if (guess_height (self, panel) > 0)
    draw_guess (self, cr, panel);
  /* How many the highest column stands for, at its height. */
  draw_text (self, cr, &small_font, most, self->left - 8, MAX (bottom - panel->highest * scale, panel->top + 8),
             PL_INK_END, &self->theme->dim_text);
  if (bottom - panel->highest * scale < bottom - 24)
    draw_text (self, cr, &small_font, "0", self->left - 8, bottom - 4, PL_INK_END, &self->theme->dim_text);
}

/* 1, 2 or 5 times a power of ten, so that about n fit. */
static guint64
nice_step (guint64 range, guint n)
{
  double rough = MAX ((double) range / MAX (n, 1), 1), power = pow (10, floor (log10 (rough)));
  double times = rough / power;

  return (guint64) MAX ((times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10) * power, 1);
}

static void
draw_axis (PlTrialsPicture *self, cairo_t *cr)
{
  guint64 range = (guint64) self->n_bins * self->bin_width;
  guint64 step = nice_step (range, (guint) MAX (self->plot_width / 110, 2));
  double last = -1000, width, x = bin_x (self, self->n_bins, &width);
  g_autofree char *right = pl_text_count (self->right);
  double end = MIN (x + width / 2 - text_width (self, &small_bold, right) / 2 - 12, self->left + self->plot_width);

  for (guint64 value = (self->from + step - 1) / step * step; value < self->right; value += step)
    {
      g_autofree char *text = pl_text_count (value);
      double at = value_x (self, value), half = text_width (self, &small_font, text) / 2;

      if (at - half < MAX (last + 10, MARGIN / 2) || at + half > end)
        continue;
      set_color (cr, &self->theme->dim_text);
      cairo_rectangle (cr, round (at), self->axis_y + 1, 1, 4);
      cairo_fill (cr);
      draw_text (self, cr, &small_font, text, at, self->axis_y + 15, PL_INK_CENTER, &self->theme->dim_text);
      last = at + half;
    }
  pl_ink_draw (self->ink, cr, right, &small_bold,
               round (MIN (x + width / 2, self->width - 6 - text_width (self, &small_bold, right) / 2)),
               round (self->axis_y + 15), PL_INK_CENTER, &self->theme->text);
}

/* What could have come, whatever did. */
static char *
possible_text (PlTrialsPicture *self)
{
  g_autofree char *lowest = pl_text_count (self->lowest), *highest = pl_text_count (self->highest);

  if (self->lowest == self->highest)
    return g_strdup_printf (_("Possible without a lock: %s only."), lowest);
  return g_strdup_printf (_("Possible without a lock: everything from %s to %s."), lowest, highest);
}

static double
draw_legend_entry (PlTrialsPicture *self, cairo_t *cr, double x, double y, const PlStateLook *look, const char *text)
{
  double width = 34 + text_width (self, &small_font, text);

  if (x + width > self->width - MARGIN / 2)
    return x;
  if (look != NULL)
    draw_column (self, cr, look, look == &self->theme->lost, x, y - 7, 26, 14);
  else
    {
      set_color (cr, &self->theme->text);
      cairo_rectangle (cr, x, round (y) - 1, 26, 2);
      cairo_fill (cr);
    }
  draw_text (self, cr, &small_font, text, x + 34, y, PL_INK_START, &self->theme->text);
  return x + width + 26;
}

static void
draw_around (PlTrialsPicture *self, cairo_t *cr)
{
  g_autofree char *title = pl_trials_picture_title (self->race), *possible = possible_text (self);
  double y = self->axis_y + 44, x = MARGIN;

  if (self->parts & PL_PART_TITLE)
    {
      draw_text (self, cr, &title_font, title, MARGIN, MARGIN + 8, PL_INK_START, &self->theme->text);
      draw_text (self, cr, &body_font, _("How many trials ended with which value; the right ones stand apart"), MARGIN,
                 MARGIN + 36, PL_INK_START, &self->theme->dim_text);
    }
  draw_text (self, cr, &small_font, possible, MARGIN, y, PL_INK_START, &self->theme->text);
  y += 32;
  if (self->parts & PL_PART_LEGEND)
    {
      x = draw_legend_entry (self, cr, x, y, &self->theme->lost, _("lost updates"));
      x = draw_legend_entry (self, cr, x, y, &self->theme->survivor, _("right"));
      if (self->uniform != NULL)
        draw_legend_entry (self, cr, x, y, NULL, _("if every order of loads and stores were equally likely"));
      y += 34;
    }
  if (self->parts & PL_PART_FOOTER)
    {
      const PlLogHeader *header = pl_log_header (pl_race_get_log (self->race));
      g_autofree char *cpus = g_strdup_printf (ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus);
      g_autofree char *footer = g_strdup_printf (_("%s, %s, Paralane %s"), cpus, header->kernel,
                                                 header->app_version[0] != '\0' ? header->app_version : PL_VERSION);

      draw_text (self, cr, &small_font, footer, MARGIN, y, PL_INK_START, &self->theme->dim_text);
    }
}

void
pl_trials_picture_draw (PlTrialsPicture *self, cairo_t *cr)
{
  set_color (cr, &self->theme->background);
  cairo_paint (cr);
  for (guint i = 0; i < self->panels->len; i++)
    draw_panel (self, cr, get_panel (self, i));
  draw_axis (self, cr);
  draw_around (self, cr);
}

static char *
bin_text (PlTrialsPicture *self, const Panel *panel, guint bin)
{
  g_autofree char *n = pl_text_count (panel->bins[bin]), *all = pl_text_count (panel->trials.n);
  guint64 from = bin == self->n_bins ? self->right : self->from + bin * self->bin_width;
  guint64 to = bin == self->n_bins ? self->right : MIN (from + self->bin_width, self->right) - 1;
  g_autofree char *first = pl_text_count (from), *last = pl_text_count (to);

  if (from == to)
    return g_strdup_printf (_("%s: %s of %s trials ended with %s."), panel->name, n, all, first);
  return g_strdup_printf (_("%s: %s of %s trials ended with %s to %s."), panel->name, n, all, first, last);
}

char *
pl_trials_picture_pick (PlTrialsPicture *self, double x, double y)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      const Panel *panel = get_panel (self, i);

      if (guess_height (self, panel) > 0 && y >= panel->top - GUESS_ROW && y < panel->top)
        return g_strdup (self->guess_sentence);
      if (y < panel->top || y >= panel->top + self->plot_height)
        continue;
      for (guint bin = 0; bin <= self->n_bins; bin++)
        {
          double width, left = bin_x (self, bin, &width);

          if (x >= left && x < left + width)
            return bin_text (self, panel, bin);
        }
    }
  return NULL;
}

char *
pl_trials_picture_describe (PlTrialsPicture *self)
{
  g_autofree char *possible = possible_text (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->panels->len; i++)
    g_string_append_printf (text, "%s: %s\n", get_panel (self, i)->name, get_panel (self, i)->figures);
  g_string_append (text, possible);
  if (self->guess_sentence != NULL)
    g_string_append_printf (text, "\n%s", self->guess_sentence);
  return g_string_free (text, FALSE);
}
