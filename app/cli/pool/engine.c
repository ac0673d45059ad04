/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pool/pl-cli-pool.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "control/pl-run-mpi.h"
#include "plan/pl-plan.h"

/* What moves the tasks of a pool. */

/* mpirun has decided how many there are. */
static gboolean
take_pool_size (gboolean asked, PlPlanData *plan, GError **error)
{
  guint n_ranks = pl_run_mpi_n_ranks (), size = MAX (n_ranks, 2) - 1;

  if (n_ranks == 0)
    return TRUE;
  if (asked && plan->pool_size != size)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("--pool-size %u does not fit the ranks that mpirun started: their number is %u, one of them hands out the "
                     "tasks, and %u can work. Leave --pool-size out, or start %u ranks (-n %u)."),
                   plan->pool_size, n_ranks, size, plan->pool_size + 1, plan->pool_size + 1);
      return FALSE;
    }
  plan->pool_size = size;
  return TRUE;
}

gboolean
pl_cli_engine_read (const char *text, const char *ipc, const char *pool_size, PlPlanData *plan, GError **error)
{
  gboolean asked = pool_size != NULL && !g_str_equal (pool_size, "auto");

  if (!pl_cli_value_choice ("--engine", text, pl_engine_from_key, "local, mpi", &plan->engine, error))
    return FALSE;
  if (plan->engine != PL_ENGINE_MPI)
    return TRUE;
  if (ipc == NULL)
    plan->ipc = PL_IPC_PIPE;
  return take_pool_size (asked, plan, error);
}

gboolean
pl_cli_engine_join (const PlPlanData *plan, GError **error)
{
  if (plan->engine != PL_ENGINE_MPI || pl_run_mpi_rank () <= 0)
    return TRUE;
  pl_run_mpi_join (error);
  return FALSE;
}
