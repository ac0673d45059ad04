/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reading what a lane tells beside its states: edges, slices of CPU time, marks and notes. Also of a log
 * that is being written, by whomever: what makes no sense is passed over and counted. */

#include "log/pl-log.h"

typedef struct {
  int64_t time_ns;                    /* 0..PL_LOG_MAX_NS; never falls along a stream, but for notes */
  PlEventKind kind;
  uint32_t lane;
  uint64_t id;                        /* edges */
  bool in;                            /* edges: the end it arrives at */
  int64_t duration_ns;                /* slices; accounts: since the birth of the process */
  uint32_t name;                      /* marks, notes, PL_EVENT_WROTE, _READ, _EXEC and _OUTPUT: for pl_log_name () */
  uint32_t arg;                       /* PL_EVENT_BYTES and the others of a recording */
  uint16_t note;                      /* notes: PL_NOTE_..., see pl-log-notes.h */
  int cpu;                            /* -1: not known */
  PlRecord record;                    /* as it lies in the log; its state 0: told by the one of the event before */
} PlLogEvent;

/* A place in one stream of a lane. A plain value: copy it, throw it away; it does not own the log. */
typedef struct {
  const PlLog *log;
  uint32_t lane, stream;
  uint32_t chunk;                     /* 0: before the first */
  uint64_t first, start, count;       /* of the chunk, within the record area for sure */
  uint64_t slot;                      /* the record looked at next */
} PlLogPlace;

typedef struct {
  PlLogPlace place;
  int64_t last_ns;
  PlRecord answer;                    /* its state 0: none. What the last event came to, told by the same record: comes next */
  uint64_t refused;                   /* records passed over so far, because they made no sense */
} PlLogCursor;

/* Before the first event. stream is EVENTS, SLICES or NOTES; lane is one the log has. */
void pl_log_cursor_init (PlLogCursor *self, const PlLog *log, uint32_t lane, PlStreamKind stream);
/* The next one that is published; one that says at once what it came to is two. False: there is none yet; it may be asked again
 * later. */
bool pl_log_cursor_next (PlLogCursor *self, PlLogEvent *out);

typedef struct {
  PlEventKind kind;
  uint64_t id;
  uint32_t from_lane, to_lane;
  int64_t from_ns, to_ns;             /* from_ns <= to_ns */
} PlLogEdge;

typedef struct {
  PlLogEdge *edges;                   /* by kind and id */
  size_t n_edges;
  size_t n_unpaired;                  /* ends whose other end is not there, not the only one, or later */
} PlLogEdges;

/* All edges of all lanes, paired by their id and nothing else. -ENOMEM. */
int pl_log_pair_edges (const PlLog *log, PlLogEdges *out);
void pl_log_edges_clear (PlLogEdges *edges);
