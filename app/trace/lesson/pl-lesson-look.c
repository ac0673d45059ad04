/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/lesson/pl-lesson-look.h"

#include "plan/pl-plan.h"
#include "trace/pl-trace.h"
#include "trace/recording/pl-recording.h"

/* The recorder's own lane and that of the program. */
#define OWN_LANES 2u
/* Of the time from the first child of the program on: so much is shown of what was before it. */
#define AIR 16
/* A start that takes less of the whole is no nuisance. */
#define LEAST_SHARE 4

gboolean
pl_lesson_look (PlLog *log, gint64 *from_ns, gint64 *to_ns)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  gint64 born_ns = G_MAXINT64;
  PlSpan span;

  *to_ns = pl_trace_get_end_ns (trace);
  for (guint lane = OWN_LANES; pl_plan_runs_program (pl_log_plan (log)) && lane < pl_trace_get_n_lanes (trace); lane++)
    if (!pl_recording_is_launch (log, lane) && pl_trace_get_n_records (trace, lane) > 0 && pl_trace_get_span (trace, lane, 0, &span))
      born_ns = MIN (born_ns, span.start_ns);
  if (born_ns >= *to_ns || born_ns < *to_ns / LEAST_SHARE)
    return FALSE;
  *from_ns = MAX (born_ns - (*to_ns - born_ns) / AIR, 0);
  return TRUE;
}
