/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

#include <sched.h>

static void
assert_results (JsonObject *run, gint64 tasks)
{
  JsonObject *results = json_object_get_object_member (run, "results");

  g_assert_cmpint (pl_cli_int (results, "right"), ==, tasks);
  g_assert_cmpint (pl_cli_int (results, "wrong"), ==, 0);
  g_assert_cmpint (pl_cli_int (results, "missing"), ==, 0);
}

/* One entry a lane, each with its own live pid and a share of the tasks that adds up. */
static void
assert_workers (JsonObject *run, guint pool_size, gint64 tasks)
{
  JsonArray *workers = json_object_get_array_member (run, "workers");
  gint64 done = 0;

  g_assert_cmpuint (json_array_get_length (workers), ==, pool_size);
  for (guint i = 0; i < pool_size; i++)
    {
      JsonObject *worker = json_array_get_object_element (workers, i);

      g_assert_cmpint (pl_cli_int (worker, "index"), ==, i + 1);
      g_assert_cmpint (pl_cli_int (worker, "pid"), >, 1);
      g_assert_cmpint (pl_cli_int (worker, "busy_ns"), >=, 0);
      g_assert_cmpint (pl_cli_int (worker, "cpu_ns"), >=, 0);
      g_assert_cmpint (pl_cli_int (worker, "voluntary_switches"), >=, 0);
      g_assert_cmpint (pl_cli_int (worker, "involuntary_switches"), >=, 0);
      g_assert_cmpint (pl_cli_int (worker, "replaced"), ==, 0);
      done += pl_cli_int (worker, "tasks");
    }
  g_assert_cmpint (done, ==, tasks);
}

static void
test_defaults (void)
{
  /* As many as CPUs, within reason. */
  guint workers = CLAMP (g_get_num_processors (), 2, 8);
  g_autoptr (PlCliResult) result = pl_cli ("run --task-time 100us --json");
  JsonObject *run = pl_cli_assert_json (result);

  g_assert_cmpstr (pl_cli_string (run, "kind"), ==, "pool");
  g_assert_cmpstr (pl_cli_string (run, "outcome"), ==, "done");
  g_assert_cmpint (pl_cli_int (run, "pool_size"), ==, workers);
  g_assert_cmpint (pl_cli_int (run, "tasks"), ==, 40);
  g_assert_cmpint (pl_cli_int (run, "chunk"), ==, (40 + 4 * workers - 1) / (4 * workers));
  g_assert_cmpstr (pl_cli_string (run, "ipc"), ==, "queue");
  g_assert_cmpint (pl_cli_int (run, "wall_ns"), >, 0);
  g_assert_cmpfloat (pl_cli_number (run, "tasks_per_second"), >, 0.0);
  g_assert_cmpint (pl_cli_int (run, "dropped_records"), ==, 0);
  g_assert_false (json_object_has_member (run, "serial_ns"));
  g_assert_false (json_object_has_member (run, "speedup"));
  g_assert_false (json_object_has_member (run, "error"));
  assert_results (run, 40);
  assert_workers (run, workers, 40);
}

static void
test_plans (void)
{
  static const char *const ipc[] = { "queue", "pipe", "array" };
  static const char *const work[] = { "spin", "sleep", "squares", "primes" };
  static const char *const spread[] = { "equal", "uniform", "exponential", "straggler" };

  for (guint i = 0; i < 12; i++)
    {
      const char *ipc_key = ipc[i % 3], *work_key = work[i % 4], *spread_key = spread[(i / 3) % 4];
      g_autoptr (PlCliResult) result = pl_cli ("run --pool-size 3 --tasks 30 --ipc %s --work %s "
                                               "--spread %s --task-time 50us --chunk 2 --payload 100 "
                                               "--seed %u --json",
                                               ipc_key, work_key, spread_key, i);
      JsonObject *run = pl_cli_assert_json (result);

      g_assert_cmpstr (pl_cli_string (run, "ipc"), ==, ipc_key);
      g_assert_cmpstr (pl_cli_string (run, "work"), ==, work_key);
      g_assert_cmpstr (pl_cli_string (run, "spread"), ==, spread_key);
      g_assert_cmpint (pl_cli_int (run, "chunk"), ==, 2);
      g_assert_cmpint (pl_cli_int (run, "payload"), ==, 100);
      g_assert_cmpint (pl_cli_int (run, "task_time_ns"), ==, 50000);
      g_assert_cmpint (pl_cli_int (run, "seed"), ==, i);
      assert_results (run, 30);
      assert_workers (run, 3, 30);
    }
}

/* Who had a CPU, in each worker's life and at its tasks: parts that are all of it. */
static void
test_account (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("run --pool-size 2 --tasks 20 --task-time 2ms --json");
  JsonObject *run = pl_cli_assert_json (result), *kernel = json_object_get_object_member (run, "kernel");
  const char *source = pl_cli_string (kernel, "source");
  JsonArray *workers = json_object_get_array_member (run, "workers");
  g_autoptr (PlCliResult) text = NULL;

  if (g_str_equal (source, "none"))
    {
      g_test_skip ("the kernel keeps no account here");
      return;
    }
  g_assert_true (g_str_equal (source, "perf") || g_str_equal (source, "schedstat"));
  g_assert_cmpint (pl_cli_int (kernel, "cpus"), >=, 1);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *worker = json_array_get_object_element (workers, i);
      JsonObject *tasks = json_object_get_object_member (worker, "at_tasks");
      gint64 on_ns = pl_cli_int (tasks, "on_cpu_ns"), waiting_ns = pl_cli_int (tasks, "waiting_cpu_ns");

      g_assert_cmpint (on_ns + waiting_ns + pl_cli_int (tasks, "asleep_ns"), ==, pl_cli_int (worker, "busy_ns"));
      g_assert_cmpint (pl_cli_int (worker, "on_cpu_ns"), >=, on_ns);
      g_assert_cmpint (pl_cli_int (worker, "waiting_cpu_ns"), >=, waiting_ns);
    }
  text = pl_cli ("run --pool-size 2 --tasks 20 --task-time 2ms");
  pl_cli_assert_says (text->out, "CPUs        CPU | at tasks (|on a CPU|without|asleep");
  g_assert_null (strstr (text->out, "unknown"));
}

/* As many as the CPUs this process may use, but at least two. */
static void
test_auto_pool_size (void)
{
  cpu_set_t before, one;
  int cpu = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof before, &before), ==, 0);
  for (guint k = 0; k < 2; k++)
    {
      g_autoptr (PlCliResult) asked = pl_cli ("run --pool-size auto --tasks 1 --task-time 0 --json");
      g_autoptr (PlCliResult) given = pl_cli ("run --tasks 1 --task-time 0 --json");
      gint64 size = k == 0 ? CLAMP (CPU_COUNT (&before), 2, 8) : 2;

      g_assert_cmpint (pl_cli_int (pl_cli_assert_json (asked), "pool_size"), ==, size);
      g_assert_cmpint (pl_cli_int (pl_cli_assert_json (given), "pool_size"), ==, size);
      while (!CPU_ISSET (cpu, &before))
        cpu++;
      CPU_ZERO (&one);
      CPU_SET (cpu, &one);
      g_assert_cmpint (sched_setaffinity (0, sizeof one, &one), ==, 0);
    }
  g_assert_cmpint (sched_setaffinity (0, sizeof before, &before), ==, 0);
}

static void
test_edges (void)
{
  g_autoptr (PlCliResult) none = pl_cli ("run --tasks 0 --json");
  g_autoptr (PlCliResult) one =
      pl_cli ("run --pool-size 1 --tasks 1 --chunk auto --task-time 0 --json");
  g_autoptr (PlCliResult) many =
      pl_cli ("run --pool-size 64 --tasks 1_000 --task-time 0 --payload 1KiB --json");
  JsonObject *run;

  run = pl_cli_assert_json (none);
  assert_results (run, 0);
  g_assert_cmpfloat (pl_cli_number (run, "tasks_per_second"), ==, 0.0);
  run = pl_cli_assert_json (one);
  g_assert_cmpint (pl_cli_int (run, "chunk"), ==, 1);
  assert_results (run, 1);
  run = pl_cli_assert_json (many);
  g_assert_cmpint (pl_cli_int (run, "payload"), ==, 1024);
  assert_results (run, 1000);
  assert_workers (run, 64, 1000);
}

static void
test_seed (void)
{
  g_autoptr (PlCliResult) result =
      pl_cli ("run --tasks 1 --task-time 0 --seed 18446744073709551615 --json");
  JsonObject *run = pl_cli_assert_json (result);

  g_assert_cmpfloat (pl_cli_number (run, "seed"), ==, 18446744073709551615.0);
}

static void
test_serial (void)
{
  g_autoptr (PlCliResult) result =
      pl_cli ("run --pool-size 2 --tasks 10 --task-time 500us --serial --json");
  JsonObject *run = pl_cli_assert_json (result);
  double wall = (double) pl_cli_int (run, "wall_ns"), serial = (double) pl_cli_int (run, "serial_ns");

  g_assert_cmpfloat (serial, >, 0.0);
  g_assert_cmpfloat_with_epsilon (pl_cli_number (run, "speedup"), serial / wall, 1e-6);
}

static void
test_no_record (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("run --task-time 100us --no-record --json");
  g_autoptr (PlCliResult) text = pl_cli ("run --task-time 100us --no-record");

  assert_results (pl_cli_assert_json (result), 40);
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "not recorded");
}

static void
test_summary (void)
{
  g_autoptr (PlCliResult) result =
      pl_cli ("run --pool-size 2 --tasks 1,000 --task-time 1us --ipc array --serial");

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (
      result->out, "Pool of 2, 1,000 tasks, Shared array|chunk 125, work spin 400 ns-1.6 µs uniform, seed 1|"
                   "1,000 of 1,000 right, 0 wrong, 0 missing|Wall time|tasks/s|Speed-up|of 2|records|"
                   "none dropped|Worker 1|Worker 2|pid|busy|CPU");
}

/* Without its helper nothing runs, and both readers are told. */
static void
test_no_runner (void)
{
  g_autofree char *runner = g_strdup (g_getenv ("PARALANE_RUNNER"));
  g_autoptr (PlCliResult) text = NULL, json = NULL;
  JsonObject *run;

  g_setenv ("PARALANE_RUNNER", "/nonexistent/paralane-runner", TRUE);
  text = pl_cli ("run");
  json = pl_cli ("run --json");
  g_setenv ("PARALANE_RUNNER", runner, TRUE);
  pl_cli_assert_error (text, 1, "/nonexistent/paralane-runner|PARALANE_RUNNER");
  g_assert_cmpint (json->status, ==, 1);
  run = pl_cli_parse_json (json);
  g_assert_cmpstr (pl_cli_string (run, "outcome"), ==, "failed");
  pl_cli_assert_says (pl_cli_string (run, "error"), "paralane-runner");
}

/* Where no robust lock works a run goes on all the same, and both readers are told. */
static void
test_without_robust_lists (void)
{
  g_autofree char *runner = g_strdup (g_getenv ("PARALANE_RUNNER"));
  g_autoptr (PlCliResult) text = NULL, json = NULL, scene = NULL, plain = NULL;
  JsonObject *run;

  g_setenv ("PARALANE_REAL_RUNNER", runner, TRUE);
  g_setenv ("PARALANE_RUNNER", g_getenv ("PARALANE_REFUSING_KERNEL"), TRUE);
  g_setenv ("PARALANE_REFUSE", "robust-lists", TRUE);
  text = pl_cli ("run --task-time 100us --ipc queue");
  json = pl_cli ("run --task-time 100us --ipc queue --json");
  scene = pl_cli ("scene owner --variant robust");
  plain = pl_cli ("scene owner --variant flock");
  g_setenv ("PARALANE_RUNNER", runner, TRUE);
  g_unsetenv ("PARALANE_REAL_RUNNER");
  g_unsetenv ("PARALANE_REFUSE");
  g_assert_cmpint (text->status, ==, 0);
  pl_cli_assert_says (text->out, "This system has no robust locks: only the parent|40 of 40 right");
  run = pl_cli_assert_json (json);
  g_assert_true (json_object_get_boolean_member (run, "no_robust_locks"));
  assert_results (run, 40);
  g_assert_cmpint (scene->status, ==, 0);
  pl_cli_assert_says (scene->out, "This system has no robust locks: nobody is told|Everybody waits "
                                  "for ever|recovers. Not on this system");
  g_assert_null (strstr (plain->out, "robust"));
}

/* No limit was met where the kernel refuses the first process already: a smaller pool is no way out. */
static void
test_refused_processes (void)
{
  static const struct { const char *refuse, *start, *words; } cases[] = {
    { "processes", "fork", "the kernel refused|Operation not permitted|outside of the sandbox" },
    { "processes", "spawn", "the kernel refused|Operation not permitted|outside of the sandbox" },
    { "processes", "forkserver", "the kernel refused|Operation not permitted|outside of the sandbox" },
    { "fork-server", "forkserver", "CLONE_PARENT|Operation not supported|fork or spawn" },
  };
  g_autofree char *runner = g_strdup (g_getenv ("PARALANE_RUNNER"));

  g_setenv ("PARALANE_REAL_RUNNER", runner, TRUE);
  g_setenv ("PARALANE_RUNNER", g_getenv ("PARALANE_REFUSING_KERNEL"), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlCliResult) result = NULL;

      g_setenv ("PARALANE_REFUSE", cases[i].refuse, TRUE);
      result = pl_cli ("run --pool-size 3 --start %s", cases[i].start);
      g_assert_cmpint (result->status, ==, 1);
      pl_cli_assert_says (result->err, "Worker 1 of 3");
      pl_cli_assert_says (result->err, cases[i].words);
      g_assert_null (strstr (result->err, "ulimit"));
    }
  g_setenv ("PARALANE_RUNNER", runner, TRUE);
  g_unsetenv ("PARALANE_REAL_RUNNER");
  g_unsetenv ("PARALANE_REFUSE");
}

/* What the workers are, and with what their processes ended. */
static void
test_workers (void)
{
  g_autoptr (PlCliResult) result = pl_cli ("run --pool-size 3 --tasks 30 --task-time 100us --workers thread --json");
  g_autoptr (PlCliResult) crashed =
      pl_cli ("run --pool-size 1 --tasks 4 --chunk 1 --task-time 0 --crash-task 3:exit=300 --json");
  JsonArray *workers = json_object_get_array_member (pl_cli_assert_json (result), "workers");
  JsonArray *codes;
  gint64 pid = pl_cli_int (json_array_get_object_element (workers, 0), "pid");

  g_assert_cmpstr (pl_cli_string (pl_cli_assert_json (result), "worker_kind"), ==, "thread");
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *worker = json_array_get_object_element (workers, i);

      g_assert_cmpint (pl_cli_int (worker, "pid"), ==, pid);
      g_assert_cmpint (pl_cli_int (worker, "tid"), !=, pid);
      g_assert_cmpint (pl_cli_int (worker, "exitcode"), ==, 0);
    }
  g_assert_cmpint (crashed->status, ==, 1);
  g_assert_nonnull (strstr (crashed->err, "Task 3 ended 5 workers"));
  workers = json_object_get_array_member (pl_cli_parse_json (crashed), "workers");
  codes = json_object_get_array_member (json_array_get_object_element (workers, 0), "exitcodes");
  g_assert_cmpuint (json_array_get_length (codes), >=, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (json_array_get_int_element (codes, i), ==, 44);
}

/* How they came into the world, and what of their parent's they saw. */
static void
test_start (void)
{
  static const char *const inherited[][2] = { { "fork", "changed" }, { "spawn", "fresh" }, { "forkserver", "server" } };

  for (guint i = 0; i < G_N_ELEMENTS (inherited); i++)
    {
      g_autoptr (PlCliResult) result = pl_cli ("run --pool-size 2 --tasks 20 --task-time 100us --json --start %s", inherited[i][0]);
      g_autoptr (PlCliResult) text = pl_cli ("run --pool-size 2 --tasks 20 --task-time 100us --start %s", inherited[i][0]);
      JsonObject *start = json_object_get_object_member (pl_cli_assert_json (result), "start");

      assert_results (pl_cli_assert_json (result), 20);
      g_assert_cmpstr (pl_cli_string (start, "method"), ==, inherited[i][0]);
      g_assert_cmpstr (pl_cli_string (start, "inherited"), ==, inherited[i][1]);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (start, "creation_ns")), ==, 2);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (start, "memory")), ==, 2);
      for (guint k = 0; k < 2; k++)
        g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (start, "creation_ns"), k), >, 0);
      g_assert_true (json_object_has_member (start, "server_ns") == (i == 2));
      pl_cli_assert_says (text->out, inherited[i][0]);
      pl_cli_assert_says (text->out, "a worker:|first moment|variable");
    }
}

static void
test_bad_workers (void)
{
  static const char *const bad[][2] = {
    { "run --workers fibre", "--workers|fibre|process, thread, gil" },
    { "run --start vfork", "--start|vfork|fork, spawn, forkserver" },
    { "run --start spawn --workers gil", "spawn|Threads|fork" },
    { "run --crash-task 41", "--crash-task|41|1 to 40" },
    { "run --crash-task 4:exit=x", "--crash-task|exit=x|segv, abort, term, kill, exit=CODE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (PlCliResult) result = pl_cli ("%s", bad[i][0]);

      pl_cli_assert_error (result, 2, bad[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/defaults", test_defaults);
  g_test_add_func ("/run/plans", test_plans);
  g_test_add_func ("/run/account", test_account);
  g_test_add_func ("/run/auto-pool-size", test_auto_pool_size);
  g_test_add_func ("/run/edges", test_edges);
  g_test_add_func ("/run/seed", test_seed);
  g_test_add_func ("/run/serial", test_serial);
  g_test_add_func ("/run/no-record", test_no_record);
  g_test_add_func ("/run/summary", test_summary);
  g_test_add_func ("/run/workers", test_workers);
  g_test_add_func ("/run/start", test_start);
  g_test_add_func ("/run/bad-workers", test_bad_workers);
  g_test_add_func ("/run/no-runner", test_no_runner);
  g_test_add_func ("/run/without-robust-lists", test_without_robust_lists);
  g_test_add_func ("/run/refused-processes", test_refused_processes);
  return g_test_run ();
}
