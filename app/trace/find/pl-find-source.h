/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What can be looked for in a run, whatever kind it is of: lanes of spans, each with a state, some with the number of a
 * task. Of a recorded race these are its increments and the waits before them. Lanes are the log's, or those of several logs one after the other, times ns since the
 * start of the run. Main thread only. */

#include "trace/pl-trace-account.h"
#include "trace/pool/pl-messages.h"
#include "trace/race/pl-race.h"
#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-transfers.h"

G_BEGIN_DECLS

typedef struct {
  guint lane;
  guint64 index;                /* in the lane, for pl_find_source_get () */
  guint64 item;                 /* which of the lane's things it is in a picture */
  gint64 from_ns, to_ns;
  PlState state;
  gint64 task;                  /* the task or increment it is about, from 0 on; -1: none */
  int lock;                     /* of a wait: PlLockId or a scene's resource; -1: none */
  int holder;                   /* of a wait: the lane that held it; -1: nobody knows */
  gboolean lost;                /* an increment that was */
  gboolean again;               /* goes on with a task after a wait in the middle of it */
  gboolean parent;              /* in the lane of a parent, not of a worker */
  gboolean written;             /* no span, but what the lane wrote to the terminal at that moment; index and item are of its writes */
} PlFindSpan;

typedef struct _PlFindSource PlFindSource;

PlFindSource *pl_find_source_of_trace (PlTrace *trace);
PlFindSource *pl_find_source_of_race (PlRace *race, guint part);
/* Several runs as one: the lanes of each behind those of the one before, its times shift_ns[i] later, and what it says begins with
 * its letter. Takes the sources. */
PlFindSource *pl_find_source_join (PlFindSource *const *sources, const gint64 *shift_ns, guint n);
PlFindSource *pl_find_source_ref (PlFindSource *self);
void pl_find_source_unref (PlFindSource *self);

/* Only what had begun before that moment is there from now on, and what went on then ends then; 0: all. */
void pl_find_source_set_until (PlFindSource *self, gint64 until_ns);

/* Of the log. */
guint pl_find_source_n_lanes (PlFindSource *self);
/* Of a parent, not of a worker. */
gboolean pl_find_source_is_parent (PlFindSource *self, guint lane);
/* Now; 0: it is none of those that are looked at. */
guint64 pl_find_source_count (PlFindSource *self, guint lane);
/* FALSE: there is none. O(1). */
gboolean pl_find_source_get (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span);
/* The first that ends after t; the count when there is none. O(log n). */
guint64 pl_find_source_find (PlFindSource *self, guint lane, gint64 t_ns);

/* Translated; free them. "Worker 2", "Task 14 on Worker 2" */
char *pl_find_source_lane_name (PlFindSource *self, guint lane);
char *pl_find_source_text (PlFindSource *self, const PlFindSpan *span);
/* "waiting for a lock"; NULL: it has no such state. Static. */
const char *pl_find_source_state_name (PlFindSource *self, PlState state);
/* What pl_find_source_get ()'s task is: "task", "increment" in the user's language. NULL: nothing has a number. Static. */
const char *pl_find_source_task_word (PlFindSource *self);

/* How much of [from, to) the lane had a CPU, and what it did without. FALSE: nobody knows. */
gboolean pl_find_source_account (PlFindSource *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *account);
/* How long the message a span received had been on its way. FALSE: it received none, or nobody knows. */
gboolean pl_find_source_way (PlFindSource *self, const PlFindSpan *span, gint64 *way_ns);

/* Some of what it has been: tasks and results that travelled; increments that were lost. */
gboolean pl_find_source_has_messages (PlFindSource *self);
gboolean pl_find_source_has_lost (PlFindSource *self);
/* Where messages are a list of their own, and not what spans sent and received: that. NULL: they are not. */
PlTransfers *pl_find_source_list (PlFindSource *self);
/* What was written to the terminal of a recorded program. NULL: nothing, or it is none. */
PlOutputs *pl_find_source_outputs (PlFindSource *self);
/* As pl_output_text () has it. Free it. */
char *pl_find_source_output_text (PlFindSource *self, const PlOutput *output);
/* The same as something to be found, of the runs of a comparison too; in the order of time, a lane at a time. The state is the
 * lane's at that moment. FALSE: there is none. */
gboolean pl_find_source_has_written (PlFindSource *self);
gboolean pl_find_source_get_written (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span);
/* What the lane wrote at that moment; whoever did, where the lane is no writer. FALSE: nobody did. O(n). */
gboolean pl_find_source_find_written (PlFindSource *self, guint lane, gint64 at_ns, PlFindSpan *span);
/* Of a span that was written: as pl_output_text () has it. Free it. */
char *pl_find_source_written_text (PlFindSource *self, const PlFindSpan *span);
/* A name of its log. Free it. */
char *pl_find_source_name (PlFindSource *self, guint32 name);
/* What a span sent or received, as pl_trace_span_transfers () has it; an empty array where there is nothing. */
void pl_find_source_transfers (PlFindSource *self, const PlFindSpan *span, GArray *transfers);
/* How many tasks a message carries, and how many there are. */
guint pl_find_source_chunk (PlFindSource *self, guint64 *tasks);
/* The value an increment read. FALSE: it is none. */
gboolean pl_find_source_value (PlFindSource *self, const PlFindSpan *span, guint32 *value);
/* The span that is this item of a picture and begins then. FALSE: there is none. O(log n). */
gboolean pl_find_source_find_item (PlFindSource *self, guint lane, guint64 item, gint64 from_ns, PlFindSpan *span);

/* The longest span of the workers in one of states (bits) that touches [from, to). FALSE: there is none. O(n). */
gboolean pl_find_source_longest (PlFindSource *self, guint32 states, gint64 from_ns, gint64 to_ns, PlFindSpan *span);

#define PL_FIND_WAITS (1u << PL_STATE_WAITING_TASK | 1u << PL_STATE_WAITING_LOCK | 1u << PL_STATE_WAITING_GIL)
#define PL_FIND_TASKS (1u << PL_STATE_WORKING)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlFindSource, pl_find_source_unref)

G_END_DECLS
