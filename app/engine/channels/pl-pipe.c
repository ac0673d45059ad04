/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/channels/pl-pipe-message.h"
#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* One socket pair a worker. The parent gives a chunk to whoever is free, and a second one, which is under way
 * while the first is worked at: so nobody waits for the round trip. When others have nothing left to do, it is taken
 * back from a worker that has not begun with it: the chunk's word in the arena decides, which a worker changes when it
 * begins, and the parent when it takes it back. What a worker holds is what it was sent and has not answered, so its
 * death leaves no doubt; its socket, with whatever was torn in it, is thrown away. */

#define BUFFER_SIZE (128u << 10)
/* Chunks a worker may have: the one it is at, and the one under way. */
#define DEPTH 2
/* What is larger does not fit into a socket that nobody reads from, and its round trip is none of its cares. */
#define MAX_AHEAD (16u << 10)

typedef struct {
  int fd, child_fd;          /* -1: none */
  uint32_t n;                /* chunks it was given and has not answered, */
  uint32_t chunks[DEPTH];    /* ... oldest first */
  uint32_t n_out;            /* messages not all sent: those of the last so many chunks, */
  PlPipeMessage out[DEPTH];  /* ... oldest first */
  PlPipeMessage in;
  uint32_t n_given;          /* chunks its worker was given, those that were taken back apart */
  bool listed;               /* in self->ready */
  bool watched;              /* for room in the socket */
} Wire;

typedef struct {
  Wire *wires;               /* by lane */
  uint8_t *buffer;
  uint32_t *ready, n_ready;  /* lanes that could have another chunk, who waits longest first; some may be gone */
  uint32_t n_ahead;          /* lanes that have a second one */
  bool ahead;                /* they may */
  uint32_t run_first, run_n; /* chunks sent in a row, to become one record */
  int64_t run_ns;
} Pipe;

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

/* --- sending --- */

static void
end_run (PlPool *pool, Pipe *self)
{
  if (self->run_n > 0)
    pl_crew_record (&pool->crew, self->run_ns, PL_STATE_SENDING, self->run_first, (uint16_t) self->run_n);
  self->run_n = 0;
}

/* Called before the first byte goes out: nobody may have received it earlier than that. */
static void
extend_run (PlPool *pool, Pipe *self, uint32_t chunk)
{
  if (self->run_n > 0 && chunk == self->run_first + self->run_n && self->run_n < UINT16_MAX)
    {
      self->run_n++;
      return;
    }
  end_run (pool, self);
  self->run_first = chunk;
  self->run_n = 1;
  self->run_ns = pl_crew_now (&pool->crew);
}

/* The next bytes for a worker, of both messages if there are two. */
static size_t
peek (Pipe *self, Wire *wire)
{
  size_t size = 0;

  for (uint32_t i = 0; i < wire->n_out; i++)
    {
      size_t before = size;

      size += pl_pipe_message_peek (&wire->out[i], self->buffer + size, BUFFER_SIZE - size);
      if (size - before < wire->out[i].size - wire->out[i].pos)
        break;
    }
  return size;
}

static void
note_sent (Wire *wire, size_t n)
{
  while (n > 0)
    {
      size_t left = wire->out[0].size - wire->out[0].pos, part = n < left ? n : left;

      n -= part;
      if (!pl_pipe_message_sent (&wire->out[0], part))
        continue;
      wire->n_out--;
      if (wire->n_out > 0)
        wire->out[0] = wire->out[1];
    }
}

/* As much as the socket takes. An error means that the worker is dead: its funeral comes by
 * SIGCHLD. */
static void
send_more (PlPool *pool, Pipe *self, uint32_t lane)
{
  Wire *wire = &self->wires[lane];
  bool full = false;

  while (wire->n_out > 0)
    {
      ssize_t n = send (wire->fd, self->buffer, peek (self, wire), MSG_DONTWAIT | MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      full = n < 0 && errno == EAGAIN;
      if (n < 0)
        break;
      note_sent (wire, (size_t) n);
    }
  if (wire->watched != full)
    pl_pool_rewatch (pool, wire->fd, lane, EPOLLIN | (full ? EPOLLOUT : 0));
  wire->watched = full;
}

static void
note_ready (Pipe *self, uint32_t lane)
{
  if (!self->wires[lane].listed)
    self->ready[self->n_ready++] = lane;
  self->wires[lane].listed = true;
}

static void
hand_out (PlPool *pool, Pipe *self, uint32_t lane, uint32_t chunk)
{
  Wire *wire = &self->wires[lane];

  extend_run (pool, self, chunk);
  wire->chunks[wire->n++] = chunk;
  wire->n_given++;
  self->n_ahead += wire->n == DEPTH;
  pl_pipe_message_compose (&wire->out[wire->n_out++], &pool->workload, PL_TO_WORKER, chunk,
                           pool->chunks[chunk].attempt, lane,
                           pool->workload.params + pl_chunk_first (pool->plan, chunk));
}

/* A worker that is to be recycled has all it will ever do. */
static bool
is_spent (PlPool *pool, const Wire *wire)
{
  return pool->plan->tasks_per_worker > 0 && wire->n_given >= pool->plan->tasks_per_worker;
}

/* To those that have no more than n. */
static void
hand_out_to (PlPool *pool, Pipe *self, uint32_t n)
{
  uint32_t chunk;

  for (uint32_t i = 0; i < self->n_ready && pl_pool_has_chunk (pool); i++)
    {
      uint32_t lane = self->ready[i];

      if (self->wires[lane].fd >= 0 && self->wires[lane].n <= n && !is_spent (pool, &self->wires[lane]) &&
          pl_pool_take_chunk (pool, &chunk))
        hand_out (pool, self, lane, chunk);
    }
}

/* The chunk that waits behind another one, if it is all there and its worker has not begun with it. */
static bool
take_back (PlPool *pool, Pipe *self, uint32_t lane)
{
  Wire *wire = &self->wires[lane];
  uint32_t chunk = wire->chunks[DEPTH - 1];
  uint64_t queued, next;

  if (wire->fd < 0 || wire->n < DEPTH || wire->n_out > 0)
    return false;
  queued = PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, pool->chunks[chunk].attempt);
  next = PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, (uint16_t) (pool->chunks[chunk].attempt + 1));
  if (!atomic_compare_exchange_strong (&pool->arena.chunks[chunk], &queued, next))
    return false;
  wire->n--;
  wire->n_given--;
  self->n_ahead--;
  note_ready (self, lane);
  pl_pool_chunk_lost (pool, chunk);
  return true;
}

/* Nothing is left to hand out: who is free gets what others have not begun with. */
static void
share (PlPool *pool, Pipe *self)
{
  uint32_t n_free = 0;

  for (uint32_t i = 0; i < self->n_ready; i++)
    n_free += self->wires[self->ready[i]].fd >= 0 && self->wires[self->ready[i]].n == 0 &&
              !is_spent (pool, &self->wires[self->ready[i]]);
  for (uint32_t lane = 1; lane <= pool->n_lanes && n_free > 0 && self->n_ahead > 0; lane++)
    n_free -= take_back (pool, self, lane);
  hand_out_to (pool, self, 0);
}

/* Whoever has room for more stays on the list. */
static void
send_all (PlPool *pool, Pipe *self)
{
  uint32_t n = 0;

  for (uint32_t i = 0; i < self->n_ready; i++)
    {
      uint32_t lane = self->ready[i];
      Wire *wire = &self->wires[lane];

      if (wire->fd >= 0 && wire->n_out > 0 && !wire->watched)
        send_more (pool, self, lane);
      wire->listed = wire->fd >= 0 && wire->n < DEPTH;
      if (wire->listed)
        self->ready[n++] = lane;
    }
  self->n_ready = n;
}

static void
pipe_turn (PlPool *pool)
{
  Pipe *self = pool->channel;
  uint32_t n_left;

  hand_out_to (pool, self, 0);
  /* The last few are for those who will be free. */
  n_left = pool->released - pool->next_chunk + pool->n_again;
  if (self->ahead && n_left > pool->n_lanes)
    hand_out_to (pool, self, DEPTH - 1);
  if (self->n_ahead > 0 && !pl_pool_has_chunk (pool))
    share (pool, self);
  send_all (pool, self);
  end_run (pool, self);
}

/* --- receiving --- */

static void
take_answer (PlPool *pool, Pipe *self, uint32_t lane)
{
  Wire *wire = &self->wires[lane];
  uint32_t chunk = wire->chunks[0];

  self->n_ahead -= wire->n == DEPTH;
  wire->n--;
  wire->chunks[0] = wire->chunks[1];
  note_ready (self, lane);
  pl_pool_accept (pool, chunk, lane, &wire->in.body.tally);
  pl_pipe_message_expect (&wire->in, &pool->workload, PL_TO_PARENT, NULL, NULL);
}

static void
take (PlPool *pool, Pipe *self, uint32_t lane, size_t n)
{
  Wire *wire = &self->wires[lane];
  const uint8_t *bytes = self->buffer;

  while (n > 0)
    {
      size_t used = 0;
      /* Nobody answers what was not all sent. */
      int whole = wire->n > wire->n_out ? pl_pipe_message_take (&wire->in, bytes, n, &used) : -EBADMSG;

      if (whole == 1 && wire->in.header.chunk != wire->chunks[0])
        whole = -EBADMSG;
      if (whole < 0)
        {
          pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, -whole, 0, lane, 0);
          return;
        }
      if (whole == 1)
        take_answer (pool, self, lane);
      bytes += used;
      n -= used;
    }
}

/* Bytes read; 0: none there, now or ever. */
static size_t
receive_some (PlPool *pool, Pipe *self, uint32_t lane)
{
  Wire *wire = &self->wires[lane];
  ssize_t n;

  do
    n = recv (wire->fd, self->buffer, BUFFER_SIZE, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n > 0)
    take (pool, self, lane, (size_t) n);
  else if (n == 0 || errno != EAGAIN)
    epoll_ctl (pool->epoll_fd, EPOLL_CTL_DEL, wire->fd, NULL);  /* it would be told for ever */
  return n > 0 ? (size_t) n : 0;
}

static void
pipe_event (PlPool *pool, uint32_t lane, uint32_t events)
{
  Pipe *self = pool->channel;
  Wire *wire = &self->wires[lane];

  if (wire->fd < 0)
    return;
  if ((events & EPOLLOUT) && wire->n_out > 0)
    {
      pl_pool_publish (pool);
      extend_run (pool, self, wire->chunks[wire->n - wire->n_out]);
      send_more (pool, self, lane);
      end_run (pool, self);
      pool->receive_ns = pl_crew_now (&pool->crew);
    }
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
    receive_some (pool, self, lane);
}

/* --- death --- */

static void
pipe_drain (PlPool *pool, uint32_t lane)
{
  Pipe *self = pool->channel;

  if (self->wires[lane].fd >= 0)
    while (receive_some (pool, self, lane) > 0 && !pool->crew.failed)
      ;
}

static void
pipe_reclaim (PlPool *pool, uint32_t lane)
{
  Pipe *self = pool->channel;
  Wire *wire = &self->wires[lane];

  if (wire->fd < 0)
    return;
  close_fd (&wire->fd);
  self->n_ahead -= wire->n == DEPTH;
  for (uint32_t i = 0; i < wire->n; i++)
    {
      uint32_t chunk = wire->chunks[i];

      pl_pool_chunk_lost (pool, chunk);
      atomic_store (&pool->arena.chunks[chunk],
                    PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, pool->chunks[chunk].attempt));
    }
  wire->n = wire->n_out = 0;
  wire->watched = false;
}

/* --- making it --- */

static int
pipe_open (PlPool *pool)
{
  Pipe *self = calloc (1, sizeof *self);

  if (!self)
    return -ENOMEM;
  pool->channel = self;
  self->wires = calloc (pool->n_lanes + 1, sizeof *self->wires);
  self->buffer = malloc (BUFFER_SIZE);
  self->ready = calloc (pool->n_lanes + 1, sizeof *self->ready);
  if (!self->wires || !self->buffer || !self->ready)
    return -ENOMEM;
  self->ahead = pl_body_size (pool->plan, pool->plan->chunk) <= MAX_AHEAD;
  for (uint32_t i = 0; i <= pool->n_lanes; i++)
    self->wires[i].fd = self->wires[i].child_fd = -1;
  return 0;
}

static void
pipe_close (PlPool *pool)
{
  Pipe *self = pool->channel;

  if (!self)
    return;
  for (uint32_t i = 1; self->wires && i <= pool->n_lanes; i++)
    {
      close_fd (&self->wires[i].fd);
      close_fd (&self->wires[i].child_fd);
    }
  free (self->wires);
  free (self->buffer);
  free (self->ready);
  free (self);
  pool->channel = NULL;
}

static int
pipe_prepare (PlPool *pool, uint32_t lane, int *keep)
{
  Pipe *self = pool->channel;
  Wire *wire = &self->wires[lane];
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
    return -errno;
  wire->fd = fds[0];
  wire->child_fd = fds[1];
  keep[0] = wire->child_fd;
  return 1;
}

static void
pipe_work (PlWorker *worker, const int *fds)
{
  pl_pipe_worker (worker, fds[0]);
}

static void
pipe_forked (PlPool *pool, uint32_t lane, bool born)
{
  Pipe *self = pool->channel;
  Wire *wire = &self->wires[lane];
  int error;

  close_fd (&wire->child_fd);
  if (!born)
    {
      close_fd (&wire->fd);
      return;
    }
  pl_pipe_message_expect (&wire->in, &pool->workload, PL_TO_PARENT, NULL, NULL);
  wire->n_given = 0;
  note_ready (self, lane);
  error = pl_pool_watch (pool, wire->fd, lane, EPOLLIN);
  if (error < 0)
    pl_crew_fail (&pool->crew, PL_RUN_DESCRIPTORS, -error, 0, lane, pool->n_lanes);
}

static void
pipe_finish (PlPool *pool)
{
  Pipe *self = pool->channel;

  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    close_fd (&self->wires[i].fd);
}

const PlChannelOps pl_pipe_ops = {
  .open = pipe_open,
  .close = pipe_close,
  .prepare = pipe_prepare,
  .work = pipe_work,
  .forked = pipe_forked,
  .event = pipe_event,
  .turn = pipe_turn,
  .drain = pipe_drain,
  .reclaim = pipe_reclaim,
  .finish = pipe_finish,
  .tick_ms = -1,
};
