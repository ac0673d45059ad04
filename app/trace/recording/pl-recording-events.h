/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the lanes of a recording told beside their states, read once: what was written to the terminal, who was made to
 * stand still, who made whom and waited for whose end, and who let whom go on. Kept with the trace of the whole run, and brought up to date when it is asked for. */

#include "trace/pl-trace.h"
#include "trace/recording/pl-lives.h"
#include "trace/recording/pl-wakes.h"

G_BEGIN_DECLS

/* A write, as it was told: see PL_EVENT_OUTPUT. */
typedef struct {
  gint64 time_ns;
  guint lane;
  guint32 name;
} PlToldOutput;

#define PL_STOP_BY_OTHERS G_MAXUINT

/* A process that stood still. */
typedef struct {
  guint lane, by;               /* by 0: the recorder did it; PL_STOP_BY_OTHERS: somebody who was not recorded */
  gint64 from_ns, to_ns;        /* to the end of its life, or G_MAXINT64, where nobody let it go on */
} PlStop;

typedef struct {
  GArray *outputs;              /* PlToldOutput, by time */
  GArray *stops;                /* PlStop, by their begin */
  PlLives *lives;
  PlWakes *wakes;
} PlRecordingEvents;

/* Of a moment of a run those of the whole run. */
const PlRecordingEvents *pl_recording_events_of (PlTrace *trace);
/* FALSE: a lane told no event of this kind (PL_EVENT_...) anywhere in the run, and need not be read for one. */
gboolean pl_recording_tells (PlTrace *trace, guint lane, guint kind);
/* How long a lane stood still, with its process, in [from, to). */
gint64 pl_recording_stopped_ns (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns);
/* As pl_trace_messages (): from the call that makes a lane to its first moment, and, result, from an end to the moment in
 * which somebody knew of it. lane: only from it or to it; G_MAXUINT: of all but what ran before the program. */
guint pl_recording_lives (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *lives, guint max);

/* Who ended a wait, from when he gave what was waited for to its end. FALSE: it is no wait, it goes on, or nobody knows. */
gboolean pl_recording_wake (PlTrace *trace, guint lane, guint64 index, PlMessage *wake);

G_END_DECLS
