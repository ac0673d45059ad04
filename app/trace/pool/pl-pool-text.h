/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the trace of a pool says. Translated; free it. */

#include "trace/pl-trace-kinds.h"

G_BEGIN_DECLS

char *pl_pool_worker_name (PlLog *log, guint lane);                /* "Worker 2" */
char *pl_pool_span_title (PlTrace *self, const PlSpan *span);      /* see pl_trace_span_title () */
char *pl_pool_span_sentence (PlTrace *self, const PlSpan *span);

/* Tasks that were done at the end of trace, as the lanes tell: of the run, or of a moment of it. */
guint pl_pool_n_done (PlTrace *trace);

/* pl-pool-measure.c */
void pl_pool_measure (PlTrace *trace, PlMeasures *out);
/* "right": results that were right; "largest_share": of all tasks, of one worker, 0..1. */
gboolean pl_pool_figure (PlTrace *trace, const char *key, double *value);

G_END_DECLS
