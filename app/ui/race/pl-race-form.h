/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The settings of a race, in words what will run, and what somebody thinks will come of it. */

#include "ui/widgets/pl-form.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE_FORM (pl_race_form_get_type ())
G_DECLARE_FINAL_TYPE (PlRaceForm, pl_race_form, PL, RACE_FORM, PlForm)

/* Properties "predict" (gboolean): a guess is asked for; "question" (string, read-only):
 * what is asked, in one sentence, or NULL. Return in the guess activates win.start. */

/* The machine's, unless a test says otherwise: on one CPU the form says why it widens the window. */
void pl_race_form_set_n_cpus (PlRaceForm *self, guint n_cpus);
/* That plan is being run: its guess stays as long as nothing else is changed. */
void pl_race_form_set_answered (PlRaceForm *self, const PlPlanData *plan);
gboolean pl_race_form_get_predict (PlRaceForm *self);
void pl_race_form_set_predict (PlRaceForm *self, gboolean predict);
/* The keyboard goes to where the guess is typed. */
/* Where the guess is typed; why it cannot be one, or NULL. */
GtkEntry *pl_race_form_get_guess (PlRaceForm *self);
const char *pl_race_form_get_guess_error (PlRaceForm *self);

G_END_DECLS
