/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-engine.h"

#include "engine/pl-run-status.h"
#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

/* One thread, one loop: commands, deaths, and what the channel has to say. */

/* How long workers may take to leave once everything is done; somebody may have stopped one by
 * hand. */
#define LEAVE_NS INT64_C (2000000000)
#define TERMINATE_NS INT64_C (50000000)
#define LEAVE_TICK_MS 25
#define SLICES_TICK_MS 100
#define MAX_EVENTS 320

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

/* While paused nothing of the channel is looked at: what is ready there stays ready. */
static void
sit_out_pause (PlPool *pool)
{
  pl_crew_wait (&pool->crew, -1);
  /* A death may have brought results. */
  if (pool->paused && pool->crew.last_state != PL_STATE_PAUSED)
    pl_crew_enter (&pool->crew, PL_STATE_PAUSED, 0);
}

/* See pl_chunk_is_brief (). */
#define LOOKS 10

static int
look_again (PlPool *pool, struct epoll_event *events)
{
  int n = 0;

  for (int i = 0; n == 0 && i < LOOKS; i++)
    {
      sched_yield ();
      n = epoll_wait (pool->epoll_fd, events, MAX_EVENTS, 0);
    }
  return n;
}

/* How long at most; -1: for ever. Slices are wanted while the run goes on, also when there is nothing to do. */
static int
patience_ms (const PlPool *pool)
{
  bool idle = pool->n_settled == pool->released;
  int tick_ms = pool->finishing ? LEAVE_TICK_MS : idle ? -1 : pool->ops->tick_ms;

  if (pool->crew.slices && (tick_ms < 0 || tick_ms > SLICES_TICK_MS))
    tick_ms = SLICES_TICK_MS;
  return pl_pool_caller_patience_ms (pool, tick_ms);
}

static int
wait_for_events (PlPool *pool, struct epoll_event *events)
{
  int n = epoll_wait (pool->epoll_fd, events, MAX_EVENTS, 0);
  PlState state = pl_pool_caller_state (pool);

  if (n != 0)
    return n;
  /* Only a real wait is one. */
  if (pool->crew.last_state != state)
    pl_crew_enter (&pool->crew, state, 0);
  if (pl_chunk_is_brief (pool->plan))
    n = look_again (pool, events);
  return n != 0 ? n : epoll_wait (pool->epoll_fd, events, MAX_EVENTS, patience_ms (pool));
}

static void
turn (PlPool *pool)
{
  static struct epoll_event events[MAX_EVENTS];
  bool child = false, control = false;
  int n = wait_for_events (pool, events);

  pool->receive_ns = pl_crew_now (&pool->crew);
  for (int i = 0; i < n; i++)
    if (events[i].data.u32 == PL_TAG_CONTROL)
      control = true;
    else if (events[i].data.u32 == PL_TAG_CHILD)
      child = true;
    else if (events[i].data.u32 == PL_TAG_SLICES)
      pl_slices_read (pool->crew.slices);
    else
      pool->ops->event (pool, events[i].data.u32, events[i].events);
  pl_pool_publish (pool);
  pl_slices_glance (pool->crew.slices);
  if (child)
    pl_crew_reap (&pool->crew);
  if (control)
    pl_crew_listen (&pool->crew);
  if (!pool->paused && pl_crew_goes_on (&pool->crew) && !pool->terminated)
    pool->ops->turn (pool);
}

/* The caller wants no more. */
static void
begin_to_finish (PlPool *pool)
{
  pool->finishing = true;
  pool->finishing_ns = pl_lane_now_ns (&pool->crew.writer);
  if (pool->terminated)
    pl_pool_terminate_workers (pool);
  pool->ops->finish (pool);
}

/* Whoever is asked politely is not asked for long: who has stopped, or does not listen, has to be killed. */
static bool
has_left_enough_time (const PlPool *pool)
{
  int64_t enough_ns = pool->terminated ? TERMINATE_NS : LEAVE_NS;

  return !pool->paused && pl_lane_now_ns (&pool->crew.writer) > pool->finishing_ns + enough_ns;
}

static void
loop (PlPool *pool)
{
  while (pl_crew_goes_on (&pool->crew))
    {
      if (!pool->paused)
        pl_pool_caller_turn (pool);
      if (!pool->finishing && pool->caller.over)
        begin_to_finish (pool);
      if (pool->finishing && (pool->crew.n_alive == 0 || has_left_enough_time (pool)))
        break;
      if (pool->paused)
        sit_out_pause (pool);
      else if (pl_pool_caller_is_busy (pool))
        pl_pool_sit_out_callback (pool);
      else
        turn (pool);
    }
}

/* --- beginning and end --- */

static const PlChannelOps *const channels[PL_N_IPC] = {
  [PL_IPC_QUEUE] = &pl_queue_ops, [PL_IPC_PIPE] = &pl_pipe_ops, [PL_IPC_ARRAY] = &pl_array_ops,
};

const PlChannelOps *
pl_pool_channel (const PlPlanData *plan)
{
  return channels[plan->ipc];
}

static uint64_t
mebibytes (uint64_t bytes)
{
  return (bytes + (1 << 20) - 1) >> 20;
}

static void
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
    pl_crew_fail (&pool->crew, error == -ENOMEM ? PL_RUN_MEMORY : PL_RUN_INTERNAL, -error, 0,
                  mebibytes (wanted), 0);
}

static void
make_descriptors (PlPool *pool)
{
  int error = 0;

  if (!pl_crew_open (&pool->crew))
    return;
  pool->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  if (pool->epoll_fd < 0)
    error = -errno;
  if (error == 0)
    error = pl_pool_watch (pool, pool->crew.child_fd, PL_TAG_CHILD, EPOLLIN);
  if (error == 0)
    error = pl_pool_watch (pool, pool->crew.control_fd, PL_TAG_CONTROL, EPOLLIN);
  if (error == 0)
    error = pool->ops->open (pool);
  if (error < 0)
    pl_crew_fail (&pool->crew, PL_RUN_DESCRIPTORS, -error, 0, 0, pool->n_lanes);
}

/* Where it cannot be watched, the glances suffice. */
static void
watch_slices (PlPool *pool)
{
  int fd = pl_slices_fd (pool->crew.slices);

  if (fd >= 0 && pool->epoll_fd >= 0)
    pl_pool_watch (pool, fd, PL_TAG_SLICES, EPOLLIN);
}

static void
clear (PlPool *pool)
{
  pool->ops->close (pool);
  pl_crew_close (&pool->crew);
  if (pool->epoll_fd >= 0)
    close (pool->epoll_fd);
  pl_start_stop_server (&pool->server);
  pl_worker_clear (&pool->worker);
  pl_pool_clear_chunks (pool);
  pl_arena_clear (&pool->arena);
  pl_workload_clear (&pool->workload);
  free (pool->lanes);
}

static void
start_workers (PlPool *pool)
{
  if (pool->ops->lies_ready)
    {
      pl_pool_caller_begin (pool);
      pool->ops->turn (pool);
    }
  pl_pool_start_workers (pool);
  if (pool->crew.failed)
    return;
  pl_run_set_phase (pool->log, PL_PHASE_RUNNING);
  if (!pool->ops->lies_ready)
    pl_pool_caller_begin (pool);
  pool->ops->turn (pool);
}

static void
end (PlPool *pool)
{
  PlRunStatus *status = pool->crew.status;

  pl_crew_kill_all (&pool->crew);
  if (pool->finishing)
    pl_pool_caller_tell (pool, PL_CALLER_JOINED, 0);
  pl_crew_finish (&pool->crew);
  /* Given up, but for all that everything got done: no failure. */
  if (pl_pool_done (pool) == pool->plan->tasks && !pool->crew.failed)
    status->error = PL_RUN_OK;
  if (pool->plan->serial && !pool->crew.stopped && status->error == PL_RUN_OK)
    pl_pool_run_serial (pool);
  /* What was given up on the way is a failure, unless somebody stopped it all. */
  if (pl_crew_goes_on (&pool->crew) && status->error != PL_RUN_OK)
    pool->crew.failed = true;
  pl_run_set_phase (pool->log, pl_crew_final_phase (&pool->crew));
}

void
pl_pool_engine_run (PlLog *log, int control_fd)
{
  PlPool pool = {
    .log = log,
    .plan = pl_log_plan (log),
    .ops = channels[pl_log_plan (log)->ipc],
    .n_lanes = pl_log_plan (log)->pool_size,
    .epoll_fd = -1,
    .server.fd = -1,
    .tells_order = pl_log_plan (log)->ipc != PL_IPC_ARRAY || pl_arena_rings (pl_log_plan (log)),
  };

  pl_crew_init (&pool.crew, log, control_fd, pool.n_lanes, &pl_pool_crew_ops, &pool);
  make_memory (&pool);
  if (!pool.crew.failed)
    make_descriptors (&pool);
  pl_crew_start_clock (&pool.crew);
  watch_slices (&pool);
  if (!pool.crew.failed)
    {
      start_workers (&pool);
      loop (&pool);
    }
  end (&pool);
  clear (&pool);
}
