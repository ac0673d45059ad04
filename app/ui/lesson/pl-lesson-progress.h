/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How far a run is that has no time axis to be seen growing on: what it is, how long it will take, and a bar. */

#include <gtk/gtk.h>

#include "control/pl-run.h"

G_BEGIN_DECLS

#define PL_TYPE_LESSON_PROGRESS (pl_lesson_progress_get_type ())
G_DECLARE_FINAL_TYPE (PlLessonProgress, pl_lesson_progress, PL, LESSON_PROGRESS, GtkWidget)

/* run: NULL, there is nothing to follow, and nothing is shown. title: what it is, in words. */
void pl_lesson_progress_follow (PlLessonProgress *self, PlRun *run, const char *title);

G_END_DECLS
