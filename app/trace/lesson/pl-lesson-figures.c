/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/lesson/pl-lesson-verdict.h"

#include "trace/compare/pl-differences.h"
#include "trace/lesson/pl-lesson-private.h"
#include "trace/pl-trace-kinds.h"

gboolean
pl_lesson_figure (PlLog *log, const char *output, const char *key, double *value)
{
  const PlTraceKind *kind = pl_trace_kind (log);
  g_autoptr (PlTrace) trace = NULL;
  PlMeasures measures;

  if (pl_lesson_output_number (output, key, value))
    return TRUE;
  trace = pl_trace_new (log);
  if (kind->figure != NULL && kind->figure (trace, key, value))
    return TRUE;
  pl_measures_of_log (log, &measures);
  for (guint i = 0; i < PL_N_MEASURES; i++)
    if (g_str_equal (key, pl_measure_key (i)) && (measures.known & (1u << i)) != 0)
      {
        *value = measures.values[i];
        return TRUE;
      }
  return FALSE;
}
