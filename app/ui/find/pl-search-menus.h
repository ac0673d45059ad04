/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What can be looked for, to be chosen rather than written. */

#include <gtk/gtk.h>

#include "trace/find/pl-query.h"

G_BEGIN_DECLS

/* changed: void (gpointer data), after *query was changed. The buttons are added to box; data and query outlive it. */
typedef struct {
  PlQuery *query;
  GCallback changed;
  gpointer data;
  GtkWidget *lanes, *states, *lengths;
} PlSearchMenus;

void pl_search_menus_init (PlSearchMenus *self, GtkBox *box, PlQuery *query, void (*changed) (gpointer), gpointer data);
/* What there is to choose from; source NULL: nothing. */
void pl_search_menus_update (PlSearchMenus *self, PlFindSource *source);

G_END_DECLS
