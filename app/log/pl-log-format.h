/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a log looks like, in memory and as a file: version 2.
 *
 *   PlLogHeader | plan (text) | names (texts) | PlLane[] | PlLogChunk[] | order: uint32_t[] |
 *   trials: PlTrial[] | records, chunk by chunk
 *
 * A lane tells its states, and beside them its events, slices and notes: four streams. A stream is a
 * chain of chunks, a chunk a run of records. It grows by one atomic step (PlLogHeader.claimed), from any
 * process that has mapped the segment, without a lock. A stream has one writer at a time. A record is
 * claimed (count), filled, and published by its last word; what a writer that died had claimed and not
 * published is skipped. A saved log is compact: one chunk a stream, no room left. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "log/pl-plan-data.h"
#include "log/pl-record.h"

#define PL_LOG_MAGIC "PARALANE"
#define PL_LOG_VERSION 2u
#define PL_LOG_BYTE_ORDER 0x01020304u
#define PL_LOG_CLOCK_MONOTONIC 1u
/* No time of an opened log is larger (26 days): sums over all lanes cannot overflow. */
#define PL_LOG_MAX_NS (INT64_C (1) << 51)
/* More than any worker can count to in the longest race: a sum over all fits 64 bits. */
#define PL_LOG_MAX_MADE (UINT64_C (1) << 48)
#define PL_LOG_MAX_PLAN 16384u          /* bytes of a plan as text */
#define PL_LOG_MAX_LANES (1u << 20)
#define PL_LOG_MAX_NAMES (1u << 30)     /* bytes of all names */
#define PL_LOG_MAX_NAME 4096u           /* bytes of one, with its NUL */
/* Chunks of a log that grows are whole pages: a reader maps them one behind the other. */
#define PL_LOG_PAGE 4096u
#define PL_LOG_PAGE_RECORDS (PL_LOG_PAGE / sizeof (PlRecord))

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
  PL_RUN_INIT,        /* args: lane of the worker, how often it was tried in a row: its initialiser always failed */
  PL_RUN_BLOCK,       /* shared memory by name could not be made: errno */
  PL_RUN_RANK_LOST,   /* args: lane of the worker whose MPI rank is gone, pool size */
  PL_N_RUN_ERRORS
} PlRunError;

typedef struct {
  uint64_t initial_word, final_word;
  uint64_t initial_value, final_value;
  int64_t begin_ns, end_ns;           /* first worker released, last one done */
  int64_t work_ns;                    /* sum of the workers' own begin..end */
  /* Time during which at least two workers were at it: between their begins and ends; of an unrecorded
   * part of a plan with an overlap_ns: had a CPU, or an old value while they gave it up. */
  int64_t overlap_ns;
  uint32_t trials_done;
  uint32_t pad;
} PlRacePartStatus;

/* What the caller of a pool saw. All zero in files of before, whose one map had returned when all was done. */
typedef struct {
  _Atomic uint32_t n_arrived;         /* chunks whose results reached the caller, or of which it knows that they never will */
  _Atomic uint32_t raised;            /* tasks that raised an exception: neither right nor wrong */
  _Atomic uint32_t timeouts;          /* waits that ended without a result */
  _Atomic uint32_t callbacks, error_callbacks;
  _Atomic uint32_t recycled;          /* workers that had done their chunks, and were followed by another */
  int64_t idle_ns, idle_cpu_ns;       /* kept with nothing to do, and the CPU time of all workers meanwhile */
} PlPoolStatus;

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

/* status.end_ns while the runner decides on it: no run ends that early. It is stored before the clock
 * is read, so whoever reads the clock and then finds 0 knows that the end will be no earlier. */
#define PL_END_UNDECIDED INT64_C (1)

typedef struct {
  _Atomic uint32_t phase;             /* PlPhase; release-stored last */
  uint32_t error;                     /* PlRunError */
  int32_t error_errno;
  int32_t error_detail;
  uint64_t error_args[2];
  _Atomic int64_t end_ns;             /* the pool's wall time once phase >= SERIAL, else 0 */
  _Atomic uint32_t done, right, wrong; /* results so far; missing = tasks - done */
  _Atomic uint32_t alive;             /* workers alive now */
  _Atomic uint32_t replaced;          /* workers replaced so far */
  _Atomic uint32_t serial_done;       /* tasks of the serial run so far */
  _Atomic uint32_t n_order;           /* entries of the result order published */
  _Atomic uint32_t lacks;             /* PL_LACKS_...; before phase STARTING; 0 in files of before */
  int64_t serial_ns;                  /* 0: not measured */
  union {
    PlRacePartStatus parts[PL_MAX_RACE_PARTS];
    PlSceneStatus scene;              /* kind PL_RUN_SCENE; never larger than the parts */
    PlPoolStatus pool;                /* kind PL_RUN_POOL */
  };
} PlRunStatus;

_Static_assert (sizeof (PlSceneStatus) <= sizeof (PlRacePartStatus[PL_MAX_RACE_PARTS]) &&
                sizeof (PlPoolStatus) <= sizeof (PlRacePartStatus[PL_MAX_RACE_PARTS]),
                "the header keeps its size");

/* Where a section lies, and how many entries (plan, names: bytes) it has room for. */
typedef struct { uint64_t offset, capacity; } PlLogSection;

typedef enum {
  PL_LOG_GROWING = 0,                 /* chains, whole pages, perhaps records that were never published */
  PL_LOG_COMPACT = 1,                 /* saved: one chunk a stream, every record published */
  PL_N_LOG_FORMS
} PlLogForm;

typedef struct {
  char magic[8];
  uint32_t version, byte_order, header_size, lane_size, chunk_size, record_size;
  uint64_t total_size;                /* bytes of the segment or file */
  PlLogSection plan;                  /* KEY=VALUE lines, see pl-plan-text.h */
  PlLogSection names;                 /* texts that end in NUL; the first one is empty */
  PlLogSection lanes, chunks;
  PlLogSection order;                 /* chunk numbers in the order their results came in */
  PlLogSection trials;                /* PlTrial, part by part: part * plan.trials + trial; PlTrialRace */
  PlLogSection records;
  uint32_t kind;                      /* PlRunKind */
  uint32_t form;                      /* PlLogForm */
  uint32_t clock;                     /* PL_LOG_CLOCK_... */
  uint32_t n_cpus;                    /* CPUs this run could use */
  int64_t start_mono_ns;              /* that clock at time 0 of the run */
  int64_t start_wall_ns;              /* unix time of the same moment */
  char cpu_model[64], kernel[64], app_version[32];  /* always end in NUL */
  _Atomic uint32_t n_lanes;           /* so far; may pass the room there is */
  _Atomic uint32_t lanes_lost;        /* that found no room */
  _Atomic uint32_t names_used;        /* bytes; may pass the room there is */
  _Atomic uint32_t names_lost;        /* that found no room */
  PlRunStatus status;
  /* Chunks so far in the upper half (the first is never used: 0 means none), pages in the lower. On a
   * line of its own: everybody who needs room adds to it. */
  _Alignas (64) _Atomic uint64_t claimed;
  /* Written before the first worker and at the end; 0 in files of before. */
  _Atomic uint32_t account;           /* PL_ACCOUNT_...: what the kernel told of the workers */
  int32_t slices_errno;               /* why it told no slices; 0: it did, or nobody asked */
  uint32_t quota_millis;              /* what the control group may use, thousandths of a CPU; 0: no limit */
  _Atomic uint32_t stolen_ms;         /* the host of a virtual machine kept its CPUs to itself for so long, all in all */
  _Atomic int64_t slices_end_ns;      /* slices are told up to here; 0: to the end */
  _Atomic int64_t throttled_ns;       /* the control group was kept from all CPUs for so long during the run */
  uint64_t cpus_allowed[2];           /* bit a CPU below 128 this run could use; 0 in files of before */
} PlLogHeader;

_Static_assert (sizeof (PlLogHeader) == 1088, "a header keeps its size");

/* Bits of PlLogHeader.account. */
enum {
  PL_ACCOUNT_TIMES = 1 << 0,          /* PL_EVENT_CPU_TIME and _WAIT of the workers */
  PL_ACCOUNT_SLICES = 1 << 1,         /* PL_EVENT_SLICE */
  PL_ACCOUNT_USAGE_LOST = 1 << 2,     /* threads died with their process and could not say what they had used */
};

typedef enum {
  PL_LANE_PARENT = 0, PL_LANE_WORKER = 1, PL_LANE_RACER = 2,
  /* Those a plan does not know beforehand. */
  PL_LANE_PROCESS, PL_LANE_THREAD, PL_LANE_CPU, PL_LANE_OBJECT,
  PL_N_LANE_KINDS
} PlLaneKind;

#define PL_LANE_NOBODY 0xffffffffu      /* the parent of a lane that has none */

/* Each stream has one writer at a time, and it need not be the same: states and events are told by the
 * lane itself (the parent for a dead one), slices by whoever reads the kernel's account, notes by the
 * window. */
typedef enum {
  PL_STREAM_STATES = 0, PL_STREAM_EVENTS, PL_STREAM_SLICES, PL_STREAM_NOTES, PL_N_STREAMS
} PlStreamKind;

typedef struct {
  _Atomic uint64_t count;             /* records claimed; those of a racer: published */
  _Atomic uint64_t dropped;           /* records there was no room for */
  _Atomic uint32_t head;              /* chunk; 0: none yet */
  _Atomic uint32_t tail;              /* a hint: the last one, or one before it */
  union {                             /* what a pool's worker is about, beside what it writes anyway; 0 elsewhere */
    _Atomic uint32_t working;         /* PL_STREAM_STATES: task + 1 while in it */
    _Atomic int64_t busy_since_ns;    /* PL_STREAM_EVENTS: of what is not yet in busy_ns; 0: not busy */
    /* Of a recording's lane, what it is waiting for, before there is a record of it: PL_STREAM_NOTES since when,
     * 0: it is not; PL_STREAM_SLICES: PL_WAITING. */
    _Atomic int64_t waiting_since_ns;
    _Atomic uint64_t waiting;
    uint64_t pad;
  };
} PlLogStream;

/* Pool: lane 0 is the parent, lane i is worker i (1-based, as shown).
 * Race: lane 0 is the parent (few records), then part by part its workers:
 * pl_log_race_lane (). Racers hold PlRaceRecord, all others PlRecord. */
typedef struct {
  uint32_t kind;                      /* PlLaneKind */
  uint32_t index;                     /* 0 parent, else 1..n within pool or part */
  uint32_t part;                      /* race part; recording: PlHelper; else 0 */
  uint32_t parent;                    /* a lane before this one, or PL_LANE_NOBODY */
  _Atomic int32_t pid;                /* of this or the last incarnation, or 0. Lane 0: the runner */
  _Atomic int32_t tid;                /* of the thread; a process': its pid */
  _Atomic uint32_t incarnations;      /* pids so far */
  _Atomic uint32_t tasks;             /* tasks done, all incarnations */
  _Atomic uint32_t name;              /* in the name table; 0: the kind and index say it */
  _Atomic uint32_t ready;             /* 1: somebody filled it; release-stored */
  int64_t born_ns;                    /* of this or the last incarnation; 0: not known */
  uint64_t capacity;                  /* states it may have, or increments */
  _Atomic int64_t busy_ns;            /* time spent in tasks; see pl_lane_busy_ns () */
  _Atomic int64_t cpu_ns;             /* user + system, of reaped incarnations */
  _Atomic uint64_t voluntary, involuntary; /* context switches, of reaped incarnations */
  union {
    struct { int64_t begin_ns, end_ns; }; /* racers: released, done */
    /* A pool's workers that are MPI ranks: what the clock of their host was ahead of rank 0's when they began, of any sign,
     * and how far off that, and any time of the lane, may be. 0 elsewhere. */
    struct { int64_t clock_offset_ns, clock_uncertainty_ns; };
  };
  union {
    struct {                          /* racers */
      uint64_t made;                  /* in the last trial; 0 in files of before */
      uint64_t race_voluntary, race_involuntary; /* context switches of a race for a time, alone */
    };
    struct {                          /* a pool's workers: of the last incarnation; 0 in files of before */
      _Atomic uint64_t creation_ns;   /* from asking for it to its first moment */
      _Atomic uint64_t memory;        /* bytes: its proportional share when there was nothing more to do; 0: not known */
      _Atomic uint32_t exited;        /* PL_EXITED, the wait status of its process; 0: not yet, or not known */
      _Atomic uint32_t inherited;     /* 1 + what it found in a variable that the runner had changed before; 0: nobody looked */
    };
  };
  /* From here on lines of its writers. */
  union {
    struct { _Atomic uint64_t count, dropped; };  /* of its states */
    PlLogStream streams[PL_N_STREAMS];
  };
} PlLane;

/* A wait status that is there, and what it is. */
#define PL_EXITED(status) ((uint32_t) (status) | (UINT32_C (1) << 31))
#define PL_EXITED_STATUS(exited) ((int) ((exited) & ~(UINT32_C (1) << 31)))

_Static_assert (sizeof (PlLane) == 256 && offsetof (PlLane, streams) == 128,
                "a lane entry is four cache lines, the last two its writers'");

/* Never changes again once it is linked, but for `next` and `first_ns`. */
typedef struct {
  uint32_t lane;                      /* whose it is; of a compact log's unused ones: 0 */
  uint32_t stream;                    /* PlStreamKind */
  int64_t first_ns;                   /* of its first record; racers: 0 */
  uint64_t first;                     /* how many records of the stream come before it */
  uint64_t start;                     /* its first record within the record area */
  uint64_t count;                     /* records it has room for; in a compact log: holds */
  _Atomic uint32_t next;              /* 0: none yet */
  uint32_t pad0;
  uint64_t pad[2];
} PlLogChunk;

_Static_assert (sizeof (PlLogChunk) == 64, "a chunk entry is a cache line");

typedef struct { uint64_t final_value; int64_t duration_ns; } PlTrial;
/* More of the same trials, behind all PlTrial, where the plan has an overlap_ns: what all workers of it
 * made, and how long two of them or more raced (unrecorded: had a CPU at once). */
typedef struct { uint64_t made; int64_t overlap_ns; } PlTrialRace;

_Static_assert (sizeof (PlTrialRace) == sizeof (PlTrial), "they share a section");

/* --- what the functions of log/ speak of --- */

typedef struct PlLog PlLog;           /* a mapping of a log; counted references, thread-safe */

/* Why a file is refused: an English message id, the rest of a sentence that begins with
 * "NAME cannot be opened: ". `where` is a byte offset or lane, as fits. */
typedef struct {
  const char *reason;
  uint64_t where;
  uint32_t newer_version;             /* the file's, when it is newer than this program; else 0 */
} PlLogFault;
