/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pool/pl-cli-pool.h"

#include <string.h>

#include "plan/pl-plan.h"

/* How a pool is called, as options. */

void
pl_cli_caller_clear (PlCliCaller *caller)
{
  char **texts[] = { &caller->mode, &caller->maps, &caller->fail_tasks, &caller->callback_time, &caller->result_timeout,
                     &caller->tasks_per_worker, &caller->init_time, &caller->idle, &caller->end };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
}

/* "terminate:200ms": at a time. */
static gboolean
read_end (const char *text, PlPlanData *plan, GError **error)
{
  const char *colon = text != NULL ? strchr (text, ':') : NULL;
  g_autofree char *key = colon != NULL ? g_strndup (text, (gsize) (colon - text)) : g_strdup (text);

  return pl_cli_value_choice ("--end", key, pl_pool_end_from_key, "close, terminate, terminate:T", &plan->end, error)
         && (colon == NULL
             || pl_cli_value_duration ("--end", colon + 1, PL_MAX_TASK_TIME_NS, &plan->end_after_ns, error));
}

static gboolean
read_timeout (const char *text, PlPlanData *plan, GError **error)
{
  gint64 ns = 0;

  if (!pl_cli_value_duration ("--result-timeout", text, PL_MAX_TASK_TIME_NS, &ns, error))
    return FALSE;
  plan->result_timeout_ns = text != NULL ? ns + 1 : 0;
  return TRUE;
}

gboolean
pl_cli_caller_read (const PlCliCaller *caller, PlPlanData *plan, GError **error)
{
  plan->fail_init = caller->fail_init;
  return pl_cli_value_choice ("--mode", caller->mode, pl_mode_from_key,
                              "map, starmap, imap, imap-unordered, apply, apply-async, map-async", &plan->mode, error)
         && pl_cli_value_count32 ("--maps", caller->maps, 1, PL_MAX_CALLS, &plan->maps, error)
         && (caller->fail_tasks == NULL || pl_plan_set_fail_tasks (plan, caller->fail_tasks, error))
         && pl_cli_value_duration ("--callback-time", caller->callback_time, PL_MAX_TASK_TIME_NS, &plan->callback_ns, error)
         && read_timeout (caller->result_timeout, plan, error)
         && pl_cli_value_count32 ("--tasks-per-worker", caller->tasks_per_worker, 1, PL_MAX_TASKS, &plan->tasks_per_worker,
                                  error)
         && pl_cli_value_duration ("--init-time", caller->init_time, PL_MAX_TASK_TIME_NS, &plan->init_ns, error)
         && pl_cli_value_duration ("--idle", caller->idle, PL_MAX_TASK_TIME_NS, &plan->idle_ns, error)
         && read_end (caller->end, plan, error);
}
