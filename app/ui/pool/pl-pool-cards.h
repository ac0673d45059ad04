/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Things to try, one a card: each is a plan, and what there will be to see. */

#include <gtk/gtk.h>

#include "log/pl-plan-data.h"

G_BEGIN_DECLS

typedef enum { PL_POOL_CARD_CROWD, PL_POOL_CARD_STRAGGLER, PL_POOL_CARD_CHANNELS, PL_POOL_N_CARDS } PlPoolCard;

#define PL_TYPE_POOL_CARDS (pl_pool_cards_get_type ())
G_DECLARE_FINAL_TYPE (PlPoolCards, pl_pool_cards, PL, POOL_CARDS, GtkWidget)

/* Signal "chosen" (guint PlPoolCard). */

/* On a machine with so many CPUs. */
void pl_pool_card_init_plan (PlPoolCard card, guint n_cpus, PlPlanData *plan);

G_END_DECLS
