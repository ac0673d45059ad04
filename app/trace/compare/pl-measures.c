/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-measures.h"

#include "trace/pl-trace-kinds.h"

static PlTrace *
open_trace (PlLog *log)
{
  PlTrace *trace = pl_trace_new (log);

  pl_trace_refresh (trace, -1);
  return trace;
}

void
pl_measures_of_log (PlLog *log, PlMeasures *out)
{
  g_autoptr (PlTrace) trace = open_trace (log);

  pl_measures_of_trace (trace, out);
}

void
pl_measures_of_trace (PlTrace *trace, PlMeasures *out)
{
  *out = (PlMeasures) { 0 };
  pl_trace_kind (pl_trace_get_log (trace))->measure (trace, out);
}

gint64
pl_measures_begin_ns (PlLog *log)
{
  g_autoptr (PlTrace) trace = NULL;

  if (pl_trace_kind (log)->begin_ns == NULL)
    return 0;
  trace = open_trace (log);
  return pl_trace_kind (log)->begin_ns (trace);
}
