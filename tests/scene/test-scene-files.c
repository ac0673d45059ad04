/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/log-files.h"
#include "scene/scene-util.h"

#include <errno.h>
#include <sys/mman.h>

/* Scenes as files: what was saved is read back; what makes no sense is refused. Plans as text. */

static GBytes *
save (PlLog *log)
{
  int fd = memfd_create ("scene", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  char *text;
  gsize size;

  g_assert_cmpint (pl_log_save (log, fd), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  close (fd);
  return g_bytes_new_take (text, size);
}

static PlLog *
deadlocked (void)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, PL_SCENE_OWNER);
  return scene_run (&plan);
}

static void
test_round_trip (void)
{
  PlLog *log = deadlocked (), *again = NULL;
  g_autoptr (GBytes) bytes = save (log);
  PlLogFault fault;

  g_assert_cmpint (
    pl_log_open_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &again, &fault),
    ==, 0);
  g_assert_cmpmem (scene_status (log), sizeof (PlSceneStatus), scene_status (again),
                   sizeof (PlSceneStatus));
  g_assert_true (pl_plan_equal (pl_log_plan (log), pl_log_plan (again)));
  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    g_assert_cmpmem (pl_log_records (log, lane), pl_log_count (log, lane) * sizeof (PlRecord),
                     pl_log_records (again, lane), pl_log_count (again, lane) * sizeof (PlRecord));
  pl_log_unref (again);
  pl_log_unref (log);
}

/* Another plan alone is no reason to refuse it. */
static void
expect_opened (GBytes *bytes)
{
  LogFile file = { (uint8_t *) g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) };
  PlPlanData plan = log_file_plan (file);
  g_autofree uint8_t *changed = NULL;
  PlLog *log = NULL;

  plan.seed += 1000000;
  file = log_file_with_plan (file, &plan);
  changed = file.bytes;
  g_assert_cmpint (pl_log_open_bytes (changed, file.size, &log, NULL), ==, 0);
  g_assert_cmpuint (pl_log_plan (log)->seed, ==, plan.seed);
  pl_log_unref (log);
}

static void
expect_refused (GBytes *bytes, void (*spoil) (PlLogHeader *header, PlPlanData *plan))
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  g_autofree uint8_t *copy = g_memdup2 (data, size), *spoilt = NULL;
  LogFile file = { copy, size };
  PlPlanData plan = log_file_plan (file);
  PlLogFault fault = { NULL, 0 };
  PlLog *log = NULL;

  spoil ((PlLogHeader *) copy, &plan);
  file = log_file_with_plan (file, &plan);
  spoilt = file.bytes;
  g_assert_cmpint (pl_log_open_bytes (spoilt, file.size, &log, &fault), ==, -EBADMSG);
  g_assert_nonnull (fault.reason);
}

#define SPOIL(name, change) static void name (PlLogHeader *h, PlPlanData *plan) { change; }
SPOIL (bad_scene, plan->scene = PL_N_SCENES)
SPOIL (bad_variant, plan->scene_variant = 5)
SPOIL (bad_workers, plan->scene_workers = 200)
SPOIL (no_workers, plan->scene_workers = 0)
SPOIL (bad_rounds, plan->scene_rounds = 0)
SPOIL (bad_limit, plan->scene_limit = 1)
SPOIL (bad_outcome, h->status.scene.outcome = PL_N_OUTCOMES)
SPOIL (bad_cycle, h->status.scene.n_cycle = 17)
SPOIL (bad_lane, h->status.scene.n_cycle = 1; h->status.scene.cycle[0] = 9)
SPOIL (bad_parent, h->status.scene.n_cycle = 1; h->status.scene.cycle[0] = 0)
SPOIL (bad_wanted, h->status.scene.n_cycle = 1; h->status.scene.cycle[0] = 1;
       h->status.scene.wanted[0] = 7)
SPOIL (bad_culprit, h->status.scene.culprit = 4)
SPOIL (bad_stuck, h->status.scene.n_stuck = 4)
SPOIL (bad_time, h->status.scene.stuck_ns = -1)
SPOIL (late_time, h->status.scene.event_ns = G_MAXINT64)
#undef SPOIL

static void
test_hostile (void)
{
  void (*const spoilers[]) (PlLogHeader * header, PlPlanData * plan) = {
    bad_scene, bad_variant, bad_workers, no_workers,  bad_rounds, bad_limit, bad_outcome, bad_cycle,
    bad_lane,  bad_parent,  bad_wanted,  bad_culprit, bad_stuck,  bad_time,  late_time,
  };
  PlLog *log = deadlocked ();
  g_autoptr (GBytes) bytes = save (log);

  expect_opened (bytes);
  for (guint i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      g_test_message ("spoiler %u", i);
      expect_refused (bytes, spoilers[i]);
    }
  pl_log_unref (log);
}

static void
test_plans (void)
{
  for (guint scene = 0; scene < PL_N_SCENES; scene++)
    for (guint variant = 0; variant < pl_scene_n_variants (scene); variant++)
      {
        g_autofree char *text = NULL, *title = NULL, *subtitle = NULL;
        g_autoptr (GError) error = NULL;
        PlPlanData plan, again;

        pl_plan_init_scene (&plan, scene);
        plan.scene_variant = variant;
        plan.scene_rounds = 7;
        text = pl_plan_to_key_file (&plan);
        g_assert_true (pl_plan_from_key_file (&again, text, &error));
        g_assert_no_error (error);
        g_assert_true (pl_plan_equal (&plan, &again));
        title = pl_plan_title (&plan);
        subtitle = pl_plan_subtitle (&plan);
        g_assert_true (g_str_has_prefix (title, pl_scene_info (scene)->name));
        g_assert_nonnull (strstr (subtitle, "7 rounds"));
        g_assert_cmpint (pl_scene_from_key (pl_scene_info (scene)->key), ==, scene);
        g_assert_cmpint (
          pl_scene_variant_from_key (scene, pl_scene_variant_info (scene, variant)->key), ==,
          variant);
        g_assert_cmpuint (pl_scene_variant_info (scene, variant)->allowed, !=, 0);
      }
  g_assert_cmpint (pl_scene_from_key ("nowhere"), ==, -1);
  g_assert_cmpint (pl_scene_variant_from_key (0, "nohow"), ==, -1);
  g_assert_null (pl_scene_info (PL_N_SCENES));
  g_assert_null (pl_scene_variant_info (0, 2));
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  PlPlanData plan;

  pl_plan_init_scene (&plan, PL_SCENE_PHILOSOPHERS);
  plan.scene_workers = 13;
  g_assert_false (pl_plan_validate (&plan, &error));
  g_assert_nonnull (strstr (error->message, "2 to 12"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/files/round-trip", test_round_trip);
  g_test_add_func ("/scene/files/hostile", test_hostile);
  g_test_add_func ("/scene/files/plans", test_plans);
  g_test_add_func ("/scene/files/limits", test_limits);
  return g_test_run ();
}
