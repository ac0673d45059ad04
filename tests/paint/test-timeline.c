/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fixture-log.h"
#include "paint/pl-folds.h"
#include "timeline-util.h"

/* Nothing vanishes: lane by lane the marks hold every span in view, each once, without a gap. */
static void
check_complete (PlTrace *trace, PlTimeline *timeline, const PlViewport *view)
{
  guint n = pl_timeline_get_n_marks (timeline), next = 0;
  PlMark mark;

  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      guint64 expected = G_MAXUINT64;
      PlSpan span;

      for (; next < n; next++)
        {
          pl_timeline_get_mark (timeline, next, &mark);
          if (mark.lane != lane)
            break;
          if (expected != G_MAXUINT64)
            g_assert_cmpuint (mark.first, ==, expected);
          else if (mark.first > 0)
            {
              g_assert_true (pl_trace_get_span (trace, lane, mark.first - 1, &span));
              g_assert_cmpint (span.end_ns, <=, view->from_ns);
            }
          g_assert_cmpuint (mark.last, >=, mark.first);
          g_assert_cmpuint (mark.n_spans, ==, mark.last - mark.first + 1);
          g_assert_true (pl_trace_get_span (trace, lane, mark.first, &span));
          g_assert_cmpint (span.start_ns, ==, mark.from_ns);
          g_assert_true (pl_trace_get_span (trace, lane, mark.last, &span));
          g_assert_cmpint (span.end_ns, ==, mark.to_ns);
          expected = mark.last + 1;
        }
      /* What comes after the last mark lies beyond the view. */
      if (pl_trace_get_span (trace, lane, expected != G_MAXUINT64 ? expected : 0, &span))
        g_assert_true (span.start_ns >= view->to_ns || span.end_ns <= view->from_ns);
    }
  g_assert_cmpuint (next, ==, n);
}

static void
check_same_mark (PlTimeline *a, PlTimeline *b, guint i)
{
  PlMark x, y;

  pl_timeline_get_mark (a, i, &x);
  pl_timeline_get_mark (b, i, &y);
  g_assert_cmpuint (x.first, ==, y.first);
  g_assert_cmpuint (x.last, ==, y.last);
  g_assert_cmpuint (x.state, ==, y.state);
  g_assert_cmpfloat (x.x, ==, y.x);
}

static gboolean
is_filtered (PlTrace *trace, const PlViewport *view, const PlMark *mark)
{
  PlSpan span;

  for (guint64 i = mark->first; i <= mark->last; i++)
    if (pl_trace_get_span (trace, mark->lane, i, &span) && !(view->hidden & (1u << span.state)))
      return FALSE;
  return TRUE;
}

/* Marks lie in the plot, side by side, and the middle of each is its own, save where all of it is filtered out. */
static void
check_pick (PlTrace *trace, PlTimeline *timeline, const PlViewport *view)
{
  double filled = 0;
  PlBox plot;
  guint lane = G_MAXUINT;
  PlMark mark, hit;

  plot = ((PlDrawing *) timeline)->plot;
  for (guint i = 0; i < pl_timeline_get_n_marks (timeline); i++)
    {
      pl_timeline_get_mark (timeline, i, &mark);
      if (mark.lane != lane)
        filled = plot.x;
      lane = mark.lane;
      g_assert_cmpfloat (mark.width, >=, 1);
      g_assert_cmpfloat (mark.height, >=, 1);
      g_assert_cmpfloat (mark.x, >=, filled);
      g_assert_cmpfloat (mark.x + mark.width, <=, plot.x + plot.width + 4);
      filled = mark.x + mark.width;
      if (mark.y + mark.height / 2 >= plot.y + plot.height || mark.y + mark.height / 2 < plot.y)
        continue;
      if (is_filtered (trace, view, &mark))
        {
          g_autofree char *told = pl_drawing_tooltip ((PlDrawing *) timeline, mark.x + mark.width / 2,
                                                      mark.y + mark.height / 2);

          g_assert_null (told);
          g_assert_false (pl_timeline_pick (timeline, mark.x + mark.width / 2, mark.y + mark.height / 2, &hit));
          continue;
        }
      g_assert_true (pl_timeline_pick (timeline, mark.x + mark.width / 2, mark.y + mark.height / 2, &hit));
      g_assert_cmpuint (hit.lane, ==, mark.lane);
      g_assert_cmpuint (hit.first, ==, mark.first);
      g_assert_cmpuint (hit.last, ==, mark.last);
      g_assert_true (pl_timeline_locate (timeline, mark.lane, (mark.first + mark.last) / 2, &hit));
      g_assert_cmpuint (hit.first, ==, mark.first);
    }
}

static void
check_view (PlTrace *trace, const PlViewport *view, double width, double height)
{
  PlTimeline *timeline = timeline_lay_out (trace, view, PL_THEME_LIGHT, width, height, TIMELINE_PARTS);

  check_complete (trace, timeline, view);
  check_pick (trace, timeline, view);
  pl_timeline_free (timeline);
}

static void
test_complete (void)
{
  g_autoptr (PlTrace) few = timeline_pool (4, 30, 2000000);
  g_autoptr (PlTrace) many = timeline_pool (4, 4000, 200000);
  g_autoptr (PlTrace) wild = timeline_take (fixture_random (6, 6000, 900, 31, PL_PHASE_DONE));
  PlTrace *traces[] = { few, many, wild };
  g_autoptr (GRand) random = g_rand_new_with_seed (77);

  for (guint k = 0; k < G_N_ELEMENTS (traces); k++)
    {
      gint64 end_ns = pl_trace_get_end_ns (traces[k]);
      PlViewport view;

      timeline_view (&view, traces[k]);
      check_view (traces[k], &view, 1440, 700);
      check_view (traces[k], &view, 560, 400);
      for (guint i = 0; i < 60; i++)
        {
          double share = g_rand_double (random);

          view.from_ns = (gint64) (g_rand_double (random) * (double) end_ns * 0.99);
          view.to_ns = view.from_ns + 1 + (gint64) (share * share * share * (double) (end_ns - view.from_ns));
          view.hidden = i % 4 == 0 ? 1u << PL_STATE_WORKING : 0;
          check_view (traces[k], &view, 300 + i * 20, 700);
        }
    }
}

/* What is kept between pictures is what would be made anew: panned, zoomed and grown views agree
 * with those of a fresh trace. */
static void
test_kept_folds (void)
{
  PlLog *log = fixture_random (2, 5000, 900, 5, PL_PHASE_DONE);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  gint64 end_ns = pl_trace_get_end_ns (trace), from_ns = 0;

  for (guint i = 0; i < 80; i++)
    {
      g_autoptr (PlTrace) fresh = pl_trace_new (log);
      PlTimeline *a, *b;
      PlViewport view;

      timeline_view (&view, trace);
      from_ns += i % 9 == 8 ? -end_ns / 11 : end_ns / 90;
      view.from_ns = MAX (from_ns, 0);
      view.to_ns = view.from_ns + end_ns / (i < 40 ? 5 : 7);
      a = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 900, 400, TIMELINE_PARTS);
      b = timeline_lay_out (fresh, &view, PL_THEME_LIGHT, 900, 400, TIMELINE_PARTS);
      g_assert_cmpuint (pl_timeline_get_n_marks (a), ==, pl_timeline_get_n_marks (b));
      for (guint k = 0; k < pl_timeline_get_n_marks (a); k++)
        check_same_mark (a, b, k);
      pl_timeline_free (a);
      pl_timeline_free (b);
    }
  pl_log_unref (log);
}

#define CROWD 60u

static void
record_crowd (PlLog *log, PlLaneWriter *writers, gint64 from_ns, gint64 to_ns)
{
  for (guint lane = 0; lane < CROWD; lane++)
    for (gint64 t = from_ns; t < to_ns; t += 250)
      pl_lane_record_at (&writers[lane], t + lane, t / 250 % 3 ? PL_STATE_WORKING : PL_STATE_SENDING, 0, 0);
}

/* The marks of a live view at a scale, and those of a trace that never had another one; the same number if the lanes
 * have come along. */
static gboolean
check_lag (PlTrace *trace, PlLog *log, gint64 now_ns, PlViewport *view, gboolean over)
{
  g_autoptr (PlTrace) fresh = pl_trace_new (log);
  PlTimeline *a, *b;
  gboolean same;

  pl_trace_refresh (fresh, now_ns);
  pl_trace_refresh (trace, now_ns);
  a = timeline_lay_out (trace, view, PL_THEME_LIGHT, 1920, 1080, 0);
  b = timeline_lay_out (fresh, view, PL_THEME_LIGHT, 1920, 1080, 0);
  check_complete (trace, a, view);
  check_pick (trace, a, view);
  /* What lags is finer, and never more than twice. */
  g_assert_cmpuint (pl_timeline_get_n_marks (a), >=, pl_timeline_get_n_marks (b));
  g_assert_cmpuint (pl_timeline_get_n_marks (a), <, pl_timeline_get_n_marks (b) * 9 / 4);
  same = pl_timeline_get_n_marks (a) == pl_timeline_get_n_marks (b);
  for (guint k = 0; over && k < pl_timeline_get_n_marks (a); k++)
    check_same_mark (a, b, k);
  pl_timeline_free (a);
  pl_timeline_free (b);
  return same;
}

/* A crowd that is followed at ever coarser scales comes along lane by lane, and is there in the end. */
static void
test_lag (void)
{
  PlLog *log = fixture_empty (CROWD, 100000);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  PlViewport view = { .growing = TRUE };
  PlLaneWriter writers[CROWD];
  guint n_behind = 0, n_same = 0, unchanged = 0;
  gint64 now_ns = 0;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  for (guint lane = 0; lane < CROWD; lane++)
    pl_lane_writer_init (&writers[lane], log, lane + 1);
  for (guint i = 0; i < 60; i++, now_ns += 50000)
    {
      gboolean same;

      unchanged++;
      record_crowd (log, writers, now_ns, now_ns + 50000);
      if (now_ns + 50000 > view.to_ns)
        {
          view.to_ns = (now_ns + 50000) * 4 / 3;
          unchanged = 0;
        }
      same = check_lag (trace, log, now_ns + 50000, &view, FALSE);
      n_same += same;
      n_behind += !same;
      /* A quarter a frame and more. */
      if (unchanged >= 6)
        g_assert_true (same);
    }
  g_assert_cmpuint (n_behind, >=, 3);
  g_assert_cmpuint (n_same, >=, 10);
  fixture_end (log, now_ns);
  view.to_ns = now_ns * 3 / 2;
  g_assert_true (check_lag (trace, log, now_ns, &view, TRUE));
  pl_log_unref (log);
}

/* How many lanes of a view have other marks than in the frame before, of which `before` holds the numbers. */
static guint
count_made_anew (PlTrace *trace, gint64 bin_ns, gint64 to_ns, guint *before)
{
  const PlFoldScale scale = { bin_ns, 0, 20, TRUE };
  PlFolds *folds = pl_folds_for (trace, &scale);
  guint n_anew = 0;

  for (guint lane = 1; lane <= CROWD; lane++)
    {
      guint n;

      pl_folds_get (folds, lane, 0, to_ns, &n);
      n_anew += n != before[lane - 1];
      before[lane - 1] = n;
    }
  return n_anew;
}

/* Of what grows on and on lanes are made anew in turn: none of them wait until all have to be at once. */
static void
test_lag_in_turn (void)
{
  PlLog *log = fixture_empty (CROWD, 100000);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  PlLaneWriter writers[CROWD];
  guint before[CROWD] = { 0 }, most = 0;
  gint64 end_ns = 1000000, bin_ns = 1500;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  for (guint lane = 0; lane < CROWD; lane++)
    pl_lane_writer_init (&writers[lane], log, lane + 1);
  record_crowd (log, writers, 0, end_ns);
  pl_trace_refresh (trace, end_ns);
  count_made_anew (trace, bin_ns, end_ns, before);
  for (guint i = 1; i <= 6; i++)
    {
      guint n;

      if (i % 2 == 1)
        bin_ns = bin_ns * 4 / 3;
      n = count_made_anew (trace, bin_ns, end_ns, before);
      most = MAX (most, n);
    }
  g_assert_cmpuint (most, >, CROWD / 4);
  g_assert_cmpuint (most, <=, CROWD * 11 / 20);
  pl_log_unref (log);
}

static void
test_live (void)
{
  PlLog *log = fixture_empty (1, 100000);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  PlLaneWriter writer;
  gint64 t = 0;

  atomic_store (&pl_log_header (log)->status.phase, PL_PHASE_RUNNING);
  pl_lane_writer_init (&writer, log, 1);
  for (guint i = 0; i < 200; i++)
    {
      PlViewport view;

      for (guint k = 0; k < 1 + i % 30; k++, t += 130)
        pl_lane_record_at (&writer, t, k % 3 ? PL_STATE_WORKING : PL_STATE_SENDING, k % 3 ? i : 0, 0);
      pl_trace_refresh (trace, t + 40);
      timeline_view (&view, trace);
      /* The same scale for a while, as when the view runs along with the end. */
      view.to_ns = 1000000;
      check_view (trace, &view, 900, 300);
    }
  pl_log_unref (log);
}

/* A fold is as bad as the worst in it, whatever its share. */
static void
test_worst (void)
{
  PlLog *log = fixture_empty (1, 100000);
  g_autoptr (PlTrace) trace = NULL;
  g_autofree char *tooltip = NULL, *count = NULL;
  PlTimeline *timeline;
  PlLaneWriter writer;
  PlMark mark;
  PlViewport view;

  pl_lane_writer_init (&writer, log, 1);
  for (guint i = 0; i < 20000; i++)
    pl_lane_record_at (&writer, (gint64) i * 1000, i == 7777 ? PL_STATE_DEAD : i % 2 ? PL_STATE_WORKING : PL_STATE_SENDING, 0, 0);
  fixture_end (log, 20000000);
  trace = timeline_take (log);
  timeline_view (&view, trace);
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1000, 300, 0);
  g_assert_true (pl_timeline_locate (timeline, 1, 7777, &mark));
  g_assert_cmpuint (mark.n_spans, >, 10);
  g_assert_cmpuint (mark.state, ==, PL_STATE_DEAD);
  g_assert_true (pl_timeline_locate (timeline, 1, 100, &mark));
  g_assert_cmpuint (mark.state, ==, PL_STATE_SENDING);
  tooltip = pl_drawing_tooltip ((PlDrawing *) timeline, mark.x + mark.width / 2, mark.y + mark.height / 2);
  count = g_strdup_printf ("<i>%" G_GUINT64_FORMAT " spans lie here", mark.n_spans);
  g_assert_true (g_str_has_prefix (tooltip, count));
  pl_timeline_free (timeline);

  view.hidden = 1u << PL_STATE_DEAD | 1u << PL_STATE_SENDING;
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1000, 300, 0);
  g_assert_true (pl_timeline_locate (timeline, 1, 7777, &mark));
  g_assert_cmpuint (mark.state, ==, PL_STATE_WORKING);
  pl_timeline_free (timeline);
}

/* Folds belong to time, not to the window: after a small pan the same spans are together. */
static void
test_no_shimmer (void)
{
  g_autoptr (PlTrace) trace = timeline_take (fixture_random (1, 20000, 500, 2, PL_PHASE_DONE));
  gint64 end_ns = pl_trace_get_end_ns (trace);
  PlTimeline *a, *b;
  PlMark x, y;
  PlViewport view;
  guint same = 0, all = 0;

  timeline_view (&view, trace);
  view.from_ns = end_ns / 4;
  view.to_ns = end_ns / 2;
  a = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1000, 300, 0);
  view.from_ns += 12345;
  view.to_ns += 12345;
  b = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1000, 300, 0);
  for (guint i = 0; i < pl_timeline_get_n_marks (a); i++)
    {
      pl_timeline_get_mark (a, i, &x);
      if (x.lane != 1 || x.from_ns < view.from_ns)
        continue;
      all++;
      same += pl_timeline_locate (b, 1, x.first, &y) && y.first == x.first && y.last == x.last;
    }
  g_assert_cmpuint (all, >, 100);
  g_assert_cmpuint (same, ==, all);
  pl_timeline_free (a);
  pl_timeline_free (b);
}

static void
test_time (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (4, 30, 2000000);
  PlTimeline *timeline;
  PlBox plot;
  PlViewport view;

  timeline_view (&view, trace);
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1200, 600, TIMELINE_PARTS);
  plot = ((PlDrawing *) timeline)->plot;
  g_assert_cmpfloat (pl_timeline_x (timeline, view.from_ns), ==, plot.x);
  g_assert_cmpfloat_with_epsilon (pl_timeline_x (timeline, view.to_ns), plot.x + plot.width, 1e-6);
  for (guint i = 1; i < 37; i++)
    g_assert_cmpfloat_with_epsilon (pl_timeline_x (timeline, view.from_ns + (view.to_ns - view.from_ns) * i / 37),
                                    plot.x + plot.width * i / 37, 1e-3);
  pl_timeline_free (timeline);
}

static void
test_lanes (void)
{
  g_autoptr (PlTrace) few = timeline_pool (4, 30, 2000000);
  g_autoptr (PlTrace) many = timeline_pool (256, 600, 2000000);
  PlBox plot;
  PlTimeline *timeline;
  PlViewport view;
  guint lane;

  /* Few lanes are all in view, and each is where its row is. */
  timeline_view (&view, few);
  timeline = timeline_lay_out (few, &view, PL_THEME_LIGHT, 900, 500, TIMELINE_PARTS);
  plot = ((PlDrawing *) timeline)->plot;
  g_assert_cmpfloat (((PlDrawing *) timeline)->content_height, <=, plot.height);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_true (pl_timeline_pick_lane (timeline, plot.y + plot.height / 5 * (i + 0.5), &lane));
      g_assert_cmpuint (lane, ==, i);
    }
  g_assert_false (pl_timeline_pick_lane (timeline, plot.y - 1, &lane));
  g_assert_false (pl_timeline_pick_lane (timeline, plot.y + plot.height + 1, &lane));
  pl_timeline_free (timeline);

  /* Many scroll. */
  timeline_view (&view, many);
  view.scroll = 1e9;
  timeline = timeline_lay_out (many, &view, PL_THEME_LIGHT, 900, 500, TIMELINE_PARTS);
  plot = ((PlDrawing *) timeline)->plot;
  g_assert_cmpfloat (((PlDrawing *) timeline)->content_height, >, plot.height);
  g_assert_true (pl_timeline_pick_lane (timeline, plot.y + plot.height - 1, &lane));
  g_assert_cmpuint (lane, ==, 256);
  check_pick (many, timeline, &view);
  pl_timeline_free (timeline);
  g_assert_cmpfloat (timeline_natural_height (many, 1200, PL_PARTS_EXPORT), >, 256 * 14);
}

/* As on a projector, from the last row: words are large, and those beside the counters are not cut off. */
static void
test_counter_names (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (4, 40, 2000000);
  PlTimeline *timeline;
  PlInk *ink = pl_ink_for (G_OBJECT (trace));
  const PlBox *plot;
  PlViewport view;
  double width;

  timeline_view (&view, trace);
  timeline = timeline_lay_out (trace, &view, PL_THEME_LIGHT, 1024 / 1.75, 400, PL_PART_COUNTERS);
  plot = &((PlDrawing *) timeline)->plot;
  g_assert_cmpfloat (plot->y + plot->height, <, 320);
  pl_ink_measure (ink, "Workers on a CPU", &(PlFont) { 12, PL_INK_BOLD, 0 }, &width, NULL);
  /* Margins, and the stroke in the counter's colour. */
  g_assert_cmpfloat (plot->x, >=, width + 11 + 12 + 12);
  pl_timeline_free (timeline);
}

/* What is filtered out is not in the legend, which says that something is. */
static void
test_legend_hidden (void)
{
  g_autoptr (PlTrace) trace = timeline_pool (4, 40, 2000000);
  PlInk *ink = pl_ink_for (G_OBJECT (trace));
  const PlBox narrow = { 0, 0, 30, 0 };
  PlViewport view;
  double all, some;

  /* So narrow that each word has a row of its own. */
  timeline_view (&view, trace);
  all = pl_timeline_legend_flow (NULL, ink, trace, NULL, &view, NULL, &narrow);
  view.hidden = 1u << PL_STATE_SENDING | 1u << PL_STATE_WORKING | 1u << PL_STATE_DEAD;
  some = pl_timeline_legend_flow (NULL, ink, trace, NULL, &view, NULL, &narrow);
  g_assert_cmpfloat (some, <, all - 20);
  view.hidden = 1u << PL_STATE_DEAD;
  g_assert_cmpfloat (pl_timeline_legend_flow (NULL, ink, trace, NULL, &view, NULL, &narrow), ==, all);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/legend-hidden", test_legend_hidden);
  g_test_add_func ("/timeline/complete", test_complete);
  g_test_add_func ("/timeline/kept-folds", test_kept_folds);
  g_test_add_func ("/timeline/live", test_live);
  g_test_add_func ("/timeline/lag", test_lag);
  g_test_add_func ("/timeline/lag-in-turn", test_lag_in_turn);
  g_test_add_func ("/timeline/worst", test_worst);
  g_test_add_func ("/timeline/no-shimmer", test_no_shimmer);
  g_test_add_func ("/timeline/time", test_time);
  g_test_add_func ("/timeline/lanes", test_lanes);
  g_test_add_func ("/timeline/counter-names", test_counter_names);
  return g_test_run ();
}
