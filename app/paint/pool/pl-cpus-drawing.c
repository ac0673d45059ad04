/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/pool/pl-cpus-private.h"

static PlCpusDrawing *
cpus_of (PlDrawing *drawing)
{
  return (PlCpusDrawing *) drawing;
}

static void
free_drawing (PlDrawing *drawing)
{
  PlCpusDrawing *self = cpus_of (drawing);

  g_free (self->numbers);
  g_free (self->told_ns);
  g_array_unref (self->marks);
  g_array_unref (self->lines);
  g_object_unref (self->picture);
  g_free (self);
}

static gboolean
pick_lane (PlDrawing *drawing, double x, double y, guint *lane)
{
  PlCpusDrawing *self = cpus_of (drawing);

  if (y < self->plot.y || y >= self->plot.y + self->plot.height || self->n_rows == 0)
    return FALSE;
  *lane = (guint) ((y - self->plot.y + self->scroll) / self->pitch);
  return *lane < self->n_rows;
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlCpusDrawing *self = cpus_of (drawing);
  guint row, low = 0, high = self->marks->len;
  const PlCpusMark *mark;

  if (!pick_lane (drawing, x, y, &row))
    return FALSE;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      mark = &g_array_index (self->marks, PlCpusMark, middle);
      if (mark->row < row || (mark->row == row && mark->x + mark->width <= x))
        low = middle + 1;
      else
        high = middle;
    }
  if (low >= self->marks->len)
    return FALSE;
  mark = &g_array_index (self->marks, PlCpusMark, low);
  *box = pl_cpus_mark_box (self, mark);
  *item = (PlItem) { 0, row, mark->first, mark->last };
  return mark->row == row && x >= box->x && y >= box->y && y <= box->y + box->height;
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  const PlCpusMark *mark = pl_cpus_find_mark (cpus_of (drawing), item);

  if (mark)
    *box = pl_cpus_mark_box (cpus_of (drawing), mark);
  return mark != NULL;
}

static gboolean
lane_box (PlDrawing *drawing, guint lane, PlBox *box)
{
  PlCpusDrawing *self = cpus_of (drawing);

  *box = (PlBox) { self->margin, pl_cpus_row_y (self, lane), self->plot.x - self->margin, self->pitch };
  return lane < self->n_rows;
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  PlCpusDrawing *self = cpus_of (drawing);
  g_autofree char *title = NULL, *sentence = NULL, *number = NULL, *count = NULL;
  gulong n;
  PlItem item;
  PlBox box;

  if (!pick (drawing, x, y, &item, &box) || !pl_picture_item_text (self->picture, &self->view, &item, &title, &sentence))
    return NULL;
  n = (gulong) (item.last - item.index + 1);
  if (n <= 1)
    return g_markup_printf_escaped ("<b>%s</b>\n%s", title, sentence);
  number = pl_text_count (n);
  count = g_strdup_printf (ngettext ("%s turn lies here; zoom in to tell them apart. The first:",
                                     "%s turns lie here; zoom in to tell them apart. The first:", n), number);
  return g_markup_printf_escaped ("<i>%s</i>\n<b>%s</b>\n%s", count, title, sentence);
}

const PlDrawingClass pl_cpus_drawing_class = {
  .draw = pl_cpus_draw, .free = free_drawing, .pick = pick, .locate = locate, .lane_box = lane_box,
  .pick_lane = pick_lane, .tooltip = tooltip,
};
