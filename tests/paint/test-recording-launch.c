/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a script ran before it became the program: one row below all others, that can be unfolded. */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "recording-svg.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "trace/pl-trace-text.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/recording/pl-recording.h"

#define MS G_GINT64_CONSTANT (1000000)
enum { MAIN = 1, FIRST, SECOND, THREAD, TRACKER, WORKER, N_LANES };

static void
add (PlLog *log, PlLaneKind kind, guint parent, PlHelper helper, const char *name)
{
  guint lane = pl_log_n_lanes (log);
  PlLaneWriter writer;

  g_assert_cmpuint (pl_log_add_lane (log, kind, parent, 100 + (int) lane, 100 + (int) lane, lane * MS, pl_log_add_name (log, name), 64), ==, lane);
  pl_log_lane (log, lane)->part = helper;
  pl_lane_writer_init (&writer, log, lane);
  if (lane != MAIN)
    pl_lane_edge_at (&writer, lane * MS, PL_EVENT_FORK, lane, TRUE);
  pl_lane_record_at (&writer, lane * MS, PL_STATE_WORKING, PL_NO_TASK, 0);
  pl_lane_record_at (&writer, 40 * MS, PL_STATE_FINISHED, 0, 0);
  pl_lane_writer_init (&writer, log, MAIN);
  if (lane != MAIN)
    pl_lane_edge_at (&writer, lane * MS, PL_EVENT_FORK, lane, FALSE);
}

static PlPicture *
make_picture (PlTrace **trace)
{
  PlLog *log = fixture_recording (PL_THREADS_ALL);

  add (log, PL_LANE_PROCESS, PL_LANE_NOBODY, PL_HELPER_NOT, "python3");
  add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_LAUNCH, "bash");
  add (log, PL_LANE_PROCESS, FIRST, PL_HELPER_LAUNCH, "sed");
  /* Whatever it says of itself: its process says it. */
  add (log, PL_LANE_THREAD, SECOND, PL_HELPER_POOL, "thread");
  add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_TRACKER, "tracker");
  add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_NOT, "worker");
  fixture_end (log, 50 * MS);
  *trace = pl_trace_new (log);
  pl_log_unref (log);
  return pl_picture_of_recording (*trace);
}

/* Exactly these lanes have rows, from top to bottom; 0: the end. */
static void
assert_rows (PlPicture *picture, const guint *lanes)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 0, PL_PARTS_EXPORT };
  g_autoptr (PlDrawing) drawing = NULL;
  guint shown = 0, n = 0;
  double below = 0;
  PlViewport view;
  PlBox box;

  pl_picture_init_viewport (picture, &view);
  drawing = pl_picture_lay_out (picture, &view, &paper);
  for (guint lane = 0; lane < pl_picture_get_n_lanes (picture); lane++)
    n += pl_drawing_lane_box (drawing, lane, &box);
  for (; lanes[shown] != 0; shown++)
    {
      g_assert_true (pl_drawing_lane_box (drawing, lanes[shown], &box));
      g_assert_cmpfloat (box.y, >=, below);
      below = box.y + box.height - 0.1;
    }
  g_assert_cmpuint (n, ==, shown);
}

static void
assert_name (PlPicture *picture, guint lane, const char *wanted)
{
  g_autofree char *name = pl_picture_lane_name (picture, lane);

  g_assert_cmpstr (name, ==, wanted);
}

static void
test_fold (void)
{
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (PlPicture) picture = make_picture (&trace);
  gboolean open;
  guint above;

  assert_rows (picture, (guint[]) { MAIN, WORKER, TRACKER, FIRST, 0 });
  assert_name (picture, FIRST, "bash, 2 more hidden, before the program");
  assert_name (picture, SECOND, "sed, pid 103, before the program");
  g_assert_true (pl_picture_get_fold (picture, SECOND, &above, &open));
  g_assert_cmpuint (above, ==, FIRST);
  g_assert_false (open);
  pl_picture_set_fold (picture, THREAD, TRUE);
  assert_rows (picture, (guint[]) { MAIN, WORKER, TRACKER, FIRST, SECOND, THREAD, 0 });
  assert_name (picture, FIRST, "bash, pid 102, before the program");
  g_assert_true (pl_picture_get_fold (picture, FIRST, &above, &open));
  g_assert_true (open);
  pl_picture_set_fold (picture, FIRST, FALSE);
  assert_rows (picture, (guint[]) { MAIN, WORKER, TRACKER, FIRST, 0 });
}

/* No figure counts them, and no arrow leads to them unless somebody asks for one of them. */
static void
test_counts (void)
{
  g_autoptr (PlTrace) trace = NULL;
  g_autoptr (PlPicture) picture = make_picture (&trace);
  g_autofree char *results = pl_trace_subtitle (trace);
  PlMessage lives[8];
  double value;

  for (guint lane = 0; lane < N_LANES; lane++)
    g_assert_true (pl_trace_is_beside (trace, lane) == (lane >= FIRST && lane <= THREAD));
  g_assert_nonnull (strstr (results, "3 processes"));
  g_assert_null (strstr (results, "thread"));
  g_assert_true (pl_recording_figure (trace, "processes", &value));
  g_assert_cmpfloat (value, ==, 2);
  g_assert_true (pl_recording_figure (trace, "at_once", &value));
  g_assert_cmpfloat (value, ==, 1);
  g_assert_cmpuint (pl_recording_count_launch (pl_trace_get_log (trace)), ==, 3);
  g_assert_cmpuint (pl_recording_lives (trace, G_MAXUINT, 0, 50 * MS, lives, 8), ==, 2);
  g_assert_cmpuint (pl_recording_lives (trace, FIRST, 0, 50 * MS, lives, 8), ==, 1);
}

/* Where rows are lower than their names, those of the processes are told before those of their threads: but for the first,
 * which is too near to the program itself. */
static void
test_names (void)
{
  const PlExportOptions options = { .theme = PL_THEME_PRINT, .purpose = PL_PURPOSE_SLIDE };
  g_autofree char *svg = NULL;
  PlLog *log = fixture_recording (PL_THREADS_ALL);

  add (log, PL_LANE_PROCESS, PL_LANE_NOBODY, PL_HELPER_NOT, "main");
  for (guint i = 0; i < 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("outer%u", i);
      guint process = pl_log_n_lanes (log);

      add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_NOT, name);
      for (guint k = 0; k < 3; k++)
        add (log, PL_LANE_THREAD, process, PL_HELPER_NOT, "inner");
    }
  fixture_end (log, 50 * MS);
  svg = recording_svg (log, &options);
  for (guint i = 1; i < 14; i++)
    {
      g_autofree char *name = g_strdup_printf ("outer%u</text>", i);

      g_assert_nonnull (strstr (svg, name));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/recording-launch/fold", test_fold);
  g_test_add_func ("/paint/recording-launch/counts", test_counts);
  g_test_add_func ("/paint/recording-launch/names", test_names);
  return g_test_run ();
}
