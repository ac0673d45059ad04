/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/table/pl-table-view.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-cells.h"


static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  PlTableView *self = g_object_get_data (G_OBJECT (factory), "pl-table");
  PlRows *rows = pl_row_list_get_rows (self->list);
  g_autofree char *text = NULL;

  if (rows == NULL)
    return;
  text = pl_rows_text (rows, gtk_list_item_get_position (item), GPOINTER_TO_UINT (column));
  pl_cell_set_text (item, text);
}

/* --- order --- */

/* Nothing is compared here: GTK's own order of a table calls the sorter of the column that was chosen last, and turns
 * round what it says. Which one that is, and which way, GTK 4.8 tells nobody in another way. */
static int
probe_cb (gconstpointer a,
          gconstpointer b,
          gpointer      data)
{
  PlTableView *self = g_object_get_data (data, "pl-table");

  if (self->probed == PL_N_COLUMNS)
    self->probed = GPOINTER_TO_UINT (g_object_get_data (data, "pl-column"));
  return GTK_ORDERING_SMALLER;
}

void
pl_table_view_get_order (PlTableView  *self,
                         PlRowsColumn *column,
                         gboolean     *descending)
{
  /* Two: the same are equal, whoever is asked. */
  g_autoptr(GObject) one = g_object_new (G_TYPE_OBJECT, NULL), other = g_object_new (G_TYPE_OBJECT, NULL);

  self->probed = PL_N_COLUMNS;
  *descending = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), one, other) == GTK_ORDERING_LARGER;
  *column = self->probed != PL_N_COLUMNS ? self->probed : PL_COLUMN_BEGIN;
}

static void
sorted_cb (PlTableView *self)
{
  if (!self->changing)
    self->sorted (self->data);
}

/* --- columns --- */

static GtkColumnViewColumn *
add_column (PlTableView  *self,
            const char   *title,
            PlRowsColumn  column)
{
  GtkListItemFactory *factory = pl_cells_new (pl_rows_column_is_text (column));
  g_autoptr(GtkColumnViewColumn) added = gtk_column_view_column_new (title, factory);

  g_object_set_data (G_OBJECT (factory), "pl-table", self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (added), "pl-table", self);
  g_object_set_data (G_OBJECT (added), "pl-column", GUINT_TO_POINTER (column));
  gtk_column_view_column_set_resizable (added, TRUE);
  if (pl_rows_column_can_sort (column))
    {
      g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, added, NULL));
      gtk_column_view_column_set_sorter (added, sorter);
    }
  gtk_column_view_column_set_expand (added, column == PL_COLUMN_WHAT || column == PL_COLUMN_OUTPUT);
  gtk_column_view_append_column (self->view, added);
  return added;
}

static void
remove_columns (PlTableView *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->view, column);
    }
}

void
pl_table_view_set_kind (PlTableView  *self,
                        PlFindSource *source,
                        PlRowsKind    kind)
{
  const char *task_word = pl_find_source_task_word (source);
  PlRowsColumn column;

  if (self->has_columns && self->kind == kind && g_strcmp0 (self->task_word, task_word) == 0)
    return;
  self->changing = TRUE;
  pl_row_list_set_rows (self->list, NULL);
  remove_columns (self);
  for (guint i = 0; pl_rows_column (source, kind, i, &column); i++)
    {
      GtkColumnViewColumn *added = add_column (self, pl_rows_column_title (source, column), column);

      if (column == PL_COLUMN_BEGIN || column == PL_COLUMN_SENT || column == PL_COLUMN_WRITTEN)
        gtk_column_view_sort_by_column (self->view, added, GTK_SORT_ASCENDING);
    }
  self->has_columns = TRUE;
  self->kind = kind;
  self->task_word = task_word;
  self->changing = FALSE;
}

/* --- selection --- */

gboolean
pl_table_view_get_selected (PlTableView *self,
                            guint       *position)
{
  g_autoptr(GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->list));

  *position = gtk_bitset_get_minimum (selected);
  return gtk_bitset_get_size (selected) == 1;
}

/* The list within the table, which scrolls. */
static GtkWidget *
find_list (GtkWidget *view)
{
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      return child;
  return view;
}

void
pl_table_view_select (PlTableView *self,
                      guint        position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->list), position, TRUE);
  gtk_widget_activate_action (find_list (GTK_WIDGET (self->view)), "list.scroll-to-item", "u", position);
}

/* --- as text --- */

char *
pl_table_view_to_text (PlTableView *self,
                       guint        most,
                       guint       *n_lines,
                       guint       *n_wanted)
{
  g_autoptr(GtkBitset) wanted = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->list));
  PlRows *rows = pl_row_list_get_rows (self->list);
  GString *text = g_string_new (NULL);
  GtkBitsetIter iter;
  guint position;

  *n_lines = *n_wanted = 0;
  if (rows == NULL)
    return g_string_free (text, FALSE);
  if (gtk_bitset_is_empty (wanted) && pl_rows_get_n (rows) > 0)
    {
      g_clear_pointer (&wanted, gtk_bitset_unref);
      wanted = gtk_bitset_new_range (0, pl_rows_get_n (rows));
    }
  *n_wanted = (guint) gtk_bitset_get_size (wanted);
  pl_rows_append_titles (rows, text);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, wanted, &position); more && *n_lines < most;
       more = gtk_bitset_iter_next (&iter, &position), (*n_lines)++)
    pl_rows_append_line (rows, position, text);
  return g_string_free (text, FALSE);
}

void
pl_table_view_init (PlTableView   *self,
                    PlTableSorted  sorted,
                    gpointer       data)
{
  self->sorted = sorted;
  self->data = data;
  self->list = pl_row_list_new ();
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->list))));
  gtk_column_view_set_reorderable (self->view, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  g_signal_connect_swapped (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorted_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Data of the run"), -1);
}

void
pl_table_view_clear (PlTableView *self)
{
  self->changing = TRUE;
  if (self->list == NULL)
    return;
  g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
  pl_row_list_set_rows (self->list, NULL);
  g_clear_object (&self->list);
}
