/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-pool.h"

#include "engine/pl-clock.h"
#include "engine/pl-control.h"
#include "engine/pool/pl-pool-private.h"
#include "engine/pl-process.h"
#include "engine/pl-run-status.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

/* One thread, one loop: commands, deaths, and what the channel has to say. */

/* How long workers may take to leave once everything is done; somebody may have stopped one by
 * hand. */
#define LEAVE_NS INT64_C (2000000000)
#define LEAVE_TICK_MS 250
#define MAX_EVENTS 320

int64_t
pl_pool_now (PlPool *pool)
{
  return pool->writer.records ? pl_lane_now_ns (&pool->writer) : 0;
}

void
pl_pool_record (PlPool *pool, int64_t time_ns, PlState state, uint32_t arg, uint16_t count)
{
  pool->last_state = state;
  pl_lane_record_at (&pool->writer, time_ns, state, arg, count);
}

void
pl_pool_fail (PlPool *pool, PlRunError error, int error_errno, int detail, uint64_t arg0,
              uint64_t arg1)
{
  pl_run_set_error (pool->log, error, error_errno, detail, arg0, arg1);
  pool->failed = true;
}

int
pl_pool_watch (PlPool *pool, int fd, uint32_t tag, uint32_t events)
{
  struct epoll_event event = { .events = events, .data.u32 = tag };

  return epoll_ctl (pool->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

void
pl_pool_rewatch (PlPool *pool, int fd, uint32_t tag, uint32_t events)
{
  struct epoll_event event = { .events = events, .data.u32 = tag };

  epoll_ctl (pool->epoll_fd, EPOLL_CTL_MOD, fd, &event);
}

/* --- the loop --- */

static void
obey (PlPool *pool)
{
  PlRunnerCommand command;
  int got = 1;

  while (!pool->stopped && (got = pl_control_read (pool->control_fd, &command)) > 0)
    switch (command.kind)
      {
      case PL_COMMAND_STOP:
        pool->stopped = true;
        break;
      case PL_COMMAND_PAUSE:
        pl_pool_pause (pool);
        break;
      case PL_COMMAND_RESUME:
        pl_pool_resume (pool);
        break;
      case PL_COMMAND_KILL:
        pl_pool_kill (pool, command.lane);
        break;
      default:
        break;
      }
  if (got < 0)
    pool->stopped = true;
}

/* While paused nothing of the channel is looked at: what is ready there stays ready. */
static void
sit_out_pause (PlPool *pool)
{
  struct pollfd fds[] = {
    { .fd = pool->control_fd, .events = POLLIN },
    { .fd = pool->child_fd, .events = POLLIN },
  };

  if (poll (fds, 2, -1) < 0)
    return;
  if (fds[1].revents)
    pl_pool_reap (pool);
  if (pool->last_state != PL_STATE_PAUSED)
    pl_pool_record (pool, pl_pool_now (pool), PL_STATE_PAUSED, 0, 0);
  if (fds[0].revents)
    obey (pool);
}

static int
wait_for_events (PlPool *pool, struct epoll_event *events)
{
  int tick_ms = pool->finishing ? LEAVE_TICK_MS : pool->ops->tick_ms;
  int n = epoll_wait (pool->epoll_fd, events, MAX_EVENTS, 0);

  if (n != 0)
    return n;
  /* Only a real wait is one. */
  if (pool->last_state != PL_STATE_WAITING_TASK)
    pl_pool_record (pool, pl_pool_now (pool), PL_STATE_WAITING_TASK, 0, 0);
  return epoll_wait (pool->epoll_fd, events, MAX_EVENTS, tick_ms);
}

static void
turn (PlPool *pool)
{
  static struct epoll_event events[MAX_EVENTS];
  bool child = false, control = false;
  int n = wait_for_events (pool, events);

  pool->receive_ns = pl_pool_now (pool);
  for (int i = 0; i < n; i++)
    if (events[i].data.u32 == PL_TAG_CONTROL)
      control = true;
    else if (events[i].data.u32 == PL_TAG_CHILD)
      child = true;
    else
      pool->ops->event (pool, events[i].data.u32, events[i].events);
  pl_pool_publish (pool);
  if (child)
    pl_pool_reap (pool);
  if (control)
    obey (pool);
  if (!pool->paused && !pool->stopped && !pool->failed)
    pool->ops->turn (pool);
}

static void
loop (PlPool *pool)
{
  while (!pool->stopped && !pool->failed)
    {
      if (!pool->finishing && pool->n_settled == pool->n_chunks)
        {
          pool->finishing = true;
          pool->finishing_ns = pl_lane_now_ns (&pool->writer);
          pool->ops->finish (pool);
        }
      if (pool->finishing && (pool->alive == 0 ||
          (!pool->paused && pl_lane_now_ns (&pool->writer) > pool->finishing_ns + LEAVE_NS)))
        break;
      if (pool->paused)
        sit_out_pause (pool);
      else
        turn (pool);
    }
}

/* --- beginning and end --- */

static const PlChannelOps *
ops_for (uint32_t ipc)
{
  return ipc == PL_IPC_QUEUE ? &pl_queue_ops : ipc == PL_IPC_PIPE ? &pl_pipe_ops : &pl_array_ops;
}

static uint64_t
mebibytes (uint64_t bytes)
{
  return (bytes + (1 << 20) - 1) >> 20;
}

static int
make_memory (PlPool *pool)
{
  uint64_t wanted = 0;
  int error;

  pool->lanes = calloc (pool->n_lanes + 1, sizeof *pool->lanes);
  if (!pool->lanes)
    pool->n_lanes = 0;
  error = pool->lanes ? 0 : -ENOMEM;
  if (error == 0)
    error = pl_workload_init (&pool->workload, pool->plan, &wanted);
  if (error == 0)
    error = pl_arena_init (&pool->arena, &pool->workload, &wanted);
  if (error == 0)
    error = pl_pool_init_chunks (pool, &wanted);
  if (error == 0)
    error = pl_worker_init (&pool->worker, &pool->workload, &pool->arena);
  if (error < 0)
    pl_pool_fail (pool, error == -ENOMEM ? PL_RUN_MEMORY : PL_RUN_INTERNAL, -error, 0,
                  mebibytes (wanted), 0);
  return error;
}

static int
make_descriptors (PlPool *pool)
{
  int error = 0;

  pool->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (pool->epoll_fd < 0)
    error = -errno;
  if (error == 0)
    error = pool->child_fd = pl_process_child_fd ();
  if (error >= 0)
    error = pl_pool_watch (pool, pool->child_fd, PL_TAG_CHILD, EPOLLIN);
  if (error == 0)
    error = pl_pool_watch (pool, pool->control_fd, PL_TAG_CONTROL, EPOLLIN);
  if (error == 0)
    error = pool->ops->open (pool);
  if (error < 0)
    pl_pool_fail (pool, PL_RUN_DESCRIPTORS, -error, 0, 0, pool->n_lanes);
  return error;
}

static void
clear (PlPool *pool)
{
  pool->ops->close (pool);
  if (pool->child_fd >= 0)
    close (pool->child_fd);
  if (pool->epoll_fd >= 0)
    close (pool->epoll_fd);
  pl_worker_clear (&pool->worker);
  pl_pool_clear_chunks (pool);
  pl_arena_clear (&pool->arena);
  pl_workload_clear (&pool->workload);
  free (pool->lanes);
}

static void
start_workers (PlPool *pool)
{
  pl_lane_writer_init (&pool->writer, pool->log, 0);
  for (uint32_t i = 1; i <= pool->n_lanes && !pool->failed; i++)
    pl_pool_fork (pool, i);
  if (pool->failed)
    return;
  pl_run_set_phase (pool->log, PL_PHASE_RUNNING);
  pool->ops->turn (pool);
}

static void
end (PlPool *pool)
{
  int64_t end_ns;

  pl_pool_kill_all (pool);
  end_ns = pl_lane_now_ns (&pool->writer);
  pl_pool_record (pool, end_ns, PL_STATE_FINISHED, pool->stopped, 0);
  atomic_store_explicit (&pool->status->end_ns, end_ns, memory_order_relaxed);
  /* Given up, but for all that everything got done: no failure. */
  if (pool->done == pool->plan->tasks && !pool->failed)
    pool->status->error = PL_RUN_OK;
  if (pool->plan->serial && !pool->stopped && pool->status->error == PL_RUN_OK)
    pl_pool_run_serial (pool);
  if (pool->stopped && !pool->failed)
    pl_run_set_phase (pool->log, PL_PHASE_STOPPED);
  else
    pl_run_set_phase (pool->log,
                      pool->status->error != PL_RUN_OK ? PL_PHASE_FAILED : PL_PHASE_DONE);
}

int
pl_pool_run (PlLog *log, int control_fd)
{
  PlPool pool = {
    .log = log,
    .status = &pl_log_header (log)->status,
    .plan = pl_log_plan (log),
    .ops = ops_for (pl_log_plan (log)->ipc),
    .n_lanes = pl_log_plan (log)->pool_size,
    .control_fd = control_fd,
    .child_fd = -1,
    .epoll_fd = -1,
  };

  make_memory (&pool);
  if (!pool.failed)
    make_descriptors (&pool);
  pl_run_start_clock (log);
  if (!pool.failed)
    {
      start_workers (&pool);
      loop (&pool);
    }
  else
    {
      pl_lane_writer_init (&pool.writer, log, 0);
    }
  end (&pool);
  clear (&pool);
  return 0;
}
