/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The settings of a race, and in words what will run. */

#include <gtk/gtk.h>

#include "log/pl-plan-data.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE_FORM (pl_race_form_get_type ())
G_DECLARE_FINAL_TYPE (PlRaceForm, pl_race_form, PL, RACE_FORM, GtkWidget)

/* Property "valid" (gboolean, read-only). */

void pl_race_form_set_plan (PlRaceForm *self, const PlPlanData *plan);
/* FALSE and error: the first thing that is wrong; the fields say so too. */
gboolean pl_race_form_get_plan (PlRaceForm *self, PlPlanData *plan, GError **error);
/* The machine's, unless a test says otherwise: on one CPU the form says why it widens the window. */
void pl_race_form_set_n_cpus (PlRaceForm *self, guint n_cpus);
gboolean pl_race_form_get_valid (PlRaceForm *self);

G_END_DECLS
