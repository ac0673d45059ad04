/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The log of one run: a shared-memory segment while it runs and, compacted but
 * otherwise byte for byte, the saved file. libc only: workers write it after fork.
 *
 *   PlLogHeader | PlLane[n_lanes] | order: uint32_t[] | trials: PlTrial[] | records, lane by lane
 *
 * Each lane has exactly one writer at a time (the worker; the parent for a dead
 * one), so there are no locks: fill a record, then release-store the count.
 * Readers acquire-load the count. Every section starts on a page. Functions
 * return 0 or a negative errno. A saved file is never trusted: see PlLogFault. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log/pl-plan-data.h"
#include "log/pl-record.h"

#define PL_LOG_MAGIC "PARALANE"
#define PL_LOG_VERSION 1u
#define PL_LOG_BYTE_ORDER 0x01020304u
/* No time of an opened log is larger (26 days): sums over all lanes cannot overflow. */
#define PL_LOG_MAX_NS (INT64_C (1) << 51)
/* More than any worker can count to in the longest race: a sum over all fits 64 bits. */
#define PL_LOG_MAX_MADE (UINT64_C (1) << 48)

typedef enum {
  PL_PHASE_CREATED = 0, PL_PHASE_STARTING, PL_PHASE_RUNNING, PL_PHASE_PAUSED,
  PL_PHASE_SERIAL,                    /* the pool is done, the serial time is being measured */
  PL_PHASE_DONE,                      /* from here on nothing changes any more */
  PL_PHASE_STOPPED,                   /* by the user */
  PL_PHASE_FAILED,                    /* see error */
  PL_N_PHASES
} PlPhase;

/* Why a run failed, as numbers; control/ turns them into a sentence. */
typedef enum {
  PL_RUN_OK = 0,
  PL_RUN_FORK,        /* fork: errno; args: worker, pool size */
  PL_RUN_DESCRIPTORS, /* pipe/socketpair: errno; args: worker, pool size */
  PL_RUN_MEMORY,      /* mmap or a full log: errno; args: MiB wanted */
  PL_RUN_GIVEN_UP,    /* args: lane of the worker, replacements tried; detail: last wait status */
  PL_RUN_CHANNEL,     /* a channel broke in a way that cannot be mended: errno */
  PL_RUN_RUNNER_DIED, /* written by control: detail: wait status */
  PL_RUN_EXEC,        /* written by control: the runner could not be started: errno */
  PL_RUN_POISON,      /* args: task (0-based), workers it killed; detail: last wait status */
  PL_RUN_INTERNAL,    /* errno */
  PL_N_RUN_ERRORS
} PlRunError;

typedef struct {
  uint64_t initial_word, final_word;
  uint64_t initial_value, final_value;
  int64_t begin_ns, end_ns;           /* first worker released, last one done */
  int64_t work_ns;                    /* sum of the workers' own begin..end */
  int64_t overlap_ns;                 /* time during which at least two workers were at it */
  uint32_t trials_done;
  uint32_t pad;
} PlRacePartStatus;

/* How a scene ended; written by the runner before the phase says DONE. What was counted for each
 * worker (meals, visits) is its lane's `tasks`. */
typedef struct {
  uint32_t outcome;                   /* PlSceneOutcome */
  uint32_t n_cycle;                   /* lanes in the ring of waits, each waiting for the next */
  uint16_t cycle[PL_MAX_SCENE_WORKERS];
  uint16_t wanted[PL_MAX_SCENE_WORKERS]; /* the resource each of them waits for */
  uint32_t culprit;                   /* lane that was killed, broke the rule or starved; 0: none */
  uint32_t n_stuck;                   /* workers that still waited when the watchdog ended it */
  int64_t stuck_ns;                   /* when the last thing happened; 0: it ended by itself */
  int64_t event_ns;                   /* when the culprit was killed or broke the rule; 0: never */
  uint64_t numbers[8];                /* by scene, see pl-scenes.h */
} PlSceneStatus;

/* What the system a run happens on cannot do: bits of PlRunStatus.lacks. */
enum {
  PL_LACKS_ROBUST_LISTS = 1 << 0,     /* no set_robust_list: no robust lock ever hears of a death */
};

typedef struct {
  _Atomic uint32_t phase;             /* PlPhase; release-stored last */
  uint32_t error;                     /* PlRunError */
  int32_t error_errno;
  int32_t error_detail;
  uint64_t error_args[2];
  _Atomic int64_t end_ns;             /* the pool's wall time once phase >= SERIAL, else 0 */
  _Atomic uint32_t done, right, wrong; /* results so far; missing = tasks - right - wrong */
  _Atomic uint32_t alive;             /* workers alive now */
  _Atomic uint32_t replaced;          /* workers replaced so far */
  _Atomic uint32_t serial_done;       /* tasks of the serial run so far */
  _Atomic uint32_t n_order;           /* entries of the result order published */
  _Atomic uint32_t lacks;             /* PL_LACKS_...; before phase STARTING; 0 in files of before */
  int64_t serial_ns;                  /* 0: not measured */
  union {
    PlRacePartStatus parts[PL_MAX_RACE_PARTS];
    PlSceneStatus scene;              /* kind PL_RUN_SCENE; never larger than the parts */
  };
} PlRunStatus;

_Static_assert (sizeof (PlSceneStatus) <= sizeof (PlRacePartStatus[PL_MAX_RACE_PARTS]),
                "the header keeps its size");

typedef struct {
  char magic[8];
  uint32_t version, byte_order, header_size, lane_size, record_size, n_lanes;
  uint64_t total_size;                /* bytes of the segment or file */
  uint64_t lanes_offset;
  uint64_t order_offset, order_capacity;   /* chunk numbers in the order their results came in */
  uint64_t trials_offset, trials_capacity; /* PlTrial, part by part: part * plan.trials + trial */
  int64_t start_mono_ns;              /* CLOCK_MONOTONIC at time 0 of the run */
  int64_t start_wall_ns;              /* unix time of the same moment */
  uint32_t n_cpus;                    /* CPUs this run could use */
  uint32_t pad;
  char cpu_model[64], kernel[64], app_version[32];  /* always end in NUL */
  PlPlanData plan;
  PlRunStatus status;
} PlLogHeader;

typedef enum { PL_LANE_PARENT = 0, PL_LANE_WORKER = 1, PL_LANE_RACER = 2,
               PL_N_LANE_KINDS } PlLaneKind;

/* Pool: lane 0 is the parent, lane i is worker i (1-based, as shown).
 * Race: lane 0 is the parent (few records), then part by part its workers:
 * pl_log_race_lane (). Racers hold PlRaceRecord, all others PlRecord. */
typedef struct {
  uint32_t kind;                      /* PlLaneKind */
  uint32_t index;                     /* 0 parent, else 1..n within pool or part */
  uint32_t part;                      /* race part, else 0 */
  _Atomic int32_t pid;                /* of this or the last incarnation, or 0. Lane 0: the runner */
  _Atomic uint32_t incarnations;      /* pids so far */
  _Atomic uint32_t tasks;             /* tasks done, all incarnations */
  uint64_t offset;                    /* bytes from the start of the log to its first record */
  uint64_t capacity;                  /* records */
  _Atomic int64_t busy_ns;            /* time spent in tasks */
  _Atomic int64_t cpu_ns;             /* user + system, of reaped incarnations */
  _Atomic uint64_t voluntary, involuntary; /* context switches, of reaped incarnations */
  int64_t begin_ns, end_ns;           /* racers: released, done */
  uint64_t made;                      /* racers: in the last trial; 0 in files of before */
  uint64_t race_voluntary, race_involuntary; /* context switches of a race for a time, alone */
  uint8_t pad0[128 - 112];
  _Atomic uint64_t count;             /* records published; own cache line: the lane's writer's */
  _Atomic uint64_t dropped;           /* records that no longer fitted */
  uint8_t pad1[64 - 16];
} PlLane;

_Static_assert (sizeof (PlLane) == 192, "a lane entry is three cache lines");

typedef struct { uint64_t final_value; int64_t duration_ns; } PlTrial;

typedef struct PlLog PlLog;           /* a mapping of a log; counted references, thread-safe */

/* Why a file is refused: an English message id, the rest of a sentence that begins with
 * "NAME cannot be opened: ". `where` is a byte offset or lane, as fits. */
typedef struct { const char *reason; uint64_t where; } PlLogFault;

/* A new segment for a valid plan, in a memfd (sealed against resizing). The plan bounds the
 * number of records; untouched pages cost nothing. -ENOMEM, -EMFILE, -ENFILE.
 * app_version may be NULL. */
int pl_log_create (const PlPlanData *plan, const char *app_version, PlLog **out);
/* The runner's side: map the segment behind fd, writable. Does not close fd. -EINVAL: not a log. */
int pl_log_attach (int fd, PlLog **out);
/* Read a saved file into memory and check every field. -EBADMSG and *fault when it is damaged or
 * no log; other errors from reading it. */
int pl_log_open (const char *path, PlLog **out, PlLogFault *fault);
/* The same from bytes, which are copied. In both, fault may be NULL. */
int pl_log_open_bytes (const void *bytes, size_t size, PlLog **out, PlLogFault *fault);
/* Write the log, compacted, to fd. Safe while it is still being written: saves what is published
 * now. -ENOSPC, -EIO, ... */
int pl_log_save (const PlLog *log, int fd);

PlLog *pl_log_ref (PlLog *log);
void pl_log_unref (PlLog *log);       /* unmaps at zero; NULL is fine */

int pl_log_fd (const PlLog *log);     /* of a created one, else -1; owned by the log */
PlLogHeader *pl_log_header (const PlLog *log);
const PlPlanData *pl_log_plan (const PlLog *log);
uint32_t pl_log_n_lanes (const PlLog *log);
PlLane *pl_log_lane (const PlLog *log, uint32_t lane);
uint32_t pl_log_race_lane (const PlLog *log, uint32_t part, uint32_t worker); /* worker 0-based */
/* Published records, never more than the capacity. */
uint64_t pl_log_count (const PlLog *log, uint32_t lane);
uint64_t pl_log_dropped (const PlLog *log); /* all lanes */
const PlRecord *pl_log_records (const PlLog *log, uint32_t lane);
PlRaceRecord *pl_log_race_records (const PlLog *log, uint32_t lane);
uint32_t *pl_log_order (const PlLog *log);
PlTrial *pl_log_trials (const PlLog *log, uint32_t part);

/* Writing, by the lane's one writer. */
typedef struct {
  PlLane *lane;
  PlRecord *records;                  /* NULL: recording is off */
  uint64_t count, capacity;
  int64_t start_mono_ns;
} PlLaneWriter;

/* Goes on after what is published: also right for a replacement worker. */
void pl_lane_writer_init (PlLaneWriter *writer, PlLog *log, uint32_t lane);
int64_t pl_lane_now_ns (const PlLaneWriter *writer);  /* since the start of the run */
/* Appends "from now on in this state" and returns its time; a full lane counts it as dropped.
 * With recording off the clock is not read and 0 returned. */
int64_t pl_lane_record (PlLaneWriter *writer, PlState state, uint32_t arg, uint16_t count);
/* The same at a time already read, which must not lie before the lane's last record. */
void pl_lane_record_at (PlLaneWriter *writer, int64_t time_ns, PlState state, uint32_t arg,
                        uint16_t count);
