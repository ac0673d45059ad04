/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli-util.h"
#include "control/control-util.h"

/* Ends from outside: stop, kill, a reader that leaves. No process survives any of them. */

#define LONG "--pool-size 3 --tasks 100000 --chunk 1 --work sleep --task-time 5ms"

/* A group of its own, as a shell gives every job: so a Ctrl+C can be sent to all of it. */
static void
new_group_cb (gpointer data)
{
  setpgid (0, 0);
}

static GSubprocess *
start (const char *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher
    = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_set_child_setup (launcher, new_group_cb, NULL, NULL);
  return pl_cli_spawn (launcher, arguments);
}

static int
get_pid (GSubprocess *process)
{
  return atoi (g_subprocess_get_identifier (process));
}

static int
get_parent (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;
  const char *name_end;
  int parent;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return -1;
  name_end = strrchr (text, ')');
  return name_end != NULL && sscanf (name_end, ") %*c %d", &parent) == 1 ? parent : -1;
}

/* The children of pid: appended to pids. */
static void
add_children (GArray *pids, int pid)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      int child = atoi (name);

      if (child > 0 && get_parent (child) == pid)
        g_array_append_val (pids, child);
    }
}

/* The runner and its workers; waits until all are there. */
static GArray *
wait_for_family (GSubprocess *process, guint n_workers)
{
  gint64 deadline = g_get_monotonic_time () + PL_TEST_PATIENCE_S * G_USEC_PER_SEC;
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (int));

  while (pids->len != 1 + n_workers)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_array_set_size (pids, 0);
      add_children (pids, get_pid (process));
      if (pids->len == 1)
        add_children (pids, g_array_index (pids, int, 0));
      g_usleep (2000);
    }
  return pids;
}

static void
assert_stopped (PlCliResult *result)
{
  JsonObject *run = pl_cli_parse_json (result),
             *results = json_object_get_object_member (run, "results");

  g_assert_cmpint (result->status, ==, 1);
  g_assert_cmpstr (pl_cli_string (run, "outcome"), ==, "stopped");
  g_assert_cmpint (pl_cli_int (results, "missing"), >, 0);
  g_assert_cmpint (pl_cli_int (results, "wrong"), ==, 0);
}

static void
test_stop (void)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (GSubprocess) process = start ("run " LONG " --json");
      g_autoptr (GArray) pids = wait_for_family (process, 3);
      g_autoptr (PlCliResult) result = NULL;

      /* To the whole group, as the terminal does. */
      g_assert_cmpint (kill (-get_pid (process), signals[i]), ==, 0);
      result = pl_cli_collect (process);
      assert_stopped (result);
      pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
    }
}

static void
test_stop_text (void)
{
  g_autofree char *folder = pl_cli_folder_new ();
  g_autofree char *save = g_build_filename (folder, "stopped.paralane", NULL);
  g_autofree char *arguments = g_strdup_printf ("run " LONG " --save %s", save);
  g_autoptr (GSubprocess) process = start (arguments);
  g_autoptr (GArray) pids = wait_for_family (process, 3);
  g_autoptr (PlCliResult) result = NULL, shown = NULL;

  g_subprocess_send_signal (process, SIGINT);
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->out, "Stopped|missing|Worker 3");
  pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
  shown = pl_cli ("show %s --json", save);
  assert_stopped (shown);
  pl_cli_folder_remove (g_steal_pointer (&folder));
}

/* Of a race that was not run nothing is claimed, least of all that it lost nothing. */
static void
test_stop_race_text (void)
{
  g_autoptr (GSubprocess) process = start ("race --workers 2 --increments 100000 --window sleep:10ms");
  g_autoptr (GArray) pids = wait_for_family (process, 2);
  g_autoptr (PlCliResult) result = NULL;

  g_subprocess_send_signal (process, SIGINT);
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->out, "Stopped|did not come to an end");
  g_assert_null (strstr (result->out, "expected"));
  g_assert_null (strstr (result->out, "none lost"));
  pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
}

static JsonArray *
workers_of (PlCliResult *result)
{
  return json_object_get_array_member (pl_cli_parse_json (result), "workers");
}

/* In the middle of the first task of the first chunk: busy it was all the same. */
static void
test_stop_in_chunk (void)
{
  static const char *const ipc[] = { "queue", "pipe", "array" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ipc); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("run --pool-size 2 --tasks 4 --chunk 2 --work sleep --task-time 20s "
                                                    "--ipc %s %s --json", ipc[i / 2], i % 2 ? "--no-record" : "");
      g_autoptr (GSubprocess) process = start (arguments);
      g_autoptr (PlCliResult) result = NULL;
      JsonArray *workers;

      g_array_unref (wait_for_family (process, 2));
      g_usleep (300 * 1000);
      g_subprocess_send_signal (process, SIGINT);
      result = pl_cli_collect (process);
      workers = workers_of (result);
      for (guint worker = 0; worker < json_array_get_length (workers); worker++)
        {
          JsonObject *object = json_array_get_object_element (workers, worker);

          g_assert_cmpint (pl_cli_int (object, "busy_ns"), >=, 100 * 1000 * 1000);
          g_assert_cmpint (pl_cli_int (object, "cpu_ns"), >, 0);
        }
    }
}

/* A helper that does not listen is not waited for twice. */
static void
test_give_up (void)
{
  g_autoptr (GSubprocess) process = start ("run " LONG " --json");
  g_autoptr (GArray) pids = wait_for_family (process, 3);
  g_autoptr (PlCliResult) result = NULL;

  g_assert_cmpint (kill (g_array_index (pids, int, 0), SIGSTOP), ==, 0);
  g_subprocess_send_signal (process, SIGINT);
  g_subprocess_send_signal (process, SIGTERM);
  result = pl_cli_collect (process);
  pl_cli_assert_error (result, 1, "Given up");
  pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
}

static void
test_stop_race (void)
{
  g_autoptr (GSubprocess) process =
      start ("race --workers 2 --increments 1000000 --trials 10000 --no-record --json");
  g_autoptr (GArray) pids = wait_for_family (process, 2);
  g_autoptr (PlCliResult) result = NULL;

  g_subprocess_send_signal (process, SIGINT);
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  g_assert_cmpstr (pl_cli_string (pl_cli_parse_json (result), "outcome"), ==, "stopped");
  pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
}

static void
test_killed (void)
{
  static const char *const ipc[] = { "queue", "pipe", "array" };

  for (guint i = 0; i < G_N_ELEMENTS (ipc); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("run " LONG " --ipc %s", ipc[i]);
      g_autoptr (GSubprocess) process = start (arguments);
      g_autoptr (GArray) pids = wait_for_family (process, 3);
      g_autoptr (PlCliResult) result = NULL;

      g_subprocess_force_exit (process);
      result = pl_cli_collect (process);
      g_assert_cmpint (result->status, ==, -1);
      pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
    }
}

static void
test_killed_race (void)
{
  g_autoptr (GSubprocess) process =
      start ("race --workers 3 --increments 1000000 --trials 10000 --no-record");
  g_autoptr (GArray) pids = wait_for_family (process, 3);

  g_subprocess_force_exit (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
}

static void
assert_usage_unknown (JsonArray *workers)
{
  static const char *const keys[] = { "cpu_ns", "voluntary_switches", "involuntary_switches" };

  g_assert_cmpuint (json_array_get_length (workers), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *worker = json_array_get_object_element (workers, i);

      for (guint key = 0; key < G_N_ELEMENTS (keys); key++)
        {
          g_assert_true (json_object_has_member (worker, keys[key]));
          g_assert_true (json_object_get_null_member (worker, keys[key]));
        }
    }
}

static void
test_runner_killed_text (void)
{
  g_autoptr (GSubprocess) process = start ("run --pool-size 2 --tasks 4 --work sleep --task-time 20s");
  g_autoptr (GArray) pids = wait_for_family (process, 2);
  g_autoptr (PlCliResult) result = NULL;

  g_usleep (100 * 1000);
  g_assert_cmpint (kill (g_array_index (pids, int, 0), SIGKILL), ==, 0);
  result = pl_cli_collect (process);
  pl_cli_assert_says (result->out, "unknown");
  /* Of nothing that is a time of a worker. */
  g_assert_null (strstr (strstr (result->out, "Worker 1"), "0 ns"));
}

/* The helper alone dies: said in words, and what is known is reported. */
static void
test_runner_killed (void)
{
  g_autoptr (GSubprocess) process = start ("run " LONG " --json");
  g_autoptr (GArray) pids = wait_for_family (process, 3);
  g_autoptr (PlCliResult) result = NULL;
  JsonObject *run;

  g_assert_cmpint (kill (g_array_index (pids, int, 0), SIGKILL), ==, 0);
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->err, "paralane-cli: |paralane-runner|signal 9");
  run = pl_cli_parse_json (result);
  /* Nobody was there any more to ask the kernel. */
  assert_usage_unknown (json_object_get_array_member (run, "workers"));
  g_assert_cmpstr (pl_cli_string (run, "outcome"), ==, "failed");
  pl_cli_assert_says (pl_cli_string (run, "error"), "signal 9");
  pl_test_wait_for (pl_test_all_gone, pids, "the processes to be gone");
}

static gboolean
is_over (gpointer data)
{
  return g_subprocess_get_identifier (data) == NULL;
}

/* What takes more than a minute says so first, also where no terminal is. */
static void
test_warning (void)
{
  static const char *const commands[] = { "run --pool-size 2 --tasks 200 --work sleep --task-time 1s --spread equal",
                                          "race --lock mutex,spin --workers 1 --time 50s" };
  static const char *const words[] = { "This will take about 1 min 40 s.|Ctrl+C", "This will take about 1 min 40 s." };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GSubprocess) process = start (commands[i]);
      g_autoptr (PlCliResult) result = NULL;

      g_array_unref (wait_for_family (process, 2 - i));
      g_subprocess_send_signal (process, SIGINT);
      result = pl_cli_collect (process);
      pl_cli_assert_says (result->err, words[i]);
    }
}

/* A worker that dies is replaced, and the result is as if nothing had been. */
static void
test_worker_killed (void)
{
  g_autoptr (GSubprocess) process =
      start ("run --pool-size 3 --tasks 150 --chunk 1 --work sleep --task-time 5ms --json");
  g_autoptr (GArray) pids = wait_for_family (process, 3);
  g_autoptr (PlCliResult) result = NULL;
  JsonArray *workers;
  gint64 replaced = 0;

  g_assert_cmpint (kill (g_array_index (pids, int, 2), SIGKILL), ==, 0);
  result = pl_cli_collect (process);
  g_assert_true (is_over (process));
  workers = json_object_get_array_member (pl_cli_assert_json (result), "workers");
  for (guint i = 0; i < json_array_get_length (workers); i++)
    replaced += pl_cli_int (json_array_get_object_element (workers, i), "replaced");
  g_assert_cmpint (replaced, ==, 1);
}

/* "| head -0": no signal, no complaint, but no success either. */
static void
test_closed_pipe (void)
{
  static const char *const commands[] = { "run --task-time 100us", "run --task-time 100us --json",
                                          "run --help", "--version" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GSubprocess) process = start (commands[i]);
      g_autoptr (GError) error = NULL;

      g_assert_true (g_input_stream_close (g_subprocess_get_stdout_pipe (process), NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      g_assert_true (g_subprocess_get_if_exited (process));
      if (i < 2)
        g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 1);
    }
}

static void
test_full_stdout (void)
{
  g_autoptr (GSubprocessLauncher) launcher = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (PlCliResult) result = NULL;

  g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
  process = pl_cli_spawn (launcher, "run --task-time 100us --json");
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->err, "paralane-cli: |could not be written");
}

/* Everything the terminal behind master shows until the program has ended. */
static char *
read_terminal (int master, GSubprocess *process)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  ssize_t n;

  /* EIO, as nobody holds the other side open any more, is the end. */
  while ((n = read (master, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  return g_string_free (text, FALSE);
}

static void
test_terminal (void)
{
  g_autoptr (GSubprocessLauncher) launcher = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (PlCliResult) result = NULL;
  g_autofree char *seen = NULL;
  int master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC), slave;

  g_assert_cmpint (master, >=, 0);
  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  slave = open (ptsname (master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (slave, >=, 0);
  g_subprocess_launcher_take_stderr_fd (launcher, slave);
  process = pl_cli_spawn (
      launcher, "run --pool-size 2 --tasks 100 --chunk 1 --work sleep --task-time 10ms --json");
  g_object_unref (g_steal_pointer (&launcher));
  seen = read_terminal (master, process);
  close (master);
  result = pl_cli_collect (process);
  pl_cli_assert_says (seen, "\r| of 100 tasks, | tasks/s, about 1 s left");
  /* The line is wiped at the end, and stdout holds nothing of it. */
  g_assert_true (g_str_has_suffix (seen, " \r"));
  g_assert_cmpint (result->status, ==, 0);
  pl_cli_parse_json (result);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signals/stop", test_stop);
  g_test_add_func ("/signals/stop-text", test_stop_text);
  g_test_add_func ("/signals/stop-race-text", test_stop_race_text);
  g_test_add_func ("/signals/stop-in-chunk", test_stop_in_chunk);
  g_test_add_func ("/signals/warning", test_warning);
  g_test_add_func ("/signals/give-up", test_give_up);
  g_test_add_func ("/signals/stop-race", test_stop_race);
  g_test_add_func ("/signals/killed", test_killed);
  g_test_add_func ("/signals/killed-race", test_killed_race);
  g_test_add_func ("/signals/runner-killed", test_runner_killed);
  g_test_add_func ("/signals/runner-killed-text", test_runner_killed_text);
  g_test_add_func ("/signals/worker-killed", test_worker_killed);
  g_test_add_func ("/signals/closed-pipe", test_closed_pipe);
  g_test_add_func ("/signals/full-stdout", test_full_stdout);
  g_test_add_func ("/signals/terminal", test_terminal);
  return g_test_run ();
}
