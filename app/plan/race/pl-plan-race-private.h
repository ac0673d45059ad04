/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of a race's plan share. */

#include "log/pl-plan-data.h"

#include <glib.h>

G_BEGIN_DECLS

gboolean pl_plan_check_race (PlPlanData *plan, GError **error);
char *pl_plan_race_title (const PlPlanData *plan);
char *pl_plan_race_subtitle (const PlPlanData *plan);
/* "100 spins between load and store", or NULL: nothing is there. */
char *pl_plan_window_phrase (const PlPlanData *plan);

G_END_DECLS
