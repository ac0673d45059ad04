/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/channels/pl-pipe-message.h"
#include "engine/pool/pl-gil.h"
#include "engine/pool/pl-worker.h"

#include <errno.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

/* A private socket to the parent: chunks come, the next one while this one is worked at; results go. */

typedef struct {
  PlWorker *worker;
  int fd;
  size_t pos, n;             /* what has come and was not yet looked at: worker->input[pos .. n) */
} Pipe;

/* Bytes; 0: the parent has closed its end; -1: none there, which can only be with MSG_DONTWAIT. */
static ssize_t
receive_some (Pipe *self, int flags)
{
  for (;;)
    {
      ssize_t n = recv (self->fd, self->worker->input, PL_WORKER_BUFFER, flags);

      if (n >= 0)
        return n;
      if (errno == ECONNRESET)
        return 0;
      if (errno == EAGAIN)
        return -1;
      if (errno != EINTR)
        _exit (PL_WORKER_EXIT_CHANNEL);
    }
}

/* See pl_chunk_is_brief (). */
#define LOOKS 3

static ssize_t
look_again (Pipe *self)
{
  ssize_t n = -1;

  for (int i = 0; n < 0 && i < LOOKS; i++)
    {
      sched_yield ();
      n = receive_some (self, MSG_DONTWAIT);
    }
  return n;
}

/* More to look at. Only a real wait between two messages is one. False: no more will come. */
static bool
fetch (Pipe *self, bool between)
{
  PlWorker *worker = self->worker;
  ssize_t n = receive_some (self, MSG_DONTWAIT);

  if (n < 0 && between)
    pl_worker_enter_at_now (worker, PL_STATE_WAITING_TASK, 0);
  if (n < 0 && pl_chunk_is_brief (worker->plan))
    n = look_again (self);
  if (n < 0)
    {
      pl_gil_release ();
      n = receive_some (self, 0);
      pl_gil_take ();
    }
  self->pos = 0;
  self->n = (size_t) n;
  /* Nothing is received before it was sent: the clock that was read before that will not do. */
  if (between && worker->writer.records)
    pl_worker_read_clock (worker);
  return n > 0;
}

/* From here on it is this worker's. False: while it lay here, it was taken back and given to somebody who is free. */
static bool
begin (PlWorker *worker, const PlPipeHeader *header)
{
  uint64_t queued = PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, header->attempt);
  uint64_t held = PL_CHUNK_WORD (PL_CHUNK_HELD, worker->lane, header->attempt);

  if (!atomic_compare_exchange_strong (&worker->arena->chunks[header->chunk], &queued, held))
    return false;
  pl_worker_enter_at_now (worker, PL_STATE_RECEIVING, header->chunk);
  return true;
}

/* One whole message, and whether it is wanted; its parameters are in values. False: no more will come. */
static bool
receive_one (Pipe *self, PlPipeMessage *message, bool *wanted)
{
  PlWorker *worker = self->worker;
  int whole = 0;

  pl_pipe_message_expect (message, worker->workload, PL_TO_WORKER, worker->values, worker->bad);
  *wanted = false;
  while (whole == 0)
    {
      bool first = !pl_pipe_message_has_header (message);
      size_t used;

      if (self->pos == self->n && !fetch (self, message->pos == 0))
        return false;
      whole = pl_pipe_message_take (message, worker->input + self->pos, self->n - self->pos, &used);
      if (whole < 0)
        _exit (PL_WORKER_EXIT_CHANNEL);
      self->pos += used;
      if (first && pl_pipe_message_has_header (message))
        *wanted = begin (worker, &message->header);
    }
  return true;
}

static void
send_results (Pipe *self, const PlPipeHeader *task)
{
  PlWorker *worker = self->worker;
  PlPipeMessage message;
  bool done = false;

  pl_worker_enter_at_now (worker, PL_STATE_SENDING, task->chunk);
  pl_pipe_message_compose (&message, worker->workload, PL_TO_PARENT, task->chunk, task->attempt,
                           worker->lane, worker->values);
  while (!done)
    {
      size_t size = pl_pipe_message_peek (&message, worker->buffer, PL_WORKER_BUFFER);
      ssize_t n = send (self->fd, worker->buffer, size, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno == EAGAIN)
        {
          pl_gil_release ();
          n = send (self->fd, worker->buffer, size, MSG_NOSIGNAL);
          pl_gil_take ();
        }
      if (n < 0 && errno != EINTR)
        _exit (PL_WORKER_EXIT_CHANNEL);
      done = n > 0 && pl_pipe_message_sent (&message, (size_t) n);
    }
  if (worker->writer.records)
    pl_worker_read_clock (worker);
}

void
pl_pipe_worker (PlWorker *worker, int fd)
{
  Pipe self = { .worker = worker, .fd = fd };
  PlPipeMessage message;
  bool wanted;

  if (worker->writer.records)
    pl_worker_read_clock (worker);
  while (receive_one (&self, &message, &wanted))
    if (wanted)
      {
        pl_worker_do_chunk (worker, message.header.chunk);
        send_results (&self, &message.header);
        if (pl_worker_is_spent (worker))
          break;
      }
}
