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

static GdkContentProvider *
offer_pixels (PlPicture         *picture,
              const PlViewport  *viewport,
              GError           **error)
{
  cairo_surface_t *surface = pl_export_picture_surface (picture, viewport, &options, error);
  g_autoptr(GdkTexture) texture = NULL;

  if (surface == NULL)
    return NULL;
  texture = texture_from_surface (surface);
  cairo_surface_destroy (surface);
  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
}

/* For programs that draw. Not with the run in it: nobody was told. */
static GdkContentProvider *
offer_drawing (PlPicture         *picture,
               const PlViewport  *viewport,
               GError           **error)
{
  PlExportOptions bare = options;
  g_autoptr(GBytes) bytes = NULL;
  GByteArray *svg;

  bare.bare = TRUE;
  svg = pl_export_picture_bytes (picture, viewport, &bare, PL_FORMAT_SVG, error);
  if (svg == NULL)
    return NULL;
  bytes = g_byte_array_free_to_bytes (svg);
  return gdk_content_provider_new_for_bytes ("image/svg+xml", bytes);
}

/* For programs that write: what there is to see. */
static GdkContentProvider *
offer_words (PlPicture        *picture,
             const PlViewport *viewport)
{
  g_autofree char *title = pl_picture_title (picture), *told = pl_picture_tell (picture, viewport);
  g_autofree char *text = g_strconcat (title, "\n", told, "\n", NULL);

  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

void
pl_window_copy_image (PlWindow *self)
{
  g_autoptr(GdkContentProvider) all = NULL;
  g_autoptr(GError) error = NULL;
  GdkContentProvider *offers[3];
  PlViewport viewport;
  PlPicture *picture = pl_page_get_picture (pl_window_get_shown (self), &viewport);

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  offers[0] = offer_pixels (picture, &viewport, &error);
  offers[1] = offers[0] != NULL ? offer_drawing (picture, &viewport, &error) : NULL;
  if (offers[1] == NULL)
    {
      g_clear_object (&offers[0]);
      pl_window_show_error (self, error);
      return;
    }
  offers[2] = offer_words (picture, &viewport);
  all = gdk_content_provider_new_union (offers, G_N_ELEMENTS (offers));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
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
