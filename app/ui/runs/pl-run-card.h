/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One run in the strip: its thumbnail, what it is called, when it was and how it came out; its name can be written in
 * place. */

#include <gtk/gtk.h>

#include "control/pl-run-store.h"

G_BEGIN_DECLS

#define PL_TYPE_RUN_CARD (pl_run_card_get_type ())
G_DECLARE_FINAL_TYPE (PlRunCard, pl_run_card, PL, RUN_CARD, GtkWidget)

/* Signals: "open" (): it was clicked, without Ctrl or Shift; "renamed" (const char *name). */

/* NULL: none. */
void pl_run_card_set_entry (PlRunCard *self, PlRunEntry *entry);
PlRunEntry *pl_run_card_get_entry (PlRunCard *self);
/* It is the one that is looked at. */
void pl_run_card_set_shown (PlRunCard *self, gboolean shown);
void pl_run_card_set_small (PlRunCard *self, gboolean small);
void pl_run_card_begin_rename (PlRunCard *self);
gboolean pl_run_card_is_renaming (PlRunCard *self);

/* Its name, or the plan in words. Free it. */
char *pl_run_card_title (PlRunEntry *entry);

G_END_DECLS
