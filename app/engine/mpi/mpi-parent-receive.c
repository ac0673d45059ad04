/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-parent-private.h"

#include "engine/mpi/mpi-clock.h"
#include "engine/mpi/mpi-tidings.h"

#include <errno.h>
#include <string.h>

/* What the ranks say. */

/* An answer says that its chunk had come, often before MPI says that it was sent: that takes a moment more. */
#define MOST_TURNS 4000u

static bool
knows_it_was_sent (PlMpiParent *self, const PlMpiPeer *peer)
{
  for (unsigned turn = 0; peer->n <= peer->n_out && turn < MOST_TURNS && !self->pool.crew.failed; turn++)
    {
      pl_mpi_pass_time (turn);
      pl_mpi_send_more (self);
    }
  return peer->n > peer->n_out;
}

static void
take_result (PlMpiParent *self, uint32_t lane, size_t n)
{
  PlMpiPeer *peer = &self->peers[lane];
  PlPool *pool = &self->pool;
  size_t used = 0;
  int whole = knows_it_was_sent (self, peer) ? pl_pipe_message_take (&peer->in, self->buffer, n, &used) : -EBADMSG;

  if (whole < 0 || used != n || (whole == 1 && peer->in.header.chunk != peer->chunks[0]))
    {
      pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, EBADMSG, 0, lane, 0);
      return;
    }
  if (whole == 0)
    return;
  peer->n--;
  peer->chunks[0] = peer->chunks[1];
  peer->sent_ns[0] = peer->sent_ns[1];
  pl_pool_accept (pool, peer->in.header.chunk, lane, &peer->in.body.tally);
  pl_pipe_message_expect (&peer->in, &pool->workload, PL_TO_PARENT, NULL, NULL);
}

/* Clocks agree within their uncertainty. Within it, nothing is received before it was sent, nor told before it was. */
static int64_t
in_causal_order (const PlMpiPeer *peer, const PlRecord *record, PlStreamKind stream, int64_t now_ns)
{
  int64_t time_ns = record->time_ns < now_ns ? record->time_ns : now_ns;

  for (uint32_t i = 0; stream == PL_STREAM_STATES && record->state == PL_STATE_RECEIVING && i < peer->n; i++)
    if (peer->chunks[i] == record->arg && time_ns < peer->sent_ns[i])
      time_ns = peer->sent_ns[i];
  return time_ns;
}

static void
take_records (PlMpiPeer *peer, PlStreamKind stream, const uint8_t *from, uint32_t n, int64_t now_ns)
{
  PlRecord record;

  for (uint32_t i = 0; i < n; i++, from += sizeof record)
    {
      memcpy (&record, from, sizeof record);
      record.time_ns = in_causal_order (peer, &record, stream, now_ns);
      pl_lane_copy (&peer->writer, stream, record);
    }
}

static void
take_figures (PlMpiParent *self, PlLane *lane, const PlMpiTidings *tidings)
{
  PlLogHeader *header = pl_log_header (self->pool.log);

  atomic_store_explicit (&lane->pid, tidings->pid, memory_order_relaxed);
  atomic_store_explicit (&lane->tid, tidings->pid, memory_order_relaxed);
  atomic_store_explicit (&lane->busy_ns, tidings->busy_ns, memory_order_relaxed);
  atomic_store_explicit (&lane->streams[PL_STREAM_STATES].working, tidings->working, memory_order_relaxed);
  atomic_store_explicit (&lane->streams[PL_STREAM_EVENTS].busy_since_ns, tidings->busy_since_ns, memory_order_relaxed);
  if (lane->clock_uncertainty_ns == 0)
    lane->clock_offset_ns = tidings->start_mono_ns - header->start_mono_ns;
  lane->clock_uncertainty_ns = tidings->uncertainty_ns;
  if (tidings->accounts)
    atomic_fetch_or_explicit (&header->account, PL_ACCOUNT_TIMES, memory_order_relaxed);
  if (!tidings->last)
    return;
  atomic_store_explicit (&lane->cpu_ns, tidings->cpu_ns, memory_order_relaxed);
  atomic_store_explicit (&lane->voluntary, tidings->voluntary, memory_order_relaxed);
  atomic_store_explicit (&lane->involuntary, tidings->involuntary, memory_order_relaxed);
  atomic_store_explicit (&lane->memory, tidings->memory, memory_order_relaxed);
}

static void
take_tidings (PlMpiParent *self, uint32_t lane, size_t n, int64_t now_ns)
{
  const uint8_t *from = self->buffer + sizeof (PlMpiTidings);
  PlMpiPeer *peer = &self->peers[lane];
  PlMpiTidings tidings;
  uint64_t n_records;

  memcpy (&tidings, self->buffer, sizeof tidings < n ? sizeof tidings : n);
  n_records = n < sizeof tidings ? 0 : (uint64_t) tidings.n_states + tidings.n_events;
  if (n < sizeof tidings || n != sizeof tidings + n_records * sizeof (PlRecord))
    {
      pl_crew_fail (&self->pool.crew, PL_RUN_CHANNEL, EBADMSG, 0, lane, 0);
      return;
    }
  take_records (peer, PL_STREAM_STATES, from, tidings.n_states, now_ns);
  take_records (peer, PL_STREAM_EVENTS, from + tidings.n_states * sizeof (PlRecord), tidings.n_events, now_ns);
  take_figures (self, peer->writer.lane, &tidings);
  if (tidings.last && !peer->left)
    {
      peer->left = true;
      self->n_left++;
      atomic_fetch_sub_explicit (&self->pool.crew.status->alive, 1, memory_order_relaxed);
    }
}

static void
take (PlMpiParent *self, const MPI_Status *status)
{
  int64_t now_ns = pl_lane_now_ns (&self->pool.crew.writer);
  uint32_t lane = (uint32_t) status->MPI_SOURCE;
  int n = 0;

  MPI_Get_count (status, MPI_BYTE, &n);
  if (n < 0 || n > PL_MPI_PIECE ||
      MPI_Recv (self->buffer, n, MPI_BYTE, status->MPI_SOURCE, status->MPI_TAG, self->world->comm,
                MPI_STATUS_IGNORE) != MPI_SUCCESS)
    {
      pl_crew_fail (&self->pool.crew, PL_RUN_CHANNEL, EIO, 0, lane, 0);
      return;
    }
  /* Nobody waits longer for the time than it takes. */
  if (status->MPI_TAG == PL_MPI_PING)
    {
      if (!pl_mpi_clock_answer (self->world, status->MPI_SOURCE, pl_lane_now_ns (&self->pool.crew.writer)))
        pl_crew_fail (&self->pool.crew, PL_RUN_CHANNEL, EIO, 0, lane, 0);
    }
  else if (status->MPI_TAG == PL_MPI_TIDINGS)
    take_tidings (self, lane, (size_t) n, now_ns);
  else if (status->MPI_TAG == PL_MPI_RESULT)
    take_result (self, lane, (size_t) n);
}

/* Others want to be heard, too. */
#define MOST_IN_A_ROW 64

bool
pl_mpi_receive (PlMpiParent *self)
{
  MPI_Status status;
  int there = 1, n;

  for (n = 0; n < MOST_IN_A_ROW && !self->pool.crew.failed; n++)
    {
      if (MPI_Iprobe (MPI_ANY_SOURCE, MPI_ANY_TAG, self->world->comm, &there, &status) != MPI_SUCCESS)
        {
          pl_crew_fail (&self->pool.crew, PL_RUN_CHANNEL, EIO, 0, 0, 0);
          return true;
        }
      if (!there)
        break;
      if (n == 0)
        self->pool.receive_ns = pl_crew_now (&self->pool.crew);
      take (self, &status);
    }
  return n > 0;
}
