/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-text.h"

/* What a notch of a wheel scrolls. */
#define SCROLL_STEP 60.0

static void
clear_tick (gpointer data)
{
  g_free (((PlTick *) data)->text);
}

static void
fill_drawing (PlTimeline *self)
{
  const PlTimelineLayout *layout = &self->layout;

  self->drawing = (PlDrawing) {
    .klass = &pl_timeline_drawing_class, .width = layout->width, .height = layout->height, .plot = layout->plot,
    .from_ns = self->view.from_ns, .to_ns = self->view.to_ns, .scroll = layout->scroll,
    .content_height = layout->content_height, .scroll_step = SCROLL_STEP,
    .centre_ns = self->view.from_ns + (self->view.to_ns - self->view.from_ns) / 2, .scale = 1,
  };
}

PlTimeline *
pl_timeline_lay_out (PlTrace *trace, const PlViewport *viewport, const PlPaper *paper)
{
  return pl_timeline_lay_out_rows (trace, NULL, viewport, paper);
}

PlTimeline *
pl_timeline_lay_out_rows (PlTrace *trace, PlTimelineRows *rows, const PlViewport *viewport, const PlPaper *paper)
{
  PlTimeline *self = g_new0 (PlTimeline, 1);

  self->trace = g_object_ref (trace);
  self->rows = rows ? pl_timeline_rows_ref (rows) : NULL;
  self->ink = pl_ink_for (G_OBJECT (trace));
  self->view = *viewport;
  self->view.to_ns = MAX (viewport->to_ns, viewport->from_ns + 1);
  self->theme = pl_theme_get (paper->theme);
  self->theme_id = paper->theme;
  self->parts = paper->parts;
  self->deaths = g_array_new (FALSE, FALSE, sizeof (PlDeathMark));
  self->ticks = g_array_new (FALSE, FALSE, sizeof (PlTick));
  g_array_set_clear_func (self->ticks, clear_tick);
  pl_timeline_layout (trace, rows, self->ink, &self->view, paper->width, paper->height, paper->parts, &self->layout);
  fill_drawing (self);
  pl_timeline_build_ticks (self);
  pl_timeline_build_marks (self);
  return self;
}

void
pl_timeline_free (PlTimeline *self)
{
  if (!self)
    return;
  pl_timeline_free_marks (self);
  g_array_unref (self->deaths);
  g_array_unref (self->ticks);
  g_free (self->row_marks);
  g_clear_pointer (&self->rows, pl_timeline_rows_unref);
  g_object_unref (self->trace);
  g_free (self);
}

guint
pl_timeline_get_n_marks (PlTimeline *self)
{
  return self->marks->len;
}

static void
describe_mark (PlTimeline *self, guint lane, const PlMarkEntry *entry, PlMark *mark)
{
  PlBox box = pl_timeline_mark_box (self, lane, entry);
  PlSpan first, last;

  *mark = (PlMark) {
    .lane = lane, .first = entry->first, .last = entry->last,
    .x = box.x, .y = box.y, .width = box.width, .height = box.height,
    .state = entry->state, .n_spans = (guint64) entry->last - entry->first + 1,
  };
  if (pl_trace_get_span (self->trace, lane, entry->first, &first))
    mark->from_ns = first.start_ns;
  if (pl_trace_get_span (self->trace, lane, entry->last, &last))
    mark->to_ns = last.end_ns;
}

void
pl_timeline_get_mark (PlTimeline *self, guint i, PlMark *mark)
{
  guint low = 0, high = self->n_rows;

  g_return_if_fail (i < self->marks->len);

  /* The last row whose marks begin at or before i. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (self->row_marks[middle] <= i)
        low = middle;
      else
        high = middle;
    }
  describe_mark (self, pl_timeline_row_lane (self, self->first_row + low), &g_array_index (self->marks, PlMarkEntry, i), mark);
}

gboolean
pl_timeline_locate (PlTimeline *self, guint lane, guint64 index, PlMark *mark)
{
  const PlMarkEntry *entry = pl_timeline_find_mark (self, lane, index);

  if (!entry)
    return FALSE;
  describe_mark (self, lane, entry, mark);
  return TRUE;
}

gboolean
pl_timeline_pick_lane (PlTimeline *self, double y, guint *lane)
{
  const PlTimelineLayout *layout = &self->layout;
  guint row;

  if (y < layout->plot.y || y >= layout->plot.y + layout->plot.height)
    return FALSE;
  row = (guint) ((y - layout->plot.y + layout->scroll) / layout->pitch);
  if (row >= pl_timeline_n_rows (self->trace, self->rows))
    return FALSE;
  *lane = pl_timeline_row_lane (self, row);
  return TRUE;
}

/* Filtered out: the thread that is left of it is nothing to point at. */
static gboolean
is_filtered (PlTimeline *self, const PlMarkEntry *entry)
{
  if (pl_timeline_has_parts (entry))
    return !pl_timeline_shows_parts (self, entry);
  return entry->first == entry->last ? (self->view.hidden & (1u << entry->state)) != 0 : entry->n_parts == 0;
}

gboolean
pl_timeline_pick (PlTimeline *self, double x, double y, PlMark *mark)
{
  const PlTimelineLayout *layout = &self->layout;
  guint lane, low, high;
  double top;

  if (!pl_timeline_pick_lane (self, y, &lane))
    return FALSE;
  /* A low bar is hard to hit: the whole height that marks can have belongs to the one below the pointer. */
  top = pl_timeline_lane_y (self, lane) + layout->mark_top;
  if (y < top || y >= top + layout->mark_height)
    return FALSE;
  low = self->row_marks[pl_timeline_lane_row (self, lane) - self->first_row];
  high = self->row_marks[pl_timeline_lane_row (self, lane) - self->first_row + 1];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const PlMarkEntry *entry = &g_array_index (self->marks, PlMarkEntry, middle);

      if (x < (double) entry->x)
        high = middle;
      else if (x >= (double) entry->x + (double) entry->width)
        low = middle + 1;
      else
        {
          describe_mark (self, lane, entry, mark);
          return !is_filtered (self, entry);
        }
    }
  return FALSE;
}

static void
draw_title (PlTimeline *self, cairo_t *cr)
{
  const PlBox *box = &self->layout.title;
  g_autofree char *title = pl_trace_title (self->trace);
  g_autofree char *subtitle = pl_trace_subtitle (self->trace);
  PlFont font = PL_FONT_TITLE;

  font.max_width = box->width;
  pl_ink_draw (self->ink, cr, title, &font, box->x, box->y + 15, PL_INK_START, &self->theme->text);
  pl_paragraph_draw (self->ink, cr, subtitle, PL_FONT_SUBTITLE, &self->theme->dim_text, box->x, box->y + 32, box->width);
}

static void
draw_details (PlTimeline *self, cairo_t *cr)
{
  const PlBox *box = &self->layout.details;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  double y = box->y + 12;

  pl_timeline_details_text (self->trace, &self->view, &title, &text);
  if (!text)
    return;
  pl_card_draw (cr, self->theme, box, &self->theme->accent, 3);
  if (title)
    {
      pl_ink_draw (self->ink, cr, title, &(PlFont) { 14, PL_INK_BOLD, box->width - 38 }, box->x + 19, y + 9,
                   PL_INK_START, &self->theme->text);
      y += 24;
    }
  pl_paragraph_draw (self->ink, cr, text, PL_FONT_DETAILS, &self->theme->text, box->x + 19, y, box->width - 38);
}

static void
draw_footer (PlTimeline *self, cairo_t *cr)
{
  const PlBox *box = &self->layout.footer;
  g_autofree char *text = pl_trace_footer (self->trace);

  pl_paragraph_draw (self->ink, cr, text, PL_FONT_SMALL, &self->theme->dim_text, box->x, box->y, box->width);
}

static void
draw_plot (PlTimeline *self, cairo_t *cr)
{
  const PlTimelineLayout *layout = &self->layout;
  double bottom = layout->plot.y + layout->plot.height;

  pl_timeline_draw_ticks (self, cr, layout->ruler.y + layout->ruler.height, layout->plot.y);
  if (layout->counters.height > 0)
    pl_timeline_draw_ticks (self, cr, bottom, layout->counters.y + layout->counters.height);
  cairo_save (cr);
  cairo_rectangle (cr, 0, layout->plot.y, layout->width, layout->plot.height);
  cairo_clip (cr);
  pl_timeline_draw_names (self, cr);
  pl_timeline_draw_marks (self, cr);
  pl_timeline_draw_exceptions (self, cr);
  pl_timeline_draw_separators (self, cr);
  pl_timeline_draw_caller (self, cr);
  pl_timeline_draw_pauses (self, cr);
  pl_timeline_draw_last_slice (self, cr);
  pl_timeline_draw_range (self, cr);
  pl_timeline_draw_outlines (self, cr);
  pl_timeline_draw_deaths (self, cr);
  cairo_restore (cr);
}

/* Whether a whole number of units is a whole number of pixels. */
static gboolean
is_whole (cairo_t *cr)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  return matrix.xx == floor (matrix.xx);
}

/* On screen the lanes bring their own ground: only what is around them needs one, where it can end at a pixel. */
static void
draw_background (PlTimeline *self, cairo_t *cr)
{
  const PlTimelineLayout *layout = &self->layout;
  PlBox box = pl_timeline_marks_area (self);
  double right = box.x + box.width, bottom = box.y + box.height;

  pl_set_color (cr, &self->theme->background);
  if ((self->parts & PL_PART_VECTOR) || !is_whole (cr))
    {
      cairo_rectangle (cr, 0, 0, layout->width, layout->height);
    }
  else
    {
      cairo_rectangle (cr, 0, 0, layout->width, box.y);
      cairo_rectangle (cr, 0, box.y, box.x, box.height);
      cairo_rectangle (cr, right, box.y, MAX (layout->width - right, 0), box.height);
      cairo_rectangle (cr, 0, bottom, layout->width, MAX (layout->height - bottom, 0));
    }
  cairo_fill (cr);
}

void
pl_timeline_draw (PlTimeline *self, cairo_t *cr)
{
  const PlTimelineLayout *layout = &self->layout;

  cairo_save (cr);
  draw_background (self, cr);
  if (self->parts & PL_PART_TITLE)
    draw_title (self, cr);
  pl_timeline_draw_ruler (self, cr);
  draw_plot (self, cr);
  if (layout->counters.height > 0)
    pl_timeline_draw_counters (self, cr);
  if (layout->legend.height > 0)
    pl_timeline_legend_flow (cr, self->ink, self->trace, self->rows, &self->view, self->theme, &layout->legend);
  if (layout->details.height > 0)
    draw_details (self, cr);
  if (layout->footer.height > 0)
    draw_footer (self, cr);
  cairo_restore (cr);
}
