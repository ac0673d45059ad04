/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The read side of a pool's log: lanes, spans, statistics, live or saved.
 * Nothing is copied: spans are read from the log. What is built beside it grows with the
 * log, in pl_trace_refresh (), and is small: running sums a block of records.
 * Times are ns since the start of the run. Main thread only. */

#include <glib-object.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

#define PL_TYPE_TRACE (pl_trace_get_type ())
G_DECLARE_FINAL_TYPE (PlTrace, pl_trace, PL, TRACE, GObject)

typedef struct {
  guint lane;
  guint64 index;        /* record number in the lane */
  gint64 start_ns, end_ns;
  PlState state;
  guint32 arg;
  guint count;
  int cpu;              /* -1 unknown */
  gboolean open;        /* still going on: end_ns is the trace's end */
} PlSpan;

typedef struct {
  gint64 state_ns[PL_N_STATES];   /* time in each state within the range */
  guint64 n_spans, n_tasks;       /* spans that touch the range; tasks that start in it */
  guint32 states;                 /* bit a state: which occur, even for 0 ns */
} PlShares;

/* A lane in one of these has ended: it is none any more, whatever goes on beside it. Bits. */
#define PL_STATES_ENDED (1u << PL_STATE_FINISHED | 1u << PL_STATE_DEAD)
/* Of time in states, PL_N_STATES of them: while the lane lived. What its shares are shares of. */
gint64 pl_states_alive_ns (const gint64 *state_ns);

/* Takes a reference on log; it may still be written to. */
PlTrace *pl_trace_new (PlLog *log);
PlLog *pl_trace_get_log (PlTrace *self);
/* Looks at the lanes' counts again. TRUE: there is something new (records, or the end moved).
 * now_ns: the present moment of a live run (-1: take it from the clock); ignored once the run ended. */
gboolean pl_trace_refresh (PlTrace *self, gint64 now_ns);

/* The run as it was at that moment: what began later is not there yet, what goes on then ends then, and the run is live.
 * until_ns 0, or the end: self. Belongs to self, and is the same one, changed, for another moment; cheap to ask for in every
 * frame. */
PlTrace *pl_trace_at (PlTrace *self, gint64 until_ns);
/* The run that is over, of one of its moments; else self. */
PlTrace *pl_trace_whole (PlTrace *self);
/* The nearest moment after, or before, t at which a lane changes its state. FALSE: there is none. */
gboolean pl_trace_next_event (PlTrace *self, gint64 t_ns, gboolean forward, gint64 *event_ns);

gboolean pl_trace_get_live (PlTrace *self);       /* the run goes on */
gint64 pl_trace_get_end_ns (PlTrace *self);       /* last moment known, at least 1 */
guint pl_trace_get_n_lanes (PlTrace *self);
guint64 pl_trace_get_n_records (PlTrace *self, guint lane);
guint64 pl_trace_get_n_records_total (PlTrace *self);
char *pl_trace_lane_name (PlTrace *self, guint lane);     /* "Parent", "Worker 2" */
/* It is nothing of what the run is about: sums of all lanes leave it out. */
gboolean pl_trace_is_beside (PlTrace *self, guint lane);
/* With what the process of a pool's worker ended, as Python's exitcode has it: a status, or a signal below zero; of a
 * thread, its process'. FALSE: nobody knows, or not yet. */
gboolean pl_trace_exitcode (PlTrace *self, guint lane, int *exitcode);
char *pl_trace_lane_detail (PlTrace *self, guint lane);   /* "pid 4103", "3 pids, now 4120" */

/* The record in force at t: FALSE before the lane's first. O(log n). */
gboolean pl_trace_find (PlTrace *self, guint lane, gint64 t_ns, guint64 *index);
gboolean pl_trace_get_span (PlTrace *self, guint lane, guint64 index, PlSpan *span);
/* Next span after / before index whose state's bit is set in states; FALSE: none. Bounded by the index, not by n. */
gboolean pl_trace_next_span (PlTrace *self, guint lane, guint64 index, guint32 states, PlSpan *span);
gboolean pl_trace_previous_span (PlTrace *self, guint lane, guint64 index, guint32 states, PlSpan *span);

/* The records themselves, for the painter: *n as of the last refresh. */
const PlRecord *pl_trace_get_records (PlTrace *self, guint lane, guint64 *n);
/* First record at or after t_ns, looked for from hint on: n when there is none. O(log of the distance). */
guint64 pl_trace_lower_bound (PlTrace *self, guint lane, guint64 hint, gint64 t_ns);
/* Shares of the whole spans first .. last: cost bounded however many they are. */
void pl_trace_sum_spans (PlTrace *self, guint lane, guint64 first, guint64 last, PlShares *shares);

/* Shares of a time range in one lane; cost O(log n + block). [from, to) */
void pl_trace_sum (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlShares *shares);
/* The same, for consecutive bins of equal width: bin i is [from + i*width, from + (i+1)*width).
 * Cost per bin is bounded however many records fall into it. For the painter. */
void pl_trace_sum_bins (PlTrace *self, guint lane, gint64 from_ns, gint64 width_ns, guint n_bins, PlShares *bins);

/* The pool at a moment: tasks nobody has started yet, workers in a task. O(lanes log n). */
void pl_trace_counters_at (PlTrace *self, gint64 t_ns, guint *queued, guint *busy);

/* The same over time, for n columns: queued at the start of column i of [from + i*step, from + (i+1)*step), and
 * workers busy as a mean over it. Bounded by n and the lanes, not by the records. */
void pl_trace_counter_series (PlTrace *self, gint64 from_ns, gint64 step_ns, guint n, double *queued, double *busy);

/* Time the whole pool was paused within the range. */
gint64 pl_trace_paused_ns (PlTrace *self, gint64 from_ns, gint64 to_ns);
/* The pauses in the range, as PlSpan of the parent lane, at most max. */
guint pl_trace_pauses (PlTrace *self, gint64 from_ns, gint64 to_ns, PlSpan *spans, guint max);

/* A task going out or a result coming back. */
typedef struct {
  guint from_lane, to_lane;
  gint64 sent_ns, received_ns;    /* end of the send span, start of the receive span... see trace/pool/pl-messages.c */
  guint32 chunk;
  gboolean result;                /* FALSE: task, parent -> worker */
} PlMessage;

/* Messages sent or received in the range, at most max; returns how many, or max + 1 when there are more. */
guint pl_trace_messages (PlTrace *self, gint64 from_ns, gint64 to_ns, PlMessage *messages, guint max);
/* The messages of one span: what it sent or received, and for a working span its task's way in and out. */
guint pl_trace_span_messages (PlTrace *self, guint lane, guint64 index, PlMessage *messages, guint max);
/* Where and when a task was worked on (the last time, when handed out again). FALSE: not yet. */
gboolean pl_trace_find_task (PlTrace *self, guint task, PlSpan *span);

G_END_DECLS
