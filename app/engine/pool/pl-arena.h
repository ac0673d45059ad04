/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the processes of one pool share besides the log: who holds which chunk, the queue's locks,
 * the array's claims. One mapping, made before forking. Any process may be killed between any two
 * instructions: each field says what its half-done state means. */

#include "engine/pool/pl-shared-lock.h"
#include "engine/pool/pl-workload.h"
#include "log/pool/pl-pool-modes.h"

#include <stdatomic.h>

/* A chunk's word: whether a worker has begun with it. Queue and Pipe: in the array it is the claim itself. */
typedef enum { PL_CHUNK_QUEUED = 0, PL_CHUNK_HELD = 1 } PlChunkState;
#define PL_CHUNK_WORD(state, lane, attempt) \
  (((uint64_t) (state) << 48) | ((uint64_t) (lane) << 32) | (uint32_t) (attempt))

/* What one worker is about. Written by the worker; read by the parent when it is dead. */
typedef struct {
  _Alignas (64)
  _Atomic uint32_t held;     /* chunk + 1 from taking it until its result is out */
  _Atomic uint32_t reading;  /* Queue: 1 while a message may be read and not yet held: */
  uint32_t reading_from;     /* ... which is one of the messages from this one on, */
  uint32_t reading_n;        /* ... so many */
  uint32_t held_end;         /* Array: held, and all chunks after it up to this one, are this worker's */
  _Atomic uint32_t guarded;  /* see pl_process_fork */
  _Atomic uint32_t dry;      /* Array: found nothing more to claim and goes to sleep */
  _Atomic uint32_t spent;    /* has done and sent all it was to do: it leaves, and is followed by another worker */
  _Atomic uint32_t n_done;   /* Array: entries of done[lane] published */
} PlSlot;

typedef struct {
  _Alignas (64) _Atomic uint32_t fault_taken; /* PL_FAULT_TASK_ONCE has struck */
  _Atomic uint32_t crashed;  /* threads: the lane of the one that took the process with it; 0: none did */
  _Atomic uint32_t memory_told; /* threads: one of them has */
  _Atomic uint32_t serial_guarded;
  _Atomic int64_t serial_ns;
  /* Queue */
  PlSharedLock tasks, results;          /* turns at reading tasks; at writing results */
  uint32_t taken;                       /* under tasks: messages surely out of the pipe, */
  uint32_t uncertain;                   /* ... and how many more may be, by readers that died */
  /* Array */
  _Alignas (64) _Atomic uint64_t next;  /* the claim counter */
  _Alignas (64) _Atomic uint64_t redo_head, redo_tail; /* free-running; entries in redo[] */
  _Atomic uint32_t released;            /* chunks that may be claimed: all before this one */
  _Atomic uint32_t rung;                /* 1: the parent will look, and has not yet */
  _Atomic uint32_t wake;                /* futex: changes when there may be more to claim */
  _Atomic uint32_t over;                /* 1: nothing will ever come again */
} PlShared;

typedef struct {
  PlShared *shared;
  PlSlot *slots;             /* by lane, 0 unused */
  _Atomic uint64_t *chunks;  /* Queue, Pipe: words */
  uint32_t *redo;            /* Array: ring of chunks to be claimed again */
  uint64_t redo_mask;
  uint32_t **done;           /* Array: by lane, the chunks it has done, in order */
  int64_t **done_ns;         /* the same: when; NULL: nobody cares */
  uint64_t *values;          /* Array: parameters, overwritten by nobody; pairs of them where tasks take two */
  uint64_t *results;         /* Array: results */
  uint8_t *inputs, *outputs; /* Array: payloads */
  void *mapping;
  size_t size;
  int fd;                    /* of the mapping, where workers are programs of their own; or -1 */
} PlArena;

/* Array: somebody waits for each single result, and wants to know at once, and which was first. */
static inline bool
pl_arena_rings (const PlPlanData *plan)
{
  return pl_plan_arrival (plan) != PL_ARRIVE_TOGETHER;
}

/* -ENOMEM: *wanted is the bytes it could not have. */
int pl_arena_init (PlArena *self, const PlWorkload *workload, uint64_t *wanted);
/* The same memory in a program of its own. Negative errno. */
int pl_arena_attach (PlArena *self, const PlWorkload *workload, int fd);
void pl_arena_clear (PlArena *self);
