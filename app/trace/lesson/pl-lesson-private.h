/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Within trace/lesson/. */

#include "plan/lesson/pl-lesson.h"

G_BEGIN_DECLS

/* pl-lesson-output.c: what was written against what is expected. NULL: nothing differs; else a sentence, to be freed. */
char *pl_lesson_output_differs (const PlLessonExpect *expect, const char *output);
/* Behind its name in what was written. */
gboolean pl_lesson_output_number (const char *output, const char *key, double *value);
/* One line of it, of a length that fits a table. Free it. */
char *pl_lesson_output_line (const char *output);

G_END_DECLS
