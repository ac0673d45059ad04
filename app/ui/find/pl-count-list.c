/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-count-list.h"

struct _PlCountList
{
  GObject parent_instance;

  guint n;
};

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return PL_COUNT_LIST (model)->n;
}

static gpointer
get_item (GListModel *model,
          guint       i)
{
  GObject *item;

  if (i >= PL_COUNT_LIST (model)->n)
    return NULL;
  item = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data (item, "pl-index", GUINT_TO_POINTER (i));
  return item;
}

static void
init_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlCountList, pl_count_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_model))

static void
pl_count_list_class_init (PlCountListClass *klass)
{
}

static void
pl_count_list_init (PlCountList *self)
{
}

guint
pl_count_list_index (gpointer item)
{
  return GPOINTER_TO_UINT (g_object_get_data (item, "pl-index"));
}

void
pl_count_list_set_n (PlCountList *self,
                     guint        n)
{
  guint before = self->n;

  self->n = n;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, n);
}

PlCountList *
pl_count_list_new (void)
{
  return g_object_new (PL_TYPE_COUNT_LIST, NULL);
}
