/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Below the picture of a lesson's program: the listing of what ran, with the lanes that are at each line at the moment of the
 * replay, or of what is selected. A line that is chosen is pointed out in the picture. Where there is room the same program in
 * the other language stands beside it. */

#include <gtk/gtk.h>

#include "control/lesson/pl-lesson-text.h"
#include "trace/pl-trace.h"
#include "ui/canvas/pl-viewer.h"

G_BEGIN_DECLS

#define PL_TYPE_LISTING (pl_listing_get_type ())
G_DECLARE_FINAL_TYPE (PlListing, pl_listing, PL, LISTING, GtkWidget)

/* Of the same page. */
void pl_listing_set_viewer (PlListing *self, PlViewer *viewer);
/* text: what ran; trace: of a run that is over. Hidden where that told no lines, or one of them is NULL: then FALSE. */
gboolean pl_listing_show (PlListing *self, const PlLessonText *text, PlTrace *trace);
/* From 1; as by a click. 0: none. */
void pl_listing_choose (PlListing *self, guint line);
/* The numbers of the lanes that are at a line now, as they are shown: "1 3"; "": none. Owned by the listing. */
const char *pl_listing_get_lanes (PlListing *self, guint line);

G_END_DECLS
