/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/pl-settings.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-widget-theme.h"

G_DEFINE_FINAL_TYPE (PlWindow, pl_window, GTK_TYPE_APPLICATION_WINDOW)

gboolean
pl_window_on_race_page (PlWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "race") == 0;
}

gboolean
pl_window_on_scene_page (PlWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "scene") == 0;
}

void
pl_window_set_page (PlWindow  *self,
                    PlRunKind  kind)
{
  static const char * const names[] = { [PL_RUN_POOL] = "pool", [PL_RUN_RACE] = "race", [PL_RUN_SCENE] = "scene" };

  gtk_stack_set_visible_child_name (self->pages, names[kind]);
}

void
pl_window_show_error (PlWindow     *self,
                      const GError *error)
{
  pl_message_bar_show (self->message_bar, PL_MESSAGE_ERROR, error->message);
}

void
pl_window_show_info (PlWindow   *self,
                     const char *text)
{
  pl_message_bar_show (self->message_bar, PL_MESSAGE_INFO, text);
}

gboolean
pl_window_is_empty (PlWindow *self)
{
  return !pl_session_get_running (self->session) && pl_pool_page_get_log (self->pool_page) == NULL &&
         pl_race_page_get_shown (self->race_page) == PL_RACE_SHOWS_NOTHING &&
         pl_scene_page_get_log (self->scene_page) == NULL;
}

/* The form of the shown page, for the settings. */
static void
page_changed_cb (PlWindow *self)
{
  gtk_stack_set_visible_child_name (self->forms, gtk_stack_get_visible_child_name (self->pages));
  pl_window_update_actions (self);
}

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

static void
predict_changed_cb (PlWindow *self)
{
  pl_settings_set_predict (pl_race_form_get_predict (self->race_form));
}

static void
locks_changed_cb (PlWindow *self)
{
  pl_settings_set_locks (pl_race_page_get_locks (self->race_page));
  pl_window_update_actions (self);
}

static gboolean
pl_window_close_request (GtkWindow *window)
{
  PlWindow *self = PL_WINDOW (window);

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
  pl_window_compare_clear (self);
  /* Whatever still runs is stopped with the session. */
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pl_window_parent_class)->dispose (object);
}

static void
pl_window_class_init (PlWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  pl_ui_init ();
  G_OBJECT_CLASS (klass)->dispose = pl_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = pl_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/ui/window.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlWindow, name)
  BIND (fold);
  BIND (forms);
  BIND (pages);
  BIND (plan_form);
  BIND (race_form);
  BIND (scene_form);
  BIND (message_bar);
  BIND (pool_page);
  BIND (race_page);
  BIND (scene_page);
  BIND (run_button);
  BIND (pause_button);
  BIND (menu_button);
  BIND (export_button);
#undef BIND
}

/* Menus are made when they are first opened: the window is there sooner. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       name)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (PL_RESOURCE_PATH "/ui/menus.ui");

  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, name)));
  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
}

static void
init_menus (PlWindow *self)
{
  static char primary[] = "primary-menu", export[] = "export-menu";

  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, primary, NULL);
  gtk_menu_button_set_create_popup_func (self->export_button, create_menu_cb, export, NULL);
}

static void
pl_window_init (PlWindow *self)
{
  self->session = pl_session_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  init_menus (self);
  pl_window_init_actions (self);
  pl_window_init_run (self);
  pl_window_load_plans (self);
  restore_size (self);
  pl_widget_theme_watch (GTK_WIDGET (self));

  g_signal_connect_object (self->pages, "notify::visible-child", G_CALLBACK (page_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pl_race_form_set_predict (self->race_form, pl_settings_get_predict ());
  g_signal_connect_object (self->race_form, "notify::predict", G_CALLBACK (predict_changed_cb), self,
                           G_CONNECT_SWAPPED);
  pl_race_page_set_locks (self->race_page, pl_settings_get_locks ());
  g_signal_connect_object (self->race_page, "notify::locks", G_CALLBACK (locks_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->race_page, "notify::race", G_CALLBACK (pl_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->race_page, "notify::shown", G_CALLBACK (pl_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->scene_page, "notify::trace", G_CALLBACK (pl_window_update_actions), self,
                           G_CONNECT_SWAPPED);
  page_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->run_button));
}

PlWindow *
pl_window_new (GtkApplication *app)
{
  return g_object_new (PL_TYPE_WINDOW, "application", app, NULL);
}
