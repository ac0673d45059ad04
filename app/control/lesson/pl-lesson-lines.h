/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Marks in a lesson's program in C, so that its recording tells at which line each thread is. The compiler sees them, and
 * whoever reads the program does not: they are put in when it is compiled. Where nobody records they do nothing. */

#include <glib.h>

G_BEGIN_DECLS

/* The same program with a mark at every statement, and at every condition of a loop. Each line keeps its number; name: what the
 * compiler shall call the file. What is no C is marked in no sensible way, but is read to its end. Free it. */
char *pl_lesson_lines_mark (const char *source, const char *name);

G_END_DECLS
