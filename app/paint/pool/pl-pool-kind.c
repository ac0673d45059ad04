/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/parts/pl-spans-picture.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-text.h"

/* The timeline of a pool: a lane a process, its spans in it. */

/* Below it names, ruler and a lane or two have no room. */
#define LEAST_HEIGHT 160.0

typedef struct { PlSpansPicture parent_instance; } PlPoolPicture;
typedef struct { PlSpansPictureClass parent_class; } PlPoolPictureClass;

G_DEFINE_TYPE (PlPoolPicture, pl_pool_picture, PL_TYPE_SPANS_PICTURE)

static PlTrace *
trace_of (PlPicture *picture)
{
  return ((PlSpansPicture *) picture)->trace;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);

  return &pl_timeline_lay_out (pl_spans_picture_at (picture, viewport), &view, paper)->drawing;
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  PlTrace *trace = pl_spans_picture_at (picture, viewport);
  PlTimelineLayout layout;

  pl_timeline_layout (trace, NULL, pl_ink_for (G_OBJECT (trace)), &view, paper->width, 0, paper->parts, &layout);
  return ceil (layout.natural_height);
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return LEAST_HEIGHT;
}

/* What the details say: of the selected range, or span. */
static void
describe (PlPicture *picture, const PlViewport *viewport, char **name, char **description)
{
  g_autofree char *selected = NULL;

  if (viewport->has_range)
    {
      selected = g_strdup (_("Selected range"));
      *description = pl_picture_range_text (picture, viewport, viewport->range_from_ns, viewport->range_to_ns);
    }
  else if (!viewport->has_selection
           || !pl_picture_item_text (picture, viewport, &viewport->selected, &selected, description))
    {
      g_autofree char *what = pl_trace_title (trace_of (picture)), *how = pl_picture_subtitle_at (picture, viewport);

      *name = g_strdup (_("Timeline"));
      *description = g_strdup_printf ("%s\n%s", what, how);
      return;
    }
  *name = g_strdup_printf (_("Timeline: %s"), selected);
}

static guint32
get_entries (PlPicture *picture, const PlViewport *viewport)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);

  return pl_timeline_entries (pl_spans_picture_at (picture, viewport), &view);
}

static char *
lane_name (PlPicture *picture, guint lane)
{
  g_autofree char *name = pl_trace_lane_name (trace_of (picture), lane);
  g_autofree char *detail = pl_trace_lane_detail (trace_of (picture), lane);

  return g_strdup_printf ("%s, %s", name, detail);
}

static char *
tell (PlPicture *picture, const PlViewport *viewport)
{
  PlTrace *trace = pl_spans_picture_at (picture, viewport);
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  g_autofree char *first = pl_trace_subtitle (trace), *last = pl_trace_footer (trace);
  g_autofree char *range = pl_picture_range_text (picture, &view, view.from_ns, view.to_ns);
  GString *text = g_string_new (first);

  g_string_append_printf (text, "\n%s\n%s", range, _("Lanes:"));
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      g_autofree char *name = pl_trace_lane_name (trace, lane), *detail = pl_trace_lane_detail (trace, lane);

      g_string_append_printf (text, "%s %s (%s)", lane > 0 ? ";" : "", name, detail);
    }
  g_string_append_printf (text, ".\n%s", last);
  return g_string_free (text, FALSE);
}

static void
init_viewport (PlPicture *picture, PlViewport *viewport)
{
  *viewport = (PlViewport) {
    .to_ns = MAX (pl_trace_get_end_ns (trace_of (picture)), 1), .show_messages = TRUE,
    .growing = pl_trace_get_live (trace_of (picture)),
  };
}

static void
pl_pool_picture_class_init (PlPoolPictureClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
  picture->least_height = least_height;
  picture->describe = describe;
  picture->tell = tell;
  picture->get_entries = get_entries;
  picture->lane_name = lane_name;
  picture->init_viewport = init_viewport;
  picture->letters = TRUE;
}

static void
pl_pool_picture_init (PlPoolPicture *self)
{
}

PlPicture *
pl_picture_of_pool (PlTrace *trace)
{
  return pl_spans_picture_new (pl_pool_picture_get_type (), trace);
}
