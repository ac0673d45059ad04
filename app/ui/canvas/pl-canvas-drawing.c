/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

/* Less than this is no room. */
#define LEAST_SIDE 50
/* Less than this, for type of the usual size, is for the lanes alone. */
#define COUNTERS_HEIGHT 300
/* Pictures may take this share of the time. */
#define DRAWING_SHARE 4

PlPicture *
pl_canvas_get_picture (PlCanvas *self)
{
  return pl_viewer_get_picture (self->viewer);
}

const PlViewport *
pl_canvas_get_viewport (PlCanvas *self)
{
  return pl_viewer_get_viewport (self->viewer);
}

PlPaper
pl_canvas_get_paper (PlCanvas *self,
                     double    width,
                     double    height)
{
  guint parts = PL_PART_TITLE | PL_PART_FOOTER | (self->bare ? 0 : PL_PART_LEGEND);

  if (self->fills)
    parts = height >= COUNTERS_HEIGHT * self->text_scale ? PL_PART_COUNTERS : 0;
  if (self->fills && self->legend)
    parts |= PL_PART_LEGEND;
  if (self->folds)
    parts |= PL_PART_FOLD;
  return (PlPaper) { self->theme, self->text_scale, width, height, parts };
}

void
pl_canvas_drop_drawing (PlCanvas *self)
{
  g_clear_pointer (&self->drawing, pl_drawing_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

PlDrawing *
pl_canvas_get_drawing (PlCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  PlPaper paper = pl_canvas_get_paper (self, width, height);

  if (picture == NULL || width < LEAST_SIDE || height < LEAST_SIDE)
    return NULL;
  if (self->drawing == NULL)
    {
      self->drawing = pl_picture_lay_out (picture, pl_viewer_get_viewport (self->viewer), &paper);
      pl_viewer_set_shown (self->viewer, self->drawing->from_ns, self->drawing->to_ns);
    }
  return self->drawing;
}

gboolean
pl_canvas_is_due (PlCanvas *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->refreshed_us < DRAWING_SHARE * self->frame_cost_us)
    return FALSE;
  self->refreshed_us = now;
  return TRUE;
}

double
pl_canvas_scale (PlCanvas *self)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  gint64 from, to;

  if (drawing == NULL || drawing->plot.width <= 0 || !pl_viewer_get_range (self->viewer, &from, &to))
    return 0;
  return (double) (to - from) / drawing->plot.width;
}

gboolean
pl_canvas_overflows (PlCanvas *self)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  return drawing != NULL && drawing->content_height > drawing->plot.height + 0.5;
}

void
pl_canvas_scroll_to (PlCanvas *self,
                     double    scroll)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);

  if (drawing == NULL)
    return;
  scroll = CLAMP (scroll, 0, MAX (drawing->content_height - drawing->plot.height, 0));
  gtk_adjustment_set_value (self->adjustment, scroll);
  pl_viewer_scroll_to (self->viewer, scroll);
}

void
pl_canvas_update_scroll (PlCanvas *self)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  double height, content, scroll;

  if (drawing == NULL || !self->fills)
    return;
  height = drawing->plot.height;
  content = MAX (drawing->content_height, height);
  scroll = MIN (drawing->scroll, content - height);
  gtk_adjustment_configure (self->adjustment, scroll, 0, content, 24, height * 0.9, height);
  pl_viewer_scroll_to (self->viewer, scroll);
}

gboolean
pl_canvas_get_selected_row (PlCanvas *self,
                            double   *y,
                            double   *height)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);
  PlDrawing *drawing = view->has_selection ? pl_canvas_get_drawing (self) : NULL;
  PlBox box;

  if (drawing == NULL || !pl_drawing_lane_box (drawing, view->selected.lane, &box))
    return FALSE;
  *y = box.y;
  *height = box.height;
  return TRUE;
}

/* Where a picture had chosen its lanes itself, without the selected one, the same time is shown with all of them. */
static PlDrawing *
find_selected_lane (PlCanvas *self,
                    PlBox    *box)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);
  PlDrawing *drawing = view->has_selection ? pl_canvas_get_drawing (self) : NULL;

  if (drawing == NULL || pl_drawing_lane_box (drawing, view->selected.lane, box))
    return drawing;
  if (view->to_ns > 0)
    return NULL;
  pl_viewer_show (self->viewer, drawing->from_ns, drawing->to_ns);
  drawing = pl_canvas_get_drawing (self);
  return drawing != NULL && pl_drawing_lane_box (drawing, view->selected.lane, box) ? drawing : NULL;
}

/* The lane of what is selected is brought into sight. */
void
pl_canvas_reveal_selected_lane (PlCanvas *self)
{
  PlDrawing *drawing;
  PlBox box, plot;

  drawing = find_selected_lane (self, &box);
  if (drawing == NULL || !pl_canvas_overflows (self))
    return;
  plot = drawing->plot;
  if (box.y < plot.y - 0.5)
    pl_canvas_scroll_to (self, drawing->scroll + box.y - plot.y);
  else if (box.y + box.height > plot.y + plot.height + 0.5)
    pl_canvas_scroll_to (self, drawing->scroll + box.y + box.height - plot.y - plot.height);
}
