/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

/* A window of time that somebody zoomed to: every worker that fits, in the place that the lost
 * update had close up. */

#define LEAST_BOX 24.0
/* Stands free under each box, and need not under the last. */
#define LEAST_GAP 4.0
/* From here on lanes are all of one height. */
#define LEAST_WHOLE 6.0

gboolean
pl_rp_same (PlIncrement a, PlIncrement b)
{
  return a.worker == b.worker && a.seq == b.seq;
}

gint64
pl_rp_seen_ns (PlRacePicture *self)
{
  return self->looked.until_ns > 0 ? MIN (self->looked.until_ns, self->to_ns) : self->to_ns;
}

guint32
pl_rp_in_sight (PlRacePicture *self, guint worker, guint32 *end)
{
  guint32 n = pl_race_get_n_increments (self->race, self->part, worker);
  guint32 first = pl_race_find (self->race, self->part, worker, self->from_ns);
  guint32 last = pl_race_find (self->race, self->part, worker, pl_rp_seen_ns (self));
  PlIncrementInfo info;

  /* That one may have been loaded in time. */
  if (last < n &&
      pl_race_get_times (self->race, self->part, (PlIncrement) { worker, last }, &info) &&
      info.load_ns < pl_rp_seen_ns (self))
    last++;
  *end = MAX (first, last);
  return first;
}

/* Lanes share the height there is; names of workers must stay legible. Where lanes fold all are in sight, and not all have names. */
static void
choose_lanes (PlRacePicture *self, double height)
{
  double least = pl_rp_line_height (self, PL_RP_TINY) + 2;
  guint fit = self->parts & PL_PART_FOLD ? PL_RP_MAX_LANES : (guint) CLAMP (height / least, 1, PL_RP_MAX_LANES);
  guint n = MIN (self->n_workers, fit);
  guint middle = self->n_lanes > 0 ? (self->lanes[0] + self->lanes[self->n_lanes - 1]) / 2 : 0;
  int last = (int) (self->n_workers - n), first = (int) middle - (int) (n / 2);

  if (self->scroll >= 0)
    first = (int) round (MIN (self->scroll / MAX (floor (height / n), 1), (double) last));
  first = CLAMP (first, 0, last);
  self->n_lanes = n;
  for (guint i = 0; i < n; i++)
    self->lanes[i] = (guint) first + i;
}

/* All lanes in sight, however low they get. */
static void
share_folded (PlRacePicture *self, double pitch)
{
  PlRpDensity *d = &self->density;
  double gap;

  self->value_row = 1;
  /* Of lanes that are but hairs not even the part of a unit may get lost, nor a gap between them. */
  if (pitch >= LEAST_WHOLE)
    pitch = floor (pitch);
  self->lane_pitch = pitch;
  gap = pitch < LEAST_WHOLE ? 0 : MIN (MAX (floor (pitch / 8), 3), pitch / 4);
  d->box_height = d->mute ? MAX (pitch - gap, 1) : MIN (d->box_height, MAX (pitch - gap, 1));
  d->lane_gap = 0;
  d->captions = FALSE;
  /* The ruler's lines end where the lanes do, so that nothing hangs in the air. */
  self->lanes_end = self->lanes_y + pitch * self->n_lanes;
}

static void
share_height (PlRacePicture *self, double height)
{
  PlRpDensity *d = &self->density;
  double row = pl_rp_line_height (self, PL_RP_TINY) + 3;
  double pitch = floor ((height + LEAST_GAP) / self->n_lanes);
  double room = pitch - row - LEAST_BOX - LEAST_GAP, box;

  if (d->mute || room < 0)
    {
      share_folded (self, height / self->n_lanes);
      return;
    }
  self->lane_pitch = pitch;
  d->captions = d->captions && room >= row;
  if (d->captions)
    room -= row;
  box = MIN (d->box_height, LEAST_BOX + floor (room * 0.7));
  d->lane_gap = MIN (d->lane_gap, room + LEAST_BOX - box);
  d->box_height = box;
}

void
pl_rp_open_window (PlRacePicture *self, const PlViewport *view)
{
  double height = self->lanes_end - self->lanes_y;
  guint before = self->n_lanes;
  gint64 begin, end;

  if (!pl_race_picture_get_whole (self, &begin, &end))
    return;
  self->from_ns = view->stacked ? view->from_ns : CLAMP (view->from_ns, begin, end - 1);
  self->to_ns = view->stacked ? MAX (view->to_ns, view->from_ns + 1) : CLAMP (view->to_ns, self->from_ns + 1, end);
  self->zero_ns = view->zero_ns;
  choose_lanes (self, height);
  if (self->n_lanes != before || self->density.mute)
    share_height (self, height);
}

gboolean
pl_race_picture_get_whole (PlRacePicture *self, gint64 *from_ns, gint64 *to_ns)
{
  const PlRacePartStatus *status;

  g_return_val_if_fail (self != NULL, FALSE);
  if (!self->has_lanes)
    return FALSE;
  status = &pl_log_header (pl_race_get_log (self->race))->status.parts[self->part];
  *from_ns = status->begin_ns;
  *to_ns = MAX (status->end_ns, status->begin_ns) + 1;
  return TRUE;
}

gboolean
pl_race_picture_strip_time (PlRacePicture *self, double x, double y, gint64 *t_ns)
{
  const PlRpRect *strip = &self->strip;
  gint64 begin, end;

  g_return_val_if_fail (self != NULL, FALSE);
  if (self->strip_y < 0 || !pl_race_picture_get_whole (self, &begin, &end))
    return FALSE;
  *t_ns = begin + (gint64) ((x - strip->x) / strip->width * (double) (end - begin));
  return x >= strip->x && x < strip->x + strip->width && y >= strip->y - 4 &&
         y < strip->y + strip->height + 4;
}
