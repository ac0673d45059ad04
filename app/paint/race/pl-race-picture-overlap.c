/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* How many workers were at it, under the strip and on its time axis: tall and dark where two or
 * more were, so that the share of the bar that is dark is the overlap; low and light where one was
 * alone. */

#define ALONE_HEIGHT 0.5
/* A pointer need not be that steady. */
#define PICK_SLACK 3.0

static const PlRacePartStatus *
status_of (PlRacePicture *self)
{
  return &pl_log_header (pl_race_get_log (self->race))->status.parts[self->part];
}

/* 0: nobody, 1: one alone, 2: together */
static guint
level_of (const PlRaceStretch *stretch)
{
  return MIN (stretch->workers, 2);
}

static double
level_height (guint level, double height)
{
  return level < 2 ? round (height * ALONE_HEIGHT) : height;
}

/* Of the bar, a pixel wide at least: however short, it is seen. */
static PlRpRect
stretch_rect (PlRacePicture *self, const PlRaceStretch *stretch)
{
  const PlRacePartStatus *status = status_of (self);
  const PlRpRect *bar = &self->overlap;
  double range = (double) MAX (status->end_ns - status->begin_ns, 1);
  double from = (double) (stretch->from_ns - status->begin_ns) / range;
  double to = (double) (stretch->to_ns - status->begin_ns) / range;
  double left = MIN (round (bar->x + CLAMP (from, 0, 1) * bar->width), bar->x + bar->width - 1);
  double right = MAX (round (bar->x + CLAMP (to, 0, 1) * bar->width), left + 1);
  double height = level_height (level_of (stretch), bar->height);

  return (PlRpRect) { left, bar->y + bar->height - height, right - left, height };
}

static const PlColor *
level_color (PlRacePicture *self, guint level)
{
  return level < 2 ? &self->theme->states[PL_STATE_WAITING_TASK].color : &self->theme->dim_text;
}

static void
draw_level (PlRacePicture *self, cairo_t *cr, guint level)
{
  for (guint i = 0; i < self->n_stretches; i++)
    if (level_of (&self->stretches[i]) == level)
      {
        PlRpRect rect = stretch_rect (self, &self->stretches[i]);

        cairo_rectangle (cr, rect.x, rect.y, rect.width, rect.height);
      }
  pl_set_color (cr, level_color (self, level));
  cairo_fill (cr);
}

static void
draw_label (PlRacePicture *self, cairo_t *cr)
{
  g_autofree char *share = pl_text_percent (self->result.overlap, 1);
  g_autofree char *label = pl_rp_is_past (self) ? g_strdup (_("Overlap")) : g_strdup_printf (_("Overlap %s"), share);
  const char *texts[] = { label, pl_rp_is_past (self) ? NULL : share, NULL };
  const char *text = pl_rp_fitting (self, PL_RP_TINY, self->gutter - 8, texts);

  if (text)
    pl_rp_text (self, cr, PL_RP_TINY, &self->theme->dim_text, self->density.margin,
                self->overlap_y, -1, 0, text);
}

void
pl_rp_draw_overlap (PlRacePicture *self, cairo_t *cr)
{
  if (self->overlap_y < 0)
    return;
  draw_label (self, cr);
  pl_rp_fill (cr, &self->overlap, &self->theme->panel);
  cairo_save (cr);
  pl_rp_clip_to_moment (self, cr, &self->overlap);
  draw_level (self, cr, 1);
  draw_level (self, cr, 2);
  cairo_restore (cr);
}

void
pl_rp_draw_overlap_swatch (PlRacePicture *self, cairo_t *cr, double x, double y, double width)
{
  double height = self->overlap.height, third = width / 3;

  for (guint i = 0; i < 3; i++)
    {
      guint level = i == 1 ? 2 : 1;
      double part = level_height (level, height);
      PlRpRect rect = { x + i * third, y + height / 2 - part, third, part };

      pl_rp_fill (cr, &rect, level_color (self, level));
    }
}

gboolean
pl_rp_pick_overlap (PlRacePicture *self, double x, double y, char **tooltip)
{
  const PlRaceStretch *found = NULL;
  g_autofree char *from = NULL, *to = NULL;

  if (self->overlap_y < 0 || fabs (y - self->overlap.y - self->overlap.height / 2) >
                               self->overlap.height / 2 + PICK_SLACK)
    return FALSE;
  /* Where several share a pixel, that of the most workers is on top. */
  for (guint i = 0; i < self->n_stretches; i++)
    {
      PlRpRect rect = stretch_rect (self, &self->stretches[i]);

      if (self->looked.until_ns > 0 && self->stretches[i].from_ns > self->looked.until_ns)
        continue;
      if (x >= rect.x && x < rect.x + rect.width &&
          (!found || level_of (&self->stretches[i]) > level_of (found)))
        found = &self->stretches[i];
    }
  if (!found)
    return FALSE;
  from = pl_text_duration (found->from_ns - status_of (self)->begin_ns);
  to = pl_text_duration (found->to_ns - status_of (self)->begin_ns);
  /* Translators: "3 of 4 workers at it from 1.20 ms to 3.40 ms after the start" */
  *tooltip = g_strdup_printf (_("%u of %u workers at it from %s to %s after the start"),
                              found->workers, self->n_workers, from, to);
  return TRUE;
}
