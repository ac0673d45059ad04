/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trace/recording/pl-recording.h"

G_BEGIN_DECLS

/* Whoever takes all of them down takes the one before the other: a wait that is shorter is none for ever. */
#define PL_LEAST_FOR_EVER_NS G_GINT64_CONSTANT (20000000)
/* What is not worth a word: less than this share of the run, or than this time. */
#define PL_WORTH_SHARE 0.05
#define PL_WORTH_NS G_GINT64_CONSTANT (2000000)

typedef struct {
  PlTrace *trace;
  PlLog *log;
  guint n_lanes;
  gint64 end_ns;
  PlRecordingTimes *times;              /* by lane */
  gint64 *hopeless_ns;                  /* by lane: when a wait began that is told to be for ever; 0: there is none */
  GPtrArray *findings;
} PlSearch;

/* pl-findings-add.c. Takes text and lanes. cost_ns 0: nobody can say what it costs. */
void pl_findings_add (PlSearch *self, const char *id, char *text, gint64 cost_ns, gint64 from_ns, gint64 to_ns, GArray *lanes);
gboolean pl_findings_worth (const PlSearch *self, gint64 ns);
/* How long a lane was not paused in it. */
gint64 pl_findings_length (const PlSearch *self, guint lane, gint64 from_ns, gint64 to_ns);
/* Each wait of a lane for a lock that somebody was seen to have when it began, in order; none for one that was inherited. */
typedef void (*PlHeldFunc) (PlSearch *self, const PlSpan *wait, guint holder, gpointer data);
void pl_findings_each_held (PlSearch *self, guint lane, PlHeldFunc func, gpointer data);
/* A queue's reader keeps its lock until there is something to read: that is what the lock is for, and whoever waits for it could
 * do no better without. */
gboolean pl_findings_is_queue (const PlSpan *span);
/* A wait for a lock that is none of Python itself. */
gboolean pl_findings_is_lock (const PlSpan *span);
GArray *pl_findings_new_lanes (void);
/* None below the last one; again that one: nothing. */
void pl_findings_add_lane (GArray *lanes, guint lane);
/* The process for which this lane, or PL_LANE_NOBODY, makes others: whoever started Python's fork server, if it is that.
 * 0: there is none. */
guint pl_findings_maker (const PlSearch *self, guint lane);

/* pl-stretches.c: parts of the run, each with a begin and an end. Unref with g_array_unref (). */
GArray *pl_stretches_new (void);
void pl_stretches_add (GArray *self, gint64 from_ns, gint64 to_ns);   /* nothing when it is empty */
void pl_stretches_join (GArray *self);  /* in order, and none overlaps another */
/* How long both have, over [from, to); of joined ones. */
gint64 pl_stretches_common (const GArray *a, const GArray *b, gint64 from_ns, gint64 to_ns);

/* pl-findings-lock.c: everybody waits for one lock. */
void pl_findings_find_lock (PlSearch *self);
/* pl-findings-life.c: locks that are kept while their holder waits; children that are left behind. */
void pl_findings_find_life (PlSearch *self);
/* pl-findings-stuck.c: what is waited for in vain, beside locks whose holder is known. */
void pl_findings_find_stuck (PlSearch *self);
/* pl-findings-results.c: what tasks and results cost beside the work. */
void pl_findings_find_results (PlSearch *self);
/* pl-findings-pool.c: how the workers of Python's pools were used. */
void pl_findings_find_pools (PlSearch *self);

G_END_DECLS
