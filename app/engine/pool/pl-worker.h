/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The child's side of a pool. Each channel has a loop of its own that never returns. */

#include "engine/pl-account.h"
#include "engine/pool/pl-arena.h"
#include "engine/pool/pl-body.h"
#include "log/pl-log.h"

#define PL_WORKER_BUFFER 65536u  /* what one read or write of a large message moves */

typedef struct {
  const PlWorkload *workload;
  const PlPlanData *plan;
  PlArena *arena;
  PlSlot *slot;
  uint32_t lane;
  PlLaneWriter writer;
  PlAccount account;
  bool at_task;              /* the state is WORKING */
  bool dropping;             /* it gives the global lock away, since now_ns */
  bool interrupted;          /* it was, and goes on when the global lock comes back */
  uint32_t task;             /* at which */
  int64_t now_ns;            /* the clock, as last read: when the present state began */
  uint32_t n_chunks;         /* that it has done */
  void (*began) (void *owner); /* called when a task has begun, before anything of it is done; NULL: nobody asks */
  void *owner;
  uint64_t *values;          /* of the chunk at hand: parameters, then results */
  uint8_t *bad;              /* of the chunk at hand; NULL: no payload */
  uint8_t *buffer;           /* PL_WORKER_BUFFER, page-aligned */
  uint8_t *input;            /* the same, where what comes and what goes must not meet */
} PlWorker;

/* Makes the memory all workers of a pool use (each its own copy of it, after the fork). -ENOMEM. */
int pl_worker_init (PlWorker *self, const PlWorkload *workload, PlArena *arena);
void pl_worker_clear (PlWorker *self);
/* In the child: a first record, at the time of the fork, and the fault that strikes at once. account
 * has begun. */
void pl_worker_begin (PlWorker *self, PlLog *log, uint32_t lane, int64_t fork_ns, const PlAccount *account);
/* From now on in this state. Reads the clock only when recording. */
void pl_worker_enter (PlWorker *self, PlState state, uint32_t arg);
/* The same since now_ns, which was read before. */
void pl_worker_enter_at_now (PlWorker *self, PlState state, uint32_t arg);
void pl_worker_read_clock (PlWorker *self);
/* From reading the clock now on, until the same later, it is at tasks. */
void pl_worker_begin_busy (PlWorker *self);
void pl_worker_end_busy (PlWorker *self);
/* One task, with everything that is said about it. */
uint64_t pl_worker_do_task (PlWorker *self, uint32_t task, uint64_t param);
/* All tasks of a chunk whose parameters are in values; their results are there afterwards. now_ns
 * is their end. */
void pl_worker_do_chunk (PlWorker *self, uint32_t chunk);
/* It has done one more chunk. Whether that was its last one: it is to be followed by another worker. */
bool pl_worker_is_spent (PlWorker *self);
/* There is nothing more to do. */
void pl_worker_finish (PlWorker *self);

/* What this thread is told of the global lock; the owner is the worker. */
extern const struct PlGilOps pl_worker_gil_ops;

/* Until there is nothing more to do. */
void pl_queue_worker (PlWorker *self, int tasks_fd, int results_fd);
void pl_pipe_worker (PlWorker *self, int fd);
void pl_array_worker (PlWorker *self, int event_fd);

/* Exit statuses of a worker that could not go on. */
/* INIT: as of a Python that an exception ended. */
enum { PL_WORKER_EXIT_OK = 0, PL_WORKER_EXIT_INIT = 1, PL_WORKER_EXIT_CHANNEL = 70, PL_WORKER_EXIT_THREADS = 71,
       PL_WORKER_EXIT_START = 72 };
