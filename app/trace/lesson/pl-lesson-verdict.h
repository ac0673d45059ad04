/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a run says to its lesson: whether it is as expected, and which answer was right. output: what a program wrote, ""
 * of other runs. Strings are translated unless said otherwise; free them. */

#include "log/pl-log.h"
#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

/* twin: the program was the one in C. NULL: all is as expected; else a sentence that says what differs. */
char *pl_lesson_differs (const PlLesson *lesson, gboolean twin, PlLog *log, const char *output);
/* A figure of a run by its key, as the command line tells it, or else the number behind this name in what was written:
 * "Speed-up: 1.9" is speed-up. FALSE: there is none. */
gboolean pl_lesson_figure (PlLog *log, const char *output, const char *key, double *value);
/* The answer to the question in the form of a guess: a number, "2;1;3" for an order, "2" for the second answer; never
 * translated. NULL: the run does not tell, or nothing was asked. */
char *pl_lesson_right (const PlLesson *lesson, PlLog *log, const char *output);
/* A guess or an answer of that form in words: "Process 1, Process 0". */
char *pl_lesson_answer_text (const PlLesson *lesson, const char *answer);
/* The same for people: numbers as their language writes them. */
char *pl_lesson_answer_shown (const PlLesson *lesson, const char *answer);
/* In the fewest words how it came out, so that equal ones can be counted; never translated. */
char *pl_lesson_outcome (const PlLesson *lesson, PlLog *log, const char *output);

G_END_DECLS
