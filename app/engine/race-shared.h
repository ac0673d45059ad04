/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the workers of one race part share, and what one of them holds. Private to race-*.c. */

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "log/pl-log.h"
#include "log/pl-race-methods.h"

/* Two lines: neighbouring lines are fetched in pairs on many CPUs. */
#define PL_RACE_CACHE_LINE 128

/* A meeting point that can be used again and again. */
typedef struct {
  alignas (PL_RACE_CACHE_LINE) _Atomic uint32_t arrived;
  alignas (PL_RACE_CACHE_LINE) _Atomic uint32_t generation;
} PlRaceMeeting;

typedef struct {
  alignas (PL_RACE_CACHE_LINE) _Atomic uint64_t word; /* the counter; alone on its lines */
  alignas (PL_RACE_CACHE_LINE) pthread_mutex_t mutex;
  PlRaceMeeting gate;   /* sleeping: everyone is born, everyone is done */
  PlRaceMeeting start;  /* spinning: go */
} PlRaceShared;

typedef struct {
  PlRaceShared *shared;
  PlLog *log;
  PlLane *lane;
  uint32_t part, me;
  uint32_t n_workers, trials, trial;
  uint64_t increments;
  PlRaceRecord *records;    /* NULL: not recorded */
  uint64_t capacity;
  int64_t start_mono_ns;
} PlRacer;

typedef struct {
  void (*recorded) (PlRacer *racer);  /* fills racer->records */
  void (*bare) (PlRacer *racer);      /* no clock, no record: the word is a plain value */
} PlRaceMethodOps;

/* race-methods.c: the one table. NULL when method is out of range. */
const PlRaceMethodOps *pl_race_method_ops (uint32_t method);
extern const PlRaceMethodOps pl_race_none_ops, pl_race_mutex_ops, pl_race_atomic_ops;

/* race-meeting.c */
/* Sleeps until all n have come. The last one runs last_cb before anyone goes on. */
void pl_race_gate (PlRaceMeeting *meeting, uint32_t n, void (*last_cb) (void *data), void *data);
/* Spins, then yields, until all n have come: those with a CPU leave within some 100 ns of each
 * other. */
void pl_race_start (PlRaceMeeting *meeting, uint32_t n, uint32_t n_cpus);

/* race-account.c: called by the last worker of a trial, while the others sleep. */
void pl_race_account (PlRacer *racer);

/* race-worker.c: the life of a worker; returns its exit status. */
enum { PL_RACE_EXIT_DONE = 0, PL_RACE_EXIT_MEMORY = 4 };
int pl_race_worker (PlRacer *racer);
int64_t pl_race_now_ns (const PlRacer *racer);

/* Appends increment `index`. */
static inline void
pl_race_record (PlRacer *racer, uint64_t index, uint64_t word, int64_t load_ns, int64_t store_ns)
{
  if (index < racer->capacity)
    racer->records[index] = (PlRaceRecord) { word, pl_race_times (load_ns, store_ns) };
}
