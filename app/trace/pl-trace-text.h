/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a trace says, in sentences a student understands. Translated; free them. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

const char *pl_state_name (PlState state);        /* "waiting for a lock" (static, translated) */
const char *pl_state_letter (PlState state);      /* "L": one letter for greyscale legends */

/* What a worker at a task is told to have been, shown as a share of a block or where it happened: "waiting for a CPU (share)"
 * (static, translated); its letter. */
typedef enum { PL_CPU_PART_ON = 0, PL_CPU_PART_WAITING, PL_CPU_PART_ASLEEP, PL_CPU_PART_UNKNOWN, PL_N_CPU_PARTS } PlCpuPart;
const char *pl_cpu_part_name (PlCpuPart part, gboolean share);
const char *pl_cpu_part_letter (PlCpuPart part);

/* The same in this trace's own words: of a scene "eating" (static, translated). What a worker at a task was is told along
 * with that: "eating: working on a CPU (share)" */
const char *pl_trace_state_name (PlTrace *self, PlState state);
char *pl_trace_part_name (PlTrace *self, PlCpuPart part);

/* "Task 14 on Worker 2" / "Worker 2 waiting for a lock" */
char *pl_trace_span_title (PlTrace *self, guint lane, guint64 index);
/* "Worked 3.62 ms, from 9.55 to 13.17 ms, on CPU 1. The task lay 9.40 ms in the queue." /
 * "Worker 2 waited 4.1 ms for the queue's lock, held by worker 1." */
char *pl_trace_span_sentence (PlTrace *self, guint lane, guint64 index);
/* A selected range: "From 2 ms to 5 ms (3 ms): working 71 %, ..." ; lane -1: all workers. hidden: bit a state, or above
 * these a part of the time at work, that is not shown; it is counted all the same, and the sentence says so. */
char *pl_trace_range_sentence (PlTrace *self, int lane, gint64 from_ns, gint64 to_ns, guint32 hidden);

/* The three lines every picture carries. */
char *pl_trace_title (PlTrace *self);     /* the plan in words, or the program */
char *pl_trace_log_title (PlLog *log);
char *pl_trace_subtitle (PlTrace *self);  /* parameters | wall, rate, speed-up | results */
char *pl_trace_footer (PlTrace *self);    /* machine, version, date, records, dropped, lacks */

/* How a run that is over came out, in the fewest words: "2.10 s, 19.0 tasks/s", "4,321 of 400,000 lost", "Deadlock". Reads
 * no records: cheap, however long it was. */
char *pl_trace_outcome (PlLog *log);

/* What the system could not do for this run, and what came of that (static, translated); NULL:
 * nothing that matters to it. */
const char *pl_trace_lacks_sentence (PlLog *log);

G_END_DECLS
