/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is pointed out in a picture: what a search has found, and a path through the lanes. Lanes are the log's, times ns
 * since the start of the run. Counted references; main thread only. */

#include <glib.h>

G_BEGIN_DECLS

/* A lane, for some time. */
typedef struct {
  guint lane;
  gint64 from_ns, to_ns;
} PlStretch;

typedef struct {
  GArray *hits;                 /* PlStretch, lane by lane, in each by time and without overlap */
  GArray *path;                 /* PlStretch by time, each beginning where the one before ends or later */
  GArray *gaps;                 /* private */
} PlHighlights;

PlHighlights *pl_highlights_new (void);
PlHighlights *pl_highlights_ref (PlHighlights *self);
void pl_highlights_unref (PlHighlights *self);

/* The hits of a lane that end after t: the first, and where the lane's end. O(log n). */
guint pl_highlights_find_hit (const PlHighlights *self, guint lane, gint64 t_ns, guint *end);
/* Of [from, end), all of one lane: the first hit behind from that begins gap_ns or more after the one before; end when there
 * is none. Where many lie close together they are not looked at one by one. */
guint pl_highlights_next_group (PlHighlights *self, guint from, guint end, gint64 gap_ns);
/* The first stretch of the path, from that one on, that ends after t; their number when there is none. */
guint pl_highlights_find_step (const PlHighlights *self, guint from, gint64 t_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlHighlights, pl_highlights_unref)

G_END_DECLS
