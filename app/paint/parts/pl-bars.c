/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-bars.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"
#include "paint/parts/pl-words.h"
#include "paint/pl-look.h"

#define FONT_SIZE 11.5
/* For the counts above the bars, and the times below them. */
#define TOP 18.0
#define BOTTOM 20.0
/* A few among very many are still there to be seen. */
#define LEAST_BAR 2.0

static double
pitch (const PlBars *self)
{
  return self->width / MAX (pl_histogram_get_n_bins (self->histogram), 1);
}

static guint64
most (PlHistogram *histogram)
{
  guint64 most = 1;
  PlBin bin;

  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    most = MAX (most, bin.n);
  return most;
}

static PlBox
bar_box (const PlBars *self, guint i, const PlBin *bin, guint64 highest)
{
  double room = MAX (self->height - (TOP + BOTTOM) * self->scale, 1), gap = MIN (pitch (self) / 6, 4 * self->scale);
  double height = bin->n > 0 ? MAX (room * (double) bin->n / (double) highest, LEAST_BAR) : 0;

  return (PlBox) { i * pitch (self) + gap / 2, self->height - BOTTOM * self->scale - height, pitch (self) - gap, height };
}

static void
draw_bar (const PlBars *self, PlInk *ink, cairo_t *cr, guint i, const PlBin *bin, guint64 highest)
{
  const PlTheme *theme = pl_theme_get (self->theme);
  PlBox box = bar_box (self, i, bin, highest);
  g_autofree char *count = pl_text_count (bin->n);
  PlFont font = { FONT_SIZE * self->scale, PL_INK_PLAIN, 0 };
  double width;

  if (bin->n == 0)
    return;
  pl_look_fill (cr, &theme->states[self->look], box.x, box.y, box.width, box.height);
  if (self->chosen == (int) i)
    pl_outline_draw (cr, theme, &box, 2 * self->scale);
  pl_ink_measure (ink, count, &font, &width, NULL);
  if (width <= pitch (self))
    pl_ink_draw (ink, cr, count, &font, box.x + box.width / 2, box.y - 8 * self->scale, PL_INK_CENTER, &theme->dim_text);
}

/* Where a bin begins, and where the last one ends, as far as there is room. */
static void
draw_edge (const PlBars *self, PlInk *ink, cairo_t *cr, PlAxisRow *row, double x, gint64 ns)
{
  g_autofree char *text = pl_text_duration_short (ns);
  PlFont font = { FONT_SIZE * self->scale, PL_INK_PLAIN, 0 };
  double width, left;

  pl_ink_measure (ink, text, &font, &width, NULL);
  left = CLAMP (x - width / 2, 0, MAX (self->width - width, 0));
  if (pl_axis_take (row, left, width))
    pl_ink_draw (ink, cr, text, &font, left, self->height - 9 * self->scale, PL_INK_START, &pl_theme_get (self->theme)->dim_text);
}

void
pl_bars_draw (const PlBars *self, PlInk *ink, cairo_t *cr)
{
  const PlTheme *theme = pl_theme_get (self->theme);
  guint64 highest = most (self->histogram);
  PlAxisRow row = { .taken = -1e9, .right = self->width + 1, .gap = 8 * self->scale };
  double base = floor (self->height - BOTTOM * self->scale) + 0.5;
  guint n = pl_histogram_get_n_bins (self->histogram);
  PlBin bin;

  for (guint i = 0; pl_histogram_get_bin (self->histogram, i, &bin); i++)
    {
      draw_bar (self, ink, cr, i, &bin, highest);
      draw_edge (self, ink, cr, &row, i * pitch (self), bin.from_ns);
    }
  if (n > 0 && pl_histogram_get_bin (self->histogram, n - 1, &bin))
    draw_edge (self, ink, cr, &row, self->width, bin.to_ns);
  pl_set_color (cr, &theme->line);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 0, base);
  cairo_line_to (cr, self->width, base);
  cairo_stroke (cr);
}

int
pl_bars_pick (const PlBars *self, double x, double y)
{
  int i = (int) floor (x / pitch (self));
  PlBin bin;

  if (y < 0 || y >= self->height || x < 0 || !pl_histogram_get_bin (self->histogram, (guint) i, &bin) || bin.n == 0)
    return -1;
  return i;
}

char *
pl_bars_describe (PlHistogram *histogram, guint i)
{
  g_autofree char *all = pl_text_count (pl_histogram_get_n (histogram)), *count = NULL, *from = NULL, *to = NULL;
  PlBin bin;

  if (!pl_histogram_get_bin (histogram, i, &bin))
    return g_strdup ("");
  count = pl_text_count (bin.n);
  from = pl_text_duration_short (bin.from_ns);
  to = pl_text_duration_short (bin.to_ns);
  /* Translators: "12 of 200 lasted from 2 ms to 5 ms" */
  return g_strdup_printf (_("%s of %s lasted from %s to %s"), count, all, from, to);
}
