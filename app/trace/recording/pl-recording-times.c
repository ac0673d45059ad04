/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

#include <string.h>

#include "trace/recording/pl-recording-events.h"

void
pl_recording_times (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns, PlRecordingTimes *out)
{
  guint64 n = pl_trace_get_n_records (trace, lane), index = 0;
  gboolean has_stops = pl_recording_events_of (trace)->stops->len > 0;
  PlSpan span;

  memset (out, 0, sizeof *out);
  if (!pl_trace_find (trace, lane, from_ns, &index))
    index = 0;
  for (; index < n && pl_trace_get_span (trace, lane, index, &span) && span.start_ns < to_ns; index++)
    {
      gint64 begin_ns = MAX (span.start_ns, from_ns), end_ns = MIN (span.end_ns, to_ns);
      gint64 still_ns = has_stops ? pl_recording_stopped_ns (trace, lane, begin_ns, end_ns) : 0, ns = end_ns - begin_ns - still_ns;
      guint reason = span.count < PL_N_WAITS ? span.count : PL_WAIT_UNKNOWN;

      if (span.state != PL_STATE_FINISHED && span.state != PL_STATE_DEAD)
        out->stopped_ns += still_ns;
      if (span.state == PL_STATE_WAITING_LOCK || span.state == PL_STATE_WAITING_TASK)
        {
          out->wait_ns[reason] += MAX (ns, 0);
          out->n_waits[reason]++;
        }
      else if (span.state != PL_STATE_FINISHED && span.state != PL_STATE_DEAD)
        {
          out->running_ns += MAX (ns, 0);
          out->packing_ns += span.state == PL_STATE_SENDING ? MAX (ns, 0) : 0;
          out->unpacking_ns += span.state == PL_STATE_RECEIVING ? MAX (ns, 0) : 0;
        }
    }
}
