/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-frame.h"
#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One shared pipe of tasks, one of results. The parent's ends do not block, so two full pipes are
 * no deadlock.
 *
 * Where a worker may die, and what is done about it:
 *  - waiting for a lock or an empty pipe: nothing was taken. The lock names its owner: the parent
 *    takes it from the dead one.
 *  - after reading a message, before noting that it is held: which message that was is bounded by
 *    the slot's reading_from and reading_n. Each of them that nobody has come to hold is sent again
 *    as a new attempt; its old copy, if it still is in the pipe, is skipped by whoever reads it.
 *  - later, up to the last frame of its result: the chunk is held by it, and is sent again.
 *  - in the middle of writing a result: whole frames are there and the last ones missing; the next
 *    writer's first frame tells, and what there was is dropped.
 *  - after the last frame: the result counts; it is read before anything is decided. */

enum { TAG_TASKS = 1, TAG_RESULTS = 2 };

#define WANTED_PIPE_SIZE (1 << 20)
#define IN_SIZE (256u << 10)

typedef struct { uint32_t chunk, attempt; } Sent;

typedef struct {
  int tasks[2], results[2];
  uint32_t frame_size;
  size_t results_capacity;
  /* sending */
  uint8_t out[PL_FRAME_MAX]; /* a batch of frames, of consecutive chunks, not yet written */
  uint32_t out_size;
  uint32_t out_chunk;        /* the first chunk in out */
  uint32_t out_n;            /* chunks in out */
  bool in_message;           /* frame and body are in the middle of one */
  bool watching;             /* for room in the pipe */
  PlFrame frame;
  PlBody body;
  Sent *sent;                /* all messages, by sequence */
  uint32_t n_sent, sent_room;
  uint32_t run_first, run_n; /* chunks sent in a row, to become one record */
  int64_t run_ns;
  /* receiving */
  uint8_t *in;
  bool in_result;            /* last and result are in the middle of one */
  PlFrame last;
  PlBody result;
} Queue;

/* --- sending --- */

static int
note_sent (Queue *self, uint32_t chunk, uint32_t attempt)
{
  if (self->n_sent == self->sent_room)
    {
      uint32_t room = self->sent_room ? self->sent_room * 2 : 1024;
      Sent *sent = realloc (self->sent, room * sizeof *sent);

      if (!sent)
        return -ENOMEM;
      self->sent = sent;
      self->sent_room = room;
    }
  self->sent[self->n_sent++] = (Sent) { chunk, attempt };
  return 0;
}

static bool
begin_message (PlPool *pool, Queue *self, uint32_t chunk)
{
  const PlPlanData *plan = pool->plan;
  uint32_t first = pl_chunk_first (plan, chunk);

  self->frame = (PlFrame) {
    .chunk = chunk, .sequence = self->n_sent, .attempt = pool->chunks[chunk].attempt,
    .n = pl_frame_count (plan, self->frame_size, chunk),
  };
  pl_body_init (&self->body, &pool->workload, PL_TO_WORKER, first, pl_chunk_size (plan, chunk),
                pool->workload.params + first, NULL);
  self->in_message = true;
  if (note_sent (self, chunk, self->frame.attempt) == 0)
    return true;
  pl_crew_fail (&pool->crew, PL_RUN_MEMORY, ENOMEM, 0, 1, 0);
  return false;
}

/* The chunk that comes next must follow on the last one of the batch, so that one record can tell
 * of both. */
static bool
next_follows (PlPool *pool, Queue *self)
{
  return self->out_n == 0 ||
         (pool->n_again == 0 && pool->next_chunk == self->out_chunk + self->out_n);
}

/* Fills out, as far as there is something to send. */
static void
compose (PlPool *pool, Queue *self)
{
  while (self->out_size + self->frame_size <= sizeof self->out)
    {
      uint32_t chunk;

      if (!self->in_message)
        {
          if (!pl_pool_has_chunk (pool) || !next_follows (pool, self))
            break;
          pl_pool_take_chunk (pool, &chunk);
          if (!begin_message (pool, self, chunk))
            break;
        }
      if (self->out_n == 0)
        self->out_chunk = self->frame.chunk;
      self->out_n = self->frame.chunk - self->out_chunk + 1;
      pl_frame_write (&self->frame, &self->body, self->out + self->out_size, self->frame_size);
      self->out_size += self->frame_size;
      if (self->frame.index == self->frame.n)
        self->in_message = false;
    }
}

static void
end_run (PlPool *pool, Queue *self)
{
  if (self->run_n > 0)
    pl_crew_record (&pool->crew, self->run_ns, PL_STATE_SENDING, self->run_first, (uint16_t) self->run_n);
  self->run_n = 0;
}

/* The batch is in the pipe since began_ns. */
static void
extend_run (PlPool *pool, Queue *self, int64_t began_ns)
{
  uint32_t end = self->out_chunk + self->out_n;
  bool follows = self->run_n > 0 && self->out_chunk >= self->run_first &&
                 self->out_chunk <= self->run_first + self->run_n &&
                 end - self->run_first <= UINT16_MAX;

  if (!follows)
    {
      end_run (pool, self);
      self->run_first = self->out_chunk;
      self->run_ns = began_ns;
    }
  self->run_n = end - self->run_first;
  self->out_size = 0;
  self->out_n = 0;
}

static void
watch_room (PlPool *pool, Queue *self, bool watching)
{
  if (self->watching == watching)
    return;
  self->watching = watching;
  pl_pool_rewatch (pool, self->tasks[1], TAG_TASKS, watching ? EPOLLOUT : 0);
}

static void
queue_turn (PlPool *pool)
{
  Queue *self = pool->channel;
  bool full = false;

  if (pool->finishing)
    return;
  while (!full && !pool->crew.failed)
    {
      int64_t began_ns;
      ssize_t n;

      compose (pool, self);
      if (self->out_size == 0)
        break;
      began_ns = self->run_n == 0 ? pl_crew_now (&pool->crew) : self->run_ns;
      /* At most PIPE_BUF: all of it or nothing. */
      n = write (self->tasks[1], self->out, self->out_size);
      if (n == (ssize_t) self->out_size)
        extend_run (pool, self, self->run_n > 0 && self->out_chunk != self->run_first + self->run_n
                                ? pl_crew_now (&pool->crew) : began_ns);
      else if (n < 0 && errno == EAGAIN)
        full = true;
      else if (n >= 0 || errno != EINTR)
        pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, n < 0 ? errno : EIO, 0, 0, 0);
    }
  end_run (pool, self);
  watch_room (pool, self, full);
}

/* --- receiving --- */

static void
take_frame (PlPool *pool, Queue *self, const uint8_t *bytes)
{
  PlFrame frame;

  memcpy (&frame, bytes, sizeof frame);
  if (!pl_frame_is_valid (&frame, pool->plan, self->frame_size) || frame.lane < 1 ||
      frame.lane > pool->n_lanes)
    {
      pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, EBADMSG, 0, 0, 0);
      return;
    }
  if (frame.index == 0)
    pl_body_init (&self->result, &pool->workload, PL_TO_PARENT,
                  pl_chunk_first (pool->plan, frame.chunk),
                  pl_chunk_size (pool->plan, frame.chunk), NULL, NULL);
  else if (!self->in_result || frame.chunk != self->last.chunk ||
           frame.attempt != self->last.attempt ||
           frame.lane != self->last.lane || frame.index != self->last.index + 1)
    {
      self->in_result = false;
      return;
    }
  self->last = frame;
  self->in_result = frame.index + 1 < frame.n;
  pl_frame_read_body (&self->result, bytes, self->frame_size);
  if (!self->in_result)
    pl_pool_accept (pool, frame.chunk, frame.lane, &self->result.tally);
}

/* Bytes read; 0: none there. */
static size_t
read_results (PlPool *pool, Queue *self)
{
  ssize_t n;

  do
    n = read (self->results[0], self->in, IN_SIZE);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno != EAGAIN)
    pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, errno, 0, 0, 0);
  if (n > 0 && n % self->frame_size != 0)
    pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, EBADMSG, 0, 0, 0);
  for (ssize_t at = 0; at < n && !pool->crew.failed; at += self->frame_size)
    take_frame (pool, self, self->in + at);
  return n > 0 ? (size_t) n : 0;
}

static void
queue_event (PlPool *pool, uint32_t tag, uint32_t events)
{
  if (tag == TAG_RESULTS)
    read_results (pool, pool->channel);
}

/* --- death --- */

/* What the dead one wrote stands in the pipe by now, and that holds so much: the living may go on
 * writing. */
static void
queue_drain (PlPool *pool, uint32_t lane)
{
  Queue *self = pool->channel;
  size_t total = 0, n;

  do
    total += n = read_results (pool, self);
  while (n > 0 && total <= self->results_capacity && !pool->crew.failed);
  if (self->in_result && self->last.lane == lane)
    self->in_result = false;
}

static void
send_again (PlPool *pool, uint32_t chunk)
{
  pl_pool_chunk_lost (pool, chunk);
  atomic_store (&pool->arena.chunks[chunk],
                PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, pool->chunks[chunk].attempt));
}

/* It holds the chunk for certain. */
static void
reclaim_held (PlPool *pool, uint32_t lane, uint32_t chunk)
{
  uint64_t word = atomic_load (&pool->arena.chunks[chunk]);

  if (word >> 32 == PL_CHUNK_WORD (PL_CHUNK_HELD, lane, 0) >> 32 && !pool->chunks[chunk].accepted &&
      !pool->chunks[chunk].poisoned)
    send_again (pool, chunk);
}

/* It may have read the message; so may, at this very moment, somebody else. */
static void
reclaim_doubtful (PlPool *pool, uint32_t lane, const Sent *sent)
{
  uint64_t word = PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, sent->attempt);
  uint64_t next = PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, (uint16_t) (sent->attempt + 1));

  if (atomic_compare_exchange_strong (&pool->arena.chunks[sent->chunk], &word, next))
    send_again (pool, sent->chunk);
  else
    reclaim_held (pool, lane, sent->chunk);
}

/* Whoever waits for what it held may have it. */
static void
free_locks (PlPool *pool, uint32_t lane)
{
  PlShared *shared = pool->arena.shared;

  /* Nobody knows whether it had read the next message. */
  if (pl_shared_lock_is_of (&shared->tasks, lane))
    shared->uncertain++;
  pl_shared_lock_free_dead (&shared->tasks, lane);
  pl_shared_lock_free_dead (&shared->results, lane);
}

static void
reclaim_chunks (PlPool *pool, uint32_t lane)
{
  Queue *self = pool->channel;
  const PlSlot *slot = &pool->arena.slots[lane];
  uint32_t held = atomic_load (&slot->held);

  if (held > 0 && held <= pool->n_chunks)
    reclaim_held (pool, lane, held - 1);
  if (!atomic_load (&slot->reading))
    return;
  for (uint32_t i = 0; i < slot->reading_n && slot->reading_from + i < self->n_sent; i++)
    reclaim_doubtful (pool, lane, &self->sent[slot->reading_from + i]);
}

static void
queue_reclaim (PlPool *pool, uint32_t lane)
{
  reclaim_chunks (pool, lane);
  free_locks (pool, lane);
}

/* --- making it --- */

static int
open_pipe (int *fds)
{
  if (pipe2 (fds, O_CLOEXEC) < 0)
    return -errno;
  /* Best effort: an ordinary user has so much, unless many runs go on at once. */
  fcntl (fds[1], F_SETPIPE_SZ, WANTED_PIPE_SIZE);
  return 0;
}

static int
queue_open (PlPool *pool)
{
  Queue *self = calloc (1, sizeof *self);
  int error;

  if (!self)
    return -ENOMEM;
  pool->channel = self;
  self->tasks[0] = self->tasks[1] = self->results[0] = self->results[1] = -1;
  self->frame_size = pl_frame_size (pool->plan);
  self->in = malloc (IN_SIZE);
  if (!self->in)
    return -ENOMEM;
  if ((error = open_pipe (self->tasks)) < 0 || (error = open_pipe (self->results)) < 0)
    return error;
  /* All but the workers' end of results: there a worker may as well wait. */
  fcntl (self->tasks[0], F_SETFL, O_NONBLOCK);
  fcntl (self->tasks[1], F_SETFL, O_NONBLOCK);
  fcntl (self->results[0], F_SETFL, O_NONBLOCK);
  self->results_capacity = (size_t) fcntl (self->results[1], F_GETPIPE_SZ);
  if ((error = pl_pool_watch (pool, self->tasks[1], TAG_TASKS, 0)) < 0)
    return error;
  return pl_pool_watch (pool, self->results[0], TAG_RESULTS, EPOLLIN);
}

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

static void
queue_close (PlPool *pool)
{
  Queue *self = pool->channel;

  if (!self)
    return;
  for (int i = 0; i < 2; i++)
    {
      close_fd (&self->tasks[i]);
      close_fd (&self->results[i]);
    }
  free (self->in);
  free (self->sent);
  free (self);
  pool->channel = NULL;
}

static int
queue_prepare (PlPool *pool, uint32_t lane, int *keep)
{
  Queue *self = pool->channel;

  keep[0] = self->tasks[0];
  keep[1] = self->results[1];
  return 2;
}

static void
queue_work (PlWorker *worker, const int *fds)
{
  pl_queue_worker (worker, fds[0], fds[1]);
}

static void
queue_forked (PlPool *pool, uint32_t lane, bool born)
{
}

/* Readers find the end of the pipe. The parent's own reading end stays open until nobody writes any
 * more. */
static void
queue_finish (PlPool *pool)
{
  Queue *self = pool->channel;

  close_fd (&self->tasks[1]);
}

const PlChannelOps pl_queue_ops = {
  .open = queue_open,
  .close = queue_close,
  .prepare = queue_prepare,
  .work = queue_work,
  .forked = queue_forked,
  .event = queue_event,
  .turn = queue_turn,
  .drain = queue_drain,
  .reclaim = queue_reclaim,
  .finish = queue_finish,
  .tick_ms = -1,
};
