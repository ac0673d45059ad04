/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the command "sweep"; nobody else includes this. */

#include "cli/pl-cli.h"
#include "trace/sweep/pl-sweep.h"

G_BEGIN_DECLS

/* lists.c: "1,2,4" to an array of guint32; text NULL: *list stays as it is, else it is replaced. FALSE: error names the
 * option, what is wrong in it, and the limits. automatic: "auto" is possible, and 0. */
gboolean pl_cli_value_counts (const char *option, const char *text, gboolean automatic, guint32 lowest, guint32 highest,
                              GArray **list, GError **error);
gboolean pl_cli_value_choices (const char *option, const char *text, int (*from_key) (const char *), const char *keys,
                               GArray **list, GError **error);

/* sweep-text.c */
void pl_cli_sweep_print (PlSweep *sweep);
/* sweep-json.c */
void pl_cli_sweep_json (JsonBuilder *builder, PlSweep *sweep);

G_END_DECLS
