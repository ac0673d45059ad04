/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace.h"

#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "log/log-edges.h"

/* Workers that are threads, also under one global lock: told by the record alone, never by how long something took. */

#define MS INT64_C (1000000)

static const char *const worker_names[] = { "process", "thread", "gil" };
static const char *const start_names[] = { "fork", "spawn", "forkserver" };

static PlPlanData
make_plan (uint32_t workers, uint32_t ipc, uint32_t pool_size, uint32_t tasks, int64_t task_ns)
{
  PlPlanData plan = harness_plan (ipc, pool_size, tasks, 1);

  plan.worker_kind = workers;
  plan.task_time_ns = task_ns;
  return plan;
}

static PlTrace *
run (const PlPlanData *plan)
{
  Harness harness;
  PlTrace *trace;

  harness_start (&harness, plan);
  harness_wait (&harness);
  trace = pl_trace_new (harness.log);
  harness_finish_done (&harness);
  pl_trace_refresh (trace, -1);
  return trace;
}

typedef struct { gint64 from_ns, to_ns; guint lane; } Work;

static int
by_start (gconstpointer a, gconstpointer b)
{
  const Work *x = a, *y = b;

  return (x->from_ns > y->from_ns) - (x->from_ns < y->from_ns);
}

/* All times at tasks, of all lanes. */
static GArray *
times_at_tasks (PlTrace *trace)
{
  GArray *works = g_array_new (FALSE, FALSE, sizeof (Work));

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
      {
        PlSpan span;

        pl_trace_get_span (trace, lane, i, &span);
        if (span.state == PL_STATE_WORKING)
          g_array_append_vals (works, &(Work) { span.start_ns, span.end_ns, lane }, 1);
      }
  g_array_sort (works, by_start);
  return works;
}

/* How often somebody was at a task while somebody else was. */
static guint
n_overlaps (PlTrace *trace)
{
  g_autoptr (GArray) works = times_at_tasks (trace);
  gint64 busy_until_ns = 0;
  guint n = 0;

  for (guint i = 0; i < works->len; i++)
    {
      const Work *work = &g_array_index (works, Work, i);

      n += work->from_ns < busy_until_ns;
      busy_until_ns = MAX (busy_until_ns, work->to_ns);
    }
  return n;
}

static guint64
n_of (PlTrace *trace, PlState state)
{
  guint64 n = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    n += harness_count (pl_trace_get_log (trace), lane, state);
  return n;
}

static void
assert_n_tasks (PlTrace *trace, guint tasks)
{
  guint n = 0, queued, busy;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlShares shares;

      pl_trace_sum (trace, lane, 0, pl_trace_get_end_ns (trace), &shares);
      n += (guint) shares.n_tasks;
    }
  g_assert_cmpuint (n, ==, tasks);
  pl_trace_counters_at (trace, pl_trace_get_end_ns (trace), &queued, &busy);
  g_assert_cmpuint (queued, ==, 0);
}

/* No two hold the global lock at once; who waits for it says who has it; a task that was interrupted is one task. */
static void
test_turns (gconstpointer data)
{
  PlPlanData plan = make_plan (PL_WORKERS_GIL, GPOINTER_TO_UINT (data), 3, 9, 30 * MS);
  g_autoptr (PlTrace) trace = run (&plan);

  g_assert_cmpuint (n_overlaps (trace), ==, 0);
  g_assert_cmpuint (n_of (trace, PL_STATE_WAITING_GIL), >=, 9);
  g_assert_cmpuint (n_of (trace, PL_STATE_WORKING), >, 9);
  assert_n_tasks (trace, 9);
  for (guint lane = 1; lane <= 3; lane++)
    for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
      {
        PlSpan span, next;

        pl_trace_get_span (trace, lane, i, &span);
        if (span.state != PL_STATE_WAITING_GIL)
          continue;
        g_assert_cmpuint (span.arg, <=, 3);
        g_assert_cmpuint (span.arg, !=, lane);
        /* In the middle of a task it goes on with that one. */
        if (i > 0 && pl_trace_get_span (trace, lane, i - 1, &next) && next.state == PL_STATE_WORKING)
          {
            guint32 task = next.arg;

            g_assert_true (pl_trace_get_span (trace, lane, i + 1, &next));
            g_assert_cmpint (next.state, ==, PL_STATE_WORKING);
            g_assert_cmpuint (next.arg, ==, task);
          }
      }
}

/* Whoever sleeps has given the lock away: all of them sleep at once. */
static void
test_sleepers (gconstpointer data)
{
  PlPlanData plan = make_plan (PL_WORKERS_GIL, GPOINTER_TO_UINT (data), 4, 8, 40 * MS);
  g_autoptr (PlTrace) trace = NULL;

  plan.work = PL_WORK_SLEEP;
  trace = run (&plan);
  g_assert_cmpuint (n_overlaps (trace), >=, 3);
  assert_n_tasks (trace, 8);
}

/* Without it they overlap as processes do, however few CPUs there are. */
static void
test_free_threads (void)
{
  PlPlanData plan = make_plan (PL_WORKERS_THREAD, PL_IPC_QUEUE, 2, 8, 20 * MS);
  g_autoptr (PlTrace) trace = run (&plan);

  g_assert_cmpuint (n_overlaps (trace), >, 0);
  g_assert_cmpuint (n_of (trace, PL_STATE_WAITING_GIL), ==, 0);
}

/* One process, a thread a lane, each with an account of its own. */
static void
test_one_process (gconstpointer data)
{
  PlPlanData plan = make_plan (GPOINTER_TO_UINT (data), PL_IPC_PIPE, 3, 30, 3 * MS);
  g_autoptr (PlTrace) trace = run (&plan);
  PlLog *log = pl_trace_get_log (trace);
  int pid = pl_log_lane (log, 1)->pid, exitcode;

  assert_lives (log, 3, FALSE);
  for (guint lane = 1; lane <= 3; lane++)
    {
      PlLane *entry = pl_log_lane (log, lane);
      PlCpuAccount account;
      PlShares shares;

      g_assert_cmpint (entry->pid, ==, pid);
      g_assert_cmpint (entry->tid, !=, pid);
      for (guint other = 1; other < lane; other++)
        g_assert_cmpint (entry->tid, !=, pl_log_lane (log, other)->tid);
      g_assert_cmpuint (entry->creation_ns, >, 0);
      g_assert_true (pl_trace_exitcode (trace, lane, &exitcode));
      g_assert_cmpint (exitcode, ==, 0);
      g_assert_true (pl_log_knows_usage (log));
      g_assert_cmpint (entry->cpu_ns, >, 0);
      if (pl_trace_account_source (trace) == PL_ACCOUNT_SOURCE_NONE || entry->tasks == 0)
        continue;
      pl_trace_sum (trace, lane, 0, pl_trace_get_end_ns (trace), &shares);
      pl_trace_account_tasks (trace, lane, 0, pl_trace_get_end_ns (trace), &account);
      g_assert_cmpint (pl_cpu_account_known_ns (&account) + account.unknown_ns, ==, shares.state_ns[PL_STATE_WORKING]);
      /* What it spun, which is at least 0.4 of the mean; and not what the other threads had. */
      g_assert_cmpint (account.on_ns, >=, entry->tasks * (3 * MS) * 8 / 10);
      g_assert_cmpint (account.on_ns, <=, entry->cpu_ns + MS);
    }
}

/* --- crashes --- */

typedef struct {
  PlCrash crash;
  uint32_t code;
  int exitcode;
} Ending;

static const Ending endings[] = {
  { PL_CRASH_SEGV, 0, -SIGSEGV }, { PL_CRASH_ABORT, 0, -SIGABRT }, { PL_CRASH_TERM, 0, -SIGTERM },
  { PL_CRASH_KILL, 0, -SIGKILL }, { PL_CRASH_EXIT, 3, 3 }, { PL_CRASH_EXIT, 300, 44 }, { PL_CRASH_EXIT, (uint32_t) -1, 255 },
  { PL_CRASH_EXIT, 0, 0 },
};

/* How many of the lanes died, all at that one moment, and of what they should. */
static guint
n_dead (PlTrace *trace, const Ending *ending)
{
  gint64 moment_ns = -1;
  guint n = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
      {
        PlSpan span;
        int status;

        pl_trace_get_span (trace, lane, i, &span);
        if (span.state != PL_STATE_DEAD)
          continue;
        status = (int) span.arg;
        g_assert_cmpint (WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status), ==, ending->exitcode);
        g_assert_true (moment_ns < 0 || moment_ns == span.start_ns);
        moment_ns = span.start_ns;
        n++;
      }
  return n;
}

/* Once: that one comes back. It takes one process along, and of threads all; nothing is lost, nothing done twice. */
static void
test_crash_once (gconstpointer data)
{
  guint workers = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      PlPlanData plan = make_plan (workers, i % PL_N_IPC, 3, 40, MS / 2);
      g_autoptr (PlTrace) trace = NULL;
      guint expected = workers == PL_WORKERS_PROCESS ? 1 : 3;

      plan.fault = PL_FAULT_TASK_ONCE;
      plan.fault_task = 17;
      plan.crash = endings[i].crash;
      plan.crash_code = endings[i].code;
      trace = run (&plan);
      g_assert_cmpuint (n_dead (trace, &endings[i]), ==, expected);
      g_assert_cmpuint (pl_log_header (pl_trace_get_log (trace))->status.replaced, ==, expected);
    }
}

/* Always: it is given up after a few, with its name, and all others get done. */
static void
test_crash_always (gconstpointer data)
{
  for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      PlPlanData plan = make_plan (GPOINTER_TO_UINT (data), ipc, 3, 40, MS / 2);
      const PlRunStatus *status;
      Harness harness;

      plan.fault = PL_FAULT_TASK;
      plan.fault_task = 17;
      harness_start (&harness, &plan);
      harness_wait (&harness);
      status = &pl_log_header (harness.log)->status;
      g_assert_cmpuint (status->phase, ==, PL_PHASE_FAILED);
      g_assert_cmpuint (status->error, ==, PL_RUN_POISON);
      g_assert_cmpuint (status->error_args[0], ==, 17);
      g_assert_cmpuint (status->error_args[1], ==, 5);
      g_assert_cmpuint (status->right, ==, 39);
      g_assert_cmpuint (status->wrong, ==, 0);
      harness_finish (&harness);
    }
}

/* One that dies before it does anything: not for ever. */
static void
test_stillborn (gconstpointer data)
{
  PlPlanData plan = make_plan (GPOINTER_TO_UINT (data), PL_IPC_QUEUE, 3, 10, 0);
  Harness harness;

  plan.fault = PL_FAULT_START;
  harness_start (&harness, &plan);
  harness_wait (&harness);
  g_assert_cmpuint (pl_log_header (harness.log)->status.error, ==, PL_RUN_GIVEN_UP);
  harness_finish (&harness);
}

/* A pool that is stopped by hand leaves nobody, threads included. */
static void
test_stopped (gconstpointer data)
{
  PlPlanData plan = make_plan (GPOINTER_TO_UINT (data), PL_IPC_QUEUE, 4, 1000, 20 * MS);
  Harness harness;

  harness_start (&harness, &plan);
  harness_wait_for (&harness, harness_has_done, 5);
  harness_command (&harness, PL_COMMAND_PAUSE, 0);
  harness_wait_for (&harness, harness_has_phase, PL_PHASE_PAUSED);
  harness_command (&harness, PL_COMMAND_RESUME, 0);
  harness_wait_for (&harness, harness_has_done, 15);
  harness_command (&harness, PL_COMMAND_STOP, 0);
  harness_wait (&harness);
  g_assert_cmpuint (harness_phase (&harness), ==, PL_PHASE_STOPPED);
  harness_finish (&harness);
}

/* --- how they start --- */

/* What a worker finds in a variable that the runner had changed: a copy of the runner that, a new program its first
 * value, a copy of the server what the server had. Beside 1, which says that somebody looked. */
static void
test_inherited (gconstpointer data)
{
  static const guint32 expected[PL_N_START] = {
    [PL_START_FORK] = 1 + 1, [PL_START_SPAWN] = 1 + 0, [PL_START_FORKSERVER] = 1 + 2,
  };

  for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      PlPlanData plan = make_plan (PL_WORKERS_PROCESS, ipc, 3, 60, MS / 5);
      g_autoptr (PlTrace) trace = NULL;
      PlLog *log;

      plan.start = GPOINTER_TO_UINT (data);
      plan.payload = 1000;
      trace = run (&plan);
      log = pl_trace_get_log (trace);
      assert_lives (log, 3, FALSE);
      g_assert_cmpint (pl_log_lane (log, 0)->creation_ns > 0, ==, plan.start == PL_START_FORKSERVER);
      for (guint lane = 1; lane <= 3; lane++)
        {
          g_assert_cmpuint (pl_log_lane (log, lane)->inherited, ==, expected[plan.start]);
          g_assert_cmpuint (pl_log_lane (log, lane)->creation_ns, >, 0);
          /* Less than a page is nobody's, and more than the runner, its log and arena have all together neither. */
          g_assert_cmpuint (pl_log_lane (log, lane)->memory, >=, 4096);
          g_assert_cmpuint (pl_log_lane (log, lane)->memory, <, 64u << 20);
        }
    }
}

static bool
is_worker (Harness *harness, pid_t pid)
{
  for (guint lane = 1; lane < pl_log_n_lanes (harness->log); lane++)
    if (pl_log_lane (harness->log, lane)->pid == pid)
      return true;
  return false;
}

/* The child of the runner that is no worker; 0: none is there. Only while none is being made. */
static pid_t
find_server (Harness *harness)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/children", harness->pid, harness->pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0' && !is_worker (harness, atoi (words[i])))
      return atoi (words[i]);
  return 0;
}

static bool
has_replaced (Harness *harness, uint64_t n)
{
  return harness_is_over (harness, 0) || pl_log_header (harness->log)->status.replaced >= n;
}

/* A server that is killed takes no worker along, and is followed by another one as soon as one is needed. */
static void
test_server_killed (void)
{
  PlPlanData plan = make_plan (PL_WORKERS_PROCESS, PL_IPC_QUEUE, 3, 600, MS);
  Harness harness;

  plan.start = PL_START_FORKSERVER;
  harness_start (&harness, &plan);
  for (guint i = 0; i < 3; i++)
    {
      pid_t server;

      harness_wait_for (&harness, harness_has_done, 40 * (i + 1));
      server = find_server (&harness);
      g_assert_cmpint (server, >, 0);
      kill (server, SIGKILL);
      harness_command (&harness, PL_COMMAND_KILL, 1 + i);
      harness_wait_for (&harness, has_replaced, i + 1);
    }
  harness_wait (&harness);
  g_assert_cmpuint (pl_log_header (harness.log)->status.replaced, ==, 3);
  harness_finish_done (&harness);
}

static void
add (const char *name, guint value, const char *of, void (*test) (gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/threads/%s/%s", name, of);

  g_test_add_data_func (path, GUINT_TO_POINTER (value), test);
}

int
main (int argc, char *argv[])
{
  static const char *const ipc_names[] = { "queue", "pipe", "array" };

  g_test_init (&argc, &argv, NULL);
  for (guint ipc = 0; ipc < PL_N_IPC; ipc++)
    {
      add ("turns", ipc, ipc_names[ipc], test_turns);
      add ("sleepers", ipc, ipc_names[ipc], test_sleepers);
    }
  g_test_add_func ("/threads/free", test_free_threads);
  for (guint workers = 0; workers < PL_N_WORKERS; workers++)
    {
      if (workers != PL_WORKERS_PROCESS)
        add ("one-process", workers, worker_names[workers], test_one_process);
      add ("crash-once", workers, worker_names[workers], test_crash_once);
      add ("crash-always", workers, worker_names[workers], test_crash_always);
      add ("stillborn", workers, worker_names[workers], test_stillborn);
      add ("stopped", workers, worker_names[workers], test_stopped);
    }
  for (guint start = 0; start < PL_N_START; start++)
    add ("inherited", start, start_names[start], test_inherited);
  g_test_add_func ("/threads/server-killed", test_server_killed);
  return g_test_run ();
}
