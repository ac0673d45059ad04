/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/parts/pl-spans-picture.h"
#include "paint/pl-pictures.h"
#include "paint/scene/pl-scene-picture-private.h"
#include "trace/pl-trace-text.h"

/* Closer there is nothing between two records. */
#define LEAST_NS 2000
/* Much taller lanes would not tell more. */
#define MAX_STRETCH 1.25

typedef struct { PlSpansPicture parent_instance; } PlSceneKind;
typedef struct { PlSpansPictureClass parent_class; } PlSceneKindClass;

static GType pl_scene_kind_get_type (void);
G_DEFINE_TYPE (PlSceneKind, pl_scene_kind, PL_TYPE_SPANS_PICTURE)

static PlTrace *
trace_of (PlPicture *picture)
{
  return ((PlSpansPicture *) picture)->trace;
}

static PlScenePicture *
lay_out_natural (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper natural = *paper;

  natural.height = 0;
  return pl_scene_picture_lay_out (pl_spans_picture_at (picture, viewport), viewport, &natural);
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport shown = pl_spans_picture_shown (picture, viewport);
  PlScenePicture *natural = lay_out_natural (picture, &shown, paper);
  PlPaper taken = *paper;

  if (paper->height <= 0)
    return &natural->drawing;
  taken.height = MIN (paper->height, floor (MAX_STRETCH * natural->height));
  pl_drawing_free (&natural->drawing);
  return &pl_scene_picture_lay_out (pl_spans_picture_at (picture, viewport), &shown, &taken)->drawing;
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper low = *paper;
  PlDrawing *drawing;
  double height;

  /* What may leave something out says how high it is when it has. */
  low.height = 1;
  drawing = lay_out (picture, viewport, &low);
  height = ((PlScenePicture *) drawing)->least_height;

  pl_drawing_free (drawing);
  return height;
}

/* Only what stays true while a scene goes on: nobody is told every figure of it. */
static char *
describe_trace (PlTrace *trace)
{
  PlLog *log = pl_trace_get_log (trace);
  gboolean live = pl_trace_get_live (trace);
  g_autofree char *more = live ? pl_scene_expected (log) : pl_scene_verdict (log);

  return g_strdup_printf (*more != '\0' ? "%s. %s" : "%s.", live ? _("Still running") : pl_scene_headline (log), more);
}

/* The name says what it is, the description what came of it and why; with a span selected, what that is. */
static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  g_autofree char *title = NULL;

  if (viewport->has_range)
    {
      title = g_strdup (_("Selected range"));
      *description = pl_picture_range_text (picture, viewport, viewport->range_from_ns, viewport->range_to_ns);
    }
  else if (!viewport->has_selection
      || !pl_picture_item_text (picture, viewport, &viewport->selected, &title, description))
    {
      title = pl_trace_title (pl_spans_picture_at (picture, viewport));
      *description = describe_trace (pl_spans_picture_at (picture, viewport));
    }
  *name = g_strdup_printf (_("Scene: %s"), title);
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  g_autofree char *footer = pl_trace_footer (pl_spans_picture_at (picture, viewport));
  PlSceneCard card;
  char *text;

  pl_scene_card_init (&card, pl_spans_picture_at (picture, viewport));
  text = g_strjoin ("\n", card.headline, card.verdict, card.cycle ? card.cycle : "", card.expectation, footer, NULL);
  pl_scene_card_clear (&card);
  return text;
}

static guint32
get_entries (PlPicture *picture, const PlViewport *viewport)
{
  PlTrace *trace = pl_spans_picture_at (picture, viewport);

  return pl_timeline_entries (trace, &(PlViewport) { .to_ns = pl_trace_get_end_ns (trace) + 1 });
}

static char *
lane_name (PlPicture *picture, guint lane)
{
  return pl_trace_lane_name (trace_of (picture), lane);
}

static void
init_viewport (PlPicture *picture, PlViewport *viewport)
{
  *viewport = (PlViewport) { .growing = pl_trace_get_live (trace_of (picture)) };
}

/* While the scene goes on there is room to grow. */
static gint64
end_ns (PlTrace *trace)
{
  return pl_trace_get_live (trace) ? pl_scene_interesting_end_ns (trace) : pl_trace_get_end_ns (trace);
}

static void
pl_scene_kind_class_init (PlSceneKindClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  klass->parent_class.end_ns = end_ns;
  klass->parent_class.preferred_range = pl_sp_preferred_range;
  picture->lay_out = lay_out;
  picture->least_height = least_height;
  picture->describe = describe;
  picture->tell = tell;
  picture->get_entries = get_entries;
  picture->lane_name = lane_name;
  picture->init_viewport = init_viewport;
  picture->least_range_ns = LEAST_NS;
}

static void
pl_scene_kind_init (PlSceneKind *self)
{
}

PlPicture *
pl_picture_of_scene (PlTrace *trace)
{
  return pl_spans_picture_new (pl_scene_kind_get_type (), trace);
}
