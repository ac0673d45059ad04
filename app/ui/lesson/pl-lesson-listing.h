/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Below the picture of a lesson's program: the listing of what ran, with the lanes that are at each line at the moment of the
 * replay, or of what is selected. A line that is chosen is pointed out in the picture. */

#include <gtk/gtk.h>

#include "trace/pl-trace.h"
#include "ui/canvas/pl-viewer.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_LISTING (pl_lesson_listing_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonListing, pl_lesson_listing, PL, LESSON_LISTING, GtkWidget)

/* Of the same page. */
void pl_lesson_listing_set_viewer (PlLessonListing *self, PlViewer *viewer);
/* name: of the language; trace: of a run that is over. Hidden where that told no lines, or is NULL. */
void pl_lesson_listing_show (PlLessonListing *self, const char *name, const char *text, PlTrace *trace);
/* From 1; as by a click. 0: none. */
void pl_lesson_listing_choose (PlLessonListing *self, guint line);
/* The numbers of the lanes that are at a line now, as they are shown: "1 3"; "": none. Owned by the listing. */
const char *pl_lesson_listing_get_lanes (PlLessonListing *self, guint line);

G_END_DECLS
