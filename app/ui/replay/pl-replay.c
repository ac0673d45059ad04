/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/replay/pl-replay.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "paint/pl-speeds.h"

/* Where the window stood still for longer, the run has stood still, too. */
#define STALL_US 250000
/* Without gliding: so long every moment can be looked at. */
#define STEP_US 500000

struct _PlReplay
{
  GObject parent_instance;

  PlViewer *viewer;
  PlViewer *beside;     /* NULL: none plays along */
  gint64 beyond_ns;     /* the cursor, where this run is over and the one beside it is not; else 0 */
  gboolean playing;
  guint speed;
  gboolean chosen;      /* the speed, by somebody */
  gint64 at_ns;         /* how far it has played; without gliding the cursor stays behind */
  gint64 ticked_us;     /* 0: not since it plays */
  gint64 stepped_us;
};

G_DEFINE_FINAL_TYPE (PlReplay, pl_replay, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed (PlReplay *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
get_whole_of (PlViewer *viewer,
              gint64   *from_ns,
              gint64   *to_ns)
{
  PlPicture *picture = viewer != NULL ? pl_viewer_get_picture (viewer) : NULL;

  return picture != NULL && pl_picture_get_whole (picture, from_ns, to_ns) && *to_ns > *from_ns;
}

static gboolean
get_whole (PlReplay *self,
           gint64   *from_ns,
           gint64   *to_ns)
{
  gint64 begin, end;

  if (!get_whole_of (self->viewer, from_ns, to_ns))
    return FALSE;
  if (get_whole_of (self->beside, &begin, &end))
    {
      *from_ns = MIN (*from_ns, begin);
      *to_ns = MAX (*to_ns, end);
    }
  return TRUE;
}

gboolean
pl_replay_can (PlReplay *self)
{
  gint64 from, to;

  return get_whole (self, &from, &to) && !pl_picture_get_live (pl_viewer_get_picture (self->viewer));
}

static gint64
cursor (PlReplay *self)
{
  gint64 until_ns = pl_viewer_get_viewport (self->viewer)->until_ns;

  return until_ns > 0 ? until_ns : self->beyond_ns;
}

/* 0: of both all is shown. */
static void
set_cursor (PlReplay *self,
            gint64    t_ns)
{
  gint64 begin, end;

  self->beyond_ns = get_whole_of (self->viewer, &begin, &end) && t_ns >= end ? t_ns : 0;
  if (self->beside != NULL)
    pl_viewer_set_until (self->beside, t_ns, self->playing);
  pl_viewer_set_until (self->viewer, t_ns, self->playing);
}

/* The nearest of both. */
static gboolean
next_event (PlReplay *self,
            gint64    t_ns,
            gboolean  forward,
            gint64   *event_ns)
{
  PlViewer *viewers[] = { self->viewer, self->beside };
  gboolean found = FALSE;
  gint64 begin, end, at_ns;

  for (guint i = 0; i < G_N_ELEMENTS (viewers); i++)
    if (get_whole_of (viewers[i], &begin, &end) &&
        pl_picture_next_event (pl_viewer_get_picture (viewers[i]), t_ns, forward, &at_ns) &&
        (!found || (forward ? at_ns < *event_ns : at_ns > *event_ns)))
      {
        *event_ns = at_ns;
        found = TRUE;
      }
  return found;
}

gboolean
pl_replay_get_active (PlReplay *self)
{
  return cursor (self) > 0;
}

gboolean
pl_replay_get_playing (PlReplay *self)
{
  return self->playing;
}

gboolean
pl_replay_get_time (PlReplay *self,
                    gint64   *from_ns,
                    gint64   *to_ns,
                    gint64   *at_ns)
{
  if (!get_whole (self, from_ns, to_ns))
    return FALSE;
  *at_ns = pl_replay_get_active (self) ? CLAMP (cursor (self), *from_ns, *to_ns) : *to_ns;
  return TRUE;
}

/* The cursor is moved there; a view that shows a part of the run turns its pages with it, unless somebody looks elsewhere. */
static void
move (PlReplay *self,
      gint64    t_ns,
      gboolean  reveal)
{
  gint64 from, to;
  gboolean in_sight = pl_viewer_get_range (self->viewer, &from, &to) && cursor (self) >= from && cursor (self) <= to;

  set_cursor (self, t_ns);
  if (in_sight || reveal)
    pl_viewer_turn_to (self->viewer, t_ns);
}

/* Of a part of the run nothing could be seen for most of the time. */
static gboolean
begin (PlReplay *self)
{
  if (!pl_replay_can (self))
    return FALSE;
  if (!pl_replay_get_active (self))
    pl_viewer_leave_close_up (self->viewer);
  return TRUE;
}

gboolean
pl_replay_play (PlReplay *self)
{
  gint64 from, to;

  if (!begin (self) || !get_whole (self, &from, &to))
    return FALSE;
  self->playing = TRUE;
  self->ticked_us = self->stepped_us = 0;
  self->at_ns = pl_replay_get_active (self) ? cursor (self) : MAX (from, 1);
  move (self, self->at_ns, TRUE);
  changed (self);
  return TRUE;
}

void
pl_replay_pause (PlReplay *self)
{
  if (!self->playing)
    return;
  self->playing = FALSE;
  set_cursor (self, cursor (self));
  changed (self);
}

void
pl_replay_leave (PlReplay *self)
{
  self->playing = FALSE;
  set_cursor (self, 0);
  changed (self);
}

gboolean
pl_replay_step (PlReplay *self,
                gboolean  forward)
{
  gint64 from, to, t_ns;
  gboolean active = pl_replay_get_active (self);

  if (!begin (self) || !get_whole (self, &from, &to))
    return FALSE;
  pl_replay_pause (self);
  t_ns = active ? cursor (self) : forward ? from : to;
  if (next_event (self, t_ns, forward, &t_ns) && t_ns < to)
    t_ns = MAX (t_ns, 1);
  else if (forward && active)
    {
      pl_replay_leave (self);
      return TRUE;
    }
  else if (forward)
    return FALSE;
  else
    t_ns = MAX (from, 1);
  if (t_ns == cursor (self))
    return FALSE;
  move (self, t_ns, TRUE);
  return TRUE;
}

void
pl_replay_seek (PlReplay *self,
                gint64    t_ns)
{
  gint64 from, to;

  if (!begin (self) || !get_whole (self, &from, &to))
    return;
  if (t_ns >= to)
    {
      pl_replay_leave (self);
      return;
    }
  self->at_ns = MAX (t_ns, MAX (from, 1));
  move (self, self->at_ns, TRUE);
}

/* To the last thing that has happened since it last went on. */
static void
step_along (PlReplay *self,
            gint64    now_us)
{
  gint64 t_ns;

  if (self->stepped_us != 0 && now_us - self->stepped_us < STEP_US)
    return;
  if (!next_event (self, self->at_ns + 1, FALSE, &t_ns) || t_ns <= cursor (self))
    return;
  self->stepped_us = now_us;
  move (self, t_ns, FALSE);
}

void
pl_replay_tick (PlReplay *self,
                gint64    now_us,
                gboolean  glide)
{
  gint64 from, to, passed_us = self->ticked_us != 0 ? CLAMP (now_us - self->ticked_us, 0, STALL_US) : 0;

  if (!self->playing || !get_whole (self, &from, &to))
    return;
  self->ticked_us = now_us;
  /* All of the parts go into a thousand. */
  self->at_ns += passed_us * (1000 / pl_speeds_part (self->speed));
  if (self->at_ns >= to)
    pl_replay_leave (self);
  else if (glide)
    move (self, self->at_ns, FALSE);
  else
    step_along (self, now_us);
}

guint
pl_replay_get_speed (PlReplay *self)
{
  return self->speed;
}

void
pl_replay_set_speed (PlReplay *self,
                     guint     speed)
{
  g_return_if_fail (speed < pl_speeds_n ());

  self->chosen = TRUE;
  if (self->speed == speed)
    return;
  self->speed = speed;
  changed (self);
}

static void
choose_speed (PlReplay *self)
{
  gint64 from, to;

  if (!self->chosen && get_whole (self, &from, &to))
    self->speed = pl_speeds_calm (to - from);
}

/* "12.3 ms" without what the other one says, too. */
static void
cut_unit (char       *text,
          const char *with_unit)
{
  char *blank = strrchr (text, ' ');
  const char *unit = strrchr (with_unit, ' ');

  if (blank != NULL && unit != NULL && strcmp (blank, unit) == 0)
    *blank = '\0';
}

char *
pl_replay_describe (PlReplay *self)
{
  gint64 from, to, at, zero, step = 1;
  g_autofree char *now = NULL, *all = NULL;

  if (!pl_replay_get_time (self, &from, &to, &at))
    return g_strdup ("");
  /* As the ruler counts. */
  zero = pl_viewer_get_viewport (self->viewer)->zero_ns;
  while (step * 1000 < to - from)
    step *= 10;
  all = pl_text_axis_time (to - zero, step, to - zero);
  if (at >= to)
    return g_steal_pointer (&all);
  now = pl_text_axis_time (at - zero, MAX (step / 10, 1), to - zero);
  cut_unit (now, all);
  /* Translators: a moment of a run, and how long that is: "12.3 of 304 ms" */
  return g_strdup_printf (_("%s of %s"), now, all);
}

static void
viewer_changed_cb (PlReplay *self,
                   guint     what)
{
  if (what & PL_VIEWER_PICTURE)
    {
      self->playing = FALSE;
      set_cursor (self, pl_viewer_get_viewport (self->viewer)->until_ns);
    }
  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA))
    choose_speed (self);
  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA | PL_VIEWER_CURSOR))
    changed (self);
}

PlReplay *
pl_replay_new (PlViewer *viewer)
{
  PlReplay *self = g_object_new (PL_TYPE_REPLAY, NULL);

  self->viewer = g_object_ref (viewer);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

static void
beside_changed_cb (PlReplay *self,
                   guint     what)
{
  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA))
    viewer_changed_cb (self, what);
  /* Where only this one still goes on the other says nothing. */
  else if (self->beyond_ns > 0)
    changed (self);
}

void
pl_replay_set_beside (PlReplay *self,
                      PlViewer *viewer)
{
  g_return_if_fail (self->beside == NULL);

  self->beside = g_object_ref (viewer);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (beside_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
pl_replay_finalize (GObject *object)
{
  g_clear_object (&PL_REPLAY (object)->beside);
  g_object_unref (PL_REPLAY (object)->viewer);
  G_OBJECT_CLASS (pl_replay_parent_class)->finalize (object);
}

static void
pl_replay_class_init (PlReplayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_replay_finalize;
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pl_replay_init (PlReplay *self)
{
}
