/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/sweep/pl-sweep-private.h"

#include <math.h>

#define CAP 4.0                 /* half of the line at the end of a spread */
#define REACH 12.0              /* so far around a mark a pointer means it */

static PlSweepDrawing *
sweep_of (PlDrawing *drawing)
{
  return (PlSweepDrawing *) drawing;
}

/* Amdahl's law from worker to worker; it has a corner where the CPUs end. */
static void
draw_law (PlSweepDrawing *self, cairo_t *cr, guint series)
{
  PlAmdahl law;
  gboolean begun = FALSE;

  pl_sweep_get_amdahl (self->sweep, series, &law);
  for (double px = self->plot.x; law.known && px <= self->plot.x + self->plot.width; px += 2)
    {
      double workers = self->least_x + (px - self->plot.x) / self->plot.width * (self->most_x - self->least_x);

      if (workers < law.smallest)
        continue;
      if (begun)
        cairo_line_to (cr, px, pl_sweep_place_y (self, pl_amdahl_speedup (&law, workers)));
      else
        cairo_move_to (cr, px, pl_sweep_place_y (self, pl_amdahl_speedup (&law, workers)));
      begun = TRUE;
    }
}

/* From mark to mark. */
static void
draw_line (PlSweepDrawing *self, cairo_t *cr, guint series)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PlSweepMark *mark = &g_array_index (self->marks, PlSweepMark, i);

      if (mark->series == series)
        cairo_line_to (cr, mark->x, mark->y);
    }
}

static void
draw_curves (PlSweepDrawing *self, cairo_t *cr)
{
  for (guint series = 0; series < pl_sweep_get_n_series (self->sweep); series++)
    {
      cairo_save (cr);
      cairo_new_path (cr);
      if (self->axis == PL_SWEEP_SIZES)
        draw_law (self, cr, series);
      else if (self->axis == PL_SWEEP_CHUNKS)
        draw_line (self, cr, series);
      pl_set_color (cr, pl_sweep_color (self, series));
      cairo_set_line_width (cr, 1.8);
      pl_sweep_set_dash (cr, series);
      cairo_stroke (cr);
      cairo_restore (cr);
    }
}

/* By channel the axis tells them apart, and so does the shape. */
static guint
look_of (PlSweepDrawing *self, const PlSweepMark *mark)
{
  PlSweepPoint point;

  if (self->axis != PL_SWEEP_CHANNELS)
    return mark->series;
  pl_sweep_get_point (self->sweep, mark->point, &point);
  return point.plan->ipc;
}

static void
draw_spread (PlSweepDrawing *self, cairo_t *cr, const PlSweepMark *mark)
{
  pl_set_color (cr, pl_sweep_color (self, look_of (self, mark)));
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, mark->x, mark->top);
  cairo_line_to (cr, mark->x, mark->bottom);
  cairo_move_to (cr, mark->x - CAP, mark->top);
  cairo_line_to (cr, mark->x + CAP, mark->top);
  cairo_move_to (cr, mark->x - CAP, mark->bottom);
  cairo_line_to (cr, mark->x + CAP, mark->bottom);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 3.5);
  cairo_move_to (cr, mark->x, mark->upper);
  cairo_line_to (cr, mark->x, mark->lower);
  cairo_stroke (cr);
}

static void
draw_marks (PlSweepDrawing *self, cairo_t *cr)
{
  for (guint i = 0; i < self->marks->len; i++)
    draw_spread (self, cr, &g_array_index (self->marks, PlSweepMark, i));
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PlSweepMark *mark = &g_array_index (self->marks, PlSweepMark, i);

      pl_sweep_draw_mark (self, cr, look_of (self, mark), mark->x, mark->y);
    }
}

static gboolean
box_of (PlSweepDrawing *self, const PlItem *item, PlBox *box)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      const PlSweepMark *mark = &g_array_index (self->marks, PlSweepMark, i);

      if (mark->point == item->index)
        {
          *box = (PlBox) { mark->x - 9, mark->y - 9, 18, 18 };
          return TRUE;
        }
    }
  return FALSE;
}

static void
draw_words (PlSweepDrawing *self, cairo_t *cr)
{
  g_autofree char *title = pl_sweep_title (self->sweep), *subtitle = pl_sweep_subtitle (self->sweep);
  g_autofree char *footer = pl_sweep_footer (self->sweep);
  const PlTheme *theme = self->theme;

  if (self->title.height > 0)
    {
      pl_ink_draw (self->ink, cr, title, &(PlFont) { 19, PL_INK_BOLD, self->title.width }, self->title.x,
                   self->title.y + 13, PL_INK_START, &theme->text);
      pl_paragraph_draw (self->ink, cr, subtitle, (PlFont) { 13, PL_INK_PLAIN, 0 }, &theme->dim_text, self->title.x,
                         self->title.y + 32, self->title.width);
    }
  if (self->card.height > 0)
    {
      pl_card_draw (cr, theme, &self->card, &theme->accent, 4);
      pl_paragraph_draw (self->ink, cr, self->sentence, (PlFont) { 13.5, PL_INK_PLAIN, 0 }, &theme->text,
                         self->card.x + 16, self->card.y + 12, self->card.width - 28);
    }
  if (self->footer.height > 0)
    pl_paragraph_draw (self->ink, cr, footer, (PlFont) { 11.5, PL_INK_PLAIN, 0 }, &theme->dim_text, self->footer.x,
                       self->footer.y, self->footer.width);
}

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  PlSweepDrawing *self = sweep_of (drawing);
  PlBox box;

  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  draw_words (self, cr);
  if (self->legend.height > 0)
    pl_sweep_legend_flow (self, cr, &self->legend);
  pl_sweep_draw_axes (self, cr);
  draw_curves (self, cr);
  draw_marks (self, cr);
  if (self->has_selection && box_of (self, &self->selected, &box))
    pl_outline_draw (cr, self->theme, &box, 2);
}

static void
free_drawing (PlDrawing *drawing)
{
  PlSweepDrawing *self = sweep_of (drawing);

  g_object_unref (self->sweep);
  g_array_unref (self->marks);
  g_free (self->sentence);
  g_free (self);
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  return box_of (sweep_of (drawing), item, box);
}

/* The nearest one. */
static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlSweepDrawing *self = sweep_of (drawing);
  double least = REACH;
  gboolean found = FALSE;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const PlSweepMark *mark = &g_array_index (self->marks, PlSweepMark, i);
      double away = hypot (mark->x - x, mark->y - y);

      if (away > least)
        continue;
      least = away;
      found = TRUE;
      *item = (PlItem) { 0, mark->series, mark->point, mark->point };
    }
  return found && box_of (self, item, box);
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  g_autofree char *text = NULL;
  PlItem item;
  PlBox box;

  if (!pick (drawing, x, y, &item, &box))
    return NULL;
  text = pl_sweep_point_sentence (sweep_of (drawing)->sweep, (guint) item.index);
  return g_markup_escape_text (text, -1);
}

const PlDrawingClass pl_sweep_drawing_class = {
  .draw = draw, .free = free_drawing, .pick = pick, .locate = locate, .tooltip = tooltip,
};
