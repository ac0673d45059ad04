/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/parts/pl-spans-picture.h"
#include "paint/pl-pictures.h"
#include "paint/recording/pl-recording-drawing.h"
#include "paint/recording/pl-recording-outputs.h"
#include "paint/recording/pl-recording-rows.h"
#include "trace/pl-trace-text.h"
#include "trace/recording/pl-recording.h"

/* The timeline of a recorded program is a pool's, with rows of its own choice, and without tasks to count. */

typedef struct {
  PlSpansPicture parent_instance;
  PlRecordingRows *rows;
} PlRecordingPicture;

typedef struct { PlSpansPictureClass parent_class; } PlRecordingPictureClass;

static GType pl_recording_picture_get_type (void);
G_DEFINE_TYPE (PlRecordingPicture, pl_recording_picture, pl_pool_picture_get_type ())

static PlTrace *
trace_of (PlPicture *picture)
{
  return ((PlSpansPicture *) picture)->trace;
}

static PlRecordingRows *
rows_of (PlPicture *picture)
{
  return ((PlRecordingPicture *) picture)->rows;
}

static PlPictureClass *
parent_class (void)
{
  return pl_recording_picture_parent_class;
}

static PlPaper
without_counters (const PlPaper *paper)
{
  PlPaper own = *paper;

  own.parts &= ~(guint) PL_PART_COUNTERS;
  return own;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlTimelineRows *rows = pl_recording_rows_get (rows_of (picture), trace_of (picture));
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  PlPaper own = without_counters (paper);

  return pl_recording_drawing_new (pl_spans_picture_at (picture, viewport), rows, &view, &own);
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  const PlTimelineRows *rows = pl_recording_rows_get (rows_of (picture), trace_of (picture));
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  PlTrace *trace = pl_spans_picture_at (picture, viewport);
  PlPaper own = without_counters (paper);
  PlTimelineLayout layout;

  pl_timeline_layout (trace, rows, pl_ink_for (G_OBJECT (trace)), &view, own.width, 0, own.parts, &layout);
  return ceil (layout.natural_height);
}

/* "python3, 3 threads hidden, pid 4103"; "Thread-1, a queue's thread that writes". Of what is folded, as it would be. */
static char *
lane_name (PlPicture *picture, guint lane)
{
  const PlTimelineRows *rows = pl_recording_rows_get (rows_of (picture), trace_of (picture));
  const PlTimelineRow folded = { .lane = lane, .depth = 1 }, *row = &folded;

  if (lane >= rows->n_lanes || rows->row_of[lane] == PL_NO_ROW)
    return g_strdup ("");
  if (pl_timeline_rows_has (rows, lane))
    row = &rows->rows[rows->row_of[lane]];

  g_autofree char *name = rows->name (trace_of (picture), row), *detail = rows->detail (trace_of (picture), row);

  return g_strdup_printf ("%s, %s", name, detail);
}

/* --- items that are writes --- */

static const PlOutput *
output_of (PlPicture *picture, const PlViewport *viewport, const PlItem *item)
{
  return item->kind == PL_ITEM_OUTPUT ? pl_recording_output (pl_spans_picture_at (picture, viewport), item) : NULL;
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  const PlOutput *output = output_of (picture, viewport, item);

  if (item->kind != PL_ITEM_OUTPUT)
    return parent_class ()->item_text (picture, viewport, item, title, sentence);
  if (!output)
    return FALSE;
  *title = pl_output_title (trace_of (picture), output);
  *sentence = pl_output_sentence (trace_of (picture), output);
  return TRUE;
}

static gboolean
item_time (PlPicture *picture, const PlViewport *viewport, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  const PlOutput *output = output_of (picture, viewport, item);

  if (item->kind != PL_ITEM_OUTPUT)
    return parent_class ()->item_time (picture, viewport, item, from_ns, to_ns);
  if (output)
    *from_ns = *to_ns = output->time_ns;
  return output != NULL;
}

/* Of several the one that is torn. */
static gboolean
choose_item (PlPicture *picture, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  PlOutputs *outputs;
  guint torn;

  if (item->kind != PL_ITEM_OUTPUT)
    return parent_class ()->choose_item (picture, viewport, item, chosen);
  if (!output_of (picture, viewport, item))
    return FALSE;
  outputs = pl_outputs_of (trace_of (picture));
  torn = pl_outputs_torn (outputs, item->lane, (guint) item->index, MIN ((guint) item->last + 1, pl_outputs_n (outputs, item->lane)));
  *chosen = *item;
  chosen->index = chosen->last = torn <= item->last ? torn : item->index;
  return TRUE;
}

static gboolean
open_item (PlPicture *picture, const PlItem *item, PlViewport *viewport)
{
  const PlOutput *output = output_of (picture, viewport, item);
  gint64 end_ns, from_ns, range_ns;

  if (item->kind != PL_ITEM_OUTPUT)
    return parent_class ()->open_item (picture, item, viewport);
  if (!output || !pl_picture_get_whole (picture, &from_ns, &end_ns))
    return FALSE;
  range_ns = CLAMP ((viewport->to_ns - viewport->from_ns) / 10, pl_picture_least_range_ns (picture), end_ns);
  viewport->from_ns = CLAMP (output->time_ns - range_ns / 2, 0, end_ns - range_ns);
  viewport->to_ns = viewport->from_ns + range_ns;
  return TRUE;
}

static gboolean
follow (PlPicture *picture, const PlItem *from, gboolean forth, PlItem *to)
{
  return from->kind != PL_ITEM_OUTPUT && parent_class ()->follow (picture, from, forth, to);
}

static gboolean
to_output (PlTrace *trace, guint lane, guint at, PlItem *to)
{
  PlOutputs *outputs = pl_outputs_of (trace);

  *to = (PlItem) { PL_ITEM_OUTPUT, lane, at, at };
  return at < pl_outputs_at (outputs, lane, pl_trace_get_end_ns (trace) + 1);
}

/* The write that is nearest to a moment, on the terminal's row. */
static gboolean
nearest_output (PlTrace *trace, gint64 t_ns, PlItem *to)
{
  guint at = pl_outputs_at (pl_outputs_of (trace), 0, t_ns);

  return to_output (trace, 0, at, to) || (at > 0 && to_output (trace, 0, at - 1, to));
}

/* Among the rows; from: a span or a write. */
static gboolean
walk_rows (PlPicture *picture, const PlViewport *view, const PlItem *from, int by, PlItem *to)
{
  const PlTimelineRows *rows = pl_recording_rows_get (rows_of (picture), trace_of (picture));
  PlTrace *trace = pl_spans_picture_at (picture, view);
  gint64 from_ns, to_ns, middle_ns;

  if (from->lane >= rows->n_lanes || !item_time (picture, view, from, &from_ns, &to_ns))
    return FALSE;
  middle_ns = MAX (from_ns, view->from_ns) / 2 + MIN (to_ns, view->to_ns) / 2;
  for (int row = (int) rows->row_of[from->lane] + by; row >= 0 && row < (int) rows->n; row += by)
    {
      const guint lanes[2] = { from->lane, rows->rows[row].lane };
      guint64 index = 0;

      if (rows->rows[row].bare ? nearest_output (trace, middle_ns, to)
                               : from->kind != PL_ITEM_OUTPUT && pl_spans_walk (trace, lanes, 2, view, from, PL_WALK_DOWN, to))
        return TRUE;
      if (from->kind == PL_ITEM_OUTPUT && pl_trace_get_n_records (trace, lanes[1]) > 0)
        {
          pl_trace_find (trace, lanes[1], middle_ns, &index);
          *to = (PlItem) { 0, lanes[1], index, index };
          return TRUE;
        }
    }
  return FALSE;
}

/* From nothing, or to the next death. */
static gboolean
walk_spans (PlPicture *picture, const PlViewport *view, const PlItem *from, PlWalk direction, PlItem *to)
{
  const PlTimelineRows *rows = pl_recording_rows_get (rows_of (picture), trace_of (picture));
  g_autofree guint *lanes = g_new (guint, MAX (rows->n, 1));
  guint n = 0;

  for (guint i = 0; i < rows->n; i++)
    if (!rows->rows[i].bare)
      lanes[n++] = rows->rows[i].lane;
  return pl_spans_walk (pl_spans_picture_at (picture, view), lanes, n, view, from, direction, to);
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  gboolean output = from && from->kind == PL_ITEM_OUTPUT;

  if (from && (direction == PL_WALK_UP || direction == PL_WALK_DOWN))
    return walk_rows (picture, &view, from, direction == PL_WALK_UP ? -1 : 1, to);
  if (output && direction == PL_WALK_RIGHT)
    return to_output (pl_spans_picture_at (picture, viewport), from->lane, (guint) from->index + 1, to);
  if (output && direction == PL_WALK_LEFT)
    return from->index > 0 && to_output (pl_spans_picture_at (picture, viewport), from->lane, (guint) from->index - 1, to);
  return walk_spans (picture, &view, output ? NULL : from, direction, to);
}

/* Of the terminal, what was written there. */
static char *
lane_text (PlPicture *picture, const PlViewport *viewport, guint lane)
{
  const PlTimelineRows *rows = pl_recording_rows_get (rows_of (picture), trace_of (picture));

  if (lane == 0)
    return rows->row_of[0] != PL_NO_ROW ? rows->detail (pl_spans_picture_at (picture, viewport), &rows->rows[rows->row_of[0]]) : g_strdup ("");
  return parent_class ()->lane_text (picture, viewport, lane);
}

static gboolean
get_fold (PlPicture *picture, guint lane, guint *above, gboolean *open)
{
  return pl_recording_rows_get_fold (rows_of (picture), trace_of (picture), lane, above, open);
}

static void
set_fold (PlPicture *picture, guint lane, gboolean open)
{
  pl_recording_rows_set_fold (rows_of (picture), trace_of (picture), lane, open);
}

static void
finalize (GObject *object)
{
  pl_recording_rows_free (((PlRecordingPicture *) object)->rows);
  G_OBJECT_CLASS (pl_recording_picture_parent_class)->finalize (object);
}

static void
pl_recording_picture_class_init (PlRecordingPictureClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  G_OBJECT_CLASS (klass)->finalize = finalize;
  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
  picture->lane_name = lane_name;
  picture->walk = walk;
  picture->lane_text = lane_text;
  picture->item_text = item_text;
  picture->item_time = item_time;
  picture->choose_item = choose_item;
  picture->open_item = open_item;
  picture->follow = follow;
  picture->get_fold = get_fold;
  picture->set_fold = set_fold;
}

static void
pl_recording_picture_init (PlRecordingPicture *self)
{
  self->rows = pl_recording_rows_new ();
}

PlPicture *
pl_picture_of_recording (PlTrace *trace)
{
  return pl_spans_picture_new (pl_recording_picture_get_type (), trace);
}
