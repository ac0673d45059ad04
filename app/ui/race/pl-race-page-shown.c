/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-page-private.h"

#include <glib/gi18n.h>

#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"

#define TEXT_INTERVAL_MS 100

PlRace *
pl_race_page_get_race (PlRacePage *self)
{
  return self->race;
}

PlCompare *
pl_race_page_get_compare (PlRacePage *self)
{
  return self->compared;
}

PlLocks
pl_race_page_get_locks (PlRacePage *self)
{
  return self->locks;
}

PlRaceShows
pl_race_page_get_shown (PlRacePage *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->pictures);

  if (g_strcmp0 (name, "compare") == 0 && self->compared != NULL)
    return PL_RACE_SHOWS_COMPARE;
  if (self->race == NULL)
    return PL_RACE_SHOWS_NOTHING;
  return g_strcmp0 (name, "trials") == 0 ? PL_RACE_SHOWS_TRIALS : PL_RACE_SHOWS_PROOF;
}

void
pl_race_page_show_growing (PlRacePage *self,
                           const char *picture)
{
  gtk_widget_set_visible (self->growing, TRUE);
  gtk_widget_set_visible (self->switcher, FALSE);
  gtk_stack_page_set_visible (gtk_stack_get_page (self->pictures, gtk_stack_get_child_by_name (self->pictures, picture)),
                              TRUE);
  gtk_stack_set_visible_child_name (self->pictures, picture);
  gtk_stack_set_visible_child_name (self->stack, "picture");
}

/* Trials one by one, as they come in. */
static void
grow_trials (PlRacePage *self,
             guint       done)
{
  PlLog *log = pl_run_get_log (self->run);
  PlViewer *viewer = pl_canvas_get_viewer (self->trials);
  PlPicture *shown = pl_viewer_get_picture (viewer);
  g_autoptr(PlRace) race = NULL;
  g_autoptr(PlPicture) picture = NULL;

  if (self->n_runs > 1 || done == 0 || pl_log_plan (log)->trials < 2)
    return;
  if (shown != NULL && pl_picture_get_log (shown) == log)
    {
      pl_viewer_refresh (viewer);
      return;
    }
  race = pl_race_new_unproven (log);
  picture = pl_picture_of_trials (race);
  pl_viewer_set_picture (viewer, picture, 0);
  pl_race_page_show_growing (self, "trials");
}

static gboolean
update_progress_cb (gpointer data)
{
  PlRacePage *self = data;
  guint done = pl_run_get_done (self->run);
  guint total = pl_run_get_total (self->run);
  g_autofree char *text = NULL, *growing = NULL;

  if (pl_run_get_phase (self->run) == PL_PHASE_PAUSED)
    text = g_strdup (_("Paused"));
  else
    {
      g_autofree char *line = g_strdup_printf (_("%u of %u races run"), done, total);
      text = pl_page_add_left (line, pl_run_get_left_ns (self->run));
    }
  if (self->n_runs > 1 && pl_run_get_phase (self->run) != PL_PHASE_PAUSED)
    {
      g_free (text);
      text = g_strdup_printf (ngettext ("%u worker", "%u workers", pl_log_plan (pl_run_get_log (self->run))->workers),
                              pl_log_plan (pl_run_get_log (self->run))->workers);
    }
  gtk_label_set_text (self->running_text, text);
  growing = g_strdup_printf ("%s: %s", gtk_label_get_text (self->running_title), text);
  gtk_label_set_text (self->growing_text, growing);
  gtk_progress_bar_set_fraction (self->progress,
                                 (self->run_number + (total > 0 ? (double) done / total : 0)) / self->n_runs);
  gtk_progress_bar_set_fraction (self->growing_progress, gtk_progress_bar_get_fraction (self->progress));
  grow_trials (self, done);
  return G_SOURCE_CONTINUE;
}

void
pl_race_page_follow_run (PlRacePage *self,
                         PlRun      *run,
                         const char *title,
                         guint       number,
                         guint       n)
{
  pl_race_page_stop_following (self);
  self->run = g_object_ref (run);
  self->run_number = number;
  self->n_runs = n;
  gtk_label_set_text (self->running_title, title);
  if (number == 0)
    gtk_stack_set_visible_child_name (self->stack, "running");
  self->timeout_id = g_timeout_add (TEXT_INTERVAL_MS, update_progress_cb, self);
  update_progress_cb (self);
}

void
pl_race_page_stop_following (PlRacePage *self)
{
  gtk_widget_set_visible (self->growing, FALSE);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->run);
  if (self->proving != NULL)
    g_cancellable_cancel (self->proving);
  g_clear_object (&self->proving);
}

/* Which pictures there are to switch between. */
void
pl_race_page_show_result (PlRacePage *self)
{
  PlRace *race = self->race;
  gboolean trials = race != NULL && pl_log_plan (pl_race_get_log (race))->trials > 1;
  gboolean compare = self->compared != NULL;

  gtk_stack_page_set_visible (self->proof_page, race != NULL);
  gtk_stack_page_set_visible (self->trials_page, trials);
  gtk_stack_page_set_visible (self->compare_page, compare);
  gtk_widget_set_visible (self->switcher, (race != NULL) + trials + compare > 1);
  gtk_stack_set_visible_child_name (self->stack, race != NULL || compare ? "picture" : "empty");
  pl_page_changed (PL_PAGE (self));
}
