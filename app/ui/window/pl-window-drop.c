/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/recording/pl-commands.h"

/* Files that are dropped on the window: the first opens here, where nothing runs, each other one in a window of its own. */

static void
open_elsewhere (PlWindow   *self,
                GFile     **files,
                int         n)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));

  if (n > 0 && app != NULL)
    g_application_open (G_APPLICATION (app), files, n, "");
}

static void
open_files (PlWindow  *self,
            GFile    **files,
            int        n)
{
  g_autofree char *path = n > 0 ? g_file_get_path (files[0]) : NULL;
  int here = 0;

  /* It can be offered while something runs. */
  if (n == 1 && path != NULL && pl_session_get_running (self->session) && pl_command_can_run (path))
    {
      g_autofree char *command = pl_command_for (path);

      pl_window_offer_command (self, command);
      return;
    }
  if (n > 0 && !pl_session_get_running (self->session))
    {
      g_autofree char *uri = g_file_get_uri (files[0]);

      pl_window_open_path (self, path != NULL ? path : uri);
      here = 1;
    }
  open_elsewhere (self, files + here, n - here);
}

static gboolean
drop_cb (PlWindow     *self,
         const GValue *value)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *list = g_value_get_boxed (value);

      for (GSList *l = list; l != NULL; l = l->next)
        g_ptr_array_add (files, g_object_ref (l->data));
    }
  else if (G_VALUE_HOLDS (value, G_TYPE_FILE) && g_value_get_object (value) != NULL)
    g_ptr_array_add (files, g_value_dup_object (value));
  open_files (self, (GFile **) files->pdata, (int) files->len);
  return files->len > 0;
}

void
pl_window_init_drop (PlWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_FILE };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
