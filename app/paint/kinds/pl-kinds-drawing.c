/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/kinds/pl-kinds-private.h"

#include <math.h>

#include "paint/pl-look.h"

#define MARGIN 24.0
#define TITLE_HEIGHT 36.0
#define HEAD 40.0
#define ROW 58.0
#define LEAST_ROW 46.0
#define CELL 48.0               /* a figure and its picture */
#define BAR 10.0
#define BAR_BELOW 30.0          /* of the top of a cell */
#define NAMES 0.2               /* of the width */
#define PADDING 10.0
#define CARD_PADDING 12.0
#define SQUARE 11.0

static const PlFont subtitle_font = { 13, PL_INK_PLAIN, 0 }, body_font = { 13.5, PL_INK_PLAIN, 0 },
                    small_font = { 11.5, PL_INK_PLAIN, 0 };

/* Of what stands in it: in the middle of the row's height. */
static PlBox
cell_box (const PlKindsDrawing *self, guint row, guint column)
{
  double above = floor (MAX (self->row_height - CELL, 0) / 2);

  return (PlBox) { self->table.x + self->names_width + column * self->column_width,
                   self->table.y + self->head_height + row * self->row_height + above, self->column_width,
                   self->row_height - above };
}

static PlBox
row_box (const PlKindsDrawing *self, guint row)
{
  return (PlBox) { self->table.x, self->table.y + self->head_height + row * self->row_height, self->table.width,
                   self->row_height };
}

/* --- the small pictures --- */

/* On a line that is as long as the largest of the row. */
static void
draw_bar (PlKindsDrawing *self, cairo_t *cr, const PlBox *cell, double share, guint look, double from, double height)
{
  double room = cell->width - 2 * PADDING, y = round (cell->y + BAR_BELOW + from);

  pl_set_color (cr, &self->theme->line);
  cairo_rectangle (cr, round (cell->x + PADDING), y + height - 1, floor (room), 1);
  cairo_fill (cr);
  pl_set_color (cr, &self->theme->states[look].color);
  /* What is very little is still something. */
  cairo_rectangle (cr, round (cell->x + PADDING), y, MAX (round (room * share), 2), height);
  cairo_fill (cr);
}

static double
largest (PlKindsDrawing *self, PlKindMeasure measure)
{
  double most = 0, value;

  for (guint kind = 0; kind < self->n_columns; kind++)
    if (pl_kinds_get (self->kinds, measure, kind, &value))
      most = MAX (most, value);
  return most;
}

/* Two workers: each with a box of its own, or one box for both. */
static void
draw_memory (PlKindsDrawing *self, cairo_t *cr, const PlBox *cell, gboolean own)
{
  double x = round (cell->x + PADDING), y = round (cell->y + BAR_BELOW - 1);
  double room = MIN (floor (cell->width - 2 * PADDING), 96), half = floor ((room - 10) / 2);

  pl_set_color (cr, &self->theme->states[own ? PL_STATE_SENDING : PL_STATE_WAITING_LOCK].color);
  cairo_set_line_width (cr, 2);
  if (own)
    {
      cairo_rectangle (cr, x + 1, y + 1, half, SQUARE);
      cairo_rectangle (cr, x + room - half - 1, y + 1, half, SQUARE);
    }
  else
    cairo_rectangle (cr, x + 1, y + 1, room - 2, SQUARE);
  cairo_stroke (cr);
  for (guint i = 0; i < 2; i++)
    {
      cairo_new_path (cr);
      cairo_arc (cr, x + (i == 0 ? half / 2 : room - half / 2), y + 1 + SQUARE / 2, 3, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_crash (PlKindsDrawing *self, cairo_t *cr, const PlBox *cell, guint gone)
{
  double y = round (cell->y + BAR_BELOW - 1);

  for (guint i = 0; i < PL_KINDS_CRASH_WORKERS; i++)
    {
      double x = round (cell->x + PADDING) + i * (SQUARE + 7);
      gboolean dead = i < gone;
      const PlStateLook *look = &self->theme->states[dead ? PL_STATE_DEAD : PL_STATE_WORKING];

      if (dead)
        pl_look_cross (cr, look, self->theme, x + SQUARE / 2, y + SQUARE / 2, SQUARE / 2);
      else
        pl_look_fill (cr, look, x, y, SQUARE, SQUARE);
    }
}

/* A bar for the few bytes, one for the MiB: of what is sent, each by its own largest. */
static void
draw_messages (PlKindsDrawing *self, cairo_t *cr, PlKind kind, const PlBox *cell)
{
  static const struct { PlKindMeasure measure; guint look; } bars[] = {
    { PL_KIND_MESSAGE, PL_STATE_SENDING }, { PL_KIND_MEBIBYTE, PL_STATE_RECEIVING },
  };
  double value;

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    if (pl_kinds_get (self->kinds, bars[i].measure, kind, &value))
      draw_bar (self, cr, cell, value / MAX (largest (self, bars[i].measure), 1), bars[i].look, i * (BAR / 2 + 2), BAR / 2);
}

static void
draw_picture (PlKindsDrawing *self, cairo_t *cr, PlKindsRow row, PlKind kind, const PlBox *cell)
{
  PlKindMeasure measure = pl_kinds_row_measure (row);
  double value, most = largest (self, measure);
  guint look = row == PL_KINDS_ROW_CPU || row == PL_KINDS_ROW_WAITING ? PL_STATE_WORKING : PL_STATE_STARTING;

  if (!pl_kinds_get (self->kinds, measure, kind, &value))
    return;
  /* A speed-up is as good as it gets where it is as many as there are workers. */
  if (row == PL_KINDS_ROW_CPU)
    most = MAX (most, pl_kinds_get_cpu_workers (self->kinds));
  if (row == PL_KINDS_ROW_WAITING)
    most = MAX (most, PL_KINDS_WAITING_WORKERS);
  if (row == PL_KINDS_ROW_MEMORY)
    draw_memory (self, cr, cell, value > 0);
  else if (row == PL_KINDS_ROW_CRASH)
    draw_crash (self, cr, cell, (guint) value);
  else if (row == PL_KINDS_ROW_MESSAGE)
    draw_messages (self, cr, kind, cell);
  else
    draw_bar (self, cr, cell, most > 0 ? value / most : 0, look, 0, BAR);
}

/* --- the table --- */

/* The few bytes and the MiB, one below the other where they have no room beside each other. */
static void
draw_figures (PlKindsDrawing *self, cairo_t *cr, const PlBox *cell, const char *value, const char *more)
{
  PlFont font = { 14, PL_INK_BOLD, 0 }, small = { 12, PL_INK_BOLD, floor (cell->width - 2 * PADDING) };
  g_autofree char *both = more != NULL ? g_strdup_printf ("%s, %s", value, more) : g_strdup (value);
  double x = cell->x + PADDING;

  if (more == NULL || pl_words_width (self->ink, &font, both) <= small.max_width)
    {
      font.max_width = small.max_width;
      pl_ink_draw (self->ink, cr, both, &font, x, cell->y + 16, PL_INK_START, &self->theme->text);
      return;
    }
  pl_ink_draw (self->ink, cr, value, &small, x, cell->y + 8, PL_INK_START, &self->theme->text);
  pl_ink_draw (self->ink, cr, more, &small, x, cell->y + 22, PL_INK_START, &self->theme->text);
}

static void
draw_cell (PlKindsDrawing *self, cairo_t *cr, PlKindsRow row, PlKind kind)
{
  PlBox cell = cell_box (self, row, kind);
  g_autofree char *value = pl_kinds_value_text (self->kinds, pl_kinds_row_measure (row), kind);
  g_autofree char *more = row == PL_KINDS_ROW_MESSAGE ? pl_kinds_value_text (self->kinds, PL_KIND_MEBIBYTE, kind) : NULL;

  if (value == NULL)
    {
      pl_ink_draw (self->ink, cr, "–", &(PlFont) { 14, PL_INK_BOLD, 0 }, cell.x + PADDING, cell.y + 16, PL_INK_START,
                   &self->theme->dim_text);
      return;
    }
  draw_figures (self, cr, &cell, value, more);
  draw_picture (self, cr, row, kind, &cell);
}

static void
draw_rows (PlKindsDrawing *self, cairo_t *cr)
{
  for (guint row = 0; row < PL_N_KINDS_ROWS; row++)
    {
      PlBox box = row_box (self, row);
      PlFont font = { 13.5, PL_INK_WRAP, floor (self->names_width - PADDING) };
      double height = pl_paragraph_height (self->ink, pl_kinds_row_name (row), body_font, font.max_width);

      pl_set_color (cr, row % 2 == 0 ? &self->theme->panel : &self->theme->background);
      cairo_rectangle (cr, box.x, box.y, box.width, box.height);
      cairo_fill (cr);
      pl_ink_draw (self->ink, cr, pl_kinds_row_name (row), &font, box.x + PADDING, box.y + MAX ((box.height - height) / 2, 2),
                   PL_INK_START, &self->theme->text);
      for (guint kind = 0; kind < self->n_columns; kind++)
        draw_cell (self, cr, row, kind);
    }
}

static void
draw_heads (PlKindsDrawing *self, cairo_t *cr)
{
  for (guint kind = 0; kind < self->n_columns; kind++)
    {
      PlBox cell = cell_box (self, 0, kind);
      double above = self->table.y + self->head_height - 6;
      PlFont font = { 13.5, PL_INK_WRAP | PL_INK_BOLD, floor (cell.width - 2 * PADDING) };
      double height;

      pl_ink_measure (self->ink, pl_kind_name (kind), &font, NULL, &height);
      pl_ink_draw (self->ink, cr, pl_kind_name (kind), &font, cell.x + PADDING, above - ceil (height), PL_INK_START,
                   &self->theme->text);
    }
}

static void
draw_words (PlKindsDrawing *self, cairo_t *cr)
{
  g_autofree char *title = pl_kinds_title (self->kinds), *subtitle = pl_kinds_subtitle (self->kinds);
  g_autofree char *footer = pl_kinds_footer (self->kinds);
  const PlTheme *theme = self->theme;

  if (self->title.height > 0)
    {
      pl_ink_draw (self->ink, cr, title, &(PlFont) { 19, PL_INK_BOLD, self->title.width }, self->title.x, self->title.y + 13,
                   PL_INK_START, &theme->text);
      pl_paragraph_draw (self->ink, cr, subtitle, subtitle_font, &theme->dim_text, self->title.x, self->title.y + 32,
                         self->title.width);
    }
  if (self->card.height > 0)
    {
      pl_card_draw (cr, theme, &self->card, &theme->accent, 4);
      pl_paragraph_draw (self->ink, cr, self->sentence, body_font, &theme->text, self->card.x + 16,
                         self->card.y + CARD_PADDING, self->card.width - 28);
    }
  if (self->footer.height > 0)
    pl_paragraph_draw (self->ink, cr, footer, small_font, &theme->dim_text, self->footer.x, self->footer.y,
                       self->footer.width);
}

static void
draw (PlDrawing *drawing, cairo_t *cr)
{
  PlKindsDrawing *self = (PlKindsDrawing *) drawing;

  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  draw_words (self, cr);
  draw_heads (self, cr);
  draw_rows (self, cr);
  if (self->has_selection && self->selected.index < PL_N_KINDS_ROWS)
    {
      PlBox box = row_box (self, (guint) self->selected.index);

      pl_outline_draw (cr, self->theme, &box, 2);
    }
}

static void
free_drawing (PlDrawing *drawing)
{
  PlKindsDrawing *self = (PlKindsDrawing *) drawing;

  g_object_unref (self->kinds);
  g_free (self->sentence);
  g_free (self);
}

static gboolean
locate (PlDrawing *drawing, const PlItem *item, PlBox *box)
{
  if (item->index >= PL_N_KINDS_ROWS)
    return FALSE;
  *box = row_box ((PlKindsDrawing *) drawing, (guint) item->index);
  return TRUE;
}

static gboolean
pick (PlDrawing *drawing, double x, double y, PlItem *item, PlBox *box)
{
  for (guint row = 0; row < PL_N_KINDS_ROWS; row++)
    {
      *box = row_box ((PlKindsDrawing *) drawing, row);
      *item = (PlItem) { 0, row, row, row };
      if (x >= box->x && x < box->x + box->width && y >= box->y && y < box->y + box->height)
        return TRUE;
    }
  return FALSE;
}

static char *
tooltip (PlDrawing *drawing, double x, double y)
{
  g_autofree char *text = NULL;
  PlItem item;
  PlBox box;

  if (!pick (drawing, x, y, &item, &box))
    return NULL;
  text = pl_kinds_row_sentence (((PlKindsDrawing *) drawing)->kinds, (PlKindsRow) item.index);
  return g_markup_escape_text (text, -1);
}

static const PlDrawingClass klass = {
  .draw = draw, .free = free_drawing, .pick = pick, .locate = locate, .tooltip = tooltip,
};

/* --- laying it out --- */

/* Everything but the rows, from the top down; returns what it takes. */
static double
place_words (PlKindsDrawing *self, double width)
{
  g_autofree char *subtitle = pl_kinds_subtitle (self->kinds), *footer = pl_kinds_footer (self->kinds);
  double inner = width - 2 * MARGIN, taken = 12;

  if (self->parts & PL_PART_TITLE)
    {
      self->title = (PlBox) { MARGIN, 16, inner, TITLE_HEIGHT };
      self->title.height += pl_paragraph_height (self->ink, subtitle, subtitle_font, inner);
      taken = self->title.y + self->title.height + 8;
    }
  self->table = (PlBox) { MARGIN, taken, inner, 0 };
  taken += self->head_height;
  if (self->sentence)
    {
      self->card = (PlBox) { MARGIN, 0, inner, 2 * CARD_PADDING };
      self->card.height += pl_paragraph_height (self->ink, self->sentence, body_font, inner - 28);
      taken += self->card.height + 12;
    }
  if (self->parts & PL_PART_FOOTER)
    {
      self->footer = (PlBox) { MARGIN, 0, inner, pl_paragraph_height (self->ink, footer, small_font, inner) };
      taken += self->footer.height + 14;
    }
  return taken + 12;
}

static void
place_rows (PlKindsDrawing *self, double height, double words)
{
  double bottom;

  self->row_height = height > 0 ? CLAMP (floor ((height - words) / PL_N_KINDS_ROWS), LEAST_ROW, ROW * 1.4) : ROW;
  self->table.height = self->head_height + PL_N_KINDS_ROWS * self->row_height;
  bottom = self->table.y + self->table.height + 12;
  self->card.y = bottom;
  self->footer.y = bottom + (self->card.height > 0 ? self->card.height + 12 : 0);
  self->height = self->drawing.height = height > 0 ? height : words + PL_N_KINDS_ROWS * self->row_height;
}

PlKindsDrawing *
pl_kinds_lay_out (PlKinds *kinds, const PlViewport *viewport, const PlPaper *paper)
{
  PlKindsDrawing *self = g_new0 (PlKindsDrawing, 1);
  double inner = paper->width - 2 * MARGIN;

  self->kinds = g_object_ref (kinds);
  self->theme = pl_theme_get (paper->theme);
  self->ink = pl_ink_for (G_OBJECT (kinds));
  self->parts = paper->parts;
  self->has_selection = viewport->has_selection;
  self->selected = viewport->selected;
  if (self->has_selection && self->selected.index < PL_N_KINDS_ROWS)
    self->sentence = pl_kinds_row_sentence (kinds, (PlKindsRow) self->selected.index);
  self->drawing = (PlDrawing) { .klass = &klass, .width = paper->width, .scale = 1 };
  self->width = paper->width;
  self->head_height = HEAD;
  self->n_columns = pl_kinds_has (kinds, PL_KIND_PYTHON_PROCESS) ? PL_N_KINDS : PL_KIND_GIL + 1;
  self->names_width = floor (inner * NAMES);
  self->column_width = floor ((inner - self->names_width) / self->n_columns);
  place_rows (self, paper->height, place_words (self, paper->width));
  return self;
}
