/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Limits, and what is said when a value lies beyond them. `what` is the value's name on screen. */

#include <glib.h>

G_BEGIN_DECLS

/* "WHAT VALUE is not possible: choose LOWEST to HIGHEST."; where both are the same, there is nothing to choose.
 * Returns FALSE. */
gboolean pl_plan_refuse (GError **error, const char *what, const char *value, const char *lowest,
                         const char *highest);
gboolean pl_plan_check_count (const char *what, guint64 value, guint64 lowest, guint64 highest,
                              GError **error);
/* A choice without a name can only come from a damaged file or a program's mistake. */
gboolean pl_plan_check_choice (const char *what, guint value, guint n_values, GError **error);

G_END_DECLS
