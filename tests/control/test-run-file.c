/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/pl-error.h"
#include "control/control-util.h"

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("paralane-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "run.paralane", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static PlRun *
finished_run (void)
{
  PlPlanData plan;
  PlRun *run;

  pl_plan_init_pool (&plan);
  plan.task_time_ns = 0;
  run = pl_run_new (&plan, NULL);
  g_assert_true (pl_run_start (run, NULL));
  g_assert_true (pl_run_wait (run, NULL));
  return run;
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlRun) run = finished_run ();
  g_autoptr (GError) error = NULL;
  PlLog *log = pl_run_get_log (run);
  PlLog *opened;

  g_assert_true (pl_run_save_log (log, fixture->path, &error));
  g_assert_no_error (error);
  opened = pl_run_open_log (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (pl_plan_equal (pl_log_plan (log), pl_log_plan (opened)));
  g_assert_cmpuint (pl_log_n_lanes (opened), ==, pl_log_n_lanes (log));
  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    {
      guint64 n = pl_log_count (log, lane);

      g_assert_cmpmem (pl_log_records (opened, lane), pl_log_count (opened, lane) * sizeof (PlRecord),
                       pl_log_records (log, lane), n * sizeof (PlRecord));
    }
  g_assert_null (pl_run_error_from_log (opened));
  pl_log_unref (opened);
}

static void
assert_refused (const char *path, int code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pl_run_open_log (path, &error));
  g_assert_error (error, PL_ERROR, code);
  g_assert_nonnull (strstr (error->message, path));
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_open_bad (Fixture *fixture, gconstpointer data)
{
  assert_refused (fixture->path, PL_ERROR_FILE, "No such file");
  assert_refused (fixture->folder, PL_ERROR_FILE, "folder");
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_refused (fixture->path, PL_ERROR_FORMAT, "not a saved run");
  g_assert_true (g_file_set_contents (fixture->path, "a shopping list", -1, NULL));
  assert_refused (fixture->path, PL_ERROR_FORMAT, "not a saved run");
}

static void
test_open_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlRun) run = finished_run ();
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (pl_run_save_log (pl_run_get_log (run), fixture->path, NULL));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  for (gsize cut = size - 1; cut > 0; cut = cut * 3 / 4)
    {
      g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) cut, NULL));
      assert_refused (fixture->path, PL_ERROR_FORMAT, "not a saved run");
    }
}

/* Not damaged: it says who can read it. */
static void
test_open_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlRun) run = finished_run ();
  g_autofree char *bytes = NULL;
  PlLogHeader *header;
  gsize size;

  g_assert_true (pl_run_save_log (pl_run_get_log (run), fixture->path, NULL));
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  header = (PlLogHeader *) bytes;
  header->version = PL_LOG_VERSION + 1;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) size, NULL));
  assert_refused (fixture->path, PL_ERROR_FORMAT,
                  "newer version of Paralane: its format is 3, this one reads up to 2");
  header->version = 0;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize) size, NULL));
  assert_refused (fixture->path, PL_ERROR_FORMAT, "another version of Paralane");
}

static void
test_save_bad (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlRun) run = finished_run ();
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = g_build_filename (fixture->folder, "no", "run.paralane", NULL);

  g_assert_false (pl_run_save_log (pl_run_get_log (run), missing, &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
  g_clear_error (&error);
  g_assert_false (pl_run_save_log (pl_run_get_log (run), "/dev/full", &error));
  g_assert_error (error, PL_ERROR, PL_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "disk is full"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/run-file/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("open-bad", test_open_bad);
  ADD ("open-cut", test_open_cut);
  ADD ("open-newer", test_open_newer);
  ADD ("save-bad", test_save_bad);
  return g_test_run ();
}
