/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-widget-theme.h"

#include <string.h>

/* Beyond these a picture could not be read any more, or would not fit. */
#define LEAST_TEXT_SCALE 0.5
#define MOST_TEXT_SCALE 3.0
/* In pixels, for type of the usual size. */
#define LOW_WINDOW 720

static gboolean
is_dark (GtkWidget *widget)
{
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "theme_bg_color", &color))
    return FALSE;
  return 0.299 * color.red + 0.587 * color.green + 0.114 * color.blue < 0.5;
}

static gboolean
is_high_contrast (GtkWidget *widget)
{
  const char *forced = g_getenv ("GTK_THEME");
  g_autofree char *name = NULL;

  if (forced == NULL)
    {
      g_object_get (gtk_widget_get_settings (widget), "gtk-theme-name", &name, NULL);
      forced = name;
    }

  return forced != NULL &&
         (strstr (forced, "HighContrast") != NULL || g_str_has_suffix (forced, "-hc") ||
          strstr (forced, "-hc-") != NULL || strstr (forced, "-hc:") != NULL);
}

PlThemeId
pl_widget_theme (GtkWidget *widget)
{
  gboolean dark = is_dark (widget);

  if (is_high_contrast (widget))
    return dark ? PL_THEME_CONTRAST_DARK : PL_THEME_CONTRAST;
  return dark ? PL_THEME_DARK : PL_THEME_LIGHT;
}

static double
font_size (GtkWidget *widget)
{
  return pango_font_description_get_size (pango_context_get_font_description (gtk_widget_get_pango_context (widget)));
}

double
pl_widget_get_text_size (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  double whole = root != NULL ? font_size (GTK_WIDGET (root)) : 0;

  return whole > 0 ? font_size (widget) / whole : 1;
}

double
pl_widget_text_scale (GtkWidget *widget)
{
  double scale = pl_widget_get_text_size (widget);
  int dpi = 0;

  /* In 1024ths; 96 is what a pixel is taken for. A desktop that says nothing leaves it at -1. */
  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  if (dpi > 0)
    scale *= dpi / 1024.0 / 96;
  return CLAMP (scale, LEAST_TEXT_SCALE, MOST_TEXT_SCALE);
}

void
pl_widget_color (GtkWidget *widget,
                 GdkRGBA   *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

void
pl_widget_set_class (GtkWidget  *widget,
                     const char *name,
                     gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_classes (GtkWidget *window)
{
  PlThemeId theme = pl_widget_theme (window);

  pl_widget_set_class (window, "pl-light", theme == PL_THEME_LIGHT);
  pl_widget_set_class (window, "pl-dark", theme == PL_THEME_DARK);
  pl_widget_set_class (window, "pl-contrast", theme == PL_THEME_CONTRAST);
  pl_widget_set_class (window, "pl-contrast-dark", theme == PL_THEME_CONTRAST_DARK);
}

void
pl_widget_theme_watch (GtkWidget *window)
{
  GtkSettings *settings = gtk_widget_get_settings (window);

  g_signal_connect_object (settings, "notify::gtk-theme-name", G_CALLBACK (update_classes), window,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (settings, "notify::gtk-application-prefer-dark-theme", G_CALLBACK (update_classes),
                           window, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_classes (window);
}

gboolean
pl_widget_is_low (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root != NULL && gtk_widget_get_height (GTK_WIDGET (root)) < LOW_WINDOW * pl_widget_text_scale (widget);
}

void
pl_widget_measure_child (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

GtkSizeRequestMode
pl_widget_get_child_request_mode (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  return child != NULL ? gtk_widget_get_request_mode (child) : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

void
pl_widget_unparent_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
