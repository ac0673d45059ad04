/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pool/pl-plan-engine.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "log/pool/pl-pool-modes.h"
#include "plan/pl-plan-limits.h"
#include "plan/pl-plan.h"

/* Why a plan cannot run on ranks; NULL: it can. */
static const char *
find_obstacle (const PlPlanData *plan)
{
  if (plan->ipc != PL_IPC_PIPE)
    return _("MPI sends every rank its own messages, as a pipe does: choose Pipe, or the local engine for a queue or an array.");
  if (plan->worker_kind != PL_WORKERS_PROCESS)
    return _("The workers of an MPI run are its ranks, which are processes: choose processes, or the local engine for threads.");
  if (plan->start != PL_START_FORK)
    return _("Ranks are started by mpirun, not by spawn or forkserver: leave the start out, or choose the local engine.");
  if (plan->tasks_per_worker > 0)
    return _("A rank cannot be followed by a new one: choose no limit of chunks a worker, or the local engine.");
  if (plan->fail_init != 0)
    return _("A rank whose initialiser fails cannot be replaced: leave the failure out, or choose the local engine.");
  if (plan->end == PL_END_TERMINATE)
    return _("Ranks leave when they are told, and not in the middle of a task: choose close, or the local engine to terminate.");
  if (plan->idle_ns > 0)
    return _("What idle ranks use is not measured: leave the idle time out, or choose the local engine.");
  if (plan->serial != 0)
    return _("The same tasks without a pool are measured by the local engine only: leave that out, or choose it.");
  return NULL;
}

gboolean
pl_plan_check_engine (const PlPlanData *plan, GError **error)
{
  const char *obstacle;

  if (!pl_plan_check_choice (_("Engine"), plan->engine, PL_N_ENGINES, error))
    return FALSE;
  obstacle = plan->engine == PL_ENGINE_MPI ? find_obstacle (plan) : NULL;
  if (obstacle != NULL)
    g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, obstacle);
  return obstacle == NULL;
}
