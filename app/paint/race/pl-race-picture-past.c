/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <glib/gi18n-lib.h>

/* A race at one of its moments: how it ends is not known yet. */

static const PlRacePartStatus *
status_of (PlRacePicture *self, guint part)
{
  return &pl_log_header (pl_race_get_log (self->race))->status.parts[part];
}

gboolean
pl_rp_is_past (PlRacePicture *self)
{
  return self->has_lanes && self->looked.until_ns > 0 && self->looked.until_ns < status_of (self, self->part)->end_ns;
}

gboolean
pl_rp_is_over (PlRacePicture *self, guint part)
{
  return !pl_rp_is_past (self) || status_of (self, part)->end_ns <= self->looked.until_ns;
}

char *
pl_rp_choose_past_words (PlRacePicture *self)
{
  g_free (self->subtitle);
  g_free (self->footer);
  g_free (self->heading);
  self->subtitle = pl_race_subtitle_so_far (self->race);
  self->footer = pl_race_footer_so_far (self->race);
  self->heading = g_strdup (_("The race so far"));
  return pl_race_moment_sentence (self->race, self->part, self->looked.until_ns);
}

void
pl_rp_clip_to_moment (PlRacePicture *self, cairo_t *cr, const PlRpRect *whole)
{
  const PlRacePartStatus *status = status_of (self, self->part);
  double share = (double) (self->looked.until_ns - status->begin_ns) / (double) MAX (status->end_ns - status->begin_ns, 1);

  if (self->looked.until_ns <= 0)
    return;
  cairo_rectangle (cr, whole->x, whole->y - 2, CLAMP (share, 0, 1) * whole->width, whole->height + 4);
  cairo_clip (cr);
}
