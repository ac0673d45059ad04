/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A list model that knows no more than how many items there are: what they are is looked up by their position when they
 * are shown, however many there are. */

#include <gio/gio.h>

G_BEGIN_DECLS

#define PL_TYPE_COUNT_LIST (pl_count_list_get_type ())
G_DECLARE_FINAL_TYPE (PlCountList, pl_count_list, PL, COUNT_LIST, GObject)

PlCountList *pl_count_list_new (void);
/* All of them are others now. */
void pl_count_list_set_n (PlCountList *self, guint n);
/* Which of them an item is, also where something lies between that sorts them. */
guint pl_count_list_index (gpointer item);

G_END_DECLS
