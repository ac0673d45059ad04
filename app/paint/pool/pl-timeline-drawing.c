/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/parts/pl-spans.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-text.h"

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  pl_timeline_draw ((PlTimeline *) drawing, cr);
}

static void
free_drawing (PlDrawing *drawing)
{
  pl_timeline_free ((PlTimeline *) drawing);
}

static void
tell_mark (const PlMark *mark, PlItem *item, PlBox *box)
{
  *item = (PlItem) { 0, mark->lane, mark->first, mark->last };
  *box = (PlBox) { mark->x, mark->y, mark->width, mark->height };
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlMark mark;

  if (!pl_timeline_pick ((PlTimeline *) drawing, x, y, &mark))
    return FALSE;
  tell_mark (&mark, item, box);
  return TRUE;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  PlItem found;
  PlMark mark;

  if (!pl_timeline_locate ((PlTimeline *) drawing, item->lane, item->index, &mark))
    return FALSE;
  tell_mark (&mark, &found, box);
  return TRUE;
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  PlTimeline *self = (PlTimeline *) drawing;
  const PlTimelineLayout *layout = &self->layout;

  if (!pl_timeline_rows_has (self->rows, lane))
    return FALSE;
  *box = (PlBox) { layout->names.x, pl_timeline_lane_y (self, lane), layout->plot.x - layout->names.x, layout->pitch };
  return lane < pl_trace_get_n_lanes (self->trace);
}

static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *lane)
{
  return pl_timeline_pick_lane ((PlTimeline *) drawing, y, lane);
}

/* The whole name of what can be folded. */
static gboolean
pick_fold (PlDrawing *drawing, double x, double y, guint *lane)
{
  PlTimeline *self = (PlTimeline *) drawing;

  return self->rows && x >= self->layout.names.x && x < self->layout.names.x + self->layout.names.width
         && pl_timeline_pick_lane (self, y, lane) && self->rows->rows[pl_timeline_lane_row (self, *lane)].n_below > 0;
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  PlTimeline *self = (PlTimeline *) drawing;
  g_autofree char *title = NULL, *sentence = NULL, *number = NULL, *count = NULL;
  PlItem item;
  PlMark mark;

  if (!pl_timeline_pick (self, x, y, &mark))
    return NULL;
  item = (PlItem) { 0, mark.lane, mark.first, mark.last };
  pl_spans_choose (self->trace, &self->view, &item, &item);
  title = pl_trace_span_title (self->trace, item.lane, item.index);
  sentence = pl_trace_span_sentence (self->trace, item.lane, item.index);
  if (mark.n_spans <= 1)
    return g_markup_printf_escaped ("<b>%s</b>\n%s", title, sentence);
  number = pl_text_count (mark.n_spans);
  count = g_strdup_printf (
    ngettext ("%s span lies here; zoom in to tell them apart. The one that matters most:",
              "%s spans lie here; zoom in to tell them apart. The one that matters most:",
              (gulong) mark.n_spans), number);
  return g_markup_printf_escaped ("<i>%s</i>\n<b>%s</b>\n%s", count, title, sentence);
}

const PlDrawingClass pl_timeline_drawing_class = {
  .draw = draw, .free = free_drawing, .pick = pick, .locate = locate, .lane_box = lane_box,
  .pick_lane = pick_lane, .pick_fold = pick_fold, .tooltip = tooltip,
};
