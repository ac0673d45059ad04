/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/cli-util.h"

/* Notes written, listed, drawn and taken away; what is found in a run, and what made it so long. */

typedef struct { char *folder, *run; } Fixture;

static void
set_up (Fixture *fixture, gconstpointer ipc)
{
  g_autoptr (PlCliResult) result = NULL;

  fixture->folder = pl_cli_folder_new ();
  fixture->run = g_build_filename (fixture->folder, "run.paralane", NULL);
  result = pl_cli ("run --pool-size 2 --tasks 12 --chunk 1 --work sleep --task-time 1ms --spread equal --ipc %s --save %s",
                   (const char *) ipc, fixture->run);
  g_assert_cmpint (result->status, ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer ipc)
{
  pl_cli_folder_remove (fixture->folder);
  g_free (fixture->run);
}

static JsonArray *
notes_of (PlCliResult *result)
{
  result->json = json_from_string (result->out, NULL);
  g_assert_nonnull (result->json);
  return json_object_has_member (json_node_get_object (result->json), "notes")
           ? json_object_get_array_member (json_node_get_object (result->json), "notes") : NULL;
}

static void
note (Fixture *fixture, const char *arguments)
{
  g_autoptr (PlCliResult) result = pl_cli ("note %s %s", fixture->run, arguments);

  g_assert_cmpstr (result->err, ==, "");
  g_assert_cmpint (result->status, ==, 0);
}

static void
test_notes (Fixture *fixture, gconstpointer ipc)
{
  g_autoptr (PlCliResult) none = pl_cli ("show %s --json", fixture->run), shown = NULL, json = NULL, last = NULL;
  JsonObject *first;

  g_assert_null (notes_of (none));
  note (fixture, "--at 2ms --to 3ms --lane 2 'look here'");
  note (fixture, "--at 1ms");
  shown = pl_cli ("show %s", fixture->run);
  pl_cli_assert_says (shown->out, "Notes:|1  All lanes, 1.00 ms: bookmark|2  Worker 2, 2.00 ms to 3.00 ms: look here");
  json = pl_cli ("show %s --json", fixture->run);
  g_assert_cmpuint (json_array_get_length (notes_of (json)), ==, 2);
  first = json_array_get_object_element (notes_of (json), 1);
  g_assert_cmpint (json_object_get_int_member (first, "lane"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (first, "from_ns"), ==, 2000000);
  g_assert_cmpint (json_object_get_int_member (first, "to_ns"), ==, 3000000);
  g_assert_cmpstr (json_object_get_string_member (first, "text"), ==, "look here");
  note (fixture, "--remove 2");
  last = pl_cli ("show %s --json", fixture->run);
  g_assert_cmpuint (json_array_get_length (notes_of (last)), ==, 1);
}

static gsize
export_size (Fixture *fixture, const char *arguments)
{
  g_autofree char *picture = g_build_filename (fixture->folder, "picture.svg", NULL), *text = NULL;
  g_autoptr (PlCliResult) result = pl_cli ("export %s --output %s %s", fixture->run, picture, arguments);
  gsize size;

  g_assert_cmpstr (result->err, ==, "");
  g_assert_true (g_file_get_contents (picture, &text, &size, NULL));
  return size;
}

static void
test_drawn (Fixture *fixture, gconstpointer ipc)
{
  gsize bare = export_size (fixture, ""), noted;

  note (fixture, "--at 2ms --lane 1 'look here'");
  noted = export_size (fixture, "");
  g_assert_cmpuint (noted, >, bare);
  g_assert_cmpuint (export_size (fixture, "--no-notes"), <, noted);
  g_assert_cmpuint (export_size (fixture, "--no-notes --mark-a 1ms --mark-b 3ms"), >, export_size (fixture, "--no-notes"));
}

static void
assert_refused (Fixture *fixture, const char *command, const char *arguments, const char *words)
{
  g_autoptr (PlCliResult) result = pl_cli ("%s %s %s", command, fixture->run, arguments);

  pl_cli_assert_error (result, 2, words);
}

static void
test_refused (Fixture *fixture, gconstpointer ipc)
{
  g_autoptr (PlCliResult) nothing = pl_cli ("note");

  pl_cli_assert_error (nothing, 2, "missing");
  assert_refused (fixture, "note", "--at soon", "“soon”|5ms");
  assert_refused (fixture, "note", "--at 5ms --to 4ms", "--to 4ms|--at");
  assert_refused (fixture, "note", "--lane 3 here", "--lane|3|0 to 2");
  assert_refused (fixture, "note", "two words", "“words”|quotes");
  assert_refused (fixture, "note", "--remove 1", "no notes");
  assert_refused (fixture, "show", "--find 'wroking'", "--find|“wroking”|worker 3");
}

static void
test_find (Fixture *fixture, gconstpointer ipc)
{
  g_autoptr (PlCliResult) found = pl_cli ("show %s --find 'task 7'", fixture->run), json = NULL, none = NULL;
  JsonObject *find, *span;

  g_assert_cmpint (found->status, ==, 0);
  pl_cli_assert_says (found->out, "1 hit for “task 7”|Task 7 on Worker");
  json = pl_cli ("show %s --find 'working > 500 us' --json", fixture->run);
  json->json = json_from_string (json->out, NULL);
  find = json_object_get_object_member (json_node_get_object (json->json), "find");
  g_assert_cmpint (json_object_get_int_member (find, "hits"), ==, 12);
  span = json_array_get_object_element (json_object_get_array_member (find, "spans"), 11);
  g_assert_cmpstr (json_object_get_string_member (span, "state"), ==, "working");
  g_assert_cmpint (json_object_get_int_member (span, "to_ns") - json_object_get_int_member (span, "from_ns"), >, 500000);
  none = pl_cli ("show %s --find dead", fixture->run);
  pl_cli_assert_says (none->out, "0 hits");
}

/* The steps hang together, and add up to the whole run. */
static void
test_path (Fixture *fixture, gconstpointer ipc)
{
  g_autoptr (PlCliResult) json = pl_cli ("show %s --critical-path --json", fixture->run), text = NULL;
  gint64 last_ns = -1, tasks = 0;
  JsonObject *all, *path;
  JsonArray *steps;

  json->json = json_from_string (json->out, NULL);
  all = json_node_get_object (json->json);
  path = json_object_get_object_member (all, "critical_path");
  steps = json_object_get_array_member (path, "steps");
  for (guint i = 0; i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);

      g_assert_true (last_ns < 0 || json_object_get_int_member (step, "from_ns") == last_ns);
      last_ns = json_object_get_int_member (step, "to_ns");
      tasks += g_str_equal (json_object_get_string_member (step, "what"), "working")
               && json_object_get_int_member (step, "lane") > 0;
    }
  g_assert_cmpint (last_ns, ==, json_object_get_int_member (all, "wall_ns"));
  g_assert_cmpint (tasks, ==, json_object_get_int_member (path, "tasks"));
  g_assert_cmpint (tasks, >, 0);
  text = pl_cli ("show %s --critical-path", fixture->run);
  pl_cli_assert_says (text->out, "Critical path:|working|on the path");
}

/* The lanes' figures are those of the run, and each bar is counted. */
static void
test_statistics (Fixture *fixture, gconstpointer ipc)
{
  g_autoptr (PlCliResult) json = pl_cli ("show %s --statistics --json", fixture->run), text = NULL;
  JsonObject *statistics, *lane;
  JsonArray *bins;
  gint64 sum = 0;

  json->json = json_from_string (json->out, NULL);
  statistics = json_object_get_object_member (json_node_get_object (json->json), "statistics");
  lane = json_array_get_object_element (json_object_get_array_member (statistics, "lanes"), 0);
  g_assert_true (json_object_get_null_member (lane, "lane"));
  g_assert_cmpint (json_object_get_int_member (lane, "tasks"), ==, 12);
  g_assert_cmpint (json_object_get_int_member (lane, "received"), ==, 12);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (lane, "states"), "working"), >, 12000000);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (statistics, "lanes")), ==, 4);
  bins = json_object_get_array_member (statistics, "task_times");
  for (guint i = 0; i < json_array_get_length (bins); i++)
    sum += json_object_get_int_member (json_array_get_object_element (bins, i), "spans");
  g_assert_cmpint (sum, ==, 12);
  text = pl_cli ("show %s --statistics --from 0 --to 1ns", fixture->run);
  pl_cli_assert_says (text->out, "From 0 ns to 1 ns:|All workers|Worker 2");
  assert_refused (fixture, "show", "--from 1ms", "--statistics");
  assert_refused (fixture, "show", "--statistics --from 2ms --to 1ms", "--from|before --to");
  assert_refused (fixture, "show", "--find lock --from 2ms", "--statistics");
}

int
main (int argc, char **argv)
{
  static const char *const ipcs[] = { "queue", "pipe", "array" };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/find/notes", Fixture, "queue", set_up, test_notes, tear_down);
  g_test_add ("/find/drawn", Fixture, "queue", set_up, test_drawn, tear_down);
  g_test_add ("/find/refused", Fixture, "queue", set_up, test_refused, tear_down);
  g_test_add ("/find/find", Fixture, "queue", set_up, test_find, tear_down);
  g_test_add ("/find/statistics", Fixture, "queue", set_up, test_statistics, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (ipcs); i++)
    {
      g_autofree char *name = g_strconcat ("/find/path/", ipcs[i], NULL);

      g_test_add (name, Fixture, ipcs[i], set_up, test_path, tear_down);
    }
  return g_test_run ();
}
