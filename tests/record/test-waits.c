/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records a program whose waits are known, and looks at what was told of them. */
#include "config.h"

#include "control/pl-run.h"
#include "recording.h"
#include "trace/pl-trace-text.h"

static void
test_sleep (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *lines = g_build_filename (folder, "it.jsonl", NULL);
  g_autofree char *options = g_strdup_printf ("--save %s", run), *text = NULL;
  g_autoptr (Recording) it = record_planted (options, "sleep");
  g_autoptr (PlCliResult) exported = pl_cli ("export %s --output %s", run, lines);

  /* What it marks itself is there, too. */
  g_assert_cmpint (exported->status, ==, 0);
  g_assert_true (g_file_get_contents (lines, &text, NULL, NULL));
  pl_cli_assert_says (text, "\"event\":\"mark\"|,\"text\":\"about to sleep\"}\n");
  pl_cli_folder_remove (folder);

  g_assert_cmpuint (json_array_get_length (lanes_of (it)), ==, 1);
  assert_waited (lane_of (it, 0), "sleep", 50 * MS);
  g_assert_cmpstr (json_object_get_string_member (lane_of (it, 0), "name"), ==, "planted");
  g_assert_cmpint (json_object_get_int_member (lane_of (it, 0), "status"), ==, 0);
}

/* Who has it is told, too: the sentence of the span says so; here the reason. */
static void
test_lock (void)
{
  g_autoptr (Recording) it = record_planted ("", "lock");

  g_assert_cmpuint (json_array_get_length (lanes_of (it)), ==, 2);
  assert_waited (lane_of (it, 0), "lock", 30 * MS);
  assert_waited (lane_of (it, 1), "sleep", 30 * MS);
  g_assert_cmpint (json_object_get_int_member (lane_of (it, 1), "parent"), ==, 1);
}

static void
assert_messages (Recording *self, gint64 count, gint64 bytes, gint64 unpaired)
{
  JsonObject *messages = json_object_get_object_member (json_node_get_object (self->root), "messages");

  g_assert_cmpint (json_object_get_int_member (messages, "count"), ==, count);
  g_assert_cmpint (json_object_get_int_member (messages, "bytes"), ==, bytes);
  g_assert_cmpint (json_object_get_int_member (messages, "unpaired"), ==, unpaired);
}

/* A lock that is taken and given again is counted, not told one by one. */
static void
test_takes (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *text = NULL;
  g_autofree char *options = g_strdup_printf ("--save %s", run);
  g_autoptr (Recording) it = record_planted (options, "takes");
  gsize size;

  g_assert_cmpint (it->result->status, ==, 0);
  g_assert_true (g_file_get_contents (run, &text, &size, NULL));
  g_assert_cmpuint (size, <, 400000);
  pl_cli_folder_remove (folder);
}

static void
test_pipe (void)
{
  g_autoptr (Recording) it = record_planted ("", "pipe");

  assert_waited (lane_of (it, 0), "data", 20 * MS);
  assert_messages (it, 2, 120, 0);
}

/* What cannot be proven is counted, not guessed. */
static void
test_unpaired (void)
{
  g_autoptr (Recording) it = record_planted ("", "unpaired");

  assert_messages (it, 3, 30, 3);
}

static void
test_names (void)
{
  g_autoptr (Recording) it = record_planted ("", "names");

  g_assert_cmpstr (json_object_get_string_member (lane_of (it, 0), "name"), ==, "the program");
  g_assert_cmpstr (json_object_get_string_member (lane_of (it, 1), "name"), ==, "the thread");
}

/* Whoever meets a pipe while another one is giving it a name writes into the same. */
static void
test_new_pipes (void)
{
  g_autoptr (Recording) it = record_planted ("", "new-pipes");

  assert_messages (it, 4000, 4000, 0);
}

/* Both waits are there whole, one in the middle of the other. */
static void
test_interrupted (void)
{
  g_autoptr (Recording) it = record_planted ("", "interrupted");

  assert_waited (lane_of (it, 0), "data", 50 * MS);
  assert_waited (lane_of (it, 0), "sleep", 5 * MS);
  assert_messages (it, 1, 1, 0);
}

static void
test_full (void)
{
  g_autoptr (Recording) it = record_planted ("", "full");

  assert_waited (lane_of (it, 0), "room", 20 * MS);
  assert_messages (it, 1, 200000, 0);
}

static void
test_socket (void)
{
  g_autoptr (Recording) it = record_planted ("", "socket");

  assert_waited (lane_of (it, 1), "data", 10 * MS);
  assert_messages (it, 2, 48, 0);
}

static void
test_threads (void)
{
  g_autoptr (Recording) join = record_planted ("", "join"), told = record_planted ("", "condition");

  assert_waited (lane_of (join, 0), "thread", 25 * MS);
  assert_waited (lane_of (join, 1), "sleep", 25 * MS);
  g_assert_cmpstr (json_object_get_string_member (lane_of (join, 1), "kind"), ==, "thread");
  assert_waited (lane_of (told, 0), "condition", 20 * MS);
}

static void
test_child (void)
{
  g_autoptr (Recording) it = record_planted ("", "child");

  assert_waited (lane_of (it, 0), "child", 15 * MS);
  g_assert_cmpint (json_object_get_int_member (lane_of (it, 1), "status"), ==, 7);
}

/* On + waiting + asleep are what the states are together, and not more than its life. From when on they are, truth.py knows. */
static void
test_sums (void)
{
  g_autoptr (Recording) it = record_planted ("", "lock");

  for (guint i = 0; i < 2; i++)
    {
      JsonObject *lane = lane_of (it, i), *states = json_object_get_object_member (lane, "states");
      gint64 life_ns = json_object_get_int_member (lane, "ended_ns") - json_object_get_int_member (lane, "born_ns");
      g_autoptr (GList) names = json_object_get_members (states);
      gint64 sum_ns = 0;

      for (GList *l = names; l != NULL; l = l->next)
        sum_ns += json_object_get_int_member (states, l->data);
      g_assert_cmpint (sum_ns, <=, life_ns);
      g_assert_cmpint (sum_ns, ==, json_object_get_int_member (lane, "on_cpu_ns") + json_object_get_int_member (lane, "waiting_cpu_ns")
                                   + json_object_get_int_member (lane, "asleep_ns"));
      g_assert_cmpint (sum_ns, >=, i == 0 ? 30 * MS : 0);
    }
}

/* Who is stopped stands still for as long, and does nothing else meanwhile; 50 ms by its parent, 20 ms by itself. */
static void
test_stopped (void)
{
  g_autoptr (Recording) it = record_planted ("", "stopped");
  JsonObject *child = lane_of (it, 1);
  gint64 life_ns = json_object_get_int_member (child, "ended_ns") - json_object_get_int_member (child, "born_ns");

  assert_waited (child, "stopped", 70 * MS);
  g_assert_cmpint (waited (lane_of (it, 0), "stopped"), ==, 0);
  g_assert_cmpint (waited (child, "running") + waited (child, "sleep") + waited (child, "stopped"), <=, life_ns);
}

static void
assert_finding (const char *options, const char *what, const char *id, guint least, guint most)
{
  g_autoptr (Recording) it = record_planted (options, what);
  JsonObject *found = finding (it, id);

  g_assert_nonnull (found);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (found, "lanes")), >=, least);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (found, "lanes")), <=, most);
  g_assert_cmpint (json_object_get_int_member (found, "cost_ns"), >, 0);
  g_assert_cmpint (json_object_get_int_member (found, "from_ns"), <, json_object_get_int_member (found, "to_ns"));
}

static void
test_findings (void)
{
  assert_finding ("--for 1s", "deadlock", "deadlock", 2, 2);
  assert_finding ("--for 1s", "many-locks", "deadlock", 2, 2);
  assert_finding ("--for 1s", "dead-holder", "dead-holder", 2, 2);
  assert_finding ("", "one-by-one", "started-one-by-one", 4, 4);
  assert_finding ("", "one-lock", "one-lock", 3, 4);
  assert_finding ("", "inherited", "fork-while-locked", 2, 2);
}

static void
test_crowd (void)
{
  g_autoptr (Recording) it = record_planted ("", "crowd");

  g_assert_nonnull (finding (it, "more-workers-than-cpus"));
}

/* What is as it should be is not blamed. */
static void
test_innocent (void)
{
  static const char *const ids[] = { "deadlock", "dead-holder", "started-one-by-one", "one-lock", "gil", "more-workers-than-cpus",
                                    "fork-while-locked", "undrained-queue", "left-behind" };
  static const char *const innocent[] = { "together", "sleep", "pipe", "full", "child", "join" };

  for (guint i = 0; i < G_N_ELEMENTS (innocent); i++)
    {
      g_autoptr (Recording) it = record_planted ("", innocent[i]);

      for (guint k = 0; k < G_N_ELEMENTS (ids); k++)
        g_assert_null (finding (it, ids[k]));
    }
}

/* What only tells something is no lock: nobody has it, and nobody is blamed. */
static void
test_told (void)
{
  g_autoptr (Recording) it = record_planted ("", "told");

  assert_waited (lane_of (it, 0), "condition", 30 * MS);
  g_assert_cmpint (waited (lane_of (it, 0), "lock"), ==, 0);
  g_assert_cmpint (waited (lane_of (it, 1), "lock"), ==, 0);
}

static void
assert_helper (Recording *self, const char *name, const char *helper)
{
  g_assert_cmpstr (json_object_get_string_member (lane_named (self, name), "helper"), ==, helper);
}

static Recording *
record_python (const char *options, const char *method)
{
  g_autofree char *script = g_shell_quote (g_getenv ("PARALANE_PLANTED_PYTHON"));
  g_autofree char *program = g_strdup_printf ("python3 %s %s", script, method);
  Recording *it = record (options, program);

  g_assert_cmpint (it->result->status, ==, 0);
  g_assert_cmpstr (it->result->out, ==, "");
  return it;
}

static void
test_python (gconstpointer method)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *lines = g_build_filename (folder, "it.jsonl", NULL);
  g_autofree char *options = g_strdup_printf ("--save %s", run);
  g_autoptr (Recording) it = record_python (options, method);
  g_autoptr (PlCliResult) exported = pl_cli ("export %s --output %s", run, lines);
  g_autofree char *text = NULL;
  gboolean forks = g_str_equal (method, "fork");

  g_assert_cmpint (exported->status, ==, 0);
  g_assert_true (g_file_get_contents (lines, &text, NULL, NULL));
  pl_cli_assert_says (text, "slow: |\"parse\"");
  if (forks)
    g_assert_cmpint (waited (lane_named (it, "ForkPoolWorker-1"), "sleep"), >=, 3 * MS);
  assert_helper (it, "QueueFeederThread", "queue-feeder");
  assert_helper (it, "the feeder", "");
  if (!forks)
    assert_helper (it, "resource tracker", "resource-tracker");
  if (g_str_equal (method, "forkserver"))
    assert_helper (it, "fork server", "fork-server");
  g_assert_cmpint (waited (lane_named (it, "spinner 0"), "gil") + waited (lane_named (it, "spinner 1"), "gil"), >, 50 * MS);
  pl_cli_folder_remove (folder);
}

/* The pool's own threads pack what the workers unpack. */
static void
test_packing (void)
{
  g_autoptr (Recording) it = record_python ("", "fork");

  g_assert_cmpint (waited (lane_named (it, "ForkPoolWorker-1"), "unpacking") +
                   waited (lane_named (it, "ForkPoolWorker-2"), "unpacking"), >, 0);
  for (guint i = 0; i < json_array_get_length (lanes_of (it)); i++)
    if (g_str_has_suffix (json_object_get_string_member (lane_of (it, i), "name"), "(_handle_tasks)"))
      {
        g_assert_cmpstr (json_object_get_string_member (lane_of (it, i), "helper"), ==, "pool");
        g_assert_cmpint (waited (lane_of (it, i), "packing"), >, 0);
      }
}

/* The longest wait for data names the process that ended it, whatever the bytes went through. */
static void
assert_writer (const char *what)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *options = g_strdup_printf ("--save %s", run);
  g_autofree char *sentence = NULL, *writer = NULL;
  g_autoptr (Recording) it = record_planted (options, what);
  g_autoptr (GError) error = NULL;
  PlLog *log = pl_run_open_log (run, &error);
  g_autoptr (PlTrace) trace = NULL;
  PlSpan span, longest = { 0 };
  guint64 index = 0;

  g_assert_no_error (error);
  trace = pl_trace_new (log);
  for (guint lane = 1; lane <= 2; lane++)
    for (guint64 i = 0; pl_trace_get_span (trace, lane, i, &span); i++)
      if (span.state == PL_STATE_WAITING_TASK && span.count == PL_WAIT_DATA
          && span.end_ns - span.start_ns > longest.end_ns - longest.start_ns)
        {
          longest = span;
          index = i;
        }
  g_assert_cmpint (longest.end_ns - longest.start_ns, >=, 9 * MS);
  sentence = pl_trace_span_sentence (trace, longest.lane, index);
  g_test_message ("%s", sentence);
  writer = g_strdup_printf ("(pid %d) wrote it.", (int) json_object_get_int_member (lane_of (it, 2 - longest.lane), "pid"));
  g_assert_true (g_str_has_suffix (sentence, writer));
  pl_log_unref (log);
  pl_cli_folder_remove (folder);
}

static void
test_writers (void)
{
  assert_writer ("pipe");
  assert_writer ("socket");
  assert_writer ("tcp");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/sleep", test_sleep);
  g_test_add_func ("/record/lock", test_lock);
  g_test_add_func ("/record/takes", test_takes);
  g_test_add_func ("/record/pipe", test_pipe);
  g_test_add_func ("/record/unpaired", test_unpaired);
  g_test_add_func ("/record/names", test_names);
  g_test_add_func ("/record/new-pipes", test_new_pipes);
  g_test_add_func ("/record/interrupted", test_interrupted);
  g_test_add_func ("/record/full", test_full);
  g_test_add_func ("/record/socket", test_socket);
  g_test_add_func ("/record/threads", test_threads);
  g_test_add_func ("/record/child", test_child);
  g_test_add_func ("/record/sums", test_sums);
  g_test_add_func ("/record/findings", test_findings);
  g_test_add_func ("/record/stopped", test_stopped);
  g_test_add_func ("/record/crowd", test_crowd);
  g_test_add_func ("/record/innocent", test_innocent);
  g_test_add_func ("/record/told", test_told);
  g_test_add_data_func ("/record/python/fork", "fork", test_python);
  g_test_add_data_func ("/record/python/spawn", "spawn", test_python);
  g_test_add_data_func ("/record/python/forkserver", "forkserver", test_python);
  g_test_add_func ("/record/python/packing", test_packing);
  g_test_add_func ("/record/writers", test_writers);
  return g_test_run ();
}
