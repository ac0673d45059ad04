/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-sweep.h"

#include <string.h>

#include <glib/gi18n.h>

#include "plan/pl-machine.h"
#include "plan/pl-plan.h"

#define TEXT_INTERVAL_MS 200

static GArray *
list_of (guint32 value)
{
  return g_array_append_val (g_array_new (FALSE, FALSE, sizeof value), value);
}

static GArray *
all_channels (void)
{
  GArray *ipcs = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 ipc = 0; ipc < PL_N_IPC; ipc++)
    g_array_append_val (ipcs, ipc);
  return ipcs;
}

/* Beyond a message a worker there is nothing left to share out: one step of that is seen. */
static GArray *
all_chunks (const PlPlanData *plan)
{
  guint64 share = ((guint64) plan->tasks + plan->pool_size - 1) / MAX (plan->pool_size, 1);

  return pl_plan_doubling ((guint) CLAMP (2 * share, 1, MAX (plan->tasks, 1)));
}

static GArray *
make_plans (const PlPlanData  *plan,
            const char        *what,
            GError           **error)
{
  gboolean channels = strcmp (what, "channels") == 0, workers = strcmp (what, "workers") == 0;
  g_autoptr(GArray) sizes = workers ? pl_plan_sizes_on (pl_machine_n_cpus ())
                                    : list_of (plan->pool_size);
  g_autoptr(GArray) ipcs = channels ? all_channels () : list_of (plan->ipc);
  g_autoptr(GArray) chunks = channels || workers ? list_of (workers ? 0 : plan->chunk_asked) : all_chunks (plan);

  return pl_plan_sweep (plan, sizes, ipcs, chunks, error);
}

/* While it is paused nothing gets done, which says nothing about how long the rest takes. */
static gint64
taken_ns (PlPoolSweep *self)
{
  PlRun *run = pl_page_host_get_run (pl_page_get_host (self->page));
  gint64 now_us = g_get_monotonic_time ();

  if (run != NULL && pl_run_get_phase (run) == PL_PHASE_PAUSED)
    self->begin_us += now_us - self->looked_us;
  self->looked_us = now_us;
  return (now_us - self->begin_us) * 1000;
}

static gboolean
update_progress_cb (gpointer data)
{
  PlPoolSweep *self = data;
  guint done = pl_sweep_get_n_done (self->sweep), n = pl_sweep_get_n_runs (self->sweep);
  gint64 taken = taken_ns (self);
  g_autofree char *line = g_strdup_printf (_("Run %u of %u"), MIN (done + 1, n), n);
  g_autofree char *text = pl_page_add_left (line, done > 0 ? taken / done * (n - done) : -1);

  if (pl_page_get_comparison (self->page) != NULL)
    pl_comparison_set_progress (pl_page_get_comparison (self->page), text, (double) done / n);
  return G_SOURCE_CONTINUE;
}

/* What has been measured is shown, if only a part of it. */
static void
end_sweep (PlPoolSweep *self)
{
  g_autoptr(PlSweep) sweep = g_steal_pointer (&self->sweep);
  PlComparison *shown = pl_page_show_comparison (self->page);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  pl_comparison_set_progress (shown, NULL, 0);
  if (pl_sweep_get_n_done (sweep) > 0)
    pl_comparison_finish_sweep (shown, sweep);
  else
    pl_page_hide_comparison (self->page);
  pl_page_changed (self->page);
}

static void
start_next (PlPoolSweep *self)
{
  PlPageHost *host = pl_page_get_host (self->page);
  g_autoptr(GError) error = NULL;

  if (!pl_page_host_start (host, self->page, pl_sweep_get_next (self->sweep), &error))
    {
      pl_page_host_show_error (host, error);
      end_sweep (self);
      return;
    }
  update_progress_cb (self);
}

void
pl_pool_sweep_begin (PlPoolSweep *self,
                     PlPage      *page,
                     const char  *what,
                     guint        trials)
{
  PlPageHost *host = pl_page_get_host (page);
  g_autoptr(GArray) plans = NULL;
  g_autoptr(GError) error = NULL;
  PlPlanData plan;

  pl_page_host_present (host, page, FALSE);
  if (pl_form_get_plan (pl_page_get_form (page), &plan, &error))
    plans = make_plans (&plan, what, &error);
  if (plans == NULL)
    {
      pl_page_host_show_error (host, error);
      return;
    }
  self->page = page;
  self->sweep = pl_sweep_new (plans, trials, plan.seed);
  self->begin_us = self->looked_us = g_get_monotonic_time ();
  self->timeout_id = g_timeout_add (TEXT_INTERVAL_MS, update_progress_cb, self);
  pl_comparison_show_sweep (pl_page_show_comparison (page), self->sweep);
  start_next (self);
}

gboolean
pl_pool_sweep_finish (PlPoolSweep *self,
                      PlRun       *run)
{
  gboolean done = pl_run_get_phase (run) == PL_PHASE_DONE;

  if (self->sweep == NULL)
    return FALSE;
  if (done)
    pl_sweep_add (self->sweep, pl_run_get_log (run));
  if (!done || pl_sweep_get_next (self->sweep) == NULL)
    {
      end_sweep (self);
      return TRUE;
    }
  pl_comparison_show_sweep (pl_page_show_comparison (self->page), self->sweep);
  start_next (self);
  return TRUE;
}

void
pl_pool_sweep_clear (PlPoolSweep *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->sweep);
}
