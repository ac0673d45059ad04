/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "paint/pool/pl-timeline-private.h"

/* Marks that are narrower have no room for a number. */
#define LEAST_NUMBERED 12.0f

static gboolean
is_hidden (PlTimeline *self, guint state)
{
  return (self->view.hidden & (1u << state)) != 0;
}

static void
draw_span (PlTimeline *self, PlFill *fill, guint lane, const PlMarkEntry *mark, gboolean touches)
{
  PlBox box = pl_timeline_mark_box (self, lane, mark);

  if (mark->state == PL_STATE_DEAD || mark->state == PL_STATE_NONE)
    return;
  /* A hairline keeps neighbours apart. */
  box.width -= touches ? 1 : 0;
  if (pl_timeline_has_parts (mark))
    {
      pl_timeline_draw_parts (self, fill, lane, mark, &box);
      return;
    }
  if (is_hidden (self, mark->state))
    {
      /* Filtered out: a thread that says there is something. */
      pl_fill_rect (fill, PL_STATE_FINISHED, PL_FILL_PLAIN, box.x, box.y + box.height - 1, box.width, 1);
      return;
    }
  pl_fill_rect (fill, mark->state, mark->width < 7 ? PL_FILL_PLAIN : PL_FILL_PATTERN, box.x, box.y, box.width, box.height);
}

static void
fill_lane (PlTimeline *self, PlFill *fill, PlDigits *digits, guint i)
{
  guint lane = pl_timeline_row_lane (self, self->first_row + i);
  double base = pl_timeline_lane_y (self, lane) + self->layout.mark_top + self->layout.mark_height;
  guint64 n;
  const PlRecord *records = pl_trace_get_records (self->trace, lane, &n);

  for (guint k = self->row_marks[i]; k < self->row_marks[i + 1]; k++)
    {
      const PlMarkEntry *mark = &g_array_index (self->marks, PlMarkEntry, k);
      gboolean touches = k + 1 < self->row_marks[i + 1] && mark->width >= 5 && !pl_state_is_idle (mark->state)
                         && mark[1].first == mark[1].last && !pl_state_is_idle (mark[1].state);

      if (mark->first != mark->last)
        pl_fill_stack (fill, (double) mark->x, (double) mark->width, base, mark->parts, mark->n_parts);
      else
        draw_span (self, fill, lane, mark, touches);
      if (digits && mark->width >= LEAST_NUMBERED)
        pl_timeline_add_number (self, fill, digits, lane, mark, &records[mark->first]);
    }
}

/* Deaths are few, and the last thing to be missed: crosses over everything else in the lanes. */
void
pl_timeline_draw_deaths (PlTimeline *self, cairo_t *cr)
{
  double radius = CLAMP (self->layout.mark_height * 0.24, 3, 8);

  if (is_hidden (self, PL_STATE_DEAD))
    return;
  for (guint i = 0; i < self->deaths->len; i++)
    {
      const PlDeathMark *death = &g_array_index (self->deaths, PlDeathMark, i);
      double y = pl_timeline_lane_y (self, death->lane) + self->layout.mark_top + self->layout.mark_height / 2;

      pl_look_cross (cr, &self->theme->states[PL_STATE_DEAD], self->theme,
                     MAX ((double) death->x, self->layout.plot.x + radius), y, radius);
    }
}

static void
draw_nothing (PlTimeline *self, cairo_t *cr)
{
  const PlBox *plot = &self->layout.plot;
  PlFont font = { 14, PL_INK_PLAIN, MAX (plot->width, 1) };
  double x = plot->x + plot->width / 2, y = plot->y + plot->height / 2, width;
  const char *text;

  if (pl_trace_get_n_records_total (self->trace) > 0)
    return;
  if (pl_log_plan (pl_trace_get_log (self->trace))->record)
    text = _("Nothing has happened yet.");
  else
    text = _("This run was not recorded.");
  pl_ink_measure (self->ink, text, &font, &width, NULL);
  cairo_rectangle (cr, x - width / 2 - 10, y - 12, width + 20, 24);
  pl_set_color (cr, &self->theme->background);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, text, &font, x, y, PL_INK_CENTER, &self->theme->dim_text);
}

/* The band of the row that comes i-th, the last one's down to the end of the plot. */
static void
lay_band (PlTimeline *self, PlFill *fill, guint i)
{
  double y = pl_timeline_row_y (self, self->first_row + i), height = self->layout.pitch;

  pl_fill_lay_rows (fill, y, i + 1 < self->n_rows ? height : self->layout.height);
}

/* What lies beneath the marks. FALSE: bands are to be laid one by one, before what goes over them. */
static gboolean
draw_ground (PlTimeline *self, PlFill *fill, cairo_t *cr)
{
  const PlBox *plot = &self->layout.plot;
  cairo_t *row = pl_fill_row (fill);

  pl_timeline_draw_ticks (self, row ? row : cr, plot->y, plot->y + plot->height);
  if (!pl_timeline_has_messages (self) && self->n_rows > 0)
    return FALSE;
  for (guint i = 0; i < MAX (self->n_rows, 1); i++)
    lay_band (self, fill, i);
  pl_timeline_draw_messages (self, pl_fill_ground (fill, cr));
  return TRUE;
}

void
pl_timeline_draw_marks (PlTimeline *self, cairo_t *cr)
{
  double size = MIN (13.5, self->layout.mark_height * 0.78), least = self->parts & PL_PART_LEGIBLE ? PL_LEAST_TYPE : 8.5;
  g_autoptr (PlDigits) digits = size >= least ? pl_digits_new (self->ink, size) : NULL;
  PlBox box = pl_timeline_marks_area (self);
  g_autoptr (PlFill) fill = NULL;
  gboolean laid;

  fill = pl_fill_new (cr, self->theme, box.x, box.y, box.width, box.height, (self->parts & PL_PART_VECTOR) != 0);
  laid = draw_ground (self, fill, cr);
  for (guint i = 0; i < self->n_rows; i++)
    {
      if (!laid)
        lay_band (self, fill, i);
      fill_lane (self, fill, digits, i);
    }
  if (digits)
    pl_fill_digits (fill, digits);
  pl_fill_flush (fill, cr);
  if (digits)
    pl_digits_flush (digits, cr);
  draw_nothing (self, cr);
}
