/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What tests of running processes need: bounded waiting for a condition, processes and
 * descriptors counted. */

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>

#include "control/pl-run.h"
#include "plan/pl-plan.h"

#define PL_TEST_PATIENCE_S 30

typedef gboolean (*PlTestCondition) (gpointer data);

static gboolean
pl_test_tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until condition holds; gives up, loudly, after half a minute. */
static inline void
pl_test_wait_for (PlTestCondition condition, gpointer data, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + PL_TEST_PATIENCE_S * G_USEC_PER_SEC;
  guint tick = g_timeout_add (2, pl_test_tick_cb, NULL);

  while (!condition (data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("waited in vain for: %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

/* One that is dead but not yet collected by its parent does not count. */
static inline gboolean
pl_test_process_lives (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *name_end;

  if (pid <= 0 || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  name_end = strrchr (text, ')');
  return name_end != NULL && name_end[1] == ' ' && name_end[2] != 'Z' && name_end[2] != 'X';
}

static inline guint
pl_test_count_fds (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static inline void
pl_test_add_pid (GArray *pids, int pid)
{
  if (pid > 0)
    g_array_append_val (pids, pid);
}

/* The runner and its workers, as the log has them at this moment. */
static inline GArray *
pl_test_get_pids (PlLog *log)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    pl_test_add_pid (pids, atomic_load (&pl_log_lane (log, lane)->pid));
  return pids;
}

static inline gboolean
pl_test_all_gone (gpointer data)
{
  GArray *pids = data;

  for (guint i = 0; i < pids->len; i++)
    {
      if (pl_test_process_lives (g_array_index (pids, int, i)))
        return FALSE;
    }
  return TRUE;
}

/* Many short naps: goes on until it is stopped, and burns no CPU. */
static inline void
pl_test_init_long_plan (PlPlanData *plan, PlIpc ipc)
{
  pl_plan_init_pool (plan);
  plan->pool_size = 3;
  plan->tasks = 100000;
  plan->chunk_asked = 1;
  plan->ipc = ipc;
  plan->work = PL_WORK_SLEEP;
  plan->spread = PL_SPREAD_EQUAL;
  plan->task_time_ns = 5 * 1000 * 1000;
}

static inline gboolean
pl_test_is_finished (gpointer data)
{
  return pl_run_get_finished (data);
}

static inline gboolean
pl_test_has_results (gpointer data)
{
  return pl_run_get_done (data) >= 3 || pl_run_get_finished (data);
}
