/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-log.h"

#include <glib/gstdio.h>

#include <string.h>

/* 2026-01-01 12:00 UTC: pictures of these logs are the same every day. */
#define FIXTURE_DAY (INT64_C (1767268800) * 1000000000)
#define STEP_NS 6000

static PlLog *
create (guint workers, guint tasks, guint chunk, PlIpc ipc, gint64 task_ns)
{
  PlPlanData plan;
  PlLog *log = NULL;

  memset (&plan, 0, sizeof plan);
  plan.kind = PL_RUN_POOL;
  plan.record = 1;
  plan.seed = 5;
  plan.pool_size = workers;
  plan.tasks = tasks;
  plan.chunk_asked = plan.chunk = chunk;
  plan.ipc = ipc;
  plan.spread = PL_SPREAD_UNIFORM;
  plan.task_time_ns = task_ns;
  g_assert_cmpint (pl_log_create (&plan, "0.1.0", &log), ==, 0);
  pl_log_header (log)->start_wall_ns = FIXTURE_DAY;
  /* Whatever machine this is. */
  memset (pl_log_header (log)->cpus_allowed, 0, sizeof pl_log_header (log)->cpus_allowed);
  for (guint lane = 0; lane <= workers; lane++)
    {
      atomic_store (&pl_log_lane (log, lane)->pid, (int) (4101 + lane));
      atomic_store (&pl_log_lane (log, lane)->incarnations, 1);
    }
  return log;
}

void
fixture_end (PlLog *log, gint64 t_ns)
{
  PlRunStatus *status = &pl_log_header (log)->status;

  atomic_store (&status->end_ns, t_ns);
  atomic_store (&status->phase, PL_PHASE_DONE);
}

PlLog *
fixture_empty (guint workers, guint tasks)
{
  return create (workers, tasks, 1, PL_IPC_QUEUE, 1000000);
}

PlLog *
fixture_told (guint workers, gint64 waiting_ns)
{
  const gint64 end_ns = 100000000;
  PlLog *log = fixture_empty (workers, 10);
  PlLaneWriter writer;

  atomic_store (&pl_log_header (log)->account, PL_ACCOUNT_TIMES);
  pl_lane_writer_init (&writer, log, 1);
  pl_lane_account_at (&writer, 0, PL_EVENT_CPU_TIME, 1000);
  pl_lane_record_at (&writer, 0, PL_STATE_WORKING, 0, 0);
  pl_lane_account_at (&writer, end_ns, PL_EVENT_CPU_WAIT, waiting_ns);
  pl_lane_account_at (&writer, end_ns, PL_EVENT_CPU_TIME, end_ns - waiting_ns + 1000);
  pl_lane_record_at (&writer, end_ns, PL_STATE_FINISHED, 0, 0);
  fixture_end (log, end_ns);
  return log;
}

PlLog *
fixture_random (guint workers, guint64 records, gint64 mean_ns, guint32 seed, PlPhase phase)
{
  static const guint8 states[] = {
    PL_STATE_WAITING_TASK, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_WORKING, PL_STATE_WORKING,
    PL_STATE_WORKING, PL_STATE_SENDING, PL_STATE_STARTING,
  };
  guint tasks = (guint) CLAMP (workers * records, 1, PL_MAX_TASKS), task = 0;
  PlLog *log = create (workers, tasks, 1, PL_IPC_QUEUE, mean_ns);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gint64 end_ns = 1;
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, 0);
  pl_lane_record_at (&writer, 0, PL_STATE_WAITING_TASK, 0, 0);
  for (guint lane = 1; lane <= workers; lane++)
    {
      gint64 t = g_rand_int_range (random, 0, (gint32) MIN (mean_ns, G_MAXINT32 - 1) + 1);

      pl_lane_writer_init (&writer, log, lane);
      for (guint64 i = 0; i < records; i++)
        {
          guint8 state = states[g_rand_int_range (random, 0, G_N_ELEMENTS (states))];

          pl_lane_record_at (&writer, t, state, state == PL_STATE_WORKING ? task++ % tasks : 0, 0);
          if (g_rand_int_range (random, 0, 16) > 0)
            t += (gint64) (g_rand_double (random) * 2 * (double) mean_ns);
        }
      end_ns = MAX (end_ns, t);
    }
  atomic_store (&pl_log_header (log)->status.end_ns, phase >= PL_PHASE_SERIAL ? end_ns : 0);
  atomic_store (&pl_log_header (log)->status.phase, phase);
  return log;
}

/* The pool that never ran: everybody's next moment, and what the parent did when. */
typedef struct { gint64 at_ns; guint32 arg; guint16 count; guint8 state; } Event;
typedef struct { gint64 ready_ns; guint32 chunk; } Queued;

typedef struct {
  const FixturePlan *plan;
  PlLog *log;
  GRand *random;
  PlLaneWriter *writers;
  gint64 *free_ns;
  guint32 *order;
  GArray *parent;
  GQueue queue;
  gint64 tasks_lock_ns, results_lock_ns;
  guint tasks_holder, results_holder, deaths_left, n_done;
} Pool;

static gint64
shifted (Pool *pool, gint64 t_ns)
{
  return pool->plan->pause_ns > 0 && t_ns >= pool->plan->pause_at_ns ? t_ns + pool->plan->pause_ns : t_ns;
}

static void
record (Pool *pool, guint lane, gint64 t_ns, PlState state, guint32 arg)
{
  pl_lane_record_at (&pool->writers[lane], shifted (pool, t_ns), state, arg, 0);
}

static void
tell_parent (Pool *pool, gint64 at_ns, PlState state, guint32 arg, guint16 count)
{
  Event event = { at_ns, arg, count, (guint8) state };

  g_array_append_val (pool->parent, event);
}

static gint64
take_lock (Pool *pool, guint lane, gint64 t, PlLockId lock)
{
  gint64 *free_ns = lock == PL_LOCK_TASKS ? &pool->tasks_lock_ns : &pool->results_lock_ns;
  guint *holder = lock == PL_LOCK_TASKS ? &pool->tasks_holder : &pool->results_holder;

  if (pool->plan->ipc == PL_IPC_QUEUE && *free_ns > t)
    {
      record (pool, lane, t, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (lock, *holder));
      t = *free_ns;
    }
  *holder = lane;
  return t;
}

static void
die (Pool *pool, guint lane, gint64 t, guint32 chunk)
{
  Queued *again = g_new (Queued, 1);

  record (pool, lane, t, PL_STATE_DEAD, PL_DEAD_ARG (9));
  record (pool, lane, t + 20 * STEP_NS, PL_STATE_STARTING, 0);
  *again = (Queued) { t + 40 * STEP_NS, chunk };
  g_queue_push_head (&pool->queue, again);
  if (pool->plan->ipc != PL_IPC_ARRAY)
    tell_parent (pool, again->ready_ns, PL_STATE_SENDING, chunk, 1);
  atomic_fetch_add (&pl_log_lane (pool->log, lane)->incarnations, 1);
  atomic_fetch_add (&pl_log_header (pool->log)->status.replaced, 1);
  pool->free_ns[lane] = t + 60 * STEP_NS;
  pool->deaths_left--;
}

/* One chunk from the queue to the parent; dies half-way when it is to. */
static void
do_chunk (Pool *pool, guint lane)
{
  const FixturePlan *plan = pool->plan;
  gboolean messages = plan->ipc != PL_IPC_ARRAY;
  g_autofree Queued *next = g_queue_pop_head (&pool->queue);
  guint32 chunk_size = MAX (plan->chunk, 1), first = next->chunk * chunk_size;
  gboolean doomed = pool->deaths_left > 0 && g_rand_int_range (pool->random, 0, 5) == 0;
  gint64 t = pool->free_ns[lane];

  if (next->ready_ns > t)
    {
      record (pool, lane, t, PL_STATE_WAITING_TASK, 0);
      t = next->ready_ns;
    }
  if (messages)
    {
      t = take_lock (pool, lane, t, PL_LOCK_TASKS);
      record (pool, lane, t, PL_STATE_RECEIVING, next->chunk);
      t += STEP_NS * 10;
      pool->tasks_lock_ns = t;
    }
  for (guint32 task = first; task < MIN (first + chunk_size, plan->tasks); task++)
    {
      gint64 length = (gint64) ((0.5 + g_rand_double (pool->random)) * (double) plan->task_ns);

      record (pool, lane, t, PL_STATE_WORKING, task);
      if (doomed)
        {
          die (pool, lane, t + length / 2, next->chunk);
          return;
        }
      t += length;
      atomic_fetch_add (&pl_log_lane (pool->log, lane)->tasks, 1);
      pool->n_done++;
    }
  if (messages)
    {
      t = take_lock (pool, lane, t, PL_LOCK_RESULTS);
      record (pool, lane, t, PL_STATE_SENDING, next->chunk);
      t += STEP_NS * 8;
      pool->results_lock_ns = t;
      tell_parent (pool, t + STEP_NS, PL_STATE_RECEIVING, next->chunk, 1);
    }
  pool->free_ns[lane] = t;
}

static int
compare_events (const void *a, const void *b)
{
  const Event *x = a, *y = b;

  return x->at_ns < y->at_ns ? -1 : x->at_ns > y->at_ns;
}

static gint64
write_parent (Pool *pool)
{
  PlRunStatus *status = &pl_log_header (pool->log)->status;
  gint64 t = 0, pause_at_ns = pool->plan->pause_ns > 0 ? pool->plan->pause_at_ns : G_MAXINT64;
  guint n_order = 0;

  g_array_sort (pool->parent, compare_events);
  for (guint i = 0; i < pool->parent->len; i++)
    {
      Event *event = &g_array_index (pool->parent, Event, i);

      if (event->at_ns >= pause_at_ns && t <= pause_at_ns)
        {
          pl_lane_record_at (&pool->writers[0], pause_at_ns, PL_STATE_PAUSED, 0, 0);
          pl_lane_record_at (&pool->writers[0], pause_at_ns + pool->plan->pause_ns, PL_STATE_WAITING_TASK, 0, 0);
          pause_at_ns = G_MAXINT64;
        }
      if (event->at_ns > t)
        record (pool, 0, t, PL_STATE_WAITING_TASK, 0);
      t = MAX (t, event->at_ns);
      if (event->state == PL_STATE_RECEIVING)
        {
          pl_log_order (pool->log)[n_order] = event->arg;
          event->arg = n_order++;
        }
      pl_lane_record_at (&pool->writers[0], shifted (pool, t), event->state, event->arg, event->count);
      t += event->state == PL_STATE_STARTING ? 15 * STEP_NS : STEP_NS;
    }
  record (pool, 0, t, PL_STATE_FINISHED, 0);
  atomic_store (&status->n_order, n_order);
  return shifted (pool, t);
}

static void
play (Pool *pool)
{
  const FixturePlan *plan = pool->plan;
  guint n_chunks = (plan->tasks + MAX (plan->chunk, 1) - 1) / MAX (plan->chunk, 1);
  gint64 start_ns = (gint64) (plan->workers + 1) * 15 * STEP_NS;

  for (guint lane = 1; lane <= plan->workers; lane++)
    {
      gint64 born_ns = (gint64) lane * 15 * STEP_NS;

      tell_parent (pool, born_ns - 15 * STEP_NS, PL_STATE_STARTING, lane, 0);
      record (pool, lane, born_ns, PL_STATE_STARTING, 0);
      pool->free_ns[lane] = born_ns + 60 * STEP_NS;
    }
  for (guint32 chunk = 0; chunk < n_chunks; chunk++)
    {
      Queued *queued = g_new (Queued, 1);

      *queued = (Queued) { start_ns + (gint64) (chunk / 8) * 40 * STEP_NS, chunk };
      g_queue_push_tail (&pool->queue, queued);
      if (chunk % 8 == 0 && plan->ipc != PL_IPC_ARRAY)
        tell_parent (pool, queued->ready_ns - STEP_NS, PL_STATE_SENDING, chunk, (guint16) MIN (8, n_chunks - chunk));
    }
  while (!g_queue_is_empty (&pool->queue))
    {
      guint best = 1;

      for (guint lane = 2; lane <= plan->workers; lane++)
        if (pool->free_ns[lane] < pool->free_ns[best])
          best = lane;
      do_chunk (pool, best);
    }
}

PlLog *
fixture_pool (const FixturePlan *plan)
{
  Pool pool = { .plan = plan, .deaths_left = plan->deaths };
  PlRunStatus *status;
  gint64 last_ns = 0;

  pool.log = create (plan->workers, plan->tasks, MAX (plan->chunk, 1), plan->ipc, plan->task_ns);
  pool.random = g_rand_new_with_seed (plan->seed);
  pool.writers = g_new0 (PlLaneWriter, plan->workers + 1);
  pool.free_ns = g_new0 (gint64, plan->workers + 1);
  pool.parent = g_array_new (FALSE, TRUE, sizeof (Event));
  for (guint lane = 0; lane <= plan->workers; lane++)
    pl_lane_writer_init (&pool.writers[lane], pool.log, lane);

  play (&pool);
  for (guint lane = 1; lane <= plan->workers; lane++)
    last_ns = MAX (last_ns, pool.free_ns[lane]);
  tell_parent (&pool, last_ns + 4 * STEP_NS, PL_STATE_WAITING_TASK, 0, 0);
  for (guint lane = 1; lane <= plan->workers; lane++)
    {
      record (&pool, lane, pool.free_ns[lane], PL_STATE_WAITING_TASK, 0);
      record (&pool, lane, last_ns + 2 * STEP_NS, PL_STATE_FINISHED, 0);
    }
  status = &pl_log_header (pool.log)->status;
  atomic_store (&status->done, plan->tasks);
  atomic_store (&status->right, plan->tasks);
  status->serial_ns = plan->task_ns * plan->tasks;
  fixture_end (pool.log, write_parent (&pool));

  g_array_unref (pool.parent);
  g_rand_free (pool.random);
  g_free (pool.writers);
  g_free (pool.free_ns);
  return pool.log;
}

void
fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}
