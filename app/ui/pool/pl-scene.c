/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-scene.h"

#include <glib/gi18n.h>

#include "trace/pl-trace-text.h"

typedef enum {
  FOLLOW_ALL,       /* the whole run so far */
  FOLLOW_NEWEST,    /* as wide as it is, at the end of the run */
  FOLLOW_NOT,
} Follow;

struct _PlScene
{
  GObject parent_instance;

  PlTrace *trace;
  PlView view;
  Follow follow;
};

G_DEFINE_FINAL_TYPE (PlScene, pl_scene, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
changed (PlScene *self,
         guint    what)
{
  g_signal_emit (self, signals[CHANGED], 0, what);
}

static gint64
get_end (PlScene *self)
{
  return self->trace != NULL ? MAX (pl_trace_get_end_ns (self->trace), PL_SCENE_MIN_RANGE_NS) : PL_SCENE_MIN_RANGE_NS;
}

/* A live run that is shown as a whole has room to grow to the right of its end. */
static gint64
get_limit (PlScene *self)
{
  gint64 end = get_end (self);

  if (self->trace != NULL && pl_trace_get_live (self->trace) && self->follow == FOLLOW_ALL)
    end = MAX (end, self->view.to_ns);
  return end;
}

static void
set_visible_range (PlScene *self,
                   gint64   from_ns,
                   gint64   to_ns)
{
  if (self->view.from_ns == from_ns && self->view.to_ns == to_ns)
    return;
  self->view.from_ns = from_ns;
  self->view.to_ns = to_ns;
  changed (self, PL_SCENE_VIEW);
}

static void
choose_follow (PlScene *self,
               gint64   end)
{
  if (self->view.from_ns <= 0 && self->view.to_ns >= end)
    self->follow = FOLLOW_ALL;
  else if (self->view.to_ns >= end)
    self->follow = FOLLOW_NEWEST;
  else
    self->follow = FOLLOW_NOT;
}

void
pl_scene_show (PlScene *self,
               gint64   from_ns,
               gint64   to_ns)
{
  gint64 limit = get_limit (self);
  gint64 width = CLAMP (to_ns - from_ns, PL_SCENE_MIN_RANGE_NS, limit);

  if (self->trace == NULL)
    return;
  if (width > to_ns - from_ns)
    from_ns -= (width - (to_ns - from_ns)) / 2;
  from_ns = CLAMP (from_ns, 0, limit - width);
  set_visible_range (self, from_ns, from_ns + width);
  choose_follow (self, get_end (self));
}

void
pl_scene_show_all (PlScene *self)
{
  if (self->trace == NULL)
    return;
  self->follow = FOLLOW_ALL;
  set_visible_range (self, 0, get_end (self));
}

void
pl_scene_show_begin (PlScene *self)
{
  pl_scene_show (self, 0, self->view.to_ns - self->view.from_ns);
}

void
pl_scene_show_end (PlScene *self)
{
  gint64 end = get_end (self);
  pl_scene_show (self, end - (self->view.to_ns - self->view.from_ns), end);
}

void
pl_scene_zoom (PlScene *self,
               double   factor,
               gint64   center_ns)
{
  double before = (double) (center_ns - self->view.from_ns) * factor;
  double after = (double) (self->view.to_ns - center_ns) * factor;

  pl_scene_show (self, center_ns - (gint64) before, center_ns + (gint64) after);
}

void
pl_scene_pan (PlScene *self,
              gint64   delta_ns)
{
  pl_scene_show (self, self->view.from_ns + delta_ns, self->view.to_ns + delta_ns);
}

/* Moves as little as is needed to have the range in sight; what is wider than the view is shown from its start. */
void
pl_scene_reveal (PlScene *self,
                 gint64   from_ns,
                 gint64   to_ns)
{
  gint64 width = self->view.to_ns - self->view.from_ns;
  gint64 margin = width / 20;

  if (from_ns >= self->view.from_ns && to_ns <= self->view.to_ns)
    return;
  if (to_ns - from_ns > width)
    {
      /* Some of it is in sight already: that is all that can be had. */
      if (from_ns < self->view.to_ns && to_ns > self->view.from_ns)
        return;
      pl_scene_pan (self, from_ns - margin - self->view.from_ns);
    }
  else if (from_ns < self->view.from_ns)
    pl_scene_pan (self, from_ns - margin - self->view.from_ns);
  else
    pl_scene_pan (self, to_ns + margin - self->view.to_ns);
}

void
pl_scene_scroll_to (PlScene *self,
                    double   scroll)
{
  scroll = MAX (scroll, 0);
  if (ABS (scroll - self->view.scroll) < 0.5)
    return;
  self->view.scroll = scroll;
  changed (self, PL_SCENE_VIEW);
}

void
pl_scene_set_trace (PlScene *self,
                    PlTrace *trace,
                    gint64   expected_ns)
{
  guint32 hidden = self->view.hidden;
  gboolean show_messages = self->view.show_messages;

  g_set_object (&self->trace, trace);
  self->view = (PlView) { .to_ns = PL_SCENE_MIN_RANGE_NS };
  self->follow = FOLLOW_ALL;
  if (trace != NULL)
    {
      pl_trace_refresh (trace, -1);
      pl_view_init (&self->view, trace);
      self->view.from_ns = 0;
      self->view.to_ns = get_end (self);
      if (pl_trace_get_live (trace))
        self->view.to_ns = MAX (self->view.to_ns, expected_ns);
    }
  self->view.hidden = hidden;
  self->view.show_messages = show_messages;
  changed (self, PL_SCENE_TRACE | PL_SCENE_DATA | PL_SCENE_VIEW | PL_SCENE_SELECTION);
}

static void
follow_run (PlScene *self)
{
  gint64 end = get_end (self);
  gint64 width = self->view.to_ns - self->view.from_ns;

  if (self->follow == FOLLOW_NOT)
    return;
  if (self->follow == FOLLOW_NEWEST)
    set_visible_range (self, MAX (end - width, 0), MAX (end, width));
  else if (!pl_trace_get_live (self->trace))
    set_visible_range (self, 0, end);
  /* Growing in steps keeps the picture still in between. */
  else if (end > self->view.to_ns)
    set_visible_range (self, 0, end + end / 3);
}

void
pl_scene_refresh (PlScene *self)
{
  if (self->trace == NULL || !pl_trace_refresh (self->trace, -1))
    return;
  follow_run (self);
  changed (self, PL_SCENE_DATA);
}

void
pl_scene_finish (PlScene *self)
{
  if (self->trace == NULL)
    return;
  pl_trace_refresh (self->trace, -1);
  follow_run (self);
  changed (self, PL_SCENE_DATA);
}

void
pl_scene_select_span (PlScene *self,
                      guint    lane,
                      guint64  index)
{
  if (self->view.has_selection && self->view.selected_lane == lane && self->view.selected_index == index &&
      !self->view.has_range)
    return;
  self->view.has_selection = TRUE;
  self->view.selected_lane = lane;
  self->view.selected_index = index;
  self->view.has_range = FALSE;
  changed (self, PL_SCENE_SELECTION);
}

void
pl_scene_select_range (PlScene *self,
                       gint64   from_ns,
                       gint64   to_ns)
{
  gint64 low = MAX (MIN (from_ns, to_ns), 0);
  gint64 high = MIN (MAX (from_ns, to_ns), get_end (self));

  self->view.has_range = high > low;
  self->view.range_from_ns = low;
  self->view.range_to_ns = high;
  if (self->view.has_range)
    self->view.has_selection = FALSE;
  changed (self, PL_SCENE_SELECTION);
}

void
pl_scene_clear (PlScene *self)
{
  if (self->view.has_range)
    self->view.has_range = FALSE;
  else if (self->view.has_selection)
    self->view.has_selection = FALSE;
  else
    return;
  changed (self, PL_SCENE_SELECTION);
}

gboolean
pl_scene_get_selected (PlScene *self,
                       PlSpan  *span)
{
  return self->trace != NULL && self->view.has_selection &&
         pl_trace_get_span (self->trace, self->view.selected_lane, self->view.selected_index, span);
}

gboolean
pl_scene_zoom_to_span (PlScene *self)
{
  PlSpan span;

  if (!pl_scene_get_selected (self, &span))
    return FALSE;
  gint64 margin = MAX ((span.end_ns - span.start_ns) / 3, PL_SCENE_MIN_RANGE_NS / 2);
  pl_scene_show (self, span.start_ns - margin, span.end_ns + margin);
  return TRUE;
}

gboolean
pl_scene_zoom_to_selection (PlScene *self)
{
  if (!self->view.has_range)
    return pl_scene_zoom_to_span (self);
  pl_scene_show (self, self->view.range_from_ns, self->view.range_to_ns);
  return TRUE;
}

void
pl_scene_hover (PlScene *self,
                guint    lane,
                guint64  index)
{
  if (self->view.has_hover && self->view.hover_lane == lane && self->view.hover_index == index)
    return;
  self->view.has_hover = TRUE;
  self->view.hover_lane = lane;
  self->view.hover_index = index;
  changed (self, PL_SCENE_HOVER);
}

void
pl_scene_hover_none (PlScene *self)
{
  if (!self->view.has_hover)
    return;
  self->view.has_hover = FALSE;
  changed (self, PL_SCENE_HOVER);
}

void
pl_scene_set_hidden (PlScene *self,
                     PlState  state,
                     gboolean hidden)
{
  guint32 bits = self->view.hidden & ~(1u << state);

  if (hidden)
    bits |= 1u << state;
  if (bits == self->view.hidden)
    return;
  self->view.hidden = bits;
  changed (self, PL_SCENE_FILTER);
}

void
pl_scene_set_show_messages (PlScene  *self,
                            gboolean  show)
{
  if (self->view.show_messages == show)
    return;
  self->view.show_messages = show;
  changed (self, PL_SCENE_FILTER);
}

gboolean
pl_scene_describe (PlScene  *self,
                   char    **title,
                   char    **sentence)
{
  PlSpan span;

  if (self->trace == NULL)
    return FALSE;
  if (self->view.has_range)
    {
      *title = g_strdup (_("Selected range"));
      *sentence = pl_trace_range_sentence (self->trace, -1, self->view.range_from_ns, self->view.range_to_ns);
      return TRUE;
    }
  if (!pl_scene_get_selected (self, &span))
    return FALSE;
  *title = pl_trace_span_title (self->trace, span.lane, span.index);
  *sentence = pl_trace_span_sentence (self->trace, span.lane, span.index);
  return TRUE;
}

PlTrace *
pl_scene_get_trace (PlScene *self)
{
  return self->trace;
}

const PlView *
pl_scene_get_view (PlScene *self)
{
  return &self->view;
}

PlScene *
pl_scene_new (void)
{
  return g_object_new (PL_TYPE_SCENE, NULL);
}

static void
pl_scene_dispose (GObject *object)
{
  g_clear_object (&PL_SCENE (object)->trace);
  G_OBJECT_CLASS (pl_scene_parent_class)->dispose (object);
}

static void
pl_scene_class_init (PlSceneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pl_scene_dispose;

  /* void changed (PlScene *scene, guint what): what is PlSceneChange bits */
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_SCENE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
pl_scene_init (PlScene *self)
{
  self->view.to_ns = PL_SCENE_MIN_RANGE_NS;
  self->view.show_messages = TRUE;
}
