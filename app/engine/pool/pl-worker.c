/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-worker.h"

#include "engine/pl-memory.h"
#include "engine/pool/pl-gil.h"
#include "engine/pool/pl-start.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Untouched until used, and then the child's own: of a parent that never touches it, nothing is
 * copied. */
static void *
map_private (size_t size)
{
  void *mapping = mmap (NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

  return mapping == MAP_FAILED ? NULL : mapping;
}

int
pl_worker_init (PlWorker *self, const PlWorkload *workload, PlArena *arena)
{
  memset (self, 0, sizeof *self);
  self->workload = workload;
  self->plan = workload->plan;
  self->arena = arena;
  self->values = map_private (self->plan->chunk * sizeof *self->values);
  self->buffer = map_private (PL_WORKER_BUFFER);
  self->input = map_private (PL_WORKER_BUFFER);
  self->bad = self->plan->payload > 0 ? map_private (self->plan->chunk) : NULL;
  if (self->values && self->buffer && self->input && (self->bad || self->plan->payload == 0))
    return 0;
  pl_worker_clear (self);
  return -ENOMEM;
}

void
pl_worker_clear (PlWorker *self)
{
  if (self->values)
    munmap (self->values, self->plan->chunk * sizeof *self->values);
  if (self->buffer)
    munmap (self->buffer, PL_WORKER_BUFFER);
  if (self->input)
    munmap (self->input, PL_WORKER_BUFFER);
  if (self->bad)
    munmap (self->bad, self->plan->chunk);
  memset (self, 0, sizeof *self);
}

static void
initialise (PlWorker *self)
{
  if (self->plan->init_ns == 0 && !self->plan->fail_init)
    return;
  pl_worker_enter (self, PL_STATE_INITIALISING, 0);
  pl_workload_pass (self->workload, self->plan->init_ns);
  if (self->plan->fail_init)
    _exit (PL_WORKER_EXIT_INIT);
  if (self->writer.records)
    pl_worker_read_clock (self);
}

void
pl_worker_begin (PlWorker *self, PlLog *log, uint32_t lane, int64_t fork_ns, const PlAccount *account)
{
  self->lane = lane;
  self->account = *account;
  self->slot = &self->arena->slots[lane];
  pl_lane_writer_init (&self->writer, log, lane);
  self->now_ns = fork_ns;
  pl_worker_enter_at_now (self, PL_STATE_STARTING, 0);
  atomic_store_explicit (&self->writer.lane->inherited, 1 + pl_start_variable, memory_order_relaxed);
  if (self->plan->fault == PL_FAULT_START)
    raise (SIGSEGV);
  initialise (self);
}

void
pl_worker_read_clock (PlWorker *self)
{
  self->now_ns = pl_lane_now_ns (&self->writer);
}

void
pl_worker_enter_at_now (PlWorker *self, PlState state, uint32_t arg)
{
  bool task_edge = state == PL_STATE_WORKING || self->at_task;

  pl_lane_record_at (&self->writer, self->now_ns, state, arg, 0);
  self->at_task = state == PL_STATE_WORKING;
  pl_account_edge (&self->account, &self->writer, self->now_ns, !task_edge);
}

void
pl_worker_enter (PlWorker *self, PlState state, uint32_t arg)
{
  if (!self->writer.records)
    return;
  pl_worker_read_clock (self);
  pl_worker_enter_at_now (self, state, arg);
}

static void
crash (const PlPlanData *plan)
{
  static const int signals[PL_N_CRASHES] = {
    [PL_CRASH_SEGV] = SIGSEGV, [PL_CRASH_ABORT] = SIGABRT, [PL_CRASH_TERM] = SIGTERM, [PL_CRASH_KILL] = SIGKILL,
  };

  if (plan->crash == PL_CRASH_EXIT)
    _exit ((int) plan->crash_code);
  raise (signals[plan->crash]);
}

static void
strike (PlWorker *self)
{
  if (self->plan->fault == PL_FAULT_TASK_ONCE &&
      atomic_exchange_explicit (&self->arena->shared->fault_taken, 1, memory_order_relaxed))
    return;
  atomic_store (&self->arena->shared->crashed, self->lane);
  crash (self->plan);
}

uint64_t
pl_worker_do_task (PlWorker *self, uint32_t task, uint64_t param)
{
  atomic_store_explicit (&self->writer.lane->streams[PL_STREAM_STATES].working, task + 1, memory_order_relaxed);
  self->task = task;
  if (self->began)
    self->began (self->owner);
  if (self->plan->fault >= PL_FAULT_TASK && task == self->plan->fault_task)
    strike (self);
  param = pl_workload_run (self->workload, task, param);
  return pl_plan_task_fails (self->plan, task) ? pl_workload_exception (self->workload, task) : param;
}

void
pl_worker_begin_busy (PlWorker *self)
{
  pl_worker_read_clock (self);
  atomic_store_explicit (&self->writer.lane->streams[PL_STREAM_EVENTS].busy_since_ns, self->now_ns,
                         memory_order_relaxed);
}

void
pl_worker_end_busy (PlWorker *self)
{
  atomic_store_explicit (&self->writer.lane->streams[PL_STREAM_STATES].working, 0, memory_order_relaxed);
  pl_worker_read_clock (self);
  pl_lane_end_busy (self->writer.lane, self->now_ns);
}

void
pl_worker_do_chunk (PlWorker *self, uint32_t chunk)
{
  uint32_t first = pl_chunk_first (self->plan, chunk), n = pl_chunk_size (self->plan, chunk);

  pl_worker_begin_busy (self);
  for (uint32_t i = 0; i < n; i++)
    {
      if (i > 0 && self->writer.records)
        pl_worker_read_clock (self);
      pl_worker_enter_at_now (self, PL_STATE_WORKING, first + i);
      self->values[i] = pl_worker_do_task (self, first + i, self->values[i]);
      /* Whoever was sent the wrong bytes cannot have the right answer. */
      if (self->bad && self->bad[i])
        self->values[i] = ~self->values[i];
    }
  pl_worker_end_busy (self);
}

bool
pl_worker_is_spent (PlWorker *self)
{
  self->n_chunks++;
  if (self->n_chunks != self->plan->tasks_per_worker)
    return false;
  atomic_store_explicit (&self->slot->spent, 1, memory_order_release);
  return true;
}

/* What its process has touched by now. Threads have it together: the first one that is done asks, for each of them. */
static void
tell_memory (PlWorker *self)
{
  bool threads = self->plan->worker_kind != PL_WORKERS_PROCESS;
  uint64_t memory;

  if (threads && atomic_exchange_explicit (&self->arena->shared->memory_told, 1, memory_order_relaxed))
    return;
  memory = pl_memory_share ();
  for (uint32_t i = 1; threads && i <= self->plan->pool_size; i++)
    atomic_store_explicit (&pl_log_lane (self->writer.log, i)->memory, memory / self->plan->pool_size, memory_order_relaxed);
  if (!threads)
    atomic_store_explicit (&self->writer.lane->memory, memory, memory_order_relaxed);
}

void
pl_worker_finish (PlWorker *self)
{
  pl_worker_enter (self, PL_STATE_FINISHED, 0);
  if (self->plan->record)
    tell_memory (self);
}

/* --- the global lock --- */

static void
gil_drops (void *owner)
{
  PlWorker *self = owner;

  self->dropping = true;
  pl_worker_read_clock (self);
}

static void
gil_waits (void *owner, uint32_t holder)
{
  PlWorker *self = owner;

  self->interrupted = self->at_task;
  if (self->dropping && self->writer.records)
    pl_worker_enter_at_now (self, PL_STATE_WAITING_GIL, holder);
  else
    pl_worker_enter (self, PL_STATE_WAITING_GIL, holder);
  self->dropping = false;
}

static void
gil_got (void *owner)
{
  PlWorker *self = owner;

  if (!self->writer.records)
    return;
  pl_worker_read_clock (self);
  if (!self->interrupted)
    return;
  pl_lane_record_at (&self->writer, self->now_ns, PL_STATE_WORKING, self->task, PL_WORKING_AGAIN);
  self->at_task = true;
  self->interrupted = false;
  pl_account_edge (&self->account, &self->writer, self->now_ns, false);
}

const PlGilOps pl_worker_gil_ops = { .drops = gil_drops, .waits = gil_waits, .got = gil_got };
