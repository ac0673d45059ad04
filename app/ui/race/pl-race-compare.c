/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-page-private.h"

#include <glib/gi18n.h>

#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"

/* Long enough for a steady figure, short enough to wait for all of them. */
#define DURATION_NS (50 * 1000 * 1000)

/* The chosen methods, with the workers, the window and the CPUs of the form. */
static GArray *
make_plans (PlRacePage  *self,
            GError     **error)
{
  PlLocks locks = pl_race_page_get_locks (self);
  guint32 methods[PL_N_RACE_METHODS];
  PlPlanData plan;
  guint n = 0;

  if (!pl_form_get_plan (pl_page_get_form (PL_PAGE (self)), &plan, error))
    return NULL;
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    if (locks & PL_LOCK (i))
      methods[n++] = i;
  plan.trials = 1;
  plan.duration_ns = DURATION_NS;
  return pl_plan_comparison (&plan, methods, n);
}

/* Each one that has run is seen at once. */
static void
grow (PlRacePage *self)
{
  g_autoptr(PlPicture) picture = pl_picture_of_compare (self->comparison);

  g_set_object (&self->compared, self->comparison);
  pl_viewer_set_picture (pl_canvas_get_viewer (self->compare), picture, 0);
  pl_race_page_show_growing (self, "compare");
}

/* NULL: nothing came of it, and what was shown before is shown again. */
static void
show (PlRacePage *self,
      PlCompare  *compare)
{
  pl_race_page_stop_following (self);
  if (compare != NULL)
    {
      g_autoptr(PlPicture) picture = pl_picture_of_compare (compare);

      g_set_object (&self->compared, compare);
      pl_viewer_set_picture (pl_canvas_get_viewer (self->compare), picture, 0);
    }
  pl_race_page_show_result (self);
  if (compare != NULL)
    gtk_stack_set_visible_child_name (self->pictures, "compare");
}

/* What has been measured is shown, if only a part of it. */
static void
end_comparison (PlRacePage *self)
{
  g_autoptr(PlCompare) compare = g_steal_pointer (&self->comparison);

  g_clear_pointer (&self->plans, g_array_unref);
  show (self, pl_compare_get_n_rows (compare) > 0 ? compare : NULL);
}

static void
follow_next (PlRacePage *self,
             PlRun      *run)
{
  guint n_locks = pl_locks_count (self->locks);
  g_autofree char *some = g_strdup_printf (ngettext ("Comparing %u lock", "Comparing %u locks", n_locks), n_locks);

  pl_race_page_follow_run (self, run, n_locks == PL_N_RACE_METHODS ? _("Comparing all locks") : some,
                           self->n_started, self->plans->len);
}

static void
start_next (PlRacePage *self)
{
  const PlPlanData *plan = &g_array_index (self->plans, PlPlanData, self->n_started);
  PlPageHost *host = pl_page_get_host (PL_PAGE (self));
  g_autoptr(GError) error = NULL;

  if (!pl_page_host_start (host, PL_PAGE (self), plan, &error))
    {
      pl_page_host_show_error (host, error);
      end_comparison (self);
      return;
    }
  follow_next (self, pl_page_host_get_run (host));
  self->n_started++;
  if (pl_compare_get_n_rows (self->comparison) > 0)
    grow (self);
}

void
pl_race_page_compare (PlRacePage *self)
{
  PlPageHost *host = pl_page_get_host (PL_PAGE (self));
  g_autoptr(GError) error = NULL;
  GArray *plans;

  pl_page_host_present (host, PL_PAGE (self), FALSE);
  plans = make_plans (self, &error);
  if (plans == NULL)
    {
      pl_page_host_show_error (host, error);
      return;
    }
  self->plans = plans;
  self->n_started = 0;
  self->comparison = pl_compare_new ();
  start_next (self);
}

gboolean
pl_race_page_compare_finished (PlRacePage *self,
                               PlRun      *run)
{
  g_autoptr(PlCompare) more = NULL;

  if (self->plans == NULL)
    return FALSE;
  more = pl_compare_copy (self->comparison);
  pl_compare_add (more, pl_run_get_log (run));
  g_set_object (&self->comparison, more);
  if (pl_run_get_phase (run) == PL_PHASE_DONE && self->n_started < self->plans->len)
    start_next (self);
  else
    end_comparison (self);
  return TRUE;
}

void
pl_race_page_compare_clear (PlRacePage *self)
{
  g_clear_pointer (&self->plans, g_array_unref);
  g_clear_object (&self->comparison);
}
