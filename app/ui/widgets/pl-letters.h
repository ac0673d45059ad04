/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The letters of a window that is about to be seen, drawn size by size. */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws each letter of the labels and entries within widget once, all of a font before those of the next: layout and drawing
 * then find them in the cache that cairo has for each font. Of no consequence but for time. FreeType keeps one size of a font file
 * ready, and runs a program of that file whenever it is asked for another one: 50 microseconds each time, and labels of different sizes
 * stand beside each other everywhere. widget: in a window that has its style and has not been laid out. */
void pl_letters_draw_ahead (GtkWidget *widget);

G_END_DECLS
