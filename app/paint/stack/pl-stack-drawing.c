/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/stack/pl-stack-private.h"

#include <math.h>

#include "paint/pl-look.h"
#include "trace/compare/pl-differences.h"

static PlStackDrawing *
stack_of (PlDrawing *drawing)
{
  return (PlStackDrawing *) drawing;
}

static double
part_y (PlStackDrawing *self, guint i)
{
  return self->top + self->children[i].box.y - self->scroll;
}

/* Its letter and title; returns how wide the title is. */
static double
draw_name (PlStackDrawing *self, cairo_t *cr, guint i, double y)
{
  g_autofree char *title = pl_picture_title (self->stack->pictures[i]);
  double width = self->width - 2 * self->margin;
  PlFont font = { 14, PL_INK_BOLD, width - 26 };

  pl_set_color (cr, &self->theme->line);
  cairo_rectangle (cr, self->margin, y, width, 1);
  cairo_fill (cr);
  /* The letter stands on a ground of its own, so that it is found again from the table. */
  pl_set_color (cr, &self->theme->text);
  cairo_rectangle (cr, self->margin, y + 5, 19, 19);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, pl_run_letter (i), &(PlFont) { 12, PL_INK_BOLD, 0 }, self->margin + 9.5, y + 14.5,
               PL_INK_CENTER, &self->theme->background);
  return pl_ink_draw (self->ink, cr, title, &font, self->margin + 26, y + 14.5, PL_INK_START, &self->theme->text);
}

static void
draw_heading (PlStackDrawing *self, cairo_t *cr, guint i)
{
  g_autofree char *subtitle = pl_stack_short_words (self, i);
  double y = part_y (self, i) - self->children[i].heading, width = self->width - 2 * self->margin;
  double taken = draw_name (self, cr, i, y);

  if (pl_stack_long_headings (self))
    pl_paragraph_draw (self->ink, cr, subtitle, (PlFont) { 13, PL_INK_PLAIN, 0 }, &self->theme->dim_text, self->margin,
                       y + 28, width);
  else if (width - taken > 140)
    pl_ink_draw (self->ink, cr, subtitle, &(PlFont) { 12, PL_INK_PLAIN, width - taken - 26 - 16 },
                 self->margin + 26 + taken + 16, y + 14.5, PL_INK_START, &self->theme->dim_text);
}

/* Of a run that began on the page before: whose rows these are, and their ruler. */
#define NAME_HEIGHT 28

/* Below its rows nothing needs them any more. */
static double
rows_end (const PlStackPart *part)
{
  return part->drawing->plot.y + part->drawing->plot.height - 0.5;
}

static double
sticky (PlDrawing *drawing, double scroll)
{
  PlStackDrawing *self = stack_of (drawing);

  for (guint i = 0; pl_stack_long_headings (self) && i < self->stack->n; i++)
    {
      const PlStackPart *part = &self->children[i];

      if (scroll > part->box.y + 0.5 && scroll < part->box.y + rows_end (part))
        return NAME_HEIGHT + part->drawing->plot.y;
    }
  return 0;
}

/* Between two runs. */
static double
cut (PlDrawing *drawing, double limit)
{
  PlStackDrawing *self = stack_of (drawing);
  double end = 0;

  for (guint i = 0; i < self->stack->n; i++)
    if (self->children[i].box.y + self->children[i].box.height <= limit)
      end = self->children[i].box.y + self->children[i].box.height;
  return end;
}

/* How much of the plot it covers: only what was scrolled there leaves room for it. */
static double
covered (const PlStackDrawing *self, guint i)
{
  const PlStackPart *part = &self->children[i];
  double from = self->scroll - part->box.y, height = NAME_HEIGHT + part->drawing->plot.y;

  return pl_stack_long_headings (self) && from > 0.5 && from + height < rows_end (part) ? height : 0;
}

static void
draw_sticky (PlStackDrawing *self, cairo_t *cr, guint i)
{
  const PlStackPart *part = &self->children[i];

  if (covered (self, i) <= 0)
    return;
  cairo_save (cr);
  draw_name (self, cr, i, self->top);
  cairo_rectangle (cr, 0, self->top + NAME_HEIGHT, self->width, part->drawing->plot.y);
  cairo_clip (cr);
  cairo_translate (cr, 0, self->top + NAME_HEIGHT);
  pl_drawing_draw (part->drawing, cr);
  cairo_restore (cr);
}

static void
draw_part (PlStackDrawing *self, cairo_t *cr, guint i)
{
  const PlStackPart *part = &self->children[i];
  double y = part_y (self, i), bottom = self->plot.y + self->plot.height, top = covered (self, i);

  if (y >= bottom || y + part->box.height <= self->plot.y)
    return;
  top = top > 0 ? self->top + top - y : 0;
  cairo_save (cr);
  cairo_rectangle (cr, 0, y + top, part->box.width, part->box.height - top);
  cairo_clip (cr);
  cairo_translate (cr, 0, y);
  pl_drawing_draw (part->drawing, cr);
  cairo_restore (cr);
}

static void
draw_title (PlStackDrawing *self, cairo_t *cr)
{
  g_autofree char *title = pl_stack_title (self->stack), *subtitle = pl_stack_subtitle (self->stack);
  const PlBox *box = &self->title;

  pl_ink_draw (self->ink, cr, title, &(PlFont) { 19, PL_INK_BOLD, box->width }, box->x, box->y + 15, PL_INK_START,
               &self->theme->text);
  pl_paragraph_draw (self->ink, cr, subtitle, (PlFont) { 13, PL_INK_PLAIN, 0 }, &self->theme->dim_text, box->x,
                     box->y + 32, box->width);
}

/* Runs bring their own ground: only what is around them needs one, where they end at a pixel. */
static void
draw_background (PlStackDrawing *self, cairo_t *cr)
{
  double end = 0, bottom = self->top + self->plot.height;
  gboolean whole = !(self->parts & PL_PART_VECTOR) && pl_look_scale (cr, NULL) == floor (pl_look_scale (cr, NULL));

  pl_set_color (cr, &self->theme->background);
  for (guint i = 0; i < self->stack->n && whole; i++)
    {
      double y = MAX (part_y (self, i), self->top), y1 = MIN (part_y (self, i) + self->children[i].box.height, bottom);

      if (y1 <= y || y != floor (y) || y1 != floor (y1) || covered (self, i) > 0)
        continue;
      cairo_rectangle (cr, 0, end, self->width, y - end);
      end = y1;
    }
  cairo_rectangle (cr, 0, end, self->width, MAX (self->height - end, 0));
  cairo_fill (cr);
}

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  PlStackDrawing *self = stack_of (drawing);
  g_autofree char *caption = pl_stack_caption (self->stack);

  draw_background (self, cr);
  if (self->title.height > 0)
    draw_title (self, cr);
  cairo_save (cr);
  cairo_rectangle (cr, 0, self->top, self->width, self->plot.height);
  cairo_clip (cr);
  for (guint i = 0; i < self->stack->n; i++)
    {
      draw_heading (self, cr, i);
      draw_part (self, cr, i);
      draw_sticky (self, cr, i);
    }
  cairo_restore (cr);
  if (self->footer.height > 0)
    pl_paragraph_draw (self->ink, cr, caption, (PlFont) { 11.5, PL_INK_PLAIN, 0 }, &self->theme->dim_text,
                       self->footer.x, self->footer.y, self->footer.width);
}

static void
free_drawing (PlDrawing *drawing)
{
  PlStackDrawing *self = stack_of (drawing);

  for (guint i = 0; i < self->stack->n; i++)
    pl_drawing_free (self->children[i].drawing);
  g_object_unref (self->stack);
  g_free (self);
}

/* Whose place it is, and where that is in its own drawing. */
static gboolean
find_part (PlStackDrawing *self, double *y, guint *i)
{
  const PlBox *plot = &self->plot;

  if (*y < plot->y || *y >= plot->y + plot->height)
    return FALSE;
  for (*i = 0; *i < self->stack->n; (*i)++)
    {
      double top = part_y (self, *i);

      if (*y < top || *y >= top + self->children[*i].box.height)
        continue;
      *y -= top;
      return TRUE;
    }
  return FALSE;
}

static void
move_box (PlStackDrawing *self, guint i, PlBox *box)
{
  box->y += part_y (self, i);
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlStackDrawing *self = stack_of (drawing);
  PlItem own;
  guint i;

  if (!find_part (self, &y, &i) || !pl_drawing_pick (self->children[i].drawing, x, y, &own, box))
    return FALSE;
  *item = pl_stack_common_item (self->stack, i, &own);
  move_box (self, i, box);
  return TRUE;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  PlStackDrawing *self = stack_of (drawing);
  PlItem own;
  guint i;

  if (!pl_stack_own_item (self->stack, item, &i, &own) || !pl_drawing_locate (self->children[i].drawing, &own, box))
    return FALSE;
  move_box (self, i, box);
  return TRUE;
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  PlStackDrawing *self = stack_of (drawing);
  PlItem item = { .lane = lane }, own;
  guint i;

  if (!pl_stack_own_item (self->stack, &item, &i, &own)
      || !pl_drawing_lane_box (self->children[i].drawing, own.lane, box))
    return FALSE;
  move_box (self, i, box);
  return TRUE;
}

static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *lane)
{
  PlStackDrawing *self = stack_of (drawing);
  guint i;

  if (!find_part (self, &y, &i) || !pl_drawing_pick_lane (self->children[i].drawing, x, y, lane))
    return FALSE;
  *lane += pl_stack_first_lane (self->stack, i);
  return TRUE;
}

static gboolean
pick_fold (PlDrawing *drawing, double x, double y, guint *lane)
{
  PlStackDrawing *self = stack_of (drawing);
  guint i;

  if (!find_part (self, &y, &i) || !pl_drawing_pick_fold (self->children[i].drawing, x, y, lane))
    return FALSE;
  *lane += pl_stack_first_lane (self->stack, i);
  return TRUE;
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  PlStackDrawing *self = stack_of (drawing);
  guint i;

  return find_part (self, &y, &i) ? pl_drawing_tooltip (self->children[i].drawing, x, y) : NULL;
}

const PlDrawingClass pl_stack_drawing_class = {
  .draw = draw, .free = free_drawing, .pick = pick, .locate = locate, .lane_box = lane_box, .pick_lane = pick_lane,
  .pick_fold = pick_fold, .tooltip = tooltip, .sticky = sticky, .cut = cut,
};
