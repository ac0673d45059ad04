/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"
#include "paint/pl-digits.h"
#include "paint/pl-look.h"
#include "paint/pool/pl-cpus-private.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-account-text.h"

/* From here on a mark shows its pattern. */
#define LEAST_PATTERN 6.0
#define TICK_ROOM 110.0

static void
draw_words (PlCpusDrawing *self, cairo_t *cr)
{
  g_autofree char *title = pl_picture_title (self->picture), *subtitle = pl_picture_subtitle (self->picture);
  g_autofree char *footer = pl_picture_caption (self->picture), *heading = NULL, *sentence = NULL;
  PlFont font = PL_FONT_TITLE;

  font.max_width = self->title.width;
  if (self->title.height > 0)
    {
      pl_ink_draw (self->ink, cr, title, &font, self->title.x, self->title.y + 15, PL_INK_START, &self->theme->text);
      pl_paragraph_draw (self->ink, cr, subtitle, PL_FONT_SUBTITLE, &self->theme->dim_text, self->title.x,
                         self->title.y + 32, self->title.width);
    }
  if (self->legend.height > 0)
    pl_cpus_legend_flow (self, cr, &self->legend);
  if (self->details.height > 0
      && pl_picture_item_text (self->picture, &self->view, &self->view.selected, &heading, &sentence))
    pl_paragraph_draw (self->ink, cr, sentence, PL_FONT_DETAILS, &self->theme->text, self->details.x, self->details.y,
                       self->details.width);
  if (self->footer.height > 0)
    pl_paragraph_draw (self->ink, cr, footer, PL_FONT_SMALL, &self->theme->dim_text, self->footer.x, self->footer.y,
                       self->footer.width);
}

static void
draw_axis (PlCpusDrawing *self, cairo_t *cr)
{
  gint64 range_ns = self->view.to_ns - self->view.from_ns;
  gint64 step_ns = pl_axis_step (range_ns, MAX ((gint64) (self->plot.width / TICK_ROOM), 2));
  gint64 zero_ns = self->view.zero_ns;
  double line = floor (self->ruler.y + self->ruler.height) - 0.5, right = self->width - 2;

  cairo_set_line_width (cr, 1);
  for (gint64 t_ns = zero_ns + pl_axis_first (self->view.from_ns - zero_ns, step_ns); t_ns <= self->view.to_ns;
       t_ns += step_ns)
    {
      g_autofree char *text = pl_text_axis_time (t_ns - zero_ns, step_ns, self->view.to_ns - zero_ns);
      double x = floor (pl_cpus_x (self, t_ns)) + 0.5, width;

      pl_set_color_alpha (cr, &self->theme->line, 0.65);
      cairo_move_to (cr, x, line);
      cairo_line_to (cr, x, self->plot.y + self->plot.height);
      cairo_stroke (cr);
      pl_ink_measure (self->ink, text, &PL_FONT_RULER, &width, NULL);
      pl_ink_draw (self->ink, cr, text, &PL_FONT_RULER, MIN (x, right - width / 2), line - 13, PL_INK_CENTER,
                   &self->theme->dim_text);
    }
  pl_set_color (cr, &self->theme->line);
  cairo_move_to (cr, self->plot.x, line);
  cairo_line_to (cr, self->plot.x + self->plot.width, line);
  cairo_stroke (cr);
}

/* Lower marks have no room for a number. */
#define LEAST_NUMBERED 9.0

static void
draw_names (PlCpusDrawing *self, cairo_t *cr)
{
  PlFont font = { self->pitch >= 24 ? 14 : 11, PL_INK_BOLD, MAX (self->plot.x - self->margin - 8, 20) };

  /* Where rows fold, names this many rows apart have room. */
  guint step = (guint) ceil (MAX (14 / self->pitch, 1));

  for (guint row = 0; row < self->n_rows; row += step)
    {
      g_autofree char *name = pl_cpus_row_name (self->numbers[row]);
      double y = pl_cpus_row_y (self, row), line = floor (y + self->pitch) - 0.5;

      pl_ink_draw (self->ink, cr, name, &font, self->margin, round (y + self->pitch / 2), PL_INK_START, &self->theme->text);
      pl_set_color (cr, &self->theme->line);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, self->margin, line);
      cairo_line_to (cr, self->plot.x + self->plot.width, line);
      cairo_stroke (cr);
    }
}

/* The number on a plate of the ground, so that no pattern strikes it out. */
static void
number_mark (PlCpusDrawing *self, cairo_t *cr, PlDigits *digits, const PlCpusMark *mark, const PlBox *box)
{
  g_autofree char *name = mark->lane > 0 ? pl_trace_lane_name (self->trace, mark->lane) : g_strdup ("P");
  const char *text = name + strlen (name);
  double width, height = pl_digits_height (digits) + 6, x = box->x + box->width / 2, y = box->y + box->height / 2;

  /* The number it has in its name: a race has several parts, and a worker 1 in each. */
  while (text > name && (mark->lane == 0 || g_ascii_isdigit (text[-1])))
    text--;
  width = pl_digits_text_width (digits, text) + 6;
  if (mark->mixed || width + 2 > box->width || height > box->height)
    return;
  cairo_rectangle (cr, round (x - width / 2), round (y - height / 2), width, height);
  pl_set_color_alpha (cr, &self->theme->background, 0.85);
  cairo_fill (cr);
  pl_digits_add_text (digits, text, x, y, &self->theme->text);
}

static void
draw_mark (PlCpusDrawing *self, cairo_t *cr, const PlCpusMark *mark, const PlBox *box)
{
  PlStateLook look = pl_cpus_worker_look (self->theme, mark->lane);
  double height = MAX (round (mark->share * box->height), 2);

  if (mark->mixed)
    look = (PlStateLook) { .color = self->theme->dim_text, .pattern = PL_PATTERN_SOLID };
  if (box->width < LEAST_PATTERN)
    look.pattern = PL_PATTERN_SOLID;
  pl_look_fill (cr, &look, box->x, box->y + box->height - height, box->width, height);
  if (box->width >= LEAST_PATTERN)
    {
      /* Neighbours in one colour are two turns. */
      pl_set_color (cr, &self->theme->background);
      cairo_rectangle (cr, box->x + box->width - 1, box->y, 1, box->height);
      cairo_fill (cr);
    }
}

static void
draw_marks (PlCpusDrawing *self, cairo_t *cr)
{
  g_autoptr (PlDigits) digits = pl_digits_new (self->ink, self->mark_height >= 24 ? 13 : 11);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const PlCpusMark *mark = &g_array_index (self->marks, PlCpusMark, i);
      PlBox box = pl_cpus_mark_box (self, mark);

      if (box.y > self->plot.y + self->plot.height || box.y + box.height < self->plot.y)
        continue;
      draw_mark (self, cr, mark, &box);
      if (box.height >= LEAST_NUMBERED)
        number_mark (self, cr, digits, mark, &box);
    }
  pl_digits_flush (digits, cr);
}

static void
draw_lines (PlCpusDrawing *self, cairo_t *cr)
{
  double gap = floor ((self->pitch - self->mark_height) / 2);

  cairo_set_line_width (cr, 1.2);
  pl_set_color (cr, &self->theme->text);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const PlCpusLine *line = &g_array_index (self->lines, PlCpusLine, i);
      gboolean down = line->to_row > line->from_row;
      double y0 = pl_cpus_row_y (self, line->from_row) + (down ? gap + self->mark_height : gap);
      double y1 = pl_cpus_row_y (self, line->to_row) + (down ? gap : gap + self->mark_height);

      cairo_move_to (cr, line->x0, y0);
      cairo_line_to (cr, line->x1, y1);
      cairo_stroke (cr);
      cairo_arc (cr, line->x1, y1, 2.2, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
outline (PlCpusDrawing *self, cairo_t *cr, const PlItem *item, double thick)
{
  const PlCpusMark *mark = pl_cpus_find_mark (self, item);
  PlBox box;

  if (!mark)
    return;
  box = pl_cpus_mark_box (self, mark);
  pl_outline_draw (cr, self->theme, &box, thick);
}

static void
draw_overlay (PlCpusDrawing *self, cairo_t *cr)
{
  const PlViewport *view = &self->view;

  if (view->has_range)
    pl_range_draw (cr, self->theme, &self->plot, pl_cpus_x (self, view->range_from_ns),
                   pl_cpus_x (self, view->range_to_ns));
  if (view->has_hover)
    outline (self, cr, &view->hover, 1);
  if (view->has_selection)
    outline (self, cr, &view->selected, 2);
}

/* From where on nobody told any more, or yet: that nothing stands there does not say that nobody had the CPU. */
static void
draw_untold (PlCpusDrawing *self, cairo_t *cr, guint row)
{
  gint64 end_ns = MIN (pl_trace_get_end_ns (self->trace), self->view.to_ns);
  double x0 = MAX (round (pl_cpus_x (self, self->told_ns[row])), self->plot.x), x1 = round (pl_cpus_x (self, end_ns));
  const char *text = pl_trace_get_live (self->trace) ? _("not told yet") : _("not told from here on");
  PlBox box = { x0, floor (pl_cpus_row_y (self, row)), x1 - x0, ceil (self->pitch) };
  double width;

  if (x1 - x0 < 1)
    return;
  pl_look_fill (cr, &self->theme->states[PL_LOOK_CPU_UNKNOWN], box.x, box.y, box.width, box.height);
  pl_ink_measure (self->ink, text, &PL_FONT_SMALL, &width, NULL);
  if (width + 16 > box.width || box.height < 20)
    return;
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, round (box.x + (box.width - width) / 2 - 6), round (box.y + box.height / 2 - 10), round (width + 12), 20);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, text, &PL_FONT_SMALL, box.x + box.width / 2, box.y + box.height / 2, PL_INK_CENTER,
               &self->theme->text);
}

/* Where nobody told who had which CPU there is a sentence instead of lanes. */
static void
draw_nothing (PlCpusDrawing *self, cairo_t *cr)
{
  g_autofree char *why = pl_account_source_sentence (self->trace);

  pl_paragraph_draw (self->ink, cr, why, PL_FONT_DETAILS, &self->theme->text, self->margin, self->plot.y + 10,
                     self->width - 2 * self->margin);
}

void
pl_cpus_draw (PlDrawing *drawing, cairo_t *cr)
{
  PlCpusDrawing *self = (PlCpusDrawing *) drawing;

  cairo_save (cr);
  pl_set_color (cr, &self->theme->background);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  draw_words (self, cr);
  draw_axis (self, cr);
  cairo_rectangle (cr, 0, self->plot.y, self->width, self->plot.height);
  cairo_clip (cr);
  if (self->n_rows == 0)
    draw_nothing (self, cr);
  draw_names (self, cr);
  cairo_rectangle (cr, self->plot.x - 4, self->plot.y, self->plot.width + 8, self->plot.height);
  cairo_clip (cr);
  for (guint row = 0; row < self->n_rows; row++)
    draw_untold (self, cr, row);
  draw_marks (self, cr);
  draw_lines (self, cr);
  draw_overlay (self, cr);
  cairo_restore (cr);
}
