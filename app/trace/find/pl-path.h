/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Along what depends on what: a task from the parent to its worker and back; and from the end of a run back to its
 * beginning, the chain of tasks and waits that determined how long it took. Times are ns since the start of the run. */

#include "trace/find/pl-highlights.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* What let somebody go on who waited: that lane, at that moment. */
typedef struct {
  guint lane;
  gint64 time_ns;
} PlCause;

/* The next or previous station of a task. chunk: which, where a span is about several; G_MAXUINT32: its first. It is set
 * to the one that was followed. FALSE: this is the first or the last. */
gboolean pl_trace_follow (PlTrace *self, guint lane, guint64 index, gboolean forth, guint32 *chunk, PlSpan *span);

typedef struct {
  guint lane;
  guint64 index;                /* the span it is part of */
  gint64 from_ns, to_ns;
  PlState state;                /* of the lane */
  gboolean way;                 /* it waited, but what it waited for was already on its way: a message, a wake-up */
  gboolean task;                /* it is a task, and is counted as one */
} PlPathStep;

typedef struct {
  GArray *steps;                /* PlPathStep by time: each begins where the one before ends */
  guint n_steps;                /* those it is about, from the first one on: by a moment, not all of them */
  gint64 from_ns, to_ns;
  gint64 state_ns[PL_N_STATES]; /* what it is made of, ways apart */
  gint64 way_ns;
  guint64 n_tasks;              /* tasks on it */
} PlCriticalPath;

/* FALSE: nothing of the run is recorded, or nobody in it waits for anybody. Free it with pl_critical_path_clear (). */
gboolean pl_critical_path_find (PlTrace *trace, PlCriticalPath *out);
void pl_critical_path_clear (PlCriticalPath *self);
/* As much of it as had been gone by that moment; its last step may go on then, and ends at to_ns. until_ns 0: all of it.
 * FALSE: nothing; out is empty. Shares the steps; free it as the other one. */
gboolean pl_critical_path_at (const PlCriticalPath *self, gint64 until_ns, PlCriticalPath *out);
/* For a picture: appends to highlights->path. */
void pl_critical_path_mark (const PlCriticalPath *self, PlHighlights *highlights);
/* "These 3.09 s are made of: working 92 %, ...", of a part of it "So far these .." Translated; free it. */
char *pl_critical_path_sentence (const PlCriticalPath *self, PlTrace *trace);
/* "Task 14 on Worker 2"; "message to Worker 2" */
char *pl_critical_path_step_text (const PlPathStep *step, PlTrace *trace);

G_END_DECLS
