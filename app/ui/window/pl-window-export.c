/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <string.h>

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "ui/widgets/pl-file-dialog.h"
#include "ui/pl-print.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-page.h"
#include "ui/scene/pl-scene-page.h"

static PlPoolPage *
pool_page (PlWindow *self)
{
  return PL_POOL_PAGE (pl_window_get_page (self, "pool"));
}

static PlRacePage *
race_page (PlWindow *self)
{
  return PL_RACE_PAGE (pl_window_get_page (self, "race"));
}

static PlScenePage *
scene_page (PlWindow *self)
{
  return PL_SCENE_PAGE (pl_window_get_page (self, "scene"));
}

static gboolean
pl_window_on_race_page (PlWindow *self)
{
  return pl_window_get_shown (self) == PL_PAGE (race_page (self));
}

static gboolean
pl_window_on_scene_page (PlWindow *self)
{
  return pl_window_get_shown (self) == PL_PAGE (scene_page (self));
}

static const PlExportOptions options = { PL_THEME_PRINT, PL_EXPORT_DEFAULT_WIDTH, 0 };

/* What is seen, with all lanes; the pointer and the room kept free for a growing run are not part of it. */
static void
get_pool_view (PlWindow *self,
               PlView   *view)
{
  PlScene *scene = pl_pool_page_get_scene (pool_page (self));
  gint64 end = pl_trace_get_end_ns (pl_scene_get_trace (scene));

  *view = *pl_scene_get_view (scene);
  view->has_hover = FALSE;
  view->scroll = 0;
  view->to_ns = MAX (MIN (view->to_ns, end), view->from_ns + 1);
}

/* What the page shows, and how. */
static PlPicture *
make_picture (PlWindow   *self,
              PlViewport *viewport)
{
  PlSceneView scene_view;
  PlView view;

  *viewport = (PlViewport) { .scroll = -1 };
  if (pl_window_on_race_page (self) && pl_race_page_get_shown (race_page (self)) == PL_RACE_SHOWS_TRIALS)
    return pl_picture_of_trials (pl_race_page_get_race (race_page (self)));
  if (pl_window_on_race_page (self) && pl_race_page_get_shown (race_page (self)) == PL_RACE_SHOWS_COMPARE)
    return pl_picture_of_compare (pl_race_page_get_compare (race_page (self)));
  if (pl_window_on_race_page (self))
    {
      const PlRaceView *race_view = pl_race_page_get_race_view (race_page (self));

      viewport->focus = race_view->branch;
      viewport->from_ns = race_view->from_ns;
      viewport->to_ns = race_view->to_ns;
      viewport->has_selection = race_view->has_selection;
      viewport->selected = (PlItem) { 0, race_view->selected.worker, race_view->selected.seq, race_view->selected.seq };
      return pl_picture_of_proof (pl_race_page_get_race (race_page (self)));
    }
  if (pl_window_on_scene_page (self))
    {
      pl_scene_page_get_picture_view (scene_page (self), &scene_view);
      viewport->from_ns = scene_view.from_ns;
      viewport->to_ns = scene_view.to_ns;
      return pl_picture_of_scene (pl_scene_page_get_trace (scene_page (self)));
    }
  get_pool_view (self, &view);
  pl_view_to_viewport (&view, viewport);
  return pl_picture_of_pool (pl_scene_get_trace (pl_pool_page_get_scene (pool_page (self))));
}

static gboolean
export_page (PlWindow    *self,
             const char  *path,
             GError     **error)
{
  PlViewport viewport;
  g_autoptr(PlPicture) picture = make_picture (self, &viewport);

  return pl_export_picture (picture, &viewport, &options, path, error);
}

void
pl_window_export_to (PlWindow   *self,
                     const char *path)
{
  g_autoptr(GError) error = NULL;

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  if (!export_page (self, path, &error))
    {
      pl_window_show_error (self, error);
      return;
    }
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (_("The picture is in “%s”."), name);
  pl_window_show_info (self, text);
}

static void
export_chosen_cb (GtkWindow  *window,
                  const char *path)
{
  pl_window_export_to (PL_WINDOW (window), path);
}

void
pl_window_export (PlWindow   *self,
                  const char *ending)
{
  static const struct { const char *ending, *title, *kind, *pattern; } formats[] = {
    { "png", N_("Export as PNG"), N_("PNG images"), "*.png" },
    { "svg", N_("Export as SVG"), N_("SVG drawings"), "*.svg" },
    { "pdf", N_("Export as PDF"), N_("PDF documents"), "*.pdf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (strcmp (formats[i].ending, ending) != 0)
        continue;

      g_autofree char *base = pl_page_suggest_name (pl_window_get_shown (self));
      g_autofree char *name = g_strdup_printf ("%s.%s", base, ending);
      pl_file_dialog_save (GTK_WINDOW (self),
                           &(PlFileChoice) { _(formats[i].title), name, _(formats[i].kind), formats[i].pattern },
                           export_chosen_cb);
    }
}

static cairo_surface_t *
make_surface (PlWindow  *self,
              GError   **error)
{
  PlViewport viewport;
  g_autoptr(PlPicture) picture = make_picture (self, &viewport);

  return pl_export_picture_surface (picture, &viewport, &options, error);
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
  cairo_surface_t *surface;

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  surface = make_surface (self, &error);
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

/* What is printed is what was there when Print was chosen. */
typedef struct {
  PlPicture *picture;
  PlViewport viewport;
} Printout;

static void
printout_free (gpointer data)
{
  Printout *printout = data;

  g_object_unref (printout->picture);
  g_free (printout);
}

static void
draw_printout (cairo_t  *cr,
               double    width,
               double    height,
               gpointer  data)
{
  Printout *printout = data;

  pl_export_page (printout->picture, &printout->viewport, cr, width, height);
}

void
pl_window_print (PlWindow *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *name = pl_page_suggest_name (pl_window_get_shown (self));
  Printout *printout;

  if (!g_action_group_get_action_enabled (G_ACTION_GROUP (self), "export"))
    return;
  printout = g_new0 (Printout, 1);
  printout->picture = make_picture (self, &printout->viewport);
  if (!pl_print (GTK_WINDOW (self), name, draw_printout, printout, printout_free, &error))
    pl_window_show_error (self, error);
}
