/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/parts/pl-chart.h"
#include "paint/parts/pl-words.h"
#include "paint/pl-look.h"
#include "paint/pl-pictures.h"

/* How often a lesson came out how: a row an outcome with its bar. Items are its rows: lane and index are the row. */

#define MARGIN 24.0
#define TITLE_HEIGHT 52.0
#define LEAST_ROW 26.0
#define BAR 14.0
#define PADDING 7.0
#define NAMES 0.46              /* of the width */
#define AMOUNT 96.0
#define MOST_ROWS 60u
#define LEAST_HEIGHT 160.0

typedef struct { PlChart parent_instance; } PlTallyKind;
typedef struct { PlChartClass parent_class; } PlTallyKindClass;

typedef struct {
  PlDrawing drawing;
  PlTally *tally;
  const PlTheme *theme;
  PlInk *ink;
  guint n_rows;
  gboolean has_title, has_selection;
  guint64 selected;
  double tops[MOST_ROWS + 1];
} PlTallyDrawing;

static GType pl_tally_kind_get_type (void);
G_DEFINE_TYPE (PlTallyKind, pl_tally_kind, PL_TYPE_CHART)

static PlTally *
tally_of (PlPicture *picture)
{
  return pl_chart_subject (picture);
}

/* "37 of 100" */
static char *
amount (gpointer tally, guint row)
{
  return g_strdup_printf (_("%u of %u"), pl_tally_get (tally, row, NULL), pl_tally_get_runs (tally));
}

/* --- drawn --- */

static PlFont
name_font (const PlTallyDrawing *self)
{
  return (PlFont) { 13.5, PL_INK_WRAP, floor ((self->drawing.width - 2 * MARGIN) * NAMES) };
}

static PlBox
row_box (const PlTallyDrawing *self, guint row)
{
  return (PlBox) { MARGIN - 8, self->tops[row], self->drawing.width - 2 * MARGIN + 16, self->tops[row + 1] - self->tops[row] };
}

static void
draw_row (PlTallyDrawing *self, cairo_t *cr, guint row)
{
  PlBox box = row_box (self, row);
  PlFont font = name_font (self);
  double x = MARGIN + font.max_width + 16, room = self->drawing.width - MARGIN - AMOUNT - x, y = round (box.y + box.height / 2);
  const char *outcome;
  guint n = pl_tally_get (self->tally, row, &outcome), most = pl_tally_get (self->tally, 0, NULL);
  g_autofree char *text = amount (self->tally, row);

  pl_ink_draw (self->ink, cr, outcome, &font, MARGIN, box.y + PADDING / 2, PL_INK_START, &self->theme->text);
  pl_look_fill (cr, &self->theme->states[PL_STATE_WORKING], round (x), y - BAR / 2, MAX (round (room * n / MAX (most, 1)), 2), BAR);
  pl_ink_draw (self->ink, cr, text, &(PlFont) { 13.5, PL_INK_PLAIN, AMOUNT - 8 }, self->drawing.width - MARGIN, y, PL_INK_END,
               &self->theme->text);
}

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  PlTallyDrawing *self = (PlTallyDrawing *) drawing;
  g_autofree char *title = pl_tally_title (self->tally), *summary = pl_tally_summary (self->tally);
  guint left = pl_tally_get_n (self->tally) - self->n_rows;
  g_autofree char *more = g_strdup_printf (ngettext ("and %u more outcome", "and %u more outcomes", left), left);
  double width = drawing->width - 2 * MARGIN;

  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, 0, 0, drawing->width, drawing->height);
  cairo_fill (cr);
  if (self->has_title)
    {
      pl_ink_draw (self->ink, cr, title, &(PlFont) { 19, PL_INK_BOLD, width }, MARGIN, 30, PL_INK_START, &self->theme->text);
      pl_ink_draw (self->ink, cr, summary, &(PlFont) { 13, PL_INK_PLAIN, width }, MARGIN, 54, PL_INK_START, &self->theme->dim_text);
    }
  for (guint row = 0; row < self->n_rows; row++)
    draw_row (self, cr, row);
  if (left > 0)
    pl_ink_draw (self->ink, cr, more, &(PlFont) { 13, PL_INK_PLAIN, width }, MARGIN, self->tops[self->n_rows] + 14, PL_INK_START,
                 &self->theme->dim_text);
  if (self->has_selection && self->selected < self->n_rows)
    {
      PlBox box = row_box (self, (guint) self->selected);

      pl_outline_draw (cr, self->theme, &box, 2);
    }
}

static void
free_drawing (PlDrawing *drawing)
{
  g_object_unref (((PlTallyDrawing *) drawing)->tally);
  g_free (drawing);
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  PlTallyDrawing *self = (PlTallyDrawing *) drawing;

  if (item->index >= self->n_rows)
    return FALSE;
  *box = row_box (self, (guint) item->index);
  return TRUE;
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  PlTallyDrawing *self = (PlTallyDrawing *) drawing;

  for (guint row = 0; row < self->n_rows; row++)
    {
      *item = (PlItem) { 0, row, row, row };
      *box = row_box (self, row);
      if (x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height)
        return TRUE;
    }
  return FALSE;
}

static const PlDrawingClass klass = { .draw = draw, .free = free_drawing, .pick = pick, .locate = locate };

static PlTallyDrawing *
make_drawing (PlTally *tally, const PlViewport *viewport, const PlPaper *paper)
{
  PlTallyDrawing *self = g_new0 (PlTallyDrawing, 1);
  guint n = pl_tally_get_n (tally);
  double y;

  self->drawing = (PlDrawing) { .klass = &klass, .width = paper->width, .scale = 1 };
  self->tally = g_object_ref (tally);
  self->theme = pl_theme_get (paper->theme);
  self->ink = pl_ink_for (G_OBJECT (tally));
  self->has_title = (paper->parts & PL_PART_TITLE) != 0;
  self->has_selection = viewport->has_selection;
  self->selected = viewport->selected.index;
  self->n_rows = MIN (n, MOST_ROWS);
  y = self->tops[0] = 16 + (self->has_title ? TITLE_HEIGHT + 12 : 0);
  for (guint row = 0; row < self->n_rows; row++)
    {
      PlFont font = name_font (self);
      const char *outcome;

      pl_tally_get (tally, row, &outcome);
      y += MAX (ceil (pl_paragraph_height (self->ink, outcome, font, font.max_width)) + PADDING, LEAST_ROW);
      self->tops[row + 1] = y;
    }
  self->drawing.height = paper->height > 0 ? paper->height : MAX (y + (n > self->n_rows ? 28 : 0) + 16, LEAST_HEIGHT);
  return self;
}

/* --- the picture --- */

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return &make_drawing (tally_of (picture), viewport, paper)->drawing;
}

static char *
title (PlPicture *picture)
{
  return pl_tally_title (tally_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_tally_summary (tally_of (picture));
}

static guint
n_rows (gpointer tally)
{
  return MIN (pl_tally_get_n (tally), MOST_ROWS);
}

static char *
outcome (gpointer tally, guint row)
{
  const char *name;

  pl_tally_get (tally, row, &name);
  return g_strdup (name);
}

/* Runs are counted while it is looked at. */
static guint
get_n (gpointer tally)
{
  return pl_tally_get_runs (tally);
}

static void
pl_tally_kind_class_init (PlTallyKindClass *tally_class)
{
  PlPictureClass *picture = &tally_class->parent_class.parent_class;

  tally_class->parent_class.n_rows = n_rows;
  tally_class->parent_class.row_name = outcome;
  tally_class->parent_class.row_sentence = amount;
  tally_class->parent_class.get_n = get_n;
  picture->lay_out = lay_out;
  picture->least_height = picture->natural_height;
  picture->title = title;
  picture->subtitle = subtitle;
}

static void
pl_tally_kind_init (PlTallyKind *self)
{
}

PlPicture *
pl_picture_of_tally (PlTally *tally)
{
  return pl_chart_new (pl_tally_kind_get_type (), tally);
}
