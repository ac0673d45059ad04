/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the lessons' page share. */

#include "ui-util.h"

/* A lesson in the user's folder; freed when it is removed. */
typedef struct { char *folder, *file, *program; } OwnLesson;

#define OWN(title) "[lesson]\ntitle=" title "\ntopic=ours\ngoal=G\nexplanation=E\n"

/* program: NULL, it has none. */
OwnLesson lesson_write_own (const char *name, const char *text, const char *program);
void lesson_remove_own (OwnLesson *own);

/* A window with that lesson in front. */
PlWindow *lesson_open (const char *name);
/* Runs it, and waits for its end. */
void lesson_run (PlWindow *window);
