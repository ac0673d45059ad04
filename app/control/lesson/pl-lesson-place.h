/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the files of Paralane's own lessons are. */

#include <glib.h>

G_BEGIN_DECLS

/* $PARALANE_LESSONS, else beside the build's program, else where it is installed. NULL: nowhere. Free it. */
char *pl_lesson_place_shelf (void);
/* The program that was compiled from a lesson's C; $PARALANE_TWINS, else as above. NULL: there is none. Free it. */
char *pl_lesson_place_twin (const char *name);

G_END_DECLS
