/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The picture of a race, with one lost update in close-up. */

#include <gtk/gtk.h>

#include "paint/pl-race-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE_CANVAS (pl_race_canvas_get_type ())
G_DECLARE_FINAL_TYPE (PlRaceCanvas, pl_race_canvas, PL, RACE_CANVAS, GtkWidget)

/* Signal "branch-changed" (). */

/* NULL: nothing to show. Chooses a branch that makes a good first picture. */
void pl_race_canvas_set_race (PlRaceCanvas *self, PlRace *race);
PlRace *pl_race_canvas_get_race (PlRaceCanvas *self);
const PlRaceView *pl_race_canvas_get_view (PlRaceCanvas *self);

guint64 pl_race_canvas_get_n_branches (PlRaceCanvas *self);
guint64 pl_race_canvas_get_branch (PlRaceCanvas *self);
/* Clamped to those there are. */
void pl_race_canvas_set_branch (PlRaceCanvas *self, guint64 branch);

G_END_DECLS
