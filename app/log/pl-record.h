/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One entry of a lane: "from time_ns on this lane is in this state".
 * A span is two neighbours; the last record of a lane is open until the run's end. */

#include <stdint.h>

typedef enum {
  PL_STATE_NONE = 0,      /* not yet born; never stored */
  PL_STATE_STARTING,      /* worker: since fork. parent: forking worker lane `arg` */
  PL_STATE_WAITING_TASK,  /* worker: for a task. parent: asleep, waiting for results */
  PL_STATE_WAITING_LOCK,  /* arg: PL_LOCK_ARG (lock, lane that held it) */
  PL_STATE_RECEIVING,     /* worker: chunk arg. parent: results arg..arg+count-1 of the order */
  PL_STATE_WORKING,       /* worker: task arg (0-based; shown 1-based); PL_NO_TASK: runs, nobody knows at what */
  PL_STATE_SENDING,       /* worker: chunk arg. parent: chunks arg..arg+count-1 */
  PL_STATE_PAUSED,        /* parent only: the whole pool is stopped by SIGSTOP */
  PL_STATE_FINISHED,      /* arg: 0 by itself, 1 stopped by the user, PL_FINISHED_TERMINATED */
  PL_STATE_DEAD,          /* arg: PL_DEAD_ARG (wait status); then empty until STARTING */
  PL_STATE_WAITING_GIL,   /* worker that is a thread: for the global lock. arg: the lane that held it, or PL_NO_LANE */
  PL_STATE_INITIALISING,  /* worker: in its initialiser */
  PL_STATE_FREE,          /* parent: has nothing to do, and nobody waits for a result */
  PL_STATE_CALLBACK,      /* parent: in the callback for task arg; PL_NO_TASK: for all results of a call */
  PL_N_STATES
} PlState;

/* What else a lane may tell, each in the stream that is named. Records are numbers: append. */
typedef enum {
  /* PL_STREAM_EVENTS: the two ends of an edge, on two lanes or on one. PL_EDGE_ID tells which belong
   * together, PL_EDGE_IN which is the end it arrives at. */
  PL_EVENT_FORK = 64,     /* parent: forks. child: its first moment */
  PL_EVENT_JOIN,          /* child: ended. parent: knows of it */
  PL_EVENT_WAKE,          /* lets somebody go on; was let go on */
  PL_EVENT_MESSAGE,       /* sent; received */
  PL_EVENT_MARK,          /* arg: a text of the program, in the name table */
  /* PL_STREAM_SLICES */
  PL_EVENT_SLICE,         /* had CPU `cpu` from time_ns on, for PL_SLICE_NS */
  /* PL_STREAM_NOTES */
  PL_EVENT_NOTE,          /* arg: a person's text on this moment, in the name table */
  /* PL_STREAM_EVENTS: the kernel's account of the lane, PL_SLICE_NS since the birth of its process. The wait
   * is told before the time on a CPU of the same moment, and only when it is not what it was. Whatever
   * is told anew from 0 on is another process. */
  PL_EVENT_CPU_WAIT,      /* ready to run, but without a CPU */
  PL_EVENT_CPU_TIME,      /* on a CPU */
  /* PL_STREAM_EVENTS of a recording */
  PL_EVENT_WROTE,         /* began to write into arg, a pipe by its name in the name table. `count`: and that came to so many
                             bytes; 0: it is told apart */
  PL_EVENT_READ,          /* the same of reading; with a `count` it had come to them by then */
  PL_EVENT_BYTES,         /* what the last of these that was not answered came to: arg bytes, done */
  PL_EVENT_HOLDER,        /* what the lane waits for from this moment on is held by lane arg */
  PL_EVENT_INHERITED,     /* and the holder is a thread that this process was forked without: nobody will give it */
  PL_EVENT_EXEC,          /* executes arg, a program by its name in the name table; taken back by another one of 0 */
  PL_EVENT_OUTPUT,        /* wrote arg to a terminal, a text by its place in the name table: its bytes, but \xHH for
                             those that are no letters of ASCII, and for a backslash */
  PL_EVENT_LOST,          /* from now on its process is not heard, arg: PlLostReason; 0: it is heard again */
  PL_EVENT_HELD_BACK,     /* from now on arg results are there that nobody gets before an earlier one is */
  PL_EVENT_UNREAPED,      /* ends without having waited for lane arg, a child that is dead: a zombie; of the recorder, saw it */
  /* PL_STREAM_EVENTS of a pool */
  PL_EVENT_ARRIVED,       /* parent: reached the caller: `count` chunks from chunk arg on; where results arrive as they
                             are ready: those from place arg of the result order on */
  PL_EVENT_CALLER,        /* parent: what the caller did: arg, PL_CALLER_ARG */
  /* PL_STREAM_EVENTS of a recording */
  PL_EVENT_STOPPED,       /* made lane arg, a process, stand still (SIGSTOP); or, `count` PL_STOP_SEEN, saw that it does,
                             whoever did it */
  PL_EVENT_CONTINUED,     /* let it go on, or saw that it does */
  PL_EVENT_LINE,          /* from now on at line arg of the program's own file, or within the `count` lines behind it; arg
                             0: at none */
  PL_N_EVENTS
} PlEventKind;

#define PL_STOP_SEEN 1u

/* What a lane of a recording waits for: `count` of its records of WAITING_LOCK and WAITING_TASK. Their
 * `arg` is the thing's name in the name table; 0: it has none. Numbers are saved: append. */
typedef enum {
  PL_WAIT_UNKNOWN = 0,
  PL_WAIT_LOCK,           /* a lock or semaphore that somebody else has */
  PL_WAIT_GIL,            /* Python's global lock */
  PL_WAIT_DATA,           /* from a pipe, socket or terminal */
  PL_WAIT_ROOM,           /* in a full pipe or socket */
  PL_WAIT_CHILD,          /* arg: its pid */
  PL_WAIT_THREAD,         /* arg: its tid, 0 unknown */
  PL_WAIT_CONDITION,      /* to be told, by whoever */
  PL_WAIT_POLL,           /* for any of several descriptors */
  PL_WAIT_SLEEP,
  PL_N_WAITS
} PlWaitReason;

/* What the caller of a pool does. Numbers are saved: append. */
typedef enum {
  PL_CALLER_CALLS = 0,    /* calls the pool; number: the call, from 0 on */
  PL_CALLER_RETURNS,      /* that call returned */
  PL_CALLER_WAITS,        /* begins to wait for a result; number: the call, or the chunk */
  PL_CALLER_TIMES_OUT,    /* that wait has ended without it */
  PL_CALLER_KEEPS,        /* keeps the pool with nothing to do */
  PL_CALLER_CLOSES,
  PL_CALLER_TERMINATES,
  PL_CALLER_JOINS,
  PL_CALLER_JOINED,       /* all workers are gone */
  PL_N_CALLER
} PlCallerAct;

#define PL_CALLER_ARG(act, number) (((uint32_t) (act) << 24) | ((uint32_t) (number) & 0xffffffu))
#define PL_CALLER_ACT(arg) ((arg) >> 24)
#define PL_CALLER_NUMBER(arg) ((arg) & 0xffffffu)

/* Why a process of a recording is not heard. Numbers are saved: append. */
typedef enum {
  PL_LOST_NOT = 0,
  PL_LOST_STATIC,         /* its program loads no libraries */
  PL_LOST_PRIVILEGED,     /* its program changes the user: the system loads no foreign library into it */
  PL_LOST_FOREIGN,        /* its program is of another kind of machine, or has a loader of its own */
  PL_LOST_UNREACHABLE,    /* the recorder is out of its reach: another root or user */
  PL_LOST_SECCOMP,        /* it forbade itself most system calls: its pipes and times are not looked at any more */
  PL_LOST_MEMORY,         /* its memory is limited: the log has no place in it */
  PL_LOST_BORROWED,       /* it lived in its parent's memory (vfork) and executed nothing */
  PL_LOST_UNHEARD,        /* whoever started it never heard of it, and cannot say why */
  PL_N_LOST
} PlLostReason;

/* What a process or thread of a recording is for, when it is not the program's own work: `part` of its lane. Numbers are
 * saved: append. */
typedef enum {
  PL_HELPER_NOT = 0,
  PL_HELPER_TRACKER,      /* Python's resource tracker */
  PL_HELPER_FORK_SERVER,
  PL_HELPER_POOL,         /* a thread of a pool that hands out tasks, takes results or replaces workers */
  PL_HELPER_FEEDER,       /* of a queue */
  PL_HELPER_MANAGER,      /* the process of a manager, and its threads */
  PL_HELPER_LAUNCH,       /* a short command of a script that then became another program, by whose name its process goes */
  PL_N_HELPERS
} PlHelper;

typedef struct {
  int64_t time_ns;        /* since the start of the run; never falls within a stream of a lane */
  union {
    struct {
      uint32_t arg;       /* see PlState and PlEventKind */
      uint16_t count;     /* messages in one burst of the parent; 0 elsewhere means 1 */
      uint8_t state;      /* PlState or PlEventKind; 0: not published yet */
      uint8_t cpu;        /* CPU number, 255 unknown or beyond */
    };
    uint64_t word;        /* the four at once, as they are published: after the time */
  };
} PlRecord;

_Static_assert (sizeof (PlRecord) == 16, "a record is 16 bytes");

/* PlWaitReason, what, and who has it (a lane + 1; 0: nobody knows). */
#define PL_WAITING(reason, what, holder) \
  ((uint64_t) (reason) | ((uint64_t) (what) << 8) | ((uint64_t) (holder) << 40))
#define PL_WAITING_REASON(waiting) ((uint32_t) ((waiting) & 0xffu))
#define PL_WAITING_WHAT(waiting) ((uint32_t) ((waiting) >> 8))
#define PL_WAITING_HOLDER(waiting) ((uint32_t) ((waiting) >> 40))

/* An edge's id, 47 bits, and which end this is: in `arg` and `count`. */
#define PL_EDGE_MAX_ID ((UINT64_C (1) << 47) - 1)
#define PL_EDGE_ID(record) ((uint64_t) (record)->arg | ((uint64_t) ((record)->count & 0x7fffu) << 32))
#define PL_EDGE_IN(record) (((record)->count & 0x8000u) != 0)
/* What the record of one switch costs whoever switches, as measured on machines of the day. */
#define PL_SWITCH_COST_NS 1500
/* How long a slice lasted, or what an account says, 48 bits (78 hours), in `arg` and `count`. */
#define PL_SLICE_MAX_NS ((INT64_C (1) << 48) - 1)
#define PL_SLICE_NS(record) ((int64_t) ((uint64_t) (record)->arg | ((uint64_t) (record)->count << 32)))

typedef enum { PL_LOCK_TASKS = 0, PL_LOCK_RESULTS = 1 } PlLockId;
#define PL_NO_TASK 0xffffffffu
/* `count` of a WORKING that goes on with the task of before, after a wait in the middle of it. */
#define PL_WORKING_AGAIN 2u
#define PL_FINISHED_TERMINATED 2u   /* as the pool's caller wanted it */
#define PL_NO_LANE 0xffffu
#define PL_LOCK_ARG(lock, lane) (((uint32_t) (lock) << 16) | ((uint32_t) (lane) & 0xffffu))
#define PL_LOCK_ARG_LOCK(arg) ((arg) >> 16)
#define PL_LOCK_ARG_LANE(arg) ((arg) & 0xffffu)

/* The raw wait status, as waitpid gives it. */
#define PL_DEAD_ARG(status) ((uint32_t) (status))
/* A status that none has who is dead: nobody heard how it ended. */
#define PL_DEAD_UNKNOWN 0x7f

/* One increment of a recorded race: the word it read, when it had loaded, and
 * how much later it had stored. The wait for a lock is the gap since the
 * previous store. The increment's own sequence is its index in the lane + 1. */
typedef struct {
  uint64_t word;          /* PL_WORD: what the load returned */
  uint64_t times;         /* PL_RACE_TIMES */
} PlRaceRecord;

_Static_assert (sizeof (PlRaceRecord) == 16, "an increment is 16 bytes");

/* load_ns: 40 bits, about 18 minutes; store - load: 24 bits, both saturate. */
#define PL_RACE_MAX_LOAD_NS ((INT64_C (1) << 40) - 1)
#define PL_RACE_MAX_HOLD_NS ((INT64_C (1) << 24) - 1)
static inline uint64_t
pl_race_times (int64_t load_ns, int64_t store_ns)
{
  int64_t hold = store_ns - load_ns;
  if (load_ns < 0) load_ns = 0;
  if (load_ns > PL_RACE_MAX_LOAD_NS) load_ns = PL_RACE_MAX_LOAD_NS;
  if (hold < 0) hold = 0;
  if (hold > PL_RACE_MAX_HOLD_NS) hold = PL_RACE_MAX_HOLD_NS;
  return ((uint64_t) load_ns << 24) | (uint64_t) hold;
}
static inline int64_t pl_race_load_ns (uint64_t times) { return (int64_t) (times >> 24); }
static inline int64_t
pl_race_store_ns (uint64_t times)
{
  return pl_race_load_ns (times) + (int64_t) (times & 0xffffff);
}

/* The counter word: value, and who stored it as its how-manieth.
 * The initial word has writer PL_WORD_NOBODY and sequence 0. */
#define PL_WORD_NOBODY 0xffu
#define PL_WORD(value, writer, seq) \
  (((uint64_t) (uint32_t) (value) << 32) | ((uint64_t) ((writer) & 0xffu) << 24) | \
   ((uint64_t) (seq) & 0xffffffu))
#define PL_WORD_VALUE(w) ((uint32_t) ((w) >> 32))
#define PL_WORD_WRITER(w) ((uint32_t) ((w) >> 24) & 0xffu)   /* 0-based worker of the part */
#define PL_WORD_SEQ(w) ((uint32_t) (w) & 0xffffffu)          /* 1-based */
