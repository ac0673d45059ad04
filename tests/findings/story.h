/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Recordings that nobody made, known to the millisecond, and what is found in them. Each stream of a lane is told in the
 * order of its times. Times are milliseconds since the start of the run. */

#include "fixture-log.h"
#include "trace/recording/pl-recording.h"

/* Lanes of it are numbered from 1 on in the order in which they are added; on two CPUs. */
PlLog *story_new (void);
/* A process that works from its birth on; parent 0: it has none. Its number is 100 and its lane. */
guint story_process (PlLog *log, guint parent, const char *name, double born_ms);
/* A thread of that one, the same. */
guint story_thread (PlLog *log, guint process, const char *name, double born_ms);
/* From then on; arg and count as in the log. */
void story_state (PlLog *log, guint lane, double ms, PlState state, guint32 arg, guint16 count);
void story_works (PlLog *log, guint lane, double ms);
/* Waits from then on: for a lock or for Python's global one, else for anything else; arg: its name in the log, or a number. */
void story_waits (PlLog *log, guint lane, double ms, PlWaitReason reason, guint32 arg);
/* For that lock, which holder has. */
void story_waits_for (PlLog *log, guint lane, double ms, guint32 lock, guint holder);
/* status: of its exit, or minus a signal; G_MAXINT: nobody saw it. */
void story_ends (PlLog *log, guint lane, double ms, int status);
void story_event (PlLog *log, guint lane, double ms, PlEventKind kind, guint32 arg);
void story_edge (PlLog *log, guint lane, double ms, PlEventKind kind, guint64 id, gboolean in);
/* What the kernel counted of it up to then. */
void story_account (PlLog *log, guint lane, double ms, double on_ms, double waiting_ms);
/* Takes the log. */
PlTrace *story_end (PlLog *log, double ms);

/* Takes the trace, and how often it is told. */
guint story_count (PlTrace *trace, const char *id);
/* Takes the trace, whose one finding of that kind has just this cost, time and lanes ("3 1"), and a text with says in it. */
void story_assert (PlTrace *trace, const char *id, double cost_ms, double from_ms, double to_ms, const char *lanes, const char *says);
/* Takes the trace; nothing of that kind is found. */
void story_assert_none (PlTrace *trace, const char *id);
