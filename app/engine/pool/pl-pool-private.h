/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The parent of a pool: what its files share. */

#include "engine/pl-crew.h"
#include "engine/pool/pl-arena.h"
#include "engine/pool/pl-body.h"
#include "engine/pool/pl-start.h"
#include "engine/pool/pl-worker.h"
#include "log/pl-log.h"

#include <sys/epoll.h>

typedef struct PlPool PlPool;

/* What differs between Queue, Pipe and Array, on the parent's side. Descriptors a channel wants to
 * hear of go into pool->epoll_fd with a tag below PL_TAG_CONTROL. */
typedef struct {
  /* Before time 0. Negative errno; close is called in any case. */
  int (*open) (PlPool *pool);
  void (*close) (PlPool *pool);
  /* Before a fork: the descriptors the worker keeps, at most 4; how many, or a negative errno. */
  int (*prepare) (PlPool *pool, uint32_t lane, int *keep);
  /* In the child, with the descriptors that were prepared: until there is nothing more to do. */
  void (*work) (PlWorker *worker, const int *fds);
  /* In the parent, after a fork, also a failed one. */
  void (*forked) (PlPool *pool, uint32_t lane, bool born);
  /* Something is ready. */
  void (*event) (PlPool *pool, uint32_t tag, uint32_t events);
  /* After all events of a turn: publish results, hand out work. */
  void (*turn) (PlPool *pool);
  /* A worker is gone: take in the whole results it has left behind; */
  void (*drain) (PlPool *pool, uint32_t lane);
  /* ... then tell pl_pool_chunk_lost of every chunk that is nobody's now. */
  void (*reclaim) (PlPool *pool, uint32_t lane);
  /* All results are in: the workers shall find out and leave. */
  void (*finish) (PlPool *pool);
  /* The parent looks around that often even if nobody calls; -1: never. */
  int tick_ms;
  bool lies_ready;           /* tasks need not be handed out: workers begin with them as soon as they are born */
} PlChannelOps;

extern const PlChannelOps pl_queue_ops, pl_pipe_ops, pl_array_ops;

/* Descriptors that a channel prepares for one worker. */
#define PL_MAX_KEEP 4u

#define PL_TAG_CONTROL UINT32_C (0xffff0000)
#define PL_TAG_CHILD UINT32_C (0xffff0001)
#define PL_TAG_SLICES UINT32_C (0xffff0002)

typedef struct {
  uint8_t accepted : 1;      /* its results count */
  uint8_t poisoned : 1;      /* given up: it kills whoever works at it */
  uint8_t again : 1;         /* waits in pool->again */
  uint8_t deaths : 5;        /* of workers in the middle of it, by no order */
  uint8_t guilt;             /* the same in PL_DEATH_WEIGHT */
  uint16_t attempt;          /* of the copy that is out; goes round */
} PlChunk;

typedef struct {
  bool given_up;
  bool to_fork;              /* to be replaced when the pause is over */
  uint32_t failures;         /* in PL_DEATH_WEIGHT, since its last result */
  uint32_t failed;           /* workers, since its last result */
  uint32_t tasks;            /* done, not yet published */
  int keep[PL_MAX_KEEP];     /* what was prepared for the last worker, */
  int n_keep;                /* ... so many */
} PlPoolLane;

/* Whoever called the pool, in the parent as the pool itself. */
typedef struct {
  PlArrival arrival;
  bool waits;                /* for results, and does nothing else */
  uint32_t call, n_calls;    /* the one that has not returned all of its results; how many there will be */
  uint32_t first, end;       /* its chunks */
  uint32_t n_ready;          /* chunks in a row, from the first one on, of which it is known what became of them */
  uint32_t n_arrived;        /* chunks that reached the caller: the first so many, or so many of the order */
  int64_t deadline_ns;       /* > 0: of the wait for the next one */
  int64_t busy_until_ns;     /* > 0: in a callback, */
  uint32_t busy_task;        /* ... for this one, or PL_NO_TASK */
  int64_t keep_from_ns;      /* > 0: it keeps the pool idle from then on; */
  int64_t keep_cpu_ns;       /* ... its workers' CPU time at that moment; -1: not yet looked at */
  bool over;                 /* it wants nothing more */
} PlCaller;

struct PlPool {
  PlLog *log;
  const PlPlanData *plan;
  PlCrew crew;               /* lanes 1 .. n_lanes */
  PlWorkload workload;
  PlArena arena;
  PlWorker worker;           /* what a child starts from */
  PlStartServer server;      /* that makes the workers, if one does */
  uint32_t servers;          /* so many there were */
  int epoll_fd;
  const PlChannelOps *ops;
  void *channel;             /* owned by ops */

  PlPoolLane *lanes;         /* by lane, 0 unused */
  uint32_t n_lanes;          /* workers' lanes: 1..n_lanes */

  PlChunk *chunks;
  uint32_t n_chunks, next_chunk;
  uint32_t n_settled;        /* accepted or given up */
  uint32_t *again;           /* ring of chunks to be handed out again */
  uint32_t again_head, n_again;

  uint32_t n_order, n_published; /* results: taken in, and told to the log */
  PlTally tally;
  int64_t receive_ns;        /* when taking in the unpublished ones began */
  bool tells_order;          /* in which results come in */

  PlCaller caller;
  uint32_t released;         /* chunks that were handed to the pool by its caller: all before this one */

  bool finishing, paused;
  bool terminated;           /* not closed: the workers are ended, whatever they are at */
  int64_t finishing_ns;
};

/* A death weighs four; one of SIGKILL, which is somebody's kill -9 or the kernel out of memory and
 * says less about the task, weighs one. */
#define PL_DEATH_WEIGHT 4u
#define PL_CHUNK_PATIENCE (5u * PL_DEATH_WEIGHT)
#define PL_LANE_PATIENCE (10u * PL_DEATH_WEIGHT)

/* pl-pool.c */
const PlChannelOps *pl_pool_channel (const PlPlanData *plan);
int pl_pool_watch (PlPool *pool, int fd, uint32_t tag, uint32_t events);
void pl_pool_rewatch (PlPool *pool, int fd, uint32_t tag, uint32_t events);

/* pl-pool-chunks.c */
int pl_pool_init_chunks (PlPool *pool, uint64_t *wanted);
void pl_pool_clear_chunks (PlPool *pool);
/* The next chunk to hand out, or false. */
bool pl_pool_has_chunk (PlPool *pool);
bool pl_pool_take_chunk (PlPool *pool, uint32_t *chunk);
/* A chunk's results have come in; counted once, however often they come. */
void pl_pool_accept (PlPool *pool, uint32_t chunk, uint32_t lane, const PlTally *tally);
/* Tells the log of all that was accepted since the last call: one record, since receive_ns. */
void pl_pool_publish (PlPool *pool);
/* Tasks of which it is known what they came to. */
uint32_t pl_pool_done (const PlPool *pool);
/* Nobody has it any more: it will be handed out again. */
void pl_pool_chunk_lost (PlPool *pool, uint32_t chunk);

/* pl-pool-caller.c */
void pl_pool_caller_begin (PlPool *pool);
/* All that it does by itself: takes what has come for it, calls again, loses patience, and in the end wants no more. */
void pl_pool_caller_turn (PlPool *pool);
/* In a callback: nothing of the pool is looked at meanwhile. */
bool pl_pool_caller_is_busy (const PlPool *pool);
void pl_pool_sit_out_callback (PlPool *pool);
/* What the parent does while it waits for events. */
PlState pl_pool_caller_state (const PlPool *pool);
/* Milliseconds until it does something, at most tick_ms (-1: no limit). */
int pl_pool_caller_patience_ms (const PlPool *pool, int tick_ms);
void pl_pool_caller_tell (PlPool *pool, PlCallerAct act, uint32_t number);

/* pl-pool-workers.c */
extern const PlCrewOps pl_pool_crew_ops;
void pl_pool_start_workers (PlPool *pool); /* one that cannot be started fails the pool */
/* Asks all to end at once. */
void pl_pool_terminate_workers (PlPool *pool);

/* pl-host.c: a process whose threads are the workers; leaves by _exit. */
void pl_pool_live (PlPool *pool) __attribute__ ((noreturn));

static inline bool
pl_pool_has_threads (const PlPool *pool)
{
  return pool->plan->worker_kind != PL_WORKERS_PROCESS;
}

/* pl-serial.c: the same work by one process without a channel. Negative errno; stops like a
 * pool. */
void pl_pool_run_serial (PlPool *pool);
