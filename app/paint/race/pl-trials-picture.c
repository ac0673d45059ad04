/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-trials-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "trace/race/pl-race-schedules.h"

#define GUTTER 44.0             /* for the highest count */
#define PANEL_GAP 26.0
#define PLOT_HEIGHT 120.0
#define LEAST_PLOT 54.0
/* Where all has to fit on one page. */
#define LEAST_FOLDED 24.0
#define FOLDED_GAP 12.0
#define MAX_BINS 120u

static void
panel_clear (gpointer data)
{
  PlTpPanel *panel = data;

  g_free (panel->bins);
  g_free (panel->name);
  g_free (panel->figures);
}

static void
name_panel (PlTpPanel *panel, const PlRacePartResult *result)
{
  const char *name = _(pl_race_method_info (result->method)->name);

  panel->name = g_strdup_printf (_("%s, %s"), name, result->recorded ? _("recorded") : _("not recorded"));
}

/* Right is what a correct method brought about. What came out without a loss and without such a method is
 * counted as what it is. */
static void
tell_figures (PlTrialsPicture *self, PlTpPanel *panel, guint64 least, guint64 most)
{
  const PlTrials *trials = &panel->trials;
  g_autofree char *n = pl_text_count (trials->n), *correct = pl_text_count (trials->correct);
  g_autofree char *lost = pl_text_count (trials->lost), *unraced = pl_text_count (trials->unraced);
  g_autofree char *share = pl_text_percent (panel->correct ? trials->correct : trials->lost, trials->n);
  g_autofree char *smallest = pl_tp_value_text (self->shares, least), *largest = pl_tp_value_text (self->shares, most);

  if (panel->correct)
    /* Translators: of a number of trials of a race; "right" is a final value without a loss */
    panel->figures = g_strdup_printf (_("%s of %s right (%s), smallest %s, largest %s"), correct, n, share, smallest,
                                      largest);
  else if (trials->unraced == 0)
    panel->figures = g_strdup_printf (_("%s of %s lost updates (%s), smallest %s, largest %s"), lost, n, share, smallest,
                                      largest);
  else
    panel->figures = g_strdup_printf (_("%s of %s lost updates (%s), %s did not race, smallest %s, largest %s"), lost, n,
                                      share, unraced, smallest, largest);
}

char *
pl_tp_value_text (gboolean shares, guint64 value)
{
  return shares ? pl_text_percent ((double) value, PL_TRIALS_SHARES) : pl_text_count (value);
}

static void
add_panels (PlTrialsPicture *self)
{
  PlLog *log = pl_race_get_log (self->race);

  for (guint part = 0; part < pl_race_get_n_parts (self->race); part++)
    {
      PlTpPanel panel = { .part = part };
      PlRacePartResult result;

      pl_race_get_result (self->race, part, &result);
      pl_trials_count (log, part, &panel.trials);
      if (panel.trials.n == 0)
        continue;
      panel.lossy = result.method == PL_RACE_NONE;
      panel.correct = pl_race_method_info (result.method)->correct;
      name_panel (&panel, &result);
      self->right = self->shares ? PL_TRIALS_SHARES : panel.trials.right;
      g_array_append_val (self->panels, panel);
    }
}

PlTpPanel *
pl_tp_panel (PlTrialsPicture *self, guint i)
{
  return &g_array_index (self->panels, PlTpPanel, i);
}

/* One axis for all: from the smallest that came, or where all can be counted from the smallest that can come. */
static void
place_axis (PlTrialsPicture *self)
{
  const PlPlanData *plan = pl_log_plan (pl_race_get_log (self->race));
  guint64 range;
  guint most;

  pl_race_possible_finals (plan->workers, plan->increments, &self->lowest, &self->highest);
  if (self->shares)
    self->lowest = 0;
  else
    self->uniform = pl_race_uniform_finals (plan->workers, plan->increments);
  self->from = self->right;
  for (guint i = 0; i < self->panels->len; i++)
    self->from = MIN (self->from, pl_tp_panel (self, i)->smallest);
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
guint
pl_tp_bin_of (PlTrialsPicture *self, guint64 value)
{
  if (value >= self->right)
    return self->n_bins;
  return (guint) ((MAX (value, self->from) - self->from) / self->bin_width);
}

static void
read_values (PlTrialsPicture *self, PlTpPanel *panel)
{
  g_autoptr (GArray) values = pl_trials_bins (pl_race_get_log (self->race), panel->part, self->shares);

  panel->smallest = g_array_index (values, PlTrialBin, 0).final_value;
  tell_figures (self, panel, panel->smallest, g_array_index (values, PlTrialBin, values->len - 1).final_value);
}

static void
count_bins (PlTrialsPicture *self, PlTpPanel *panel)
{
  g_autoptr (GArray) values = pl_trials_bins (pl_race_get_log (self->race), panel->part, self->shares);

  panel->bins = g_new0 (guint, self->n_bins + 1);
  for (guint i = 0; i < values->len; i++)
    {
      const PlTrialBin *value = &g_array_index (values, PlTrialBin, i);
      guint bin = pl_tp_bin_of (self, value->final_value);

      panel->bins[bin] += value->n;
      panel->highest = MAX (panel->highest, panel->bins[bin]);
    }
}

/* Its guess has a row above the columns, so that it hides none of them. */
double
pl_tp_guess_height (PlTrialsPicture *self, const PlTpPanel *panel)
{
  return self->guess != NULL && panel->part == 0 ? PL_TP_GUESS_ROW : 0;
}

/* The right of the figures stands beside the name if it fits, else below it. */
double
pl_tp_head_height (PlTrialsPicture *self)
{
  double widest = 0;

  for (guint i = 0; i < self->panels->len; i++)
    {
      const PlTpPanel *panel = pl_tp_panel (self, i);

      widest = MAX (widest, pl_words_width (self->ink, &PL_TP_BOLD, panel->name) +
                              pl_words_width (self->ink, &PL_TP_SMALL, panel->figures) + 30);
    }
  return widest > self->width - 2 * PL_TP_MARGIN ? PL_TP_PANEL_HEAD : PL_TP_PANEL_HEAD - 20;
}

static double
least_plot (const PlTrialsPicture *self)
{
  return self->parts & PL_PART_FOLD ? LEAST_FOLDED : LEAST_PLOT;
}

static void
place_panels (PlTrialsPicture *self)
{
  guint n = MAX (self->panels->len, 1);
  /* Below a title that somebody else draws there is a gap already. */
  double y = self->parts & PL_PART_MARGINS ? PL_TP_MARGIN / 3 : PL_TP_MARGIN, head = pl_tp_head_height (self), around, rest;
  double gap = self->parts & PL_PART_FOLD ? FOLDED_GAP : PANEL_GAP;

  if (self->parts & PL_PART_TITLE)
    y += 62;
  rest = 30 + 26 + PL_TP_MARGIN / 2;
  if (self->parts & PL_PART_LEGEND)
    rest += 34;
  if (self->parts & PL_PART_FOOTER)
    rest += 34;
  around = y + rest + n * head + (n - 1) * gap;
  for (guint i = 0; i < self->panels->len; i++)
    around += pl_tp_guess_height (self, pl_tp_panel (self, i));
  self->natural = around + n * PLOT_HEIGHT;
  self->plot_height = PLOT_HEIGHT;
  if (self->height > 0)
    self->plot_height = CLAMP (floor ((self->height - around) / n), least_plot (self), PLOT_HEIGHT * 2);
  for (guint i = 0; i < self->panels->len; i++)
    {
      PlTpPanel *panel = pl_tp_panel (self, i);

      panel->top = y + head + pl_tp_guess_height (self, panel);
      y = panel->top + self->plot_height + gap;
    }
  self->axis_y = y - gap;
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

void
pl_trials_picture_free (PlDrawing *drawing)
{
  PlTrialsPicture *self = (PlTrialsPicture *) drawing;

  g_clear_pointer (&self->uniform, g_array_unref);
  g_array_unref (self->panels);
  g_free (self->guess);
  g_free (self->guess_sentence);
  g_object_unref (self->race);
  g_free (self);
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
double
pl_tp_bin_x (PlTrialsPicture *self, guint bin, double *width)
{
  double pitch = self->plot_width / MAX (self->n_bins, 1), gap = pitch >= 7 ? 2 : pitch >= 4 ? 1 : 0, x;

  if (bin >= self->n_bins)
    {
      *width = PL_TP_RIGHT_WIDTH;
      return self->left + self->plot_width + PL_TP_RIGHT_GAP;
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

/* What could have come, whatever did. */
char *
pl_tp_possible_text (PlTrialsPicture *self)
{
  g_autofree char *lowest = pl_text_count (self->lowest), *highest = pl_text_count (self->highest);

  if (self->panels->len == 0)
    return g_strdup (_("No race is over yet."));
  if (self->shares)
    return g_strdup (_("As a share of what it should have come to: unrecorded, each trial made as many increments as "
                       "fitted into its time."));
  if (self->lowest == self->highest)
    return g_strdup_printf (_("Possible without a lock: %s only."), lowest);
  return g_strdup_printf (_("Possible without a lock: everything from %s to %s."), lowest, highest);
}

void
pl_tp_bin_values (PlTrialsPicture *self, guint bin, guint64 *from, guint64 *to)
{
  *from = bin >= self->n_bins ? self->right : self->from + bin * self->bin_width;
  *to = bin >= self->n_bins ? self->right : MIN (*from + self->bin_width, self->right) - 1;
}

char *
pl_tp_values_text (PlRace *race, guint part, const char *name, guint64 from, guint64 to)
{
  gboolean shares = pl_trials_in_shares (pl_race_get_log (race));
  g_autoptr (GArray) values = pl_trials_bins (pl_race_get_log (race), part, shares);
  g_autofree char *n = NULL, *all = NULL, *first = pl_tp_value_text (shares, from), *last = pl_tp_value_text (shares, to);
  PlTrials trials;
  guint64 count = 0, right;

  pl_trials_count (pl_race_get_log (race), part, &trials);
  right = shares ? PL_TRIALS_SHARES : trials.right;
  for (guint i = 0; i < values->len; i++)
    {
      const PlTrialBin *value = &g_array_index (values, PlTrialBin, i);

      if (value->final_value >= from && (value->final_value <= to || to >= right))
        count += value->n;
    }
  n = pl_text_count (count);
  all = pl_text_count (trials.n);
  if (from == to)
    return g_strdup_printf (_("%s: %s of %s trials ended with %s."), name, n, all, first);
  return g_strdup_printf (_("%s: %s of %s trials ended with %s to %s."), name, n, all, first, last);
}

double
pl_tp_least_height (PlTrialsPicture *self)
{
  return ceil (self->natural - MAX (self->panels->len, 1) * (PLOT_HEIGHT - least_plot (self)));
}

PlTrialsPicture *
pl_trials_picture_lay_out (PlRace *race, const PlViewport *viewport, const PlPaper *paper)
{
  PlTrialsPicture *self = g_new0 (PlTrialsPicture, 1);

  self->race = g_object_ref (race);
  self->theme = pl_theme_get (paper->theme);
  self->ink = pl_ink_for (G_OBJECT (race));
  self->parts = paper->parts;
  self->width = MAX (paper->width, 320);
  self->height = paper->height;
  self->has_selection = viewport->has_selection;
  self->selected = viewport->selected;
  self->left = PL_TP_MARGIN + GUTTER;
  self->plot_width = self->width - PL_TP_MARGIN - PL_TP_RIGHT_WIDTH - PL_TP_RIGHT_GAP - self->left;
  self->panels = g_array_new (FALSE, FALSE, sizeof (PlTpPanel));
  g_array_set_clear_func (self->panels, panel_clear);
  self->shares = pl_trials_in_shares (pl_race_get_log (race));
  add_panels (self);
  for (guint i = 0; i < self->panels->len; i++)
    read_values (self, pl_tp_panel (self, i));
  read_guess (self);
  place_axis (self);
  for (guint i = 0; i < self->panels->len; i++)
    count_bins (self, pl_tp_panel (self, i));
  place_panels (self);
  self->drawing = (PlDrawing) {
    .klass = &pl_trials_drawing_class, .width = self->width,
    .height = self->height > 0 ? self->height : ceil (self->natural), .scale = 1,
  };
  return self;
}

char *
pl_trials_picture_describe (PlTrialsPicture *self)
{
  g_autofree char *possible = pl_tp_possible_text (self);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->panels->len; i++)
    g_string_append_printf (text, "%s: %s\n", pl_tp_panel (self, i)->name, pl_tp_panel (self, i)->figures);
  g_string_append (text, possible);
  if (self->guess_sentence != NULL)
    g_string_append_printf (text, "\n%s", self->guess_sentence);
  return g_string_free (text, FALSE);
}
