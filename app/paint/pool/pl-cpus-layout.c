/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-cpus-private.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

#define NATURAL_PITCH 64.0
#define MAX_PITCH 150.0
#define MIN_PITCH 16.0
/* Of rows that fold. */
#define MIN_FOLD_PITCH 2.0
#define RULER_HEIGHT 30.0
/* Where so few CPUs are, the sentence that says so has room. */
#define LEAST_LANES_HEIGHT 60.0

double
pl_cpus_x (PlCpusDrawing *self, gint64 t_ns)
{
  double range = (double) MAX (self->view.to_ns - self->view.from_ns, 1);

  return self->plot.x + (double) (t_ns - self->view.from_ns) / range * self->plot.width;
}

double
pl_cpus_row_y (PlCpusDrawing *self, guint row)
{
  return self->plot.y + row * self->pitch - self->scroll;
}

PlBox
pl_cpus_mark_box (PlCpusDrawing *self, const PlCpusMark *mark)
{
  double top = floor ((self->pitch - self->mark_height) / 2);

  return (PlBox) { mark->x, pl_cpus_row_y (self, mark->row) + top, mark->width, self->mark_height };
}

const PlCpusMark *
pl_cpus_find_mark (PlCpusDrawing *self, const PlItem *item)
{
  guint low = 0, high = self->marks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlCpusMark *mark = &g_array_index (self->marks, PlCpusMark, middle);

      if (mark->row < item->lane || (mark->row == item->lane && mark->last < item->index))
        low = middle + 1;
      else
        high = middle;
    }
  if (low < self->marks->len)
    {
      const PlCpusMark *mark = &g_array_index (self->marks, PlCpusMark, low);

      if (mark->row == item->lane && mark->first <= item->index && item->index <= mark->last)
        return mark;
    }
  return NULL;
}

/* Of a fold that begins with turn i: those that begin in the same bin, but none that is long enough to be seen. */
static guint
last_of_fold (PlByCpu *cpus, guint row, guint i, gint64 bin_ns)
{
  gint64 start_ns = pl_by_cpu_turn (cpus, row, i)->start_ns, limit_ns = start_ns / bin_ns * bin_ns + bin_ns;
  const PlCpuTurn *turn;
  guint last;

  if (limit_ns - start_ns < bin_ns / 2)
    limit_ns += bin_ns;
  last = MAX (pl_by_cpu_find_start (cpus, row, limit_ns), i + 1) - 1;
  turn = pl_by_cpu_turn (cpus, row, last);
  return last > i && turn->end_ns - turn->start_ns >= bin_ns ? last - 1 : last;
}

/* Of a replay: what is later has not happened yet. */
static gint64
seen_ns (const PlCpusDrawing *self)
{
  return self->view.until_ns > 0 ? MIN (self->view.until_ns, self->view.to_ns) : self->view.to_ns;
}

/* By width, not by number: what folds is skipped, not walked. */
static void
build_row (PlCpusDrawing *self, PlByCpu *cpus, guint row, gint64 bin_ns)
{
  guint n = pl_by_cpu_n_turns (cpus, row);
  double taken = self->plot.x, right = self->plot.x + self->plot.width;

  for (guint i = pl_by_cpu_find_end (cpus, row, self->view.from_ns); i < n; i++)
    {
      const PlCpuTurn *turn = pl_by_cpu_turn (cpus, row, i), *end;
      double width;
      PlCpusMark mark = { .row = row, .first = i, .last = i, .lane = turn->lane, .share = 1 };

      if (turn->start_ns >= seen_ns (self))
        break;
      if (turn->end_ns - turn->start_ns < bin_ns)
        mark.last = last_of_fold (cpus, row, i, bin_ns);
      end = pl_by_cpu_turn (cpus, row, mark.last);
      mark.mixed = turn->same_last < mark.last;
      if (end->end_ns > turn->start_ns)
        mark.share = (double) pl_by_cpu_sum_ns (cpus, row, i, mark.last) / (double) (end->end_ns - turn->start_ns);
      mark.x = MAX (CLAMP (pl_cpus_x (self, turn->start_ns), self->plot.x, right), taken);
      width = MIN (pl_cpus_x (self, MIN (end->end_ns, seen_ns (self))), right) - mark.x;
      mark.width = MAX (width, 1);
      /* What is drawn wider than it was is so much lower. */
      if (mark.first < mark.last || turn->end_ns - turn->start_ns < bin_ns)
        mark.share *= CLAMP (width, 0, mark.width) / mark.width;
      taken = mark.x + mark.width;
      g_array_append_val (self->marks, mark);
      i = mark.last;
    }
}

static void
build_lines (PlCpusDrawing *self, PlByCpu *cpus)
{
  guint first = pl_by_cpu_find_migration (cpus, self->view.from_ns);
  guint end = pl_by_cpu_find_migration (cpus, seen_ns (self));

  self->n_migrations = end - MIN (first, end);
  if (self->n_migrations > PL_CPUS_MOST_MIGRATIONS)
    return;
  for (guint i = first; i < end; i++)
    {
      const PlMigration *migration = pl_by_cpu_migration (cpus, i);
      /* Far outside cairo's numbers would overflow; nobody sees that far. */
      PlCpusLine line = { MAX (pl_cpus_x (self, migration->left_ns), -1e5),
                          pl_cpus_x (self, migration->arrived_ns), migration->from_row, migration->to_row };

      g_array_append_val (self->lines, line);
    }
}

static double
names_width (PlCpusDrawing *self)
{
  double widest = 60, width;

  for (guint row = 0; row < self->n_rows; row++)
    {
      g_autofree char *name = pl_cpus_row_name (self->numbers[row]);

      pl_ink_measure (self->ink, name, &(PlFont) { 14, PL_INK_BOLD, 0 }, &width, NULL);
      widest = MAX (widest, width);
    }
  return ceil (MIN (widest, MAX (self->width * 0.25, 60)));
}

static double
paragraph (PlCpusDrawing *self, char *text, PlFont font, double width)
{
  double height = pl_paragraph_height (self->ink, text, font, width);

  g_free (text);
  return height;
}

static double
place_top (PlCpusDrawing *self)
{
  double inner = self->width - 2 * self->margin, y = 0;

  if (self->parts & PL_PART_TITLE)
    {
      self->title = (PlBox) { self->margin, 18, inner,
                              40 + paragraph (self, pl_picture_subtitle (self->picture), PL_FONT_SUBTITLE, inner) };
      y = self->title.y + self->title.height;
    }
  self->ruler.y = y;
  self->ruler.height = RULER_HEIGHT;
  return y + RULER_HEIGHT + 4;
}

/* What comes below the lanes. The window's own legend is of states: where there is room this one stands in the picture. */
static double
measure_bottom (PlCpusDrawing *self)
{
  double inner = self->width - 2 * self->margin, sum = 0;
  g_autofree char *title = NULL, *sentence = NULL;

  self->legend = (PlBox) { self->margin, 0, inner, 0 };
  if (self->parts & (PL_PART_LEGEND | PL_PART_COUNTERS))
    sum += (self->legend.height = pl_cpus_legend_flow (self, NULL, &self->legend)) + 22;
  if (self->parts & PL_PART_DETAILS && self->view.has_selection
      && pl_picture_item_text (self->picture, &self->view, &self->view.selected, &title, &sentence))
    {
      self->details = (PlBox) { self->margin, 0, inner,
                                pl_paragraph_height (self->ink, sentence, PL_FONT_DETAILS, inner) };
      sum += self->details.height + 16;
    }
  if (self->parts & PL_PART_FOOTER)
    {
      self->footer = (PlBox) { self->margin, 0, inner,
                               paragraph (self, pl_picture_caption (self->picture), PL_FONT_SMALL, inner) };
      sum += self->footer.height + 20;
    }
  return sum + (self->parts & (PL_PART_TITLE | PL_PART_FOOTER) ? 18 : 8);
}

static double
choose_pitch (const PlCpusDrawing *self, double fits)
{
  if ((self->parts & PL_PART_FOLD) && fits < MIN_PITCH)
    return MAX (fits, MIN_FOLD_PITCH);
  return floor (CLAMP (fits, MIN_PITCH, MAX_PITCH));
}

static void
place (PlCpusDrawing *self, PlByCpu *cpus, double height)
{
  double top = place_top (self), names = names_width (self), room, bottom, y;

  self->plot.x = MAX (ceil (self->margin + names + (self->width < 700 ? 12 : 24)), self->view.left);
  self->plot.width = MAX (floor (self->width - self->margin - self->plot.x), 40);
  self->ruler.x = self->plot.x;
  self->ruler.width = self->plot.width;
  self->plot.y = top;
  build_lines (self, cpus);
  bottom = measure_bottom (self);
  self->natural_height = ceil (top + MAX (self->n_rows * floor (CLAMP (1000.0 / MAX (self->n_rows, 1), MIN_PITCH, NATURAL_PITCH)),
                                          LEAST_LANES_HEIGHT) + bottom);
  self->height = height > 0 ? height : self->natural_height;
  room = MAX (self->height - top - bottom, MIN_PITCH);
  self->pitch = choose_pitch (self, floor (room) / MAX (self->n_rows, 1));
  self->mark_height = round (self->pitch * 0.62);
  self->plot.height = self->n_rows > 0 ? MIN (self->pitch * self->n_rows, floor (room)) : floor (room);
  self->scroll = round (CLAMP (self->view.scroll, 0, MAX (self->pitch * self->n_rows - self->plot.height, 0)));
  y = self->plot.y + self->plot.height;
  self->legend.y = y + 22;
  self->details.y = self->legend.height > 0 ? self->legend.y + self->legend.height + 16 : y + 16;
  self->footer.y = self->height - 18 - self->footer.height;
}

static void
fill_drawing (PlCpusDrawing *self)
{
  PlDrawing *drawing = &self->drawing;

  drawing->width = self->width;
  drawing->height = self->height;
  drawing->plot = self->plot;
  drawing->scroll = self->scroll;
  drawing->content_height = self->pitch * self->n_rows;
  drawing->scroll_step = self->pitch;
  drawing->centre_ns = self->view.from_ns + (self->view.to_ns - self->view.from_ns) / 2;
}

PlCpusDrawing *
pl_cpus_lay_out (PlPicture *picture, PlTrace *trace, PlByCpu *cpus, const PlViewport *view, const PlPaper *paper)
{
  PlCpusDrawing *self = g_new0 (PlCpusDrawing, 1);
  gint64 bin_ns;

  self->drawing.klass = &pl_cpus_drawing_class;
  self->drawing.from_ns = view->from_ns;
  self->drawing.to_ns = view->to_ns;
  self->picture = g_object_ref (picture);
  self->trace = trace;
  self->ink = pl_ink_for (G_OBJECT (trace));
  self->view = *view;
  self->theme = pl_theme_get (paper->theme);
  self->parts = paper->parts;
  self->width = paper->width;
  self->margin = paper->parts & (PL_PART_TITLE | PL_PART_MARGINS) ? 29 : 12;
  self->n_rows = pl_by_cpu_n_rows (cpus);
  self->n_workers = pl_trace_get_n_lanes (trace) - 1;
  self->numbers = g_new (int, self->n_rows + 1);
  self->told_ns = g_new (gint64, self->n_rows + 1);
  for (guint row = 0; row < self->n_rows; row++)
    {
      self->numbers[row] = pl_by_cpu_number (cpus, row);
      self->told_ns[row] = pl_by_cpu_told_ns (cpus, trace, row);
    }
  self->marks = g_array_new (FALSE, FALSE, sizeof (PlCpusMark));
  self->lines = g_array_new (FALSE, FALSE, sizeof (PlCpusLine));
  place (self, cpus, paper->height);
  bin_ns = MAX ((gint64) (PL_CPUS_FOLD_PX * (double) (view->to_ns - view->from_ns) / self->plot.width), 1);
  fill_drawing (self);
  for (guint row = 0; row < self->n_rows; row++)
    build_row (self, cpus, row, bin_ns);
  return self;
}
