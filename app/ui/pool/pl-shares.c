/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-shares.h"

const PlState *
pl_shares_order (guint *n)
{
  static const PlState order[] = {
    PL_STATE_WORKING, PL_STATE_WAITING_GIL, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_SENDING, PL_STATE_WAITING_TASK,
    PL_STATE_STARTING, PL_STATE_INITIALISING, PL_STATE_CALLBACK, PL_STATE_FREE, PL_STATE_PAUSED, PL_STATE_FINISHED,
    PL_STATE_DEAD,
  };

  *n = G_N_ELEMENTS (order);
  return order;
}

void
pl_shares_of_workers (PlTrace  *trace,
                      gint64    from_ns,
                      gint64    to_ns,
                      PlShares *shares)
{
  *shares = (PlShares) { 0 };
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlShares one;

      if (pl_trace_is_beside (trace, lane))
        continue;
      pl_trace_sum (trace, lane, from_ns, to_ns, &one);
      for (guint state = 0; state < PL_N_STATES; state++)
        shares->state_ns[state] += one.state_ns[state];
      shares->n_spans += one.n_spans;
      shares->n_tasks += one.n_tasks;
      shares->states |= one.states;
    }
}
