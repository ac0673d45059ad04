/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-boxes.h"

#include <math.h>

static double
right_of (const PlBox *box)
{
  return box->x + box->width;
}

static double
base_of (const PlBox *box)
{
  return box->y + box->height;
}

/* How many boxes from the first on stand side by side. */
static guint
row_length (const PlBox *boxes, guint n)
{
  guint length = 1;

  while (length < n && boxes[length].x == right_of (&boxes[length - 1]))
    length++;
  return length;
}

/* Of these, how many have one base, or one top. */
static guint
even_length (const PlBox *boxes, guint n, gboolean base)
{
  guint length = 1;

  while (length < n && (base ? base_of (&boxes[length]) == base_of (boxes) : boxes[length].y == boxes->y))
    length++;
  return length;
}

/* There along the even side, and back along the steps. */
static void
outline (cairo_t *cr, const PlBox *boxes, guint n, gboolean base)
{
  const PlBox *last = &boxes[n - 1];
  double even = base ? base_of (boxes) : boxes->y;

  cairo_move_to (cr, boxes->x, even);
  cairo_line_to (cr, right_of (last), even);
  for (guint i = n; i-- > 0;)
    {
      double y = base ? boxes[i].y : base_of (&boxes[i]);

      if (i + 1 == n || y != (base ? boxes[i + 1].y : base_of (&boxes[i + 1])))
        cairo_line_to (cr, right_of (&boxes[i]), y);
      if (i == 0 || y != (base ? boxes[i - 1].y : base_of (&boxes[i - 1])))
        cairo_line_to (cr, boxes[i].x, y);
    }
  cairo_close_path (cr);
}

void
pl_boxes_path (cairo_t *cr, const PlBox *boxes, guint n)
{
  for (guint i = 0, length; i < n; i += length)
    {
      guint row = row_length (boxes + i, n - i);
      guint bases = even_length (boxes + i, row, TRUE), tops = even_length (boxes + i, row, FALSE);

      length = MAX (bases, tops);
      if (length == 1)
        cairo_rectangle (cr, boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
      else
        outline (cr, boxes + i, length, bases >= tops);
    }
}

/* One line across a row of boxes, at y. */
static void
add_line (cairo_t *cr, const PlBox *boxes, guint n, double y)
{
  for (guint i = 0; i < n; i++)
    {
      guint first = i;

      while (i < n && y >= boxes[i].y && y + 1 <= base_of (&boxes[i]))
        i++;
      if (i > first)
        cairo_rectangle (cr, boxes[first].x, y, right_of (&boxes[i - 1]) - boxes[first].x, 1);
    }
}

void
pl_boxes_lines (cairo_t *cr, const PlBox *boxes, guint n, double period)
{
  for (guint i = 0, length; i < n; i += length)
    {
      double top = boxes[i].y, base = base_of (&boxes[i]);

      length = row_length (boxes + i, n - i);
      for (guint k = 1; k < length; k++)
        {
          top = MIN (top, boxes[i + k].y);
          base = MAX (base, base_of (&boxes[i + k]));
        }
      for (double y = ceil (top / period) * period; y + 1 <= base; y += period)
        add_line (cr, boxes + i, length, y);
    }
}
