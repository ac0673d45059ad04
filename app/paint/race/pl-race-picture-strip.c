/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/parts/pl-legend.h"
#include "paint/pl-fill.h"

/* The whole run: which share of the increments was lost, moment by moment; and the legend. */

#define BIN_WIDTH 4.0

guint
pl_rp_strip_bins (PlRacePicture *self)
{
  return (guint) CLAMP (self->strip.width / BIN_WIDTH, 1, 2000);
}

/* The lost share as one stepped area, so that it can be hatched and read without colour. */
static void
draw_area (PlRacePicture *self, cairo_t *cr, const guint64 *survived, const guint64 *lost, guint n)
{
  const PlRpRect *strip = &self->strip;
  double width = strip->width / n, bottom = round (strip->y + strip->height);

  cairo_new_path (cr);
  cairo_move_to (cr, round (strip->x), bottom);
  for (guint i = 0; i < n; i++)
    {
      guint64 all = survived[i] + lost[i];
      double height = all > 0 ? round (strip->height * (double) lost[i] / (double) all) : 0;

      /* Never less than can be seen. */
      if (lost[i] > 0)
        height = MAX (height, 2);
      cairo_line_to (cr, round (strip->x + i * width), bottom - height);
      cairo_line_to (cr, round (strip->x + (i + 1) * width), bottom - height);
    }
  cairo_line_to (cr, round (strip->x + strip->width), bottom);
  cairo_close_path (cr);
  pl_look_fill_path (cr, &self->theme->lost, (self->parts & PL_PART_VECTOR) != 0);

  pl_set_color (cr, &self->theme->lost.color);
  cairo_set_line_width (cr, 1.5);
  for (guint i = 0; i < n; i++)
    if (lost[i] > 0)
      {
        double height =
          MAX (round (strip->height * (double) lost[i] / (double) (survived[i] + lost[i])), 2);

        cairo_move_to (cr, round (strip->x + i * width), bottom - height + 0.75);
        cairo_line_to (cr, round (strip->x + (i + 1) * width), bottom - height + 0.75);
      }
  cairo_stroke (cr);
}

static void
draw_survivors (PlRacePicture *self, cairo_t *cr, const guint64 *survived, const guint64 *lost,
                guint n)
{
  const PlRpRect *strip = &self->strip;
  double width = strip->width / n;

  pl_set_color (cr, &self->theme->survivor.color);
  for (guint i = 0; i < n; i++)
    if (survived[i] + lost[i] > 0)
      {
        double x0 = round (strip->x + i * width), x1 = round (strip->x + (i + 1) * width);

        cairo_rectangle (cr, x0, round (strip->y), x1 - x0,
                         round (strip->y + strip->height) - round (strip->y));
      }
  cairo_fill (cr);
}

static void
draw_frame (PlRacePicture *self, cairo_t *cr, gint64 begin_ns, gint64 end_ns)
{
  double scale = self->strip.width / (double) MAX (end_ns - begin_ns, 1);
  double x0 = self->strip.x + (double) (self->from_ns - begin_ns) * scale;
  double x1 = self->strip.x + (double) (self->to_ns - begin_ns) * scale;
  double middle = (x0 + x1) / 2, half = MAX ((x1 - x0) / 2, 5);
  PlRpRect rect;

  x0 = CLAMP (middle - half, self->strip.x - 2, self->strip.x + self->strip.width - 8);
  x1 = CLAMP (middle + half, x0 + 8, self->strip.x + self->strip.width + 2);
  rect = (PlRpRect) { x0, self->strip.y - 4, x1 - x0, self->strip.height + 8 };
  pl_rp_outline (cr, &rect, &self->theme->background, 4);
  pl_rp_outline (cr, &rect, &self->theme->focus, 2);
}

/* A proven race changes no more: its bins are kept with it, for as long as they are as many. */
typedef struct {
  guint part, n;
  guint n_gaps;
  guint64 counts[];         /* n that survived, n that were lost, and n times whether somebody waited for a CPU instead */
} Bins;

/* Where nobody made an increment: had they a CPU? */
static void
find_gaps (PlRacePicture *self, Bins *bins, gint64 from_ns, gint64 to_ns)
{
  g_autofree PlCpuAccount *accounts = g_new (PlCpuAccount, bins->n);
  guint64 *gaps = bins->counts + 2 * (gsize) bins->n;

  pl_race_account_bins (self->race, self->part, from_ns, to_ns, bins->n, accounts);
  for (guint i = 0; i < bins->n; i++)
    {
      gboolean empty = bins->counts[i] + bins->counts[bins->n + i] == 0;

      gaps[i] = empty && accounts[i].waiting_ns > accounts[i].on_ns && accounts[i].waiting_ns > accounts[i].asleep_ns;
      bins->n_gaps += gaps[i] != 0;
    }
}

static const Bins *
get_bins (PlRacePicture *self)
{
  static const char key[] = "pl-race-strip-bins";
  Bins *bins = g_object_get_data (G_OBJECT (self->race), key);
  guint n = pl_rp_strip_bins (self);
  const PlRacePartStatus *status =
    &pl_log_header (pl_race_get_log (self->race))->status.parts[self->part];

  if (bins && bins->part == self->part && bins->n == n)
    return bins;
  bins = g_malloc0 (sizeof (Bins) + 3 * n * sizeof (guint64));
  bins->part = self->part;
  bins->n = n;
  pl_race_bins (self->race, self->part, status->begin_ns, status->end_ns + 1, n, bins->counts,
                bins->counts + n);
  find_gaps (self, bins, status->begin_ns, status->end_ns + 1);
  g_object_set_data_full (G_OBJECT (self->race), key, bins, g_free);
  return bins;
}

static void
draw_gaps (PlRacePicture *self, cairo_t *cr, const Bins *bins)
{
  const guint64 *gaps = bins->counts + 2 * (gsize) bins->n;
  const PlRpRect *strip = &self->strip;
  double width = strip->width / bins->n;
  guint end;

  for (guint i = 0; i < bins->n; i = end + 1)
    {
      PlRpRect rect;

      for (end = i; end < bins->n && gaps[end]; end++)
        ;
      if (end == i)
        continue;
      rect = (PlRpRect) { round (strip->x + i * width), strip->y, 0, strip->height };
      rect.width = round (strip->x + end * width) - rect.x;
      pl_rp_draw_look (cr, &rect, &self->theme->states[PL_LOOK_CPU_WAITING]);
    }
}

void
pl_rp_draw_strip (PlRacePicture *self, cairo_t *cr)
{
  const PlRacePartStatus *status =
    &pl_log_header (pl_race_get_log (self->race))->status.parts[self->part];
  const Bins *bins;
  g_autofree char *wall = NULL;
  double head = pl_rp_line_height (self, PL_RP_HEAD);
  double tiny = pl_rp_line_height (self, PL_RP_TINY), y;

  if (self->strip_y < 0)
    return;
  wall = pl_text_duration (self->result.wall_ns);
  y = self->strip.y + (self->strip.height - head - tiny) / 2;
  if (self->strip.height < head + tiny - 8)
    {
      pl_rp_text (self, cr, PL_RP_SMALL_BOLD, &self->theme->text, self->density.margin,
                  self->strip.y +
                    (self->strip.height - pl_rp_line_height (self, PL_RP_SMALL_BOLD)) / 2,
                  self->gutter - 8, 0, _("Whole run"));
    }
  else
    {
      pl_rp_text (self, cr, PL_RP_HEAD, &self->theme->text, self->density.margin, y,
                  self->gutter - 8, 0, _("Whole run"));
      pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, self->density.margin, y + head,
                  self->gutter - 8, 0, wall);
    }
  pl_rp_fill (cr, &self->strip, &self->theme->panel);
  bins = get_bins (self);
  cairo_save (cr);
  pl_rp_clip_to_moment (self, cr, &self->strip);
  draw_survivors (self, cr, bins->counts, bins->counts + bins->n, bins->n);
  draw_area (self, cr, bins->counts, bins->counts + bins->n, bins->n);
  draw_gaps (self, cr, bins);
  cairo_restore (cr);
  if (self->has_lanes)
    draw_frame (self, cr, status->begin_ns, status->end_ns);
}

/* Whether a box in sight is wide enough for the dots in it. */
static gboolean
has_dots (PlRacePicture *self)
{
  for (guint i = 0; i < self->boxes->len; i++)
    if (g_array_index (self->boxes, PlRpBox, i).n == 1 &&
        g_array_index (self->boxes, PlRpBox, i).rect.width >= 3 * PL_RP_DOT_INSET)
      return TRUE;
  return FALSE;
}

static gboolean
has_waits (PlRacePicture *self)
{
  for (guint i = 0; i < self->boxes->len; i++)
    if (g_array_index (self->boxes, PlRpBox, i).n_waits > 0)
      return TRUE;
  return self->waits->len > 0;
}

static void
draw_look_entry (PlRacePicture *self, cairo_t *cr, PlLegendFlow *legend, const PlStateLook *look, const char *text)
{
  double line = pl_rp_line_height (self, PL_RP_SMALL), height = MIN (line, 18);
  PlRpRect swatch;

  if (!pl_legend_take (legend, text, NULL))
    return;
  swatch = (PlRpRect) { legend->at_x, legend->at_y + (line - height) / 2 + 1, legend->swatch, height };
  pl_rp_draw_look (cr, &swatch, look);
  pl_legend_write (legend, cr);
}

/* On one axis with others, one legend tells what occurs in any of them, without figures of one. */
static void
draw_shared (PlRacePicture *self, cairo_t *cr, PlLegendFlow *legend)
{
  const char *name;

  for (guint entry = 0; entry < PL_RP_N_ENTRIES; entry++)
    if ((name = pl_rp_legend_name (self, entry)) != NULL)
      draw_look_entry (self, cr, legend, entry == PL_RP_ENTRY_SURVIVES ? &self->theme->survivor
                                         : entry == PL_RP_ENTRY_LOST  ? &self->theme->lost
                                                                      : &self->theme->states[PL_STATE_WAITING_LOCK], name);
}

static void
draw_results (PlRacePicture *self, cairo_t *cr, PlLegendFlow *legend)
{
  guint64 survivors = self->result.survivors, n = self->result.lost_proven;
  g_autofree char *n_survivors = NULL, *n_lost = NULL, *survives = NULL, *lost = NULL;
  gboolean wide = self->width >= 760;

  if (pl_rp_is_past (self))
    {
      survivors = pl_race_count_by (self->race, self->part, self->looked.until_ns, &n);
      survivors -= n;
    }
  n_survivors = pl_text_count (survivors);
  n_lost = pl_text_count (n);
  survives = wide ? g_strdup_printf (_("survives: the final count builds on it (%s)"), n_survivors)
                  : g_strdup_printf (_("survives (%s)"), n_survivors);
  lost = wide ? g_strdup_printf (_("lost: the final count does not build on it (%s)"), n_lost)
              : g_strdup_printf (_("lost (%s)"), n_lost);
  draw_look_entry (self, cr, legend, &self->theme->survivor, survives);
  if (self->result.lost_proven > 0)
    draw_look_entry (self, cr, legend, &self->theme->lost, lost);
}

void
pl_rp_draw_legend (PlRacePicture *self, cairo_t *cr)
{
  PlLegendFlow legend = pl_rp_legend_flow (self);
  double y = self->legend_y + pl_rp_line_height (self, PL_RP_SMALL) / 2 + 1;

  if (self->legend_y < 0)
    return;
  if (self->looked.entries != 0)
    draw_shared (self, cr, &legend);
  else
    draw_results (self, cr, &legend);
  if (has_waits (self) && self->looked.entries == 0)
    draw_look_entry (self, cr, &legend, &self->theme->states[PL_STATE_WAITING_LOCK], _("waiting for the lock"));
  if (self->strip_y >= 0 && get_bins (self)->n_gaps > 0)
    draw_look_entry (self, cr, &legend, &self->theme->states[PL_LOOK_CPU_WAITING], _("everybody waits for a CPU"));
  if (has_dots (self) && pl_legend_take (&legend, _("load, and the store that follows"), NULL))
    {
      pl_legend_write (&legend, cr);
      pl_rp_draw_dots (cr, legend.at_x + 5, legend.at_x + 25, y, &self->theme->text, &self->theme->background);
    }
  if (self->overlap_y >= 0 && pl_legend_take (&legend, _("two workers or more at it"), NULL))
    {
      pl_legend_write (&legend, cr);
      pl_rp_draw_overlap_swatch (self, cr, legend.at_x, y, legend.swatch);
    }
}
