/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The plan of a run as a flat struct, for the window and for the runner, which knows no GLib. A log carries
 * it as text: a new field needs a key in pl-plan-text.c, and zero must mean what was before.
 * Limits, names and validation are in plan/. Times are nanoseconds. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log/pl-run-kinds.h"

#define PL_MAX_POOL_SIZE 256u
#define PL_MAX_TASKS 1000000u
#define PL_MAX_PAYLOAD (1u << 20)            /* bytes a task, each way */
#define PL_MAX_TASK_TIME_NS INT64_C (60000000000)
#define PL_MAX_ARRAY_BYTES (UINT64_C (1) << 30) /* tasks x payload x 2, array only */
#define PL_MAX_RACE_WORKERS 256u
#define PL_MAX_RECORDED_RACE_WORKERS 255u
#define PL_MAX_INCREMENTS UINT64_C (1000000000)
#define PL_MAX_RECORDED_INCREMENTS ((UINT64_C (1) << 24) - 1)
#define PL_MAX_RACE_PARTS 8u
#define PL_MAX_TRIALS 10000u
#define PL_MAX_RACE_SPINS UINT64_C (1000000)
#define PL_MAX_RACE_SLEEP_NS UINT64_C (10000000) /* longer ones would not fit a record */
#define PL_MAX_RLOCK_DEPTH 64u
#define PL_MAX_RACE_DURATION_NS INT64_C (60000000000)
#define PL_MIN_RACE_OVERLAP_NS INT64_C (10000000)
#define PL_MAX_RACE_OVERLAP_NS INT64_C (3000000000) /* tried for at most PL_RACE_PATIENCE times as long */
#define PL_RACE_PATIENCE 20
#define PL_MAX_SCENE_WORKERS 16u
#define PL_MAX_FAIL_TASKS 16u
#define PL_MAX_CALLS 100u                    /* of a pool, one after the other */
#define PL_MAX_COMMAND 1024u                 /* bytes of a command line, its NUL included */

typedef enum { PL_IPC_QUEUE = 0, PL_IPC_PIPE = 1, PL_IPC_ARRAY = 2, PL_N_IPC } PlIpc;
typedef enum { PL_WORK_SPIN = 0, PL_WORK_SLEEP, PL_WORK_SQUARES, PL_WORK_PRIMES, PL_N_WORK } PlWork;
typedef enum { PL_SPREAD_EQUAL = 0, PL_SPREAD_UNIFORM, PL_SPREAD_EXPONENTIAL, PL_SPREAD_STRAGGLER,
               PL_N_SPREAD } PlSpread;

/* What the workers of a pool are: processes; threads of one process; and such of which only one runs at a time, as Python's do. */
typedef enum { PL_WORKERS_PROCESS = 0, PL_WORKERS_THREAD, PL_WORKERS_GIL, PL_N_WORKERS } PlWorkers;
/* How a worker that is a process comes into the world. */
typedef enum { PL_START_FORK = 0, PL_START_SPAWN, PL_START_FORKSERVER, PL_N_START } PlStart;
/* What moves the tasks of a pool: the runner, which forks its workers; or MPI, whose ranks they are, on any number of hosts. */
typedef enum { PL_ENGINE_LOCAL = 0, PL_ENGINE_MPI, PL_N_ENGINES } PlPoolEngine;
/* How a task that crashes ends its process. */
typedef enum { PL_CRASH_SEGV = 0, PL_CRASH_ABORT, PL_CRASH_TERM, PL_CRASH_KILL, PL_CRASH_EXIT, PL_N_CRASHES } PlCrash;

/* What goes wrong on purpose; for tests and lessons, none by default. */
typedef enum {
  PL_FAULT_NONE = 0,
  PL_FAULT_START,      /* every worker dies in its first breath */
  PL_FAULT_TASK,       /* the worker that takes task fault_task dies as `crash` says, every time */
  PL_FAULT_TASK_ONCE,  /* only the first worker that takes it */
  PL_N_FAULT
} PlFault;

/* Which threads of a recorded program get a lane of their own, beside the first of each process. */
typedef enum { PL_THREADS_ALL = 0, PL_THREADS_WAITING, PL_THREADS_NONE, PL_N_THREADS } PlRecordingThreads;

/* What a worker does between its load and its store. */
typedef enum {
  PL_RACE_WINDOW_NONE = 0,
  PL_RACE_WINDOW_SPIN,
  PL_RACE_WINDOW_YIELD,
  PL_RACE_WINDOW_SLEEP,
  PL_N_RACE_WINDOWS
} PlRaceWindow;
/* On which CPUs the workers of a race run: wherever the kernel puts them, all on one, one after
 * the other. */
typedef enum { PL_CPUS_FREE = 0, PL_CPUS_ONE, PL_CPUS_SPREAD, PL_N_CPUS } PlCpus;

/* One part of a race: the same counter, one method. Parts run one after the other. */
typedef struct {
  uint32_t method;     /* PlRaceMethod, see pl-race-methods.h */
  uint32_t record;     /* 1: increments are recorded */
} PlRacePart;

typedef struct {
  uint32_t kind;         /* PlRunKind */
  uint32_t record;       /* 1: lanes are recorded (pool) */
  uint64_t seed;
  /* pool */
  uint32_t pool_size;    /* 1..PL_MAX_POOL_SIZE */
  uint32_t tasks;        /* 0..PL_MAX_TASKS */
  uint32_t chunk_asked;  /* 0: Auto */
  uint32_t chunk;        /* resolved: 1..max(tasks,1) */
  uint32_t ipc, work, spread;
  uint32_t payload;      /* bytes a task each way */
  int64_t task_time_ns;  /* mean; 0..PL_MAX_TASK_TIME_NS */
  uint32_t serial;       /* 1: measure the same work without a pool afterwards */
  uint32_t fault;        /* PlFault */
  uint32_t fault_task;
  uint32_t pad0;
  /* race */
  uint32_t workers;      /* 1..PL_MAX_RACE_WORKERS */
  uint32_t n_parts;      /* 1..PL_MAX_RACE_PARTS */
  uint64_t increments;   /* a worker */
  uint32_t trials;       /* 1..PL_MAX_TRIALS; each part is repeated so often, the last is kept */
  uint32_t pad1;
  PlRacePart parts[PL_MAX_RACE_PARTS];
  /* Zero in files of before: no window, CPUs free, locked once, so many increments, no guess. */
  uint32_t window;          /* PlRaceWindow */
  uint32_t cpus;            /* PlCpus */
  uint64_t window_amount;   /* spins or nanoseconds, 0 for the others */
  int64_t duration_ns;      /* > 0: as many increments as fit into it; unrecorded parts only */
  uint32_t rlock_depth;     /* how often an RLock is taken, one within the other; 0 means 1 */
  uint32_t pad2;
  uint64_t guess;           /* with what the first part ends, somebody thinks; 0: nobody said */
  /* > 0: an unrecorded part goes on until its workers have raced for so long, or its patience is at an
   * end; 0: it makes `increments`, too. Of several trials each has its share of it, PL_MIN_RACE_OVERLAP_NS
   * at least. Without a meaning where duration_ns > 0. */
  int64_t overlap_ns;
  /* scene; see pl-scenes.h for the limits of each */
  uint32_t scene, scene_variant;
  uint32_t scene_workers;
  uint32_t scene_rounds; /* a worker */
  uint32_t scene_limit;  /* those the gate lets in, places in the buffer; 0: the scene has none */
  /* recording: of a program that is not ours */
  uint32_t recording_lines;   /* 1: it tells at which line of its own file it is. Zero in files of before */
  uint32_t recording_python;  /* 1: its interpreter is asked for names, too */
  uint32_t recording_threads; /* PlRecordingThreads */
  int64_t recording_limit_ns; /* > 0: it is ended after so long */
  /* As a shell would read it, UTF-8, ended by a NUL. Empty: it is not known, or longer. */
  char recording_command[PL_MAX_COMMAND];
  /* pool; zero in files of before */
  uint32_t worker_kind;  /* PlWorkers */
  uint32_t start;        /* PlStart; of processes */
  uint32_t crash;        /* PlCrash */
  uint32_t crash_code;   /* PL_CRASH_EXIT: what it exits with, as it stands: the kernel keeps the last eight bits */
  /* pool: how the caller uses it. Zero in files of before: one map, nothing out of the ordinary, closed. Times are
   * 0..PL_MAX_TASK_TIME_NS. */
  uint32_t mode;            /* PlPoolMode, see pool/pl-pool-modes.h */
  uint32_t maps;            /* calls among which the tasks are shared out; 0 means 1 */
  uint32_t fail_tasks[PL_MAX_FAIL_TASKS]; /* task + 1 of those that raise an exception; 0: none */
  uint32_t tasks_per_worker; /* a worker is recycled after so many chunks, as Python counts them; 0: never */
  uint32_t fail_init;       /* 1: each worker fails in its initialiser */
  uint32_t end;             /* PlPoolEnd */
  uint32_t engine;          /* PlPoolEngine; MPI: ipc is PIPE, since every rank is sent its own */
  int64_t init_ns;          /* how long a worker's initialiser takes; 0: there is none */
  int64_t callback_ns;      /* how long a callback takes; 0: there is none */
  int64_t result_timeout_ns; /* 1 + the time-out of a wait for a result; 0: it has none */
  int64_t idle_ns;          /* how long the pool is kept, with nothing to do, after the last result */
  int64_t end_after_ns;     /* > 0: it is terminated then, whatever is done */
} PlPlanData;

/* Whether a part of a race goes on for a time: its workers make as many increments as fit. */
static inline bool
pl_plan_part_is_timed (const PlPlanData *plan, uint32_t part)
{
  return plan->duration_ns > 0 || (plan->overlap_ns > 0 && !plan->parts[part].record);
}
