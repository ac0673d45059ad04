/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Logs made by hand, for tests and benchmarks: random ones, pools that were never run, and recordings of nothing. */

#include <glib.h>

#include "log/pl-log.h"

typedef struct {
  guint workers, tasks, chunk;  /* chunk 0: 1 */
  PlIpc ipc;
  gint64 task_ns;               /* mean; the tasks spread from a half to one and a half of it */
  guint32 seed;
  guint deaths;                 /* so many workers die in the middle of a task and are replaced */
  gint64 pause_at_ns, pause_ns; /* the whole pool stands still; 0: it does not */
} FixturePlan;

/* A finished run of a pool, with every record a real one has. */
PlLog *fixture_pool (const FixturePlan *plan);
/* Workers in random states, one after the other, and a parent that only waits. phase: PL_PHASE_DONE or RUNNING.
 * mean_ns: of a span; some last nothing at all. */
PlLog *fixture_random (guint workers, guint64 records, gint64 mean_ns, guint32 seed, PlPhase phase);
/* A log without a single record. */
PlLog *fixture_empty (guint workers, guint tasks);
/* The first of so many workers is at a task for 100 ms, and then it is over; the kernel told that for so much of it he waited for a
 * CPU, and had one for the rest. */
PlLog *fixture_told (guint workers, gint64 waiting_ns);
/* A recording of "planted" that goes on, with room for lanes and none yet. */
PlLog *fixture_recording (PlRecordingThreads threads);
/* Ends a log's run at t. */
void fixture_end (PlLog *log, gint64 t_ns);

/* A folder with files in it, and no folders. */
void fixture_remove_folder (const char *folder);
