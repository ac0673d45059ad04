/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-viewer-private.h"

#include <math.h>
#include <string.h>

/* FALSE: there is no time to see. A run that has hardly begun has some, too. */
static gboolean
get_whole (PlViewer *self,
           gint64   *from_ns,
           gint64   *to_ns)
{
  if (self->picture == NULL || !pl_picture_get_whole (self->picture, from_ns, to_ns))
    return FALSE;
  *to_ns = MAX (*to_ns, *from_ns + pl_picture_least_range_ns (self->picture));
  return TRUE;
}

void
pl_viewer_set_shown (PlViewer *self,
                     gint64    from_ns,
                     gint64    to_ns)
{
  self->shown_from_ns = from_ns;
  self->shown_to_ns = to_ns;
}

gboolean
pl_viewer_get_range (PlViewer *self,
                     gint64   *from_ns,
                     gint64   *to_ns)
{
  if (!get_whole (self, from_ns, to_ns))
    return FALSE;
  if (self->viewport.to_ns > 0)
    {
      *from_ns = self->viewport.from_ns;
      *to_ns = self->viewport.to_ns;
    }
  else if (self->shown_to_ns > self->shown_from_ns)
    {
      *from_ns = self->shown_from_ns;
      *to_ns = self->shown_to_ns;
    }
  return TRUE;
}

void
pl_viewer_get_print_viewport (PlViewer   *self,
                              PlViewport *viewport)
{
  gint64 begin, end;

  *viewport = self->viewport;
  viewport->has_hover = FALSE;
  viewport->growing = FALSE;
  if (viewport->to_ns > 0 && get_whole (self, &begin, &end))
    viewport->to_ns = MAX (MIN (viewport->to_ns, end), viewport->from_ns + 1);
}

/* A live run that is shown as a whole has room to grow to the right of its end. */
static gint64
get_limit (PlViewer *self,
           gint64    end)
{
  return pl_picture_get_live (self->picture) && self->follow == FOLLOW_ALL ? MAX (end, self->viewport.to_ns) : end;
}

static void
set_range (PlViewer *self,
           gint64    from_ns,
           gint64    to_ns)
{
  if (self->viewport.from_ns == from_ns && self->viewport.to_ns == to_ns)
    return;
  self->viewport.from_ns = from_ns;
  self->viewport.to_ns = to_ns;
  pl_viewer_changed (self, PL_VIEWER_VIEW);
}

/* The first look's range, where that is the picture's own choice. */
static void
show_own_range (PlViewer *self)
{
  self->follow = FOLLOW_ALL;
  set_range (self, 0, 0);
}

void
pl_viewer_choose_follow (PlViewer *self)
{
  gint64 begin, end;

  if (!get_whole (self, &begin, &end))
    return;
  if (self->viewport.to_ns <= 0 || (self->viewport.from_ns <= begin && self->viewport.to_ns >= end))
    self->follow = FOLLOW_ALL;
  else if (self->viewport.to_ns >= pl_picture_get_now (self->picture))
    self->follow = FOLLOW_NEWEST;
  else
    self->follow = FOLLOW_NOT;
}

/* A wheel's notches, or a drag, are one move. */
#define PAUSE_US 700000

void
pl_viewer_remember (PlViewer         *self,
                    const PlViewport *before)
{
  const PlViewport *view = &self->viewport;
  gint64 now_us = g_get_monotonic_time ();
  gboolean again = self->n_before > 0 && now_us - self->moved_us < PAUSE_US;

  if (view->from_ns == before->from_ns && view->to_ns == before->to_ns && view->focus == before->focus)
    return;
  self->moved_us = now_us;
  if (again)
    return;
  if (self->n_before == PL_VIEWER_HISTORY)
    memmove (self->before, self->before + 1, --self->n_before * sizeof *self->before);
  self->before[self->n_before++] = (PlLook) { before->from_ns, before->to_ns, before->focus };
  pl_viewer_changed (self, PL_VIEWER_VIEW);
}

gboolean
pl_viewer_can_go_back (PlViewer *self)
{
  return self->n_before > 0;
}

gboolean
pl_viewer_go_back (PlViewer *self)
{
  PlLook look;

  if (self->n_before == 0 || self->picture == NULL)
    return FALSE;
  look = self->before[--self->n_before];
  self->viewport.focus = look.focus;
  self->viewport.from_ns = look.from_ns;
  self->viewport.to_ns = look.to_ns;
  self->moved_us = 0;
  pl_viewer_choose_follow (self);
  pl_viewer_changed (self, PL_VIEWER_VIEW);
  return TRUE;
}

static void
show_range (PlViewer *self,
            gint64    from_ns,
            gint64    to_ns)
{
  gint64 begin, end, limit, width;

  if (!get_whole (self, &begin, &end))
    return;
  limit = get_limit (self, end);
  width = CLAMP (to_ns - from_ns, pl_picture_least_range_ns (self->picture), limit - begin);
  if (width > to_ns - from_ns)
    from_ns -= (width - (to_ns - from_ns)) / 2;
  from_ns = CLAMP (from_ns, begin, limit - width);
  /* Who sees all of what goes on wants to go on seeing all of it. */
  if (self->own_range && pl_picture_get_live (self->picture) && from_ns <= begin && from_ns + width >= end)
    {
      show_own_range (self);
      return;
    }
  set_range (self, from_ns, from_ns + width);
  pl_viewer_choose_follow (self);
}

void
pl_viewer_show (PlViewer *self,
                gint64    from_ns,
                gint64    to_ns)
{
  PlViewport before = self->viewport;

  show_range (self, from_ns, to_ns);
  pl_viewer_remember (self, &before);
}

static void
show_all (PlViewer *self)
{
  gint64 begin, end;

  if (!get_whole (self, &begin, &end))
    return;
  if (self->own_range && !self->close_up)
    {
      show_own_range (self);
      return;
    }
  self->follow = FOLLOW_ALL;
  set_range (self, begin, end);
}

void
pl_viewer_show_all (PlViewer *self)
{
  PlViewport before = self->viewport;

  show_all (self);
  pl_viewer_remember (self, &before);
}

void
pl_viewer_show_begin (PlViewer *self)
{
  gint64 from, to, begin, end;

  if (get_whole (self, &begin, &end) && pl_viewer_get_range (self, &from, &to))
    pl_viewer_show (self, begin, begin + to - from);
}

void
pl_viewer_show_end (PlViewer *self)
{
  gint64 from, to, begin, end;

  if (get_whole (self, &begin, &end) && pl_viewer_get_range (self, &from, &to))
    pl_viewer_show (self, end - (to - from), end);
}

void
pl_viewer_zoom (PlViewer *self,
                double    factor,
                gint64    center_ns)
{
  gint64 from, to;

  if (!pl_viewer_get_range (self, &from, &to))
    return;
  center_ns = CLAMP (center_ns, from, to);
  pl_viewer_show (self, center_ns - (gint64) ceil ((double) (center_ns - from) * factor),
                  center_ns + (gint64) ceil ((double) (to - center_ns) * factor));
}

void
pl_viewer_pan (PlViewer *self,
               gint64    delta_ns)
{
  gint64 from, to;

  if (pl_viewer_get_range (self, &from, &to))
    pl_viewer_show (self, from + delta_ns, to + delta_ns);
}

/* Moves as little as is needed to have the range in sight; what is wider than the view is shown from its start. */
void
pl_viewer_reveal (PlViewer *self,
                  gint64    from_ns,
                  gint64    to_ns)
{
  gint64 from, to, width, margin;

  if (!pl_viewer_get_range (self, &from, &to) || (from_ns >= from && to_ns <= to))
    return;
  width = to - from;
  margin = width / 20;
  if (to_ns - from_ns > width)
    {
      /* Some of it is in sight already: that is all that can be had. */
      if (from_ns < to && to_ns > from)
        return;
      pl_viewer_pan (self, from_ns - margin - from);
    }
  else if (from_ns < from)
    pl_viewer_pan (self, from_ns - margin - from);
  else
    pl_viewer_pan (self, to_ns + margin - to);
}

void
pl_viewer_scroll_to (PlViewer *self,
                     double    scroll)
{
  scroll = MAX (scroll, 0);
  if (self->viewport.scroll >= 0 && ABS (scroll - self->viewport.scroll) < 0.5)
    return;
  self->viewport.scroll = scroll;
  pl_viewer_changed (self, PL_VIEWER_VIEW);
}

void
pl_viewer_set_until (PlViewer *self,
                     gint64    until_ns,
                     gboolean  moving)
{
  gint64 begin, end;

  if (self->picture == NULL || !pl_picture_get_whole (self->picture, &begin, &end) || until_ns >= end)
    until_ns = 0;
  moving = moving && until_ns > 0;
  if (self->viewport.until_ns == until_ns && self->moving == moving)
    return;
  self->viewport.until_ns = until_ns;
  self->moving = moving;
  pl_viewer_changed (self, PL_VIEWER_CURSOR);
}

gboolean
pl_viewer_get_moving (PlViewer *self)
{
  return self->moving;
}

void
pl_viewer_turn_to (PlViewer *self,
                   gint64    t_ns)
{
  gint64 from, to, width;

  if (!pl_viewer_get_range (self, &from, &to) || (t_ns >= from && t_ns <= to))
    return;
  width = to - from;
  from = t_ns > to ? t_ns - width / 20 : t_ns - width + width / 20;
  show_range (self, from, from + width);
}

void
pl_viewer_leave_close_up (PlViewer *self)
{
  gint64 from, to;

  if ((self->own_range && self->close_up && self->viewport.to_ns <= 0) || self->n_before == 0)
    {
      /* All that a picture likes to show by itself may be a part of the run. */
      if (self->own_range && get_whole (self, &from, &to))
        pl_viewer_show (self, from, to);
      else
        pl_viewer_show_all (self);
    }
}

/* A range that showed the end goes on doing so; one that left room for what was to come, when it has come there. */
static void
follow_newest (PlViewer *self,
               gint64    begin)
{
  gint64 now = pl_picture_get_now (self->picture), width = self->viewport.to_ns - self->viewport.from_ns;

  if (self->viewport.to_ns < now || (self->viewport.to_ns > now && !pl_picture_get_live (self->picture)))
    set_range (self, MAX (now - width, begin), now);
}

static void
follow (PlViewer *self)
{
  gint64 begin, end;

  if (self->viewport.to_ns <= 0 || !get_whole (self, &begin, &end))
    return;
  if (self->follow == FOLLOW_NEWEST)
    follow_newest (self, begin);
  else if (self->follow == FOLLOW_NOT)
    return;
  else if (!pl_picture_get_live (self->picture))
    set_range (self, begin, end);
  /* Growing in steps keeps the picture still in between. */
  else if (end > self->viewport.to_ns)
    set_range (self, begin, end + end / 3);
}

gboolean
pl_viewer_refresh (PlViewer *self)
{
  if (self->picture == NULL || !pl_picture_refresh (self->picture))
    return FALSE;
  follow (self);
  pl_viewer_changed (self, PL_VIEWER_DATA);
  return TRUE;
}

void
pl_viewer_finish (PlViewer *self)
{
  if (self->picture == NULL)
    return;
  pl_picture_refresh (self->picture);
  follow (self);
  pl_viewer_changed (self, PL_VIEWER_DATA);
}
