/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/parts/pl-spans-picture.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-text.h"

/* The timeline of a recorded program: a lane a process or thread. */

#define LEAST_HEIGHT 160.0

typedef struct { PlSpansPicture parent_instance; } PlRecordingPicture;
typedef struct { PlSpansPictureClass parent_class; } PlRecordingPictureClass;

static GType pl_recording_picture_get_type (void);
G_DEFINE_TYPE (PlRecordingPicture, pl_recording_picture, PL_TYPE_SPANS_PICTURE)

static PlTrace *
trace_of (PlPicture *picture)
{
  return ((PlSpansPicture *) picture)->trace;
}

/* There are no tasks to count. */
static guint
parts_of (const PlPaper *paper)
{
  return paper->parts & ~(guint) PL_PART_COUNTERS;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  PlPaper own = *paper;

  own.parts = parts_of (paper);
  return &pl_timeline_lay_out (trace_of (picture), &view, &own)->drawing;
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlViewport view = pl_spans_picture_shown (picture, viewport);
  PlTimelineLayout layout;

  pl_timeline_layout (trace_of (picture), pl_ink_for (G_OBJECT (trace_of (picture))), &view, paper->width, 0,
                      parts_of (paper), &layout);
  return ceil (layout.natural_height);
}

static double
least_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  return LEAST_HEIGHT;
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
pl_recording_picture_class_init (PlRecordingPictureClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
  picture->least_height = least_height;
  picture->init_viewport = init_viewport;
}

static void
pl_recording_picture_init (PlRecordingPicture *self)
{
}

PlPicture *
pl_picture_of_recording (PlTrace *trace)
{
  PlRecordingPicture *self = g_object_new (pl_recording_picture_get_type (), NULL);

  self->parent_instance.trace = g_object_ref (trace);
  return &self->parent_instance.parent_instance;
}
