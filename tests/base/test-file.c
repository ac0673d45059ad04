/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "base/pl-file.h"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("paralane-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "run.paralane", NULL);
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_failed (GError *error, const char *path, const char *words)
{
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, path));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  GStatBuf st;

  g_assert_cmpint (g_chmod (fixture->path, 0640), ==, 0);
  g_assert_true (pl_file_replace_bytes (fixture->path, "new text", 8, NULL));
  assert_content (fixture->path, "new text");
  g_assert_cmpint (g_stat (fixture->path, &st), ==, 0);
  g_assert_cmpuint (st.st_mode & 0777, ==, 0640);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_create (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_true (pl_file_replace_bytes (fixture->path, "", 0, NULL));
  assert_content (fixture->path, "");
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);

  g_assert_cmpint (symlink ("run.paralane", link), ==, 0);
  g_assert_true (pl_file_replace_bytes (link, "new", 3, NULL));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_content (fixture->path, "new");
  g_unlink (link);
}

/* To a file that is not there yet, over another link and out of the folder. */
static void
test_link_to_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "sub", NULL);
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autofree char *outer = g_build_filename (fixture->folder, "outer", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("../made", inner), ==, 0);
  g_assert_cmpint (symlink ("sub/inner", outer), ==, 0);
  g_assert_true (pl_file_replace_bytes (outer, "new", 3, NULL));
  g_assert_true (g_file_test (outer, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (inner, G_FILE_TEST_IS_SYMLINK));
  g_free (g_steal_pointer (&inner));
  inner = g_build_filename (fixture->folder, "made", NULL);
  g_assert_false (g_file_test (inner, G_FILE_TEST_IS_SYMLINK));
  assert_content (inner, "new");
  g_assert_cmpint (g_unlink (inner), ==, 0);
  g_assert_cmpint (g_unlink (outer), ==, 0);
  g_assert_cmpint (symlink ("outer", outer), ==, 0);
  g_assert_false (pl_file_replace_bytes (outer, "new", 3, &error));
  assert_failed (error, outer, "back to itself");
  g_unlink (outer);
  g_free (g_steal_pointer (&inner));
  inner = g_build_filename (folder, "inner", NULL);
  g_unlink (inner);
  g_rmdir (folder);
}

static int
failing_writer_cb (int fd, gpointer data, GError **error)
{
  g_assert_cmpint (write (fd, "half", 4), ==, 4);
  return GPOINTER_TO_INT (data);
}

static int
speaking_writer_cb (int fd, gpointer data, GError **error)
{
  g_set_error_literal (error, PL_ERROR, PL_ERROR_FORMAT, "too large");
  return -EIO;
}

static void
test_writer_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      pl_file_replace (fixture->path, failing_writer_cb, GINT_TO_POINTER (-ENOSPC), &error));
  assert_failed (error, fixture->path, "disk is full");
  g_clear_error (&error);
  g_assert_false (pl_file_replace (fixture->path, failing_writer_cb, GINT_TO_POINTER (-EIO), &error));
  assert_failed (error, fixture->path, "nput/output");
  g_clear_error (&error);
  g_assert_false (pl_file_replace (fixture->path, speaking_writer_cb, NULL, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FORMAT);
  assert_content (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_file_limit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_malloc0 (1 << 20);
  struct rlimit old, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = old;
  small.rlim_cur = 64 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  gboolean written = pl_file_replace_bytes (fixture->path, bytes, 1 << 20, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_false (written);
  assert_failed (error, fixture->path, "larger than");
  assert_content (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_full_device (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GStatBuf st;

  g_assert_false (pl_file_replace_bytes ("/dev/full", "text", 4, &error));
  assert_failed (error, "/dev/full", "disk is full");
  g_assert_cmpint (g_stat ("/dev/full", &st), ==, 0);
  g_assert_true (S_ISCHR (st.st_mode));
  g_assert_true (pl_file_replace_bytes ("/dev/null", "text", 4, NULL));
}

static void
test_bad_paths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "such", "file", NULL);
  g_autofree char *below_file = g_build_filename (fixture->path, "file", NULL);
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *long_name = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (pl_file_replace_bytes (missing, "x", 1, &error));
  assert_failed (error, missing, "no such folder");
  g_clear_error (&error);
  g_assert_false (pl_file_replace_bytes (below_file, "x", 1, &error));
  assert_failed (error, below_file, "not a folder");
  g_clear_error (&error);
  g_assert_false (pl_file_replace_bytes (fixture->folder, "x", 1, &error));
  assert_failed (error, fixture->folder, "is a folder");
  g_clear_error (&error);
  g_assert_false (pl_file_replace_bytes (long_name, "x", 1, &error));
  assert_failed (error, long_name, "too long");
  g_clear_error (&error);
  g_assert_false (pl_file_replace_bytes ("", "x", 1, &error));
  assert_failed (error, "", "no such folder");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
assert_refused (const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  int held;

  g_assert_false (pl_file_try (path, &held, &error));
  g_assert_cmpint (held, ==, -1);
  assert_failed (error, path, words);
}

/* What cannot be written is known before there is something to write, and nothing is left by looking. */
static void
test_try (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "file", NULL);
  g_autofree char *below_file = g_build_filename (fixture->path, "file", NULL);
  g_autofree char *fresh = g_build_filename (fixture->folder, "fresh", NULL);
  int held = 17;

  assert_refused (missing, "no such folder");
  assert_refused (below_file, "not a folder");
  assert_refused (fixture->folder, "is a folder");
  assert_refused ("", "no such folder");
  assert_refused ("/dev/full", "disk is full");
  g_assert_true (pl_file_try (fixture->path, &held, NULL));
  g_assert_cmpint (held, ==, -1);
  g_assert_true (pl_file_try (fresh, &held, NULL));
  g_assert_cmpint (held, ==, -1);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
  assert_content (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
  g_assert_true (pl_file_try ("/dev/null", &held, NULL));
  g_assert_cmpint (held, >=, 0);
  close (held);
}

/* Of a pipe: nobody waits for a reader that never comes, and one that is there hears nothing of the trial. */
static void
test_fifo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "fifo", NULL);
  g_autoptr (GError) error = NULL;
  char text[8];
  int reader, held;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (path, "nobody reads");
  g_assert_false (pl_file_replace_bytes (path, "x", 1, &error));
  assert_failed (error, path, "nobody reads");
  reader = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  g_assert_cmpint (reader, >=, 0);
  g_assert_true (pl_file_try (path, &held, NULL));
  g_assert_cmpint (held, >=, 0);
  /* Zero would be the end. */
  g_assert_cmpint (read (reader, text, sizeof text), <, 0);
  g_assert_true (pl_file_replace_bytes (path, "new", 3, NULL));
  g_assert_cmpint (read (reader, text, sizeof text), ==, 3);
  close (held);
  g_assert_cmpint (read (reader, text, sizeof text), ==, 0);
  close (reader);
  g_unlink (path);
}

/* In a folder that not even root may change. */
static void
test_immutable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = g_strdup_printf ("chattr +i %s", fixture->folder);
  g_autofree char *undo = g_strdup_printf ("chattr -i %s", fixture->folder);
  g_autofree char *fresh = g_build_filename (fixture->folder, "fresh", NULL);
  g_autoptr (GError) error = NULL;
  gboolean tried;
  int status, held;

  if (!g_spawn_command_line_sync (line, NULL, NULL, &status, NULL) || status != 0)
    {
      g_test_skip ("folders cannot be made immutable here");
      return;
    }
  tried = pl_file_try (fresh, &held, &error);
  g_assert_true (g_spawn_command_line_sync (undo, NULL, NULL, &status, NULL) && status == 0);
  g_assert_false (tried);
  assert_failed (error, fresh, "no permission");
}

/* Root may write anywhere; everybody else must be told. */
static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    {
      g_assert_false (pl_file_replace_bytes ("/proc/1/run.paralane", "x", 1, &error));
      g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
      return;
    }
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  g_assert_false (pl_file_replace_bytes (fixture->path, "new", 3, &error));
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  assert_failed (error, fixture->path, "no permission");
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  assert_refused (fixture->path, "no permission");
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  assert_content (fixture->path, "old");
}

/* Not a byte more is possible: that is known before there is anything to write, and nothing is left behind. */
static void
test_try_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "picture.svg", NULL);
  struct rlimit limit, none;
  g_autoptr (GError) error = NULL;
  gboolean possible;
  int held;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_true (pl_file_try (other, &held, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  none = limit;
  none.rlim_cur = 1000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  possible = pl_file_try (other, &held, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (possible);
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* Never a name that is taken, and the ending stays where it is. */
static void
test_free_path (Fixture *fixture, gconstpointer data)
{
  g_autofree char *second = pl_file_free_path (fixture->folder, "run.paralane");
  g_autofree char *name = g_path_get_basename (second), *third = NULL, *third_name = NULL, *other = NULL, *bare = NULL;

  g_assert_cmpstr (name, ==, "run-2.paralane");
  g_assert_true (g_file_set_contents (second, "new", -1, NULL));
  third = pl_file_free_path (fixture->folder, "run.paralane");
  third_name = g_path_get_basename (third);
  g_assert_cmpstr (third_name, ==, "run-3.paralane");
  other = pl_file_free_path (fixture->folder, "pool-4-queue.svg");
  g_assert_true (g_str_has_suffix (other, "/pool-4-queue.svg"));
  bare = pl_file_free_path (fixture->folder, "bare");
  g_assert_true (g_str_has_suffix (bare, "/bare"));
  g_unlink (second);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/file/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("try-full", test_try_full);
  ADD ("free-path", test_free_path);
  ADD ("replace", test_replace);
  ADD ("create", test_create);
  ADD ("link", test_link);
  ADD ("link-to-nothing", test_link_to_nothing);
  ADD ("try", test_try);
  ADD ("fifo", test_fifo);
  ADD ("immutable", test_immutable);
  ADD ("writer-fails", test_writer_fails);
  ADD ("file-limit", test_file_limit);
  ADD ("full-device", test_full_device);
  ADD ("bad-paths", test_bad_paths);
  ADD ("no-permission", test_no_permission);
  return g_test_run ();
}
