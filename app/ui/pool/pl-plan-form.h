/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The settings of a pool run. What cannot be run is explained under its field as it is typed. */

#include <gtk/gtk.h>

#include "log/pl-plan-data.h"

G_BEGIN_DECLS

#define PL_TYPE_PLAN_FORM (pl_plan_form_get_type ())
G_DECLARE_FINAL_TYPE (PlPlanForm, pl_plan_form, PL, PLAN_FORM, GtkWidget)

/* Property "valid" (gboolean, read-only). Signal "changed" (): any field. */

void pl_plan_form_set_plan (PlPlanForm *self, const PlPlanData *plan);
/* FALSE and error: the first thing that is wrong; the fields say so too. */
gboolean pl_plan_form_get_plan (PlPlanForm *self, PlPlanData *plan, GError **error);
gboolean pl_plan_form_get_valid (PlPlanForm *self);

G_END_DECLS
