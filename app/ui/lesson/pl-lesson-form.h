/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The shelf, where other pages have their settings: all lessons by topic, a search, and what of the chosen one is run. Its
 * plan is that of the lesson. */

#include "control/lesson/pl-lesson-program.h"
#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_FORM (pl_lesson_form_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonForm, pl_lesson_form, PL, LESSON_FORM, PlForm)

/* Signals: "chosen" (): another lesson, or the same one with other files; "left" (): Tab leaves the shelf, and the keyboard goes
 * on to what is said about the lesson. */

/* NULL: there is none at all. Until "chosen". */
const PlLessonEntry *pl_lesson_form_get_entry (PlLessonForm *self);
/* FALSE: there is no such lesson. */
gboolean pl_lesson_form_choose (PlLessonForm *self, const char *name);
/* By whole lessons; nothing where there is none. */
void pl_lesson_form_step (PlLessonForm *self, int by);
/* What runs now; an error says what is missing. Clear program in any case. */
gboolean pl_lesson_form_find_program (PlLessonForm *self, PlLessonProgram *program, GError **error);
/* A file in Python that runs instead of the lesson's; NULL: the lesson's. */
void pl_lesson_form_set_script (PlLessonForm *self, const char *path);
/* It has been run, and came out as expected. */
void pl_lesson_form_set_done (PlLessonForm *self, const char *name);

G_END_DECLS
