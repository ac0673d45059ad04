/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/channels/pl-pipe-message.h"
#include "engine/pool/pl-worker.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A private socket to the parent: a chunk comes, its results go. */

typedef struct {
  PlWorker *worker;
  int fd;
} Pipe;

/* Some bytes; 0: the parent has closed its end. */
static size_t
receive_some (Pipe *self)
{
  for (;;)
    {
      ssize_t n = recv (self->fd, self->worker->buffer, PL_WORKER_BUFFER, 0);

      if (n >= 0)
        return (size_t) n;
      if (errno == ECONNRESET)
        return 0;
      if (errno != EINTR)
        _exit (PL_WORKER_EXIT_CHANNEL);
    }
}

/* One whole message; its parameters are in values. False: no more tasks will come. */
static bool
receive (Pipe *self, PlPipeMessage *message)
{
  PlWorker *worker = self->worker;
  int whole = 0;

  /* The parent has to read the last result before it sends: there always is a wait. */
  pl_worker_enter_at_now (worker, PL_STATE_WAITING_TASK, 0);
  pl_pipe_message_expect (message, worker->workload, PL_TO_WORKER, worker->values, worker->bad);
  while (whole == 0)
    {
      bool first = !pl_pipe_message_has_header (message);
      size_t n = receive_some (self);

      if (n == 0)
        return false;
      if (first && worker->writer.records)
        pl_worker_read_clock (worker);
      whole = pl_pipe_message_take (message, worker->buffer, n);
      if (whole < 0)
        _exit (PL_WORKER_EXIT_CHANNEL);
      if (first && pl_pipe_message_has_header (message))
        {
          atomic_store_explicit (&worker->slot->held, message->header.chunk + 1,
                                 memory_order_relaxed);
          pl_worker_enter_at_now (worker, PL_STATE_RECEIVING, message->header.chunk);
        }
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
      ssize_t n = send (self->fd, worker->buffer, size, MSG_NOSIGNAL);

      if (n < 0 && errno != EINTR)
        _exit (PL_WORKER_EXIT_CHANNEL);
      done = n > 0 && pl_pipe_message_sent (&message, (size_t) n);
    }
  atomic_store_explicit (&worker->slot->held, 0, memory_order_relaxed);
  if (worker->writer.records)
    pl_worker_read_clock (worker);
}

void
pl_pipe_worker (PlWorker *worker, int fd)
{
  Pipe self = { worker, fd };
  PlPipeMessage message;

  if (worker->writer.records)
    pl_worker_read_clock (worker);
  while (receive (&self, &message))
    {
      pl_worker_do_chunk (worker, message.header.chunk);
      send_results (&self, &message.header);
    }
  pl_worker_finish (worker);
}
