/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scene/scene-util.h"

#include <sched.h>

/* What may go wrong does go wrong, at the latest after some tries; and it is told right. */

#define TRIES 30

/* A run with this outcome; NULL: it did not come in so many tries. */
static PlLog *
try_for (guint scene, guint variant, guint workers, PlSceneOutcome wanted)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, scene);
  plan.scene_variant = variant;
  if (workers > 0)
    plan.scene_workers = workers;
  for (plan.seed = 1; plan.seed <= TRIES; plan.seed++)
    {
      PlLog *log = scene_run (&plan);

      if (scene_status (log)->outcome == wanted)
        return log;
      pl_log_unref (log);
    }
  return NULL;
}

static const PlRecord *
last_record (PlLog *log, guint lane)
{
  guint64 n = pl_log_count (log, lane);

  g_assert_cmpuint (n, >, 0);
  return &pl_log_records (log, lane)[n - 1];
}

/* Who is in the ring waits to the last, for what the next one holds: both are on record. */
static void
check_cycle (PlLog *log)
{
  const PlSceneStatus *status = scene_status (log);

  g_assert_cmpuint (status->n_cycle, >=, 2);
  g_assert_cmpuint (status->n_stuck, ==, pl_log_plan (log)->scene_workers);
  for (guint i = 0; i < status->n_cycle; i++)
    {
      const PlRecord *record = last_record (log, status->cycle[i]);
      guint next = status->cycle[(i + 1) % status->n_cycle];

      g_assert_cmpuint (record->state, ==, PL_STATE_WAITING_LOCK);
      g_assert_cmpuint (PL_LOCK_ARG_LOCK (record->arg), ==, status->wanted[i]);
      g_assert_cmpint (record->time_ns, <=, status->stuck_ns);
      for (guint j = 0; j < i; j++)
        g_assert_cmpuint (status->cycle[i], !=, status->cycle[j]);
      /* Of two locks in opposite order each waits for what the other took first. */
      if (pl_log_plan (log)->scene == PL_SCENE_DEADLOCK)
        g_assert_cmpuint (status->wanted[i], ==, next - 1);
      /* The fork it waits for lies to its right: the next one's left. */
      if (pl_log_plan (log)->scene == PL_SCENE_PHILOSOPHERS)
        {
          g_assert_cmpuint (status->wanted[i], ==,
                            status->cycle[i] % pl_log_plan (log)->scene_workers);
          g_assert_cmpuint (status->wanted[i], ==, next - 1);
        }
    }
}

static void
test_deadlock (void)
{
  PlLog *log = try_for (PL_SCENE_DEADLOCK, PL_DEADLOCK_OPPOSITE, 0, PL_OUTCOME_DEADLOCK);

  g_assert_nonnull (log);
  g_assert_cmpuint (scene_status (log)->n_cycle, ==, 2);
  check_cycle (log);
  pl_log_unref (log);
}

static void
test_philosophers (gconstpointer workers)
{
  PlLog *log = try_for (PL_SCENE_PHILOSOPHERS, PL_PHILOSOPHERS_NAIVE, GPOINTER_TO_UINT (workers),
                        PL_OUTCOME_DEADLOCK);

  g_assert_nonnull (log);
  g_assert_cmpuint (scene_status (log)->n_cycle, ==, GPOINTER_TO_UINT (workers));
  check_cycle (log);
  pl_log_unref (log);
}

static void
test_wakeup (void)
{
  PlLog *log = try_for (PL_SCENE_WAKEUP, PL_VARIANT_FAULTY, 0, PL_OUTCOME_HANG);

  g_assert_nonnull (log);
  g_assert_cmpuint (scene_status (log)->n_cycle, ==, 0);
  g_assert_cmpuint (scene_status (log)->n_stuck, ==, 2);
  /* The event that was lost had been set, and was not handled. */
  g_assert_cmpuint (scene_status (log)->numbers[PL_WAKEUP_ROUND], ==, pl_log_lane (log, 1)->tasks);
  g_assert_cmpuint (pl_log_lane (log, 2)->tasks, ==, pl_log_lane (log, 1)->tasks - 1);
  pl_log_unref (log);
}

static void
test_broken (gconstpointer scene)
{
  PlLog *log = try_for (GPOINTER_TO_UINT (scene), PL_VARIANT_FAULTY, 0, PL_OUTCOME_BROKEN);

  g_assert_nonnull (log);
  g_assert_cmpuint (scene_status (log)->culprit, >, 0);
  g_assert_cmpint (scene_status (log)->event_ns, >, 0);
  g_assert_cmpint (scene_status (log)->event_ns, <=, pl_log_header (log)->status.end_ns);
  pl_log_unref (log);
}

static void
test_starved (void)
{
  PlLog *log = try_for (PL_SCENE_READERS, PL_VARIANT_FAULTY, 6, PL_OUTCOME_STARVED);

  g_assert_nonnull (log);
  g_assert_cmpuint (pl_log_lane (log, 1)->tasks, ==, 0);
  g_assert_cmpuint (scene_status (log)->culprit, ==, 1);
  pl_log_unref (log);
}

static void
test_reordered (void)
{
#if defined (__x86_64__)
  cpu_set_t allowed;
  PlLog *log;

  if (sched_getaffinity (0, sizeof allowed, &allowed) == 0 && CPU_COUNT (&allowed) < 2)
    {
      g_test_skip ("two CPUs are needed to see it");
      return;
    }
  log = try_for (PL_SCENE_LITMUS, PL_VARIANT_FAULTY, 0, PL_OUTCOME_REORDERED);
  g_assert_nonnull (log);
  g_assert_cmpuint (scene_status (log)->numbers[PL_LITMUS_00], >, 0);
  pl_log_unref (log);
#else
  g_test_skip ("what a CPU does here is not promised to be seen");
#endif
}

int
main (int argc, char *argv[])
{
  static const PlSceneId broken[] = { PL_SCENE_GATE, PL_SCENE_BARRIER, PL_SCENE_BUFFER,
                                      PL_SCENE_ABA };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/faults/deadlock", test_deadlock);
  g_test_add_data_func ("/scene/faults/philosophers/2", GUINT_TO_POINTER (2), test_philosophers);
  g_test_add_data_func ("/scene/faults/philosophers/5", GUINT_TO_POINTER (5), test_philosophers);
  g_test_add_func ("/scene/faults/wakeup", test_wakeup);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/scene/faults/broken/", pl_scene_info (broken[i])->key,
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (broken[i]), test_broken);
    }
  g_test_add_func ("/scene/faults/starved", test_starved);
  g_test_add_func ("/scene/faults/reordered", test_reordered);
  return g_test_run ();
}
