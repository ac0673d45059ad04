/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A race: without and with a lock, and the proof of each lost update; before the first run, what to do and why. */

#include <gtk/gtk.h>

#include "control/pl-run.h"
#include "paint/race/pl-race-picture.h"
#include "trace/race/pl-compare.h"
#include "ui/race/pl-locks.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE_PAGE (pl_race_page_get_type ())
G_DECLARE_FINAL_TYPE (PlRacePage, pl_race_page, PL, RACE_PAGE, GtkWidget)

/* Which of its pictures. */
typedef enum { PL_RACE_SHOWS_NOTHING = 0, PL_RACE_SHOWS_PROOF, PL_RACE_SHOWS_TRIALS, PL_RACE_SHOWS_COMPARE } PlRaceShows;

/* Properties "race" (PlRace, read-only): the last race; NULL: none. "shown" (guint, read-only): PlRaceShows.
 * "question" (string, write-only): what the page asks before the first run; NULL: nothing. "settings-shown"
 * (gboolean, write-only): the form is in sight, and with it where to answer. "locks" (guint64): PlLocks,
 * those that are compared.
 * Keys race.* are actions of the page. */

/* A run has just been started. */
void pl_race_page_follow (PlRacePage *self, PlRun *run);
/* The run is over: proves its log in a thread, then shows it; where it did not come to an end, what was shown before
 * is shown again. */
void pl_race_page_finish (PlRacePage *self);
/* Proves a saved run in a thread, then shows it. */
void pl_race_page_show_log (PlRacePage *self, PlLog *log);

/* The same for a comparison, of which run is number i of n; when it is over, what came of it. NULL: nothing, and what
 * was shown before is shown again. */
void pl_race_page_follow_compare (PlRacePage *self, PlRun *run, guint i, guint n);
void pl_race_page_show_compare (PlRacePage *self, PlCompare *compare);
PlCompare *pl_race_page_get_compare (PlRacePage *self);
PlLocks pl_race_page_get_locks (PlRacePage *self);
void pl_race_page_set_locks (PlRacePage *self, PlLocks locks);
PlRaceShows pl_race_page_get_shown (PlRacePage *self);

PlRace *pl_race_page_get_race (PlRacePage *self);
const PlRaceView *pl_race_page_get_race_view (PlRacePage *self);
/* The picture that is shown. */
GtkWidget *pl_race_page_get_view (PlRacePage *self);

G_END_DECLS
