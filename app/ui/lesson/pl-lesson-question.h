/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The question before a run, and the guess: a number, one of several, or an order; of a class the hands that went up for
 * each. The guess stays while the lesson does. */

#include <gtk/gtk.h>

#include "log/pl-log.h"
#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_QUESTION (pl_lesson_question_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonQuestion, pl_lesson_question, PL, LESSON_QUESTION, GtkWidget)

/* lesson NULL: nothing is asked. It must not be freed before another one is set. */
void pl_lesson_question_set_lesson (PlLessonQuestion *self, const PlLesson *lesson);
/* A lane was clicked in the picture: if one is asked for, and this is among the answers, it is the guess. */
void pl_lesson_question_point_at (PlLessonQuestion *self, const char *lane);
/* The guess, and the hands that were counted, beside what came of it; nobody is told that he was wrong. Free it. */
char *pl_lesson_question_tell (PlLessonQuestion *self, PlLog *log, const char *output);

G_END_DECLS
