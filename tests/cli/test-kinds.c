/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

#include <stdio.h>

#include "control/pl-run.h"
#include "trace/recording/pl-recording.h"

/* "kinds": what can be said without a clock, and that the others are figures. */

static JsonObject *
row_of (JsonObject *object, guint index, const char *name)
{
  JsonObject *row = json_array_get_object_element (json_object_get_array_member (object, "rows"), index);

  g_assert_cmpstr (pl_cli_string (row, "name"), ==, name);
  return row;
}

static void
check_rows (JsonObject *object, gboolean python)
{
  static const char *const names[] = {
    "memory_of_its_own", "creation", "memory", "message", "speed_up_cpu", "speed_up_waiting", "crash",
  };
  static const char *const kinds[] = { "process", "thread", "gil", "python_process", "python_thread" };
  JsonObject *row;

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "rows")), ==, G_N_ELEMENTS (names));
  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    {
      row = row_of (object, i, names[i]);
      for (guint kind = 0; kind < (python ? 5 : 3); kind++)
        g_assert_cmpfloat (pl_cli_number (row, kinds[kind]), >, 0);
      if (!python)
        g_assert_true (json_object_get_null_member (row, "python_thread"));
    }
  row = row_of (object, 0, names[0]);
  g_assert_true (json_object_get_boolean_member (row, "process"));
  g_assert_false (json_object_get_boolean_member (row, "thread"));
  g_assert_false (json_object_get_boolean_member (row, "gil"));
  row = row_of (object, 6, names[6]);
  g_assert_cmpint (pl_cli_int (row, "process"), ==, 1);
  g_assert_cmpint (pl_cli_int (row, "thread"), ==, 4);
  g_assert_cmpint (pl_cli_int (row, "gil"), ==, 4);
  /* However full the machine is, nobody is faster than as many as they are. */
  for (guint kind = 0; kind < (python ? 5 : 3); kind++)
    {
      g_assert_cmpfloat (pl_cli_number (row_of (object, 4, names[4]), kinds[kind]), <=, 4);
      g_assert_cmpfloat (pl_cli_number (row_of (object, 5, names[5]), kinds[kind]), <=, 8);
    }
  if (!python)
    return;
  g_assert_cmpint (pl_cli_int (row, "python_process"), ==, 1);
  g_assert_cmpint (pl_cli_int (row, "python_thread"), ==, 4);
}

static void
test_json (void)
{
  g_autofree char *folder = pl_cli_folder_new ();
  g_autofree char *file = g_build_filename (folder, "kinds.png", NULL);
  g_autoptr (PlCliResult) result = pl_cli ("kinds --json --output %s", file);

  check_rows (pl_cli_assert_json (result), g_file_test ("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE));
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  pl_cli_folder_remove (g_steal_pointer (&folder));
}

/* What Python's figures come from opens as a run: each of its births is a lane. */
static void
test_save (void)
{
  g_autofree char *folder = pl_cli_folder_new ();
  g_autofree char *file = g_build_filename (folder, "kinds.paralane", NULL);
  g_autoptr (PlCliResult) result = pl_cli ("kinds --json --save %s", file), shown = pl_cli ("show --json %s", file);
  gboolean python = g_file_test ("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE);
  guint processes = 0, threads = 0;
  JsonObject *recorded;
  JsonArray *lanes;

  if (!python)
    {
      pl_cli_assert_error (result, 1, "python3");
      pl_cli_folder_remove (g_steal_pointer (&folder));
      return;
    }
  check_rows (pl_cli_assert_json (result), TRUE);
  recorded = json_object_get_object_member (pl_cli_assert_json (result), "recorded");
  g_assert_cmpint (pl_cli_int (recorded, "creation_ns"), >, 0);
  g_assert_cmpint (pl_cli_int (recorded, "thread_creation_ns"), >, 0);
  g_assert_cmpint (pl_cli_int (recorded, "message_ns"), >, 0);
  g_assert_nonnull (strstr (pl_cli_string (pl_cli_assert_json (shown), "command"), "kinds.py"));
  lanes = json_object_get_array_member (pl_cli_assert_json (shown), "lanes");
  for (guint i = 0; i < json_array_get_length (lanes); i++)
    {
      JsonObject *lane = json_array_get_object_element (lanes, i);

      processes += g_str_equal (pl_cli_string (lane, "kind"), "process");
      threads += g_str_equal (pl_cli_string (lane, "kind"), "thread");
    }
  /* Births alone, and those that need memory, of each kind. */
  g_assert_cmpuint (processes, >, 28);
  g_assert_cmpuint (threads, >, 28);
  pl_cli_folder_remove (g_steal_pointer (&folder));
}

/* What a program measures of itself, and what the record says of the same: between the call and the first moment lies
 * less than between what is done before and after, whatever else the machine does. */
static const char script[] =
  "import os, threading, time\n"
  "def median(times): return sorted(times)[len(times) // 2]\n"
  "def by_process():\n"
  "  read, write = os.pipe()\n"
  "  began = time.monotonic_ns()\n"
  "  pid = os.fork()\n"
  "  if pid == 0:\n"
  "    os.write(write, b'%d' % time.monotonic_ns())\n"
  "    os._exit(0)\n"
  "  took = int(os.read(read, 99)) - began\n"
  "  os.waitpid(pid, 0)\n"
  "  return took\n"
  "def by_thread():\n"
  "  said = []\n"
  "  began = time.monotonic_ns()\n"
  "  thread = threading.Thread(target=lambda: said.append(time.monotonic_ns()))\n"
  "  thread.start()\n"
  "  thread.join()\n"
  "  return said[0] - began\n"
  "print(median([by_process() for _ in range(9)]), median([by_thread() for _ in range(9)]))\n";

static void
test_record_agrees (void)
{
  g_autofree char *folder = pl_cli_folder_new ();
  g_autofree char *file = g_build_filename (folder, "x.paralane", NULL), *program = g_build_filename (folder, "x.py", NULL);
  g_autoptr (PlCliResult) result = NULL;
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  long long process = 0, thread = 0;
  double recorded = 0;
  PlLog *log;

  if (!g_file_test ("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE))
    {
      g_test_skip ("there is no Python");
      pl_cli_folder_remove (g_steal_pointer (&folder));
      return;
    }
  g_assert_true (g_file_set_contents (program, script, -1, NULL));
  result = pl_cli ("record --save %s -- /usr/bin/python3 %s", file, program);
  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpint (sscanf (result->out, "%lld %lld", &process, &thread), ==, 2);
  log = pl_run_open_log (file, &error);
  g_assert_no_error (error);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  g_assert_true (pl_recording_figure (trace, "creation_ns", &recorded));
  g_assert_cmpfloat (recorded, >, 0);
  g_assert_cmpfloat (recorded, <=, (double) process);
  g_assert_true (pl_recording_figure (trace, "thread_creation_ns", &recorded));
  g_assert_cmpfloat (recorded, >, 0);
  g_assert_cmpfloat (recorded, <=, (double) thread);
  g_assert_true (pl_recording_figure (trace, "message_ns", &recorded));
  g_assert_cmpfloat (recorded, >, 0);
  g_assert_false (pl_recording_figure (trace, "creation", &recorded));
  g_clear_object (&trace);
  pl_cli_folder_remove (g_steal_pointer (&folder));
}

/* Without Python the others stand, and why it is missing is said. */
static void
test_without_python (void)
{
  g_autoptr (PlCliResult) json = NULL;

  g_setenv ("PARALANE_PYTHON", "/nowhere/python3", TRUE);
  json = pl_cli ("kinds --json");
  g_unsetenv ("PARALANE_PYTHON");
  check_rows (pl_cli_assert_json (json), FALSE);
  pl_cli_assert_says (pl_cli_string (pl_cli_assert_json (json), "python"), "/nowhere/python3|python3");
}

static void
test_no_runner (void)
{
  g_autoptr (PlCliResult) result = NULL;
  g_autofree char *runner = g_strdup (g_getenv ("PARALANE_RUNNER"));

  g_setenv ("PARALANE_RUNNER", "/nowhere/paralane-runner", TRUE);
  result = pl_cli ("kinds");
  g_setenv ("PARALANE_RUNNER", runner, TRUE);
  pl_cli_assert_error (result, 1, "/nowhere/paralane-runner");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kinds/json", test_json);
  g_test_add_func ("/kinds/save", test_save);
  g_test_add_func ("/kinds/record-agrees", test_record_agrees);
  g_test_add_func ("/kinds/without-python", test_without_python);
  g_test_add_func ("/kinds/no-runner", test_no_runner);
  return g_test_run ();
}
