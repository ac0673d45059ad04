/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-pool-private.h"
#include "engine/pl-run-status.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* What the life and death of a worker means for the pool. */

static void
reset_slot (PlSlot *slot)
{
  atomic_store (&slot->held, 0);
  atomic_store (&slot->reading, 0);
  atomic_store (&slot->dry, 0);
  atomic_store (&slot->spent, 0);
}

/* keep has room for all of it: the descriptors are put behind the n that are there. */
static bool
prepare (PlPool *pool, uint32_t lane, int *keep, unsigned *n)
{
  PlPoolLane *entry = &pool->lanes[lane];

  entry->n_keep = pool->ops->prepare (pool, lane, entry->keep);
  if (entry->n_keep < 0)
    {
      pl_crew_fail (&pool->crew, PL_RUN_DESCRIPTORS, -entry->n_keep, 0, lane, pool->n_lanes);
      return false;
    }
  for (int i = 0; i < entry->n_keep; i++)
    keep[(*n)++] = entry->keep[i];
  reset_slot (&pool->arena.slots[lane]);
  return true;
}

static bool
start_process (PlPool *pool, uint32_t lane)
{
  int keep[PL_MAX_KEEP + 2];
  unsigned n = 0;
  bool born;

  if (!prepare (pool, lane, keep, &n))
    return false;
  if (pool->crew.executes)
    {
      keep[n++] = pl_start_log_fd;
      keep[n++] = pool->arena.fd;
    }
  born = pl_crew_fork (&pool->crew, lane, keep, n, &pool->arena.slots[lane].guarded);
  pool->ops->forked (pool, lane, born);
  return born;
}

/* The process in which all of them are. */
static bool
start_threads (PlPool *pool)
{
  int keep[PL_MAX_CREW * PL_MAX_KEEP];
  uint32_t n_prepared = 0;
  unsigned n = 0;
  bool born;

  while (n_prepared < pool->n_lanes && prepare (pool, n_prepared + 1, keep, &n))
    n_prepared++;
  atomic_store (&pool->arena.shared->crashed, 0);
  born = n_prepared == pool->n_lanes &&
         pl_crew_fork_threads (&pool->crew, keep, n, &pool->arena.slots[1].guarded);
  for (uint32_t lane = 1; lane <= n_prepared; lane++)
    pool->ops->forked (pool, lane, born);
  return born;
}

static bool
start (PlPool *pool, uint32_t lane)
{
  return pl_pool_has_threads (pool) ? start_threads (pool) : start_process (pool, lane);
}

void
pl_pool_start_workers (PlPool *pool)
{
  uint32_t n = pl_pool_has_threads (pool) ? 1 : pool->n_lanes;

  /* Whoever is a copy of this process sees it; whoever begins afresh does not. */
  pl_start_variable = PL_VARIABLE_OF_RUNNER;
  pool->crew.executes = pool->plan->start == PL_START_SPAWN;
  pool->crew.makes = pool->plan->start == PL_START_FORKSERVER;
  for (uint32_t i = 1; i <= n && !pool->crew.failed; i++)
    start (pool, i);
}

static PlStartOrder
order_of (const PlPool *pool, uint32_t lane)
{
  const PlPoolLane *entry = &pool->lanes[lane];
  PlStartOrder order = {
    .log_fd = pl_start_log_fd, .arena_fd = pool->arena.fd, .lane = lane, .life = pl_crew_life (&pool->crew, lane),
    .asked_ns = pool->crew.fork_ns, .n_fds = entry->n_keep,
  };

  for (int i = 0; i < entry->n_keep; i++)
    order.fds[i] = entry->keep[i];
  return order;
}

/* A server that somebody has killed is followed by another one, but not for ever. */
#define MOST_SERVERS 10u

static pid_t
make (void *owner, uint32_t lane)
{
  PlPool *pool = owner;
  PlStartOrder order = order_of (pool, lane);
  PlLane *parent = pl_log_lane (pool->log, 0);
  pid_t pid = -EPIPE;

  atomic_store (&pool->arena.slots[lane].guarded, 0);
  while (pid == -EPIPE)
    {
      if (pool->server.fd < 0)
        {
          int error = pool->servers++ < MOST_SERVERS ? pl_start_server (&pool->server, pool->arena.fd) : -ECHILD;

          if (error < 0)
            return error;
          atomic_store_explicit (&parent->creation_ns, (uint64_t) pool->server.creation_ns, memory_order_relaxed);
          /* What the server took is not the worker's. */
          order.asked_ns = pool->crew.fork_ns = pl_lane_now_ns (&pool->crew.writer);
        }
      pid = pl_start_ask_server (&pool->server, &order);
      if (pid == -EPIPE)
        pl_start_stop_server (&pool->server);
    }
  return pid;
}

static void
work (void *owner, uint32_t lane)
{
  PlPool *pool = owner;

  if (pool->crew.executes)
    {
      PlStartOrder order = order_of (pool, lane);

      pl_start_execute (&order);
      _exit (PL_WORKER_EXIT_START);
    }
  pl_worker_begin (&pool->worker, pool->log, lane, pool->crew.fork_ns, &pool->crew.account);
  pool->ops->work (&pool->worker, pool->lanes[lane].keep);
  pl_worker_finish (&pool->worker);
  _exit (PL_WORKER_EXIT_OK);
}

static void
live (void *owner)
{
  pl_pool_live (owner);
}

/* Nobody else writes to the lane of a dead worker. */
static void
write_last_word (PlPool *pool, uint32_t lane, PlState state, uint32_t arg)
{
  PlLaneWriter writer;
  PlRecord last;

  pl_lane_writer_init (&writer, pool->log, lane);
  /* Its own, and not that of the one it followed. */
  if (pl_log_last_record (pool->log, lane, &last) && last.state == PL_STATE_FINISHED &&
      last.time_ns >= pl_log_lane (pool->log, lane)->born_ns)
    return;
  pl_lane_record_at (&writer, pool->crew.death_ns, state, arg, 0);
}

/* Of the threads of a process one took all others with it: it is known which, but where somebody killed them all. */
static bool
is_suspect (const PlPool *pool, uint32_t lane)
{
  uint32_t crashed = atomic_load (&pool->arena.shared->crashed);

  return !pl_pool_has_threads (pool) || crashed == 0 || crashed == lane;
}

/* Whose fault was it? A task that was being worked at may be given up, and so may a lane that only
 * ever fails. */
static void
weigh (PlPool *pool, uint32_t lane, int status)
{
  PlPoolLane *gone = &pool->lanes[lane];
  uint32_t weight = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL ? 1 : PL_DEATH_WEIGHT;
  uint32_t task = atomic_load (&pl_log_lane (pool->log, lane)->streams[PL_STREAM_STATES].working);
  PlChunk *chunk;

  if (pool->crew.members[lane - pool->crew.first].by_order)
    return;
  gone->failures += weight;
  gone->failed++;
  if (gone->failures >= PL_LANE_PATIENCE)
    gone->given_up = true;
  if (task == 0 || !is_suspect (pool, lane))
    return;
  task--;
  chunk = &pool->chunks[task / pool->plan->chunk];
  if (chunk->accepted || chunk->poisoned)
    return;
  chunk->guilt = (uint8_t) (chunk->guilt + weight);
  chunk->deaths++;
  if (chunk->guilt >= PL_CHUNK_PATIENCE)
    {
      chunk->poisoned = 1;
      pool->n_settled++;
      pl_run_set_error (pool->log, PL_RUN_POISON, 0, status, task, chunk->deaths);
    }
}

static bool
anybody_left (PlPool *pool)
{
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pl_crew_pid (&pool->crew, i) > 0 || pool->lanes[i].to_fork)
      return true;
  return false;
}

/* Threads come back together: as long as one of them got something done. */
static bool
is_given_up (PlPool *pool, uint32_t lane)
{
  bool all = true;

  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    all &= pool->lanes[i].given_up;
  return pl_pool_has_threads (pool) ? all : pool->lanes[lane].given_up;
}

/* It has done what it was to do, whatever it met on its way out; or all there was. */
static bool
left_by_itself (const PlPool *pool, uint32_t lane, int status)
{
  return atomic_load (&pool->arena.slots[lane].spent) ||
         (pool->finishing && WIFEXITED (status) && WEXITSTATUS (status) == PL_WORKER_EXIT_OK);
}

/* The way in which terminate ends it. */
static bool
was_terminated (const PlPool *pool, int status)
{
  return pool->terminated && WIFSIGNALED (status) && WTERMSIG (status) == SIGTERM;
}

static void
replace (PlPool *pool, uint32_t lane, int status)
{
  PlPoolLane *gone = &pool->lanes[lane];
  bool spent;

  /* An idle pool is kept whole. */
  if (pool->finishing || pool->crew.failed || (pool->n_settled == pool->n_chunks && pool->plan->idle_ns == 0))
    return;
  if (is_given_up (pool, lane))
    {
      if (!anybody_left (pool) && pool->plan->fail_init)
        pl_crew_fail (&pool->crew, PL_RUN_INIT, 0, status, lane, gone->failed);
      else if (!anybody_left (pool))
        pl_crew_fail (&pool->crew, PL_RUN_GIVEN_UP, 0, status, lane, gone->failed - 1);
      return;
    }
  if (pool->paused)
    {
      gone->to_fork = true;
      return;
    }
  spent = atomic_load (&pool->arena.slots[lane].spent);
  if (start (pool, lane))
    atomic_fetch_add_explicit (spent ? &pool->crew.status->pool.recycled : &pool->crew.status->replaced,
                               pl_pool_has_threads (pool) ? pool->n_lanes : 1, memory_order_relaxed);
}

static void
died (void *owner, uint32_t lane, int status)
{
  PlPool *pool = owner;

  pool->receive_ns = pl_crew_now (&pool->crew);
  pl_lane_end_busy (pl_log_lane (pool->log, lane), pl_lane_now_ns (&pool->crew.writer));
  pool->ops->drain (pool, lane);
  pl_pool_publish (pool);
  if (left_by_itself (pool, lane, status))
    {
      write_last_word (pool, lane, PL_STATE_FINISHED, 0);
    }
  else if (was_terminated (pool, status))
    {
      write_last_word (pool, lane, PL_STATE_FINISHED, PL_FINISHED_TERMINATED);
    }
  else
    {
      write_last_word (pool, lane, PL_STATE_DEAD, PL_DEAD_ARG (status));
      weigh (pool, lane, status);
    }
  atomic_store (&pl_log_lane (pool->log, lane)->streams[PL_STREAM_STATES].working, 0);
  pool->ops->reclaim (pool, lane);
}

static void
gone (void *owner, uint32_t lane, int status)
{
  PlPool *pool = owner;

  /* It has said why. */
  if (WIFEXITED (status) && WEXITSTATUS (status) == PL_WORKER_EXIT_THREADS && pool->crew.status->error != PL_RUN_OK)
    pool->crew.failed = true;
  replace (pool, lane, status);
}

static void
killed (void *owner, uint32_t lane)
{
  PlPool *pool = owner;

  pl_lane_end_busy (pl_log_lane (pool->log, lane), pl_lane_now_ns (&pool->crew.writer));
  write_last_word (pool, lane, PL_STATE_FINISHED, pool->terminated ? PL_FINISHED_TERMINATED
                                                                   : pool->n_settled < pool->n_chunks);
}

void
pl_pool_terminate_workers (PlPool *pool)
{
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    {
      pool->lanes[i].to_fork = false;
      if (pl_crew_pid (&pool->crew, i) > 0)
        kill (pl_crew_pid (&pool->crew, i), SIGTERM);
    }
}

static void
go_on (PlPool *pool)
{
  pl_crew_enter (&pool->crew, PL_STATE_WAITING_TASK, 0);
  pl_run_set_phase (pool->log, PL_PHASE_RUNNING);
  pl_crew_pause (&pool->crew, false);
  for (uint32_t i = 1; i <= pool->n_lanes && !pool->crew.failed; i++)
    if (pool->lanes[i].to_fork)
      {
        pool->lanes[i].to_fork = false;
        replace (pool, i, 0);
      }
}

static void
pause_it (void *owner, bool pause)
{
  PlPool *pool = owner;

  if (pause == pool->paused)
    return;
  pool->paused = pause;
  if (!pause)
    {
      go_on (pool);
      return;
    }
  pl_crew_pause (&pool->crew, true);
  pl_crew_enter (&pool->crew, PL_STATE_PAUSED, 0);
  pl_run_set_phase (pool->log, PL_PHASE_PAUSED);
}

const PlCrewOps pl_pool_crew_ops = {
  .work = work, .make = make, .live = live, .died = died, .gone = gone, .killed = killed, .pause = pause_it,
};
