/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

void
pl_findings_add (PlSearch *self, const char *id, char *text, gint64 cost_ns, gint64 from_ns, gint64 to_ns, GArray *lanes)
{
  PlFinding *finding = g_new0 (PlFinding, 1);

  *finding = (PlFinding) { id, text, cost_ns, from_ns, to_ns, lanes };
  g_ptr_array_add (self->findings, finding);
}

gboolean
pl_findings_worth (const PlSearch *self, gint64 ns)
{
  return ns >= PL_WORTH_NS && (double) ns >= (double) self->end_ns * PL_WORTH_SHARE;
}

/* Its end may be told by somebody else: what it did last stands before that. */
gboolean
pl_findings_last_wait (const PlSearch *self, guint lane, PlSpan *wait)
{
  guint64 n = pl_trace_get_n_records (self->trace, lane);

  while (n > 0 && pl_trace_get_span (self->trace, lane, n - 1, wait)
         && (wait->state == PL_STATE_FINISHED || wait->state == PL_STATE_DEAD))
    n--;
  return n > 0 && pl_trace_get_span (self->trace, lane, n - 1, wait)
         && (wait->state == PL_STATE_WAITING_LOCK || wait->state == PL_STATE_WAITING_TASK);
}

GArray *
pl_findings_new_lanes (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint));
}
