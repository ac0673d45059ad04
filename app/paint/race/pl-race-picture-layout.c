/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* From generous to bare: what matters least goes first. */
static const PlRpDensity densities[] = {
  /* margin, spacing, box, gap, strip, overlap; cards; subtitle, captions, pids, panel body,
   * legend, folded, mute */
  { 28, 26, 42, 26, 42, 8, PL_RP_CARDS_FULL, TRUE, TRUE, TRUE, TRUE, TRUE },
  { 24, 18, 36, 16, 34, 8, PL_RP_CARDS_FULL, TRUE, TRUE, TRUE, TRUE, TRUE },
  { 20, 16, 34, 14, 30, 8, PL_RP_CARDS_COMPACT, TRUE, TRUE, TRUE, TRUE, TRUE },
  { 16, 12, 30, 8, 24, 6, PL_RP_CARDS_COMPACT, TRUE, TRUE, TRUE, TRUE, TRUE },
  { 14, 9, 28, 4, 18, 6, PL_RP_CARDS_LINE, TRUE, TRUE, TRUE, TRUE, TRUE },
  { 14, 9, 28, 4, 18, 0, PL_RP_CARDS_LINE, TRUE, TRUE, TRUE, TRUE, TRUE },
  { 12, 8, 26, 2, 14, 0, PL_RP_CARDS_LINE, TRUE, TRUE, FALSE, TRUE, FALSE },
  { 12, 7, 24, 0, 12, 0, PL_RP_CARDS_LINE, FALSE, FALSE, FALSE, TRUE, FALSE },
  { 10, 6, 24, 0, 0, 0, PL_RP_CARDS_LINE, FALSE, FALSE, FALSE, TRUE, FALSE },
  { 10, 5, 22, 0, 0, 0, PL_RP_CARDS_LINE, FALSE, FALSE, FALSE, FALSE, FALSE },
  { 8, 4, 20, 0, 0, 0, PL_RP_CARDS_NONE, FALSE, FALSE, FALSE, FALSE, FALSE },
  { 8, 4, 17, 0, 0, 0, PL_RP_CARDS_NONE, FALSE, FALSE, FALSE, FALSE, FALSE, TRUE },
  { 8, 2, 14, 0, 0, 0, PL_RP_CARDS_NONE, FALSE, FALSE, FALSE, FALSE, FALSE, TRUE, TRUE },
};

#define PANEL_PADDING 12.0
#define DENSE_PADDING 7.0       /* around a heading alone */
#define FOLDED_PADDING 4.0
/* Where somebody else draws the title; and where he draws headings as well. */
#define MARGIN_OF_TITLE 29.0
#define MARGIN_OF_HEADING 12.0
#define TOP_WITHOUT_TITLE 8.0
#define TOP_OF_MUTE 2.0
/* All of them, where they fold. */
#define LEAST_LANES 16.0
#define LEAST_ABOVE_LEGEND 6.0
#define RULER_LINE 4.0          /* without the times */
/* Under the strip: clear of the frame around what the lanes show of it. */
#define OVERLAP_GAP 7.0

double
pl_rp_x (PlRacePicture *self, gint64 t_ns)
{
  double share = (double) (t_ns - self->from_ns) / (double) (self->to_ns - self->from_ns);

  return self->plot.x + share * self->plot.width;
}

double
pl_rp_lane_y (PlRacePicture *self, guint lane)
{
  return self->lanes_y + lane * self->lane_pitch + self->value_row;
}

static double
measure_gutter (PlRacePicture *self)
{
  double width = pl_rp_text_width (self, PL_RP_HEAD, _("Whole run"));

  if (self->overlap_y >= 0)
    {
      g_autofree char *share = pl_text_percent (self->result.overlap, 1);
      g_autofree char *label = g_strdup_printf (_("Overlap %s"), share);

      width = MAX (width, pl_rp_text_width (self, PL_RP_TINY, label));
    }
  if (self->has_lanes)
    {
      g_autofree char *longest = g_strdup_printf (_("Worker %u"), self->n_workers);

      width = MAX (width, pl_rp_text_width (self, PL_RP_HEAD, longest));
    }
  return MIN (width + (self->width >= 900 ? 48 : 18), self->width / 4);
}

double
pl_rp_panel_padding (const PlRacePicture *self)
{
  if (self->density.folded)
    return FOLDED_PADDING;
  return self->density.panel_body ? PANEL_PADDING : DENSE_PADDING;
}

static double
words_height (PlRacePicture *self, double width, const char *head, const char *body)
{
  double inner = width - 2 * PANEL_PADDING - 4;
  double height = 2 * pl_rp_panel_padding (self) + pl_rp_text_height (self, PL_RP_BODY_BOLD, head, inner);

  if (self->density.panel_body && *body)
    height += 4 + pl_rp_text_height (self, PL_RP_BODY, body, inner);
  return height;
}

/* Room for either, so that a selection moves nothing. */
static double
panel_height (PlRacePicture *self, double width)
{
  double height = words_height (self, width, self->panel_head, self->panel_body);

  if (self->density.mute)
    return 0;
  if (self->selected_head)
    height = MAX (height, words_height (self, width, self->selected_head, self->selected_body));
  return height;
}

static double
lay_lanes (PlRacePicture *self, double y)
{
  const PlRpDensity *d = &self->density;
  double row = pl_rp_line_height (self, PL_RP_TINY) + 3;

  self->value_row = d->folded ? 0 : row;
  self->ruler_y = y;
  y += self->parts & PL_PART_NO_RULER ? RULER_LINE : pl_rp_line_height (self, PL_RP_TINY) + 6;
  self->lanes_y = y;
  self->lane_pitch = self->value_row + d->box_height + (d->captions ? row : 4) + d->lane_gap;
  y += MAX (self->lane_pitch * self->n_lanes - d->lane_gap - self->squeeze, LEAST_LANES);
  self->lanes_end = y;
  return y;
}

static double
lay_title (PlRacePicture *self, double y, double width)
{
  const PlRpDensity *d = &self->density;

  if (!(self->parts & PL_PART_TITLE))
    return y;
  self->title_y = y;
  y += pl_rp_text_height (self, PL_RP_TITLE, self->title, width);
  if (d->subtitle)
    {
      self->subtitle_y = y + 2;
      y += 2 + pl_rp_text_height (self, PL_RP_BODY, self->subtitle, width);
    }
  return y + d->spacing * 0.7;
}

/* Under the panel: the whole run, the legend, the caption. */
static double
lay_bottom (PlRacePicture *self, double y, double width)
{
  const PlRpDensity *d = &self->density;

  if (self->result.recorded && d->strip_height > 0)
    {
      self->strip_y = y + d->spacing;
      y = self->strip_y + d->strip_height;
    }
  if (self->n_stretches > 0 && d->overlap_height > 0)
    {
      self->overlap_y = y + (self->strip_y < 0 ? d->spacing : OVERLAP_GAP);
      y = self->overlap_y + pl_rp_line_height (self, PL_RP_TINY);
    }
  /* Of all that is on one axis it is the only one. */
  if ((self->parts & PL_PART_LEGEND) && ((d->legend && self->result.recorded) || self->looked.entries != 0))
    {
      self->legend_y = y + MAX (d->spacing * 0.9, LEAST_ABOVE_LEGEND);
      y = self->legend_y + pl_rp_legend_height (self);
    }
  if (self->parts & PL_PART_FOOTER)
    {
      self->footer_y = y + d->spacing * 0.8;
      y = self->footer_y + pl_rp_text_height (self, PL_RP_TINY, self->footer, width);
    }
  return y;
}

/* Places everything from the top; what is left of the height is not used here. */
static double
lay_out (PlRacePicture *self)
{
  const PlRpDensity *d = &self->density;
  double width = self->width - 2 * d->margin, y;

  self->title_y = self->subtitle_y = self->cards_y = self->heading_y = self->strip_y =
    self->overlap_y = self->legend_y = self->footer_y = -1;
  y = lay_title (self, d->mute ? TOP_OF_MUTE : self->parts & PL_PART_MARGINS ? TOP_WITHOUT_TITLE : d->margin, width);
  self->cards_height = pl_rp_cards_height (self);
  if (self->n_cards > 0 && self->cards_height > 0)
    {
      self->cards_y = y;
      y += self->cards_height + d->spacing;
    }
  if (*self->heading && !d->folded)
    {
      self->heading_y = y;
      y += pl_rp_line_height (self, PL_RP_HEAD) + d->spacing * 0.3;
    }
  if (self->has_lanes)
    y = lay_lanes (self, y) + d->spacing * 0.7;
  self->panel_y = y;
  self->panel_height = panel_height (self, width);
  return lay_bottom (self, y + self->panel_height, width) + d->bottom * 0.8;
}

static void
set_rects (PlRacePicture *self)
{
  const PlRpDensity *d = &self->density;
  double row;

  self->gutter = MAX (measure_gutter (self), self->looked.left - d->margin);
  self->plot.x = round (d->margin + self->gutter);
  self->plot.width = MAX (round (self->width - d->margin) - self->plot.x, 10);
  self->plot.y = self->lanes_y;
  self->plot.height = self->lanes_end - self->lanes_y;
  self->strip = (PlRpRect) { self->plot.x, self->strip_y, self->plot.width, d->strip_height };
  row = pl_rp_line_height (self, PL_RP_TINY);
  self->overlap = (PlRpRect) { self->plot.x,
                               round (self->overlap_y + (row - d->overlap_height) / 2),
                               self->plot.width, d->overlap_height };
}

/* Room to spare goes to the lanes first, then between the sections. The footer stays at the end. */
static void
spend (PlRacePicture *self, double spare)
{
  PlRpDensity *d = &self->density;

  if (self->has_lanes && spare > 8)
    {
      double box = MIN (spare * 0.3 / self->n_lanes, 16);
      double gap = MIN (spare * 0.35 / self->n_lanes, 44);

      d->box_height += floor (box);
      d->lane_gap += floor (gap);
      self->needed_height = lay_out (self);
      spare = self->height - self->needed_height;
    }
  if (spare > 8)
    {
      d->spacing += MIN (floor (spare / 6), 22);
      self->needed_height = lay_out (self);
      spare = self->height - self->needed_height;
    }
  if (spare > 0 && self->footer_y >= 0)
    self->footer_y += spare;
}

/* A tall picture has room for everybody, not only for who took part in the collision. */
static void
show_all_workers (PlRacePicture *self)
{
  double spare = self->height - self->needed_height;
  guint n = MIN (self->n_workers, PL_RP_MAX_LANES);

  if (!self->has_lanes || n < self->n_workers || (n - self->n_lanes) * self->lane_pitch > spare)
    return;
  for (guint i = 0; i < n; i++)
    self->lanes[i] = i;
  self->n_lanes = n;
  self->needed_height = lay_out (self);
}

/* Below a title that somebody else draws all of it begins where that does, however dense it is. */
static double
choose_margin (const PlRacePicture *self, double dense)
{
  if (self->parts & PL_PART_MARGINS)
    return MARGIN_OF_TITLE;
  if (self->looked.stacked)
    return MARGIN_OF_HEADING;
  return MIN (dense, self->width >= 700 ? 28 : 16);
}

/* Where lanes fold above each other all races are told alike, however much room each gets: it is the lanes'. */
static void
fill_with_lanes (PlRacePicture *self)
{
  if (self->height <= 0 || !self->has_lanes)
    return;
  self->squeeze = self->needed_height - self->height;
  self->needed_height = lay_out (self);
}

void
pl_rp_layout (PlRacePicture *self)
{
  gboolean mute = (self->parts & PL_PART_FOLD) && self->looked.stacked;

  for (guint i = mute ? G_N_ELEMENTS (densities) - 1 : 0; i < G_N_ELEMENTS (densities); i++)
    {
      if ((densities[i].folded && !(self->parts & PL_PART_FOLD)) || (densities[i].mute && !mute))
        break;
      self->density = densities[i];
      self->density.margin = choose_margin (self, self->density.margin);
      /* What comes below need not be as far away as the sides. */
      self->density.bottom = MIN (densities[i].margin, self->density.margin);
      self->needed_height = lay_out (self);
      if (self->height <= 0 || self->needed_height <= self->height)
        break;
    }
  if (mute)
    fill_with_lanes (self);
  if (!mute && self->height > self->needed_height)
    show_all_workers (self);
  if (!mute && self->height > self->needed_height)
    spend (self, self->height - self->needed_height);
  set_rects (self);
}
