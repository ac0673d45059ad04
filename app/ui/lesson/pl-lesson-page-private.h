/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Within ui/lesson/: what the page's actions need of it. */

#include "paint/lesson/pl-handout.h"
#include "trace/lesson/pl-tally.h"
#include "ui/lesson/pl-lesson-page.h"

G_BEGIN_DECLS

/* Runs it many times, and only counts. */
void pl_lesson_page_run_times (PlLessonPage *self);
/* How these came out; owned by the page. */
PlTally *pl_lesson_page_get_tally (PlLessonPage *self);

/* Strings of a handout that it does not own itself. */
typedef struct {
  PlHandout handout;
  char *python, *c, *output;
} PlLessonHandout;

/* Of the run that is shown. FALSE: none of the chosen lesson is. Clear it in any case. */
gboolean pl_lesson_page_get_handout (PlLessonPage *self, PlLessonHandout *handout);
void pl_lesson_handout_clear (PlLessonHandout *handout);

G_END_DECLS
