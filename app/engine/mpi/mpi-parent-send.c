/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-parent-private.h"

#include <errno.h>
#include <string.h>

/* Chunks on their way to the ranks. */

static void
note_given (PlMpiParent *self, uint32_t lane, uint32_t chunk)
{
  PlMpiPeer *peer = &self->peers[lane];

  peer->sent_ns[peer->n] = pl_crew_now (&self->pool.crew);
  peer->chunks[peer->n++] = chunk;
  pl_crew_record (&self->pool.crew, peer->sent_ns[peer->n - 1], PL_STATE_SENDING, chunk, 1);
}

static void
give (PlMpiParent *self, uint32_t lane, uint32_t chunk)
{
  PlMpiPeer *peer = &self->peers[lane];
  PlPool *pool = &self->pool;

  note_given (self, lane, chunk);
  pl_pipe_message_compose (&peer->out[peer->n_out++], &pool->workload, PL_TO_WORKER, chunk, pool->chunks[chunk].attempt,
                           lane, pool->workload.params + pl_chunk_first (pool->plan, chunk));
}

/* To those that have fewer than n. */
static void
hand_out_to (PlMpiParent *self, uint32_t n)
{
  uint32_t chunk;

  for (uint32_t lane = 1; lane <= self->pool.n_lanes; lane++)
    if (self->peers[lane].n < n && pl_pool_take_chunk (&self->pool, &chunk))
      give (self, lane, chunk);
}

void
pl_mpi_hand_out (PlPool *pool)
{
  PlMpiParent *self = (PlMpiParent *) pool;
  uint32_t n_left;

  if (self->alone)
    return;
  hand_out_to (self, 1);
  /* Nobody gives back what was sent to another host: the last few are for those who will be free. */
  n_left = pool->released - pool->next_chunk + pool->n_again;
  if (n_left > pool->n_lanes)
    hand_out_to (self, self->depth);
  pl_mpi_send_more (self);
}

static void
fail (PlMpiParent *self, uint32_t lane)
{
  pl_crew_fail (&self->pool.crew, PL_RUN_CHANNEL, EIO, 0, lane, 0);
}

/* Whether the rank takes more now. */
static bool
send_piece (PlMpiParent *self, uint32_t lane)
{
  PlMpiPeer *peer = &self->peers[lane];
  int done = 1;

  if (peer->under_way == 0)
    {
      peer->under_way = pl_pipe_message_peek (&peer->out[0], peer->piece, PL_MPI_PIECE);
      if (MPI_Isend (peer->piece, (int) peer->under_way, MPI_BYTE, (int) lane, PL_MPI_TASK, self->world->comm,
                     &peer->request) != MPI_SUCCESS)
        fail (self, lane);
    }
  if (self->pool.crew.failed || MPI_Test (&peer->request, &done, MPI_STATUS_IGNORE) != MPI_SUCCESS)
    {
      fail (self, lane);
      return false;
    }
  if (!done)
    return false;
  if (pl_pipe_message_sent (&peer->out[0], peer->under_way))
    {
      peer->out[0] = peer->out[1];
      peer->n_out--;
    }
  peer->under_way = 0;
  return true;
}

bool
pl_mpi_send_more (PlMpiParent *self)
{
  bool more = false;

  for (uint32_t lane = 1; lane <= self->pool.n_lanes; lane++)
    {
      while (self->peers[lane].n_out > 0 && send_piece (self, lane))
        ;
      more |= self->peers[lane].n_out > 0;
    }
  return more;
}

bool
pl_mpi_do_one (PlMpiParent *self)
{
  PlPool *pool = &self->pool;
  PlWorker *worker = &pool->worker;
  PlTally tally = { 0 };
  uint32_t chunk, first, n;

  if (!pl_pool_take_chunk (pool, &chunk))
    return false;
  first = pl_chunk_first (pool->plan, chunk);
  n = pl_chunk_size (pool->plan, chunk);
  note_given (self, 1, chunk);
  memcpy (worker->values, pool->workload.params + first, n * sizeof *worker->values);
  pl_worker_enter (worker, PL_STATE_RECEIVING, chunk);
  pl_worker_do_chunk (worker, chunk);
  pl_worker_enter_at_now (worker, PL_STATE_SENDING, chunk);
  for (uint32_t i = 0; i < n; i++)
    pl_body_count (&pool->workload, first + i, worker->values[i], false, &tally);
  self->peers[1].n = 0;
  pool->receive_ns = pl_crew_now (&pool->crew);
  pl_pool_accept (pool, chunk, 1, &tally);
  pl_worker_enter (worker, PL_STATE_WAITING_TASK, 0);
  return true;
}
