/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* The collision: a ruler in nanoseconds, a lane a worker, increments as boxes, who read what. */

#define MAX_LABELS 256

/* Where a lane's row of small text is taken already. */
typedef struct { double from[MAX_LABELS], to[MAX_LABELS]; guint n; } Row;

static gboolean
take (Row *row, double from, double to)
{
  for (guint i = 0; i < row->n; i++)
    if (from < row->to[i] && to > row->from[i])
      return FALSE;
  if (row->n == MAX_LABELS)
    return FALSE;
  row->from[row->n] = from;
  row->to[row->n++] = to;
  return TRUE;
}

static gint64
tick_step (gint64 range_ns, double max_ticks)
{
  gint64 step = 1;

  for (guint i = 0; (double) (range_ns / step) > max_ticks; i++)
    step = i % 3 == 1 ? step / 2 * 5 : step * 2;
  return step;
}

static char *
tick_text (PlRacePicture *self, gint64 since_ns, gint64 step_ns)
{
  g_autofree char *text = NULL;

  if (since_ns == 0)
    return pl_text_axis_time (self->from_ns, MAX (step_ns, 1000), MAX (self->from_ns, 1));
  text = pl_text_axis_time (since_ns, step_ns, self->to_ns - self->from_ns);
  return g_strdup_printf ("+%s", text);
}

static void
draw_ruler (PlRacePicture *self, cairo_t *cr)
{
  gint64 range = self->to_ns - self->from_ns;
  gint64 step = tick_step (range, MAX (self->plot.width / 110, 2));
  double right = self->width - self->density.margin, taken = 0;

  for (gint64 since = 0; since <= range; since += step)
    {
      double x = round (pl_rp_x (self, self->from_ns + since));
      g_autofree char *text = tick_text (self, since, step);
      double width = pl_rp_text_width (self, PL_RP_TINY, text),
             left = MIN (x - width / 2, right - width);

      pl_rp_set_color (cr, &self->theme->line);
      cairo_set_line_width (cr, 1);
      cairo_move_to (cr, x + 0.5, self->lanes_y - 2);
      cairo_line_to (cr, x + 0.5, self->lanes_end);
      cairo_stroke (cr);
      if (left < taken)
        continue;
      pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, left, self->ruler_y, -1, 0, text);
      taken = left + width + 8;
    }
}

static void
draw_lane_name (PlRacePicture *self, cairo_t *cr, guint lane)
{
  PlLog *log = pl_race_get_log (self->race);
  g_autofree char *name = g_strdup_printf (_("Worker %u"), self->lanes[lane] + 1);
  int pid = atomic_load_explicit (
    &pl_log_lane (log, pl_log_race_lane (log, self->part, self->lanes[lane]))->pid,
    memory_order_relaxed);
  double head = pl_rp_line_height (self, PL_RP_HEAD), tiny = pl_rp_line_height (self, PL_RP_TINY);
  double y = pl_rp_lane_y (self, lane) + self->density.box_height / 2;
  gboolean with_pid = self->density.pids && pid > 0;

  y -= with_pid ? (head + tiny) / 2 : head / 2;
  pl_rp_text (self, cr, PL_RP_HEAD, &self->theme->text, self->density.margin, y, self->gutter - 6,
              0, name);
  if (with_pid)
    {
      g_autofree char *detail = g_strdup_printf (_("pid %d"), pid);

      pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, self->density.margin, y + head,
                  self->gutter - 6, 0, detail);
    }
}

static void
draw_base_line (PlRacePicture *self, cairo_t *cr, guint lane)
{
  double y = round (pl_rp_lane_y (self, lane) + self->density.box_height) + 0.5;

  pl_rp_set_color (cr, &self->theme->line);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, self->plot.x, y);
  cairo_line_to (cr, self->plot.x + self->plot.width, y);
  cairo_stroke (cr);
}

/* A fold shows which share of it was lost, and never hides that some was. */
static void
draw_fold (PlRacePicture *self, cairo_t *cr, const PlRpBox *box)
{
  PlRpRect lost = box->rect;

  pl_rp_draw_look (cr, &box->rect, &self->theme->survivor);
  if (box->n_lost == 0)
    return;
  lost.height = MAX (lost.height * (double) box->n_lost / box->n, 5);
  lost.y = box->rect.y + box->rect.height - lost.height;
  pl_rp_draw_look (cr, &lost, &self->theme->lost);
}

static void
draw_box (PlRacePicture *self, cairo_t *cr, const PlRpBox *box)
{
  const PlTheme *theme = self->theme;

  if (box->n > 1)
    draw_fold (self, cr, box);
  else
    pl_rp_draw_look (cr, &box->rect, box->n_lost > 0 ? &theme->lost : &theme->survivor);
}

/* Over their neighbours. */
static void
draw_outlines (PlRacePicture *self, cairo_t *cr)
{
  for (guint i = 0; i < self->boxes->len; i++)
    {
      const PlRpBox *box = &g_array_index (self->boxes, PlRpBox, i);
      PlRpRect around = { box->rect.x - PL_RP_OUTLINE, box->rect.y - PL_RP_OUTLINE,
                          box->rect.width + 2 * PL_RP_OUTLINE,
                          box->rect.height + 2 * PL_RP_OUTLINE };

      if (box->role == PL_RP_LOST || box->role == PL_RP_RIVAL)
        pl_rp_outline (cr, &around, &self->theme->text, 1.5);
    }
}

/* Whether a link comes to this box from a lane above; else from its own or one below. */
static gboolean
read_from (PlRacePicture *self, const PlRpBox *box, gboolean above)
{
  PlIncrementInfo info;

  if (!pl_race_get_increment (self->race, self->part, box->first, &info) ||
      info.parent.worker == G_MAXUINT)
    return FALSE;
  return (info.parent.worker < box->first.worker) == (above != FALSE);
}

/* On a ground of its own, so that hatches and links do not run through it. */
static void
draw_on_ground (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *ground,
                const PlColor *color, double x, double y, const char *text)
{
  double width = pl_rp_text_width (self, font, text);
  PlRpRect rect = { x - 3, y, width + 6, pl_rp_line_height (self, font) };

  pl_rp_fill (cr, &rect, ground);
  pl_rp_text (self, cr, font, color, x, y, -1, 0, text);
}

static void
fill_values (const PlRpBox *box, char **full, char **brief)
{
  if (box->n == 1)
    {
      g_autofree char *read = pl_text_count (box->value_read),
                      *stored = pl_text_count ((guint64) box->value_read + 1);

      *full = g_strdup_printf ("%s→%s", read, stored);
      *brief = g_strdup_printf ("→%s", stored);
    }
  else
    {
      *full = pl_text_count (box->n);
      *brief = g_strdup (*full);
    }
}

static gboolean
draw_value_inside (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, PlRpFont font,
                   const char *text)
{
  const PlStateLook *look = box->n_lost > 0 ? &self->theme->lost : &self->theme->survivor;
  double width = pl_rp_text_width (self, font, text), line = pl_rp_line_height (self, font);
  double middle = box->rect.x + box->rect.width / 2,
         y = box->rect.y + (box->rect.height - line) / 2;

  if (width > box->rect.width - 8)
    return FALSE;
  if (box->n_lost > 0)
    draw_on_ground (self, cr, font, &look->tint, &look->text, middle - width / 2, y, text);
  else
    pl_rp_text (self, cr, font, &look->text, middle, y, -1, 0.5, text);
  return TRUE;
}

/* The lowest lane with anything in it, of a picture without a collision: no links run below it. */
static gboolean
is_chain_end (PlRacePicture *self, guint lane)
{
  return !self->has_branch && self->boxes->len > 0 &&
         g_array_index (self->boxes, PlRpBox, self->boxes->len - 1).lane == lane;
}

/* All links of this lane come from above: values stand below, in the row of the captions. */
static gboolean
values_below (PlRacePicture *self, guint lane)
{
  return self->density.captions && lane > 0 && is_chain_end (self, lane);
}

/* Beside the box, on the side where no links are. */
static gboolean
draw_value_beside (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, PlRpFont font, Row *row,
                   const char *text)
{
  double width = pl_rp_text_width (self, font, text), middle = box->rect.x + box->rect.width / 2;
  double right = self->plot.x + self->plot.width, x = middle - width / 2;
  double y = box->rect.y - pl_rp_line_height (self, font) - 5;

  /* A link leaves from the end of the store that was read. */
  if (box->role == PL_RP_PARENT)
    x = box->rect.x + box->rect.width - width - 6;
  /* And one comes to the beginning of a load from above. */
  else if (box->role >= PL_RP_READER && read_from (self, box, TRUE))
    x = box->rect.x + 10;
  x = CLAMP (x, self->plot.x, MAX (right - width, self->plot.x));
  if (!take (row, x - 5, x + width + 5))
    return FALSE;
  if (values_below (self, box->lane))
    y = box->rect.y + box->rect.height + 5;
  draw_on_ground (self, cr, font, &self->theme->background,
                  box->n_lost > 0 ? &self->theme->lost.color : &self->theme->text, x, y, text);
  return TRUE;
}

/* In the box where it fits, else above it where there is room; whole if possible. */
static void
draw_values (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, Row *above)
{
  g_autofree char *full = NULL, *brief = NULL;
  gboolean key = box->role >= PL_RP_READER;
  PlRpFont font = key ? PL_RP_SMALL_BOLD : PL_RP_TINY;

  fill_values (box, &full, &brief);
  if (draw_value_inside (self, cr, box, font, full) || box->n > 1)
    return;
  if (key && draw_value_beside (self, cr, box, font, above, full))
    return;
  if (draw_value_inside (self, cr, box, font, brief) ||
      draw_value_beside (self, cr, box, font, above, full))
    return;
  draw_value_beside (self, cr, box, font, above, brief);
}

static void
draw_caption (PlRacePicture *self, cairo_t *cr, Row *below, double x, double y, const char *text)
{
  double width = pl_rp_text_width (self, PL_RP_TINY, text);

  if (x < self->plot.x - 4 || x + width > self->plot.x + self->plot.width + 4 ||
      !take (below, x - 3, x + width + 3))
    return;
  draw_on_ground (self, cr, PL_RP_TINY, &self->theme->background, &self->theme->dim_text, x, y,
                  text);
}

/* Under the box's edges; beside them where it is narrow. Of what was read only the store counts. */
static void
draw_captions (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, Row *below)
{
  const char *load = _("load"), *store = _("store");
  double load_width = pl_rp_text_width (self, PL_RP_TINY, load),
         store_width = pl_rp_text_width (self, PL_RP_TINY, store);
  double right = box->rect.x + box->rect.width, y = box->rect.y + box->rect.height + 6;
  gboolean narrow = load_width + store_width + 26 > box->rect.width;
  gboolean outside = narrow && box->role != PL_RP_PARENT;

  if (!self->has_branch && (narrow || !is_chain_end (self, box->lane)))
    return;
  if (box->store_ns <= self->to_ns)
    draw_caption (self, cr, below, outside ? right + 8 : right - store_width - 8, y, store);
  if (box->load_ns < self->from_ns || box->role == PL_RP_PARENT)
    return;
  if (!narrow)
    draw_caption (self, cr, below, box->rect.x + 8, y, load);
  else if (!read_from (self, box, FALSE))
    draw_caption (self, cr, below, box->rect.x - load_width - 8, y, load);
}

/* What matters most takes its place first. */
static void
draw_lane_texts (PlRacePicture *self, cairo_t *cr, guint lane)
{
  g_autofree Row *above = g_new0 (Row, 1), *below = g_new0 (Row, 1);

  for (int role = PL_RP_LOST; role >= (int) PL_RP_OTHER; role--)
    for (guint i = 0; i < self->boxes->len; i++)
      {
        const PlRpBox *box = &g_array_index (self->boxes, PlRpBox, i);

        if (box->lane != lane || (int) box->role != role)
          continue;
        draw_values (self, cr, box, values_below (self, lane) ? below : above);
        if (self->density.captions && box->n == 1 && (role != PL_RP_OTHER || !self->has_branch))
          draw_captions (self, cr, box, below);
      }
}

static void
draw_heading (PlRacePicture *self, cairo_t *cr)
{
  guint n_workers = pl_log_plan (pl_race_get_log (self->race))->workers;
  g_autofree char *shown = g_strdup_printf (_("%u of %u workers shown"), self->n_lanes, n_workers);
  double width = self->width - 2 * self->density.margin,
         used = pl_rp_text_width (self, PL_RP_HEAD, self->heading);

  pl_rp_text (self, cr, PL_RP_HEAD, &self->theme->text, self->density.margin, self->heading_y,
              width, 0, self->heading);
  if (self->has_lanes && self->n_lanes < n_workers &&
      used + pl_rp_text_width (self, PL_RP_TINY, shown) + 16 <= width)
    pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, self->density.margin + width,
                self->heading_y + 2, -1, 1, shown);
}

void
pl_rp_draw_proof (PlRacePicture *self, cairo_t *cr)
{
  if (self->heading_y >= 0)
    draw_heading (self, cr);
  if (!self->has_lanes)
    return;
  draw_ruler (self, cr);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      draw_lane_name (self, cr, i);
      draw_base_line (self, cr, i);
    }
  for (guint i = 0; i < self->waits->len; i++)
    pl_rp_draw_look (cr, &g_array_index (self->waits, PlRpWait, i).rect,
                     &self->theme->states[PL_STATE_WAITING_LOCK]);
  pl_rp_draw_links (self, cr);
  for (guint i = 0; i < self->boxes->len; i++)
    draw_box (self, cr, &g_array_index (self->boxes, PlRpBox, i));
  draw_outlines (self, cr);
  for (guint i = 0; i < self->n_lanes; i++)
    draw_lane_texts (self, cr, i);
}

void
pl_rp_draw_panel (PlRacePicture *self, cairo_t *cr)
{
  PlRpRect rect = { self->density.margin, round (self->panel_y),
                    self->width - 2 * self->density.margin, self->panel_height };
  double inner = rect.width - 28, x = rect.x + 16, y = rect.y + 12;

  pl_rp_draw_card (self, cr, &rect,
                   self->result.lost > 0 ? &self->theme->lost.color : &self->theme->survivor.color);
  pl_rp_text_wrapped (self, cr, PL_RP_BODY_BOLD, &self->theme->text, x, y, inner, self->panel_head);
  if (self->density.panel_body && *self->panel_body)
    pl_rp_text_wrapped (self, cr, PL_RP_BODY, &self->theme->text, x,
                        y + 4 + pl_rp_text_height (self, PL_RP_BODY_BOLD, self->panel_head, inner),
                        inner, self->panel_body);
}
