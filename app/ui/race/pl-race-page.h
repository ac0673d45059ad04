/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A race: without and with a lock, and the proof of each lost update; before the first run, what to do and why. */

#include "trace/race/pl-compare.h"
#include "trace/race/pl-race.h"
#include "ui/pl-page.h"
#include "ui/race/pl-locks.h"

G_BEGIN_DECLS

#define PL_TYPE_RACE_PAGE (pl_race_page_get_type ())
G_DECLARE_FINAL_TYPE (PlRacePage, pl_race_page, PL, RACE_PAGE, PlPage)

/* Which of its pictures. */
typedef enum { PL_RACE_SHOWS_NOTHING = 0, PL_RACE_SHOWS_PROOF, PL_RACE_SHOWS_TRIALS, PL_RACE_SHOWS_COMPARE } PlRaceShows;

/* Property "locks" (guint64): PlLocks, those that are compared. The actions of a canvas, canvas.*, are the page's too. */

/* The last comparison; NULL: none. */
PlCompare *pl_race_page_get_compare (PlRacePage *self);
PlLocks pl_race_page_get_locks (PlRacePage *self);
void pl_race_page_set_locks (PlRacePage *self, PlLocks locks);
PlRaceShows pl_race_page_get_shown (PlRacePage *self);

/* The last race; NULL: none. */
PlRace *pl_race_page_get_race (PlRacePage *self);

G_END_DECLS
