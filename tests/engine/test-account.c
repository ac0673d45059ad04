/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"
#include "log/pl-log-events.h"
#include "trace/pl-account-text.h"
#include "trace/pl-trace-account.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* What the kernel tells of workers that are known to spin, to sleep, and to share one CPU. */

#define MS INT64_C (1000000)

static PlTrace *
run (PlPlanData *plan)
{
  Harness harness;
  PlTrace *trace;

  harness_start (&harness, plan);
  harness_wait (&harness);
  trace = pl_trace_new (harness.log);
  harness_finish_done (&harness);
  return trace;
}

static PlPlanData
spin (guint pool_size, guint tasks, gint64 task_ns)
{
  PlPlanData plan = harness_plan (PL_IPC_QUEUE, pool_size, tasks, 1);

  plan.task_time_ns = task_ns;
  return plan;
}

static void
assert_close (gint64 a, gint64 b, double share, gint64 slack_ns)
{
  if (ABS (a - b) > (gint64) (share * (double) MAX (a, b)) + slack_ns)
    g_error ("%" G_GINT64_FORMAT " ns and %" G_GINT64_FORMAT " ns are not the same", a, b);
}

/* Every nanosecond at tasks is accounted for, and the CPU's share is what the parent is told in the end. */
static void
check_sums (PlTrace *trace, PlCpuAccount *total)
{
  *total = (PlCpuAccount) { 0 };
  g_assert_cmpint (pl_trace_account_source (trace), !=, PL_ACCOUNT_SOURCE_NONE);
  for (guint i = 1; i < pl_trace_get_n_lanes (trace); i++)
    {
      PlLane *lane = pl_log_lane (pl_trace_get_log (trace), i);
      gint64 end_ns = pl_trace_get_end_ns (trace);
      PlCpuAccount all, tasks;
      PlShares shares;

      pl_trace_sum (trace, i, 0, end_ns, &shares);
      pl_trace_account (trace, i, 0, end_ns, &all);
      pl_trace_account_tasks (trace, i, 0, end_ns, &tasks);
      g_assert_cmpint (pl_cpu_account_known_ns (&tasks), ==, shares.state_ns[PL_STATE_WORKING]);
      g_assert_cmpint (tasks.unknown_ns, ==, 0);
      g_assert_cmpint (tasks.on_ns, <=, all.on_ns);
      assert_close (all.on_ns, atomic_load (&lane->cpu_ns), 0.02, MS / 10);
      pl_cpu_account_add (total, &tasks);
    }
}

static void
test_one_cpu (void)
{
  PlPlanData plan = spin (2, 60, 3 * MS);
  cpu_set_t before, one;
  PlCpuAccount total;
  PlTrace *trace;
  int cpu = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof before, &before), ==, 0);
  while (!CPU_ISSET (cpu, &before))
    cpu++;
  CPU_ZERO (&one);
  CPU_SET (cpu, &one);
  g_assert_cmpint (sched_setaffinity (0, sizeof one, &one), ==, 0);
  trace = run (&plan);
  g_assert_cmpint (sched_setaffinity (0, sizeof before, &before), ==, 0);
  check_sums (trace, &total);
  g_assert_cmpuint (pl_log_header (pl_trace_get_log (trace))->n_cpus, ==, 1);
  /* Two share one: no more than half of the time at tasks had it, and nobody slept. */
  g_assert_cmpfloat ((double) total.on_ns, <, 0.6 * (double) pl_cpu_account_known_ns (&total));
  g_assert_cmpfloat ((double) total.asleep_ns, <, 0.05 * (double) pl_cpu_account_known_ns (&total));
  g_object_unref (trace);
}

static void
test_sleepers (void)
{
  PlPlanData plan = spin (2, 20, 5 * MS);
  PlCpuAccount total;
  PlTrace *trace;

  plan.work = PL_WORK_SLEEP;
  trace = run (&plan);
  check_sums (trace, &total);
  g_assert_cmpfloat ((double) total.on_ns, <, 0.05 * (double) pl_cpu_account_known_ns (&total));
  /* However long they waited for a CPU afterwards. */
  g_assert_cmpint (total.asleep_ns, >=, plan.tasks * plan.task_time_ns * 98 / 100);
  g_object_unref (trace);
}

static guint64
count_words (PlTrace *trace, guint lane)
{
  PlLogCursor cursor;
  PlLogEvent event;
  guint64 n = 0;

  pl_log_cursor_init (&cursor, pl_trace_get_log (trace), lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    n += event.kind == PL_EVENT_CPU_TIME;
  return n;
}

/* Where tasks are short, one answer is good for many of them. */
static void
test_short_tasks (void)
{
  PlPlanData plan = spin (2, 50000, 0);
  PlCpuAccount total;
  PlTrace *trace;

  harness_set_chunk (&plan, 100);
  trace = run (&plan);
  check_sums (trace, &total);
  g_assert_cmpuint (count_words (trace, 1) + count_words (trace, 2), <, plan.tasks / 5);
  g_object_unref (trace);
}

/* The dead are accounted for too, and so are those that follow them. */
static void
test_killed (void)
{
  PlPlanData plan = spin (2, 100, 2 * MS);
  PlCpuAccount total;
  Harness harness;
  PlTrace *trace;

  harness_start (&harness, &plan);
  for (guint i = 1; i <= 4; i++)
    {
      harness_wait_for (&harness, harness_has_done, i * 15);
      harness_kill (&harness, 1);
    }
  harness_wait (&harness);
  trace = pl_trace_new (harness.log);
  harness_finish_done (&harness);
  g_assert_cmpuint (atomic_load (&pl_log_lane (pl_trace_get_log (trace), 1)->incarnations), >, 2);
  check_sums (trace, &total);
  g_object_unref (trace);
}

static void
test_unrecorded (void)
{
  PlPlanData plan = spin (2, 20, MS);
  PlTrace *trace;

  plan.record = 0;
  trace = run (&plan);
  g_assert_cmpint (pl_trace_account_source (trace), ==, PL_ACCOUNT_SOURCE_NONE);
  g_object_unref (trace);
}

static gint64
sum_slices (PlTrace *trace, guint lane)
{
  enum { MOST = 100000 };
  g_autofree PlSlice *slices = g_new (PlSlice, MOST);
  guint n = pl_trace_slices (trace, lane, 0, G_MAXINT64, slices, MOST);
  gint64 sum_ns = 0;

  g_assert_cmpuint (n, <, MOST);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (slices[i].cpu, >=, 0);
      g_assert_cmpint (slices[i].start_ns, >=, i > 0 ? slices[i - 1].end_ns : 0);
      sum_ns += slices[i].end_ns - slices[i].start_ns;
    }
  return sum_ns;
}

/* Two ways to ask, one answer. */
static void
test_both_sources (void)
{
  PlPlanData plan = spin (3, 60, 5 * MS);
  PlTrace *trace = run (&plan);
  PlLogHeader *header = pl_log_header (pl_trace_get_log (trace));
  PlCpuAccount total;

  check_sums (trace, &total);
  if (pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_PERF)
    {
      g_assert_cmpint (header->slices_errno, !=, 0);
      g_test_skip ("the kernel tells no slices here");
    }
  else
    {
      g_assert_cmpint (header->slices_errno, ==, 0);
      g_assert_cmpint (pl_trace_slices_end_ns (trace), ==, pl_trace_get_end_ns (trace));
      for (guint i = 1; i <= 3; i++)
        {
          PlCpuAccount all;

          pl_trace_account (trace, i, 0, pl_trace_get_end_ns (trace), &all);
          assert_close (sum_slices (trace, i), all.on_ns, 0.05, MS / 2);
        }
    }
  g_object_unref (trace);
}

/* Where nobody may count switches there are sums. */
static void
test_refused (void)
{
  PlPlanData plan = spin (2, 20, MS);
  PlTrace *trace;
  PlCpuAccount total;

  g_assert_true (g_setenv ("PARALANE_REAL_RUNNER", g_getenv ("PARALANE_RUNNER"), TRUE));
  g_assert_true (g_setenv ("PARALANE_REFUSE", "perf", TRUE));
  g_assert_true (g_setenv ("PARALANE_RUNNER", g_getenv ("PARALANE_REFUSING_KERNEL"), TRUE));
  trace = run (&plan);
  g_assert_true (g_setenv ("PARALANE_RUNNER", g_getenv ("PARALANE_REAL_RUNNER"), TRUE));
  g_assert_cmpint (pl_trace_account_source (trace), ==, PL_ACCOUNT_SOURCE_SCHEDSTAT);
  g_assert_cmpint (pl_log_header (pl_trace_get_log (trace))->slices_errno, ==, EACCES);
  check_sums (trace, &total);
  g_object_unref (trace);
}

static gboolean
put (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean done = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return done;
}

/* A control group of our own with a hundredth of a CPU, of either version. NULL: not here, or not for us. */
static char *
make_group (void)
{
  static const struct { const char *mount, *file, *text; } kinds[] = {
    { "/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "1000" }, { "/sys/fs/cgroup", "cpu.max", "1000 100000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/paralane-test-%d", kinds[i].mount, getpid ());

      if (g_mkdir (folder, 0755) != 0)
        continue;
      if (put (folder, kinds[i].file, kinds[i].text))
        return g_steal_pointer (&folder);
      g_rmdir (folder);
    }
  return NULL;
}

static void
run_in_group (const char *group)
{
  PlPlanData plan = spin (2, 8, 5 * MS);
  g_autofree char *sentence = NULL;
  PlTrace *trace;

  g_assert_true (put (group, "cgroup.procs", "0"));
  trace = run (&plan);
  g_assert_cmpuint (pl_log_header (pl_trace_get_log (trace))->quota_millis, ==, 10);
  g_assert_cmpfloat (pl_trace_cpus (trace), ==, 0.01);
  /* 40 ms of work, a millisecond of it each 100 ms. */
  g_assert_cmpint (pl_trace_throttled_ns (trace), >, 500 * MS);
  sentence = pl_account_group_sentence (trace);
  g_assert_true (g_str_has_prefix (sentence, "This group of programs may use 0.01 of "));
  g_assert_nonnull (strstr (sentence, "kept from"));
  g_object_unref (trace);
}

/* Kept from all CPUs by the group's quota, which the kernel tells apart from a wait for others. */
static void
test_throttled (void)
{
  g_autofree char *group = NULL;

  if (g_test_subprocess ())
    {
      run_in_group (g_getenv ("PARALANE_TEST_GROUP"));
      return;
    }
  group = make_group ();
  if (!group)
    {
      g_test_skip ("no control group may be made here");
      return;
    }
  g_assert_true (g_setenv ("PARALANE_TEST_GROUP", group, TRUE));
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_assert_cmpint (g_rmdir (group), ==, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/account/one-cpu", test_one_cpu);
  g_test_add_func ("/engine/account/sleepers", test_sleepers);
  g_test_add_func ("/engine/account/short-tasks", test_short_tasks);
  g_test_add_func ("/engine/account/killed", test_killed);
  g_test_add_func ("/engine/account/unrecorded", test_unrecorded);
  g_test_add_func ("/engine/account/both-sources", test_both_sources);
  g_test_add_func ("/engine/account/refused", test_refused);
  g_test_add_func ("/engine/account/throttled", test_throttled);
  return g_test_run ();
}
