/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-spans-picture.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline-private.h"

/* The timeline of a recorded program is a pool's, with a lane a process or thread, and without tasks to count. */

typedef struct { PlSpansPicture parent_instance; } PlRecordingPicture;
typedef struct { PlSpansPictureClass parent_class; } PlRecordingPictureClass;

static GType pl_recording_picture_get_type (void);
G_DEFINE_TYPE (PlRecordingPicture, pl_recording_picture, pl_pool_picture_get_type ())

static PlPaper
without_counters (const PlPaper *paper)
{
  PlPaper own = *paper;

  own.parts &= ~(guint) PL_PART_COUNTERS;
  return own;
}

static PlPictureClass *
parent_class (void)
{
  return pl_recording_picture_parent_class;
}

static PlDrawing *
lay_out (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper own = without_counters (paper);

  return parent_class ()->lay_out (picture, viewport, &own);
}

static double
natural_height (PlPicture *picture, const PlViewport *viewport, const PlPaper *paper)
{
  PlPaper own = without_counters (paper);

  return parent_class ()->natural_height (picture, viewport, &own);
}

static void
pl_recording_picture_class_init (PlRecordingPictureClass *klass)
{
  PlPictureClass *picture = &klass->parent_class.parent_class;

  picture->lay_out = lay_out;
  picture->natural_height = natural_height;
}

static void
pl_recording_picture_init (PlRecordingPicture *self)
{
}

PlPicture *
pl_picture_of_recording (PlTrace *trace)
{
  return pl_spans_picture_new (pl_recording_picture_get_type (), trace);
}
