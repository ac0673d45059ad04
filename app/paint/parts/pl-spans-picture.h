/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A picture of a trace whose items are its spans: what all of these have in common. */

#include "paint/parts/pl-spans.h"

G_BEGIN_DECLS

#define PL_TYPE_SPANS_PICTURE (pl_spans_picture_get_type ())
GType pl_spans_picture_get_type (void);

typedef struct {
  PlPicture parent_instance;
  PlTrace *trace;               /* owned */
} PlSpansPicture;

typedef struct {
  PlPictureClass parent_class;
  /* How far there is something to see; of the trace, unless a kind knows better. */
  gint64 (*end_ns) (PlTrace *trace);
  /* The time to show while nobody asks for one. */
  void (*preferred_range) (PlTrace *trace, gint64 *from_ns, gint64 *to_ns);
} PlSpansPictureClass;

/* For the kinds: one of that type, of the trace. */
PlPicture *pl_spans_picture_new (GType type, PlTrace *trace);
/* Its trace, at the moment that is looked at: see pl_trace_at (). */
PlTrace *pl_spans_picture_at (PlPicture *picture, const PlViewport *viewport);
/* viewport, with the time that is shown where it asks for none. */
PlViewport pl_spans_picture_shown (PlPicture *picture, const PlViewport *viewport);

G_END_DECLS
