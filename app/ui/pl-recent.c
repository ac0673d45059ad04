/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-recent.h"

#include <glib/gi18n.h>

#define TYPE "application/x-paralane"
#define MOST 8u

void
pl_recent_add (const char *path)
{
  static char type[] = TYPE, name[] = "Paralane", command[] = "paralane %f";
  GtkRecentData data = { .mime_type = type, .app_name = name, .app_exec = command };
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static int
compare_cb (gconstpointer a,
            gconstpointer b)
{
  return -g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) a),
                               gtk_recent_info_get_modified ((GtkRecentInfo *) b));
}

static gboolean
is_run (GtkRecentInfo *info)
{
  return g_strcmp0 (gtk_recent_info_get_mime_type (info), TYPE) == 0 && gtk_recent_info_is_local (info) &&
         gtk_recent_info_exists (info);
}

/* A name is no place for mnemonics. */
static char *
label_of (GtkRecentInfo *info)
{
  g_auto(GStrv) parts = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);
  return g_strjoinv ("__", parts);
}

static void
append (GMenu         *menu,
        GtkRecentInfo *info)
{
  g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL), *label = label_of (info);
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  if (path == NULL || !g_utf8_validate (path, -1, NULL))
    return;
  g_menu_item_set_action_and_target (item, "win.open-file", "s", path);
  g_menu_append_item (menu, item);
}

static void
update (GMenu *menu)
{
  GList *all = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare_cb);

  g_menu_remove_all (menu);
  for (GList *l = all; l != NULL && g_menu_model_get_n_items (G_MENU_MODEL (menu)) < (int) MOST; l = l->next)
    if (is_run (l->data))
      append (menu, l->data);
  /* There is no such action: it cannot be chosen. */
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    g_menu_append (menu, _("None yet"), "win.no-recent");
  g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);
}

void
pl_recent_fill (GMenu *menu)
{
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (update), menu, G_CONNECT_SWAPPED);
  update (menu);
}
