/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The picture of a race, with one lost update in close-up. */

#include <gtk/gtk.h>

#include "paint/race/pl-race-picture.h"

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
/* Clamped to those there are; it is shown close up. */
void pl_race_canvas_set_branch (PlRaceCanvas *self, guint64 branch);
/* Back to it, close up, from wherever somebody has zoomed to. */
void pl_race_canvas_show_branch (PlRaceCanvas *self);
gboolean pl_race_canvas_get_selected (PlRaceCanvas *self, PlIncrement *increment);

/* The actions of zooming and walking, race.*: the i-th name, NULL after the last. */
const char *pl_race_canvas_action (guint i);
void pl_race_canvas_perform (PlRaceCanvas *self, const char *action);

G_END_DECLS
