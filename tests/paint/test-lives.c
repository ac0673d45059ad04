/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who made whom and who waited for whose end, as the lanes of a recording tell it, and as arrows. */
#include "config.h"

#include "fixture-log.h"
#include "log/pl-lane-writer.h"
#include "paint/pl-pictures.h"
#include "paint/pl-theme.h"
#include "trace/recording/pl-recording-events.h"

#define MS G_GINT64_CONSTANT (1000000)
enum { PARENT = 1, CHILD, THREAD, N_LANES };

static void
add (PlLog *log, PlLaneKind kind, guint parent, gint64 born_ns, const char *name)
{
  guint lane = pl_log_add_lane (log, kind, parent, 100, 100 + (int) pl_log_n_lanes (log), born_ns, pl_log_add_name (log, name), 64);
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_record_at (&writer, born_ns, PL_STATE_WORKING, PL_NO_TASK, 0);
  if (lane == CHILD)
    {
      pl_lane_record_at (&writer, 30 * MS, PL_STATE_WAITING_LOCK, 0, PL_WAIT_LOCK);
      pl_lane_record_at (&writer, 32 * MS, PL_STATE_WORKING, PL_NO_TASK, 0);
    }
  pl_lane_record_at (&writer, 40 * MS, PL_STATE_FINISHED, 0, 0);
}

static void
tell (PlLog *log, guint lane, gint64 time_ns, PlEventKind kind, guint64 id, gboolean in)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_edge_at (&writer, time_ns, kind, id, in);
}

/* Beside what is true: an end without a partner, one that came before it began, and three with one number. */
static void
add_edges (PlLog *log)
{
  tell (log, PARENT, 10 * MS, PL_EVENT_FORK, 1, FALSE);
  tell (log, CHILD, 12 * MS, PL_EVENT_FORK, 1, TRUE);
  tell (log, PARENT, 14 * MS, PL_EVENT_FORK, 2, FALSE);
  tell (log, THREAD, 15 * MS, PL_EVENT_FORK, 2, TRUE);
  tell (log, CHILD, 20 * MS, PL_EVENT_JOIN, 1, FALSE);
  tell (log, PARENT, 25 * MS, PL_EVENT_JOIN, 1, TRUE);
  tell (log, CHILD, 26 * MS, PL_EVENT_FORK, 1, TRUE);
  tell (log, CHILD, 28 * MS, PL_EVENT_FORK, 7, FALSE);
  tell (log, PARENT, 29 * MS, PL_EVENT_JOIN, 9, TRUE);
  tell (log, CHILD, 30 * MS, PL_EVENT_JOIN, 9, FALSE);
  tell (log, PARENT, 31 * MS, PL_EVENT_WAKE, 1, FALSE);
  tell (log, CHILD, 32 * MS, PL_EVENT_WAKE, 1, TRUE);
}

static PlTrace *
make_trace (gboolean edges)
{
  PlTrace *trace;
  PlLog *log = fixture_recording (PL_THREADS_ALL);

  add (log, PL_LANE_PROCESS, PL_LANE_NOBODY, MS, "parent");
  add (log, PL_LANE_PROCESS, PARENT, 12 * MS, "child");
  add (log, PL_LANE_THREAD, PARENT, 15 * MS, "thread");
  g_assert_cmpuint (pl_log_n_lanes (log), ==, N_LANES);
  if (edges)
    add_edges (log);
  fixture_end (log, 50 * MS);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
}

static void
assert_life (const PlMessage *life, guint from, guint to, gint64 from_ns, gint64 to_ns, gboolean end)
{
  g_assert_cmpuint (life->from_lane, ==, from);
  g_assert_cmpuint (life->to_lane, ==, to);
  g_assert_cmpint (life->sent_ns, ==, from_ns);
  g_assert_cmpint (life->received_ns, ==, to_ns);
  g_assert_cmpint (life->result, ==, end);
}

static void
test_pairs (void)
{
  g_autoptr (PlTrace) trace = make_trace (TRUE), none = make_trace (FALSE);
  PlMessage lives[8];

  g_assert_cmpuint (pl_recording_lives (none, G_MAXUINT, 0, 50 * MS, lives, 8), ==, 0);
  g_assert_cmpuint (pl_recording_lives (trace, G_MAXUINT, 0, 50 * MS, lives, 8), ==, 3);
  g_assert_cmpuint (pl_recording_lives (trace, G_MAXUINT, 0, 50 * MS, lives, 2), ==, 3);
  g_assert_cmpuint (pl_recording_lives (trace, G_MAXUINT, 21 * MS, 24 * MS, lives, 8), ==, 1);
  assert_life (&lives[0], CHILD, PARENT, 20 * MS, 25 * MS, TRUE);
  g_assert_cmpuint (pl_recording_lives (trace, THREAD, 0, 50 * MS, lives, 8), ==, 1);
  assert_life (&lives[0], PARENT, THREAD, 14 * MS, 15 * MS, FALSE);
  g_assert_cmpuint (pl_recording_lives (trace, CHILD, 0, 13 * MS, lives, 8), ==, 1);
  assert_life (&lives[0], PARENT, CHILD, 10 * MS, 12 * MS, FALSE);
}

/* How many pixels have that colour; selected: the wait of the child is. */
static guint
count_color (PlTrace *trace, gint64 until_ns, gboolean messages, const PlColor *arrow, gboolean selected)
{
  const guint32 color = pl_color_pixel (arrow) & 0xffffff;
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 0, PL_PARTS_EXPORT };
  g_autoptr (PlPicture) picture = pl_picture_of_recording (trace);
  g_autoptr (PlDrawing) drawing = NULL;
  PlBox above, below;
  PlViewport view;
  guint n = 0;

  pl_picture_init_viewport (picture, &view);
  view.until_ns = until_ns;
  view.show_messages = messages;
  view.has_selection = selected;
  view.selected = (PlItem) { 0, CHILD, 1, 1 };
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_true (pl_drawing_lane_box (drawing, PARENT, &above) && pl_drawing_lane_box (drawing, CHILD, &below));
  {
    int height = (int) (below.y + below.height);
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 900, height);
    cairo_t *cr = cairo_create (surface);
    const guint32 *pixels;

    pl_drawing_draw (drawing, cr);
    cairo_surface_flush (surface);
    pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (surface);
    for (int i = 0; i < 900 * height; i++)
      n += (pixels[i] & 0xffffff) == color;
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
  return n;
}

static guint
count_arrows (PlTrace *trace, gint64 until_ns, gboolean messages)
{
  return count_color (trace, until_ns, messages, &pl_theme_get (PL_THEME_LIGHT)->states[PL_STATE_STARTING].color, FALSE);
}

static void
test_drawn (void)
{
  g_autoptr (PlTrace) trace = make_trace (TRUE), none = make_trace (FALSE);
  guint born = count_arrows (trace, 13 * MS, TRUE), all = count_arrows (trace, 0, TRUE);

  g_assert_cmpuint (count_arrows (none, 0, TRUE), ==, 0);
  g_assert_cmpuint (count_arrows (trace, 0, FALSE), ==, 0);
  g_assert_cmpuint (count_arrows (trace, 9 * MS, TRUE), ==, 0);
  g_assert_cmpuint (born, >, 5);
  g_assert_cmpuint (all, >, born);
}

/* Whoever lets somebody go is named at the wait that he ended, and an arrow leads to it. */
static void
test_wake (void)
{
  const PlItem waited = { 0, CHILD, 1, 1 };
  g_autoptr (PlTrace) trace = make_trace (TRUE), none = make_trace (FALSE);
  g_autoptr (PlPicture) picture = pl_picture_of_recording (trace);
  g_autofree char *title = NULL, *sentence = NULL;
  PlViewport view;
  PlMessage wake;

  g_assert_true (pl_recording_wake (trace, CHILD, 1, &wake));
  assert_life (&wake, PARENT, CHILD, 31 * MS, 32 * MS, FALSE);
  g_assert_false (pl_recording_wake (trace, CHILD, 2, &wake));
  g_assert_false (pl_recording_wake (trace, PARENT, 0, &wake));
  g_assert_false (pl_recording_wake (none, CHILD, 1, &wake));
  g_assert_false (pl_recording_wake (pl_trace_at (trace, 31 * MS), CHILD, 1, &wake));

  pl_picture_init_viewport (picture, &view);
  g_assert_true (pl_picture_item_text (picture, &view, &waited, &title, &sentence));
  g_assert_nonnull (strstr (sentence, "parent (pid 100) let it go on at 31"));
}

static void
test_wake_drawn (void)
{
  const PlTheme *theme = pl_theme_get (PL_THEME_LIGHT);
  g_autoptr (PlTrace) trace = make_trace (TRUE), none = make_trace (FALSE);
  guint with = count_color (trace, 0, FALSE, &theme->focus, TRUE), without = count_color (none, 0, FALSE, &theme->focus, TRUE);

  /* Without it there is only the outline of what is selected. */
  g_assert_cmpuint (with, >, without + 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/lives/pairs", test_pairs);
  g_test_add_func ("/paint/lives/drawn", test_drawn);
  g_test_add_func ("/paint/wakes/told", test_wake);
  g_test_add_func ("/paint/wakes/drawn", test_wake_drawn);
  return g_test_run ();
}
