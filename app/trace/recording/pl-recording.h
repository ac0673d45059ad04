/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a recording of a program that is not ours says: its lanes, what they waited for, what travelled between them, and
 * what costs it its speed. Nothing it wrote is trusted. Strings are translated; free them unless said otherwise. */

#include "trace/pl-trace.h"
#include "trace/recording/pl-transfers.h"

G_BEGIN_DECLS

/* --- lanes --- */

/* How long a lane waited for what, over [from, to). */
typedef struct {
  gint64 running_ns;                    /* not waiting: with or without a CPU; with the next two */
  gint64 packing_ns, unpacking_ns;      /* Python: from objects to bytes, and back */
  gint64 stopped_ns;                    /* stood still (SIGSTOP), and none of the others */
  gint64 wait_ns[PL_N_WAITS];           /* PlWaitReason */
  guint64 n_waits[PL_N_WAITS];
} PlRecordingTimes;

gboolean pl_recording_is_process (PlLog *log, guint lane);
/* The nearest process above it, or itself; itself too when nobody knows. */
guint pl_recording_process_of (PlLog *log, guint lane);
char *pl_recording_lane_name (PlLog *log, guint lane);    /* "python3", "python3, thread" */
/* The same in a sentence: with the process of a thread, and with its number, where others are called as it is; numbered: in any
 * case with its number. */
char *pl_recording_lane_who (PlTrace *trace, guint lane, gboolean numbered);
/* What is waited for, by its name in the log: "pipe 3"; "": it has none. */
char *pl_recording_thing_name (PlLog *log, guint32 name);
/* The last moment of its life; FALSE: it had not ended. status: of exit, or minus a signal; G_MAXINT: nobody saw it. */
gboolean pl_recording_lane_ended (PlTrace *trace, guint lane, gint64 *end_ns, int *status);
void pl_recording_times (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns, PlRecordingTimes *out);
/* "waiting for data" (static), "data": for programs, never translated. */
const char *pl_wait_name (PlWaitReason reason);
const char *pl_wait_key (PlWaitReason reason);

/* What it helps Python with (static); NULL: it is the program's own work. "tracker": for programs, never translated; ""
 * instead of NULL. */
const char *pl_recording_helper_name (PlLog *log, guint lane);
const char *pl_recording_helper_key (PlLog *log, guint lane);
/* It, or its process, was one of the short commands that a script ran before it became the program: nothing of the program's. */
gboolean pl_recording_is_launch (PlLog *log, guint lane);
guint pl_recording_count_launch (PlLog *log);
/* Why the lane was not heard when it was heard of last; PL_LOST_NOT: it was. */
PlLostReason pl_recording_lost (PlLog *log, guint lane);
/* "its program loads no libraries" (static), "static": for programs, never translated. */
const char *pl_lost_name (PlLostReason reason);
const char *pl_lost_key (PlLostReason reason);

/* --- pl-recording-figures.c --- */

/* How the program ended, as Python tells it: minus a signal. FALSE: nobody saw it, or it goes on. */
gboolean pl_recording_exit (PlTrace *trace, int *status);
/* "processes", "threads", "at_once" (children that lived at once), "exit"; half of all took no longer: "creation_ns",
 * "thread_creation_ns" (from the call to its own first moment), "message_ns" (from its writing until it was read). FALSE:
 * there is no such figure. */
gboolean pl_recording_figure (PlTrace *trace, const char *key, double *value);

/* --- pl-recording-rings.c: who waits for whom --- */

/* The lock a lane waits for now, or waited for when it was heard of last. */
typedef struct {
  gboolean waits;                       /* FALSE: for none, or nobody is known to have it */
  guint holder;
  gint64 since_ns;
  guint32 what;                         /* its name in the log; 0: it has none */
} PlLastWait;

/* What a lane waits for at this moment of a run that goes on, as the span it will be: there is no record of it yet. FALSE: it
 * runs, or is no more. */
gboolean pl_recording_waits_now (PlTrace *trace, guint lane, PlSpan *wait);
/* Whether the kernel has a lane's thread asleep; TRUE where that is not known. */
typedef gboolean (*PlSleepsFunc) (PlLog *log, guint lane);
/* From now on who is in a call for bytes waits for them only if he was seen asleep in it: else he works within it, or others
 * have his CPU. Asked once in a while, and no more once he was. Of a run that goes on. */
void pl_recording_watch_sleep (PlTrace *trace, PlSleepsFunc sleeps);

/* The last thing it does before its end is to wait, or it waits still: for what. FALSE: it does not. */
gboolean pl_recording_last_wait (PlTrace *trace, guint lane, PlSpan *wait);
/* One a lane. Free it. */
PlLastWait *pl_recording_last_waits (PlTrace *trace);

typedef struct {
  GArray *lanes;                        /* guint: each waits for what the next one has, the last one for the first's */
  gint64 since_ns;                      /* from here on none of them can go on */
} PlRing;

/* PlRing, from the lowest lane of each on. */
GPtrArray *pl_recording_rings (PlTrace *trace, const PlLastWait *waits);

/* --- pl-findings.c: what costs it its speed, only what the record proves --- */

typedef struct {
  const char *id;                       /* "gil": static, never translated */
  char *text;
  gint64 cost_ns, from_ns, to_ns;
  GArray *lanes;                        /* guint */
} PlFinding;

/* The dearest first. */
GPtrArray *pl_findings_new (PlTrace *trace);   /* PlFinding */

G_END_DECLS
