/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-compare-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"
#include "paint/parts/pl-legend.h"
#include "paint/pl-fill.h"

#define MARGIN 24.0
#define PITCH 19.0              /* from row to row */
#define ROW 13.0                /* of it, what is drawn */
#define DOT 5.0                 /* half of a dot */
#define GAP 9.0                 /* between two methods */
#define COLUMN_GAP 22.0
#define COMPACT_WIDTH 820.0     /* below it names stand above their rows, and columns are left out */
#define LEAST_NS 0.1

static const PlFont title_font = { 20, PL_INK_BOLD, 0 }, body_font = { 14, PL_INK_PLAIN, 0 },
                    bold_font = { 14, PL_INK_BOLD, 0 }, small_font = { 13, PL_INK_PLAIN, 0 };

/* In a given room, elided when it is too long. */
static void
draw_text (PlComparePicture *self, cairo_t *cr, const PlFont *font, const char *text, double x, double y,
           PlInkAlign align, const PlColor *color)
{
  pl_words_draw (self->ink, cr, font, text, x, y, align, color, self->width, MARGIN / 2);
}

static const char *
method_name (const PlCompareRow *row)
{
  return _(pl_race_method_info (row->method)->name);
}

static char *
workers_text (const PlCompareRow *row)
{
  return g_strdup_printf (ngettext ("%u worker", "%u workers", row->workers), row->workers);
}

static char *
time_text (double ns)
{
  g_autofree char *number = NULL;

  if (ns >= 999.5)
    return pl_text_duration ((gint64) (ns + 0.5));
  number = pl_text_si (ns);
  return g_strdup_printf (_("%s ns"), number);
}

static char *
column_text (const PlCompareRow *row, guint column)
{
  switch (column)
    {
    case PL_CP_SWITCHES:
      return pl_text_si (row->switches);
    case PL_CP_FAIRNESS:
      return row->workers > 1 ? pl_text_percent (row->fairness, 1) : g_strdup ("");
    default:
      return pl_compare_verdict (row);
    }
}

static const char *
column_head (guint column)
{
  static const char *const heads[PL_CP_N_COLUMNS] = {
    [PL_CP_SWITCHES] = N_("switches/1,000"), [PL_CP_FAIRNESS] = N_("fairness"),
    [PL_CP_VERDICT] = N_("updates"),
  };

  return _(heads[column]);
}

static gboolean
starts_method (PlComparePicture *self, guint row)
{
  return row == 0 || pl_compare_get_row (self->compare, row)->method !=
                       pl_compare_get_row (self->compare, row - 1)->method;
}

/* Whole decades around all times. */
static void
place_axis (PlComparePicture *self)
{
  double least = G_MAXDOUBLE, most = LEAST_NS * 10;

  for (guint i = 0; i < pl_compare_get_n_rows (self->compare); i++)
    {
      double ns = pl_compare_get_row (self->compare, i)->ns_per_increment;

      least = MIN (least, MAX (ns, LEAST_NS));
      most = MAX (most, ns);
    }
  self->first_decade = (int) floor (log10 (MIN (least, most)) - 1e-9);
  self->n_decades = MAX ((int) ceil (log10 (most)) - self->first_decade, 1);
}

static double
x_of (PlComparePicture *self, double ns)
{
  double decades = log10 (MAX (ns, LEAST_NS)) - self->first_decade;

  return self->left + (self->right - self->left) * CLAMP (decades / self->n_decades, 0, 1);
}

/* From the right: the columns, as wide as their longest text; then room for the time behind a dot. */
static void
place_columns (PlComparePicture *self)
{
  double x = self->width - MARGIN, names = 0, workers = 0, time = 0;
  guint n = pl_compare_get_n_rows (self->compare);

  for (guint column = PL_CP_N_COLUMNS; column-- > 0 && !self->compact;)
    {
      double widest = pl_words_width (self->ink, &small_font, column_head (column));

      self->columns[column] = x;
      for (guint i = 0; i < n; i++)
        {
          g_autofree char *text = column_text (pl_compare_get_row (self->compare, i), column);

          widest = MAX (widest, pl_words_width (self->ink, &small_font, text));
        }
      x -= widest + COLUMN_GAP;
    }
  for (guint i = 0; i < n; i++)
    {
      const PlCompareRow *row = pl_compare_get_row (self->compare, i);
      g_autofree char *workers_here = workers_text (row), *time_here = time_text (row->ns_per_increment);

      names = MAX (names, pl_words_width (self->ink, &bold_font, method_name (row)));
      workers = MAX (workers, pl_words_width (self->ink, &small_font, workers_here));
      time = MAX (time, pl_words_width (self->ink, &small_font, time_here));
    }
  self->names = MARGIN;
  self->workers = MARGIN + (self->compact ? 0 : names + COLUMN_GAP) + workers;
  self->left = self->workers + 10;
  self->right = MAX (x - time - DOT - 8, self->left + 40);
}

static void
place_rows (PlComparePicture *self)
{
  guint n = pl_compare_get_n_rows (self->compare);
  double y = MARGIN;

  if (self->parts & PL_PART_TITLE)
    y += 62;
  if (self->parts & PL_PART_LEGEND)
    y += 30;
  self->head = y + 8;
  self->top = y = y + 22;
  self->y = g_new (double, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      if (starts_method (self, i))
        y += (i > 0 ? GAP : GAP / 2) + (self->compact ? PITCH : 0);
      self->y[i] = y + PITCH / 2;
      y += PITCH;
    }
  self->bottom = y + GAP / 2;
  self->height = self->bottom + (self->parts & PL_PART_FOOTER ? 40 : 0) + MARGIN / 2;
}

PlComparePicture *
pl_compare_picture_lay_out (PlCompare *compare, const PlViewport *viewport, const PlPaper *paper)
{
  PlComparePicture *self = g_new0 (PlComparePicture, 1);

  self->compare = g_object_ref (compare);
  self->theme = pl_theme_get (paper->theme);
  self->ink = pl_ink_for (G_OBJECT (compare));
  self->parts = paper->parts;
  self->width = MAX (paper->width, 200);
  self->compact = self->width < COMPACT_WIDTH;
  self->has_selection = viewport->has_selection;
  self->selected = viewport->selected;
  place_axis (self);
  place_columns (self);
  place_rows (self);
  self->drawing = (PlDrawing) {
    .klass = &pl_compare_drawing_class, .width = self->width, .height = ceil (self->height), .scale = 1,
  };
  return self;
}

PlBox
pl_cp_row_box (PlComparePicture *self, guint row)
{
  return (PlBox) { MARGIN / 2, self->y[row] - PITCH / 2, self->width - MARGIN, PITCH };
}

void
pl_compare_picture_free (PlDrawing *drawing)
{
  PlComparePicture *self = (PlComparePicture *) drawing;

  g_object_unref (self->compare);
  g_free (self->y);
  g_free (self);
}

/* What a dot says about its method: right; it lost updates; it was lucky. */
typedef enum { DOT_CORRECT, DOT_LOST, DOT_LUCKY, N_DOTS } DotKind;

static DotKind
dot_kind (const PlCompareRow *row)
{
  if (row->lost > 0)
    return DOT_LOST;
  return pl_race_method_info (row->method)->correct ? DOT_CORRECT : DOT_LUCKY;
}

/* Round, square or a ring: told apart without colour, too. */
static void
draw_dot (PlComparePicture *self, cairo_t *cr, DotKind kind, double x, double y)
{
  const PlColor *color = kind == DOT_CORRECT ? &self->theme->survivor.color
                         : kind == DOT_LOST ? &self->theme->lost.color : &self->theme->dim_text;

  cairo_new_path (cr);
  if (kind == DOT_LOST)
    cairo_rectangle (cr, round (x) - DOT, round (y) - DOT, 2 * DOT, 2 * DOT);
  else
    cairo_arc (cr, x, y, DOT, 0, 2 * G_PI);
  pl_set_color (cr, kind == DOT_LUCKY ? &self->theme->background : color);
  cairo_fill_preserve (cr);
  pl_set_color (cr, color);
  cairo_set_line_width (cr, kind == DOT_LUCKY ? 2 : 1);
  cairo_stroke (cr);
}

static void
draw_title (PlComparePicture *self, cairo_t *cr)
{
  g_autofree char *title = pl_compare_title (self->compare);
  g_autofree char *subtitle = pl_compare_subtitle (self->compare);

  draw_text (self, cr, &title_font, title, MARGIN, MARGIN + 12, PL_INK_START, &self->theme->text);
  draw_text (self, cr, &body_font, subtitle, MARGIN, MARGIN + 39, PL_INK_START,
             &self->theme->dim_text);
}

static void
draw_legend (PlComparePicture *self, cairo_t *cr)
{
  static const char *const texts[N_DOTS] = {
    [DOT_CORRECT] = N_("correct"), [DOT_LOST] = N_("lost updates"),
    [DOT_LUCKY] = N_("wrong, lost none here"),
  };
  PlLegendFlow legend = {
    .ink = self->ink, .theme = self->theme, .font = small_font, .x = MARGIN, .y = self->head - 30,
    .width = self->width - 1.5 * MARGIN, .swatch = 2 * DOT + 4, .gap = COLUMN_GAP, .whole = TRUE,
  };

  for (guint kind = 0; kind < N_DOTS && pl_legend_take (&legend, _(texts[kind]), NULL); kind++)
    {
      draw_dot (self, cr, kind, legend.at_x + legend.swatch / 2, legend.at_y);
      pl_legend_write (&legend, cr);
    }
}

/* Each line ten times the one before. */
static void
draw_axis (PlComparePicture *self, cairo_t *cr)
{
  PlAxisRow row = { -G_MAXDOUBLE, self->width - 4, 12 };

  for (int i = 0; i <= self->n_decades; i++)
    {
      double x = round (self->left + (self->right - self->left) * i / self->n_decades);
      double ns = pow (10, self->first_decade + i);
      g_autofree char *label =
        ns >= 1000 ? pl_text_duration_short ((gint64) llround (ns)) : time_text (ns);
      double width = pl_words_width (self->ink, &small_font, label);

      pl_set_color (cr, &self->theme->line);
      cairo_rectangle (cr, x, self->top, 1, self->bottom - self->top);
      cairo_fill (cr);
      if (pl_axis_take (&row, x - width / 2, width))
        pl_ink_draw (self->ink, cr, label, &small_font, x, self->head, PL_INK_CENTER, &self->theme->dim_text);
    }
  for (guint column = 0; column < PL_CP_N_COLUMNS && !self->compact; column++)
    draw_text (self, cr, &small_font, column_head (column), self->columns[column], self->head,
               PL_INK_END, &self->theme->dim_text);
}

static void
draw_row (PlComparePicture *self, cairo_t *cr, guint i)
{
  const PlCompareRow *row = pl_compare_get_row (self->compare, i);
  g_autofree char *workers = workers_text (row), *time = time_text (row->ns_per_increment);
  double y = self->y[i], end = x_of (self, row->ns_per_increment);

  if (starts_method (self, i))
    draw_text (self, cr, &bold_font, method_name (row), self->names,
               self->compact ? y - PITCH : y, PL_INK_START, &self->theme->text);
  draw_text (self, cr, &small_font, workers, self->workers, y, PL_INK_END, &self->theme->dim_text);
  /* A dot on a scale of tens: there is no zero from which a bar could begin. */
  pl_set_color (cr, &self->theme->line);
  cairo_rectangle (cr, self->left, round (y), end - self->left, 1);
  cairo_fill (cr);
  draw_dot (self, cr, dot_kind (row), end, y);
  end = round (end) + DOT + 6;
  /* No line of the axis through a number. */
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, end - 3, round (y - ROW / 2), pl_words_width (self->ink, &small_font, time) + 6, ROW);
  cairo_fill (cr);
  draw_text (self, cr, &small_font, time, end, y, PL_INK_START, &self->theme->text);
  for (guint column = 0; column < PL_CP_N_COLUMNS && !self->compact; column++)
    {
      g_autofree char *text = column_text (row, column);
      gboolean lost = column == PL_CP_VERDICT && row->lost > 0;

      draw_text (self, cr, &small_font, text, self->columns[column], y, PL_INK_END,
                 lost ? &self->theme->text : &self->theme->dim_text);
    }
}

static void
draw_selection (PlComparePicture *self, cairo_t *cr)
{
  PlBox box = pl_cp_row_box (self, self->selected.lane);

  pl_set_color (cr, &self->theme->focus);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, box.x + 1, round (box.y) + 1, box.width - 2, box.height - 2);
  cairo_stroke (cr);
}

void
pl_compare_picture_draw (PlDrawing *drawing, cairo_t *cr)
{
  PlComparePicture *self = (PlComparePicture *) drawing;

  pl_set_color (cr, &self->theme->background);
  cairo_paint (cr);
  if (self->parts & PL_PART_TITLE)
    draw_title (self, cr);
  if (self->parts & PL_PART_LEGEND)
    draw_legend (self, cr);
  draw_axis (self, cr);
  for (guint i = 0; i < pl_compare_get_n_rows (self->compare); i++)
    draw_row (self, cr, i);
  if (self->has_selection && self->selected.lane < pl_compare_get_n_rows (self->compare))
    draw_selection (self, cr);
  if (self->parts & PL_PART_FOOTER)
    {
      g_autofree char *footer = pl_compare_footer (self->compare);

      draw_text (self, cr, &small_font, footer, MARGIN, self->bottom + 24, PL_INK_START,
                 &self->theme->dim_text);
    }
}

char *
pl_cp_row_title (const PlCompareRow *row)
{
  g_autofree char *workers = workers_text (row);

  return g_strdup_printf ("%s, %s", method_name (row), workers);
}

char *
pl_cp_row_text (const PlCompareRow *row)
{
  g_autofree char *workers = workers_text (row), *time = time_text (row->ns_per_increment);
  g_autofree char *verdict = pl_compare_verdict (row);

  /* Translators: "Mutex, 4 workers: 39.5 ns an increment, correct" */
  return g_strdup_printf (_("%s, %s: %s an increment, %s"), method_name (row), workers, time, verdict);
}
