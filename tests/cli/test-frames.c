/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli-util.h"

/* A run as a series of pictures: how many, how large, and none where not all could be written. */

typedef struct { char *folder, *run, *frames; } Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result = NULL;

  fixture->folder = pl_cli_folder_new ();
  fixture->run = g_build_filename (fixture->folder, "run.paralane", NULL);
  fixture->frames = g_build_filename (fixture->folder, "frames", NULL);
  result = pl_cli ("run --pool-size 2 --tasks 8 --work sleep --task-time 5ms --spread equal --save %s", fixture->run);
  g_assert_cmpint (result->status, ==, 0);
}

static guint
n_frames (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->frames, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static char *
frame (Fixture *fixture, guint number)
{
  g_autofree char *name = g_strdup_printf ("frame-%05u.png", number);

  return g_build_filename (fixture->frames, name, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = n_frames (fixture); i > 0; i--)
    {
      g_autofree char *path = frame (fixture, i);

      (void) g_unlink (path);
    }
  (void) g_rmdir (fixture->frames);
  pl_cli_folder_remove (fixture->folder);
  g_free (fixture->run);
  g_free (fixture->frames);
}

/* As the head of a PNG tells. */
static void
get_size (const char *path, guint *width, guint *height, guint *sum)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 100);
  g_assert_cmpmem (bytes + 1, 3, "PNG", 3);
  *width = GUINT32_FROM_BE (*(guint32 *) (gpointer) (bytes + 16));
  *height = GUINT32_FROM_BE (*(guint32 *) (gpointer) (bytes + 20));
  *sum = 0;
  for (gsize i = 0; i < size; i++)
    *sum = *sum * 31 + (guchar) bytes[i];
}

static void
test_series (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result = pl_cli ("export %s --frames %s --fps 10 --speed 1/10 --width 640 --json", fixture->run,
                                           fixture->frames);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *told;
  guint n, width, height, sum, last_sum = 0, n_same = 0;
  double seconds;

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  g_assert_true (json_parser_load_from_data (parser, result->out, -1, NULL));
  told = json_node_get_object (json_parser_get_root (parser));
  n = (guint) json_object_get_int_member (told, "frames");
  seconds = (double) (json_object_get_int_member (told, "to_ns") - json_object_get_int_member (told, "from_ns")) / 1e9;
  g_assert_cmpuint (n, ==, (guint) ceil (seconds * 10 * 10) + 1);
  g_assert_cmpuint (n_frames (fixture), ==, n);
  g_assert_cmpint (json_object_get_int_member (told, "fps"), ==, 10);
  g_assert_cmpfloat (json_object_get_double_member (told, "speed"), ==, 0.1);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = frame (fixture, i);

      get_size (path, &width, &height, &sum);
      g_assert_cmpuint (width, ==, 640);
      g_assert_cmpint (height, ==, json_object_get_int_member (told, "height"));
      g_assert_cmpuint (height % 2, ==, 0);
      n_same += sum == last_sum;
      last_sum = sum;
    }
  /* Each shows another moment. */
  g_assert_cmpuint (n_same, ==, 0);
}

static void
test_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result = pl_cli ("export %s --frames %s --from 2ms --to 6ms --fps 5 --speed 0.01 --width 400",
                                           fixture->run, fixture->frames);

  g_assert_cmpint (result->status, ==, 0);
  g_assert_cmpstr (result->err, ==, "");
  pl_cli_assert_says (result->out, "3 frames of 400 × |at 5 a second, for 4.00 ms of the run.");
  g_assert_cmpuint (n_frames (fixture), ==, 3);
}

/* For a projector: pages of its size. */
static void
test_slides (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlCliResult) result = pl_cli ("export %s --frames %s --fps 1 --speed 1/100 --purpose slide --title Mine", fixture->run,
                                           fixture->frames);
  g_autofree char *first = frame (fixture, 1);
  guint width, height, sum;

  g_assert_cmpint (result->status, ==, 0);
  pl_cli_assert_says (result->out, "frames of 1920 × 1080 in");
  get_size (first, &width, &height, &sum);
  g_assert_cmpuint (width, ==, 1920);
  g_assert_cmpuint (height, ==, 1080);
}

static void
assert_refused (Fixture *fixture, const char *options, int status, const char *words)
{
  g_autoptr (PlCliResult) result = pl_cli ("export %s %s", fixture->run, options);

  pl_cli_assert_error (result, status, words);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = g_strdup_printf ("--frames %s", fixture->frames);
  g_autofree char *no_fps = g_strconcat (good, " --fps 0", NULL), *much = g_strconcat (good, " --fps 1000", NULL);
  g_autofree char *fast = g_strconcat (good, " --speed 2", NULL), *slow = g_strconcat (good, " --speed 1/2000", NULL);
  g_autofree char *odd = g_strconcat (good, " --speed quick", NULL);
  g_autofree char *nowhere = g_strdup_printf ("--frames %s/no/such", fixture->folder);
  g_autofree char *file = g_strdup_printf ("--frames %s", fixture->run);
  g_autofree char *paper = g_strconcat (good, " --purpose a4", NULL);
  g_autofree char *empty = g_strconcat (good, " --from 5ms --to 2ms", NULL);

  assert_refused (fixture, no_fps, 2, "--fps|1|120");
  assert_refused (fixture, much, 2, "--fps|1|120");
  assert_refused (fixture, fast, 2, "--speed|“2”|1/1000 to 1");
  assert_refused (fixture, slow, 2, "--speed|“1/2000”|1/1000 to 1");
  assert_refused (fixture, odd, 2, "--speed|“quick”");
  assert_refused (fixture, empty, 2, "--from 5 ms");
  assert_refused (fixture, nowhere, 1, "could not be made|Choose another");
  assert_refused (fixture, file, 1, "not a folder");
  assert_refused (fixture, paper, 2, "--purpose a4|slide");
  assert_refused (fixture, "--fps 5 --output x.png", 2, "--fps|--frames");
  assert_refused (fixture, "--speed 1/5 --output x.png", 2, "--speed|--frames");
  assert_refused (fixture, "--json --output x.png", 2, "--json|--frames");
  g_assert_false (g_file_test (fixture->frames, G_FILE_TEST_EXISTS));
}

/* Nobody waits for a hundred thousand pictures; and a series is not mixed with an older one. */
static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_run = g_build_filename (fixture->folder, "long.paralane", NULL), *first = frame (fixture, 1);
  g_autoptr (PlCliResult) made = pl_cli ("run --pool-size 1 --tasks 2 --work sleep --task-time 100ms --save %s", long_run);
  g_autoptr (PlCliResult) many = pl_cli ("export %s --frames %s --speed 1/1000 --fps 120", long_run, fixture->frames);
  g_autoptr (PlCliResult) mixed = NULL;

  g_assert_cmpint (made->status, ==, 0);
  pl_cli_assert_error (many, 2, "10,000 is the most|--speed|--fps|--from");
  g_assert_false (g_file_test (fixture->frames, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_mkdir (fixture->frames, 0700), ==, 0);
  g_assert_true (g_file_set_contents (first, "mine", -1, NULL));
  mixed = pl_cli ("export %s --frames %s", fixture->run, fixture->frames);
  pl_cli_assert_error (mixed, 1, "already holds frames");
  g_assert_cmpuint (n_frames (fixture), ==, 1);
  (void) g_unlink (first);
}

/* Whoever stops it finds nothing of it. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocessLauncher) launcher
    = pl_cli_launcher (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *arguments = g_strdup_printf ("export %s --frames %s --speed 1/1000 --fps 60", fixture->run, fixture->frames);
  g_autoptr (GSubprocess) process = pl_cli_spawn (launcher, arguments);
  g_autoptr (PlCliResult) result = NULL;

  for (guint i = 0; i < 2000 && n_frames (fixture) < 2; i++)
    g_usleep (10000);
  g_assert_cmpuint (n_frames (fixture), >=, 2);
  g_subprocess_send_signal (process, SIGTERM);
  result = pl_cli_collect (process);
  pl_cli_assert_error (result, 1, "Stopped");
  g_assert_false (g_file_test (fixture->frames, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/cli/frames/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("series", test_series);
  ADD ("told", test_told);
  ADD ("slides", test_slides);
  ADD ("refused", test_refused);
  ADD ("too-many", test_too_many);
  ADD ("stopped", test_stopped);
#undef ADD
  return g_test_run ();
}
