/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/sweep/pl-sweep-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>


#define MARGIN 24.0
#define TITLE_HEIGHT 36.0
#define AXIS_BELOW 50.0
#define AXIS_BEFORE 76.0
#define CARD_PADDING 12.0
#define FORM 0.46               /* of a plot: its height as a share of its width */
#define LEAST_PLOT 120.0
#define ASIDE 12.0

static const PlFont body_font = { 13.5, PL_INK_PLAIN, 0 }, subtitle_font = { 13, PL_INK_PLAIN, 0 },
                    small_font = { 11.5, PL_INK_PLAIN, 0 };

double
pl_sweep_axis_x (const PlSweepDrawing *self, double x)
{
  return self->axis == PL_SWEEP_CHUNKS ? log2 (MAX (x, 1)) : x;
}

double
pl_sweep_place_x (const PlSweepDrawing *self, double on_axis)
{
  double range = MAX (self->most_x - self->least_x, 1e-9);

  return self->plot.x + (on_axis - self->least_x) / range * self->plot.width;
}

double
pl_sweep_place_y (const PlSweepDrawing *self, double y)
{
  return self->plot.y + self->plot.height * (1 - y / self->most_y);
}

/* A speed-up counts from 0 workers on, so that the ideal line begins in the corner; on other axes a bit of room is left. */
static void
choose_range (PlSweepDrawing *self)
{
  double least = G_MAXDOUBLE, most = 0, highest = 0;

  for (guint i = 0; i < pl_sweep_get_n_points (self->sweep); i++)
    {
      PlSweepPoint point;
      double x;

      pl_sweep_get_point (self->sweep, i, &point);
      x = pl_sweep_axis_x (self, pl_sweep_point_x (self->sweep, &point));
      least = MIN (least, x);
      most = MAX (most, x);
      highest = MAX (highest, self->axis == PL_SWEEP_SIZES ? point.speedup_high : point.most_ns);
    }
  if (self->axis == PL_SWEEP_SIZES)
    {
      self->least_x = 0;
      self->most_x = most * 1.06 + 0.2;
      self->most_y = MAX (highest * 1.2, 1.5);
      return;
    }
  self->least_x = least - (self->axis == PL_SWEEP_CHUNKS ? 0.4 : 0.5);
  self->most_x = most + (self->axis == PL_SWEEP_CHUNKS ? 0.4 : 0.5);
  self->most_y = MAX (highest * 1.12, 1000);
}

/* Spreads of several series stand beside each other. */
static double
aside (PlSweepDrawing *self, guint series)
{
  guint n = pl_sweep_get_n_series (self->sweep);

  return ((double) series - (n - 1) / 2.0) * MIN (ASIDE, 4 * ASIDE / n);
}

static void
add_mark (PlSweepDrawing *self, guint i)
{
  gboolean faster = self->axis == PL_SWEEP_SIZES;
  PlSweepMark mark = { .point = i };
  PlSweepPoint point;

  pl_sweep_get_point (self->sweep, i, &point);
  if (point.n == 0 || (faster && point.speedup <= 0))
    return;
  mark.series = point.series;
  mark.x = pl_sweep_place_x (self, pl_sweep_axis_x (self, pl_sweep_point_x (self->sweep, &point)));
  mark.x += aside (self, point.series);
  mark.y = pl_sweep_place_y (self, faster ? point.speedup : point.median_ns);
  mark.top = pl_sweep_place_y (self, faster ? point.speedup_high : point.most_ns);
  mark.bottom = pl_sweep_place_y (self, faster ? point.speedup_low : point.least_ns);
  mark.upper = pl_sweep_place_y (self, faster ? point.speedup * point.median_ns / point.low_ns : point.high_ns);
  mark.lower = pl_sweep_place_y (self, faster ? point.speedup * point.median_ns / point.high_ns : point.low_ns);
  g_array_append_val (self->marks, mark);
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const PlSweepMark *x = a, *y = b;

  if (x->series != y->series)
    return x->series < y->series ? -1 : 1;
  return (x->x > y->x) - (x->x < y->x);
}

/* Everything but the plot: heights, from the top down and from the bottom up. */
static double
place_words (PlSweepDrawing *self, double width)
{
  g_autofree char *subtitle = pl_sweep_subtitle (self->sweep), *footer = pl_sweep_footer (self->sweep);
  double inner = width - 2 * MARGIN, taken = 12;

  if (self->parts & PL_PART_TITLE)
    {
      self->title = (PlBox) { MARGIN, 16, inner, TITLE_HEIGHT };
      self->title.height += pl_paragraph_height (self->ink, subtitle, subtitle_font, inner);
      taken = self->title.y + self->title.height + 8;
    }
  if (self->parts & PL_PART_LEGEND)
    {
      self->legend = (PlBox) { MARGIN, taken + 6, inner, 0 };
      self->legend.height = pl_sweep_legend_flow (self, NULL, &self->legend);
      taken += self->legend.height + 16;
    }
  self->plot.y = taken + 8;
  taken += 8 + AXIS_BELOW;
  if (self->sentence)
    {
      self->card = (PlBox) { MARGIN, 0, inner, 2 * CARD_PADDING };
      self->card.height += pl_paragraph_height (self->ink, self->sentence, body_font, inner - 2 * CARD_PADDING - 4);
      taken += self->card.height + 8;
    }
  if (self->parts & PL_PART_FOOTER)
    {
      self->footer = (PlBox) { MARGIN, 0, inner, pl_paragraph_height (self->ink, footer, small_font, inner) };
      taken += self->footer.height + 14;
    }
  return taken + 10;
}

const char *
pl_sweep_y_name (const PlSweepDrawing *self)
{
  return self->axis == PL_SWEEP_SIZES ? _("speed-up") : _("wall time");
}

/* The name of the axis may be a long word. */
static void
place_plot (PlSweepDrawing *self, double width, double height, double words)
{
  self->plot.x = MARGIN + MAX (AXIS_BEFORE, 10 + ceil (pl_words_width (self->ink, &PL_SWEEP_NAME_FONT, pl_sweep_y_name (self))));
  self->plot.width = MAX (width - MARGIN - self->plot.x, 60);
  self->plot.height = height > 0 ? MAX (floor (height - words), LEAST_PLOT) : floor (CLAMP (self->plot.width * FORM, 240, 720));
  self->drawing.height = height > 0 ? height : self->plot.height + words;
  self->width = width;
  self->height = self->drawing.height;
  self->card.y = self->plot.y + self->plot.height + AXIS_BELOW;
  self->footer.y = self->card.y + (self->card.height > 0 ? self->card.height + 8 : 0) + 6;
}

PlSweepDrawing *
pl_sweep_lay_out (PlSweep *sweep, const PlViewport *viewport, const PlPaper *paper)
{
  PlSweepDrawing *self = g_new0 (PlSweepDrawing, 1);

  self->sweep = g_object_ref (sweep);
  self->theme = pl_theme_get (paper->theme);
  self->ink = pl_ink_for (G_OBJECT (sweep));
  self->parts = paper->parts;
  self->has_selection = viewport->has_selection;
  self->selected = viewport->selected;
  self->axis = pl_sweep_get_axis (sweep);
  self->sentence = pl_sweep_sentence (sweep);
  self->drawing = (PlDrawing) { .klass = &pl_sweep_drawing_class, .width = paper->width, .scale = 1 };
  choose_range (self);
  place_plot (self, paper->width, paper->height, place_words (self, paper->width));
  self->marks = g_array_new (FALSE, FALSE, sizeof (PlSweepMark));
  for (guint i = 0; i < pl_sweep_get_n_points (sweep); i++)
    add_mark (self, i);
  g_array_sort (self->marks, compare_marks);
  return self;
}
