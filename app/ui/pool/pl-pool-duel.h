/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The same plan over a queue and over pipes, one after the other, and what came of it. */

#include "control/pl-run.h"

G_BEGIN_DECLS

typedef struct {
  PlPlanData plan;        /* that is being run, or is to be next */
  guint step;             /* 0: there is no duel */
  double queue_rate;      /* tasks a second */
} PlPoolDuel;

void pl_pool_duel_begin (PlPoolDuel *self, const PlPlanData *plan);
/* A run has been started: if it is another one, the duel is off. */
void pl_pool_duel_follow (PlPoolDuel *self, PlRun *run);
/* A run is over. TRUE: self->plan is to be run next. Else sentence: who won, NULL: there was no duel, or no end to it. */
gboolean pl_pool_duel_finish (PlPoolDuel *self, PlRun *run, char **sentence);

G_END_DECLS
