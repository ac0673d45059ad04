/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <stdlib.h>

/* Which chunk is where in its life, and the results. */

int
pl_pool_init_chunks (PlPool *pool, uint64_t *wanted)
{
  size_t n;

  pool->n_chunks = pl_chunk_count (pool->plan);
  n = (size_t) pool->n_chunks + 1;
  *wanted = n * (sizeof *pool->chunks + sizeof *pool->again);
  pool->chunks = calloc (n, sizeof *pool->chunks);
  pool->again = calloc (n, sizeof *pool->again);
  return pool->chunks && pool->again ? 0 : -ENOMEM;
}

void
pl_pool_clear_chunks (PlPool *pool)
{
  free (pool->chunks);
  free (pool->again);
}

/* A chunk that waits to be handed out again may still be settled by a result that was on its
 * way. */
static void
skip_settled (PlPool *pool)
{
  while (pool->n_again > 0)
    {
      PlChunk *chunk = &pool->chunks[pool->again[pool->again_head]];

      if (!chunk->accepted && !chunk->poisoned)
        break;
      chunk->again = 0;
      pool->again_head = (pool->again_head + 1) % pool->n_chunks;
      pool->n_again--;
    }
}

bool
pl_pool_has_chunk (PlPool *pool)
{
  skip_settled (pool);
  return pool->n_again > 0 || pool->next_chunk < pool->released;
}

bool
pl_pool_take_chunk (PlPool *pool, uint32_t *chunk)
{
  skip_settled (pool);
  if (pool->n_again > 0)
    {
      *chunk = pool->again[pool->again_head];
      pool->chunks[*chunk].again = 0;
      pool->again_head = (pool->again_head + 1) % pool->n_chunks;
      pool->n_again--;
      return true;
    }
  if (pool->next_chunk >= pool->released)
    return false;
  *chunk = pool->next_chunk++;
  return true;
}

void
pl_pool_accept (PlPool *pool, uint32_t chunk, uint32_t lane, const PlTally *tally)
{
  PlPoolLane *from = &pool->lanes[lane];

  from->failures = 0;
  from->failed = 0;
  if (pool->chunks[chunk].accepted)
    return;
  /* Given up, and yet here it is. */
  if (!pool->chunks[chunk].poisoned)
    pool->n_settled++;
  pool->chunks[chunk].poisoned = 0;
  pool->chunks[chunk].accepted = 1;
  if (pool->tells_order)
    pl_log_order (pool->log)[pool->n_order] = chunk;
  pool->n_order++;
  pool->tally.right += tally->right;
  pool->tally.wrong += tally->wrong;
  pool->tally.raised += tally->raised;
  from->tasks += pl_chunk_size (pool->plan, chunk);
}

static void
publish_tasks (PlPool *pool)
{
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pool->lanes[i].tasks > 0)
      {
        atomic_fetch_add_explicit (&pl_log_lane (pool->log, i)->tasks, pool->lanes[i].tasks,
                                   memory_order_relaxed);
        pool->lanes[i].tasks = 0;
      }
}

uint32_t
pl_pool_done (const PlPool *pool)
{
  return pool->tally.right + pool->tally.wrong + pool->tally.raised;
}

static void
tell_tally (PlPool *pool)
{
  PlRunStatus *status = pool->crew.status;

  atomic_store_explicit (&status->right, pool->tally.right, memory_order_relaxed);
  atomic_store_explicit (&status->wrong, pool->tally.wrong, memory_order_relaxed);
  atomic_store_explicit (&status->pool.raised, pool->tally.raised, memory_order_relaxed);
  atomic_store_explicit (&status->done, pl_pool_done (pool), memory_order_relaxed);
}

void
pl_pool_publish (PlPool *pool)
{
  uint32_t first = pool->n_published, n = pool->n_order - first;

  if (n == 0)
    return;
  publish_tasks (pool);
  tell_tally (pool);
  pool->n_published = pool->n_order;
  /* Nobody sends anything: results are found, in no order worth telling. */
  if (!pool->tells_order)
    return;
  atomic_store_explicit (&pool->crew.status->n_order, pool->n_order, memory_order_release);
  for (; n > 0; first += UINT16_MAX)
    {
      uint16_t burst = n < UINT16_MAX ? (uint16_t) n : UINT16_MAX;

      pl_crew_record (&pool->crew, pool->receive_ns, PL_STATE_RECEIVING, first, burst);
      n -= burst;
    }
}

void
pl_pool_chunk_lost (PlPool *pool, uint32_t chunk)
{
  PlChunk *c = &pool->chunks[chunk];

  if (c->accepted || c->poisoned || c->again)
    return;
  c->again = 1;
  c->attempt++;
  pool->again[(pool->again_head + pool->n_again) % pool->n_chunks] = chunk;
  pool->n_again++;
}
