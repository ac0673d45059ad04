/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a lesson came out, of many runs: a line an outcome, the most frequent first, with its bar and its number. It can be
 * saved as a table, and exported as a picture. */

#include <gtk/gtk.h>

#include "trace/lesson/pl-tally.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_TALLY (pl_lesson_tally_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonTally, pl_lesson_tally, PL, LESSON_TALLY, GtkWidget)

/* lesson: NULL, there is nothing to count yet. */
void pl_lesson_tally_begin (PlLessonTally *self, const PlLesson *lesson);
void pl_lesson_tally_add (PlLessonTally *self, const char *outcome);
/* Of what was counted since the begin; owned by the widget. */
PlTally *pl_lesson_tally_get_tally (PlLessonTally *self);

G_END_DECLS
