/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a lesson runs on this machine. */

#include "control/lesson/pl-lesson-shelf.h"
#include "control/pl-run.h"

G_BEGIN_DECLS

typedef struct {
  PlPlanData plan;
  gboolean twin;                /* the program in C */
  char *note;                   /* what is missing here, and what runs instead; NULL: nothing is */
} PlLessonProgram;

/* twin: the program in C is wanted, else the one in Python if there is a Python. script: a file in Python that runs in its
 * place; NULL: none. A program in C that did not come with Paralane is compiled first. FALSE and error: a sentence that says
 * what is missing. Clear program in any case. */
gboolean pl_lesson_program_find (const PlLessonEntry *entry, gboolean twin, const char *script, PlLessonProgram *program,
                                 GError **error);
void pl_lesson_program_clear (PlLessonProgram *program);
/* The run of it, not started. NULL and error: see pl_run_new (). */
PlRun *pl_lesson_program_run (const PlLessonProgram *program, GError **error);

G_END_DECLS
