/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What runs are compared by: one figure each of a run, as far as its kind has it. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef enum {
  PL_MEASURE_WALL = 0,          /* ns */
  PL_MEASURE_RATE,              /* tasks, increments or rounds a second */
  PL_MEASURE_SPEEDUP,           /* over the same tasks one after the other */
  PL_MEASURE_BUSY,              /* share of the time in which the workers lived at tasks, 0..1 */
  PL_MEASURE_ON_CPU,            /* the same, on a CPU */
  PL_MEASURE_WAIT_CPU,          /* from here on ns, of all workers together: could have run, but had no CPU */
  PL_MEASURE_WAIT_TASK,         /* for a task */
  PL_MEASURE_WAIT_LOCK,         /* for a lock; of a pool: for the one of its queue */
  PL_MEASURE_WAIT_RESULTS,      /* for the lock of the results */
  PL_MEASURE_WAIT_OTHER,        /* for data, room, children, threads and whatever else, where there are no tasks */
  PL_MEASURE_TRANSFER,          /* receiving and sending */
  PL_MEASURE_MESSAGES,          /* count: tasks out and results back */
  PL_MEASURE_BYTES,             /* bytes: payload, both ways */
  PL_MEASURE_WRITTEN,           /* bytes: into pipes and sockets */
  PL_MEASURE_LOST,              /* count: updates of a race */
  PL_N_MEASURES
} PlMeasure;

typedef struct {
  guint32 known;                /* bit a measure */
  double values[PL_N_MEASURES];
} PlMeasures;

/* All that its kind knows of a log. */
void pl_measures_of_log (PlLog *log, PlMeasures *out);
/* The same of a trace that is there already; of one of its moments (pl_trace_at ()) what was known by then. */
void pl_measures_of_trace (PlTrace *trace, PlMeasures *out);
/* When what the run is about began: its first task, its race; ns since its start. */
gint64 pl_measures_begin_ns (PlLog *log);

/* For the kinds. */
static inline void
pl_measures_set (PlMeasures *self, PlMeasure measure, double value)
{
  self->known |= 1u << measure;
  self->values[measure] = value;
}

G_END_DECLS
