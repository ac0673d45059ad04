/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-pool-private.h"
#include "engine/pl-process.h"
#include "engine/pl-run-status.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The life and death of workers. */

static void
reset_slot (PlSlot *slot)
{
  atomic_store (&slot->held, 0);
  atomic_store (&slot->working, 0);
  atomic_store (&slot->reading, 0);
  atomic_store (&slot->dry, 0);
}

int
pl_pool_fork (PlPool *pool, uint32_t lane)
{
  PlLane *entry = pl_log_lane (pool->log, lane);
  int keep[4], n = pool->ops->prepare (pool, lane, keep);
  int64_t fork_ns = pl_lane_now_ns (&pool->writer);
  pid_t pid;

  if (n < 0)
    {
      pl_pool_fail (pool, PL_RUN_DESCRIPTORS, -n, 0, lane, pool->n_lanes);
      return n;
    }
  reset_slot (&pool->arena.slots[lane]);
  pl_pool_record (pool, fork_ns, PL_STATE_STARTING, lane, 0);
  pid = pl_process_fork_guarded (keep, (unsigned) n, &pool->arena.slots[lane].guarded);
  if (pid == 0)
    {
      pl_worker_begin (&pool->worker, pool->log, lane, fork_ns);
      pool->ops->work (pool, lane);
      _exit (PL_WORKER_EXIT_OK);
    }
  pool->ops->forked (pool, lane, pid > 0);
  if (pid < 0)
    {
      pl_pool_fail (pool, PL_RUN_FORK, -pid, 0, lane, pool->n_lanes);
      return pid;
    }
  pool->lanes[lane].pid = pid;
  pool->lanes[lane].by_order = false;
  pool->alive++;
  atomic_store_explicit (&entry->pid, pid, memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->incarnations, 1, memory_order_relaxed);
  atomic_store_explicit (&pool->status->alive, pool->alive, memory_order_relaxed);
  return 0;
}

/* Nobody else writes to the lane of a dead worker. */
static void
write_last_word (PlPool *pool, uint32_t lane, PlState state, uint32_t arg)
{
  PlLaneWriter writer;
  PlRecord last;

  pl_lane_writer_init (&writer, pool->log, lane);
  if (pl_log_last_record (pool->log, lane, &last) && last.state == PL_STATE_FINISHED)
    return;
  pl_lane_record (&writer, state, arg, 0);
}

static void
account (PlPool *pool, uint32_t lane, const struct rusage *usage)
{
  PlLane *entry = pl_log_lane (pool->log, lane);

  atomic_fetch_add_explicit (&entry->cpu_ns, pl_process_cpu_ns (usage), memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->voluntary, (uint64_t) usage->ru_nvcsw, memory_order_relaxed);
  atomic_fetch_add_explicit (&entry->involuntary, (uint64_t) usage->ru_nivcsw,
                             memory_order_relaxed);
  pool->lanes[lane].pid = 0;
  pool->alive--;
  atomic_store_explicit (&pool->status->alive, pool->alive, memory_order_relaxed);
}

/* Whose fault was it? A task that was being worked at may be given up, and so may a lane that only
 * ever fails. */
static void
weigh (PlPool *pool, uint32_t lane, int status)
{
  PlPoolLane *gone = &pool->lanes[lane];
  uint32_t weight = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL ? 1 : PL_DEATH_WEIGHT;
  uint32_t task = atomic_load (&pool->arena.slots[lane].working);
  PlChunk *chunk;

  if (gone->by_order)
    return;
  gone->failures += weight;
  gone->failed++;
  if (gone->failures >= PL_LANE_PATIENCE)
    gone->given_up = true;
  if (task == 0)
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
    if (pool->lanes[i].pid > 0 || pool->lanes[i].to_fork)
      return true;
  return false;
}

static void
replace (PlPool *pool, uint32_t lane, int status)
{
  PlPoolLane *gone = &pool->lanes[lane];

  if (pool->n_settled == pool->n_chunks || pool->failed)
    return;
  if (gone->given_up)
    {
      if (!anybody_left (pool))
        pl_pool_fail (pool, PL_RUN_GIVEN_UP, 0, status, lane, gone->failed - 1);
      return;
    }
  if (pool->paused)
    {
      gone->to_fork = true;
      return;
    }
  if (pl_pool_fork (pool, lane) == 0)
    atomic_fetch_add_explicit (&pool->status->replaced, 1, memory_order_relaxed);
}

static void
bury (PlPool *pool, uint32_t lane, int status, const struct rusage *usage)
{
  account (pool, lane, usage);
  pool->ops->drain (pool, lane);
  pl_pool_publish (pool);
  if (!(pool->finishing && WIFEXITED (status) && WEXITSTATUS (status) == PL_WORKER_EXIT_OK))
    {
      write_last_word (pool, lane, PL_STATE_DEAD, PL_DEAD_ARG (status));
      weigh (pool, lane, status);
    }
  pool->ops->reclaim (pool, lane);
  replace (pool, lane, status);
}

void
pl_pool_reap (PlPool *pool)
{
  struct rusage usage;
  int status;
  pid_t pid;

  pl_process_drain_child_fd (pool->child_fd);
  while (!pool->failed && (pid = pl_process_reap (&status, &usage)) > 0)
    for (uint32_t i = 1; i <= pool->n_lanes; i++)
      if (pool->lanes[i].pid == pid)
        {
          pool->receive_ns = pl_pool_now (pool);
          bury (pool, i, status, &usage);
          break;
        }
}

void
pl_pool_kill_all (PlPool *pool)
{
  struct rusage usage;
  int status;

  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pool->lanes[i].pid > 0)
      kill (pool->lanes[i].pid, SIGKILL);
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pool->lanes[i].pid > 0)
      {
        pl_process_kill (pool->lanes[i].pid, &status, &usage);
        account (pool, i, &usage);
        write_last_word (pool, i, PL_STATE_FINISHED, pool->n_settled < pool->n_chunks);
      }
}

void
pl_pool_pause (PlPool *pool)
{
  if (pool->paused)
    return;
  pool->paused = true;
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pool->lanes[i].pid > 0)
      pl_process_stop (pool->lanes[i].pid, &pool->arena.slots[i].guarded);
  pl_pool_record (pool, pl_pool_now (pool), PL_STATE_PAUSED, 0, 0);
  pl_run_set_phase (pool->log, PL_PHASE_PAUSED);
}

void
pl_pool_resume (PlPool *pool)
{
  if (!pool->paused)
    return;
  pool->paused = false;
  pl_pool_record (pool, pl_pool_now (pool), PL_STATE_WAITING_TASK, 0, 0);
  pl_run_set_phase (pool->log, PL_PHASE_RUNNING);
  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    if (pool->lanes[i].pid > 0)
      kill (pool->lanes[i].pid, SIGCONT);
  for (uint32_t i = 1; i <= pool->n_lanes && !pool->failed; i++)
    if (pool->lanes[i].to_fork)
      {
        pool->lanes[i].to_fork = false;
        replace (pool, i, 0);
      }
}

void
pl_pool_kill (PlPool *pool, uint32_t lane)
{
  if (lane < 1 || lane > pool->n_lanes || pool->lanes[lane].pid == 0)
    return;
  pool->lanes[lane].by_order = true;
  kill (pool->lanes[lane].pid, SIGKILL);
}
