/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A race: without and with a lock, and the proof of each lost update; before the first run, what to do and why. */

#include <gtk/gtk.h>

#include "control/pl-run.h"
#include "paint/pl-race-picture.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE_PAGE (pl_race_page_get_type ())
G_DECLARE_FINAL_TYPE (PlRacePage, pl_race_page, PL, RACE_PAGE, GtkWidget)

/* Property "race" (PlRace, read-only): what is shown; NULL: nothing. Keys race.* are actions of the page. */

/* A run has just been started. */
void pl_race_page_follow (PlRacePage *self, PlRun *run);
/* The run is over: proves its log in a thread, then shows it; where it did not come to an end, what was shown before
 * is shown again. */
void pl_race_page_finish (PlRacePage *self);
/* Proves a saved run in a thread, then shows it. */
void pl_race_page_show_log (PlRacePage *self, PlLog *log);

PlRace *pl_race_page_get_race (PlRacePage *self);
const PlRaceView *pl_race_page_get_race_view (PlRacePage *self);
GtkWidget *pl_race_page_get_view (PlRacePage *self);

G_END_DECLS
