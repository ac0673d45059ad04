/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at: zooming, moving, selecting and walking, on logs made by hand. */
#include "config.h"

#include "fixture-log.h"
#include "ui/pool/pl-scene.h"

static PlScene *
new_scene (PlTrace **trace)
{
  PlScene *scene = pl_scene_new ();
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 4, .tasks = 60, .ipc = PL_IPC_QUEUE, .task_ns = 2000000, .seed = 3 });

  *trace = pl_trace_new (log);
  pl_scene_set_trace (scene, *trace, 0);
  pl_log_unref (log);
  return scene;
}

static void
assert_inside (PlScene *scene)
{
  const PlView *view = pl_scene_get_view (scene);

  g_assert_cmpint (view->from_ns, >=, 0);
  g_assert_cmpint (view->to_ns, >, view->from_ns);
  g_assert_cmpint (view->to_ns, <=, pl_trace_get_end_ns (pl_scene_get_trace (scene)));
}

static void
test_zoom (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  const PlView *view = pl_scene_get_view (scene);
  gint64 end = pl_trace_get_end_ns (trace);

  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end);

  /* The point under the pointer stays where it is. */
  gint64 center = end / 4;
  pl_scene_zoom (scene, 0.5, center);
  assert_inside (scene);
  g_assert_cmpfloat_with_epsilon ((double) (center - view->from_ns) / (double) (view->to_ns - view->from_ns), 0.25, 1e-6);

  for (int i = 0; i < 100; i++)
    pl_scene_zoom (scene, 0.7, center);
  assert_inside (scene);
  g_assert_cmpint (view->to_ns - view->from_ns, ==, PL_SCENE_MIN_RANGE_NS);

  for (int i = 0; i < 100; i++)
    pl_scene_zoom (scene, 1.7, center);
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns, ==, end);
}

static void
test_pan (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  const PlView *view = pl_scene_get_view (scene);
  gint64 end = pl_trace_get_end_ns (trace);

  pl_scene_show (scene, end / 4, end / 2);
  gint64 width = view->to_ns - view->from_ns;
  pl_scene_pan (scene, 10 * end);
  g_assert_cmpint (view->to_ns, ==, end);
  g_assert_cmpint (view->to_ns - view->from_ns, ==, width);
  pl_scene_pan (scene, -20 * end);
  g_assert_cmpint (view->from_ns, ==, 0);
  g_assert_cmpint (view->to_ns - view->from_ns, ==, width);
  pl_scene_show_end (scene);
  g_assert_cmpint (view->to_ns, ==, end);
  pl_scene_show_begin (scene);
  g_assert_cmpint (view->from_ns, ==, 0);
}

static void
test_range (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  const PlView *view = pl_scene_get_view (scene);
  g_autofree char *title = NULL, *sentence = NULL;

  g_assert_false (pl_scene_describe (scene, &title, &sentence));
  g_assert_false (pl_scene_zoom_to_selection (scene));
  pl_scene_select_range (scene, 9000000, 3000000);
  g_assert_true (view->has_range);
  g_assert_cmpint (view->range_from_ns, ==, 3000000);
  g_assert_true (pl_scene_describe (scene, &title, &sentence));
  g_test_message ("%s: %s", title, sentence);
  g_assert_true (pl_scene_zoom_to_selection (scene));
  g_assert_cmpint (view->from_ns, ==, 3000000);
  g_assert_cmpint (view->to_ns, ==, 9000000);
  pl_scene_clear (scene);
  g_assert_false (view->has_range);
}

/* By keyboard every span of every lane can be reached, none twice, in both directions. */
static void
test_walk_spans (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  PlSpan span;

  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      guint64 n = 1;

      pl_scene_select_span (scene, lane, 0);
      while (pl_scene_walk_span (scene, 1))
        {
          g_assert_true (pl_scene_get_selected (scene, &span));
          g_assert_cmpuint (span.lane, ==, lane);
          g_assert_cmpuint (span.index, ==, n++);
          assert_inside (scene);
        }
      g_assert_cmpuint (n, ==, pl_trace_get_n_records (trace, lane));
      while (pl_scene_walk_span (scene, -1))
        n--;
      g_assert_cmpuint (n, ==, 1);
    }
}

static void
test_walk_reveals (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  const PlView *view = pl_scene_get_view (scene);
  PlSpan span;

  pl_scene_select_span (scene, 2, 0);
  pl_scene_show (scene, 0, 4000000);
  while (pl_scene_walk_span (scene, 1))
    {
      g_assert_true (pl_scene_get_selected (scene, &span));
      g_assert_cmpint (span.start_ns, <=, view->to_ns);
      g_assert_cmpint (span.end_ns, >=, view->from_ns);
    }
}

static void
test_walk_lanes (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  PlSpan first, span;

  /* The first step selects what is in the middle, on a worker's lane. */
  g_assert_true (pl_scene_walk_lane (scene, 1));
  g_assert_true (pl_scene_get_selected (scene, &first));
  g_assert_cmpuint (first.lane, ==, 1);

  for (guint lane = 2; lane <= 4; lane++)
    {
      gint64 middle = first.start_ns + (first.end_ns - first.start_ns) / 2;

      g_assert_true (pl_scene_walk_lane (scene, 1));
      g_assert_true (pl_scene_get_selected (scene, &span));
      g_assert_cmpuint (span.lane, ==, lane);
      g_assert_cmpint (span.start_ns, <=, middle);
      g_assert_cmpint (span.end_ns, >=, middle);
      first = span;
    }
  g_assert_false (pl_scene_walk_lane (scene, 1));
}

static void
test_walk_filtered (void)
{
  g_autoptr(PlTrace) trace = NULL;
  g_autoptr(PlScene) scene = new_scene (&trace);
  guint n_tasks = 0;
  PlSpan span;

  for (guint state = 0; state < PL_N_STATES; state++)
    pl_scene_set_hidden (scene, state, state != PL_STATE_WORKING);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      pl_scene_select_span (scene, lane, 0);
      while (pl_scene_walk_span (scene, 1))
        {
          g_assert_true (pl_scene_get_selected (scene, &span));
          g_assert_cmpint (span.state, ==, PL_STATE_WORKING);
          n_tasks++;
        }
    }
  g_assert_cmpuint (n_tasks, ==, 60);
}

/* A log without records, as a run leaves that could not start. */
static void
test_empty (void)
{
  g_autoptr(PlScene) scene = pl_scene_new ();
  PlLog *log = fixture_empty (3, 10);
  g_autoptr(PlTrace) trace = pl_trace_new (log);

  g_assert_false (pl_scene_walk_span (scene, 1));
  pl_scene_set_trace (scene, trace, 0);
  g_assert_false (pl_scene_walk_span (scene, 1));
  g_assert_false (pl_scene_walk_lane (scene, -1));
  pl_scene_zoom (scene, 0.1, 5);
  pl_scene_pan (scene, 5);
  pl_scene_finish (scene);
  pl_scene_set_trace (scene, NULL, 0);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/scene/zoom", test_zoom);
  g_test_add_func ("/ui/scene/pan", test_pan);
  g_test_add_func ("/ui/scene/range", test_range);
  g_test_add_func ("/ui/scene/walk/spans", test_walk_spans);
  g_test_add_func ("/ui/scene/walk/reveals", test_walk_reveals);
  g_test_add_func ("/ui/scene/walk/lanes", test_walk_lanes);
  g_test_add_func ("/ui/scene/walk/filtered", test_walk_filtered);
  g_test_add_func ("/ui/scene/empty", test_empty);
  return g_test_run ();
}
