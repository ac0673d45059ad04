/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a pool is called, as a part of its plan: limits, words, key file. See PlPlanKind. */

#include "log/pl-plan-data.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean pl_plan_check_caller (PlPlanData *plan, GError **error);
gboolean pl_plan_equal_callers (const PlPlanData *a, const PlPlanData *b);
/* ", 2 calls, failing 7, 19": what is not as usual, each with a comma before it. */
void pl_plan_append_caller (const PlPlanData *plan, GString *text);
void pl_plan_write_caller (GKeyFile *file, const PlPlanData *plan);
gboolean pl_plan_read_caller (GKeyFile *file, PlPlanData *plan, GError **error);

G_END_DECLS
