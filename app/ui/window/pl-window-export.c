/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "paint/pl-export.h"
#include "ui/export/pl-export-dialog.h"
#include "ui/export/pl-file-launch.h"
#include "ui/pl-print.h"

static const PlExportOptions options = { .theme = PL_THEME_PRINT, .width = PL_EXPORT_DEFAULT_WIDTH };

/* Where it went, and what can be done with it there. */
static void
exported_cb (GtkWindow  *window,
             const char *path)
{
  PlWindow *self = PL_WINDOW (window);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf (_("The picture is in “%s”."), name);

  pl_window_show_info (self, text);
  pl_message_bar_add_action (self->message_bar, _("Open"), "win.open-exported", path);
  pl_message_bar_add_action (self->message_bar, _("Show in Files"), "win.show-exported", path);
}

void
pl_window_export_to (PlWindow   *self,
                     const char *path)
{
  g_autoptr(GError) error = NULL;
  PlViewport viewport;
  PlPicture *picture = pl_page_get_picture (pl_window_get_shown (self), &viewport);

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  if (!pl_export_picture (picture, &viewport, &options, path, &error))
    {
      pl_window_show_error (self, error);
      return;
    }
  exported_cb (GTK_WINDOW (self), path);
}

void
pl_window_export (PlWindow   *self,
                  const char *ending)
{
  g_autofree char *file = g_strconcat (".", ending, NULL);
  g_autofree char *name = pl_page_suggest_name (pl_window_get_shown (self));
  PlExportWish wish = { .name = name };

  wish.picture = pl_page_get_picture (pl_window_get_shown (self), &wish.viewport);
  if (wish.picture != NULL && pl_format_from_path (file, &wish.format, NULL))
    pl_export_dialog_open (GTK_WINDOW (self), &wish, exported_cb);
}

static void
launch_failed_cb (GtkWindow    *window,
                  const GError *error)
{
  pl_window_show_error (PL_WINDOW (window), error);
}

void
pl_window_open_exported (PlWindow   *self,
                         const char *path)
{
  pl_file_launch_open (GTK_WINDOW (self), path, launch_failed_cb);
}

void
pl_window_show_exported (PlWindow   *self,
                         const char *path)
{
  pl_file_launch_show (GTK_WINDOW (self), path, launch_failed_cb);
}

static GdkTexture *
texture_from_surface (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface);
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr(GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

void
pl_window_copy_image (PlWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  PlViewport viewport;
  PlPicture *picture = pl_page_get_picture (pl_window_get_shown (self), &viewport);
  cairo_surface_t *surface;

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  surface = pl_export_picture_surface (picture, &viewport, &options, &error);
  if (surface == NULL)
    {
      pl_window_show_error (self, error);
      return;
    }
  texture = texture_from_surface (surface);
  cairo_surface_destroy (surface);
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  pl_window_show_info (self, _("The picture is on the clipboard."));
}

void
pl_window_print (PlWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = pl_page_suggest_name (pl_window_get_shown (self));
  PlViewport viewport;
  PlPicture *picture = pl_page_get_picture (pl_window_get_shown (self), &viewport);

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  if (!pl_print (GTK_WINDOW (self), name, picture, &viewport, NULL, &error))
    pl_window_show_error (self, error);
}
