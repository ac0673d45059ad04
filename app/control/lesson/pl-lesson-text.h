/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The text of the program that a lesson has run, and its twin in the other language. */

#include "control/lesson/pl-lesson-shelf.h"
#include "log/pl-log.h"

G_BEGIN_DECLS

typedef struct {
  char *ran, *other;            /* UTF-8; NULL: not known, or there is none */
  gboolean twin;                /* the one in C ran */
} PlLessonText;

/* As they are now. script: a changed copy in Python that runs in place of the lesson's own, and has no twin; NULL: none does. */
void pl_lesson_text_read (const PlLessonEntry *entry, gboolean twin, const char *script, PlLessonText *text);
/* Of a run of before, if what it ran is still where it was and has not been touched since. FALSE: it was no lesson that told
 * its lines, or its program is gone or may be another one now. Clear text in any case. */
gboolean pl_lesson_text_find (PlLog *log, PlLessonText *text);
void pl_lesson_text_clear (PlLessonText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlLessonText, pl_lesson_text_clear)

G_END_DECLS
