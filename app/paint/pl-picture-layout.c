/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-text.h"
#include "paint/parts/pl-overlay.h"
#include "paint/pl-cursor.h"
#include "paint/pl-picture-scale.h"

/* A picture as it is laid out and drawn: what the kind makes of it, in its own units, and over that what a person put
 * there. */

static PlViewport
scaled_viewport (const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport scaled = *viewport;

  scaled.scroll /= pl_paper_scale (paper);
  return scaled;
}

/* Where the cursor stands, in words: the time, unless it stands above in the same place, and what the kind has to say. */
static void
set_cursor (PlPicture *self, PlDrawing *drawing, const PlViewport *viewport, const PlPaper *paper)
{
  gint64 range_ns = drawing->to_ns - drawing->from_ns;
  g_autofree char *time = NULL;
  gint64 step_ns = 1;

  if (viewport->until_ns <= 0 || PL_PICTURE_GET_CLASS (self)->of_pictures || drawing->plot.width <= 0
      || viewport->until_ns < drawing->from_ns || viewport->until_ns > drawing->to_ns)
    return;
  /* Between two pixels there is nothing to tell: of them there are a thousand or two. */
  while (step_ns * 10000 < range_ns)
    step_ns *= 10;
  time = pl_text_axis_time ((viewport->until_ns - viewport->zero_ns) / step_ns * step_ns, step_ns,
                            drawing->to_ns - viewport->zero_ns);
  drawing->has_cursor = TRUE;
  drawing->cursor_ns = viewport->until_ns;
  if (paper->parts & PL_PART_NO_RULER)
    drawing->cursor_text = g_strdup (drawing->cursor_note);
  else
    drawing->cursor_text = drawing->cursor_note ? g_strdup_printf ("%s  ·  %s", time, drawing->cursor_note)
                                                : g_steal_pointer (&time);
  drawing->cursor_theme = pl_theme_get (paper->theme);
  drawing->cursor_ink = pl_ink_for (G_OBJECT (self));
}

PlDrawing *
pl_picture_lay_out (PlPicture *self, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper scaled = pl_paper_for_kind (paper);
  PlViewport moved = scaled_viewport (viewport, paper);
  PlDrawing *drawing = PL_PICTURE_GET_CLASS (self)->lay_out (self, &moved, &scaled);
  double scale = pl_paper_scale (paper);

  drawing->scale = scale;
  drawing->width *= scale;
  drawing->height *= scale;
  drawing->scroll *= scale;
  drawing->content_height *= scale;
  drawing->scroll_step *= scale;
  set_cursor (self, drawing, &moved, &scaled);
  pl_box_scale (&drawing->plot, scale);
  drawing->overlay = pl_overlay_new (self, viewport, paper, drawing);
  return drawing;
}

static void
draw_cursor (PlDrawing *self, cairo_t *cr)
{
  double x = pl_drawing_x (self, self->cursor_ns) / self->scale, top = self->plot.y / self->scale;

  pl_cursor_draw (cr, self->cursor_ink, self->cursor_theme, self->cursor_text, x, self->plot.x / self->scale,
                  (self->plot.x + self->plot.width) / self->scale, top, top + self->plot.height / self->scale);
}

void
pl_drawing_draw (PlDrawing *self, cairo_t *cr)
{
  cairo_save (cr);
  if (self->scale != 1)
    cairo_scale (cr, self->scale, self->scale);
  self->klass->draw (self, cr);
  if (self->has_cursor)
    draw_cursor (self, cr);
  cairo_restore (cr);
  if (self->overlay)
    pl_overlay_draw (self->overlay, cr);
}

void
pl_drawing_free (PlDrawing *self)
{
  if (!self)
    return;
  g_free (self->cursor_note);
  g_free (self->cursor_text);
  pl_overlay_free (self->overlay);
  self->klass->free (self);
}
