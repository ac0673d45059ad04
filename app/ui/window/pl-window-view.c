/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/pl-settings.h"
#include "ui/widgets/pl-widget-theme.h"

/* How large style.css makes the text of each class. */
static const struct {
  double times;
  const char *name;
} sizes[] = {
  { 0.75, "text-75" }, { 0.9, "text-90" }, { 1, "text-100" }, { 1.15, "text-115" }, { 1.3, "text-130" },
  { 1.5, "text-150" }, { 1.75, "text-175" }, { 2, "text-200" }, { 2.5, "text-250" },
};
#define NORMAL 2

/* The nearest there is: the settings may have been written by hand. */
static int
get_size (void)
{
  double wanted = pl_settings_get_text_size ();
  int nearest = 0;

  for (int i = 1; i < (int) G_N_ELEMENTS (sizes); i++)
    if (ABS (sizes[i].times - wanted) < ABS (sizes[nearest].times - wanted))
      nearest = i;
  return nearest;
}

static void
set_enabled (PlWindow   *self,
             const char *name,
             gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static void
set_size (PlWindow *self,
          int       size)
{
  GtkWidget *sized[] = { self->content, GTK_WIDGET (self->message_bar) };

  for (guint i = 0; i < G_N_ELEMENTS (sized); i++)
    {
      gtk_widget_remove_css_class (sized[i], sizes[self->text_size].name);
      gtk_widget_add_css_class (sized[i], sizes[size].name);
    }
  self->text_size = size;
  set_enabled (self, "text-smaller", self->text_size > 0);
  set_enabled (self, "text-larger", self->text_size + 1 < (int) G_N_ELEMENTS (sizes));
  set_enabled (self, "text-normal", self->text_size != NORMAL);
}

void
pl_window_change_text_size (PlWindow *self,
                            int       by)
{
  set_size (self, by == 0 ? NORMAL : CLAMP (self->text_size + by, 0, (int) G_N_ELEMENTS (sizes) - 1));
  pl_settings_set_text_size (sizes[self->text_size].times);
}

/* Some window managers, and displays without one, leave a window as large as it is: all else happens there too. */
void
pl_window_set_presenting (PlWindow *self,
                          gboolean  presenting)
{
  if (self->presenting == presenting)
    return;
  self->presenting = presenting;
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "fullscreen")),
                             g_variant_new_boolean (presenting));
  if (presenting)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "presenting");
      gtk_window_fullscreen (GTK_WINDOW (self));
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "presenting");
      gtk_window_unfullscreen (GTK_WINDOW (self));
    }
  gtk_widget_set_visible (gtk_window_get_titlebar (GTK_WINDOW (self)), !presenting);
  pl_fold_set_always_folded (self->fold, presenting);
  pl_window_update_runs (self);
  pl_window_focus_picture (self);
  if (presenting)
    pl_window_show_info (self, _("Space runs, F11 leaves the full screen."));
}

/* The desktop has its own ways in and out. */
static void
fullscreened_cb (PlWindow *self)
{
  pl_window_set_presenting (self, gtk_window_is_fullscreen (GTK_WINDOW (self)));
}

/* Where the settings do not fit beside the picture, the title bar has to be shorter, too. */
static void
folded_cb (PlWindow *self)
{
  pl_widget_set_class (GTK_WIDGET (self), "narrow", pl_fold_get_folded (self->fold));
}

void
pl_window_init_view (PlWindow *self)
{
  set_size (self, get_size ());
  g_signal_connect_object (self->fold, "notify::folded", G_CALLBACK (folded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
}
