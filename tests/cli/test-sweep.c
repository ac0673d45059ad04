/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>

#include "cli/cli-util.h"

/* Sweeps from the command line: what they print, write and refuse, and that they can be ended. */

#define SMALL "--tasks 24 --task-time 1ms --work sleep"

typedef struct { char *folder; } Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = pl_cli_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pl_cli_folder_remove (fixture->folder);
}

static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result
    = pl_cli ("sweep --pool-size 1,2,4 --ipc queue,pipe,array --trials 3 --json " SMALL);
  JsonObject *object = pl_cli_assert_json (result), *amdahl;
  JsonArray *points = json_object_get_array_member (object, "points"), *all;

  g_assert_cmpstr (pl_cli_string (object, "kind"), ==, "sweep");
  g_assert_cmpstr (pl_cli_string (object, "outcome"), ==, "done");
  g_assert_cmpint (pl_cli_int (object, "runs_done"), ==, 27);
  g_assert_cmpuint (json_array_get_length (points), ==, 9);
  for (guint i = 0; i < 9; i++)
    {
      JsonObject *point = json_array_get_object_element (points, i), *time = json_object_get_object_member (point, "time");
      double sum = 0;

      g_assert_cmpint (pl_cli_int (point, "trials"), ==, 3);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (point, "walls_ns")), ==, 3);
      g_assert_cmpint (pl_cli_int (point, "least_ns"), <=, pl_cli_int (point, "median_ns"));
      g_assert_cmpint (pl_cli_int (point, "median_ns"), <=, pl_cli_int (point, "most_ns"));
      if (pl_cli_int (point, "pool_size") == 1)
        g_assert_cmpfloat (pl_cli_number (point, "speedup"), ==, 1);
      for (guint k = 0; k < 5; k++)
        sum += pl_cli_number (time, (const char *const[]) { "tasks", "serial", "cpus", "channel", "imbalance" }[k]);
      g_assert_cmpfloat (ABS (sum - 1), <, 1e-3);
    }
  amdahl = json_object_get_object_member (object, "amdahl");
  g_assert_cmpfloat (pl_cli_number (amdahl, "serial_share"), >=, pl_cli_number (amdahl, "serial_share_low"));
  g_assert_cmpfloat (pl_cli_number (amdahl, "serial_share"), <=, pl_cli_number (amdahl, "serial_share_high"));
  all = json_object_get_array_member (amdahl, "all");
  g_assert_cmpuint (json_array_get_length (all), ==, 3);
  g_assert_cmpint (pl_cli_int (json_object_get_object_member (object, "limit"), "pool_size"), ==, 4);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *svg = g_build_filename (fixture->folder, "speedup.svg", NULL), *text = NULL;
  g_autofree char *csv = g_build_filename (fixture->folder, "runs.csv", NULL), *table = NULL;
  g_autoptr (PlCliResult) result
    = pl_cli ("sweep --pool-size 1,2 --trials 2 --chunk 2 --output %s --csv %s " SMALL, svg, csv);
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (result->out, "Speed-up of a pool: 24 tasks|2 trials, in an order drawn by the seed|median|"
                                   "Queue: Amdahl's law fits with a serial share of|2 workers, Queue: ");
  g_assert_true (g_file_get_contents (svg, &text, NULL, NULL));
  pl_cli_assert_says (text, "Speed-up of a pool: 24 tasks|1 worker, Queue: ");
  g_assert_true (g_file_get_contents (csv, &table, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  g_assert_true (g_str_has_prefix (lines[0], "run,pool_size,ipc,chunk,trial,wall_ns"));
  g_assert_true (g_str_has_prefix (lines[1], "1,") && strstr (lines[1], ",queue,2,1,") != NULL);
}

static void
test_chunks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result = pl_cli ("sweep --pool-size 2 --chunk 1,4,24,auto --trials 1 --json " SMALL);
  JsonObject *object = pl_cli_assert_json (result);

  g_assert_cmpstr (pl_cli_string (object, "axis"), ==, "chunk");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "points")), ==, 4);
  g_assert_true (json_object_get_null_member (object, "amdahl"));
  pl_cli_assert_says (pl_cli_string (json_object_get_object_member (object, "limit"), "sentence"),
                      "The fastest: |With 1 task a message the channel takes|with 24 tasks a message imbalance takes");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) size = pl_cli ("sweep --pool-size 1,2,1000");
  g_autoptr (PlCliResult) empty = pl_cli ("sweep --pool-size 1,,2");
  g_autoptr (PlCliResult) word = pl_cli ("sweep --ipc queue,pigeon");
  g_autoptr (PlCliResult) chunk = pl_cli ("sweep --tasks 10 --chunk 1,11");
  g_autoptr (PlCliResult) trials = pl_cli ("sweep --trials 0");
  g_autoptr (PlCliResult) ending = pl_cli ("sweep --output picture.gif");
  g_autoptr (PlCliResult) nowhere = pl_cli ("sweep --csv %s/no/where.csv " SMALL, fixture->folder);

  pl_cli_assert_error (size, 2, "--pool-size 1000|choose 1 to 256");
  pl_cli_assert_error (empty, 2, "--pool-size “1,,2” has an empty place");
  pl_cli_assert_error (word, 2, "--ipc “pigeon” is not possible: choose queue, pipe, array");
  pl_cli_assert_error (chunk, 2, "--chunk|11|10");
  pl_cli_assert_error (trials, 2, "--trials|1,000");
  pl_cli_assert_error (ending, 2, "--output|.svg");
  /* Before the first run. */
  pl_cli_assert_error (nowhere, 1, "where.csv");
}

/* Far too long to wait for: what was measured until then is told and written. */
static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = g_build_filename (fixture->folder, "runs.csv", NULL), *table = NULL;
  g_autofree char *arguments = g_strdup_printf (
    "sweep --pool-size 1,2 --trials 1000 --tasks 20 --task-time 2ms --work sleep --json --csv %s", csv);
  g_autoptr (GSubprocessLauncher) launcher
    = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = pl_cli_spawn (launcher, arguments);
  g_autoptr (PlCliResult) result = NULL;
  JsonObject *object;

  g_usleep (1500 * 1000);
  g_subprocess_send_signal (process, SIGINT);
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->err, "Ended after |of 2000 runs");
  object = pl_cli_parse_json (result);
  g_assert_cmpstr (pl_cli_string (object, "outcome"), ==, "stopped");
  g_assert_cmpint (pl_cli_int (object, "runs_done"), >, 0);
  g_assert_cmpint (pl_cli_int (object, "runs_done"), <, 2000);
  g_assert_true (g_file_get_contents (csv, &table, NULL, NULL));
  g_assert_nonnull (strstr (table, "\n1,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/sweep/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("json", test_json);
  ADD ("files", test_files);
  ADD ("chunks", test_chunks);
  ADD ("refused", test_refused);
  ADD ("interrupted", test_interrupted);
  return g_test_run ();
}
