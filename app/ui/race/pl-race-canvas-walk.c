/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-canvas-private.h"

#include <math.h>
#include <string.h>

#define LEAST_RANGE_NS 40
#define ZOOM_STEP 1.5
#define PAN_STEP 0.15     /* of what is in sight */

gboolean
pl_race_canvas_show (PlRaceCanvas *self,
                     gint64        from_ns,
                     gint64        to_ns)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  gint64 begin, end, range;

  if (picture == NULL || !pl_race_picture_get_whole (picture, &begin, &end))
    return FALSE;
  range = MIN (MAX (to_ns - from_ns, LEAST_RANGE_NS), end - begin);
  self->view.from_ns = CLAMP (from_ns, begin, end - range);
  self->view.to_ns = self->view.from_ns + range;
  pl_race_canvas_view_changed (self);
  return TRUE;
}

gboolean
pl_race_canvas_zoom (PlRaceCanvas *self,
                     double        factor,
                     gint64        center_ns)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  gint64 begin, end, from, to;
  double range, share;

  if (picture == NULL || !pl_race_picture_get_whole (picture, &begin, &end) ||
      !pl_race_picture_get_window (picture, &from, &to))
    return FALSE;
  range = CLAMP ((double) (to - from) * factor, LEAST_RANGE_NS, (double) (end - begin));
  share = (double) (CLAMP (center_ns, from, to) - from) / (double) (to - from);
  from = CLAMP (center_ns, from, to) - (gint64) (share * range);
  return pl_race_canvas_show (self, from, from + (gint64) ceil (range));
}

gboolean
pl_race_canvas_pan (PlRaceCanvas *self,
                    gint64        by_ns)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  gint64 from, to;

  if (picture == NULL || !pl_race_picture_get_window (picture, &from, &to))
    return FALSE;
  return pl_race_canvas_show (self, from + by_ns, to + by_ns);
}

/* TRUE: not all workers fit, so there is something to scroll. */
gboolean
pl_race_canvas_scroll_lanes (PlRaceCanvas *self,
                             int           by)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  guint workers, first, n;

  if (picture == NULL || self->view.to_ns == 0)
    return FALSE;
  workers = pl_log_plan (pl_race_get_log (self->race))->workers;
  first = pl_race_picture_get_lanes (picture, &n);
  if (n >= workers)
    return FALSE;
  /* No further than there are lanes, or the way back would be as long. */
  by = CLAMP (by, -(int) first, (int) (workers - n - first));
  if (by != 0)
    {
      self->view.lane_scroll += by;
      pl_race_canvas_view_changed (self);
    }
  return TRUE;
}

static gboolean
lane_is_shown (PlRaceCanvas *self,
               guint         worker)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  return picture != NULL && pl_race_picture_shows_worker (picture, worker);
}

/* Brings the selected increment into sight: as little as that takes. */
static void
reveal (PlRaceCanvas *self)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  PlIncrement at = self->view.selected;
  gint64 from, to, middle;
  PlIncrementInfo info;
  guint first, n;

  if (picture == NULL || !pl_race_picture_get_window (picture, &from, &to) ||
      !pl_race_get_times (self->race, pl_race_picture_get_part (picture), at, &info))
    return;
  middle = info.load_ns + (info.store_ns - info.load_ns) / 2;
  if (info.store_ns < from || info.load_ns > to ||
      ((info.load_ns < from || info.store_ns > to) && info.store_ns - info.load_ns < to - from))
    pl_race_canvas_show (self, middle - (to - from) / 2, middle + (to - from) / 2);
  else if (!lane_is_shown (self, at.worker))
    pl_race_canvas_show (self, from, to);
  picture = pl_race_canvas_layout (self);
  if (picture == NULL || lane_is_shown (self, at.worker))
    return;
  first = pl_race_picture_get_lanes (picture, &n);
  pl_race_canvas_scroll_lanes (self, at.worker < first ? (int) at.worker - (int) first
                                                       : (int) at.worker - (int) (first + n - 1));
}

void
pl_race_canvas_select (PlRaceCanvas *self,
                       PlIncrement   increment)
{
  self->view.has_selection = TRUE;
  self->view.selected = increment;
  pl_race_canvas_view_changed (self);
  reveal (self);
}

void
pl_race_canvas_clear (PlRaceCanvas *self)
{
  if (!self->view.has_selection)
    return;
  self->view.has_selection = FALSE;
  pl_race_canvas_view_changed (self);
}

gboolean
pl_race_canvas_get_selected (PlRaceCanvas *self,
                             PlIncrement  *increment)
{
  *increment = self->view.selected;
  return self->view.has_selection;
}

/* Where a walk begins: at the lost update that is shown, if it is in sight, else in the middle. */
static gboolean
select_first (PlRaceCanvas  *self,
              PlRacePicture *picture)
{
  guint part = pl_race_picture_get_part (picture), n;
  guint worker = pl_race_picture_get_lanes (picture, &n);
  gint64 from, to;
  PlLostBranch branch;
  PlIncrementInfo info;

  if (!pl_race_picture_get_window (picture, &from, &to))
    return FALSE;
  if (pl_race_get_branch (self->race, part, self->view.branch, &branch) &&
      pl_race_get_times (self->race, part, branch.head, &info) &&
      info.store_ns >= from && info.load_ns <= to)
    {
      pl_race_canvas_select (self, branch.head);
      return TRUE;
    }
  n = pl_race_get_n_increments (self->race, part, worker);
  if (n == 0)
    return FALSE;
  pl_race_canvas_select (self, (PlIncrement) {
    worker, MIN (pl_race_find (self->race, part, worker, from + (to - from) / 2), n - 1) });
  return TRUE;
}

static gboolean
walk (PlRaceCanvas *self,
      int           along,
      int           across)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  PlIncrement at = self->view.selected;
  guint part, workers;
  PlIncrementInfo info;

  if (picture == NULL)
    return FALSE;
  part = pl_race_picture_get_part (picture);
  if (!self->view.has_selection || !pl_race_get_times (self->race, part, at, &info))
    return select_first (self, picture);
  workers = pl_log_plan (pl_race_get_log (self->race))->workers;
  if (along != 0)
    at.seq += (guint32) along; /* before the first one: past the last, too */
  for (int worker = (int) at.worker + across; across != 0; worker += across)
    {
      guint32 n;

      if (worker < 0 || worker >= (int) workers)
        return FALSE;
      n = pl_race_get_n_increments (self->race, part, (guint) worker);
      if (n == 0)
        continue;
      at = (PlIncrement) {
        (guint) worker, MIN (pl_race_find (self->race, part, (guint) worker, info.load_ns), n - 1) };
      break;
    }
  if (at.seq >= pl_race_get_n_increments (self->race, part, at.worker))
    return FALSE;
  pl_race_canvas_select (self, at);
  return TRUE;
}

/* Zooming by keyboard keeps what is selected where it is, else the lost update shown, when it is in sight. */
static gint64
zoom_center (PlRaceCanvas *self)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  gint64 from = 0, to = 0, at;
  PlIncrementInfo info;
  PlLostBranch branch;
  guint part;

  if (picture == NULL || !pl_race_picture_get_window (picture, &from, &to))
    return 0;
  part = pl_race_picture_get_part (picture);
  at = from + (to - from) / 2;
  if (self->view.has_selection && pl_race_get_times (self->race, part, self->view.selected, &info))
    at = info.load_ns + (info.store_ns - info.load_ns) / 2;
  else if (pl_race_get_branch (self->race, part, self->view.branch, &branch) &&
           pl_race_get_times (self->race, part, branch.head, &info))
    at = info.store_ns;
  return at >= from && at <= to ? at : from + (to - from) / 2;
}

static gboolean
pan_by (PlRaceCanvas *self,
        double        share)
{
  PlRacePicture *picture = pl_race_canvas_layout (self);
  gint64 from, to;

  return picture != NULL && pl_race_picture_get_window (picture, &from, &to) &&
         pl_race_canvas_pan (self, (gint64) (share * (double) (to - from)));
}

static gboolean
fit (PlRaceCanvas *self)
{
  return pl_race_canvas_show (self, 0, G_MAXINT64 / 4);
}

static gboolean zoom_in (PlRaceCanvas *self) { return pl_race_canvas_zoom (self, 1 / ZOOM_STEP, zoom_center (self)); }
static gboolean zoom_out (PlRaceCanvas *self) { return pl_race_canvas_zoom (self, ZOOM_STEP, zoom_center (self)); }
static gboolean pan_left (PlRaceCanvas *self) { return pan_by (self, -PAN_STEP); }
static gboolean pan_right (PlRaceCanvas *self) { return pan_by (self, PAN_STEP); }
static gboolean page_left (PlRaceCanvas *self) { return pan_by (self, -0.9); }
static gboolean page_right (PlRaceCanvas *self) { return pan_by (self, 0.9); }
static gboolean next_increment (PlRaceCanvas *self) { return walk (self, 1, 0); }
static gboolean previous_increment (PlRaceCanvas *self) { return walk (self, -1, 0); }
static gboolean next_lane (PlRaceCanvas *self) { return walk (self, 0, 1); }
static gboolean previous_lane (PlRaceCanvas *self) { return walk (self, 0, -1); }

static gboolean
back (PlRaceCanvas *self)
{
  pl_race_canvas_show_branch (self);
  return TRUE;
}

static gboolean
clear (PlRaceCanvas *self)
{
  pl_race_canvas_clear (self);
  return TRUE;
}

static const struct {
  const char *name;
  gboolean (*run) (PlRaceCanvas *);
} actions[] = {
  { "race.zoom-in", zoom_in },
  { "race.zoom-out", zoom_out },
  { "race.pan-left", pan_left },
  { "race.pan-right", pan_right },
  { "race.page-left", page_left },
  { "race.page-right", page_right },
  { "race.fit", fit },
  { "race.back", back },
  { "race.next-increment", next_increment },
  { "race.previous-increment", previous_increment },
  { "race.next-lane", next_lane },
  { "race.previous-lane", previous_lane },
  { "race.clear", clear },
};

const char *
pl_race_canvas_action (guint i)
{
  return i < G_N_ELEMENTS (actions) ? actions[i].name : NULL;
}

void
pl_race_canvas_perform (PlRaceCanvas *self,
                        const char   *action)
{
  if (self->race == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (strcmp (actions[i].name, action) == 0 && !actions[i].run (self))
      gtk_widget_error_bell (GTK_WIDGET (self));
}
