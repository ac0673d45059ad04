/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/pl-file.h"
#include "plan/pl-plan.h"
#include "trace/race/pl-race-certificate.h"
#include "ui/widgets/pl-file-dialog.h"

/* Long enough for a steady figure, short enough to wait for all of them. */
#define DURATION_NS (50 * 1000 * 1000)

/* The chosen methods, with the workers, the window and the CPUs of the form. */
static GArray *
make_plans (PlWindow  *self,
            GError   **error)
{
  PlLocks locks = pl_race_page_get_locks (self->race_page);
  guint32 methods[PL_N_RACE_METHODS];
  PlPlanData plan;
  guint n = 0;

  if (!pl_race_form_get_plan (self->race_form, &plan, error))
    return NULL;
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    if (locks & PL_LOCK (i))
      methods[n++] = i;
  plan.trials = 1;
  plan.duration_ns = DURATION_NS;
  return pl_plan_comparison (&plan, methods, n);
}

/* What has been measured is shown, if only a part of it. */
static void
end_comparison (PlWindow *self)
{
  g_autoptr(PlCompare) compare = g_steal_pointer (&self->compare);

  g_clear_pointer (&self->compare_plans, g_array_unref);
  pl_race_page_show_compare (self->race_page, pl_compare_get_n_rows (compare) > 0 ? compare : NULL);
  pl_window_update_actions (self);
}

static void
start_next (PlWindow *self)
{
  const PlPlanData *plan = &g_array_index (self->compare_plans, PlPlanData, self->compare_next);
  g_autoptr(GError) error = NULL;

  if (!pl_session_start (self->session, plan, &error))
    {
      pl_window_show_error (self, error);
      end_comparison (self);
      return;
    }
  pl_race_page_follow_compare (self->race_page, pl_session_get_run (self->session), self->compare_next,
                               self->compare_plans->len);
  self->compare_next++;
  pl_window_update_actions (self);
}

void
pl_window_compare (PlWindow *self)
{
  g_autoptr(GError) error = NULL;
  GArray *plans;

  if (pl_session_get_running (self->session))
    return;
  pl_message_bar_hide (self->message_bar);
  pl_window_set_page (self, PL_RUN_RACE);
  plans = make_plans (self, &error);
  if (plans == NULL)
    {
      pl_window_show_error (self, error);
      return;
    }
  self->compare_plans = plans;
  self->compare_next = 0;
  self->compare = pl_compare_new ();
  start_next (self);
}

gboolean
pl_window_compare_finished (PlWindow *self,
                            PlRun    *run)
{
  if (self->compare_plans == NULL)
    return FALSE;
  pl_compare_add (self->compare, pl_run_get_log (run));
  if (pl_run_get_phase (run) == PL_PHASE_DONE && self->compare_next < self->compare_plans->len)
    start_next (self);
  else
    end_comparison (self);
  return TRUE;
}

void
pl_window_compare_clear (PlWindow *self)
{
  g_clear_pointer (&self->compare_plans, g_array_unref);
  g_clear_object (&self->compare);
}

static void
say_written (PlWindow   *self,
             const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (_("The table is in “%s”."), name);

  pl_window_show_info (self, text);
}

void
pl_window_save_table_to (PlWindow   *self,
                         const char *path)
{
  PlCompare *compare = pl_race_page_get_compare (self->race_page);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (compare == NULL)
    return;
  text = pl_compare_to_csv (compare);
  if (pl_file_replace_bytes (path, text, strlen (text), &error))
    say_written (self, path);
  else
    pl_window_show_error (self, error);
}

void
pl_window_save_certificate_to (PlWindow   *self,
                               const char *path)
{
  PlRace *race = pl_race_page_get_race (self->race_page);
  g_autoptr(GError) error = NULL;

  if (race == NULL)
    return;
  if (pl_race_write_certificate (race, path, &error))
    say_written (self, path);
  else
    pl_window_show_error (self, error);
}

static void
table_chosen_cb (GtkWindow  *window,
                 const char *path)
{
  pl_window_save_table_to (PL_WINDOW (window), path);
}

static void
certificate_chosen_cb (GtkWindow  *window,
                       const char *path)
{
  pl_window_save_certificate_to (PL_WINDOW (window), path);
}

void
pl_window_save_table (PlWindow *self)
{
  pl_file_dialog_save (GTK_WINDOW (self),
                       &(PlFileChoice) { _("Save the Table of Locks"), "locks.csv", _("Tables"), "*.csv" },
                       table_chosen_cb);
}

void
pl_window_save_certificate (PlWindow *self)
{
  g_autofree char *base = pl_window_suggest_name (self);
  g_autofree char *name = g_strconcat (base, ".csv", NULL);

  pl_file_dialog_save (GTK_WINDOW (self),
                       &(PlFileChoice) { _("Save the Certificate"), name, _("Tables"), "*.csv" },
                       certificate_chosen_cb);
}
