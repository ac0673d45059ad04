/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-duel.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"

void
pl_pool_duel_begin (PlPoolDuel       *self,
                    const PlPlanData *plan)
{
  *self = (PlPoolDuel) { .plan = *plan, .step = 1 };
  self->plan.ipc = PL_IPC_QUEUE;
}

void
pl_pool_duel_follow (PlPoolDuel *self,
                     PlRun      *run)
{
  if (self->step > 0 && !pl_plan_equal (&self->plan, pl_log_plan (pl_run_get_log (run))))
    self->step = 0;
}

static double
rate_of (PlRun *run)
{
  const PlLogHeader *header = pl_log_header (pl_run_get_log (run));
  gint64 wall_ns = atomic_load_explicit (&header->status.end_ns, memory_order_relaxed);

  return wall_ns > 0 ? (double) pl_run_get_total (run) * 1e9 / (double) wall_ns : 0;
}

gboolean
pl_pool_duel_finish (PlPoolDuel  *self,
                     PlRun       *run,
                     char       **sentence)
{
  *sentence = NULL;
  if (self->step == 0 || pl_run_get_phase (run) != PL_PHASE_DONE)
    {
      self->step = 0;
      return FALSE;
    }
  if (self->step++ == 1)
    {
      self->queue_rate = rate_of (run);
      self->plan.ipc = PL_IPC_PIPE;
      return TRUE;
    }
  self->step = 0;

  g_autofree char *queue = pl_text_si (self->queue_rate), *pipe = pl_text_si (rate_of (run));
  *sentence = g_strdup_printf (_("The queue carried %s tasks/s, the pipes %s tasks/s. Here is the run over pipes."),
                               queue, pipe);
  return FALSE;
}
