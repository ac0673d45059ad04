/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-futex.h"
#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

/* The parent sleeps; workers help themselves. Each keeps a list of the chunks it has done, which is
 * what counts; its slot says which one it is at. A chunk that a worker claimed and died before
 * saying so is found when all others have run dry and it still is missing. */

enum { TAG_DRY = 1 };

/* To keep the progress shown up to date, and to have most of the checking done when the work is. */
#define TICK_MS 10

typedef struct {
  int event_fd;              /* written by workers that find nothing more */
  uint32_t *n_taken;         /* by lane: entries of its list taken in */
} Array;

static bool
is_broken (PlPool *pool, uint32_t task)
{
  uint32_t payload = pool->plan->payload;

  return payload > 0 && memcmp (pool->arena.outputs + (size_t) task * payload,
                                pl_workload_payload (&pool->workload, task, PL_TO_PARENT), payload) != 0;
}

static void
check_chunk (PlPool *pool, uint32_t lane, uint32_t chunk)
{
  uint32_t first = pl_chunk_first (pool->plan, chunk), n = pl_chunk_size (pool->plan, chunk);
  PlTally tally = { 0 };

  for (uint32_t task = first; task < first + n; task++)
    pl_body_count (&pool->workload, task, pool->arena.results[task], is_broken (pool, task), &tally);
  pl_pool_accept (pool, chunk, lane, &tally);
}

static void
take_one (PlPool *pool, uint32_t lane)
{
  Array *self = pool->channel;
  uint32_t chunk = pool->arena.done[lane][self->n_taken[lane]++];

  if (chunk < pool->n_chunks && !pool->chunks[chunk].accepted)
    check_chunk (pool, lane, chunk);
}

static bool
has_done (PlPool *pool, uint32_t lane)
{
  Array *self = pool->channel;

  return self->n_taken[lane] < atomic_load_explicit (&pool->arena.slots[lane].n_done, memory_order_acquire);
}

/* What a lane has done since the last look. */
static void
collect (PlPool *pool, uint32_t lane)
{
  while (has_done (pool, lane))
    take_one (pool, lane);
}

/* What was done first. */
static uint32_t
earliest (PlPool *pool)
{
  Array *self = pool->channel;
  int64_t first_ns = INT64_MAX;
  uint32_t first = 0;

  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (has_done (pool, i) && pool->arena.done_ns[i][self->n_taken[i]] < first_ns)
      {
        first = i;
        first_ns = pool->arena.done_ns[i][self->n_taken[i]];
      }
  return first;
}

static void
collect_all (PlPool *pool)
{
  uint32_t lane;

  if (pool->arena.done_ns)
    while ((lane = earliest (pool)) > 0)
      take_one (pool, lane);
  else
    for (lane = 1; lane <= pool->n_lanes; lane++)
      collect (pool, lane);
}

static void
wake_all (PlPool *pool)
{
  PlShared *shared = pool->arena.shared;

  atomic_fetch_add_explicit (&shared->wake, 1, memory_order_release);
  pl_futex_wake_all (&shared->wake);
}

/* Lets the workers claim what the caller has handed out since. */
static void
release (PlPool *pool)
{
  PlShared *shared = pool->arena.shared;

  if (atomic_load_explicit (&shared->released, memory_order_relaxed) == pool->released)
    return;
  atomic_store_explicit (&shared->released, pool->released, memory_order_release);
  wake_all (pool);
}

/* Lets the workers claim again what came back. */
static void
offer_again (PlPool *pool)
{
  PlShared *shared = pool->arena.shared;
  uint64_t tail = atomic_load_explicit (&shared->redo_tail, memory_order_relaxed), begin = tail;
  uint32_t chunk;

  while (pl_pool_take_chunk (pool, &chunk))
    {
      pool->arena.redo[tail & pool->arena.redo_mask] = chunk;
      tail++;
    }
  if (tail == begin)
    return;
  atomic_store_explicit (&shared->redo_tail, tail, memory_order_release);
  wake_all (pool);
}

/* The ring and the counter are looked at before the workers: who takes from them is not dry. */
static bool
all_dry (PlPool *pool)
{
  PlShared *shared = pool->arena.shared;

  if (atomic_load_explicit (&shared->redo_head, memory_order_acquire) !=
      atomic_load_explicit (&shared->redo_tail, memory_order_relaxed) ||
      atomic_load_explicit (&shared->next, memory_order_acquire) < atomic_load_explicit (&shared->released, memory_order_relaxed))
    return false;
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pl_crew_pid (&pool->crew, i) > 0 &&
        !atomic_load_explicit (&pool->arena.slots[i].dry, memory_order_acquire))
      return false;
  return pool->crew.n_alive > 0;
}

static void
array_turn (PlPool *pool)
{
  uint32_t released = atomic_load_explicit (&pool->arena.shared->released, memory_order_relaxed);
  bool dry = all_dry (pool);

  collect_all (pool);
  pl_pool_publish (pool);
  if (dry && pool->n_settled < released)
    for (uint32_t i = 0; i < released; i++)
      pl_pool_chunk_lost (pool, i);
  release (pool);
  offer_again (pool);
}

static void
array_event (PlPool *pool, uint32_t tag, uint32_t events)
{
  Array *self = pool->channel;
  uint64_t n;

  if (read (self->event_fd, &n, sizeof n) < 0 && errno != EAGAIN && errno != EINTR)
    pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, errno, 0, 0, 0);
  /* Only then, and before it is looked at what they have done: who finds the bell rung has been heard, too. */
  atomic_exchange_explicit (&pool->arena.shared->rung, 0, memory_order_acq_rel);
}

static void
array_drain (PlPool *pool, uint32_t lane)
{
  collect (pool, lane);
}

static void
array_reclaim (PlPool *pool, uint32_t lane)
{
  const PlSlot *slot = &pool->arena.slots[lane];
  uint32_t held = atomic_load (&slot->held);

  /* It may have meant to ring. */
  atomic_store (&pool->arena.shared->rung, 0);
  for (uint32_t chunk = held - 1; held > 0 && chunk < slot->held_end && chunk < pool->n_chunks; chunk++)
    pl_pool_chunk_lost (pool, chunk);
}

static int
array_open (PlPool *pool)
{
  Array *self = calloc (1, sizeof *self);

  if (!self)
    return -ENOMEM;
  pool->channel = self;
  self->event_fd = -1;
  self->n_taken = calloc (pool->n_lanes + 1, sizeof *self->n_taken);
  if (!self->n_taken)
    return -ENOMEM;
  self->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (self->event_fd < 0)
    return -errno;
  /* All there for the taking: the parent hands out only what comes back. */
  pool->next_chunk = pool->n_chunks;
  return pl_pool_watch (pool, self->event_fd, TAG_DRY, EPOLLIN);
}

static void
array_close (PlPool *pool)
{
  Array *self = pool->channel;

  if (!self)
    return;
  if (self->event_fd >= 0)
    close (self->event_fd);
  free (self->n_taken);
  free (self);
  pool->channel = NULL;
}

static int
array_prepare (PlPool *pool, uint32_t lane, int *keep)
{
  Array *self = pool->channel;

  keep[0] = self->event_fd;
  return 1;
}

static void
array_work (PlWorker *worker, const int *fds)
{
  pl_array_worker (worker, fds[0]);
}

static void
array_forked (PlPool *pool, uint32_t lane, bool born)
{
}

static void
array_finish (PlPool *pool)
{
  atomic_store_explicit (&pool->arena.shared->over, 1, memory_order_release);
  wake_all (pool);
}

const PlChannelOps pl_array_ops = {
  .open = array_open,
  .close = array_close,
  .prepare = array_prepare,
  .work = array_work,
  .forked = array_forked,
  .event = array_event,
  .turn = array_turn,
  .drain = array_drain,
  .reclaim = array_reclaim,
  .finish = array_finish,
  .tick_ms = TICK_MS,
  .lies_ready = true,
};
