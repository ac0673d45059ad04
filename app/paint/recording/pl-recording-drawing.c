/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/recording/pl-recording-drawing.h"

#include <math.h>

#include "paint/parts/pl-overlay.h"
#include "paint/recording/pl-recording-outputs.h"
#include "trace/pl-trace-text.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/recording/pl-recording.h"

typedef struct {
  PlDrawing drawing;
  PlTimeline *timeline;
  PlViewport view;              /* the timeline knows nothing of writes that are selected or pointed at */
} PlRecordingDrawing;

static PlTimeline *
timeline_of (PlDrawing *drawing)
{
  return ((PlRecordingDrawing *) drawing)->timeline;
}

/* Of what is over they are looked for once. */
typedef struct { PlLastWait *waits; GPtrArray *rings; guint64 n_records; gboolean live; } Rings;

static void
rings_free (gpointer data)
{
  Rings *self = data;

  g_free (self->waits);
  g_ptr_array_unref (self->rings);
  g_free (self);
}

static const Rings *
rings_of (PlTrace *trace)
{
  Rings *self = g_object_get_data (G_OBJECT (trace), "pl-rings");

  if (self && !self->live && !pl_trace_get_live (trace) && self->n_records == pl_trace_get_n_records_total (trace))
    return self;
  self = g_new0 (Rings, 1);
  self->waits = pl_recording_last_waits (trace);
  self->rings = pl_recording_rings (trace, self->waits);
  self->live = pl_trace_get_live (trace);
  self->n_records = pl_trace_get_n_records_total (trace);
  g_object_set_data_full (G_OBJECT (trace), "pl-rings", self, rings_free);
  return self;
}

static void
draw_rings (PlTimeline *timeline, cairo_t *cr, gboolean marked)
{
  PlTrace *whole = pl_trace_whole (timeline->trace);
  const Rings *rings = rings_of (whole);

  for (guint r = 0; r < rings->rings->len; r++)
    {
      const PlRing *ring = rings->rings->pdata[r];
      g_auto (GStrv) names = g_new0 (char *, ring->lanes->len + 1);

      if (ring->since_ns > pl_trace_get_end_ns (timeline->trace))
        continue;
      for (guint i = 0; i < ring->lanes->len; i++)
        names[i] = pl_recording_thing_name (pl_trace_get_log (whole), rings->waits[g_array_index (ring->lanes, guint, i)].what);
      pl_timeline_draw_ring (timeline, cr, (const guint *) ring->lanes->data, names, ring->lanes->len, ring->since_ns, marked);
    }
}

/* The process and what of its threads has rows. */
static void
draw_stop (PlTimeline *timeline, cairo_t *cr, const PlStop *stop)
{
  gint64 from_ns = MAX (stop->from_ns, timeline->view.from_ns);
  gint64 to_ns = MIN (MIN (stop->to_ns, timeline->view.to_ns), pl_trace_get_end_ns (timeline->trace));
  guint row = pl_timeline_lane_row (timeline, stop->lane), end = row + 1;

  if (to_ns < from_ns || !pl_timeline_rows_has (timeline->rows, stop->lane))
    return;
  while (end < timeline->rows->n && timeline->rows->rows[end].depth > 0)
    end++;
  pl_timeline_shade_still (timeline, cr, stop->from_ns, MIN (stop->to_ns, pl_trace_get_end_ns (timeline->trace)),
                           pl_timeline_row_y (timeline, row), timeline->layout.pitch * (end - row));
}

static void
draw_stops (PlTimeline *timeline, cairo_t *cr)
{
  const GArray *stops = pl_recording_events_of (timeline->trace)->stops;

  for (guint i = 0; i < stops->len; i++)
    draw_stop (timeline, cr, &g_array_index (stops, PlStop, i));
}

/* Over the span of which nobody knows yet that it is over. */
static void
draw_wait_now (PlTimeline *timeline, cairo_t *cr, guint row, const PlSpan *wait)
{
  const PlTimelineLayout *layout = &timeline->layout;
  double x0 = MAX (floor (pl_timeline_x (timeline, wait->start_ns)), layout->plot.x);
  double x1 = MIN (floor (pl_timeline_x (timeline, wait->end_ns)), layout->plot.x + layout->plot.width);
  double top = pl_timeline_row_y (timeline, row) + layout->mark_top, height;
  g_autoptr (PlFill) fill = NULL;

  /* Most are over at once. */
  if (x1 - x0 < PL_FOLD_PX || (timeline->view.hidden & (1u << wait->state)))
    return;
  pl_set_color (cr, &timeline->theme->background);
  cairo_rectangle (cr, x0, top, x1 - x0, layout->mark_height);
  cairo_save (cr);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  pl_timeline_draw_ticks (timeline, cr, top, top + layout->mark_height);
  cairo_restore (cr);
  height = MAX (round (timeline->theme->states[wait->state].height * layout->mark_height), 1);
  fill = pl_fill_new (cr, timeline->theme, x0, top, x1 - x0, layout->mark_height, TRUE);
  pl_fill_rect (fill, wait->state, PL_FILL_PATTERN, x0, top + layout->mark_height - height, x1 - x0, height);
  pl_fill_flush (fill, cr);
}

static void
draw_waits_now (PlTimeline *timeline, cairo_t *cr)
{
  PlSpan wait;

  for (guint row = timeline->first_row; pl_trace_get_live (timeline->trace) && row < timeline->first_row + timeline->n_rows; row++)
    if (!timeline->rows->rows[row].bare && pl_recording_waits_now (timeline->trace, pl_timeline_row_lane (timeline, row), &wait))
      draw_wait_now (timeline, cr, row, &wait);
}

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  PlTimeline *timeline = timeline_of (drawing);
  const PlViewport *view = &((PlRecordingDrawing *) drawing)->view;
  const PlBox *plot = &timeline->layout.plot;

  pl_timeline_draw (timeline, cr);
  cairo_save (cr);
  cairo_rectangle (cr, plot->x, plot->y, plot->width, plot->height);
  cairo_clip (cr);
  draw_waits_now (timeline, cr);
  draw_stops (timeline, cr);
  pl_recording_outputs_draw (timeline, cr);
  draw_rings (timeline, cr, pl_overlay_get_n_bars (drawing->overlay) > 0);
  if (view->has_hover && view->hover.kind == PL_ITEM_OUTPUT)
    pl_recording_outputs_outline (timeline, cr, &view->hover, 1);
  if (view->has_selection && view->selected.kind == PL_ITEM_OUTPUT)
    pl_recording_outputs_outline (timeline, cr, &view->selected, 2);
  cairo_restore (cr);
}

static void
free_drawing (PlDrawing *drawing)
{
  pl_timeline_free (timeline_of (drawing));
  g_free (drawing);
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  return pl_recording_outputs_pick (timeline_of (drawing), x, y, item, box)
         || pl_timeline_drawing_class.pick (&timeline_of (drawing)->drawing, x, y, item, box);
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  return item->kind == PL_ITEM_OUTPUT ? pl_recording_outputs_locate (timeline_of (drawing), item, box)
                                      : pl_timeline_drawing_class.locate (&timeline_of (drawing)->drawing, item, box);
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  return pl_timeline_drawing_class.lane_box (&timeline_of (drawing)->drawing, lane, box);
}

static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *lane)
{
  return pl_timeline_drawing_class.pick_lane (&timeline_of (drawing)->drawing, x, y, lane);
}

static gboolean
pick_fold (PlDrawing *drawing, double x, double y, guint *lane)
{
  return pl_timeline_drawing_class.pick_fold (&timeline_of (drawing)->drawing, x, y, lane);
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  PlTimeline *timeline = timeline_of (drawing);
  const PlOutput *output;
  PlItem item;
  PlBox box;

  if (!pl_recording_outputs_pick (timeline, x, y, &item, &box))
    return pl_timeline_drawing_class.tooltip (&timeline->drawing, x, y);
  output = pl_recording_output (timeline->trace, &item);
  if (!output)
    return NULL;
  g_autofree char *title = pl_output_title (timeline->trace, output), *sentence = pl_output_sentence (timeline->trace, output);
  return g_markup_printf_escaped ("<b>%s</b>\n%s", title, sentence);
}

static const PlDrawingClass recording_drawing_class = {
  .draw = draw, .free = free_drawing, .pick = pick, .locate = locate, .lane_box = lane_box, .pick_lane = pick_lane,
  .pick_fold = pick_fold, .tooltip = tooltip,
};

PlDrawing *
pl_recording_drawing_new (PlTrace *trace, PlTimelineRows *rows, const PlViewport *view, const PlPaper *paper)
{
  PlRecordingDrawing *self = g_new0 (PlRecordingDrawing, 1);
  PlViewport spans = *view;

  self->view = *view;
  spans.has_selection = view->has_selection && view->selected.kind != PL_ITEM_OUTPUT;
  spans.has_hover = view->has_hover && view->hover.kind != PL_ITEM_OUTPUT;
  self->timeline = pl_timeline_lay_out_rows (trace, rows, &spans, paper);
  self->drawing = self->timeline->drawing;
  self->drawing.klass = &recording_drawing_class;
  return &self->drawing;
}
