/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Files as command lines. */

#include <glib.h>

G_BEGIN_DECLS

/* How that file is run: a script by its interpreter, a program by itself. Free it. */
char *pl_command_for (const char *path);
/* FALSE: such a file is no program, and no script that is known. */
gboolean pl_command_can_run (const char *path);

G_END_DECLS
