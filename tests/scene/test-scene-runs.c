/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/log-edges.h"
#include "scene/scene-util.h"

#include "trace/scene/pl-scene-text.h"
#include "trace/pl-trace-text.h"

/* Every scene in every variant ends by itself, in time, in a way that is allowed, and says so. */

static void
check_texts (PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *verdict = pl_scene_verdict (log), *expectation = pl_scene_expectation (log);
  g_autofree char *title = pl_trace_title (trace), *cycle = pl_scene_cycle_text (log);

  g_test_message ("%s | %s | %s | %s", title, pl_scene_headline (log), verdict, expectation);
  g_assert_cmpstr (verdict, !=, "");
  g_assert_cmpstr (expectation, !=, "");
  g_assert_null (strstr (expectation, "must not"));
  g_assert_true ((cycle != NULL) == (scene_status (log)->outcome == PL_OUTCOME_DEADLOCK));
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    for (guint64 i = 0; i < pl_trace_get_n_records (trace, lane); i++)
      {
        g_autofree char *span = pl_trace_span_sentence (trace, lane, i),
                        *head = pl_trace_span_title (trace, lane, i);

        g_assert_cmpstr (head, !=, "");
        g_assert_true (g_str_has_suffix (span, "."));
      }
}

/* Each cell has who wrote it: one alone, where each has its slice. */
static void
check_cells (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);

  for (guint cell = 0; cell < plan->scene_limit; cell++)
    {
      guint writers = 0;

      for (guint worker = 0; worker < plan->scene_workers; worker++)
        {
          guint32 number;
          guint64 bit = pl_scene_array_bit (worker, cell, &number);

          writers += (scene_status (log)->numbers[number] & bit) != 0;
        }
      g_assert_cmpuint (writers, >=, 1);
      if (plan->scene_variant != PL_VARIANT_FAULTY)
        g_assert_cmpuint (writers, ==, 1);
    }
}

static void
check_counts (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlSceneStatus *status = scene_status (log);
  gboolean fine = status->outcome == PL_OUTCOME_FINE;

  switch (plan->scene)
    {
    case PL_SCENE_GATE:
      g_assert_true (fine == (status->numbers[PL_GATE_MOST_INSIDE] <= plan->scene_limit));
      break;
    case PL_SCENE_BUFFER:
      g_assert_cmpuint (status->numbers[PL_BUFFER_PRODUCED], ==,
                        plan->scene_rounds * (plan->scene_workers - 1));
      if (fine)
        g_assert_cmpuint (status->numbers[PL_BUFFER_CONSUMED], ==,
                          status->numbers[PL_BUFFER_PRODUCED]);
      break;
    case PL_SCENE_SHARING:
      g_assert_cmpuint (status->numbers[PL_SHARING_WRONG], ==, 0);
      g_assert_cmpuint (status->numbers[PL_SHARING_ADDS], >, 0);
      break;
    case PL_SCENE_LITMUS:
      g_assert_cmpuint (status->numbers[0] + status->numbers[1] + status->numbers[2] +
                          status->numbers[3],
                        ==, 1000 * plan->scene_rounds);
      break;
    case PL_SCENE_ARRAY:
      check_cells (log);
      break;
    case PL_SCENE_DEADLOCK:
    case PL_SCENE_BARRIER:
      for (guint lane = 1; fine && lane < pl_log_n_lanes (log); lane++)
        g_assert_cmpuint (pl_log_lane (log, lane)->tasks, ==, plan->scene_rounds);
      break;
    default:
      break;
    }
}

static void
run_once (guint scene, guint variant, guint64 seed, guint workers)
{
  g_autoptr (GError) error = NULL;
  PlPlanData plan;
  guint32 lacks;
  PlLog *log;

  pl_plan_init_scene (&plan, scene);
  plan.scene_variant = variant;
  plan.seed = seed;
  if (workers > 0)
    plan.scene_workers = workers;
  g_assert_true (pl_plan_validate (&plan, &error));
  g_assert_no_error (error);
  log = scene_run (&plan);
  g_test_message ("outcome %s", pl_scene_outcome_info (scene_status (log)->outcome)->key);
  lacks = pl_log_header (log)->status.lacks;
  assert_lives (log, plan.scene_workers, FALSE);
  if (g_strcmp0 (g_getenv ("PARALANE_REFUSE"), "robust-lists") == 0)
    g_assert_cmpuint (lacks, ==, PL_LACKS_ROBUST_LISTS);
  g_assert_true (pl_scene_outcome_allowed (&plan, lacks, scene_status (log)->outcome));
  if (scene == PL_SCENE_OWNER && variant == PL_OWNER_ROBUST)
    g_assert_cmpuint (scene_status (log)->outcome, ==,
                      lacks ? PL_OUTCOME_HANG : PL_OUTCOME_RECOVERED);
  g_assert_cmpint (pl_log_header (log)->status.end_ns, >, 0);
  g_assert_cmpint (pl_log_header (log)->status.end_ns, <, SCENE_BOUND_NS);
  check_counts (log);
  check_texts (log);
  pl_log_unref (log);
}

static void
test_variant (gconstpointer data)
{
  guint scene = GPOINTER_TO_UINT (data) / 16, variant = GPOINTER_TO_UINT (data) % 16;
  const PlSceneInfo *info = pl_scene_info (scene);

  run_once (scene, variant, 1, 0);
  run_once (scene, variant, 2, info->min_workers);
  if (info->max_workers > info->workers)
    run_once (scene, variant, 3, info->max_workers);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint scene = 0; scene < PL_N_SCENES; scene++)
    for (guint variant = 0; variant < pl_scene_n_variants (scene); variant++)
      {
        g_autofree char *path = g_strdup_printf ("/scene/runs/%s/%s", pl_scene_info (scene)->key,
                                                 pl_scene_variant_info (scene, variant)->key);

        g_test_add_data_func (path, GUINT_TO_POINTER (scene * 16 + variant), test_variant);
      }
  return g_test_run ();
}
