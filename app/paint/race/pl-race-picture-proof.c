/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/parts/pl-axis.h"

/* Lower lanes are nearer to each other than two lines can be told apart. */
#define LEAST_LINED 4.0

/* The collision: a ruler in nanoseconds, a lane a worker, increments as boxes, who read what. */

static char *
tick_text (PlRacePicture *self, gint64 since_ns, gint64 step_ns)
{
  g_autofree char *text = NULL;

  if (since_ns == 0)
    return pl_text_axis_time (self->from_ns, MAX (step_ns, 1000), MAX (self->from_ns, 1));
  text = pl_text_axis_time (since_ns, step_ns, self->to_ns - self->from_ns);
  return g_strdup_printf ("+%s", text);
}

/* Close up, times count from the left edge; in a window that moves, ticks go with what they mark. */
static void
draw_ruler (PlRacePicture *self, cairo_t *cr)
{
  gint64 range = self->to_ns - self->from_ns;
  gint64 step = pl_axis_step (range + 1, (gint64) MAX (self->plot.width / (self->framed ? 140 : 110), 2) + 1);
  gint64 first = self->framed ? pl_axis_first (self->from_ns - self->zero_ns, step) - (self->from_ns - self->zero_ns) : 0;
  double right = self->width - self->density.margin;
  PlAxisRow row = { 0, self->width, 8 };

  for (gint64 since = first; since <= range; since += step)
    {
      double x = round (pl_rp_x (self, self->from_ns + since));
      g_autofree char *text =
        self->framed ? pl_text_axis_time (self->from_ns + since - self->zero_ns, step, self->to_ns - self->zero_ns)
                     : tick_text (self, since, step);
      double width = pl_rp_text_width (self, PL_RP_TINY, text),
             left = MIN (x - width / 2, right - width);

      pl_set_color (cr, &self->theme->line);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, x + 0.5, self->lanes_y - 2);
      cairo_line_to (cr, x + 0.5, self->lanes_end);
      cairo_stroke (cr);
      if (!(self->parts & PL_PART_NO_RULER) && pl_axis_take (&row, left, width))
        pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, left, self->ruler_y, -1, 0, text);
    }
}

/* Of those in sight what had been by then: what becomes of the one that goes on is not known yet. */
static guint32
in_sight_done (PlRacePicture *self, guint worker, guint32 *end)
{
  guint32 first = pl_rp_in_sight (self, worker, end);
  PlIncrementInfo info;

  if (self->looked.until_ns > 0 && *end > first
      && pl_race_get_times (self->race, self->part, (PlIncrement) { worker, *end - 1 }, &info) && info.store_ns > pl_rp_seen_ns (self))
    (*end)--;
  return first;
}

/* Under a lane's name: its process close up, what was lost of what is shown in a window. */
static char *
lane_detail (PlRacePicture *self, guint lane, gboolean *lossy)
{
  PlLog *log = pl_race_get_log (self->race);
  guint worker = self->lanes[lane];
  guint32 end, first = in_sight_done (self, worker, &end);
  guint64 n_lost = pl_race_count_lost (self->race, self->part, worker, first, end);
  g_autofree char *lost = pl_text_count (n_lost), *all = pl_text_count (end - first),
                  *share = pl_text_percent ((double) n_lost, (double) (end - first)),
                  *counts = NULL, *brief = NULL;
  const char *texts[] = { NULL, NULL, NULL };
  const char *fitting;
  int pid = atomic_load_explicit (&pl_log_lane (log, pl_log_race_lane (log, self->part, worker))->pid,
                                  memory_order_relaxed);

  *lossy = FALSE;
  if (!self->framed)
    return pid > 0 ? g_strdup_printf (_("pid %d"), pid) : NULL;
  if (end == first)
    return NULL;
  *lossy = n_lost > 0;
  /* Translators: "12 of 3,456 lost": increments of a worker */
  counts = g_strdup_printf (_("%s of %s lost"), lost, all);
  brief = g_strdup_printf (_("%s lost"), share);
  texts[0] = counts;
  texts[1] = brief;
  fitting = pl_rp_fitting (self, PL_RP_TINY, self->gutter - 8, texts);
  return fitting ? g_strdup (fitting) : NULL;
}

/* The middle of a name: that of its boxes, but within all of the lanes. */
static double
name_y (PlRacePicture *self, guint lane)
{
  double half = pl_rp_line_height (self, PL_RP_TINY) / 2, middle = pl_rp_lane_y (self, lane) + self->density.box_height / 2;

  return MAX (MIN (middle, self->lanes_end + 2 - half), self->lanes_y - 2 + half);
}

static void
draw_lane_name (PlRacePicture *self, cairo_t *cr, guint lane, double middle)
{
  g_autofree char *name = g_strdup_printf (_("Worker %u"), self->lanes[lane] + 1), *detail = NULL;
  double tiny = pl_rp_line_height (self, PL_RP_TINY), pitch = self->lane_pitch;
  PlRpFont font = pl_rp_line_height (self, PL_RP_HEAD) <= pitch ? PL_RP_HEAD : PL_RP_TINY;
  double head = pl_rp_line_height (self, font);
  double y;
  gboolean lossy = FALSE;

  if ((self->density.pids || self->framed) && head + tiny <= pitch)
    detail = lane_detail (self, lane, &lossy);
  y = middle - (detail ? (head + tiny) / 2 : head / 2);
  pl_rp_text (self, cr, font, &self->theme->text, self->density.margin, y, self->gutter - 6, 0,
              name);
  if (detail)
    pl_rp_text (self, cr, PL_RP_TINY, lossy ? &self->theme->lost.color : &self->theme->dim_text,
                self->density.margin, y + head, self->gutter - 6, 0, detail);
}

/* Of lanes that are lower than a name only those have one whose name has room. */
static void
draw_lane_names (PlRacePicture *self, cairo_t *cr)
{
  double line = pl_rp_line_height (self, PL_RP_TINY), last = -line;

  for (guint i = 0; i < self->n_lanes; i++)
    {
      double middle = name_y (self, i);

      if (middle - last < 0.9 * line)
        continue;
      last = middle;
      draw_lane_name (self, cr, i, middle);
    }
}

static void
draw_base_line (PlRacePicture *self, cairo_t *cr, guint lane)
{
  double y = round (pl_rp_lane_y (self, lane) + self->density.box_height) + 0.5;

  pl_set_color (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, self->plot.x, y);
  cairo_line_to (cr, self->plot.x + self->plot.width, y);
  cairo_stroke (cr);
}

/* How much is shown: increments and lost ones of every worker, in sight or not. */
static char *
window_text (PlRacePicture *self)
{
  g_autofree char *range = pl_text_duration (self->to_ns - self->from_ns), *lost = NULL,
                  *all = NULL;
  guint64 n_lost = 0, n = 0;

  for (guint i = 0; i < self->n_workers; i++)
    {
      guint32 end, first = in_sight_done (self, i, &end);

      n += end - first;
      n_lost += pl_race_count_lost (self->race, self->part, i, first, end);
    }
  all = pl_text_count (n);
  if (n == 0)
    return g_strdup_printf (_("%s shown, without an increment"), range);
  if (n_lost == 0)
    /* Translators: "1.25 ms shown: 3,456 increments, none lost" */
    return g_strdup_printf (ngettext ("%s shown: %s increment, not lost",
                                      "%s shown: %s increments, none lost", n),
                            range, all);
  lost = pl_text_count (n_lost);
  /* Translators: "1.25 ms shown: 12 of 3,456 increments lost" */
  return g_strdup_printf (ngettext ("%s shown: %s of %s increment lost",
                                    "%s shown: %s of %s increments lost", n),
                          range, lost, all);
}

/* The longest first. */
static void
draw_shown (PlRacePicture *self, cairo_t *cr, double width, double used)
{
  g_autofree char *lanes = NULL, *window = NULL, *both = NULL;
  const char *texts[4] = { NULL }, *text;
  guint n = 0;

  if (self->n_lanes < self->n_workers)
    lanes = g_strdup_printf (_("%u of %u workers shown"), self->n_lanes, self->n_workers);
  if (self->framed)
    window = window_text (self);
  if (lanes && window)
    texts[n++] = both = g_strdup_printf ("%s  ·  %s", lanes, window);
  if (window)
    texts[n++] = window;
  if (lanes)
    texts[n++] = lanes;
  text = pl_rp_fitting (self, PL_RP_TINY, width - used - 16, texts);
  if (text)
    pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, self->density.margin + width,
                self->heading_y + 2, -1, 1, text);
}

static void
draw_heading (PlRacePicture *self, cairo_t *cr)
{
  double width = self->width - 2 * self->density.margin,
         used = pl_rp_text_width (self, PL_RP_HEAD, self->heading);

  pl_rp_text (self, cr, PL_RP_HEAD, &self->theme->text, self->density.margin, self->heading_y,
              width, 0, self->heading);
  if (self->has_lanes)
    draw_shown (self, cr, width, used);
}

/* What is hovered, unless it is selected, and the range. */
static void
draw_looked (PlRacePicture *self, cairo_t *cr)
{
  const PlViewport *looked = &self->looked;
  PlBox box;

  if (looked->has_range)
    pl_range_draw (cr, self->theme, &self->plot, pl_rp_x (self, looked->range_from_ns),
                   pl_rp_x (self, looked->range_to_ns));
  if (looked->has_hover && !(looked->has_selection && pl_item_equal (&looked->hover, &looked->selected))
      && pl_drawing_locate (&self->drawing, &looked->hover, &box))
    pl_outline_draw (cr, self->theme, &box, 1);
}

/* Of a replay: nothing right of its moment. */
static void
clip_to_seen (PlRacePicture *self, cairo_t *cr)
{
  const PlBox *plot = &self->plot;

  if (self->looked.until_ns <= 0)
    return;
  cairo_rectangle (cr, 0, 0, CLAMP (pl_rp_x (self, pl_rp_seen_ns (self)), plot->x, plot->x + plot->width),
                   plot->y + plot->height + self->lane_pitch);
  cairo_clip (cr);
}

void
pl_rp_draw_proof (PlRacePicture *self, cairo_t *cr)
{
  if (self->heading_y >= 0)
    draw_heading (self, cr);
  if (!self->has_lanes)
    return;
  draw_ruler (self, cr);
  draw_lane_names (self, cr);
  for (guint i = 0; i < self->n_lanes && self->lane_pitch >= LEAST_LINED; i++)
    draw_base_line (self, cr, i);
  cairo_save (cr);
  clip_to_seen (self, cr);
  pl_rp_draw_waits (self, cr);
  if (self->lane_pitch >= PL_RP_LEAST_ARROW)
    pl_rp_draw_links (self, cr);
  pl_rp_draw_marks (self, cr);
  draw_looked (self, cr);
  pl_rp_draw_outlines (self, cr);
  pl_rp_draw_values (self, cr);
  cairo_restore (cr);
}

void
pl_rp_draw_panel (PlRacePicture *self, cairo_t *cr)
{
  PlRpRect rect = { self->density.margin, round (self->panel_y),
                    self->width - 2 * self->density.margin, self->panel_height };
  double inner = rect.width - 28, x = rect.x + 16, y = rect.y + pl_rp_panel_padding (self);
  const char *head = self->selected_head ? self->selected_head : self->panel_head;
  const char *body = self->selected_head ? self->selected_body : self->panel_body;
  gboolean lossy = self->has_selection ? pl_race_is_lost (self->race, self->part, self->selected)
                                       : self->result.lost > 0;
  guint64 n_lost;
  gboolean luck = !self->has_selection && self->result.verdict == PL_RACE_VERDICT_DID_NOT_RACE;

  if (!self->has_selection && pl_rp_is_past (self))
    {
      pl_race_count_by (self->race, self->part, self->looked.until_ns, &n_lost);
      lossy = n_lost > 0;
    }
  pl_rp_draw_card (self, cr, &rect,
                   luck ? &self->theme->dim_text : lossy ? &self->theme->lost.color : &self->theme->survivor.color);
  pl_rp_text_wrapped (self, cr, PL_RP_BODY_BOLD, &self->theme->text, x, y, inner, head);
  if (self->density.panel_body && *body)
    pl_rp_text_wrapped (self, cr, PL_RP_BODY, &self->theme->text, x,
                        y + 4 + pl_rp_text_height (self, PL_RP_BODY_BOLD, head, inner), inner, body);
}
