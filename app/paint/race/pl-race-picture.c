/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* Where a lane begins that is not among those in sight is known as well. */
static void
fill_drawing (PlRacePicture *self)
{
  guint above = self->has_lanes && self->framed ? self->n_workers - self->n_lanes : 0;
  double room = above * self->lane_pitch;
  PlIncrementInfo head;

  self->drawing = (PlDrawing) {
    .klass = &pl_race_drawing_class, .width = self->width,
    .height = self->height > 0 ? self->height : ceil (self->needed_height), .scroll_step = self->lane_pitch,
    .from_ns = self->from_ns, .to_ns = self->to_ns,
    .centre_ns = self->from_ns + (self->to_ns - self->from_ns) / 2, .scale = 1,
  };
  if (!self->has_lanes)
    return;
  self->drawing.plot = self->plot;
  self->drawing.content_height = self->plot.height + room;
  /* What is cut off at the end, so that whoever gave too little room can tell. */
  if (self->height > 0 && self->needed_height > self->height + 0.01)
    self->drawing.plot.height = MAX (self->plot.height - (self->needed_height - self->height), 1);
  if (above > 0)
    self->drawing.scroll = CLAMP (self->scroll >= 0 ? self->scroll : self->lanes[0] * self->lane_pitch, 0, room);
  if (self->has_branch && pl_race_get_times (self->race, self->part, self->branch.head, &head)
      && head.store_ns >= self->from_ns && head.store_ns <= self->to_ns)
    self->drawing.centre_ns = head.store_ns;
}

PlRacePicture *
pl_race_picture_lay_out (PlRace *race, const PlViewport *viewport, const PlPaper *paper)
{
  PlRacePicture *self = g_new0 (PlRacePicture, 1);

  self->race = g_object_ref (race);
  self->theme = pl_theme_get (paper->theme);
  self->width = MAX (paper->width, 64);
  self->height = paper->height;
  self->parts = paper->parts;
  self->scale = self->width < 760 ? 0.92 : 1;
  self->ink = pl_ink_for (G_OBJECT (race));
  pl_rp_scene_init (self, viewport);
  pl_rp_layout (self);
  if (self->framed)
    pl_rp_open_window (self, viewport);
  pl_rp_place_boxes (self);
  fill_drawing (self);
  if (viewport->until_ns > 0 && self->has_lanes)
    {
      g_autofree char *value = pl_text_count (pl_race_value_at (race, self->part, viewport->until_ns));

      /* Translators: what the counter of a race stands at, at a moment of it: "counter 41,906" */
      self->drawing.cursor_note = g_strdup_printf (_("counter %s"), value);
    }
  return self;
}

void
pl_race_picture_free (PlRacePicture *self)
{
  if (!self)
    return;
  pl_rp_scene_clear (self);
  g_object_unref (self->race);
  g_free (self);
}

static void
draw_lines (PlRacePicture *self, cairo_t *cr)
{
  double width = self->width - 2 * self->density.margin, x = self->density.margin;

  if (self->title_y >= 0)
    pl_rp_text_wrapped (self, cr, PL_RP_TITLE, &self->theme->text, x, self->title_y, width,
                        self->title);
  if (self->subtitle_y >= 0)
    pl_rp_text_wrapped (self, cr, PL_RP_BODY, &self->theme->dim_text, x, self->subtitle_y, width,
                        self->subtitle);
  if (self->footer_y >= 0)
    pl_rp_text_wrapped (self, cr, PL_RP_TINY, &self->theme->dim_text, x, self->footer_y, width,
                        self->footer);
}

void
pl_race_picture_draw (PlRacePicture *self, cairo_t *cr)
{
  g_return_if_fail (self != NULL);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height > 0 ? self->height : self->needed_height);
  pl_set_color (cr, &self->theme->background);
  cairo_fill (cr);
  draw_lines (self, cr);
  pl_rp_draw_cards (self, cr);
  pl_rp_draw_proof (self, cr);
  if (self->panel_height > 0)
    pl_rp_draw_panel (self, cr);
  pl_rp_draw_strip (self, cr);
  pl_rp_draw_overlap (self, cr);
  pl_rp_draw_legend (self, cr);
  cairo_restore (cr);
}

static gboolean
within (const PlRpRect *rect, double x, double y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

guint
pl_race_picture_get_n_marks (PlRacePicture *self)
{
  return self->boxes->len;
}

void
pl_race_picture_get_mark (PlRacePicture *self, guint i, PlRaceMark *mark)
{
  const PlRpBox *box;

  g_return_if_fail (i < self->boxes->len);
  box = &g_array_index (self->boxes, PlRpBox, i);
  *mark = (PlRaceMark) { self->part, box->first, box->n, box->n_lost,
                         box->held_ns, box->waited_ns, box->n_waits,
                         box->rect.x, box->rect.y, box->rect.width, box->rect.height };
}

guint
pl_race_picture_get_n_waits (PlRacePicture *self)
{
  return self->waits->len;
}

void
pl_race_picture_get_wait (PlRacePicture *self, guint i, PlRaceWait *wait)
{
  const PlRpWait *w;

  g_return_if_fail (i < self->waits->len);
  w = &g_array_index (self->waits, PlRpWait, i);
  *wait = (PlRaceWait) { self->lanes[w->lane], w->from_ns, w->to_ns,
                         w->rect.x, w->rect.y, w->rect.width, w->rect.height };
}

gboolean
pl_race_picture_pick_mark (PlRacePicture *self, double x, double y, PlRaceMark *mark)
{
  /* The last drawn lies on top. */
  for (guint i = self->boxes->len; i-- > 0; )
    if (within (&g_array_index (self->boxes, PlRpBox, i).rect, x, y))
      {
        pl_race_picture_get_mark (self, i, mark);
        return TRUE;
      }
  return FALSE;
}

static char *
fold_text (const PlRaceMark *mark)
{
  g_autofree char *all = pl_text_count (mark->n_increments), *lost = pl_text_count (mark->n_lost);

  if (mark->n_lost == 0)
    return g_strdup_printf (_("%s increments of Worker %u, none of them lost."), all, mark->first.worker + 1);
  return g_strdup_printf (_("%s increments of Worker %u, %s of them lost."), all,
                          mark->first.worker + 1, lost);
}

/* What is between two increments is more than waiting alone: see pl-race-methods.h. */
static char *
waits_text (const PlRaceMark *mark)
{
  g_autofree char *waited = pl_text_duration (mark->waited_ns), *n = pl_text_count (mark->n_waits),
                  *share = pl_text_percent ((double) mark->waited_ns,
                                            (double) (mark->waited_ns + mark->held_ns));

  if (mark->n_increments == 1)
    return g_strdup_printf (_("Beside it, Worker %u waited %s for the lock."),
                            mark->first.worker + 1, waited);
  /* Translators: "In 12,345 waits it spent 1.20 ms, 57.1 % of this time, ..."; it: a worker */
  return g_strdup_printf (ngettext ("In %s wait it spent %s, %s of this time, waiting for the lock "
                                    "and taking it.",
                                    "In %s waits it spent %s, %s of this time, waiting for the "
                                    "lock and taking it.",
                                    mark->n_waits),
                          n, waited, share);
}

static char *
mark_text (PlRacePicture *self, const PlRaceMark *mark)
{
  g_autofree char *text = NULL, *waits = NULL;

  text = mark->n_increments == 1
           ? pl_race_increment_sentence (self->race, self->part, mark->first)
           : fold_text (mark);
  if (mark->n_waits == 0)
    return g_steal_pointer (&text);
  waits = waits_text (mark);
  return g_strdup_printf ("%s %s", text, waits);
}

static gboolean
pick_wait (PlRacePicture *self, double x, double y, char **tooltip)
{
  for (guint i = 0; i < self->waits->len; i++)
    {
      const PlRpWait *wait = &g_array_index (self->waits, PlRpWait, i);

      if (within (&wait->rect, x, y))
        {
          g_autofree char *duration = pl_text_duration (wait->to_ns - wait->from_ns);

          *tooltip = g_strdup_printf (_("Worker %u waited %s for the lock."),
                                      self->lanes[wait->lane] + 1, duration);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
pick_strip (PlRacePicture *self, double x, double y, char **tooltip, guint64 *branch)
{
  const PlRacePartStatus *status =
    &pl_log_header (pl_race_get_log (self->race))->status.parts[self->part];
  g_autofree char *time = NULL, *survivors = NULL, *losses = NULL;
  gint64 range = status->end_ns + 1 - status->begin_ns, from, to;
  guint64 survived, lost;
  guint bins, bin;

  if (self->strip_y < 0 || !within (&self->strip, x, y) || range <= 0)
    return FALSE;
  bins = pl_rp_strip_bins (self);
  bin = MIN ((guint) ((x - self->strip.x) / self->strip.width * bins), bins - 1);
  from = status->begin_ns + (gint64) ((double) range * bin / bins);
  to = status->begin_ns + (gint64) ((double) range * (bin + 1) / bins);
  pl_race_bins (self->race, self->part, from, to, 1, &survived, &lost);
  pl_race_nearest_branch (self->race, self->part, from + (to - from) / 2, branch);
  time = pl_text_duration (from - status->begin_ns);
  survivors = pl_text_count (survived);
  losses = pl_text_count (lost);
  /* Translators: "1.20 ms after the start: 312 survived, 104 were lost" */
  *tooltip =
    g_strdup_printf (_("%s after the start: %s survived, %s were lost"), time, survivors, losses);
  return TRUE;
}

char *
pl_race_picture_tooltip (PlRacePicture *self, double x, double y, guint64 *branch)
{
  char *text = NULL;
  PlRaceMark mark;

  *branch = self->branch_index;
  if (pl_race_picture_pick_mark (self, x, y, &mark))
    {
      pl_race_find_branch (self->race, self->part, mark.first, branch);
      return mark_text (self, &mark);
    }
  if (!pick_wait (self, x, y, &text) && !pick_strip (self, x, y, &text, branch))
    pl_rp_pick_overlap (self, x, y, &text);
  return text;
}
