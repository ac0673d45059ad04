/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a lesson came out, of many runs: a line an outcome, the most frequent first, with its bar and its number. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PL_TYPE_LESSON_TALLY (pl_lesson_tally_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonTally, pl_lesson_tally, PL, LESSON_TALLY, GtkWidget)

void pl_lesson_tally_clear (PlLessonTally *self);
void pl_lesson_tally_add (PlLessonTally *self, const char *outcome);
/* Runs that were counted; how many different outcomes. */
guint pl_lesson_tally_get_n (PlLessonTally *self, guint *outcomes);

G_END_DECLS
