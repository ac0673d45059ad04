/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-futex.h"
#include "engine/pool/pl-gil.h"
#include "engine/pool/pl-worker.h"

#include <string.h>
#include <unistd.h>

/* Parameters and results lie in memory that all share; the next chunk is claimed with one atomic
 * add. */

#define NOTHING UINT32_MAX

/* A chunk a dead worker left behind. */
static uint32_t
claim_again (PlArena *arena)
{
  PlShared *shared = arena->shared;
  uint64_t head = atomic_load_explicit (&shared->redo_head, memory_order_acquire);

  while (head != atomic_load_explicit (&shared->redo_tail, memory_order_acquire))
    {
      uint32_t chunk = arena->redo[head & arena->redo_mask];

      /* The indices never come again: an entry that was overwritten makes this fail. */
      if (atomic_compare_exchange_weak_explicit (&shared->redo_head, &head, head + 1,
                                                 memory_order_acq_rel, memory_order_acquire))
        return chunk;
    }
  return NOTHING;
}

/* Chunks so brief that workers would do little else than wait for each other's turn at the counter are claimed
 * several at a time; not the last ones, which are for everybody. */
#define MOST_AT_ONCE 16u
#define LAST_ROUNDS 4u

static uint32_t
how_many (const PlWorker *self, uint64_t next, uint64_t n_chunks)
{
  uint32_t left = self->plan->tasks_per_worker - self->n_chunks;
  int64_t chunk_ns = (int64_t) self->plan->chunk * self->plan->task_time_ns;
  uint64_t n = chunk_ns < PL_BRIEF_NS / MOST_AT_ONCE ? MOST_AT_ONCE : (uint64_t) (PL_BRIEF_NS / chunk_ns);

  if (self->plan->tasks_per_worker > 0 && n > left)
    n = left;
  return n > 1 && n_chunks - next > n * LAST_ROUNDS * self->plan->pool_size ? (uint32_t) n : 1;
}

/* Those that will be released later must not be passed over: the counter stays where it is. */
static uint64_t
claim_released (PlShared *shared, uint32_t released)
{
  uint64_t next = atomic_load_explicit (&shared->next, memory_order_relaxed);

  while (next < released &&
         !atomic_compare_exchange_weak_explicit (&shared->next, &next, next + 1, memory_order_acq_rel, memory_order_relaxed))
    ;
  return next;
}

/* The next ones. Between the claim and the note of it in the slot a worker may die: the parent finds such chunks when
 * everybody else has run dry. */
static uint32_t
claim_next (PlWorker *self, uint64_t n_chunks, uint32_t *end)
{
  PlShared *shared = self->arena->shared;
  uint64_t next = atomic_load_explicit (&shared->next, memory_order_relaxed);
  uint32_t released = atomic_load_explicit (&shared->released, memory_order_acquire);
  uint32_t n = next < n_chunks && released == n_chunks ? how_many (self, next, n_chunks) : 1;

  if (released < n_chunks)
    next = claim_released (shared, released);
  else
    /* Released: the parent, who looks at it first, then finds that this worker is not dry. */
    next = atomic_fetch_add_explicit (&shared->next, n, memory_order_acq_rel);
  if (next >= released)
    return NOTHING;
  *end = (uint32_t) (next + n < n_chunks ? next + n : n_chunks);
  return (uint32_t) next;
}

/* The chunk to do now; self->slot tells which others come after it. */
static uint32_t
claim (PlWorker *self, uint64_t n_chunks)
{
  uint32_t held = atomic_load_explicit (&self->slot->held, memory_order_relaxed);
  uint32_t chunk, end;

  /* What is held is done, but for what was claimed together with it. */
  if (held > 0 && held < self->slot->held_end)
    {
      atomic_store_explicit (&self->slot->held, held + 1, memory_order_relaxed);
      return held;
    }
  atomic_store_explicit (&self->slot->held, 0, memory_order_relaxed);
  chunk = claim_again (self->arena);
  end = chunk + 1;
  if (chunk == NOTHING && (chunk = claim_next (self, n_chunks, &end)) == NOTHING)
    return NOTHING;
  self->slot->held_end = end;
  /* In this order also for whoever reads it after a death. */
  atomic_store_explicit (&self->slot->held, chunk + 1, memory_order_release);
  return chunk;
}

static uint64_t
do_task (PlWorker *self, uint32_t task)
{
  uint32_t payload = self->plan->payload;
  size_t at = (size_t) task * payload;
  bool bad = payload > 0 &&
             memcmp (self->arena->inputs + at,
                     pl_workload_payload (self->workload, task, PL_TO_WORKER), payload) != 0;
  const uint64_t *values = self->arena->values;
  uint64_t param = pl_plan_has_pairs (self->plan) ? values[2 * (size_t) task] + values[2 * (size_t) task + 1] : values[task];
  uint64_t result = pl_worker_do_task (self, task, param);

  if (payload > 0)
    memcpy (self->arena->outputs + at, pl_workload_payload (self->workload, task, PL_TO_PARENT),
            payload);
  return bad ? ~result : result;
}

static void
do_chunk (PlWorker *self, uint32_t chunk)
{
  uint32_t first = pl_chunk_first (self->plan, chunk), n = pl_chunk_size (self->plan, chunk);
  uint32_t n_done = atomic_load_explicit (&self->slot->n_done, memory_order_relaxed);

  for (uint32_t task = first; task < first + n; task++)
    {
      if (self->writer.records)
        {
          pl_worker_read_clock (self);
          pl_worker_enter_at_now (self, PL_STATE_WORKING, task);
        }
      self->arena->results[task] = do_task (self, task);
    }
  self->arena->done[self->lane][n_done] = chunk;
  if (self->arena->done_ns)
    {
      /* The result goes out by a ring of the bell, and nobody has it before. */
      pl_worker_enter (self, PL_STATE_SENDING, chunk);
      self->arena->done_ns[self->lane][n_done] = pl_lane_now_ns (&self->writer);
    }
  /* From here on the results count: who sees the number sees them. */
  atomic_store_explicit (&self->slot->n_done, n_done + 1, memory_order_release);
}

static void
ring (int event_fd)
{
  uint64_t one = 1;

  if (write (event_fd, &one, sizeof one) < 0)
    _exit (PL_WORKER_EXIT_CHANNEL);
}

/* From the first claim to the last result of a row without a wait. Whether it may go on after that. */
static bool
work_until_dry (PlWorker *self, int event_fd)
{
  uint32_t n_chunks = pl_chunk_count (self->plan);
  uint32_t chunk = claim (self, n_chunks);
  bool spent = false;

  if (chunk == NOTHING)
    return true;
  pl_worker_begin_busy (self);
  while (!spent && chunk != NOTHING)
    {
      do_chunk (self, chunk);
      /* One ring for all that is done before the parent looks. */
      if (self->arena->done_ns && !atomic_exchange_explicit (&self->arena->shared->rung, 1, memory_order_acq_rel))
        ring (event_fd);
      spent = pl_worker_is_spent (self);
      if (!spent)
        chunk = claim (self, n_chunks);
    }
  pl_worker_end_busy (self);
  return !spent;
}

void
pl_array_worker (PlWorker *self, int event_fd)
{
  PlShared *shared = self->arena->shared;

  for (;;)
    {
      uint32_t wake = atomic_load_explicit (&shared->wake, memory_order_acquire);

      if (atomic_load_explicit (&shared->over, memory_order_acquire))
        break;
      if (!work_until_dry (self, event_fd))
        break;
      pl_worker_enter (self, PL_STATE_WAITING_TASK, 0);
      atomic_store_explicit (&self->slot->dry, 1, memory_order_release);
      ring (event_fd);
      pl_gil_release ();
      pl_futex_wait (&shared->wake, wake);
      pl_gil_take ();
      atomic_store_explicit (&self->slot->dry, 0, memory_order_release);
    }
}
