/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-text.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"

#define MAX_ALL_MESSAGES 200u
/* Lanes closer together have no room for them. */
#define LEAST_PITCH 20
/* A parent's burst may have sent very many: of the selected one so many are drawn. */
#define MAX_OWN_MESSAGES 64u
#define MAX_PAUSES 64u

void
pl_timeline_shade_still (PlTimeline *self, cairo_t *cr, gint64 from_ns, gint64 to_ns, double y, double height)
{
  const PlBox *plot = &self->layout.plot;
  double x0 = MAX (floor (pl_timeline_x (self, from_ns)), plot->x);
  double x1 = MIN (MAX (ceil (pl_timeline_x (self, to_ns)), x0 + 2), plot->x + plot->width);
  g_autofree char *length = pl_text_duration (to_ns - from_ns);
  g_autofree char *text = g_strdup_printf (_("paused %s"), length);
  double width;

  cairo_rectangle (cr, x0, y, x1 - x0, height);
  pl_set_color_alpha (cr, &self->theme->background, 0.72);
  cairo_fill_preserve (cr);
  pl_set_color_alpha (cr, &self->theme->states[PL_STATE_PAUSED].color, 0.22);
  cairo_fill (cr);
  pl_set_color_alpha (cr, &self->theme->states[PL_STATE_PAUSED].color, 0.9);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x0 + 0.5, y);
  cairo_line_to (cr, x0 + 0.5, y + height);
  cairo_move_to (cr, x1 - 0.5, y);
  cairo_line_to (cr, x1 - 0.5, y + height);
  cairo_stroke (cr);
  pl_ink_measure (self->ink, text, &PL_FONT_SMALL, &width, NULL);
  if (width + 12 <= x1 - x0 && height >= 18)
    pl_ink_draw (self->ink, cr, text, &PL_FONT_SMALL, (x0 + x1) / 2, y + 9, PL_INK_CENTER, &self->theme->text);
}

void
pl_timeline_draw_pauses (PlTimeline *self, cairo_t *cr)
{
  PlSpan pauses[MAX_PAUSES];
  guint n;

  if (self->view.hidden & (1u << PL_STATE_PAUSED))
    return;
  n = pl_trace_pauses (self->trace, self->view.from_ns, self->view.to_ns, pauses, MAX_PAUSES);
  for (guint i = 0; i < n; i++)
    pl_timeline_shade_still (self, cr, pauses[i].start_ns, pauses[i].end_ns, self->layout.plot.y, self->layout.plot.height);
}

/* Where the kernel was not asked any more when each worker had its CPU: blocks that end later show how long. */
void
pl_timeline_draw_last_slice (PlTimeline *self, cairo_t *cr)
{
  static const double dash[] = { 4, 3 };
  const PlBox *plot = &self->layout.plot;
  gint64 end_ns = pl_trace_slices_end_ns (self->trace);
  const char *text = _("CPU from here on: shares");
  double x = floor (pl_timeline_x (self, end_ns)) + 0.5, y = plot->y + plot->height - 9, width;

  if (pl_trace_account_source (self->trace) != PL_ACCOUNT_SOURCE_PERF || end_ns >= pl_trace_get_end_ns (self->trace)
      || end_ns < self->view.from_ns || end_ns >= self->view.to_ns)
    return;
  pl_set_color (cr, &self->theme->text);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dash, 2, 0);
  cairo_move_to (cr, x, plot->y);
  cairo_line_to (cr, x, plot->y + plot->height);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  pl_ink_measure (self->ink, text, &PL_FONT_SMALL, &width, NULL);
  x = MIN (x + 5, plot->x + plot->width - width);
  cairo_rectangle (cr, floor (x - 3), y - 8, ceil (width + 6), 16);
  pl_set_color_alpha (cr, &self->theme->background, 0.85);
  cairo_fill (cr);
  pl_ink_draw (self->ink, cr, text, &PL_FONT_SMALL, x, y, PL_INK_START, &self->theme->text);
}

void
pl_timeline_draw_range (PlTimeline *self, cairo_t *cr)
{
  const PlBox *plot = &self->layout.plot;

  if (self->view.has_range)
    pl_range_draw (cr, self->theme, plot, pl_timeline_x (self, self->view.range_from_ns),
                   pl_timeline_x (self, self->view.range_to_ns));
}

static void
outline (PlTimeline *self, cairo_t *cr, guint lane, guint64 index, double thick)
{
  const PlMarkEntry *mark = pl_timeline_find_mark (self, lane, index);
  PlBox box;

  if (!mark)
    return;
  box = pl_timeline_mark_box (self, lane, mark);
  pl_outline_draw (cr, self->theme, &box, thick);
}

void
pl_timeline_draw_outlines (PlTimeline *self, cairo_t *cr)
{
  const PlViewport *view = &self->view;

  if (view->has_hover && !(view->has_selection && view->hover.lane == view->selected.lane
                           && view->hover.index == view->selected.index))
    outline (self, cr, view->hover.lane, view->hover.index, 1);
  if (view->has_selection)
    outline (self, cr, view->selected.lane, view->selected.index, 2);
}

/* From the edge of one lane's marks to the facing edge of the other's. */
static void
message_ends (PlTimeline *self, const PlMessage *message, double *y0, double *y1)
{
  const PlTimelineLayout *layout = &self->layout;
  double from = pl_timeline_lane_y (self, message->from_lane) + layout->mark_top;
  double to = pl_timeline_lane_y (self, message->to_lane) + layout->mark_top;

  if (message->to_lane > message->from_lane)
    {
      *y0 = from + layout->mark_height;
      *y1 = to;
    }
  else
    {
      *y0 = from;
      *y1 = to + layout->mark_height + 1;
    }
}

static void
draw_head (cairo_t *cr, double x, double y, double direction, double size)
{
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - size * 0.62, y - direction * size);
  cairo_line_to (cr, x + size * 0.62, y - direction * size);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* In the colour that is set. */
static void
draw_arrow (PlTimeline *self, cairo_t *cr, const PlMessage *message, gboolean strong)
{
  double x0 = pl_timeline_x (self, message->sent_ns), x1 = pl_timeline_x (self, message->received_ns);
  double size = strong ? 7 : 5, direction, y0, y1, stop, bend;
  const double far = 1e5;

  /* Far outside cairo's numbers would overflow; nobody sees that far. */
  x0 = CLAMP (x0, -far, far);
  x1 = CLAMP (x1, -far, far);
  message_ends (self, message, &y0, &y1);
  direction = y1 > y0 ? 1 : -1;
  stop = y1 - direction * size * 0.8;
  bend = (stop - y0) * 0.5;
  cairo_set_line_width (cr, strong ? 1.7 : 1);
  cairo_move_to (cr, x0, y0);
  cairo_curve_to (cr, x0, y0 + bend, x1, stop - bend, x1, stop);
  cairo_stroke (cr);
  draw_head (cr, x1, y1, direction, size);
}

static void
draw_message (PlTimeline *self, cairo_t *cr, const PlMessage *message, gboolean strong)
{
  if (strong)
    pl_set_color (cr, &self->theme->focus);
  else
    pl_set_color_alpha (cr, &self->theme->text, PL_MESSAGE_ALPHA);
  draw_arrow (self, cr, message, strong);
}

/* A thread that is folded below its process is made within one row. */
static gboolean
crosses_rows (PlTimeline *self, const PlMessage *arrow)
{
  const guint *row_of = self->rows->row_of;

  return MAX (arrow->from_lane, arrow->to_lane) < self->rows->n_lanes && row_of[arrow->from_lane] != row_of[arrow->to_lane]
         && row_of[arrow->from_lane] != PL_NO_ROW && row_of[arrow->to_lane] != PL_NO_ROW;
}

static void
draw_life (PlTimeline *self, cairo_t *cr, const PlMessage *life)
{
  if (!crosses_rows (self, life))
    return;
  pl_set_color (cr, &self->theme->states[PL_STATE_STARTING].color);
  draw_arrow (self, cr, life, FALSE);
}

/* Where there are too many: those of the lane that is selected. */
static void
draw_lives (PlTimeline *self, cairo_t *cr, guint most)
{
  PlMessage lives[MAX_ALL_MESSAGES];
  guint n;

  if (!self->rows || !self->rows->lives || !self->view.show_messages || self->layout.pitch < LEAST_PITCH)
    return;
  n = self->rows->lives (self->trace, G_MAXUINT, self->view.from_ns, self->view.to_ns, lives, most);
  if (n > most && self->view.has_selection)
    n = self->rows->lives (self->trace, self->view.selected.lane, self->view.from_ns, self->view.to_ns, lives, most);
  for (guint i = 0; n <= most && i < n; i++)
    draw_life (self, cr, &lives[i]);
}

static void
draw_own_messages (PlTimeline *self, cairo_t *cr, const PlItem *item, gboolean strong)
{
  PlMessage messages[MAX_OWN_MESSAGES];
  guint n = pl_trace_span_messages (self->trace, item->lane, item->index, messages, MAX_OWN_MESSAGES);
  PlMessage wake;

  for (guint i = 0; i < n; i++)
    draw_message (self, cr, &messages[i], strong);
  if (self->rows && self->rows->wake && self->rows->wake (self->trace, item->lane, item->index, &wake) && crosses_rows (self, &wake))
    draw_message (self, cr, &wake, strong);
}

void
pl_timeline_draw_messages (PlTimeline *self, cairo_t *cr)
{
  const PlBox *plot = &self->layout.plot;
  guint most = self->view.all_messages ? MAX_ALL_MESSAGES : PL_MOST_ARROWS, n = 0;
  PlMessage messages[MAX_ALL_MESSAGES];
  double end = plot->x + plot->width + 4;

  /* What is still on its way in a replay has come as far as the cursor. */
  if (self->view.until_ns > 0)
    end = CLAMP (pl_timeline_x (self, self->view.until_ns), plot->x - 4, end);
  cairo_save (cr);
  cairo_rectangle (cr, plot->x - 4, plot->y, end - plot->x + 4, plot->height);
  cairo_clip (cr);
  draw_lives (self, cr, most);
  if (self->view.show_messages && self->layout.pitch >= LEAST_PITCH)
    n = pl_trace_messages (self->trace, self->view.from_ns, self->view.to_ns, messages, most);
  for (guint i = 0; n <= most && i < n; i++)
    draw_message (self, cr, &messages[i], FALSE);
  if (self->view.has_hover && self->view.hover.index == self->view.hover.last)
    draw_own_messages (self, cr, &self->view.hover, FALSE);
  if (self->view.has_selection)
    draw_own_messages (self, cr, &self->view.selected, TRUE);
  cairo_restore (cr);
}

gboolean
pl_timeline_has_messages (PlTimeline *self)
{
  PlMessage message;

  if (self->view.has_selection || self->view.has_hover)
    return TRUE;
  if (!self->view.show_messages || self->layout.pitch < LEAST_PITCH)
    return FALSE;
  return pl_trace_messages (self->trace, self->view.from_ns, self->view.to_ns, &message, 1) > 0
         || (self->rows && self->rows->lives
             && self->rows->lives (self->trace, G_MAXUINT, self->view.from_ns, self->view.to_ns, &message, 1) > 0);
}
