/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

/* Increments as boxes: what is drawn, and what a pointer finds. */

/* Boxes narrower than this, side by side, become one that carries their number. */
#define FOLD_WIDTH 3.0
/* A fold gets no wider: room for its number, and it shows where the losses were. */
#define FOLD_COLUMN 48.0
/* A wait is no hair from here on. */
#define LEAST_WAIT 1.5

static PlRpRole
role_of (PlRacePicture *self, PlIncrement increment)
{
  if (self->has_branch && pl_rp_same (increment, self->branch.head))
    return PL_RP_LOST;
  if (self->has_branch && pl_rp_same (increment, self->branch.rival))
    return PL_RP_RIVAL;
  if (pl_rp_same (increment, self->parent))
    return PL_RP_PARENT;
  for (guint i = 0; i < self->n_readers; i++)
    if (pl_rp_same (increment, self->readers[i]))
      return PL_RP_READER;
  return PL_RP_OTHER;
}

/* Clipped to the plot; wide enough not to vanish. */
static PlRpRect
box_rect (PlRacePicture *self, guint lane, gint64 from_ns, gint64 to_ns, double least)
{
  double left = CLAMP (pl_rp_x (self, from_ns), self->plot.x, self->plot.x + self->plot.width);
  double right = CLAMP (pl_rp_x (self, to_ns), self->plot.x, self->plot.x + self->plot.width);
  PlRpRect rect = { round (left), pl_rp_lane_y (self, lane), 0, self->density.box_height };

  rect.width = MAX (round (right) - rect.x, least);
  if (rect.x + rect.width > self->plot.x + self->plot.width)
    rect.x = self->plot.x + self->plot.width - rect.width;
  return rect;
}

/* Those the sentence speaks of stand alone, however narrow. */
static gboolean
is_key (const PlRpBox *box)
{
  return box->role != PL_RP_OTHER || box->selected;
}

gboolean
pl_rp_is_narrow (const PlRpBox *box)
{
  return !is_key (box) && (box->n > 1 || box->rect.width < FOLD_WIDTH);
}

/* Columns stay with the increments in them when the window moves. */
static gint64
column_of (PlRacePicture *self, const PlRpBox *box)
{
  double column_ns = (double) (self->to_ns - self->from_ns) * FOLD_COLUMN / self->plot.width;

  return (gint64) floor ((double) box->load_ns / column_ns);
}

/* Between two increments of a worker under a lock there is always a wait. */
static void
take_wait (PlRacePicture *self, PlRpBox *box, gint64 from_ns, gint64 to_ns)
{
  if (!pl_race_method_is_lock (self->result.method))
    return;
  box->waited_ns += MAX (to_ns - from_ns, 0);
  box->n_waits++;
}

/* Boxes too narrow to be told apart become one. */
static gboolean
fold_into (PlRacePicture *self, PlRpBox *last, const PlRpBox *box)
{
  double end = last->rect.x + last->rect.width, right = box->rect.x + box->rect.width;

  if (!pl_rp_is_narrow (last) || !pl_rp_is_narrow (box) || box->rect.x > end + 1 ||
      column_of (self, last) != column_of (self, box))
    return FALSE;
  take_wait (self, last, last->store_ns, box->load_ns);
  last->n += box->n;
  last->n_lost += box->n_lost;
  last->held_ns += box->held_ns;
  last->waited_ns += box->waited_ns;
  last->n_waits += box->n_waits;
  last->store_ns = box->store_ns;
  last->rect.width = MAX (end, right) - last->rect.x;
  return TRUE;
}

/* A mark of its own for a wait, if there is room. */
static gboolean
add_wait (PlRacePicture *self, guint lane, gint64 from_ns, gint64 to_ns, double left, double right)
{
  double height = self->density.box_height;
  double share = height * self->theme->states[PL_STATE_WAITING_LOCK].height;
  PlRpWait wait = { lane, from_ns, to_ns,
                    { left, pl_rp_lane_y (self, lane) + height - share, right - left, share } };

  if (right - left < 1)
    return FALSE;
  g_array_append_val (self->waits, wait);
  return TRUE;
}

/* The wait before a box, right of what is drawn already. Beside a narrow one a hair could not be
 * told from what keeps two folds apart: it is a share of that one. */
static void
tell_wait (PlRacePicture *self, PlRpBox *box, gint64 from_ns, double left)
{
  gboolean hair = pl_rp_x (self, box->load_ns) - pl_rp_x (self, from_ns) < LEAST_WAIT;

  if (!pl_race_method_is_lock (self->result.method) || from_ns < 0 ||
      box->load_ns <= self->from_ns)
    return;
  if ((hair && pl_rp_is_narrow (box)) ||
      !add_wait (self, box->lane, from_ns, box->load_ns, left, box->rect.x))
    take_wait (self, box, from_ns, box->load_ns);
}

/* The one drawn last, if it is in that lane. */
static PlRpBox *
last_box (PlRacePicture *self, guint lane)
{
  PlRpBox *last = NULL;

  if (self->boxes->len > 0)
    last = &g_array_index (self->boxes, PlRpBox, self->boxes->len - 1);
  return last && last->lane == lane ? last : NULL;
}

/* Where something that begins at that time is drawn, at the earliest. */
static double
left_of (PlRacePicture *self, gint64 from_ns)
{
  return MAX (round (pl_rp_x (self, from_ns)), self->plot.x);
}

/* Folded, or side by side with what is there. before_ns: the worker's store before; -1: none. */
static void
add_box (PlRacePicture *self, PlRpBox *box, gint64 before_ns)
{
  PlRpBox *last = last_box (self, box->lane);
  double left = left_of (self, before_ns);

  if (last)
    {
      double end = last->rect.x + last->rect.width, right = box->rect.x + box->rect.width;

      if (fold_into (self, last, box))
        return;
      if (box->rect.x < end)
        {
          box->rect.x = end;
          box->rect.width = MAX (right - end, 2);
        }
      /* Two side by side are two. */
      if (last->rect.width >= 4 && box->rect.x <= end)
        last->rect.width -= 1;
      left = last->rect.x + last->rect.width;
    }
  tell_wait (self, box, before_ns, left);
  g_array_append_val (self->boxes, *box);
}

/* The wait that goes on beyond what is shown. */
static void
tell_last_wait (PlRacePicture *self, guint lane, gint64 from_ns, gint64 to_ns)
{
  PlRpBox *last = last_box (self, lane);
  double left = last ? last->rect.x + last->rect.width : left_of (self, from_ns);
  double right = MIN (round (pl_rp_x (self, to_ns)), self->plot.x + self->plot.width);

  if (!pl_race_method_is_lock (self->result.method) || from_ns < 0 || from_ns >= self->to_ns ||
      to_ns <= self->from_ns)
    return;
  if (!add_wait (self, lane, from_ns, to_ns, left, right) && last)
    take_wait (self, last, from_ns, to_ns);
}

/* The next increment of a worker, from seq on, that must stand alone. */
static guint32
next_key (PlRacePicture *self, guint worker, guint32 seq, guint32 n)
{
  guint32 next = n;

  for (guint i = 0; i < self->n_readers; i++)
    if (self->readers[i].worker == worker && self->readers[i].seq >= seq)
      next = MIN (next, self->readers[i].seq);
  if (self->parent.worker == worker && self->parent.seq >= seq)
    next = MIN (next, self->parent.seq);
  if (self->has_selection && self->selected.worker == worker && self->selected.seq >= seq)
    next = MIN (next, self->selected.seq);
  return next;
}

/* Where many increments share a few pixels, takes them together: the cost follows the width. */
static void
take_pixels (PlRacePicture *self, PlRpBox *box, guint32 n)
{
  gint64 taken_ns = (gint64) (FOLD_WIDTH * (double) (self->to_ns - self->from_ns) / self->plot.width);
  guint worker = box->first.worker;
  guint32 seq = box->first.seq, next;
  PlIncrementInfo last;

  if (is_key (box))
    return;
  next = pl_race_find_about (self->race, self->part, worker, box->load_ns + taken_ns, seq);
  next = MIN (next, next_key (self, worker, seq, n));
  if (next <= seq + 1)
    return;
  box->n = next - seq;
  box->n_lost = pl_race_count_lost (self->race, self->part, worker, seq, next);
  pl_race_get_times (self->race, self->part, (PlIncrement) { worker, next - 1 }, &last);
  box->store_ns = last.store_ns;
  box->waited_ns = pl_race_sum_waits (self->race, self->part, worker, seq, next);
  box->n_waits = pl_race_method_is_lock (self->result.method) ? box->n - 1 : 0;
}

static gint64
store_before (PlRacePicture *self, guint worker, guint32 seq)
{
  PlIncrementInfo info;

  if (seq == 0 ||
      !pl_race_get_times (self->race, self->part, (PlIncrement) { worker, seq - 1 }, &info))
    return -1;
  return info.store_ns;
}

static void
place_lane (PlRacePicture *self, guint lane)
{
  guint worker = self->lanes[lane];
  guint32 end, seq = pl_rp_in_sight (self, worker, &end);
  gint64 before_ns = store_before (self, worker, seq);
  PlIncrementInfo next;

  while (seq < end)
    {
      PlRpBox box = { .lane = lane, .first = { worker, seq }, .n = 1 };
      PlIncrementInfo info;

      pl_race_get_times (self->race, self->part, box.first, &info);
      box.n_lost = info.lost;
      box.value_read = info.value_read;
      box.load_ns = info.load_ns;
      box.store_ns = info.store_ns;
      box.role = role_of (self, box.first);
      box.selected = self->has_selection && pl_rp_same (self->selected, box.first);
      take_pixels (self, &box, end);
      box.rect = box_rect (self, lane, box.load_ns, box.store_ns, is_key (&box) ? 4 : 2);
      box.held_ns = box.store_ns - box.load_ns - box.waited_ns;
      add_box (self, &box, before_ns);
      before_ns = box.store_ns;
      seq += box.n;
    }
  if (pl_race_get_times (self->race, self->part, (PlIncrement) { worker, end }, &next))
    tell_last_wait (self, lane, before_ns, next.load_ns);
}

void
pl_rp_place_boxes (PlRacePicture *self)
{
  g_array_set_size (self->boxes, 0);
  g_array_set_size (self->waits, 0);
  for (guint i = 0; self->has_lanes && i < self->n_lanes; i++)
    place_lane (self, i);
}
