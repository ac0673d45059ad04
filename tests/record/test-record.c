/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records a program whose waits are known, and looks at what was told of them. */
#include "config.h"

#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli-util.h"
#include "control/pl-run.h"
#include "trace/pl-trace-text.h"

#define MS G_GINT64_CONSTANT (1000000)
/* A busy machine lets waits last longer, never shorter. */
#define LATE (400 * MS)

typedef struct {
  char *folder, *json;
  PlCliResult *result;
  JsonNode *root;
} Recording;

static void
recording_free (Recording *self)
{
  pl_cli_folder_remove (self->folder);
  g_free (self->json);
  g_clear_pointer (&self->root, json_node_unref);
  pl_cli_result_free (self->result);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

/* options: of record, before the program's name. */
static Recording *
record (const char *options, const char *program)
{
  Recording *self = g_new0 (Recording, 1);
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;

  self->folder = pl_cli_folder_new ();
  self->json = g_build_filename (self->folder, "it.json", NULL);
  self->result = pl_cli ("record %s --json=%s -- %s", options, self->json, program);
  g_test_message ("%s%s", self->result->out, self->result->err);
  g_assert_true (json_parser_load_from_file (parser, self->json, &error));
  g_assert_no_error (error);
  self->root = json_parser_steal_root (parser);
  return self;
}

static Recording *
record_planted (const char *options, const char *what)
{
  g_autofree char *planted = g_shell_quote (g_getenv ("PARALANE_PLANTED"));
  g_autofree char *program = g_strdup_printf ("%s %s", planted, what);

  return record (options, program);
}

static JsonArray *
lanes_of (Recording *self)
{
  return json_object_get_array_member (json_node_get_object (self->root), "lanes");
}

static JsonObject *
lane_of (Recording *self, guint i)
{
  g_assert_cmpuint (i, <, json_array_get_length (lanes_of (self)));
  return json_array_get_object_element (lanes_of (self), i);
}

/* 0: it never waited for that. */
static gint64
waited (JsonObject *lane, const char *reason)
{
  return json_object_get_int_member_with_default (json_object_get_object_member (lane, "states"), reason, 0);
}

static void
assert_waited (JsonObject *lane, const char *reason, gint64 ns)
{
  g_test_message ("%s: %" G_GINT64_FORMAT, reason, waited (lane, reason));
  g_assert_cmpint (waited (lane, reason), >=, ns - MS);
  g_assert_cmpint (waited (lane, reason), <, ns + LATE);
}

static JsonObject *
finding (Recording *self, const char *id)
{
  JsonArray *findings = json_object_get_array_member (json_node_get_object (self->root), "findings");

  for (guint i = 0; i < json_array_get_length (findings); i++)
    if (g_str_equal (json_object_get_string_member (json_array_get_object_element (findings, i), "id"), id))
      return json_array_get_object_element (findings, i);
  return NULL;
}

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
  pl_cli_assert_says (text, "about to sleep");
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

/* On + waiting + asleep are the lane's whole life, and the states are. */
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
      /* Born a moment before its first record. */
      g_assert_cmpint (sum_ns, <=, life_ns);
      g_assert_cmpint (sum_ns, >, life_ns - 5 * MS);
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

/* As a shell says it. 77: this system does not let it. */
static int
status_without (const char *what)
{
  const char *argv[] = { g_getenv ("PARALANE_PLANTED"), what, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (out, ==, "");
  return WIFSIGNALED (status) ? 128 + WTERMSIG (status) : WEXITSTATUS (status);
}

/* Runs as without us. */
static void
test_as_without (void)
{
  static const struct { const char *what; int status; } plants[] = {
    { "close-all", 0 }, { "errno", 0 }, { "signals", 0 }, { "status", 23 }, { "abort", 128 + 6 }, { "env", 0 },
    { "vfork", 0 }, { "vfork-exec", 0 }, { "fork-in-handler", 0 }, { "chroot", 0 }, { "many-files", 0 },
    { "static", 0 }, { "seccomp", 0 }, { "user", 0 }, { "setuid", 0 }, { "exit-in-write", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plants); i++)
    {
      g_autoptr (Recording) it = record_planted ("", plants[i].what);
      int status = status_without (plants[i].what);

      g_test_message ("%s: %d", plants[i].what, status);
      g_assert_true (status == plants[i].status || status == 77);
      g_assert_cmpint (it->result->status, ==, status);
      g_assert_cmpstr (it->result->out, ==, "");
    }
}

/* An environment of its own does not lose it. */
static void
test_env (void)
{
  g_autoptr (Recording) it = record_planted ("", "env");

  g_assert_cmpuint (json_array_get_length (lanes_of (it)), ==, 1);
  assert_waited (lane_of (it, 0), "sleep", 50 * MS);
}

static void
assert_members (JsonObject *object, const char *names)
{
  g_auto (GStrv) all = g_strsplit (names, " ", -1);

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_test_message ("%s", all[i]);
      g_assert_true (json_object_has_member (object, all[i]));
    }
}

static JsonObject *
first_of (JsonObject *object, const char *name)
{
  JsonArray *array = json_object_get_array_member (object, name);

  g_assert_cmpuint (json_array_get_length (array), >, 0);
  return json_array_get_object_element (array, 0);
}

/* What the manual page says is there. */
static void
test_members (void)
{
  g_autoptr (Recording) it = record_planted ("", "one-by-one"), linked = record_planted ("", "static");
  JsonObject *all = json_node_get_object (it->root), *lost = json_object_get_object_member (all, "lost");

  assert_members (all, "kind command wall_ns lanes messages findings lost");
  assert_members (lane_of (it, 0), "lane name pid tid kind helper parent born_ns ended_ns status states");
  assert_members (json_object_get_object_member (lane_of (it, 0), "states"), "running child");
  assert_members (json_object_get_object_member (all, "messages"), "count bytes unpaired");
  assert_members (first_of (all, "findings"), "id text cost_ns lanes from_ns to_ns");
  assert_members (lost, "records lanes processes");
  lost = json_object_get_object_member (json_node_get_object (linked->root), "lost");
  assert_members (first_of (lost, "processes"), "lane pid name reason");
}

static void
assert_lost (Recording *self, guint lane, const char *reason)
{
  JsonObject *lost = json_object_get_object_member (json_node_get_object (self->root), "lost");
  JsonArray *processes = json_object_get_array_member (lost, "processes");
  JsonObject *process;

  g_assert_cmpuint (json_array_get_length (processes), ==, 1);
  process = json_array_get_object_element (processes, 0);
  g_assert_cmpint (json_object_get_int_member (process, "lane"), ==, lane);
  g_assert_cmpstr (json_object_get_string_member (process, "reason"), ==, reason);
}

/* Those that cannot be heard are named, with the reason; the others are not. */
static void
test_lost (void)
{
  g_autoptr (Recording) linked = record_planted ("", "static"), borrowed = record_planted ("", "vfork");
  g_autoptr (Recording) forbidden = record_planted ("", "seccomp"), cleared = record_planted ("", "vfork-exec");
  g_autoptr (Recording) user = record_planted ("", "user"), privileged = record_planted ("", "setuid");
  JsonObject *lost = json_object_get_object_member (json_node_get_object (cleared->root), "lost");

  g_assert_cmpint (linked->result->status, ==, 0);
  assert_lost (linked, 2, "static");
  g_assert_cmpint (json_object_get_int_member (lane_of (linked, 1), "status"), ==, 5);
  assert_lost (borrowed, 2, "vfork");
  g_assert_cmpint (json_object_get_int_member (lane_of (borrowed, 1), "status"), ==, 9);
  g_assert_cmpint (forbidden->result->status, ==, 0);
  assert_lost (forbidden, 2, "seccomp");
  if (privileged->result->status == 0)
    assert_lost (privileged, 2, "privileged");
  /* What nobody executes cannot find the recorder of root. */
  if (getuid () == 0 && user->result->status == 0)
    assert_lost (user, 2, "unreachable");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (lost, "processes")), ==, 0);
}

/* However a child is made, it has a lane of its own, and its parent goes on in its own. */
static void
test_children (void)
{
  g_autoptr (Recording) raw = record_planted ("", "raw-fork"), borrowed = record_planted ("", "vfork");
  g_autoptr (Recording) handler = record_planted ("", "fork-in-handler"), executed = record_planted ("", "vfork-exec");

  g_assert_cmpuint (json_array_get_length (lanes_of (raw)), ==, 2);
  assert_waited (lane_of (raw, 1), "sleep", 15 * MS);
  g_assert_cmpint (json_object_get_int_member (lane_of (raw, 1), "status"), ==, 3);
  assert_waited (lane_of (borrowed, 0), "sleep", 20 * MS);
  g_assert_cmpint (json_object_get_int_member (lane_of (borrowed, 0), "status"), ==, 0);
  g_assert_cmpuint (json_array_get_length (lanes_of (handler)), ==, 2);
  assert_waited (lane_of (handler, 0), "sleep", 20 * MS);
  g_assert_cmpuint (json_array_get_length (lanes_of (executed)), ==, 2);
  g_assert_cmpint (json_object_get_int_member (lane_of (executed, 1), "status"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (lane_of (executed, 1), "parent"), ==, 1);
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

/* The program's output stays its own. */
static void
test_output (void)
{
  g_autoptr (Recording) it = record ("", "sh -c 'echo one; echo two >&2; seq 3 | sort -r; exit 4'");

  g_assert_cmpstr (it->result->out, ==, "one\n3\n2\n1\n");
  g_assert_cmpstr (it->result->err, ==, "two\n");
  g_assert_cmpint (it->result->status, ==, 4);
}

/* --for ends it, and all that it made. */
static void
test_limit (void)
{
  g_autoptr (Recording) it = record_planted ("--for 300ms", "deadlock");

  g_assert_cmpint (it->result->status, ==, 128 + 15);
  for (guint i = 0; i < json_array_get_length (lanes_of (it)); i++)
    {
      g_autofree char *path
        = g_strdup_printf ("/proc/%d", (int) json_object_get_int_member (lane_of (it, i), "pid"));

      for (guint k = 0; k < 200 && g_file_test (path, G_FILE_TEST_EXISTS); k++)
        g_usleep (10000);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
assert_runs (const char *format, ...)
{
  va_list args;
  g_autofree char *line = NULL;
  g_autoptr (PlCliResult) result = NULL;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  result = pl_cli ("%s", line);
  g_test_message ("%s: %s%s", line, result->out, result->err);
  g_assert_cmpint (result->status, ==, 0);
}

/* A recording is a kind like any other: shown, looked through, noted on, drawn, told as text, read back and compared. */
static void
test_like_any_other (void)
{
  static const char *const drawn[] = { "png", "svg", "pdf" }, *const data[] = { "csv", "jsonl" }, *const told[] = { "json" };
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *back = g_build_filename (folder, "back.paralane", NULL);
  g_autofree char *options = g_strdup_printf ("--save %s", run), *rows = g_build_filename (folder, "rows.csv", NULL);
  g_autoptr (Recording) it = record_planted (options, "pipe");
  g_autofree char *before = NULL, *messages = NULL;
  g_auto (GStrv) lines = NULL;
  gsize n_before, n_after;
  guint n = 0;

  g_assert_cmpint (it->result->status, ==, 0);
  assert_runs ("note %s --at 1ms --lane 1 'look here'", run);
  assert_runs ("show %s", run);
  assert_runs ("show %s --find idle", run);
  g_assert_true (g_file_get_contents (run, &before, &n_before, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (drawn) + G_N_ELEMENTS (data) + G_N_ELEMENTS (told); i++)
    {
      const char *end = i < 3 ? drawn[i] : i < 5 ? data[i - 3] : told[i - 5];
      g_autofree char *path = g_strdup_printf ("%s/it.%s", folder, end), *after = NULL;

      assert_runs ("export %s --output %s", run, path);
      if (i >= 5)
        continue;
      assert_runs ("import %s --save %s", path, back);
      g_assert_true (g_file_get_contents (back, &after, &n_after, NULL));
      g_assert_cmpmem (before, n_before, after, n_after);
    }
  assert_runs ("compare %s %s --output %s/both.svg", run, back, folder);
  assert_runs ("export %s --rows messages --output %s", run, rows);
  g_assert_true (g_file_get_contents (rows, &messages, NULL, NULL));
  lines = g_strsplit (messages, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    n += *lines[i] != '#' && *lines[i] != '\0';
  /* With the line of what stands in which column. */
  g_assert_cmpuint (n, ==, 1 + (guint) json_object_get_int_member (json_object_get_object_member (json_node_get_object (it->root), "messages"), "count"));
  pl_cli_folder_remove (folder);
}

static JsonObject *
lane_named (Recording *self, const char *name)
{
  for (guint i = 0; i < json_array_get_length (lanes_of (self)); i++)
    if (g_str_equal (json_object_get_string_member (lane_of (self, i), "name"), name))
      return lane_of (self, i);
  g_error ("no lane is called %s", name);
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

/* Saved, shown and drawn as any run. */
static void
test_saved (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *picture = g_build_filename (folder, "it.svg", NULL);
  g_autofree char *options = g_strdup_printf ("--save %s --output %s", run, picture);
  g_autoptr (Recording) it = record_planted (options, "lock");
  g_autoptr (PlCliResult) shown = pl_cli ("show --json %s", run), words = pl_cli ("show %s", run);
  JsonObject *object = pl_cli_assert_json (shown);

  g_assert_cmpstr (json_object_get_string_member (object, "kind"), ==, "recording");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "lanes")), ==, 2);
  pl_cli_assert_says (words->out, "planted lock|waiting for a lock");
  g_assert_true (g_file_test (picture, G_FILE_TEST_EXISTS));
  pl_cli_folder_remove (folder);
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

static void
test_refused (void)
{
  g_autoptr (PlCliResult) missing = pl_cli ("record"), nothing = pl_cli ("record -- /no/such/program");
  g_autoptr (PlCliResult) threads = pl_cli ("record --threads some -- true");

  pl_cli_assert_error (missing, 2, "the program is missing");
  pl_cli_assert_error (nothing, 1, "/no/such/program");
  pl_cli_assert_error (threads, 2, "--threads|some|all, waiting, none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/sleep", test_sleep);
  g_test_add_func ("/record/lock", test_lock);
  g_test_add_func ("/record/takes", test_takes);
  g_test_add_func ("/record/pipe", test_pipe);
  g_test_add_func ("/record/interrupted", test_interrupted);
  g_test_add_func ("/record/full", test_full);
  g_test_add_func ("/record/socket", test_socket);
  g_test_add_func ("/record/threads", test_threads);
  g_test_add_func ("/record/child", test_child);
  g_test_add_func ("/record/sums", test_sums);
  g_test_add_func ("/record/findings", test_findings);
  g_test_add_func ("/record/stopped", test_stopped);
  g_test_add_func ("/record/like-any-other", test_like_any_other);
  g_test_add_func ("/record/crowd", test_crowd);
  g_test_add_func ("/record/innocent", test_innocent);
  g_test_add_func ("/record/as-without", test_as_without);
  g_test_add_func ("/record/env", test_env);
  g_test_add_func ("/record/lost", test_lost);
  g_test_add_func ("/record/members", test_members);
  g_test_add_func ("/record/children", test_children);
  g_test_add_func ("/record/told", test_told);
  g_test_add_data_func ("/record/python/fork", "fork", test_python);
  g_test_add_data_func ("/record/python/spawn", "spawn", test_python);
  g_test_add_data_func ("/record/python/forkserver", "forkserver", test_python);
  g_test_add_func ("/record/python/packing", test_packing);
  g_test_add_func ("/record/output", test_output);
  g_test_add_func ("/record/limit", test_limit);
  g_test_add_func ("/record/saved", test_saved);
  g_test_add_func ("/record/writers", test_writers);
  g_test_add_func ("/record/refused", test_refused);
  return g_test_run ();
}
