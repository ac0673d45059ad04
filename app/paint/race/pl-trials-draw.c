/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-trials-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"
#include "paint/parts/pl-legend.h"
#include "plan/pl-plan.h"
#include "trace/race/pl-race-schedules.h"

static void
draw_text (PlTrialsPicture *self, cairo_t *cr, const PlFont *font, const char *text, double x, double y,
           PlInkAlign align, const PlColor *color)
{
  pl_words_draw (self->ink, cr, font, text, x, y, align, color, self->width, PL_TP_MARGIN / 2);
}

/* How many trials of the panel would end in each bin, were all schedules equally likely. */
static double *
uniform_bins (PlTrialsPicture *self, const PlTpPanel *panel)
{
  double *bins;

  if (self->uniform == NULL || !panel->lossy)
    return NULL;
  bins = g_new0 (double, self->n_bins + 1);
  for (guint i = 0; i < self->uniform->len; i++)
    {
      const PlRaceFinal *final = &g_array_index (self->uniform, PlRaceFinal, i);

      bins[pl_tp_bin_of (self, final->value)] += final->share * panel->trials.n;
    }
  return bins;
}

static void
draw_column (PlTrialsPicture *self, cairo_t *cr, const PlStateLook *look, gboolean outline, double x, double y,
             double width, double height)
{
  gboolean hair = width < 5 || height < 3;

  /* No room for a pattern within an outline: one trial among thousands is to be seen as well. */
  if (outline && hair)
    {
      pl_set_color (cr, &look->color);
      cairo_rectangle (cr, x, y, width, height);
      cairo_fill (cr);
      return;
    }
  pl_look_fill (cr, look, x, y, width, height);
  if (!outline)
    return;
  pl_set_color (cr, &look->color);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);
  cairo_stroke (cr);
}

/* A line across each column where a lot drawn among all schedules would put it. */
static void
draw_uniform (PlTrialsPicture *self, cairo_t *cr, const PlTpPanel *panel, double scale)
{
  g_autofree double *bins = uniform_bins (self, panel);
  double bottom = panel->top + self->plot_height, width;

  if (bins == NULL)
    return;
  pl_set_color (cr, &self->theme->text);
  for (guint bin = 0; bin <= self->n_bins; bin++)
    {
      double x = pl_tp_bin_x (self, bin, &width);

      if (bins[bin] <= 0)
        continue;
      cairo_rectangle (cr, x - 1, round (bottom - bins[bin] * scale) - 1, width + 2, 2);
    }
  cairo_fill (cr);
}

static double
panel_highest (PlTrialsPicture *self, const PlTpPanel *panel)
{
  g_autofree double *uniform = uniform_bins (self, panel);
  double highest = MAX (panel->highest, 1);

  for (guint bin = 0; uniform != NULL && bin <= self->n_bins; bin++)
    highest = MAX (highest, uniform[bin]);
  return highest;
}

static void
draw_panel_head (PlTrialsPicture *self, cairo_t *cr, const PlTpPanel *panel)
{
  gboolean two = pl_tp_head_height (self) >= PL_TP_PANEL_HEAD;
  double y = panel->top - pl_tp_guess_height (self, panel) - (two ? 40 : 20);

  draw_text (self, cr, &PL_TP_BOLD, panel->name, PL_TP_MARGIN, y, PL_INK_START, &self->theme->text);
  if (two)
    draw_text (self, cr, &PL_TP_SMALL, panel->figures, PL_TP_MARGIN, y + 21, PL_INK_START, &self->theme->dim_text);
  else
    draw_text (self, cr, &PL_TP_SMALL, panel->figures, self->width - PL_TP_MARGIN, y, PL_INK_END, &self->theme->dim_text);
}

/* The middle of a value on the axis. */
static double
value_x (PlTrialsPicture *self, guint64 value)
{
  double pitch = self->plot_width / MAX ((double) self->n_bins * (double) self->bin_width, 1);
  double width, x = pl_tp_bin_x (self, self->n_bins, &width);

  if (value >= self->right)
    return x + width / 2;
  /* Where each column is one value, under its middle. */
  return self->left + (double) (value - self->from) * pitch + (self->bin_width == 1 ? pitch / 2 : 0);
}

/* A line where the guess lies. The axis is about what came: to a guess below it only an arrow points. */
static void
draw_guess (PlTrialsPicture *self, cairo_t *cr, const PlTpPanel *panel)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (self->race));
  guint64 all = plan->workers * plan->increments;
  guint64 guess = self->shares ? plan->guess * PL_TRIALS_SHARES / MAX (all, 1) : plan->guess;
  gboolean below = guess < self->from;
  g_autofree char *text = below ? g_strdup_printf ("← %s", self->guess) : g_strdup (self->guess);
  double x = below ? self->left : value_x (self, guess), width = pl_words_width (self->ink, &PL_TP_SMALL_BOLD, text);
  double y = panel->top - PL_TP_GUESS_ROW;

  pl_ink_draw (self->ink, cr, text, &PL_TP_SMALL_BOLD,
               round (CLAMP (x - width / 2, self->left, self->width - PL_TP_MARGIN - width)), round (y + 7), PL_INK_START,
               &self->theme->text);
  if (below)
    return;
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, round (x) - 2, panel->top - 6, 4, self->plot_height + 6);
  cairo_fill (cr);
  pl_set_color (cr, &self->theme->text);
  cairo_rectangle (cr, round (x) - 1, panel->top - 6, 2, self->plot_height + 6);
  cairo_fill (cr);
}

/* Grey: it says nothing. */
static const PlStateLook *
lucky_look (PlTrialsPicture *self)
{
  return &self->theme->states[PL_STATE_WAITING_TASK];
}

static void
draw_panel (PlTrialsPicture *self, cairo_t *cr, const PlTpPanel *panel)
{
  double bottom = panel->top + self->plot_height, highest = panel_highest (self, panel);
  double scale = (self->plot_height - 8) / highest, width, x;
  g_autofree char *most = pl_text_count (panel->highest);

  draw_panel_head (self, cr, panel);
  pl_set_color (cr, &self->theme->panel);
  cairo_rectangle (cr, self->left, panel->top, self->plot_width, self->plot_height);
  x = pl_tp_bin_x (self, self->n_bins, &width);
  cairo_rectangle (cr, x, panel->top, width, self->plot_height);
  cairo_fill (cr);
  for (guint bin = 0; bin <= self->n_bins; bin++)
    {
      gboolean right = bin == self->n_bins;
      const PlStateLook *look = !right ? &self->theme->lost : panel->correct ? &self->theme->survivor : lucky_look (self);
      double height = MAX (round (panel->bins[bin] * scale), 2);

      x = pl_tp_bin_x (self, bin, &width);
      if (panel->bins[bin] > 0)
        draw_column (self, cr, look, !right, x, bottom - height, width, height);
    }
  pl_set_color (cr, &self->theme->dim_text);
  cairo_rectangle (cr, self->left, bottom, self->plot_width, 1);
  x = pl_tp_bin_x (self, self->n_bins, &width);
  cairo_rectangle (cr, x, bottom, width, 1);
  cairo_fill (cr);
  draw_uniform (self, cr, panel, scale);
  if (pl_tp_guess_height (self, panel) > 0)
    draw_guess (self, cr, panel);
  /* How many the highest column stands for, at its height. */
  draw_text (self, cr, &PL_TP_SMALL, most, self->left - 8, MAX (bottom - panel->highest * scale, panel->top + 8),
             PL_INK_END, &self->theme->dim_text);
  if (bottom - panel->highest * scale < bottom - 24)
    draw_text (self, cr, &PL_TP_SMALL, "0", self->left - 8, bottom - 4, PL_INK_END, &self->theme->dim_text);
}

static void
draw_axis (PlTrialsPicture *self, cairo_t *cr)
{
  gint64 range = (gint64) (self->n_bins * self->bin_width);
  guint64 step = (guint64) pl_axis_step (range, (gint64) MAX (self->plot_width / 110, 2));
  double width, x = pl_tp_bin_x (self, self->n_bins, &width);
  g_autofree char *right = pl_tp_value_text (self->shares, self->right);
  double end = MIN (x + width / 2 - pl_words_width (self->ink, &PL_TP_SMALL_BOLD, right) / 2 - 12, self->left + self->plot_width);
  PlAxisRow row = { PL_TP_MARGIN / 2, end, 10 };

  for (guint64 value = (guint64) pl_axis_first ((gint64) self->from, (gint64) step); value < self->right; value += step)
    {
      g_autofree char *text = pl_tp_value_text (self->shares, value);
      double at = value_x (self, value), wide = pl_words_width (self->ink, &PL_TP_SMALL, text);

      if (!pl_axis_take (&row, at - wide / 2, wide))
        continue;
      pl_set_color (cr, &self->theme->dim_text);
      cairo_rectangle (cr, round (at), self->axis_y + 1, 1, 4);
      cairo_fill (cr);
      draw_text (self, cr, &PL_TP_SMALL, text, at, self->axis_y + 15, PL_INK_CENTER, &self->theme->dim_text);
    }
  pl_ink_draw (self->ink, cr, right, &PL_TP_SMALL_BOLD,
               round (MIN (x + width / 2, self->width - 6 - pl_words_width (self->ink, &PL_TP_SMALL_BOLD, right) / 2)),
               round (self->axis_y + 15), PL_INK_CENTER, &self->theme->text);
}

/* look NULL: what all schedules alike would come to. */
static void
draw_legend_entry (PlTrialsPicture *self, cairo_t *cr, PlLegendFlow *legend, const PlStateLook *look, const char *text)
{
  if (!pl_legend_take (legend, text, NULL))
    return;
  if (look != NULL)
    draw_column (self, cr, look, look == &self->theme->lost, legend->at_x, legend->at_y - 7, legend->swatch, 14);
  else
    {
      pl_set_color (cr, &self->theme->text);
      cairo_rectangle (cr, legend->at_x, round (legend->at_y) - 1, legend->swatch, 2);
      cairo_fill (cr);
    }
  pl_legend_write (legend, cr);
}

static void
draw_legend (PlTrialsPicture *self, cairo_t *cr, double y)
{
  PlLegendFlow legend = {
    .ink = self->ink, .theme = self->theme, .font = PL_TP_SMALL, .x = PL_TP_MARGIN, .y = y,
    .width = self->width - 1.5 * PL_TP_MARGIN, .middle = round (y) - y, .swatch = 26, .gap = 26, .whole = TRUE,
  };

  draw_legend_entry (self, cr, &legend, &self->theme->lost, _("lost updates"));
  draw_legend_entry (self, cr, &legend, &self->theme->survivor, _("right"));
  draw_legend_entry (self, cr, &legend, lucky_look (self), _("did not race"));
  if (self->uniform != NULL)
    draw_legend_entry (self, cr, &legend, NULL, _("if every order of loads and stores were equally likely"));
}

char *
pl_tp_footer (PlRace *race)
{
  const PlLogHeader *header = pl_log_header (pl_race_get_log (race));
  g_autofree char *cpus = g_strdup_printf (ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus);

  return g_strdup_printf (_("%s, %s, Paralane %s"), cpus, header->kernel,
                          header->app_version[0] != '\0' ? header->app_version : PL_VERSION);
}

static void
draw_around (PlTrialsPicture *self, cairo_t *cr)
{
  g_autofree char *title = pl_trials_picture_title (self->race), *possible = pl_tp_possible_text (self);
  double y = self->panels->len > 0 ? self->axis_y + 44 : PL_TP_MARGIN + (self->parts & PL_PART_TITLE ? 62 : 0);

  if (self->parts & PL_PART_TITLE)
    {
      draw_text (self, cr, &PL_TP_TITLE, title, PL_TP_MARGIN, PL_TP_MARGIN + 8, PL_INK_START, &self->theme->text);
      draw_text (self, cr, &PL_TP_BODY, _("How many trials ended with which value; the right ones stand apart"), PL_TP_MARGIN,
                 PL_TP_MARGIN + 36, PL_INK_START, &self->theme->dim_text);
    }
  draw_text (self, cr, &PL_TP_SMALL, possible, PL_TP_MARGIN, y, PL_INK_START, &self->theme->text);
  y += 32;
  if (self->parts & PL_PART_LEGEND)
    {
      draw_legend (self, cr, y);
      y += 34;
    }
  if (self->parts & PL_PART_FOOTER)
    {
      g_autofree char *footer = pl_tp_footer (self->race);

      draw_text (self, cr, &PL_TP_SMALL, footer, PL_TP_MARGIN, y, PL_INK_START, &self->theme->dim_text);
    }
}

static void
draw_selection (PlTrialsPicture *self, cairo_t *cr, const PlBox *box)
{
  pl_set_color (cr, &self->theme->focus);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, box->x - 1, box->y, box->width + 2, box->height);
  cairo_stroke (cr);
}

void
pl_trials_picture_draw (PlDrawing *drawing, cairo_t *cr)
{
  PlTrialsPicture *self = (PlTrialsPicture *) drawing;
  PlBox box;

  pl_set_color (cr, &self->theme->background);
  cairo_paint (cr);
  for (guint i = 0; i < self->panels->len; i++)
    draw_panel (self, cr, pl_tp_panel (self, i));
  if (self->panels->len > 0)
    draw_axis (self, cr);
  draw_around (self, cr);
  if (self->has_selection && pl_drawing_locate (&self->drawing, &self->selected, &box))
    draw_selection (self, cr, &box);
}
