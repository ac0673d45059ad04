/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The question before a run, and the guess: a number, one of several, or an order; of a class the hands that went up for
 * each. The guess stays while the lesson does. */

#include <gtk/gtk.h>

#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_QUESTION (pl_lesson_question_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonQuestion, pl_lesson_question, PL, LESSON_QUESTION, GtkWidget)

/* lesson NULL: nothing is asked. It must not be freed before another one is set. */
void pl_lesson_question_set_lesson (PlLessonQuestion *self, const PlLesson *lesson);
/* As trace/lesson/pl-lesson-verdict.h has guesses. NULL: nobody guessed. Free it. */
char *pl_lesson_question_get_guess (PlLessonQuestion *self);
/* "Yes: 12, No: 7"; NULL: no hands were counted. Free it. */
char *pl_lesson_question_get_votes (PlLessonQuestion *self);

G_END_DECLS
