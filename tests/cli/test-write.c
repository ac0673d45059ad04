/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test-words.h"
#include "cli/cli-util.h"

/* What is to be written and cannot be: refused before the run, and when it goes wrong afterwards no run is lost. */

#define SMALL "--pool-size 2 --tasks 12 --task-time 200us"
/* Long enough for something to happen to the folder of its picture meanwhile. */
#define SLOW "--pool-size 2 --tasks 8 --chunk 1 --work sleep --task-time 100ms"

typedef struct {
  char *folder, *sub, *spare;   /* spare: where the program puts what has no other place */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = pl_cli_folder_new ();
  fixture->sub = g_build_filename (fixture->folder, "sub", NULL);
  fixture->spare = pl_cli_folder_new ();
  g_assert_cmpint (g_mkdir (fixture->sub, 0700), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void) g_rmdir (fixture->sub);
  pl_cli_folder_remove (fixture->folder);
  pl_cli_folder_remove (fixture->spare);
  g_free (fixture->sub);
}

static GSubprocessLauncher *
new_launcher (Fixture *fixture)
{
  GSubprocessLauncher *launcher = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_setenv (launcher, "TMPDIR", fixture->spare, TRUE);
  return launcher;
}

static void
assert_refused (const char *path, const char *words)
{
  static const char *const commands[] = {
    "run --pool-size 1 --tasks 4 --work sleep --task-time 2s --spread equal --json --output", "race --json --certificate", "scene deadlock --json --save",
    "race --lock none,mutex --json --csv", "sweep --pool-size 1 --tasks 2 --trials 1 --json --output",
    /* What is to be read is not even looked for. */
    "export no-such.paralane --output", "import no-such.csv --save",
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const gint64 before = g_get_monotonic_time ();
      g_autoptr (PlCliResult) result = pl_cli ("%s %s", commands[i], path);

      /* With nothing on stdout, and before the run, which would take 8 s. */
      pl_cli_assert_error (result, 1, path);
      pl_cli_assert_says (result->err, words);
      if (i == 0)
        g_assert_cmpint (g_get_monotonic_time () - before, <, 4 * G_USEC_PER_SEC);
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "such.png", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "folder.png", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "file.png", NULL);
  g_autofree char *below = g_build_filename (file, "x.png", NULL);
  g_autofree char *device = g_build_filename (fixture->folder, "device.png", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe.png", NULL);
  g_autofree char *good = g_build_filename (fixture->folder, "good.svg", NULL);
  g_autoptr (PlCliResult) several = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "old", -1, NULL));
  g_assert_cmpint (symlink ("/dev/full", device), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (missing, "no such folder");
  assert_refused (folder, "it is a folder");
  assert_refused (below, "not a folder");
  assert_refused (device, "disk is full");
  assert_refused (pipe, "nobody reads from it");
  /* All of them are said at once, and the good one is not there either. */
  several = pl_cli ("run " SMALL " --output %s --output %s --save %s --json", good, missing, folder);
  pl_cli_assert_error (several, 1, "no such folder|it is a folder");
  g_assert_false (g_file_test (good, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
become_nobody_cb (gpointer data)
{
  if (geteuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    _exit (126);
}

/* Root may write anywhere, so the program is somebody else here. */
static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (fixture);
  g_autofree char *arguments = g_strdup_printf ("run " SLOW " --json --output %s/x.png", fixture->folder);
  g_autoptr (GSubprocess) probe = NULL, process = NULL;
  g_autoptr (PlCliResult) can = NULL, result = NULL;

  g_assert_cmpint (g_chmod (fixture->folder, 0555), ==, 0);
  g_subprocess_launcher_set_child_setup (launcher, become_nobody_cb, NULL, NULL);
  probe = pl_cli_spawn (launcher, "--version");
  can = pl_cli_collect (probe);
  if (can->status == 0)
    {
      process = pl_cli_spawn (launcher, arguments);
      result = pl_cli_collect (process);
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  if (result == NULL)
    g_test_skip ("nobody but root may start the program here");
  else
    pl_cli_assert_error (result, 1, "no permission");
}

static gboolean
has_child (GSubprocess *process)
{
  const char *pid = g_subprocess_get_identifier (process);
  g_autofree char *path = pid != NULL ? g_strdup_printf ("/proc/%s/task/%s/children", pid, pid) : NULL;
  g_autofree char *children = NULL;

  return path != NULL && g_file_get_contents (path, &children, NULL, NULL) && *children != '\0';
}

/* Runs while somebody takes the folder away in which its files are to be. */
static PlCliResult *
run_and_lose (Fixture *fixture, const char *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (fixture);
  g_autoptr (GSubprocess) process = pl_cli_spawn (launcher, arguments);

  /* By then it has looked at the folder. */
  while (!has_child (process))
    g_usleep (1000);
  g_assert_cmpint (g_rmdir (fixture->sub), ==, 0);
  return pl_cli_collect (process);
}

/* The one file in the spare folder. */
static char *
find_spare (Fixture *fixture, const char *ending)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->spare, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ending))
      return g_build_filename (fixture->spare, name, NULL);
  g_error ("nothing ending in %s was kept", ending);
  return NULL;
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = g_build_filename (fixture->folder, "good.svg", NULL);
  g_autofree char *arguments =
      g_strdup_printf ("run " SLOW " --output %s/x.png --output %s --json", fixture->sub, good);
  g_autoptr (PlCliResult) result = run_and_lose (fixture, arguments);
  g_autofree char *kept = find_spare (fixture, ".paralane");
  g_autofree char *way_out = g_strdup_printf ("export '%s' --output '%s/x.png'", kept, fixture->sub);
  g_autoptr (PlCliResult) shown = pl_cli ("show %s --json", kept);
  g_autoptr (PlCliResult) drawn = NULL;

  g_assert_cmpint (result->status, ==, 1);
  pl_cli_parse_json (result);
  g_assert_cmpstr (shown->out, ==, result->out);
  pl_cli_assert_says (result->err, "no such folder|not lost");
  pl_cli_assert_says (result->err, kept);
  pl_cli_assert_says (result->err, way_out);
  g_assert_true (g_file_test (good, G_FILE_TEST_IS_REGULAR));
  /* The way out that was told. */
  g_assert_cmpint (g_mkdir (fixture->sub, 0700), ==, 0);
  drawn = pl_cli ("%s", way_out);
  g_assert_cmpint (drawn->status, ==, 0);
  pl_cli_folder_remove (g_steal_pointer (&fixture->sub));
  fixture->sub = g_build_filename (fixture->folder, "sub", NULL);
}

/* What is saved already needs no second place; what could not be saved does. */
static void
test_kept_saved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *save = g_build_filename (fixture->folder, "run.paralane", NULL);
  g_autofree char *drawing =
      g_strdup_printf ("run " SLOW " --output %s/x.png --save %s --json", fixture->sub, save);
  g_autofree char *saving = g_strdup_printf ("run " SLOW " --save %s/x.paralane --json", fixture->sub);
  g_autoptr (PlCliResult) drawn = run_and_lose (fixture, drawing), saved = NULL;
  g_autofree char *kept = NULL;

  g_assert_cmpint (drawn->status, ==, 1);
  pl_cli_assert_says (drawn->err, save);
  g_assert_cmpuint (pl_cli_folder_count (fixture->spare), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->sub, 0700), ==, 0);
  saved = run_and_lose (fixture, saving);
  g_assert_cmpint (saved->status, ==, 1);
  kept = find_spare (fixture, ".paralane");
  pl_cli_assert_says (saved->err, kept);
  g_assert_null (strstr (saved->err, "export"));
}

static void
test_kept_comparison (Fixture *fixture, gconstpointer data)
{
  g_autofree char *arguments =
      g_strdup_printf ("race --lock none,mutex --workers 2 --time 200ms --output %s/x.svg --csv %s/x.csv", fixture->sub,
                       fixture->sub);
  g_autoptr (PlCliResult) result = run_and_lose (fixture, arguments);
  g_autofree char *picture = find_spare (fixture, ".svg"), *table = find_spare (fixture, ".csv");

  g_assert_cmpint (result->status, ==, 1);
  pl_cli_assert_says (result->out, "Mutex");
  pl_cli_assert_says (result->err, picture);
  pl_cli_assert_says (result->err, table);
}

/* The reader of a pipe gets all of the picture, and sees no end before it. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "x.png", NULL);
  g_autofree char *arguments = g_strdup_printf ("run " SMALL " --output %s --json", pipe);
  g_autofree char *out = g_build_filename (fixture->folder, "read.png", NULL);
  g_autofree char *line = g_strdup_printf ("sh -c 'cat %s > %s'", pipe, out);
  g_autoptr (GSubprocess) reader = NULL;
  g_autoptr (PlCliResult) result = NULL;
  g_autofree char *bytes = NULL;
  g_auto (GStrv) argv = NULL;
  gsize size;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  reader = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_nonnull (reader);
  do
    {
      /* Until the reader has opened it. */
      g_clear_pointer (&result, pl_cli_result_free);
      result = pl_cli ("%s", arguments);
    }
  while (strstr (result->err, "nobody reads") != NULL);
  pl_cli_assert_json (result);
  g_assert_true (g_subprocess_wait (reader, NULL, NULL));
  g_assert_true (g_file_get_contents (out, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 1000);
  g_assert_cmpint (memcmp (bytes, "\x89PNG\r\n\x1a\n", 8), ==, 0);
  g_assert_cmpint (memcmp (bytes + size - 8, "IEND", 4), ==, 0);
}

/* One whose target is there, and one whose is not. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  static const char *const targets[] = { "old.png", "new.png" };
  g_autofree char *old = g_build_filename (fixture->folder, "old.png", NULL);

  g_assert_true (g_file_set_contents (old, "old", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *link = g_strdup_printf ("%s/link%u.png", fixture->folder, i);
      g_autofree char *target = g_build_filename (fixture->folder, targets[i], NULL);
      g_autoptr (PlCliResult) result = NULL;
      GStatBuf st;

      g_assert_cmpint (symlink (targets[i], link), ==, 0);
      result = pl_cli ("run " SMALL " --output %s --json", link);
      pl_cli_assert_json (result);
      g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
      g_assert_cmpint (g_stat (target, &st), ==, 0);
      g_assert_cmpint (st.st_size, >, 1000);
    }
}

/* Short and long output, so long that it is written before it is flushed. */
static void
test_full_once (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[] = { "run " SMALL, "run " SMALL " --json", "race --list-locks --json",
                                          "scene --list-scenes", "--help" };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDERR_PIPE);
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (PlCliResult) result = NULL;

      g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
      process = pl_cli_spawn (launcher, commands[i]);
      result = pl_cli_collect (process);
      g_assert_cmpint (result->status, ==, 1);
      g_assert_cmpuint (test_count_words (result->err, "could not be written"), ==, 1);
      pl_cli_assert_says (result->err, "No space left");
    }
}

static void
close_stdout_cb (gpointer data)
{
  close (STDOUT_FILENO);
}

/* The run goes on: its files are as good as ever, and nothing was written into its record. */
static void
test_stdout_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *save = g_build_filename (fixture->folder, "run.paralane", NULL);
  g_autofree char *arguments = g_strdup_printf ("run " SMALL " --json --save %s", save);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (PlCliResult) result = NULL, shown = NULL;

  g_subprocess_launcher_set_child_setup (launcher, close_stdout_cb, NULL, NULL);
  process = pl_cli_spawn (launcher, arguments);
  result = pl_cli_collect (process);
  g_assert_cmpint (result->status, ==, 1);
  g_assert_cmpuint (test_count_words (result->err, "Standard output is closed"), ==, 1);
  shown = pl_cli ("show %s --json", save);
  pl_cli_assert_json (shown);
}

/* A file that may not grow so large is no lack of memory. */
static void
test_file_limit (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[] = { ("run " SMALL), "race --workers 2 --increments 500", "scene deadlock",
                                          "race --lock none,mutex --time 1ms" };
  struct rlimit limit, small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 8192;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (PlCliResult) result = NULL;

      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
      result = pl_cli ("%s", commands[i]);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      pl_cli_assert_error (result, 1, "limit of file sizes|8 KiB|ulimit -f");
      g_assert_null (strstr (result->err, "memory"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/write/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("refused", test_refused);
  ADD ("no-permission", test_no_permission);
  ADD ("kept", test_kept);
  ADD ("kept-saved", test_kept_saved);
  ADD ("kept-comparison", test_kept_comparison);
  ADD ("pipe", test_pipe);
  ADD ("link", test_link);
  ADD ("full-once", test_full_once);
  ADD ("stdout-closed", test_stdout_closed);
  ADD ("file-limit", test_file_limit);
  return g_test_run ();
}
