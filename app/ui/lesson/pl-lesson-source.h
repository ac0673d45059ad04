/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The programs of a lesson, in Python and in C beside each other. A copy of the one in Python can be changed, and runs
 * then; the lesson's own stays what it is. */

#include <gtk/gtk.h>

#include "control/lesson/pl-lesson-shelf.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_SOURCE (pl_lesson_source_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonSource, pl_lesson_source, PL, LESSON_SOURCE, GtkWidget)

/* Signals: "edited" (): another script is to run; "failed" (GError *): the copy cannot be written. */

/* NULL: there is none. What was changed of another lesson is forgotten. */
void pl_lesson_source_set_entry (PlLessonSource *self, const PlLessonEntry *entry);
/* Where the changed copy is; NULL: the lesson's own runs. */
const char *pl_lesson_source_get_script (PlLessonSource *self);

G_END_DECLS
