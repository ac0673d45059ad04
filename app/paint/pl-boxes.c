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

/* There along the even side, and back along the steps: the way round that rectangles go, or what two of them cover would be
 * a hole. */
static void
outline (cairo_t *cr, const PlBox *boxes, guint n, gboolean base)
{
  double left = boxes->x, right = right_of (&boxes[n - 1]), even = base ? base_of (boxes) : boxes->y, last_y = even;

  cairo_move_to (cr, base ? right : left, even);
  cairo_line_to (cr, base ? left : right, even);
  for (guint k = 0; k < n; k++)
    {
      const PlBox *box = &boxes[base ? k : n - 1 - k];
      double y = base ? box->y : base_of (box), from = base ? box->x : right_of (box);

      if (k > 0 && y != last_y)
        cairo_line_to (cr, from, last_y);
      if (k == 0 || y != last_y)
        cairo_line_to (cr, from, y);
      last_y = y;
    }
  cairo_line_to (cr, base ? right : left, last_y);
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
