/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-frame.h"
#include "engine/pool/pl-gil.h"
#include "engine/pool/pl-worker.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

/* Takes turns at the one pipe of tasks and the one of results, each under its lock. See pl-queue.c
 * for what becomes of a worker that is killed at any of these lines. */

typedef struct {
  PlWorker *worker;
  int tasks_fd, results_fd;  /* tasks_fd does not block */
  uint32_t frame_size;
  unsigned turns;            /* at a lock, before falling asleep */
} Queue;

/* A microsecond or two: about as long as somebody has a lock. Who waits so shortly has not waited. */
#define TURNS 100

static PlSharedLock *
lock_of (Queue *self, PlLockId id)
{
  PlShared *shared = self->worker->arena->shared;

  return id == PL_LOCK_TASKS ? &shared->tasks : &shared->results;
}

static void
lock (Queue *self, PlLockId id)
{
  PlWorker *worker = self->worker;
  uint32_t holder;

  if (pl_shared_lock_try (lock_of (self, id), worker->lane, &holder) ||
      pl_shared_lock_spin (lock_of (self, id), worker->lane, self->turns))
    return;
  pl_worker_enter_at_now (worker, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (id, holder));
  pl_gil_release ();
  pl_shared_lock_take (lock_of (self, id), worker->lane);
  pl_gil_take ();
  if (worker->writer.records)
    pl_worker_read_clock (worker);
}

static void
unlock (Queue *self, PlLockId id)
{
  pl_shared_lock_leave (lock_of (self, id));
}

/* At least one whole frame, at most max. False: there will be no more. When the pipe is empty and
 * `announce`, that wait is on record. */
static bool
read_frames (Queue *self, uint32_t max, bool announce, uint32_t *n)
{
  PlWorker *worker = self->worker;
  size_t room = (size_t) max * self->frame_size;

  for (;;)
    {
      ssize_t got = read (self->tasks_fd, worker->buffer,
                          room < PL_WORKER_BUFFER ? room : PL_WORKER_BUFFER);

      if (got == 0)
        return false;
      if (got > 0 && got % self->frame_size == 0)
        {
          *n = (uint32_t) ((size_t) got / self->frame_size);
          return true;
        }
      if (got < 0 && errno == EAGAIN)
        {
          struct pollfd wait = { .fd = self->tasks_fd, .events = POLLIN };

          if (announce)
            pl_worker_enter_at_now (worker, PL_STATE_WAITING_TASK, 0);
          pl_gil_release ();
          poll (&wait, 1, -1);
          pl_gil_take ();
          if (announce && worker->writer.records)
            pl_worker_read_clock (worker);
          announce = false;
        }
      else if (got > 0 || errno != EINTR)
        {
          _exit (PL_WORKER_EXIT_CHANNEL);
        }
    }
}

/* Under the lock: the head of the next message that is still wanted; it is held from then on.
 * Frames that are no heads are what a dead reader left over; messages whose attempt is not the
 * chunk's present one have been sent again. */
static bool
take_head (Queue *self, PlFrame *frame)
{
  PlWorker *worker = self->worker;
  PlShared *shared = worker->arena->shared;
  PlSlot *slot = worker->slot;
  bool taken = false;
  uint32_t n;

  while (!taken)
    {
      uint64_t queued, held;

      slot->reading_from = shared->taken;
      slot->reading_n = shared->uncertain + 1;
      atomic_store_explicit (&slot->reading, 1, memory_order_release);
      if (!read_frames (self, 1, true, &n))
        {
          atomic_store_explicit (&slot->reading, 0, memory_order_release);
          return false;
        }
      memcpy (frame, worker->buffer, sizeof *frame);
      if (!pl_frame_is_valid (frame, worker->plan, self->frame_size))
        _exit (PL_WORKER_EXIT_CHANNEL);
      if (frame->index == 0)
        {
          queued = PL_CHUNK_WORD (PL_CHUNK_QUEUED, 0, frame->attempt);
          held = PL_CHUNK_WORD (PL_CHUNK_HELD, worker->lane, frame->attempt);
          taken = atomic_compare_exchange_strong (&worker->arena->chunks[frame->chunk], &queued,
                                                  held);
          if (taken)
            atomic_store_explicit (&slot->held, frame->chunk + 1, memory_order_release);
          shared->taken = frame->sequence + 1;
          shared->uncertain = 0;
        }
      atomic_store_explicit (&slot->reading, 0, memory_order_release);
    }
  return true;
}

/* The whole message; its parameters are in values. False: no more tasks will come. */
static bool
receive (Queue *self, PlFrame *frame)
{
  PlWorker *worker = self->worker;
  uint32_t left, n = 1;
  PlBody body;
  bool more;

  lock (self, PL_LOCK_TASKS);
  more = take_head (self, frame);
  /* The whole message is here: others may have the next one, while this one is looked at. */
  if (more && frame->n == 1)
    unlock (self, PL_LOCK_TASKS);
  if (more)
    {
      pl_worker_enter_at_now (worker, PL_STATE_RECEIVING, frame->chunk);
      pl_body_init (&body, worker->workload, PL_TO_WORKER,
                    pl_chunk_first (worker->plan, frame->chunk),
                    pl_chunk_size (worker->plan, frame->chunk), worker->values, worker->bad);
      pl_frame_read_body (&body, worker->buffer, self->frame_size);
      for (left = frame->n - 1; left > 0 && more; left -= n)
        {
          more = read_frames (self, left, false, &n);
          for (uint32_t i = 0; i < n && more; i++)
            pl_frame_read_body (&body, worker->buffer + (size_t) i * self->frame_size,
                                self->frame_size);
        }
    }
  if (!more || frame->n > 1)
    unlock (self, PL_LOCK_TASKS);
  return more;
}

static void
write_frame (Queue *self)
{
  ssize_t n;

  do
    n = write (self->results_fd, self->worker->buffer, self->frame_size);
  while (n < 0 && errno == EINTR);
  if (n != (ssize_t) self->frame_size)
    _exit (PL_WORKER_EXIT_CHANNEL);
}

static void
send_results (Queue *self, const PlFrame *task)
{
  PlWorker *worker = self->worker;
  PlFrame frame = { .chunk = task->chunk, .attempt = task->attempt, .lane = (uint16_t) worker->lane,
                    .n = task->n };
  PlBody body;

  pl_body_init (&body, worker->workload, PL_TO_PARENT, pl_chunk_first (worker->plan, task->chunk),
                pl_chunk_size (worker->plan, task->chunk), worker->values, NULL);
  pl_frame_write (&frame, &body, worker->buffer, self->frame_size);
  lock (self, PL_LOCK_RESULTS);
  pl_worker_enter_at_now (worker, PL_STATE_SENDING, task->chunk);
  write_frame (self);
  while (frame.index < frame.n)
    {
      pl_frame_write (&frame, &body, worker->buffer, self->frame_size);
      write_frame (self);
    }
  unlock (self, PL_LOCK_RESULTS);
  atomic_store_explicit (&worker->slot->held, 0, memory_order_release);
  if (worker->writer.records)
    pl_worker_read_clock (worker);
}

void
pl_queue_worker (PlWorker *worker, int tasks_fd, int results_fd)
{
  Queue self = {
    .worker = worker, .tasks_fd = tasks_fd, .results_fd = results_fd, .frame_size = pl_frame_size (worker->plan),
    .turns = pl_log_header (worker->writer.log)->n_cpus > 1 ? TURNS : 0,
  };
  PlFrame frame;

  if (worker->writer.records)
    pl_worker_read_clock (worker);
  while (receive (&self, &frame))
    {
      pl_worker_do_chunk (worker, frame.chunk);
      send_results (&self, &frame);
      if (pl_worker_is_spent (worker))
        break;
    }
}
