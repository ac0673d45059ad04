/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <time.h>

/* Whoever called the pool. It lives in the parent, as the pool does: where a program has threads for the one and for the
 * other, here one does both, one after the other. It hands out the tasks of a call, takes results when their turn has
 * come, calls again, and ends the pool. */

/* Those that have done the last task are on their way to sleep for so long. */
#define SETTLE_NS INT64_C (10000000)
/* What is shorter is not worth listening meanwhile. */
#define BRIEF_CALLBACK_NS INT64_C (2000000)

static int64_t
now (const PlPool *pool)
{
  return pl_lane_now_ns (&pool->crew.writer);
}

void
pl_pool_caller_tell (PlPool *pool, PlCallerAct act, uint32_t number)
{
  pl_lane_event_at (&pool->crew.writer, pl_crew_now (&pool->crew), PL_EVENT_CALLER, PL_CALLER_ARG (act, number));
}

/* --- calls --- */

/* The wait for the next result, if it has a limit. */
static void
begin_wait (PlPool *pool)
{
  PlCaller *self = &pool->caller;

  self->deadline_ns = 0;
  if (pool->plan->result_timeout_ns == 0 || self->call == self->n_calls || self->n_arrived == pool->n_chunks)
    return;
  self->deadline_ns = now (pool) + pool->plan->result_timeout_ns - 1;
  pl_pool_caller_tell (pool, PL_CALLER_WAITS, self->arrival == PL_ARRIVE_TOGETHER ? self->call : self->n_arrived);
}

/* Hands out the tasks of a call; of one that returns at once also those of all that follow. */
static void
call (PlPool *pool)
{
  PlCaller *self = &pool->caller;
  bool at_once = pl_pool_mode_info (pool->plan->mode)->at_once;

  self->first = pl_plan_call (pool->plan, pool->n_chunks, self->call, &self->end);
  if (at_once && self->call > 0)
    return;
  pool->released = at_once ? pool->n_chunks : self->end;
  for (uint32_t i = self->call; i < (at_once ? self->n_calls : self->call + 1); i++)
    {
      pl_pool_caller_tell (pool, PL_CALLER_CALLS, i);
      if (at_once)
        pl_pool_caller_tell (pool, PL_CALLER_RETURNS, i);
    }
}

void
pl_pool_caller_begin (PlPool *pool)
{
  PlCaller *self = &pool->caller;

  self->arrival = pl_plan_arrival (pool->plan);
  self->waits = pl_plan_caller_waits (pool->plan);
  self->n_calls = pl_plan_n_calls (pool->plan, pool->n_chunks);
  self->keep_cpu_ns = -1;
  call (pool);
  begin_wait (pool);
}

/* What it called for has come. */
static void
return_from_call (PlPool *pool)
{
  PlCaller *self = &pool->caller;

  if (!pl_pool_mode_info (pool->plan->mode)->at_once)
    pl_pool_caller_tell (pool, PL_CALLER_RETURNS, self->call);
  self->call++;
  if (self->call < self->n_calls)
    call (pool);
  begin_wait (pool);
  if (self->call < self->n_calls)
    pool->ops->turn (pool);
}

/* --- results --- */

static bool
is_settled (const PlPool *pool, uint32_t chunk)
{
  return pool->chunks[chunk].accepted || pool->chunks[chunk].poisoned;
}

/* Chunks whose results are its own now, unless there are none. */
static uint32_t
n_to_take (PlPool *pool)
{
  PlCaller *self = &pool->caller;

  if (self->arrival == PL_ARRIVE_AS_READY)
    return pool->n_published - self->n_arrived;
  while (self->n_ready < self->end && is_settled (pool, self->n_ready))
    self->n_ready++;
  return self->arrival == PL_ARRIVE_IN_TURN || self->n_ready == self->end ? self->n_ready - self->n_arrived : 0;
}

static void
tell_arrivals (PlPool *pool, uint32_t n)
{
  PlCaller *self = &pool->caller;
  int64_t now_ns = pl_crew_now (&pool->crew);

  while (n > 0)
    {
      uint16_t some = n < UINT16_MAX ? (uint16_t) n : UINT16_MAX;

      pl_lane_events_at (&pool->crew.writer, now_ns, PL_EVENT_ARRIVED, self->n_arrived, some);
      self->n_arrived += some;
      n -= some;
    }
  atomic_store_explicit (&pool->crew.status->pool.n_arrived, self->n_arrived, memory_order_release);
}

static bool
any_task_fails (const PlPlanData *plan, uint32_t first_chunk, uint32_t end_chunk)
{
  uint64_t first = (uint64_t) first_chunk * plan->chunk, end = (uint64_t) end_chunk * plan->chunk;

  for (uint32_t i = 0; i < PL_MAX_FAIL_TASKS && plan->fail_tasks[i] != 0; i++)
    if (plan->fail_tasks[i] > first && plan->fail_tasks[i] <= end)
      return true;
  return false;
}

/* The callback that was given along with the call of these chunks. */
static void
call_back (PlPool *pool, uint32_t first_chunk, uint32_t end_chunk)
{
  PlPoolStatus *status = &pool->crew.status->pool;
  bool failed = any_task_fails (pool->plan, first_chunk, end_chunk), single = pl_pool_mode_info (pool->plan->mode)->single;

  atomic_fetch_add_explicit (failed ? &status->error_callbacks : &status->callbacks, 1, memory_order_relaxed);
  pool->caller.busy_until_ns = now (pool) + pool->plan->callback_ns;
  pool->caller.busy_task = single ? pl_chunk_first (pool->plan, first_chunk) : PL_NO_TASK;
  pl_crew_enter (&pool->crew, PL_STATE_CALLBACK, pool->caller.busy_task);
}

/* One callback at a time: what has come for it meanwhile waits. */
static void
take_results (PlPool *pool)
{
  PlCaller *self = &pool->caller;
  bool calls_back = pool->plan->callback_ns > 0, single = pl_pool_mode_info (pool->plan->mode)->single;
  uint32_t n = n_to_take (pool), first = self->n_arrived;

  if (n == 0)
    return;
  if (calls_back && single)
    n = 1;
  tell_arrivals (pool, n);
  if (calls_back && self->arrival == PL_ARRIVE_AS_READY)
    first = pl_log_order (pool->log)[first];
  if (calls_back)
    call_back (pool, first, first + n);
  begin_wait (pool);
}

static bool
has_all_of_call (const PlPool *pool)
{
  const PlCaller *self = &pool->caller;

  return self->arrival == PL_ARRIVE_AS_READY ? pool->n_settled >= self->end && self->n_arrived == pool->n_order
                                             : self->n_arrived == self->end;
}

/* The wait ends, the task does not: from here on it waits as long as it takes. */
static void
lose_patience (PlPool *pool)
{
  PlCaller *self = &pool->caller;

  if (self->deadline_ns == 0 || now (pool) < self->deadline_ns)
    return;
  self->deadline_ns = 0;
  atomic_fetch_add_explicit (&pool->crew.status->pool.timeouts, 1, memory_order_relaxed);
  pl_pool_caller_tell (pool, PL_CALLER_TIMES_OUT, self->arrival == PL_ARRIVE_TOGETHER ? self->call : self->n_arrived);
  pl_crew_enter (&pool->crew, PL_STATE_WAITING_TASK, 0);
}

/* --- the end --- */

/* Threads have the clock of their process. */
static int64_t
workers_cpu_ns (const PlPool *pool)
{
  pid_t last = 0;
  int64_t sum = 0;

  for (uint32_t i = 1; i <= pool->n_lanes; i++)
    {
      pid_t pid = pl_crew_pid (&pool->crew, i);
      clockid_t clock;
      struct timespec time;

      if (pid > 0 && pid != last && clock_getcpuclockid (pid, &clock) == 0 && clock_gettime (clock, &time) == 0)
        sum += time.tv_sec * INT64_C (1000000000) + time.tv_nsec;
      last = pid;
    }
  return sum;
}

/* Whether it still keeps the pool with nothing to do. */
static bool
keeps_idle (PlPool *pool)
{
  PlCaller *self = &pool->caller;
  PlPoolStatus *status = &pool->crew.status->pool;
  int64_t now_ns = now (pool), used_ns;

  if (pool->plan->idle_ns == 0)
    return false;
  if (self->keep_from_ns == 0)
    {
      pl_pool_caller_tell (pool, PL_CALLER_KEEPS, 0);
      self->keep_from_ns = now_ns + SETTLE_NS;
    }
  if (self->keep_cpu_ns < 0 && now_ns >= self->keep_from_ns)
    {
      self->keep_from_ns = now_ns;
      self->keep_cpu_ns = workers_cpu_ns (pool);
    }
  if (self->keep_cpu_ns < 0 || now_ns < self->keep_from_ns + pool->plan->idle_ns)
    return true;
  used_ns = workers_cpu_ns (pool) - self->keep_cpu_ns;
  status->idle_cpu_ns = used_ns > 0 ? used_ns : 0;
  status->idle_ns = now_ns - self->keep_from_ns;
  return false;
}

static bool
is_to_terminate (const PlPool *pool)
{
  return pool->plan->end_after_ns > 0 && now (pool) >= pool->plan->end_after_ns;
}

void
pl_pool_caller_turn (PlPool *pool)
{
  PlCaller *self = &pool->caller;

  if (self->busy_until_ns > 0 && now (pool) >= self->busy_until_ns)
    self->busy_until_ns = 0;
  while (self->busy_until_ns == 0 && self->call < self->n_calls && !pool->crew.failed)
    {
      take_results (pool);
      if (self->busy_until_ns > 0 || !has_all_of_call (pool))
        break;
      return_from_call (pool);
    }
  lose_patience (pool);
  if (self->over)
    return;
  self->over = is_to_terminate (pool) || (self->busy_until_ns == 0 && self->call == self->n_calls && !keeps_idle (pool));
  if (!self->over)
    return;
  self->deadline_ns = self->busy_until_ns = 0;
  pool->terminated = pool->plan->end == PL_END_TERMINATE;
  pl_pool_caller_tell (pool, pool->terminated ? PL_CALLER_TERMINATES : PL_CALLER_CLOSES, 0);
  pl_pool_caller_tell (pool, PL_CALLER_JOINS, 0);
}

/* --- while nothing happens --- */

bool
pl_pool_caller_is_busy (const PlPool *pool)
{
  return pool->caller.busy_until_ns > 0;
}

void
pl_pool_sit_out_callback (PlPool *pool)
{
  PlCaller *self = &pool->caller;
  int64_t left_ns = self->busy_until_ns - now (pool);
  struct timespec left = { left_ns / 1000000000, left_ns % 1000000000 };

  if (left_ns <= 0)
    return;
  if (left_ns < BRIEF_CALLBACK_NS)
    {
      while (clock_nanosleep (CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
        ;
      return;
    }
  pl_crew_wait (&pool->crew, (int) ((left_ns - BRIEF_CALLBACK_NS / 2) / 1000000));
  /* A death may have brought results. */
  if (pool->crew.last_state != PL_STATE_CALLBACK && !pool->paused)
    pl_crew_enter (&pool->crew, PL_STATE_CALLBACK, self->busy_task);
}

PlState
pl_pool_caller_state (const PlPool *pool)
{
  const PlCaller *self = &pool->caller;
  bool waits = self->over || (self->waits && self->call < self->n_calls);

  return waits ? PL_STATE_WAITING_TASK : PL_STATE_FREE;
}

static void
earlier (int64_t moment_ns, int64_t *first_ns)
{
  if (moment_ns > 0 && (*first_ns == 0 || moment_ns < *first_ns))
    *first_ns = moment_ns;
}

int
pl_pool_caller_patience_ms (const PlPool *pool, int tick_ms)
{
  const PlCaller *self = &pool->caller;
  int64_t first_ns = 0, ms;

  if (!self->over)
    {
      earlier (self->deadline_ns, &first_ns);
      earlier (pool->plan->end_after_ns, &first_ns);
      earlier (self->keep_from_ns > 0 && self->keep_cpu_ns >= 0 ? self->keep_from_ns + pool->plan->idle_ns
                                                                : self->keep_from_ns, &first_ns);
    }
  if (first_ns == 0)
    return tick_ms;
  ms = (first_ns - now (pool) + 999999) / 1000000;
  ms = ms > 0 ? ms : 0;
  return tick_ms >= 0 && tick_ms < ms ? tick_ms : (int) ms;
}
