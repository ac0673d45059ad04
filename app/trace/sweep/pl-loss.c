/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/sweep/pl-loss.h"

#include "trace/pl-trace-account.h"

/* The worker's first task began, its last one ended; FALSE: it had none. */
static gboolean
find_work (PlTrace *trace, guint lane, gint64 *from_ns, gint64 *to_ns)
{
  const guint32 working = 1u << PL_STATE_WORKING;
  guint64 n = pl_trace_get_n_records (trace, lane);
  PlSpan first, last;

  if (!pl_trace_get_span (trace, lane, 0, &first)
      || (first.state != PL_STATE_WORKING && !pl_trace_next_span (trace, lane, 0, working, &first))
      || !pl_trace_get_span (trace, lane, n - 1, &last)
      || (last.state != PL_STATE_WORKING && !pl_trace_previous_span (trace, lane, n - 1, working, &last)))
    return FALSE;
  *from_ns = first.start_ns;
  *to_ns = last.end_ns;
  return TRUE;
}

static void
add_lane (PlTrace *trace, guint lane, PlLosses *sum)
{
  gint64 end_ns = pl_trace_get_end_ns (trace), from_ns, to_ns;
  PlCpuAccount account;
  PlShares shares;
  double working, waiting;

  if (!find_work (trace, lane, &from_ns, &to_ns))
    {
      /* There was none left for it, for whatever reason it came late. */
      sum->lost[PL_LOSS_IMBALANCE] += (double) end_ns;
      return;
    }
  pl_trace_sum (trace, lane, from_ns, to_ns, &shares);
  pl_trace_account_tasks (trace, lane, from_ns, to_ns, &account);
  working = (double) shares.state_ns[PL_STATE_WORKING];
  waiting = MIN ((double) account.waiting_ns, working);
  sum->lost[PL_LOSS_SERIAL] += (double) from_ns;
  sum->lost[PL_LOSS_IMBALANCE] += (double) MAX (end_ns - to_ns, 0);
  sum->lost[PL_LOSS_CPUS] += waiting;
  sum->used += working - waiting;
  sum->lost[PL_LOSS_CHANNEL] += MAX ((double) (to_ns - from_ns) - working, 0);
}

void
pl_losses_of_log (PlLog *log, PlLosses *out)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  double all = 0;

  *out = (PlLosses) { 0 };
  pl_trace_refresh (trace, -1);
  if (!pl_log_plan (log)->record || pl_trace_get_n_lanes (trace) < 2)
    return;
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      add_lane (trace, lane, out);
      all += (double) pl_trace_get_end_ns (trace);
    }
  out->known = TRUE;
  out->used /= all;
  for (guint i = 0; i < PL_N_LOSSES; i++)
    out->lost[i] /= all;
}

PlLoss
pl_losses_greatest (const PlLosses *self)
{
  PlLoss greatest = 0;

  for (guint i = 1; i < PL_N_LOSSES; i++)
    if (self->lost[i] > self->lost[greatest])
      greatest = i;
  return greatest;
}

const char *
pl_loss_key (PlLoss loss)
{
  static const char *const keys[PL_N_LOSSES] = {
    [PL_LOSS_SERIAL] = "serial", [PL_LOSS_CPUS] = "cpus", [PL_LOSS_CHANNEL] = "channel",
    [PL_LOSS_IMBALANCE] = "imbalance",
  };

  return keys[loss];
}
