/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered comes back; with "none" the schema is not to be found, and nothing breaks. */
#include "config.h"

#include "plan/pl-plan.h"
#include "ui/pl-settings.h"

static gboolean forgetful;

static void
test_plans (void)
{
  PlPlanData pool, race, read;

  pl_settings_load_plan (PL_RUN_POOL, &pool);
  pl_settings_load_plan (PL_RUN_RACE, &race);
  g_assert_cmpuint (pool.kind, ==, PL_RUN_POOL);
  g_assert_cmpuint (race.kind, ==, PL_RUN_RACE);

  pool.pool_size = 17;
  pool.ipc = PL_IPC_ARRAY;
  race.workers = 9;
  g_assert_true (pl_plan_validate (&pool, NULL));
  g_assert_true (pl_plan_validate (&race, NULL));
  pl_settings_save_plan (&pool);
  race.guess = 9000;
  pl_settings_save_plan (&race);
  race.guess = 0; /* it is about that race alone */
  pl_settings_load_plan (PL_RUN_POOL, &read);
  g_assert_cmpint (pl_plan_equal (&pool, &read), ==, !forgetful);
  pl_settings_load_plan (PL_RUN_RACE, &read);
  g_assert_cmpint (pl_plan_equal (&race, &read), ==, !forgetful);
}

static void
test_window (void)
{
  PlWindowSize size;

  pl_settings_get_window (&size);
  g_assert_cmpint (size.width, >, 0);
  g_assert_true (pl_settings_get_sidebar ());
  pl_settings_set_window (&(PlWindowSize) { 1000, 640, TRUE });
  pl_settings_set_sidebar (FALSE);
  pl_settings_get_window (&size);
  g_assert_cmpint (size.width == 1000 && size.height == 640 && size.maximized, ==, !forgetful);
  g_assert_cmpint (pl_settings_get_sidebar (), ==, forgetful);
  g_assert_true (pl_settings_get_keep_runs () && pl_settings_get_runs_visible ());
  g_assert_cmpint (pl_settings_get_runs_limit (), ==, PL_RUNS_MIB);
  pl_settings_set_keep_runs (FALSE);
  pl_settings_set_runs_visible (FALSE);
  pl_settings_set_runs_limit (64);
  g_assert_cmpint (pl_settings_get_keep_runs (), ==, forgetful);
  g_assert_cmpint (pl_settings_get_runs_visible (), ==, forgetful);
  g_assert_cmpint (pl_settings_get_runs_limit (), ==, forgetful ? PL_RUNS_MIB : 64);
  g_assert_true (pl_settings_get_predict ());
  pl_settings_set_predict (FALSE);
  g_assert_cmpint (pl_settings_get_predict (), ==, forgetful);
}

static void
test_locks (void)
{
  const PlLocks some = PL_LOCK (PL_RACE_NONE) | PL_LOCK (PL_RACE_TICKET);
  static const char * const odd[] = { "ticket", "a lock of tomorrow", "", "none", "ticket", NULL };

  g_assert_cmpuint (pl_settings_get_locks (), ==, PL_LOCKS_ALL);
  pl_settings_set_locks (some);
  g_assert_cmpuint (pl_settings_get_locks (), ==, forgetful ? PL_LOCKS_ALL : some);
  pl_settings_set_locks (0);
  g_assert_cmpuint (pl_settings_get_locks (), ==, forgetful ? PL_LOCKS_ALL : 0);
  pl_settings_set_locks (PL_LOCKS_ALL);
  g_assert_cmpuint (pl_settings_get_locks (), ==, PL_LOCKS_ALL);

  /* Somebody else's settings: what is unknown is left out. */
  g_assert_cmpuint (pl_locks_from_keys (odd), ==, some);
  for (PlLocks locks = 1; locks < PL_LOCKS_ALL; locks = locks * 3 + 1)
    {
      g_auto(GStrv) keys = pl_locks_to_keys (locks);

      g_assert_cmpuint (g_strv_length (keys), ==, pl_locks_count (locks));
      g_assert_cmpuint (pl_locks_from_keys ((const char * const *) keys), ==, locks);
    }
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    g_assert_cmpint ((pl_locks_correct () & PL_LOCK (i)) != 0, ==, pl_race_method_info (i)->correct);
}

int
main (int argc, char **argv)
{
  forgetful = argc > 1 && g_str_equal (argv[1], "none");
  if (forgetful)
    {
      g_setenv ("GSETTINGS_SCHEMA_DIR", "/nowhere", TRUE);
      g_setenv ("XDG_DATA_DIRS", "/nowhere", TRUE);
      g_setenv ("XDG_DATA_HOME", "/nowhere", TRUE);
    }
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/settings/plans", test_plans);
  g_test_add_func ("/ui/settings/window", test_window);
  g_test_add_func ("/ui/settings/locks", test_locks);
  return g_test_run ();
}
