/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From a tab to the canvas it is about, which changes with the page in front and may be gone first. */

#include "ui/canvas/pl-canvas.h"

G_BEGIN_DECLS

typedef struct {
  PlCanvas *canvas;             /* NULL: it is gone */
  PlViewer *viewer;             /* the last one; owned */
  gulong changed_id;
} PlFindLink;

/* changed: void (gpointer data, guint what), for the viewer's "changed". */
void pl_find_link_set (PlFindLink *self, PlCanvas *canvas, GCallback changed, gpointer data);
void pl_find_link_clear (PlFindLink *self);
/* The time the tabs are about: what is selected, else what lies between the markers, else what is in sight. what: that, in
 * words (static). FALSE: there is no time. */
gboolean pl_find_link_get_range (PlFindLink *self, gint64 *from_ns, gint64 *to_ns, const char **what);
/* The same up to the cursor of a replay. FALSE: there is none, or nothing of it has happened by then. */
gboolean pl_find_link_get_range_so_far (PlFindLink *self, gint64 *from_ns, gint64 *to_ns, const char **what);
/* After such a change there will be another one in the next frame: the run goes on, or is played. */
gboolean pl_find_link_goes_on (PlFindLink *self, guint what);
/* Why a tab has nothing to count (static). */
const char *pl_find_link_why_nothing (PlFindLink *self);
/* NULL: nothing is shown. */
PlPicture *pl_find_link_get_picture (PlFindLink *self);

G_END_DECLS
