/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Races through the real runner, and logs of races that never were. */

#include <glib.h>

#include "log/pl-log.h"
#include "log/pl-race-methods.h"
#include "trace/race/pl-race.h"

typedef struct {
  PlLog *log;
  pid_t pid;
  int control_fd;           /* our end; -1 when closed */
} RaceRun;

/* A valid plan without parts. */
void race_plan_init (PlPlanData *plan, guint workers, guint64 increments);
void race_plan_add (PlPlanData *plan, PlRaceMethod method, gboolean record);

/* Starts $PARALANE_RUNNER on a fresh log. */
void race_run_start (RaceRun *run, const PlPlanData *plan);
/* Waits for the runner's end; returns its wait status. Stays usable: log. */
int race_run_wait (RaceRun *run);
void race_run_send (RaceRun *run, guint32 kind, guint32 lane);
void race_run_clear (RaceRun *run);
/* Iterates, sleeping a little, until condition_cb is true; fails the test after 20 s. */
void race_wait_for (gboolean (*condition_cb) (gpointer data), gpointer data);
/* Start, wait, expect success; free the log. */
PlLog *race_run (const PlPlanData *plan);
gboolean race_is_gone (pid_t pid);
/* The workers of a PlLog. */
gboolean race_all_gone_cb (gpointer log);
/* It ended like that, at a time that was told, and nobody stayed behind. */
void race_check_ended (RaceRun *run, PlPhase phase);

/* race-made.c: a recorded race written by hand, method "no lock" unless changed before finishing.
 */
typedef struct {
  PlLog *log;
  guint64 increments;       /* a worker */
} MadeRace;

#define MADE_INITIAL -1

void made_init (MadeRace *made, guint workers, guint64 increments, PlRaceMethod method);
/* The next increment of worker: it read the store that parent made as its seq-th (0-based);
 * MADE_INITIAL: the first value. */
void made_add (MadeRace *made, guint worker, int parent, guint seq, gint64 load_ns,
               gint64 store_ns);
/* The same with any word at all. */
void made_add_word (MadeRace *made, guint worker, guint64 word, gint64 load_ns, gint64 store_ns);
/* The word worker's seq-th increment stored. */
guint64 made_word (MadeRace *made, guint worker, guint seq);
/* The counter ended as that word says. */
void made_finish (MadeRace *made, guint64 final_word, gint64 end_ns);
/* The same, and what is proven of it; the log is the race's. */
PlRace *made_prove (MadeRace *made, guint64 final_word, gint64 end_ns);
