/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-futex.h"
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

/* Between the claim and the note of it in the slot a worker may die: the parent finds such chunks
 * when everybody else has run dry. */
static uint32_t
claim (PlWorker *self, uint64_t n_chunks)
{
  PlShared *shared = self->arena->shared;
  uint32_t chunk = claim_again (self->arena);

  if (chunk == NOTHING)
    {
      uint64_t next = atomic_fetch_add_explicit (&shared->next, 1, memory_order_relaxed);

      if (next < n_chunks)
        chunk = (uint32_t) next;
    }
  if (chunk != NOTHING)
    atomic_store_explicit (&self->slot->held, chunk + 1, memory_order_relaxed);
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
  uint64_t result = pl_worker_do_task (self, task, self->arena->values[task]);

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
  /* From here on the results count: who sees the number sees them. */
  atomic_store_explicit (&self->slot->n_done, n_done + 1, memory_order_release);
  atomic_store_explicit (&self->slot->held, 0, memory_order_relaxed);
}

/* From the first claim to the last result of a row without a wait. */
static void
work_until_dry (PlWorker *self)
{
  uint32_t n_chunks = pl_chunk_count (self->plan);
  uint32_t chunk = claim (self, n_chunks);

  if (chunk == NOTHING)
    return;
  pl_worker_begin_busy (self);
  for (; chunk != NOTHING; chunk = claim (self, n_chunks))
    do_chunk (self, chunk);
  pl_worker_end_busy (self);
}

void
pl_array_worker (PlWorker *self, int event_fd)
{
  PlShared *shared = self->arena->shared;
  uint64_t one = 1;

  for (;;)
    {
      uint32_t wake = atomic_load_explicit (&shared->wake, memory_order_acquire);

      if (atomic_load_explicit (&shared->over, memory_order_acquire))
        break;
      work_until_dry (self);
      pl_worker_enter (self, PL_STATE_WAITING_TASK, 0);
      atomic_store_explicit (&self->slot->dry, 1, memory_order_release);
      if (write (event_fd, &one, sizeof one) < 0)
        _exit (PL_WORKER_EXIT_CHANNEL);
      pl_futex_wait (&shared->wake, wake);
      atomic_store_explicit (&self->slot->dry, 0, memory_order_release);
    }
  pl_worker_finish (self);
}
