/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/channels/pl-pipe-message.h"
#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One socket pair a worker; the parent gives a chunk to whoever is free. What a worker holds is
 * what it was last sent, so its death leaves no doubt; its socket, with whatever was torn in it, is
 * thrown away. */

#define BUFFER_SIZE (128u << 10)

typedef struct {
  int fd, child_fd;          /* -1: none */
  bool busy;                 /* has a chunk whose result has not come */
  bool sending;              /* out is not all sent */
  uint32_t chunk;
  PlPipeMessage out, in;
} Wire;

typedef struct {
  Wire *wires;               /* by lane */
  uint8_t *buffer;
  uint32_t n_idle, next;     /* workers without a chunk; where to look for one first */
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

/* As much as the socket takes. An error means that the worker is dead: its funeral comes by
 * SIGCHLD. */
static void
send_more (PlPool *pool, Pipe *self, uint32_t lane)
{
  Wire *wire = &self->wires[lane];
  bool was_partial = wire->out.pos > 0;

  while (wire->sending)
    {
      size_t size = pl_pipe_message_peek (&wire->out, self->buffer, BUFFER_SIZE);
      ssize_t n = send (wire->fd, self->buffer, size, MSG_DONTWAIT | MSG_NOSIGNAL);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        break;
      wire->sending = !pl_pipe_message_sent (&wire->out, (size_t) n);
    }
  if (was_partial || wire->sending)
    pl_pool_rewatch (pool, wire->fd, lane,
                     EPOLLIN | (wire->sending && errno == EAGAIN ? EPOLLOUT : 0));
}

static void
hand_out (PlPool *pool, Pipe *self, uint32_t lane, uint32_t chunk)
{
  Wire *wire = &self->wires[lane];

  extend_run (pool, self, chunk);
  wire->busy = wire->sending = true;
  wire->chunk = chunk;
  self->n_idle--;
  pl_pipe_message_compose (&wire->out, &pool->workload, PL_TO_WORKER, chunk,
                           pool->chunks[chunk].attempt, lane,
                           pool->workload.params + pl_chunk_first (pool->plan, chunk));
  pl_pipe_message_expect (&wire->in, &pool->workload, PL_TO_PARENT, NULL, NULL);
  send_more (pool, self, lane);
}

static void
pipe_turn (PlPool *pool)
{
  Pipe *self = pool->channel;
  uint32_t chunk;

  for (uint32_t i = 0; i < pool->n_lanes && self->n_idle > 0 && pl_pool_has_chunk (pool); i++)
    {
      uint32_t lane = self->next % pool->n_lanes + 1;

      self->next++;
      if (self->wires[lane].fd >= 0 && !self->wires[lane].busy && pl_pool_take_chunk (pool, &chunk))
        hand_out (pool, self, lane, chunk);
    }
  end_run (pool, self);
}

/* --- receiving --- */

static void
take (PlPool *pool, Pipe *self, uint32_t lane, size_t n)
{
  Wire *wire = &self->wires[lane];
  int whole = wire->busy ? pl_pipe_message_take (&wire->in, self->buffer, n) : -EBADMSG;

  if (whole == 1 && wire->in.header.chunk != wire->chunk)
    whole = -EBADMSG;
  if (whole < 0)
    {
      pl_crew_fail (&pool->crew, PL_RUN_CHANNEL, -whole, 0, lane, 0);
      return;
    }
  if (whole == 0)
    return;
  wire->busy = false;
  self->n_idle++;
  pl_pool_accept (pool, wire->chunk, lane, wire->in.body.right, wire->in.body.wrong);
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
  if ((events & EPOLLOUT) && wire->sending)
    {
      pl_pool_publish (pool);
      extend_run (pool, self, wire->chunk);
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
  if (wire->busy)
    pl_pool_chunk_lost (pool, wire->chunk);
  else
    self->n_idle--;
  wire->busy = wire->sending = false;
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
  if (!self->wires || !self->buffer)
    return -ENOMEM;
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
pipe_work (PlPool *pool, uint32_t lane)
{
  Pipe *self = pool->channel;

  pl_pipe_worker (&pool->worker, self->wires[lane].child_fd);
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
  self->n_idle++;
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
