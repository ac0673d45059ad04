/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The table itself: columns of the rows there are, by which they can be sorted. Their order is made elsewhere. */

#include <gtk/gtk.h>

#include "ui/table/pl-row-list.h"

G_BEGIN_DECLS

/* Another column was chosen, or the other way round. */
typedef void (*PlTableSorted) (gpointer data);

typedef struct {
  GtkColumnView *view;
  PlRowList *list;              /* owned */
  PlTableSorted sorted;
  gpointer data;
  gboolean has_columns;
  PlRowsKind kind;              /* of the columns there are, */
  const char *task_word;        /* and what they are about */
  PlRowsColumn probed;          /* see pl_table_view_get_order () */
  gboolean changing;
} PlTableView;

/* The widget is self->view. */
void pl_table_view_init (PlTableView *self, PlTableSorted sorted, gpointer data);
void pl_table_view_clear (PlTableView *self);
/* Columns of such rows; sorted by begin at first. */
void pl_table_view_set_kind (PlTableView *self, PlFindSource *source, PlRowsKind kind);
void pl_table_view_get_order (PlTableView *self, PlRowsColumn *column, gboolean *descending);
/* The only one that is selected. FALSE: none is, or several are. */
gboolean pl_table_view_get_selected (PlTableView *self, guint *position);
/* Selects it alone and brings it into sight. */
void pl_table_view_select (PlTableView *self, guint position);
/* What is selected, or where nothing is, all of it: a line each, at most `most`. Free it. */
char *pl_table_view_to_text (PlTableView *self, guint most, guint *n_lines, guint *n_wanted);

G_END_DECLS
