/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writing a log: by the one writer of a lane's stream, from any process that has the segment mapped.
 * No lock, no allocation, async-signal-safe: a signal handler may write to the lane it interrupted. A log
 * that is full counts what it drops, a lane at a time; nothing ever waits. */

#include "log/pl-log-format.h"

typedef struct {
  PlLog *log;
  PlLane *lane;
  PlRecord *area;                     /* of all records; NULL: nothing is recorded at all */
  PlRecord *records;                  /* the same; NULL: states are not recorded */
  PlLogChunk *chunks[PL_N_STREAMS];   /* where it writes; NULL: not yet known */
  uint64_t n_records;                 /* in the area */
  uint64_t capacity;                  /* states the lane may have */
  int64_t start_mono_ns;
  uint32_t index;                     /* of the lane */
} PlLaneWriter;

/* Goes on after what is published: also right for a replacement worker. Nobody else may be writing to
 * the states and events of the lane any more. */
void pl_lane_writer_init (PlLaneWriter *writer, PlLog *log, uint32_t lane);
/* For slices alone, beside whoever writes its states. */
void pl_lane_writer_init_slices (PlLaneWriter *writer, PlLog *log, uint32_t lane);
int64_t pl_lane_now_ns (const PlLaneWriter *writer);  /* since the start of the run */
/* Appends "from now on in this state" and returns its time; a full lane counts it as dropped.
 * With recording off the clock is not read and 0 returned. */
int64_t pl_lane_record (PlLaneWriter *writer, PlState state, uint32_t arg, uint16_t count);
/* The same at a time already read; one that lies before the lane's last record is moved there. */
void pl_lane_record_at (PlLaneWriter *writer, int64_t time_ns, PlState state, uint32_t arg,
                        uint16_t count);

/* One end of an edge: FORK, JOIN, WAKE or MESSAGE. No two edges of a kind share an id
 * (0..PL_EDGE_MAX_ID). */
void pl_lane_edge_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, uint64_t id, bool in);
void pl_lane_edge (PlLaneWriter *writer, PlEventKind kind, uint64_t id, bool in);
/* A text of the program at this moment; name is from pl_log_add_name (). */
void pl_lane_mark (PlLaneWriter *writer, uint32_t name);
/* One of a recording's or a pool's own kinds, from PL_EVENT_WROTE on. */
void pl_lane_event_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, uint32_t arg);
void pl_lane_events_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, uint32_t arg, uint16_t count);
/* Had this CPU (255: unknown) from..to. Slices come in order of their beginning. */
void pl_lane_slice (PlLaneWriter *writer, int64_t from_ns, int64_t to_ns, uint8_t cpu);
/* What the kernel says of the lane's process up to this moment: PL_EVENT_CPU_WAIT or _CPU_TIME. */
void pl_lane_account_at (PlLaneWriter *writer, int64_t time_ns, PlEventKind kind, int64_t total_ns);
/* What was recorded elsewhere, as it stands: its CPU is not that of whoever writes it here. It has a time of this run. */
void pl_lane_copy (PlLaneWriter *writer, PlStreamKind stream, PlRecord record);

/* A lane nobody knew beforehand: PROCESS, THREAD, CPU or OBJECT. parent is a lane there already is, or
 * PL_LANE_NOBODY. capacity: states it may have. Returns PL_LANE_NOBODY when there is no room; that is
 * counted. */
uint32_t pl_log_add_lane (PlLog *log, PlLaneKind kind, uint32_t parent, int32_t pid, int32_t tid,
                          int64_t born_ns, uint32_t name, uint64_t capacity);
/* Keeps a text, cut to PL_LOG_MAX_NAME - 1 bytes. Returns its reference; 0 for an empty one and when there
 * is no room, which is counted. */
uint32_t pl_log_add_name (PlLog *log, const char *text);
