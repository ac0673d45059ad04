/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

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

PlPage *
pl_window_find_page (PlWindow         *self,
                     const PlPageInfo *info)
{
  return g_hash_table_lookup (self->made, info);
}

const PlPageInfo *
pl_window_get_shown_info (PlWindow *self)
{
  return pl_page_info_for_key (gtk_stack_get_visible_child_name (self->pages));
}

PlPage *
pl_window_get_shown (PlWindow *self)
{
  return pl_window_find_page (self, pl_window_get_shown_info (self));
}

void
pl_window_focus_picture (PlWindow *self)
{
  PlCanvas *canvas = pl_page_get_canvas (pl_window_get_shown (self));

  if (pl_canvas_get_picture (canvas) != NULL && gtk_widget_get_mapped (GTK_WIDGET (canvas)))
    gtk_widget_grab_focus (GTK_WIDGET (canvas));
  else if (!self->presenting)
    gtk_widget_grab_focus (GTK_WIDGET (self->run_button));
  else
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

static void
set_enabled (PlWindow   *self,
             const char *name,
             gboolean    enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Of a page that has not been made nothing is shown; what it could do without, it has to say itself. */
static void
update_page_action (PlWindow           *self,
                    const PlPageInfo   *info,
                    const PlPageAction *action)
{
  PlPage *page = pl_window_find_page (self, info);
  gboolean possible = (!action->idle || !pl_session_get_running (self->session)) &&
                      (!action->in_front || info == pl_window_get_shown_info (self)) &&
                      (page != NULL ? pl_page_can (page, action->name) : !action->in_front);

  set_enabled (self, action->name, possible);
  if (action->get_state != NULL)
    g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), action->name)),
                               g_variant_new_boolean (action->get_state (page)));
}

static void
update_page_actions (PlWindow *self)
{
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    for (const PlPageAction *action = info->actions; action != NULL && action->name != NULL; action++)
      update_page_action (self, info, action);
}

void
pl_window_update_actions (PlWindow *self)
{
  static const char * const of_pictures[] = { "export", "export-to", "copy-image", "print" };
  gboolean running, log, shown;
  PlPage *page;

  /* Pages that go away have a last word. */
  if (self->session == NULL)
    return;
  page = pl_window_get_shown (self);
  running = pl_session_get_running (self->session);
  log = pl_page_get_log (page) != NULL;
  shown = pl_page_get_picture (page, NULL) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (of_pictures); i++)
    set_enabled (self, of_pictures[i], shown);
  set_enabled (self, "save", log);
  set_enabled (self, "save-to", log);
  set_enabled (self, "start", !running);
  set_enabled (self, "pause", running);
  set_enabled (self, "kill-worker", running);
  set_enabled (self, "open", !running);
  set_enabled (self, "open-file", !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), shown);
  update_page_actions (self);
}
