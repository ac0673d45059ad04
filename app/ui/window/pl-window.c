/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/pl-recent.h"
#include "ui/pl-settings.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-letters.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

G_DEFINE_FINAL_TYPE_WITH_CODE (PlWindow, pl_window, GTK_TYPE_APPLICATION_WINDOW,
                               G_IMPLEMENT_INTERFACE (PL_TYPE_PAGE_HOST, pl_window_init_page_host))

static void
restore_size (PlWindow *self)
{
  PlWindowSize size;

  pl_settings_get_window (&size);
  gtk_window_set_default_size (GTK_WINDOW (self), size.width, size.height);
  if (size.maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  pl_fold_set_show_sidebar (self->fold, pl_settings_get_sidebar ());
}

static void
remember (PlWindow *self)
{
  PlWindowSize size;

  gtk_window_get_default_size (GTK_WINDOW (self), &size.width, &size.height);
  size.maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  pl_settings_set_window (&size);
  pl_settings_set_sidebar (pl_fold_get_pinned (self->fold));
}

static gboolean
pl_window_close_request (GtkWindow *window)
{
  PlWindow *self = PL_WINDOW (window);

  if (!pl_window_may_close (self))
    return TRUE;
  remember (self);
  pl_session_stop (self->session);
  return GTK_WINDOW_CLASS (pl_window_parent_class)->close_request (window);
}

static void
pl_window_dispose (GObject *object)
{
  PlWindow *self = PL_WINDOW (object);

  /* Disposing may come twice. The fold can outlive the window by a turn of the main loop, and tells of its
   * sidebar then: the action would pass it on to a window that is no more. */
  if (self->session != NULL)
    g_action_map_remove_action (G_ACTION_MAP (self), "sidebar");
  /* Whatever still runs is stopped with the session. */
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pl_window_parent_class)->dispose (object);
}

static void
pl_window_finalize (GObject *object)
{
  g_hash_table_unref (PL_WINDOW (object)->made);
  g_hash_table_unref (PL_WINDOW (object)->spinners);
  g_hash_table_unref (PL_WINDOW (object)->kept);
  g_ptr_array_unref (PL_WINDOW (object)->known);
  G_OBJECT_CLASS (pl_window_parent_class)->finalize (object);
}

/* Between style and layout. */
static void
pl_window_realize (GtkWidget *widget)
{
  pl_letters_draw_ahead (widget);
  GTK_WIDGET_CLASS (pl_window_parent_class)->realize (widget);
}

static void
pl_window_class_init (PlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  pl_ui_init ();
  G_OBJECT_CLASS (klass)->dispose = pl_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_window_finalize;
  widget_class->realize = pl_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = pl_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/window/window.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlWindow, name)
  BIND (fold);
  BIND (content);
  BIND (switcher);
  BIND (forms);
  BIND (pages);
  BIND (message_bar);
  BIND (runs);
  BIND (spoken);
  BIND (find_pane);
  BIND (beside);
  BIND (table_pane);
  BIND (sidebar_button);
  BIND (run_button);
  BIND (pause_button);
  BIND (menu_button);
  BIND (export_button);
  BIND (run_menu_button);
#undef BIND
  pl_window_class_init_keys (widget_class);
}

/* Menus are made when they are first opened: the window is there sooner. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       name)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (PL_RESOURCE_PATH "/window/menus.ui");

  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, name)));
  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
  if (g_strcmp0 (name, "primary-menu") == 0)
    pl_recent_fill (G_MENU (gtk_builder_get_object (builder, "recent-menu")));
}

static void
create_run_menu_cb (GtkMenuButton *button,
                    gpointer       window)
{
  GType type = pl_window_get_shown_info (window)->get_run_menu ();
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (popover == NULL || G_OBJECT_TYPE (popover) != type)
    gtk_menu_button_set_popover (button, g_object_new (type, NULL));
}

static void
init_menus (PlWindow *self)
{
  static char primary[] = "primary-menu", export[] = "export-menu";

  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, primary, NULL);
  gtk_menu_button_set_create_popup_func (self->export_button, create_menu_cb, export, NULL);
  gtk_menu_button_set_create_popup_func (self->run_menu_button, create_run_menu_cb, self, NULL);
}

/* A template would set them as GTK does: see pl-tip.h. */
static void
init_tips (PlWindow *self)
{
  pl_tip_set (self->sidebar_button, _("Show or hide the settings (F9)"));
  pl_tip_set (GTK_WIDGET (self->run_menu_button), _("Run many and compare them"));
  pl_tip_set (GTK_WIDGET (self->menu_button), _("Menu (F10)"));
  pl_tip_set (GTK_WIDGET (self->export_button), _("Take the picture along"));
}

static void
pl_window_init (PlWindow *self)
{
  self->session = pl_session_new ();
  pl_window_init_known (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  init_tips (self);
  init_menus (self);
  pl_window_init_actions (self);
  pl_window_init_compare (self);
  restore_size (self);
  pl_window_init_pages (self);
  pl_window_init_find (self);
  pl_window_init_table (self);
  pl_window_init_run (self);
  pl_window_init_runs (self);
  pl_window_init_drop (self);
  pl_window_init_keys (self);
  pl_window_init_view (self);
  pl_widget_theme_watch (GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->run_button));
}

PlWindow *
pl_window_new (GtkApplication *app)
{
  return g_object_new (PL_TYPE_WINDOW, "application", app, NULL);
}
