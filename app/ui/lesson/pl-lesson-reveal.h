/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a run has put into a text that is longer than the window is scrolled into sight. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A widget within a GtkScrolledWindow, as soon as it has been given its place; its top, where there is no room for all
 * of it. What is in sight already does not move. */
void pl_lesson_reveal (GtkWidget *widget);

G_END_DECLS
