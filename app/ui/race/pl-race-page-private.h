/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/pl-details.h"
#include "ui/canvas/pl-zoom-buttons.h"
#include "ui/race/pl-race-form.h"
#include "ui/race/pl-race-page.h"
#include "ui/replay/pl-replay-bar.h"

G_BEGIN_DECLS

struct _PlRacePage
{
  PlPage parent_instance;

  GtkStack *stack, *pictures;
  GtkWidget *switcher;
  GtkStackPage *proof_page, *trials_page, *compare_page;
  PlCanvas *canvas, *trials, *compare;
  PlDetails *details;     /* of a range of time: what else there is to say stands in the picture */
  GtkLabel *empty_title, *hint;
  GtkWidget *hint_box, *longer_button;
  GtkEntry *page_guess;   /* the form's guess, in the middle of an empty page */
  GtkLabel *guess_error;
  GtkLabel *running_title, *running_text;
  GtkProgressBar *progress, *growing_progress;
  GtkWidget *growing;     /* above a picture of what has run so far */
  GtkLabel *growing_text;
  GtkWidget *walk_box;
  PlZoomButtons *zoom;
  PlReplayBar *replay;

  PlRace *race;           /* the last one; NULL: none */
  PlCompare *compared;    /* the last comparison; NULL: none */
  PlLocks locks;          /* to be compared */
  PlRun *run;             /* while it is going on */
  guint run_number, n_runs;
  guint timeout_id;
  GCancellable *proving;  /* a proof is being made */

  PlCompare *comparison;  /* being filled; NULL: no comparison is going on */
  GArray *plans;          /* PlPlanData: its races, of which so many have been started: */
  guint n_started;
};

/* pl-race-page-shown.c, below all others: shows a run that is going on, number i of n; ends that, and a proof that is being
 * made; shows what there is. */
void pl_race_page_follow_run (PlRacePage *self, PlRun *run, const char *title, guint i, guint n);
void pl_race_page_stop_following (PlRacePage *self);
void pl_race_page_show_result (PlRacePage *self);

/* Beside a run that goes on, the picture of what it has come to so far. */
void pl_race_page_show_growing (PlRacePage *self, const char *picture);

/* pl-race-compare.c: the chosen locks side by side, one race after the other. */
void pl_race_page_compare (PlRacePage *self);
/* FALSE: the run that is over was none of a comparison. */
gboolean pl_race_page_compare_finished (PlRacePage *self, PlRun *run);
void pl_race_page_compare_clear (PlRacePage *self);

/* pl-race-actions.c */
gboolean pl_race_page_can (PlPage *page, const char *action);

G_END_DECLS
