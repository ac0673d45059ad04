/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records programs that do what programs rarely do: they run as without us, and what was lost is named. What is recorded is a
 * run like any other. */
#include "config.h"

#include <sys/wait.h>
#include <unistd.h>

#include "recording.h"

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
    { "close-all", 0 }, { "errno", 0 }, { "signals", 0 }, { "falls-asleep", 0 }, { "status", 23 }, { "abort", 128 + 6 }, { "env", 0 },
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
  g_autoptr (Recording) itself = record_planted ("", "not-executed");
  JsonObject *lost = json_object_get_object_member (json_node_get_object (cleared->root), "lost");
  JsonObject *heard = json_object_get_object_member (json_node_get_object (itself->root), "lost");

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
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (heard, "processes")), ==, 0);
}

/* Nor is a program alone that nobody can look into: its life is told, and that it was lost. */
static void
test_unheard (void)
{
  g_autofree char *linked = g_shell_quote (g_getenv ("PARALANE_PLANTED_STATIC"));
  g_autoptr (Recording) it = record ("", linked);
  JsonObject *lane = lane_of (it, 0);

  g_assert_cmpint (it->result->status, ==, 5);
  g_assert_cmpuint (json_array_get_length (lanes_of (it)), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (lane, "name"), ==, "planted-static");
  g_assert_cmpint (json_object_get_int_member (lane, "status"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (lane, "born_ns"), <, json_object_get_int_member (lane, "ended_ns"));
  assert_lost (it, 1, "unheard");
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

static void G_GNUC_PRINTF (1, 2)
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

  g_assert_nonnull (it);
  g_assert_cmpstr (json_object_get_string_member (object, "kind"), ==, "recording");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "lanes")), ==, 2);
  pl_cli_assert_says (words->out, "planted lock|waiting for a lock");
  g_assert_true (g_file_test (picture, G_FILE_TEST_EXISTS));
  pl_cli_folder_remove (folder);
}

static gint64
end_in_header (const char *run, const char *folder)
{
  g_autofree char *lines = g_build_filename (folder, "it.jsonl", NULL), *text = NULL;
  g_autoptr (PlCliResult) exported = pl_cli ("export %s --output %s", run, lines);
  char *end;

  g_assert_cmpint (exported->status, ==, 0);
  g_assert_true (g_file_get_contents (lines, &text, NULL, NULL));
  for (char *line = text; line != NULL && *line != '\0'; line = end)
    {
      g_autoptr (JsonNode) node = NULL;

      end = strchr (line, '\n');
      if (end != NULL)
        *end++ = '\0';
      node = json_from_string (line, NULL);
      if (node != NULL && json_object_has_member (json_node_get_object (node), "end_ns"))
        return json_object_get_int_member (json_node_get_object (node), "end_ns");
    }
  return -1;
}

/* Nobody ends what he did not start. */
static void
assert_lives (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid), *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, ") Z "));
  kill (pid, SIGKILL);
}

/* How long it took is one number, whoever is asked, also where somebody goes on when it is over. */
static void
test_one_end (void)
{
  char *folder = pl_cli_folder_new ();
  g_autofree char *run = g_build_filename (folder, "it.paralane", NULL), *options = g_strdup_printf ("--save %s", run);
  g_autoptr (Recording) it = record_planted (options, "left-alone");
  gint64 wall_ns = json_object_get_int_member (json_node_get_object (it->root), "wall_ns");

  g_assert_nonnull (finding (it, "left-behind"));
  assert_lives ((int) json_object_get_int_member (lane_of (it, 1), "pid"));
  g_assert_cmpint (end_in_header (run, folder), ==, wall_ns);
  pl_cli_folder_remove (folder);
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
  g_test_add_func ("/record/like-any-other", test_like_any_other);
  g_test_add_func ("/record/as-without", test_as_without);
  g_test_add_func ("/record/env", test_env);
  g_test_add_func ("/record/lost", test_lost);
  g_test_add_func ("/record/unheard", test_unheard);
  g_test_add_func ("/record/members", test_members);
  g_test_add_func ("/record/children", test_children);
  g_test_add_func ("/record/output", test_output);
  g_test_add_func ("/record/limit", test_limit);
  g_test_add_func ("/record/saved", test_saved);
  g_test_add_func ("/record/one-end", test_one_end);
  g_test_add_func ("/record/refused", test_refused);
  return g_test_run ();
}
