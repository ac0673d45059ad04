/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/table/pl-row-list.h"

/* GtkMultiSelection would keep an item for each row that is selected, GtkSortListModel one for each there is. */

/* So many are told to be others at once. Of all that are told with one that it keeps an eye on (at the top, or selected) GTK
 * asks for the item, to see where that went: with millions of rows it stood still for seconds. */
#define PIECE 4096u

struct _PlRowList
{
  GObject parent_instance;

  PlRows *rows;
  guint n;
  GtkBitset *selected;
};

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return PL_ROW_LIST (model)->n;
}

static gpointer
get_item (GListModel *model,
          guint       i)
{
  return i < PL_ROW_LIST (model)->n ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static void
init_list (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              i)
{
  return gtk_bitset_contains (PL_ROW_LIST (model)->selected, i);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n)
{
  return gtk_bitset_ref (PL_ROW_LIST (model)->selected);
}

/* Rows of mask become as selected has them. */
static gboolean
set_selection (GtkSelectionModel *model,
               GtkBitset         *selected,
               GtkBitset         *mask)
{
  PlRowList *self = PL_ROW_LIST (model);
  g_autoptr(GtkBitset) wanted = gtk_bitset_copy (selected);
  guint first = gtk_bitset_get_minimum (mask), last = gtk_bitset_get_maximum (mask);

  if (gtk_bitset_is_empty (mask) || first >= self->n)
    return TRUE;
  last = MIN (last, self->n - 1);
  gtk_bitset_intersect (wanted, mask);
  gtk_bitset_remove_range_closed (wanted, self->n, G_MAXUINT);
  gtk_bitset_subtract (self->selected, mask);
  gtk_bitset_union (self->selected, wanted);
  gtk_selection_model_selection_changed (model, first, last - first + 1);
  return TRUE;
}

static void
init_selection (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlRowList, pl_row_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, init_selection))

void
pl_row_list_set_rows (PlRowList *self,
                      PlRows    *rows)
{
  PlRows *before = self->rows;
  guint n_before = self->n, n = rows != NULL ? pl_rows_get_n (rows) : 0, common = MIN (n_before, n);

  self->rows = rows;
  gtk_bitset_remove_all (self->selected);
  for (guint at = 0; at < common; at += MIN (common - at, PIECE))
    g_list_model_items_changed (G_LIST_MODEL (self), at, MIN (common - at, PIECE), MIN (common - at, PIECE));
  self->n = n;
  g_list_model_items_changed (G_LIST_MODEL (self), common, n_before - common, n - common);
  g_clear_pointer (&before, pl_rows_free);
}

PlRows *
pl_row_list_get_rows (PlRowList *self)
{
  return self->rows;
}

static void
pl_row_list_finalize (GObject *object)
{
  g_clear_pointer (&PL_ROW_LIST (object)->rows, pl_rows_free);
  gtk_bitset_unref (PL_ROW_LIST (object)->selected);
  G_OBJECT_CLASS (pl_row_list_parent_class)->finalize (object);
}

static void
pl_row_list_class_init (PlRowListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_row_list_finalize;
}

static void
pl_row_list_init (PlRowList *self)
{
  self->selected = gtk_bitset_new_empty ();
}

PlRowList *
pl_row_list_new (void)
{
  return g_object_new (PL_TYPE_ROW_LIST, NULL);
}
