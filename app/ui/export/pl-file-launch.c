/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/export/pl-file-launch.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"

typedef struct {
  GtkWindow *parent;
  char *path;
  PlFileLaunchFailed failed;
} Launch;

static Launch *
launch_new (GtkWindow          *parent,
            const char         *path,
            PlFileLaunchFailed  failed)
{
  Launch *self = g_new (Launch, 1);

  *self = (Launch) { g_object_ref (parent), g_strdup (path), failed };
  return self;
}

static void
launch_free (Launch *self)
{
  g_object_unref (self->parent);
  g_free (self->path);
  g_free (self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Launch *launch = data;
  g_autoptr(GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    {
      g_autofree char *name = g_path_get_basename (launch->path);
      g_autofree char *shown = g_filename_display_name (name);
      g_autoptr(GError) said = g_error_new (PL_ERROR, PL_ERROR_FILE, _("No program opened “%s”: %s."), shown, error->message);

      launch->failed (launch->parent, said);
    }
  launch_free (launch);
}

/* Takes launch. */
static void
open_path (Launch     *launch,
           const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);

  g_autoptr(GdkAppLaunchContext) context = gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (launch->parent)));

  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (context), NULL, opened_cb, launch);
}

void
pl_file_launch_open (GtkWindow          *parent,
                     const char         *path,
                     PlFileLaunchFailed  failed)
{
  open_path (launch_new (parent, path, failed), path);
}

static void
open_folder (Launch *launch)
{
  g_autofree char *folder = g_path_get_dirname (launch->path);

  open_path (launch, folder);
}

static void
shown_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Launch *launch = data;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (answer != NULL)
    launch_free (launch);
  else
    open_folder (launch);
}

static void
bus_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr(GDBusConnection) bus = g_bus_get_finish (result, NULL);
  Launch *launch = data;

  if (bus == NULL)
    {
      open_folder (launch);
      return;
    }
  g_autoptr(GFile) file = g_file_new_for_path (launch->path);
  g_autofree char *uri = g_file_get_uri (file);
  const char *const uris[] = { uri, NULL };

  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1",
                          "ShowItems", g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown_cb,
                          launch);
}

void
pl_file_launch_show (GtkWindow          *parent,
                     const char         *path,
                     PlFileLaunchFailed  failed)
{
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, launch_new (parent, path, failed));
}
