/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/killing.h"

#include <glib.h>
#include <signal.h>

#include "log/pl-log-events.h"
#include "log/pool/pl-pool-modes.h"

/* How a pool is called, and what its caller sees, over every channel: when results arrive, exceptions, callbacks, time-outs,
 * recycled workers, initialisers, several calls, the end. And workers killed at random moments in every mode. */

static const char *const ipc_names[] = { "queue", "pipe", "array" };

#define MS INT64_C (1000000)

static PlPlanData
plan_of (uint32_t ipc, uint32_t mode, uint32_t pool_size, uint32_t tasks, int64_t task_ns)
{
  PlPlanData plan = harness_plan (ipc, pool_size, tasks, 1);

  plan.mode = mode;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = task_ns;
  return plan;
}

/* --- what the parent's events tell --- */

typedef struct {
  int64_t *arrived_ns;       /* by place */
  uint32_t n_arrived;
  GArray *steps;             /* PlLogEvent of PL_EVENT_CALLER */
} Told;

static Told
read_told (const PlLog *log)
{
  Told told = { g_new0 (int64_t, pl_log_plan (log)->tasks + 1), 0, g_array_new (FALSE, FALSE, sizeof (PlLogEvent)) };
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, log, 0, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    if (event.kind == PL_EVENT_ARRIVED)
      {
        /* One place after the other. */
        g_assert_cmpuint (event.arg, ==, told.n_arrived);
        for (unsigned i = 0; i < event.record.count; i++)
          told.arrived_ns[told.n_arrived++] = event.time_ns;
      }
    else if (event.kind == PL_EVENT_CALLER)
      {
        g_array_append_val (told.steps, event);
      }
  g_assert_cmpuint (cursor.refused, ==, 0);
  return told;
}

static void
clear_told (Told *told)
{
  g_free (told->arrived_ns);
  g_array_unref (told->steps);
}

/* When it did such a thing for the n-th time; -1: it did not. */
static int64_t
step_ns (const Told *told, PlCallerAct act, unsigned n)
{
  for (guint i = 0; i < told->steps->len; i++)
    {
      const PlLogEvent *event = &g_array_index (told->steps, PlLogEvent, i);

      if (PL_CALLER_ACT (event->arg) == (uint32_t) act && n-- == 0)
        return event->time_ns;
    }
  return -1;
}

/* When the last task of a chunk was over; chunks are of one task here. */
static int64_t
task_end_ns (const PlLog *log, uint32_t task)
{
  for (uint32_t lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      const PlRecord *records = pl_log_records (log, lane);

      for (uint64_t i = 0; i + 1 < pl_log_count (log, lane); i++)
        if (records[i].state == PL_STATE_WORKING && records[i].arg == task)
          return records[i + 1].time_ns;
    }
  g_assert_not_reached ();
}

static void
run (Harness *h, const PlPlanData *plan)
{
  harness_start (h, plan);
  harness_wait (h);
}

/* --- tests --- */

static void
check_arrivals (const PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  PlArrival arrival = pl_plan_arrival (plan);
  Told told = read_told (log);
  int64_t latest_ns = 0;

  g_assert_cmpuint (told.n_arrived, ==, plan->tasks);
  g_assert_cmpuint (pl_log_header (log)->status.pool.n_arrived, ==, plan->tasks);
  for (uint32_t place = 0; place < plan->tasks; place++)
    {
      uint32_t task = arrival == PL_ARRIVE_AS_READY ? pl_log_order (log)[place] : place;

      latest_ns = MAX (latest_ns, task_end_ns (log, task));
      /* Nothing arrives before it is done; in its turn: not before those before it. */
      g_assert_cmpint (told.arrived_ns[place], >=, arrival == PL_ARRIVE_AS_READY ? task_end_ns (log, task) : latest_ns);
      if (place > 0)
        g_assert_cmpint (told.arrived_ns[place], >=, told.arrived_ns[place - 1]);
      if (arrival == PL_ARRIVE_TOGETHER)
        g_assert_cmpint (told.arrived_ns[place], ==, told.arrived_ns[0]);
    }
  if (arrival == PL_ARRIVE_TOGETHER)
    g_assert_cmpint (told.arrived_ns[0], >=, latest_ns);
  clear_told (&told);
}

static void
test_arrivals (gconstpointer data)
{
  for (uint32_t mode = 0; mode < PL_N_MODES; mode++)
    {
      PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), mode, 3, 30, 3 * MS);
      Harness h;

      plan.spread = PL_SPREAD_EXPONENTIAL;
      run (&h, &plan);
      check_arrivals (h.log);
      harness_finish_done (&h);
    }
}

/* Many more than fit into any pipe, without length, in chunks. */
static void
test_many (gconstpointer data)
{
  for (uint32_t mode = 0; mode < PL_N_MODES; mode++)
    {
      bool single = pl_pool_mode_info (mode)->single;
      PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 4, mode == PL_MODE_APPLY ? 2000 : 60000, single ? 1 : 7);
      Harness h;

      plan.mode = mode;
      plan.payload = mode == PL_MODE_STARMAP ? 100 : 0;
      run (&h, &plan);
      g_assert_cmpuint (pl_log_header (h.log)->status.pool.n_arrived, ==, (plan.tasks + plan.chunk - 1) / plan.chunk);
      g_assert_cmpuint (pl_log_dropped (h.log), ==, 0);
      harness_finish_done (&h);
    }
}

static void
test_no_tasks (gconstpointer data)
{
  for (uint32_t mode = 0; mode < PL_N_MODES; mode++)
    {
      PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), mode, 2, 0, 0);
      Harness h;

      plan.callback_ns = pl_pool_mode_info (mode)->at_once ? 200 * MS : 0;
      run (&h, &plan);
      g_assert_cmpuint (pl_log_header (h.log)->status.pool.callbacks, ==, 0);
      g_assert_cmpint (pl_log_header (h.log)->status.end_ns, <, 200 * MS);
      harness_finish_done (&h);
    }
}

/* The worker lives, the others are done, also those of its chunk. */
static void
test_exceptions (gconstpointer data)
{
  for (uint32_t mode = 0; mode < PL_N_MODES; mode++)
    {
      PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), mode, 3, 40, MS / 5);
      const PlRunStatus *status;
      Harness h;

      if (!pl_pool_mode_info (mode)->single)
        harness_set_chunk (&plan, 4);
      plan.callback_ns = mode == PL_MODE_APPLY_ASYNC ? MS : 0;
      plan.fail_tasks[0] = 7;
      plan.fail_tasks[1] = 19;
      run (&h, &plan);
      status = &pl_log_header (h.log)->status;
      g_assert_cmpuint (harness_phase (&h), ==, PL_PHASE_DONE);
      g_assert_cmpuint (status->pool.raised, ==, 2);
      g_assert_cmpuint (status->right, ==, 38);
      g_assert_cmpuint (status->wrong, ==, 0);
      g_assert_cmpuint (status->replaced, ==, 0);
      g_assert_cmpuint (status->pool.error_callbacks, ==, plan.callback_ns > 0 ? 2 : 0);
      g_assert_cmpuint (status->pool.callbacks, ==, plan.callback_ns > 0 ? 38 : 0);
      harness_finish (&h);
    }
}

/* One at a time, and nothing arrives during one. */
static void
test_callbacks (gconstpointer data)
{
  PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_APPLY_ASYNC, 4, 8, MS);
  Harness h;
  Told told;

  plan.callback_ns = 20 * MS;
  run (&h, &plan);
  told = read_told (h.log);
  for (uint32_t i = 1; i < told.n_arrived; i++)
    g_assert_cmpint (told.arrived_ns[i] - told.arrived_ns[i - 1], >=, plan.callback_ns);
  g_assert_cmpuint (harness_count (h.log, 0, PL_STATE_CALLBACK), >=, 8);
  g_assert_cmpuint (pl_log_header (h.log)->status.pool.callbacks, ==, 8);
  clear_told (&told);
  harness_finish_done (&h);

  /* One for all of a call. */
  plan.mode = PL_MODE_MAP_ASYNC;
  plan.maps = 2;
  run (&h, &plan);
  told = read_told (h.log);
  g_assert_cmpuint (pl_log_header (h.log)->status.pool.callbacks, ==, 2);
  g_assert_cmpint (told.arrived_ns[4] - told.arrived_ns[3], >=, plan.callback_ns);
  clear_told (&told);
  harness_finish_done (&h);
}

/* The wait ends, the task does not, and a later wait has its result. */
static void
test_timeouts (gconstpointer data)
{
  static const uint32_t modes[] = { PL_MODE_IMAP, PL_MODE_IMAP_UNORDERED, PL_MODE_APPLY_ASYNC, PL_MODE_MAP_ASYNC };

  for (unsigned i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), modes[i], 1, 2, 250 * MS);
      Harness h;
      Told told;

      plan.result_timeout_ns = 1 + 10 * MS;
      run (&h, &plan);
      told = read_told (h.log);
      g_assert_cmpuint (pl_log_header (h.log)->status.pool.timeouts, ==, modes[i] == PL_MODE_MAP_ASYNC ? 1 : 2);
      g_assert_cmpint (step_ns (&told, PL_CALLER_TIMES_OUT, 0) - step_ns (&told, PL_CALLER_WAITS, 0), >=, 10 * MS);
      g_assert_cmpint (step_ns (&told, PL_CALLER_TIMES_OUT, 0), <, told.arrived_ns[0]);
      clear_told (&told);
      harness_finish_done (&h);
      /* At once, and then as long as it takes. */
      plan.result_timeout_ns = 1;
      run (&h, &plan);
      g_assert_cmpuint (pl_log_header (h.log)->status.pool.timeouts, >=, 1);
      harness_finish_done (&h);
      /* Long enough. */
      plan.result_timeout_ns = 1 + 30000 * MS;
      run (&h, &plan);
      g_assert_cmpuint (pl_log_header (h.log)->status.pool.timeouts, ==, 0);
      harness_finish_done (&h);
    }
}

/* No life of a worker has more chunks than it may. */
static void
check_lives (const PlLog *log)
{
  uint32_t most = pl_log_plan (log)->tasks_per_worker, n_lives = 0;

  for (uint32_t lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      const PlRecord *records = pl_log_records (log, lane);
      uint32_t n = 0;

      for (uint64_t i = 0; i < pl_log_count (log, lane); i++)
        {
          if (records[i].state == PL_STATE_STARTING)
            n = 0;
          n_lives += records[i].state == PL_STATE_STARTING;
          n += records[i].state == PL_STATE_WORKING;
          g_assert_cmpuint (n, <=, most);
        }
    }
  g_assert_cmpuint (n_lives, ==, pl_log_plan (log)->pool_size + pl_log_header (log)->status.pool.recycled);
}

static void
test_recycled (gconstpointer data)
{
  for (uint32_t most = 1; most <= 7; most += 3)
    {
      PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_MAP, 2, 40, 0);
      Harness h;

      plan.tasks_per_worker = most;
      run (&h, &plan);
      check_lives (h.log);
      g_assert_cmpuint (pl_log_header (h.log)->status.replaced, ==, 0);
      g_assert_cmpuint (pl_log_header (h.log)->status.pool.recycled + 2, >=, (40 + most - 1) / most);
      harness_finish_done (&h);
    }
}

static void
test_initialiser (gconstpointer data)
{
  PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_MAP, 2, 10, 0);
  const PlRecord *records;
  Harness h;

  plan.init_ns = 30 * MS;
  run (&h, &plan);
  for (uint32_t lane = 1; lane <= 2; lane++)
    {
      records = pl_log_records (h.log, lane);
      g_assert_cmpuint (records[1].state, ==, PL_STATE_INITIALISING);
      g_assert_cmpint (records[2].time_ns - records[1].time_ns, >=, 30 * MS);
    }
  harness_finish_done (&h);

  /* Not for ever. */
  plan.init_ns = 0;
  plan.fail_init = 1;
  run (&h, &plan);
  g_assert_cmpuint (harness_phase (&h), ==, PL_PHASE_FAILED);
  g_assert_cmpuint (pl_log_header (h.log)->status.error, ==, PL_RUN_INIT);
  for (uint32_t lane = 1; lane <= 2; lane++)
    g_assert_cmpuint (pl_log_lane (h.log, lane)->incarnations, <=, 10);
  harness_finish (&h);
}

/* The same workers, and nothing of the second call before the first has returned. */
static void
test_calls (gconstpointer data)
{
  PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_MAP, 3, 30, MS);
  int64_t returned_ns, called_ns;
  Harness h;
  Told told;

  plan.maps = 3;
  run (&h, &plan);
  told = read_told (h.log);
  for (unsigned call = 0; call + 1 < 3; call++)
    {
      returned_ns = step_ns (&told, PL_CALLER_RETURNS, call);
      called_ns = step_ns (&told, PL_CALLER_CALLS, call + 1);
      g_assert_cmpint (returned_ns, >=, 0);
      g_assert_cmpint (called_ns, >=, returned_ns);
      for (uint32_t task = 0; task < 30; task++)
        if (task / 10 <= call)
          g_assert_cmpint (task_end_ns (h.log, task), <=, returned_ns);
        else
          g_assert_cmpint (task_end_ns (h.log, task), >=, called_ns + MS);
    }
  for (uint32_t lane = 1; lane <= 3; lane++)
    g_assert_cmpuint (pl_log_lane (h.log, lane)->incarnations, ==, 1);
  clear_told (&told);
  harness_finish_done (&h);
}

static void
test_idle (gconstpointer data)
{
  PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_MAP, 4, 40, 0);
  const PlPoolStatus *status;
  Harness h;

  plan.idle_ns = 400 * MS;
  run (&h, &plan);
  status = &pl_log_header (h.log)->status.pool;
  g_assert_cmpint (status->idle_ns, >=, plan.idle_ns);
  /* Asleep: what they might use is what being woken up once would cost. */
  g_assert_cmpint (status->idle_cpu_ns, <, 2 * MS);
  g_assert_cmpuint (harness_count (h.log, 0, PL_STATE_FREE), >=, 1);
  harness_finish_done (&h);
}

static bool
has_working (Harness *h, uint64_t lane)
{
  return harness_is_over (h, 0) || harness_count (h->log, (uint32_t) lane, PL_STATE_WORKING) > 0;
}

/* What is not done is dropped, and also who does not listen is gone. */
static void
test_terminate (gconstpointer data)
{
  PlPlanData plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_APPLY_ASYNC, 3, 200, 20 * MS);
  Harness h;
  Told told;

  plan.end = PL_END_TERMINATE;
  plan.end_after_ns = 200 * MS;
  harness_start (&h, &plan);
  harness_wait_for (&h, has_working, 2);
  kill (pl_log_lane (h.log, 2)->pid, SIGSTOP);
  harness_wait (&h);
  g_assert_cmpuint (harness_phase (&h), ==, PL_PHASE_DONE);
  told = read_told (h.log);
  g_assert_cmpint (step_ns (&told, PL_CALLER_TERMINATES, 0), >=, 200 * MS);
  g_assert_cmpint (step_ns (&told, PL_CALLER_JOINED, 0) - step_ns (&told, PL_CALLER_TERMINATES, 0), <, 1000 * MS);
  g_assert_cmpuint (pl_log_header (h.log)->status.done, <, 200);
  g_assert_cmpuint (pl_log_header (h.log)->status.replaced, ==, 0);
  for (uint32_t lane = 1; lane <= 3; lane++)
    {
      const PlRecord *last = &pl_log_records (h.log, lane)[pl_log_count (h.log, lane) - 1];

      g_assert_cmpuint (last->state, ==, PL_STATE_FINISHED);
      g_assert_cmpuint (last->arg, ==, PL_FINISHED_TERMINATED);
    }
  clear_told (&told);
  harness_finish (&h);

  /* Nothing is lost by it where nothing is left. */
  plan = plan_of (GPOINTER_TO_UINT (data), PL_MODE_MAP, 3, 20, 0);
  plan.end = PL_END_TERMINATE;
  run (&h, &plan);
  harness_finish_done (&h);
}

/* --- kills --- */

static void
test_kill (gconstpointer data)
{
  uint32_t ipc = GPOINTER_TO_UINT (data) % PL_N_IPC, mode = GPOINTER_TO_UINT (data) / PL_N_IPC;
  PlPlanData plan = harness_plan (ipc, 4, mode == PL_MODE_APPLY ? 400 : 1500, 1);
  const PlPoolModeInfo *info = pl_pool_mode_info (mode);
  unsigned replaced;

  plan.mode = mode;
  plan.task_time_ns = 200000;
  replaced = killing_run (&plan, &(Killing) { 40, 4000, true });
  replaced += killing_run (&plan, &(Killing) { 40, 4000, false });
  g_assert_cmpuint (replaced, >, 8);
  /* Tasks without length, in several calls, by workers that leave by themselves, too. */
  plan.tasks = mode == PL_MODE_APPLY ? 1500 : 20000;
  plan.task_time_ns = 0;
  plan.maps = mode == PL_MODE_APPLY ? 0 : 3;
  killing_run (&plan, &(Killing) { 30, 3000, false });
  plan.tasks = 1500;
  plan.tasks_per_worker = 5;
  plan.init_ns = 100000;
  killing_run (&plan, &(Killing) { 30, 5000, true });
  /* While the caller is in callbacks, loses patience, keeps the pool. */
  plan.tasks = 300;
  plan.task_time_ns = 300000;
  plan.callback_ns = info->at_once ? (mode == PL_MODE_MAP_ASYNC ? 20 * MS : MS / 2) : 0;
  plan.result_timeout_ns = mode == PL_MODE_IMAP || mode == PL_MODE_IMAP_UNORDERED ? 1 + MS / 10 : 0;
  plan.idle_ns = 60 * MS;
  plan.end = PL_END_TERMINATE;
  killing_run (&plan, &(Killing) { 60, 4000, false });
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (gconstpointer); } tests[] = {
    { "arrivals", test_arrivals }, { "many", test_many }, { "no-tasks", test_no_tasks },
    { "exceptions", test_exceptions }, { "callbacks", test_callbacks }, { "timeouts", test_timeouts },
    { "recycled", test_recycled }, { "initialiser", test_initialiser }, { "calls", test_calls }, { "idle", test_idle },
    { "terminate", test_terminate },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
      {
        g_autofree char *path = g_strdup_printf ("/modes/%s/%s", tests[i].name, ipc_names[ipc]);

        g_test_add_data_func (path, GUINT_TO_POINTER (ipc), tests[i].test);
      }
  for (uint32_t mode = 0; mode < PL_N_MODES; mode++)
    for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
      {
        g_autofree char *path = g_strdup_printf ("/modes/kill/%s/%s", pl_pool_mode_info (mode)->key, ipc_names[ipc]);

        g_test_add_data_func (path, GUINT_TO_POINTER (mode * PL_N_IPC + ipc), test_kill);
      }
  return g_test_run ();
}
