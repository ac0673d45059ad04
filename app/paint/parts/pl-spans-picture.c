/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-spans-picture.h"

#include "trace/find/pl-path.h"
#include "trace/pl-trace-text.h"

G_DEFINE_ABSTRACT_TYPE (PlSpansPicture, pl_spans_picture, PL_TYPE_PICTURE)

static PlTrace *
trace_of (PlPicture *picture)
{
  return ((PlSpansPicture *) picture)->trace;
}

PlTrace *
pl_spans_picture_at (PlPicture *picture, const PlViewport *viewport)
{
  return pl_trace_at (trace_of (picture), viewport->until_ns);
}

static gint64
end_of (PlPicture *picture)
{
  return ((PlSpansPictureClass *) PL_PICTURE_GET_CLASS (picture))->end_ns (trace_of (picture));
}

static gint64
trace_end (PlTrace *trace)
{
  return MAX (pl_trace_get_end_ns (trace), 1);
}

static void
whole_range (PlTrace *trace, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = 0;
  *to_ns = trace_end (trace);
}

PlViewport
pl_spans_picture_shown (PlPicture *picture, const PlViewport *viewport)
{
  PlViewport shown = *viewport;

  if (shown.to_ns <= 0)
    ((PlSpansPictureClass *) PL_PICTURE_GET_CLASS (picture))->preferred_range (trace_of (picture), &shown.from_ns,
                                                                              &shown.to_ns);
  if (pl_trace_get_live (trace_of (picture)) && !shown.growing && !shown.stacked)
    shown.to_ns = MAX (MIN (shown.to_ns, trace_end (trace_of (picture))), shown.from_ns + 1);
  return shown;
}

static char *
title (PlPicture *picture)
{
  return pl_trace_title (trace_of (picture));
}

static char *
subtitle (PlPicture *picture)
{
  return pl_trace_subtitle (trace_of (picture));
}

static char *
subtitle_at (PlPicture *picture, const PlViewport *viewport)
{
  return pl_trace_subtitle (pl_spans_picture_at (picture, viewport));
}

static gboolean
next_event (PlPicture *picture, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  return pl_trace_next_event (trace_of (picture), t_ns, forward, event_ns);
}

static char *
caption (PlPicture *picture)
{
  return pl_trace_footer (trace_of (picture));
}

static PlLog *
get_log (PlPicture *picture)
{
  return pl_trace_get_log (trace_of (picture));
}

static PlTrace *
get_trace (PlPicture *picture)
{
  return trace_of (picture);
}

static guint
get_n_lanes (PlPicture *picture)
{
  return pl_trace_get_n_lanes (trace_of (picture));
}

static gboolean
get_whole (PlPicture *picture, gint64 *from_ns, gint64 *to_ns)
{
  *from_ns = 0;
  *to_ns = end_of (picture);
  return TRUE;
}

static gint64
get_now (PlPicture *picture)
{
  return trace_end (trace_of (picture));
}

static gboolean
refresh (PlPicture *picture)
{
  return pl_trace_refresh (trace_of (picture), -1);
}

static gboolean
get_live (PlPicture *picture)
{
  return pl_trace_get_live (trace_of (picture));
}

static gboolean
item_text (PlPicture *picture, const PlViewport *viewport, const PlItem *item, char **title, char **sentence)
{
  PlItem chosen;

  if (!pl_spans_choose (pl_spans_picture_at (picture, viewport), viewport, item, &chosen))
    return FALSE;
  *title = pl_trace_span_title (pl_spans_picture_at (picture, viewport), chosen.lane, chosen.index);
  *sentence = pl_trace_span_sentence (pl_spans_picture_at (picture, viewport), chosen.lane, chosen.index);
  return TRUE;
}

static gboolean
item_time (PlPicture *picture, const PlViewport *viewport, const PlItem *item, gint64 *from_ns, gint64 *to_ns)
{
  return pl_spans_time (pl_spans_picture_at (picture, viewport), item, from_ns, to_ns);
}

static char *
lane_text (PlPicture *picture, const PlViewport *viewport, guint lane)
{
  PlTrace *trace = pl_spans_picture_at (picture, viewport);

  return pl_trace_range_sentence (trace, (int) lane, 0, trace_end (trace), viewport->hidden);
}

static char *
range_text (PlPicture *picture, const PlViewport *viewport, gint64 from_ns, gint64 to_ns)
{
  return pl_trace_range_sentence (pl_spans_picture_at (picture, viewport), -1, from_ns, to_ns, viewport->hidden);
}

static gboolean
choose_item (PlPicture *picture, const PlViewport *viewport, const PlItem *item, PlItem *chosen)
{
  return pl_spans_choose (pl_spans_picture_at (picture, viewport), viewport, item, chosen);
}

static gboolean
walk (PlPicture *picture, const PlViewport *viewport, const PlItem *from, PlWalk direction, PlItem *to)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);

  return pl_spans_walk (pl_spans_picture_at (picture, viewport), NULL, 0, &view, from, direction, to);
}

/* An item that was come to remembers the chunk that was followed, as its kind. */
static gboolean
follow (PlPicture *picture, const PlItem *from, gboolean forth, PlItem *to)
{
  guint32 chunk = from->kind > 0 ? from->kind - 1 : G_MAXUINT32;
  PlSpan span;

  if (!pl_trace_follow (trace_of (picture), from->lane, from->index, forth, &chunk, &span))
    return FALSE;
  *to = (PlItem) { chunk + 1, span.lane, span.index, span.index };
  return TRUE;
}

static gboolean
open_item (PlPicture *picture, const PlItem *item, PlViewport *viewport)
{
  gint64 least_ns = pl_picture_least_range_ns (picture);

  return pl_spans_open (trace_of (picture), item, MAX (end_of (picture), least_ns), least_ns, viewport);
}

PlPicture *
pl_spans_picture_new (GType type, PlTrace *trace)
{
  PlSpansPicture *self = g_object_new (type, NULL);

  self->trace = g_object_ref (trace);
  return &self->parent_instance;
}

static void
dispose (GObject *object)
{
  g_clear_object (&((PlSpansPicture *) object)->trace);
  G_OBJECT_CLASS (pl_spans_picture_parent_class)->dispose (object);
}

static void
pl_spans_picture_class_init (PlSpansPictureClass *klass)
{
  PlPictureClass *picture = &klass->parent_class;

  G_OBJECT_CLASS (klass)->dispose = dispose;
  klass->end_ns = trace_end;
  klass->preferred_range = whole_range;
  picture->title = title;
  picture->subtitle = subtitle;
  picture->subtitle_at = subtitle_at;
  picture->next_event = next_event;
  picture->caption = caption;
  picture->get_log = get_log;
  picture->get_trace = get_trace;
  picture->get_n_lanes = get_n_lanes;
  picture->get_whole = get_whole;
  picture->get_now = get_now;
  picture->refresh = refresh;
  picture->get_live = get_live;
  picture->item_text = item_text;
  picture->item_time = item_time;
  picture->lane_text = lane_text;
  picture->range_text = range_text;
  picture->choose_item = choose_item;
  picture->walk = walk;
  picture->follow = follow;
  picture->open_item = open_item;
  picture->least_range_ns = PL_SPANS_LEAST_NS;
}

static void
pl_spans_picture_init (PlSpansPicture *self)
{
}
