/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-shares-table.h"

#include <glib/gi18n.h>

#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"
#include "ui/pool/pl-shares-row.h"
#include "ui/widgets/pl-cells.h"

static guint
column_of (gpointer column)
{
  return GPOINTER_TO_UINT (g_object_get_data (column, "pl-column"));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  g_autofree char *text = pl_shares_row_text (gtk_list_item_get_item (item), GPOINTER_TO_UINT (column));
  pl_cell_set_text (item, text);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      column)
{
  double x = pl_shares_row_value ((gpointer) a, GPOINTER_TO_UINT (column));
  double y = pl_shares_row_value ((gpointer) b, GPOINTER_TO_UINT (column));

  return x < y ? GTK_ORDERING_SMALLER : x > y ? GTK_ORDERING_LARGER : GTK_ORDERING_EQUAL;
}

static void
add_column (GtkColumnView *table,
            const char    *title,
            guint          column)
{
  GtkListItemFactory *factory = pl_cells_new (column == PL_SHARES_NAME);
  g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (column), NULL));
  g_autoptr(GtkColumnViewColumn) view_column = gtk_column_view_column_new (title, factory);

  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (view_column), "pl-column", GUINT_TO_POINTER (column));
  gtk_column_view_column_set_sorter (view_column, sorter);
  gtk_column_view_column_set_expand (view_column, column == PL_SHARES_NAME);
  gtk_column_view_append_column (table, view_column);
}

/* Who works may have a CPU or not. */
static void
add_parts_of_work (GtkColumnView *table)
{
  add_column (table, _("of it on a CPU"), PL_SHARES_ON_CPU);
  add_column (table, _("waiting for one"), PL_SHARES_WAITING_CPU);
  add_column (table, _("asleep"), PL_SHARES_ASLEEP);
}

static void
add_columns (GtkColumnView *table,
             PlTrace       *trace,
             PlSharesRow   *all,
             gboolean       whole)
{
  guint n;
  const PlState *order = pl_shares_order (&n);

  add_column (table, _("Worker"), PL_SHARES_NAME);
  add_column (table, _("Tasks"), PL_SHARES_TASKS);
  for (guint i = 0; i < n; i++)
    if (pl_shares_row_has (all, order[i]))
      {
        add_column (table, pl_state_name (order[i]), order[i]);
        if (order[i] == PL_STATE_WORKING && pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE)
          add_parts_of_work (table);
      }
  /* These are known for the whole run only, the kernel's when it has ended. */
  if (!whole || pl_trace_get_live (trace))
    return;
  add_column (table, _("busy"), PL_SHARES_BUSY);
  add_column (table, _("CPU"), PL_SHARES_CPU);
  add_column (table, _("gave way"), PL_SHARES_VOLUNTARY);
  add_column (table, _("was preempted"), PL_SHARES_INVOLUNTARY);
}

/* All workers together stay on top, however the others are sorted. */
static GListModel *
make_model (GListModel  *rows,
            PlSharesRow *all,
            GtkSorter   *sorter)
{
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr(GListStore) first = g_list_store_new (PL_TYPE_SHARES_ROW);
  g_autoptr(GtkSortListModel) sorted = gtk_sort_list_model_new (rows, g_object_ref (sorter));

  g_list_store_append (first, all);
  g_list_store_append (parts, first);
  g_list_store_append (parts, sorted);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
}

GtkColumnView *
pl_shares_table_new (PlTrace *trace,
                     gint64   from_ns,
                     gint64   to_ns)
{
  GtkColumnView *table = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  g_autoptr(GtkSelectionModel) selection = NULL;
  g_autoptr(PlSharesRow) all = NULL;
  GListStore *rows = pl_shares_rows_new (trace, from_ns, to_ns, &all);

  add_columns (table, trace, all, from_ns <= 0 && to_ns >= pl_trace_get_end_ns (trace));
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (make_model (G_LIST_MODEL (rows), all,
                                                                     gtk_column_view_get_sorter (table))));
  gtk_column_view_set_model (table, selection);
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How each worker spent its time"), -1);
  return table;
}

static void
add_cell (GString    *text,
          const char *cell,
          gboolean    last)
{
  g_string_append (text, cell);
  g_string_append_c (text, last ? '\n' : '\t');
}

char *
pl_shares_table_to_text (GtkColumnView *table)
{
  GListModel *columns = gtk_column_view_get_columns (table);
  GListModel *rows = G_LIST_MODEL (gtk_column_view_get_model (table));
  guint n = g_list_model_get_n_items (columns);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      add_cell (text, gtk_column_view_column_get_title (column), i + 1 == n);
    }
  for (guint k = 0; k < g_list_model_get_n_items (rows); k++)
    {
      g_autoptr(PlSharesRow) row = g_list_model_get_item (rows, k);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
          g_autofree char *cell = pl_shares_row_text (row, column_of (column));
          add_cell (text, cell, i + 1 == n);
        }
    }
  return g_string_free (text, FALSE);
}
