/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A lesson on the shelf: its title, and whether it is done; of a broken one its fault. */

#include <gtk/gtk.h>

#include "control/lesson/pl-lesson-shelf.h"

G_BEGIN_DECLS

GtkWidget *pl_lesson_row_new (const PlLessonEntry *entry);
/* Of the lesson; owned by the row. */
const char *pl_lesson_row_get_name (GtkListBoxRow *row);
void pl_lesson_row_set_done (GtkListBoxRow *row, gboolean done);

G_END_DECLS
