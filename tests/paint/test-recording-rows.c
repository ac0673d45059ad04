/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a recording: which lanes have rows, what is folded below what, and what is drawn over them. */
#include "config.h"

#include <string.h>

#include "fixture-log.h"
#include "recording-svg.h"
#include "log/pl-lane-writer.h"
#include "paint/parts/pl-overlay.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/recording/pl-recording-legend.h"
#include "trace/find/pl-find.h"
#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/recording/pl-recording.h"
#include "trace/rows/pl-rows.h"

#define MS G_GINT64_CONSTANT (1000000)
enum { MAIN = 1, WAITING, BUSY, WORKER, TRACKER, FEEDER, N_LANES };

static void
tell (PlLog *log, guint lane, gint64 time_ns, PlState state, guint32 arg, guint16 count)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_record_at (&writer, time_ns, state, arg, count);
}

static void
add (PlLog *log, PlLaneKind kind, guint parent, PlHelper helper, const char *name)
{
  guint lane = pl_log_add_lane (log, kind, parent, 100 + (int) pl_log_n_lanes (log), 100 + (int) pl_log_n_lanes (log), MS, pl_log_add_name (log, name), 64);

  pl_log_lane (log, lane)->part = helper;
  tell (log, lane, lane * MS, PL_STATE_WORKING, PL_NO_TASK, 0);
  if (lane == WAITING)
    tell (log, lane, 20 * MS, PL_STATE_WAITING_LOCK, 0, PL_WAIT_LOCK);
  tell (log, lane, 40 * MS, PL_STATE_FINISHED, 0, 0);
}

/* Each waits for what the other one has. */
static void
add_ring (PlLog *log, guint lane, guint holder, gint64 since_ns)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_record_at (&writer, since_ns, PL_STATE_WAITING_LOCK, pl_log_add_name (log, lane == MAIN ? "fork 1" : "fork 2"), PL_WAIT_LOCK);
  pl_lane_event_at (&writer, since_ns, PL_EVENT_HOLDER, holder);
}

/* At that moment a lane tells something. */
static void
tell_event (PlLog *log, guint lane, gint64 time_ns, PlEventKind kind, guint32 arg)
{
  PlLaneWriter writer;

  pl_lane_writer_init (&writer, log, lane);
  pl_lane_event_at (&writer, time_ns, kind, arg);
}

static void
add_output (PlLog *log, guint lane, gint64 time_ns, const char *text)
{
  tell_event (log, lane, time_ns, PL_EVENT_OUTPUT, pl_log_add_name (log, text));
}

/* Two write into one line; and one is made to stand still. */
static void
add_events (PlLog *log)
{
  const guint32 pipe = pl_log_add_name (log, "pipe 7");

  tell_event (log, MAIN, 5 * MS, PL_EVENT_WROTE, pipe);
  tell_event (log, MAIN, 6 * MS, PL_EVENT_BYTES, 120);
  tell_event (log, WORKER, 5 * MS, PL_EVENT_READ, pipe);
  tell_event (log, WORKER, 8 * MS, PL_EVENT_BYTES, 120);
  add_output (log, MAIN, 10 * MS, "Cube of 1 is 1");
  add_output (log, WORKER, 11 * MS, "Square of 2 is 4");
  add_output (log, MAIN, 12 * MS, "\\x0a");
  add_output (log, WORKER, 13 * MS, "\\x0a");
  tell_event (log, MAIN, 15 * MS, PL_EVENT_STOPPED, WORKER);
  tell_event (log, MAIN, 16 * MS, PL_EVENT_STOPPED, WORKER);
  tell_event (log, MAIN, 25 * MS, PL_EVENT_CONTINUED, WORKER);
  tell_event (log, MAIN, 26 * MS, PL_EVENT_CONTINUED, BUSY);
  add_output (log, MAIN, 30 * MS, "whole \\xc3\\xa4\\x0a");
}

typedef enum { PLAIN = 0, RING, EVENTS } With;

static PlTrace *
make_trace (PlRecordingThreads threads, With with)
{
  PlTrace *trace;
  PlLog *log = fixture_recording (threads);

  add (log, PL_LANE_PROCESS, PL_LANE_NOBODY, PL_HELPER_NOT, "main");
  add (log, PL_LANE_THREAD, MAIN, PL_HELPER_NOT, "waiting");
  add (log, PL_LANE_THREAD, WAITING, PL_HELPER_NOT, "busy");
  add (log, PL_LANE_PROCESS, BUSY, PL_HELPER_NOT, "worker");
  add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_TRACKER, "tracker");
  add (log, PL_LANE_THREAD, MAIN, PL_HELPER_FEEDER, "feeder");
  g_assert_cmpuint (pl_log_n_lanes (log), ==, N_LANES);
  if (with == EVENTS)
    add_events (log);
  if (with == RING)
    {
      add_ring (log, MAIN, WORKER, 41 * MS);
      add_ring (log, WORKER, MAIN, 43 * MS);
    }
  fixture_end (log, 50 * MS);
  trace = pl_trace_new (log);
  pl_log_unref (log);
  return trace;
}

static PlPicture *
make_picture (PlRecordingThreads threads)
{
  g_autoptr (PlTrace) trace = make_trace (threads, PLAIN);

  return pl_picture_of_recording (trace);
}

static PlDrawing *
lay_out (PlPicture *picture)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 0, PL_PARTS_EXPORT };
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  return pl_picture_lay_out (picture, &view, &paper);
}

/* Exactly these lanes have rows, from top to bottom; 0: the end. */
static void
assert_rows (PlPicture *picture, const guint *lanes)
{
  g_autoptr (PlDrawing) drawing = lay_out (picture);
  guint shown = 0, n = 0;
  double below = 0;
  PlBox box;

  for (guint lane = 0; lane < pl_picture_get_n_lanes (picture); lane++)
    n += pl_drawing_lane_box (drawing, lane, &box);
  for (; lanes[shown] != 0; shown++)
    {
      guint picked;

      g_assert_true (pl_drawing_lane_box (drawing, lanes[shown], &box));
      g_assert_cmpfloat (box.y, >=, below);
      below = box.y + box.height - 0.1;
      g_assert_true (pl_drawing_pick_lane (drawing, 400, box.y + box.height / 2, &picked));
      g_assert_cmpuint (picked, ==, lanes[shown]);
    }
  g_assert_cmpuint (n, ==, shown);
}

/* Threads below their process in time of birth, what only helps last. */
static void
test_threads (void)
{
  static const struct { PlRecordingThreads threads; guint rows[N_LANES]; } cases[] = {
    { PL_THREADS_ALL, { MAIN, WAITING, BUSY, FEEDER, WORKER, TRACKER } },
    { PL_THREADS_WAITING, { MAIN, WAITING, WORKER, TRACKER } },
    { PL_THREADS_NONE, { MAIN, WORKER, TRACKER } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlPicture) picture = make_picture (cases[i].threads);

      assert_rows (picture, cases[i].rows);
    }
}

static void
assert_name (PlPicture *picture, guint lane, const char *name)
{
  g_autofree char *told = pl_picture_lane_name (picture, lane);

  g_assert_cmpstr (told, ==, name);
}

/* A fold is asked for by any of its lanes; a folded process says how many it hides. */
static void
test_fold (void)
{
  g_autoptr (PlPicture) picture = make_picture (PL_THREADS_NONE);
  gboolean open;
  guint above;

  assert_name (picture, MAIN, "main, 3 threads hidden, pid 101");
  assert_name (picture, TRACKER, "tracker, pid 105, Python's resource tracker");
  assert_name (picture, 0, "");
  g_assert_true (pl_picture_get_fold (picture, BUSY, &above, &open));
  g_assert_cmpuint (above, ==, MAIN);
  g_assert_false (open);
  g_assert_false (pl_picture_get_fold (picture, WORKER, &above, &open));
  pl_picture_set_fold (picture, BUSY, TRUE);
  assert_rows (picture, (const guint[]) { MAIN, WAITING, BUSY, FEEDER, WORKER, TRACKER, 0 });
  assert_name (picture, MAIN, "main, pid 101");
  g_assert_true (pl_picture_get_fold (picture, BUSY, &above, &open));
  g_assert_true (open);
  pl_picture_set_fold (picture, MAIN, FALSE);
  assert_rows (picture, (const guint[]) { MAIN, WORKER, TRACKER, 0 });
}

/* By the pointer: over the name of what can be folded, and nowhere else. */
static void
test_pick (void)
{
  g_autoptr (PlPicture) picture = make_picture (PL_THREADS_ALL);
  g_autoptr (PlDrawing) drawing = lay_out (picture);

  for (guint lane = MAIN; lane < N_LANES; lane++)
    {
      guint picked;
      PlBox box;

      g_assert_true (pl_drawing_lane_box (drawing, lane, &box));
      g_assert_true (pl_drawing_pick_fold (drawing, box.x + 4, box.y + box.height / 2, &picked) == (lane == MAIN));
      g_assert_false (pl_drawing_pick_fold (drawing, drawing->plot.x + 10, box.y + box.height / 2, &picked));
    }
}

/* Up and down are the rows as they stand, not the lanes as they were born. */
static void
test_walk (void)
{
  g_autoptr (PlPicture) picture = make_picture (PL_THREADS_ALL);
  static const guint order[] = { WAITING, BUSY, FEEDER, WORKER, TRACKER };
  PlItem item = { 0, MAIN, 0, 0 };
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_true (pl_picture_walk (picture, &view, &item, PL_WALK_DOWN, &item));
      g_assert_cmpuint (item.lane, ==, order[i]);
    }
  g_assert_false (pl_picture_walk (picture, &view, &item, PL_WALK_DOWN, &item));
}

/* A hit on what is folded is shown at what it is folded below. */
static void
test_hit (void)
{
  g_autoptr (PlPicture) picture = make_picture (PL_THREADS_NONE);
  const PlStretch hit = { BUSY, 10 * MS, 20 * MS };
  g_autoptr (PlHighlights) hits = pl_highlights_new ();
  g_autoptr (PlDrawing) drawing = NULL;

  g_array_append_val (hits->hits, hit);
  pl_picture_set_highlights (picture, PL_HIGHLIGHT_HITS, hits);
  drawing = lay_out (picture);
  g_assert_nonnull (drawing->overlay);
  g_assert_cmpuint (pl_overlay_get_n_bars (drawing->overlay), ==, 1);
}

/* How many pixels have the colour in which faults are drawn. */
static guint
count_faults (PlTrace *trace, gint64 until_ns)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 400, PL_PARTS_EXPORT };
  const PlColor *color = &pl_theme_get (PL_THEME_LIGHT)->lost.color;
  const guint32 wanted = (guint32) (color->r * 255 + 0.5) << 16 | (guint32) (color->g * 255 + 0.5) << 8 | (guint32) (color->b * 255 + 0.5);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 900, 400);
  g_autoptr (PlPicture) picture = pl_picture_of_recording (trace);
  g_autoptr (PlDrawing) drawing = NULL;
  cairo_t *cr = cairo_create (surface);
  PlViewport view;
  guint n = 0;

  pl_picture_init_viewport (picture, &view);
  view.until_ns = until_ns;
  drawing = pl_picture_lay_out (picture, &view, &paper);
  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < 400; y++)
    {
      const guint32 *row = (const guint32 *) (cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface));

      for (int x = 0; x < 900; x++)
        n += (row[x] & 0xffffff) == wanted;
    }
  cairo_surface_destroy (surface);
  return n;
}

/* A cycle of waits is one ring, told once, and drawn from the moment it is closed. */
static void
test_ring (void)
{
  g_autoptr (PlTrace) ring = make_trace (PL_THREADS_ALL, RING), none = make_trace (PL_THREADS_ALL, PLAIN);
  g_autofree PlLastWait *waits = pl_recording_last_waits (ring), *no_waits = pl_recording_last_waits (none);
  g_autoptr (GPtrArray) rings = pl_recording_rings (ring, waits), no_rings = pl_recording_rings (none, no_waits);
  const PlRing *found;

  g_assert_cmpuint (no_rings->len, ==, 0);
  g_assert_cmpuint (rings->len, ==, 1);
  found = rings->pdata[0];
  g_assert_cmpuint (found->lanes->len, ==, 2);
  g_assert_cmpuint (g_array_index (found->lanes, guint, 0), ==, MAIN);
  g_assert_cmpuint (g_array_index (found->lanes, guint, 1), ==, WORKER);
  g_assert_cmpint (found->since_ns, ==, 43 * MS);
  g_assert_cmpuint (count_faults (none, 0), ==, 0);
  g_assert_cmpuint (count_faults (ring, 42 * MS), ==, 0);
  g_assert_cmpuint (count_faults (ring, 0), >, 20);
}

static void
assert_output (PlOutputs *outputs, PlLog *log, guint i, guint lane, const char *text, gboolean torn)
{
  const PlOutput *output = pl_outputs_get (outputs, 0, i);
  g_autofree char *told = pl_output_text (log, output);

  g_assert_cmpuint (output->lane, ==, lane);
  g_assert_cmpstr (told, ==, text);
  g_assert_cmpint (output->torn, ==, torn);
}

/* Byte for byte with its writer; a line that two wrote into is torn, and says who wrote what. */
static void
test_outputs (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_ALL, EVENTS);
  PlOutputs *outputs = pl_outputs_of (trace);
  PlLog *log = pl_trace_get_log (trace);
  g_autofree char *sentence = NULL;

  g_assert_cmpuint (pl_outputs_n (outputs, 0), ==, 5);
  g_assert_cmpuint (pl_outputs_n (outputs, MAIN), ==, 3);
  g_assert_cmpuint (pl_outputs_n (outputs, WORKER), ==, 2);
  g_assert_cmpuint (pl_outputs_n (outputs, BUSY), ==, 0);
  assert_output (outputs, log, 0, MAIN, "Cube of 1 is 1", TRUE);
  assert_output (outputs, log, 1, WORKER, "Square of 2 is 4", TRUE);
  assert_output (outputs, log, 2, MAIN, "↵", TRUE);
  assert_output (outputs, log, 3, WORKER, "↵", FALSE);
  assert_output (outputs, log, 4, MAIN, "whole ä↵", FALSE);
  g_assert_cmpuint (pl_outputs_torn (outputs, 0, 0, 5), ==, 0);
  g_assert_cmpuint (pl_outputs_torn (outputs, 0, 3, 5), ==, 5);
  g_assert_cmpuint (pl_outputs_torn (outputs, MAIN, 0, 3), ==, 0);
  sentence = pl_output_sentence (trace, pl_outputs_get (outputs, 0, 1));
  g_assert_nonnull (strstr (sentence, "“Cube of 1 is 1” by main (pid 101), “Square of 2 is 4” by worker (pid 104)"));
}

/* Each write is a mark on its lane, and a piece of the terminal's row, which stands before what only helps. */
static void
test_terminal (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_NONE, EVENTS);
  g_autoptr (PlPicture) picture = pl_picture_of_recording (trace);
  g_autoptr (PlDrawing) drawing = lay_out (picture);
  g_autofree char *title = NULL, *sentence = NULL;
  PlViewport view;
  PlBox main, terminal, tracker, box;
  PlItem item, next;

  assert_name (picture, 0, "Terminal, 5 writes, torn lines");
  g_assert_true (pl_drawing_lane_box (drawing, MAIN, &main));
  g_assert_true (pl_drawing_lane_box (drawing, 0, &terminal));
  g_assert_true (pl_drawing_lane_box (drawing, TRACKER, &tracker));
  g_assert_cmpfloat (terminal.y, <, tracker.y);
  g_assert_true (pl_drawing_pick (drawing, pl_drawing_x (drawing, 11 * MS) + 3, terminal.y + terminal.height / 2, &item, &box));
  g_assert_cmpuint (item.kind, ==, 1);
  g_assert_cmpuint (item.lane, ==, 0);
  g_assert_cmpuint (item.index, ==, 1);
  pl_picture_init_viewport (picture, &view);
  g_assert_true (pl_picture_item_text (picture, &view, &item, &title, &sentence));
  g_assert_cmpstr (title, ==, "Output of worker");
  g_assert_true (pl_picture_walk (picture, &view, &item, PL_WALK_RIGHT, &next));
  g_assert_cmpuint (next.index, ==, 2);
  g_assert_true (pl_drawing_pick (drawing, pl_drawing_x (drawing, 10 * MS) + 1, main.y + 10, &item, &box));
  g_assert_cmpuint (item.kind, ==, 1);
  g_assert_cmpuint (item.lane, ==, MAIN);
  g_assert_cmpuint (item.index, ==, 0);
  g_assert_true (pl_picture_walk (picture, &view, &item, PL_WALK_DOWN, &next));
  g_assert_cmpuint (next.lane, ==, WORKER);
  g_assert_true (pl_picture_walk (picture, &view, &next, PL_WALK_DOWN, &next));
  g_assert_cmpuint (next.lane, ==, 0);
  g_assert_cmpuint (next.kind, ==, 1);
  g_assert_cmpuint (count_faults (trace, 9 * MS), ==, 0);
  g_assert_cmpuint (count_faults (trace, 0), >, 10);
}

/* So narrow that each entry has a row of its own. */
static double
legend_height (PlTrace *trace, gint64 from_ns, gint64 to_ns)
{
  const PlBox narrow = { 0, 0, 30, 0 };
  PlLegendFlow flow = pl_legend_in_rows (pl_ink_for (G_OBJECT (trace)), NULL, &narrow);

  pl_legend_add_words (&flow, NULL, "This range:");
  pl_legend_add_marks (&flow, NULL, &pl_recording_marks, trace, from_ns, to_ns);
  return pl_legend_rows_height (&flow);
}

/* Only what is in sight has an entry: who stands still, what was written, and that a line of it is torn. */
static void
test_legend (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_ALL, EVENTS);
  double none = legend_height (trace, 0, 9 * MS), still = legend_height (trace, 20 * MS, 21 * MS);
  double row = still - none;

  g_assert_cmpfloat (row, >, 0);
  g_assert_cmpfloat (legend_height (trace, 0, 50 * MS), ==, none + 3 * row);
  g_assert_cmpfloat (legend_height (trace, 10 * MS, 12 * MS), ==, none + 2 * row);
}

/* What is found for words: its number. */
static guint
count_found (PlFindSource *source, const char *text, PlFindSpan *first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlFind) find = NULL;
  PlQuery query, again;

  pl_query_parse (&query, text, source, &error);
  g_assert_no_error (error);
  g_autofree char *written = pl_query_to_text (&query, source);
  g_assert_true (pl_query_parse (&again, written, source, NULL));
  g_assert_cmpmem (&again, sizeof again, &query, sizeof query);
  find = pl_find_new (source, &query);
  while (pl_find_step (find, 0))
    continue;
  g_assert_true (pl_find_get_n (find) == 0 || pl_find_get (find, 0, first));
  g_assert_cmpuint (pl_find_get_highlights (find)->hits->len, ==, pl_find_get_n (find));
  return (guint) pl_find_get_n (find);
}

/* Words that are none of the search's own are looked for in what was written; also in runs that are compared, and in a
 * replay in what was written by then. */
static void
test_find (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_ALL, EVENTS), silent = make_trace (PL_THREADS_ALL, PLAIN);
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace), none = pl_find_source_of_trace (silent), both = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *of_both = NULL, *most = g_strnfill (PL_QUERY_TEXT - 2, 'x'), *more = g_strconcat (most, "x", NULL);
  const gint64 shifts[] = { 0, 5 * MS };
  PlFindSpan span;
  PlQuery query;

  g_assert_cmpuint (count_found (source, "CUBE", &span), ==, 1);
  g_assert_true (span.written && span.lane == MAIN && span.from_ns == 10 * MS);
  g_assert_nonnull (strstr (text = pl_find_source_text (source, &span), "wrote “Cube of 1 is 1”"));
  g_assert_cmpuint (count_found (source, "of is", &span), ==, 2);
  g_assert_true (count_found (source, "\"of 2 is\"", &span) == 1 && span.lane == WORKER);
  g_assert_cmpuint (count_found (source, "“is of”", &span), ==, 0);
  g_assert_cmpuint (count_found (source, "\"working\"", &span), ==, 0);
  g_assert_cmpuint (count_found (source, "is lane 4 after 2 ms", &span), ==, 1);
  g_assert_cmpuint (count_found (source, "is before 11 ms", &span), ==, 1);
  g_assert_cmpuint (count_found (source, "Ä", &span), ==, 1);
  g_assert_cmpuint (count_found (source, most, &span), ==, 0);
  g_assert_true (!pl_query_parse (&query, more, source, &error) && strstr (error->message, "at most 190"));
  g_assert_false (pl_query_parse (&query, "cube", none, NULL));
  pl_find_source_set_until (source, 10 * MS + 1);
  g_assert_cmpuint (count_found (source, "is", &span), ==, 1);

  both = pl_find_source_join ((PlFindSource *[]) { pl_find_source_of_trace (silent), pl_find_source_of_trace (trace) }, shifts, 2);
  g_assert_cmpuint (count_found (both, "cube", &span), ==, 1);
  g_assert_true (span.lane == pl_trace_get_n_lanes (silent) + MAIN && span.from_ns == 15 * MS);
  of_both = pl_find_source_text (both, &span);
  g_assert_true (g_str_has_prefix (of_both, "B: "));
}

/* What stands still neither runs nor waits. */
static void
test_stops (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_ALL, EVENTS);
  const GArray *stops = pl_recording_events_of (trace)->stops;
  g_autofree char *sentence = pl_trace_span_sentence (trace, WORKER, 0);
  PlRecordingTimes times;

  g_assert_cmpuint (stops->len, ==, 1);
  g_assert_cmpuint (g_array_index (stops, PlStop, 0).by, ==, MAIN);
  g_assert_cmpint (pl_recording_stopped_ns (trace, WORKER, 0, 50 * MS), ==, 10 * MS);
  g_assert_cmpint (pl_recording_stopped_ns (trace, WORKER, 20 * MS, 50 * MS), ==, 5 * MS);
  g_assert_cmpint (pl_recording_stopped_ns (trace, BUSY, 0, 50 * MS), ==, 0);
  pl_recording_times (trace, WORKER, 0, 50 * MS, &times);
  g_assert_cmpint (times.stopped_ns, ==, 10 * MS);
  g_assert_cmpint (times.running_ns, ==, 26 * MS);
  g_assert_nonnull (strstr (sentence, "It was paused from 15.0 ms on, for 10.0 ms, by main."));
}

static PlRows *
rows_of (PlFindSource *source, const PlRowsOrder *order)
{
  PlRows *rows = pl_rows_new (source, order);

  while (pl_rows_step (rows, 1000))
    continue;
  return rows;
}

static void
assert_row (PlRows *rows, guint position, const char *line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  pl_rows_append_line (rows, position, text);
  g_assert_cmpstr (text->str, ==, line);
}

/* Each write is a row, with its moment, its writer, whether its line is torn, and its text. */
static void
test_terminal_rows (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_ALL, EVENTS);
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace);
  const PlRowsOrder order = { PL_ROWS_OUTPUT, 0, G_MAXINT64, PL_COLUMN_WRITTEN, TRUE, 0 };
  const PlRowsOrder early = { PL_ROWS_OUTPUT, 0, G_MAXINT64, PL_COLUMN_LANE, FALSE, 11 * MS };
  const PlRowsOrder all = { PL_ROWS_SPANS, 0, G_MAXINT64, PL_COLUMN_BEGIN, FALSE, 0 };
  g_autoptr (PlRows) rows = NULL, first = NULL, spans = NULL;
  PlFindSpan span, same;
  guint position;

  g_assert_true (pl_rows_has (source, PL_ROWS_OUTPUT));
  rows = rows_of (source, &order);
  g_assert_cmpuint (pl_rows_get_n (rows), ==, 5);
  assert_row (rows, 4, "10.000000\tmain\ttorn\tCube of 1 is 1\n");
  assert_row (rows, 3, "11.000000\tworker\ttorn\tSquare of 2 is 4\n");
  g_assert_true (pl_rows_get_span (rows, 3, &span));
  g_assert_cmpuint (span.lane, ==, WORKER);
  g_assert_true (span.written && span.from_ns == 11 * MS);
  g_assert_true (pl_rows_find (rows, &span, &position) && position == 3);
  /* Pointed at in the terminal's own row it is the same one; and among spans it is the one in which it was written. */
  g_assert_true (pl_find_source_find_written (source, 0, 11 * MS, &same));
  g_assert_cmpmem (&same, sizeof same, &span, sizeof span);
  g_assert_false (pl_find_source_find_written (source, MAIN, 11 * MS, &same));
  spans = rows_of (source, &all);
  g_assert_true (pl_rows_find (spans, &span, &position) && pl_rows_get_span (spans, position, &same));
  g_assert_true (!same.written && same.lane == WORKER && same.from_ns <= 11 * MS && same.to_ns >= 11 * MS);
  /* Of a replay what there was by then. */
  first = rows_of (source, &early);
  g_assert_cmpuint (pl_rows_get_n (first), ==, 2);
}

/* What went through a pipe is a row, and an arrow. */
static void
test_messages (void)
{
  g_autoptr (PlTrace) trace = make_trace (PL_THREADS_ALL, EVENTS);
  g_autoptr (PlFindSource) source = pl_find_source_of_trace (trace);
  const PlRowsOrder order = { PL_ROWS_MESSAGES, 0, G_MAXINT64, PL_COLUMN_BYTES, TRUE, 0 };
  g_autofree char *bytes = NULL, *through = NULL;
  PlMessage messages[4];
  guint position;
  PlFindSpan span;
  PlRows *rows;

  g_assert_true (pl_rows_has (source, PL_ROWS_MESSAGES));
  rows = rows_of (source, &order);
  g_assert_cmpuint (pl_rows_get_n (rows), ==, 1);
  bytes = pl_rows_text (rows, 0, PL_COLUMN_BYTES);
  through = pl_rows_text (rows, 0, PL_COLUMN_THROUGH);
  g_assert_cmpstr (bytes, ==, "120");
  g_assert_cmpstr (through, ==, "pipe 7");
  g_assert_true (pl_rows_get_span (rows, 0, &span));
  g_assert_cmpuint (span.lane, ==, WORKER);
  g_assert_true (pl_rows_find (rows, &span, &position));
  pl_rows_free (rows);
  g_assert_cmpuint (pl_trace_messages (trace, 0, 50 * MS, messages, 4), ==, 1);
  g_assert_true (messages[0].to_lane == WORKER && messages[0].received_ns == 8 * MS);
  g_assert_cmpuint (pl_trace_messages (trace, 9 * MS, 50 * MS, messages, 4), ==, 0);
  g_assert_cmpuint (pl_trace_span_messages (trace, WORKER, 0, messages, 4), ==, 1);
  g_assert_cmpuint (pl_trace_messages (pl_trace_at (trace, 4 * MS), 0, 50 * MS, messages, 4), ==, 0);
}

/* Of names that are too long for their column the beginning and the end are seen: workers of a pool differ in their number. */
static void
test_long_names (void)
{
  const PlExportOptions options = { .width = 900, .theme = PL_THEME_PRINT };
  g_autofree char *svg = NULL;
  PlLog *log = fixture_recording (PL_THREADS_ALL);

  add (log, PL_LANE_PROCESS, PL_LANE_NOBODY, PL_HELPER_NOT, "main");
  add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_NOT, "ForkPoolWorkerOfSomebody-11");
  add (log, PL_LANE_PROCESS, MAIN, PL_HELPER_NOT, "ForkPoolWorkerOfSomebody-12");
  fixture_end (log, 50 * MS);
  svg = recording_svg (log, &options);
  g_assert_nonnull (strstr (svg, ">ForkPool"));
  g_assert_nonnull (strstr (svg, "-11</text>"));
  g_assert_nonnull (strstr (svg, "-12</text>"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/recording/threads", test_threads);
  g_test_add_func ("/paint/recording/fold", test_fold);
  g_test_add_func ("/paint/recording/pick", test_pick);
  g_test_add_func ("/paint/recording/walk", test_walk);
  g_test_add_func ("/paint/recording/hit", test_hit);
  g_test_add_func ("/paint/recording/ring", test_ring);
  g_test_add_func ("/paint/recording/outputs", test_outputs);
  g_test_add_func ("/paint/recording/terminal", test_terminal);
  g_test_add_func ("/paint/recording/legend", test_legend);
  g_test_add_func ("/paint/recording/terminal-rows", test_terminal_rows);
  g_test_add_func ("/paint/recording/find", test_find);
  g_test_add_func ("/paint/recording/stops", test_stops);
  g_test_add_func ("/paint/recording/messages", test_messages);
  g_test_add_func ("/paint/recording/long-names", test_long_names);
  return g_test_run ();
}
