/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the workers of one race part share, and what one of them holds. Private to race-*.c. */

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "engine/pl-clock.h"
#include "engine/pl-account.h"
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
  alignas (PL_RACE_CACHE_LINE) _Atomic uint32_t next;
  alignas (PL_RACE_CACHE_LINE) _Atomic uint32_t serving;
  _Atomic uint32_t asleep;
} PlRaceTicket;

typedef struct {
  alignas (PL_RACE_CACHE_LINE) _Atomic uint32_t flag;
} PlRaceFlag;

typedef struct {
  PlRaceFlag wants[2];
  alignas (PL_RACE_CACHE_LINE) _Atomic uint32_t turn;
} PlRacePeterson;

/* What the method of the part needs; zeros before its set_up. */
typedef struct {
  union {
    _Atomic uint32_t word;
    pthread_mutex_t mutex;
    pthread_rwlock_t rwlock;
    sem_t semaphore;
    PlRaceTicket ticket;
    PlRacePeterson peterson;
    struct { alignas (PL_RACE_CACHE_LINE) pthread_mutex_t mutex; } own[PL_MAX_RACE_WORKERS];
  };
  int fds[2];               /* of the lock file, or the pipe; 0: none */
} PlRaceLock;

/* How long the workers of an unrecorded part have raced, see race-overlap.c. */
#define PL_RACE_CELLS 10000u
typedef struct {
  /* Once and for all, before the workers are born. */
  int64_t wanted_ns, limit_ns, cell_ns;
  uint32_t most;                /* workers that can be at it at once */
  alignas (PL_RACE_CACHE_LINE) _Atomic int64_t begin_ns; /* of the trial; 0: nobody has begun */
  _Atomic int64_t sum_ns;       /* overlap so far */
  _Atomic uint32_t cells[PL_RACE_CELLS]; /* what all workers had of it, in ns */
} PlRaceOverlap;

typedef struct {
  alignas (PL_RACE_CACHE_LINE) _Atomic uint64_t word; /* the counter; alone on its lines */
  alignas (PL_RACE_CACHE_LINE) PlRaceLock lock;
  alignas (PL_RACE_CACHE_LINE) _Atomic int failure; /* errno of a worker that gave up */
  PlRaceMeeting gate;   /* sleeping: everyone is born, everyone is done */
  PlRaceMeeting start;  /* spinning: go */
  PlRaceOverlap overlap;
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
  PlRaceWindow window;
  uint64_t window_amount;
  uint32_t rlock_depth;
  int lock_fd;              /* of a method that opens its own */
  PlLaneWriter *writer;     /* of what it tells beside its increments */
  PlAccount *account;
} PlRacer;

typedef struct {
  void (*recorded) (PlRacer *racer);  /* fills racer->records */
  void (*bare) (PlRacer *racer);      /* no clock, no record: the word is a plain value */
  /* All may be NULL. In the parent, before the workers are born; a negative errno. Descriptors go
   * to lock->fds: workers keep those, and the parent closes them. */
  int (*set_up) (PlRaceLock *lock, uint32_t n_workers);
  int (*join) (PlRacer *racer);       /* in the worker, before the race; a negative errno */
  void (*clean_up) (PlRaceLock *lock, uint32_t n_workers); /* in the parent, after set_up */
} PlRaceMethodOps;

/* race-methods.c: the one table. NULL when method is out of range. */
const PlRaceMethodOps *pl_race_method_ops (uint32_t method);
#define X(ID, key, name, description, correct) extern const PlRaceMethodOps pl_race_##key##_ops;
PL_RACE_METHODS (X)
#undef X

/* race-window.c: what the plan puts between load and store. */
void pl_race_window (PlRaceWindow window, uint64_t amount);
int pl_race_place (uint32_t cpus, uint32_t worker);

/* race-meeting.c */
/* Sleeps until all n have come. The last one runs last_cb before anyone goes on. */
void pl_race_gate (PlRaceMeeting *meeting, uint32_t n, void (*last_cb) (void *data), void *data);
/* Spins, then yields, until all n have come: those with a CPU leave within some 100 ns of each
 * other. */
void pl_race_start (PlRaceMeeting *meeting, uint32_t n, uint32_t n_cpus);

/* race-account.c: called by the last worker of a trial, while the others sleep. */
void pl_race_account (PlRacer *racer);

/* race-time.c: as many increments as fit into the time of the plan. Says in the lane how many. */
void pl_race_for_time (PlRacer *racer, void (*race) (PlRacer *racer));
/* race-overlap.c */
void pl_race_overlap_init (PlRaceOverlap *overlap, const PlPlanData *plan, uint32_t part, uint32_t n_cpus);
/* When the race began, for the cells; now_ns, if nobody was there before. */
int64_t pl_race_overlap_begin (PlRaceOverlap *overlap, int64_t now_ns);
/* A worker was at it for ns of [begin, end), times since the begin. */
void pl_race_overlap_book (PlRaceOverlap *overlap, int64_t begin_ns, int64_t end_ns, int64_t ns);
/* For the next trial; while nobody races. */
void pl_race_overlap_clear (PlRaceOverlap *overlap);

/* race-worker.c: the life of a worker; returns its exit status. */
enum { PL_RACE_EXIT_DONE = 0, PL_RACE_EXIT_MEMORY = 4, PL_RACE_EXIT_FAILED = 5 };
int pl_race_worker (PlRacer *racer);
/* A lock that does not work ends the worker, and with it the race. */
_Noreturn void pl_race_give_up (PlRaceShared *shared, int error_errno);

/* Since the run began. All that was loaded and stored before is done by then. Kernels see to the loads on x86, and a
 * fence to the stores; on ARM64 a fence orders memory alone, and whoever reads the clock must wait. */
static inline int64_t
pl_race_now_ns (const PlRacer *racer)
{
#if defined (__aarch64__)
  __asm__ volatile ("dsb ish" ::: "memory");
#endif
  return pl_clock_ns (CLOCK_MONOTONIC) - racer->start_mono_ns;
}

static inline void
pl_race_relax (void)
{
#if defined (__x86_64__) || defined (__i386__)
  __builtin_ia32_pause ();
#elif defined (__aarch64__)
  __asm__ volatile ("yield" ::: "memory");
#endif
}

/* A worker that spins keeps the one it waits for off its CPU: after so long it steps aside. */
#define PL_RACE_SPINS 100u
static inline void
pl_race_spin (uint32_t *spins)
{
  if (++*spins % PL_RACE_SPINS == 0)
    sched_yield ();
  else
    pl_race_relax ();
}

/* Who made no increment for so long may have lost its CPU. */
#define PL_RACE_GAP_NS 50000
/* race-worker.c: asks the kernel what it was. */
void pl_race_note_gap (PlRacer *racer, int64_t now_ns);

/* Appends increment `index`. */
static inline void
pl_race_record (PlRacer *racer, uint64_t index, uint64_t word, int64_t load_ns, int64_t store_ns)
{
  if (index >= racer->capacity)
    return;
  racer->records[index] = (PlRaceRecord) { word, pl_race_times (load_ns, store_ns) };
  if (__builtin_expect (index > 0 &&
                        store_ns - pl_race_store_ns (racer->records[index - 1].times) > PL_RACE_GAP_NS, 0))
    pl_race_note_gap (racer, store_ns);
}
