/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/runs/pl-runs.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

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

/* An alert is told when it comes into sight. */
void
pl_window_tell_outcome (PlWindow *self)
{
  PlPicture *picture = pl_page_get_picture (pl_window_get_shown (self), NULL);
  g_autofree char *title = NULL, *name = NULL, *description = NULL, *text = NULL;
  PlViewport view;

  if (picture == NULL)
    return;
  pl_picture_init_viewport (picture, &view);
  title = pl_picture_title (picture);
  pl_picture_describe (picture, &view, &name, &description);
  text = g_strdup_printf ("%s. %s", title, description != NULL ? description : "");
  gtk_widget_set_visible (self->spoken, FALSE);
  gtk_label_set_text (GTK_LABEL (self->spoken), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spoken), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (self->spoken, TRUE);
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

gboolean
pl_window_runs_here (PlWindow *self)
{
  return pl_session_get_running (self->session) && self->runner == pl_window_get_shown_info (self);
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
  gboolean running = pl_session_get_running (self->session), elsewhere = running && self->runner != info;
  gboolean possible = (!action->idle || !running || (action->asks && elsewhere)) &&
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

/* What goes on elsewhere is not stopped from here without a word: there the button only runs. */
static void
update_run_button (PlWindow *self)
{
  gboolean here = pl_window_runs_here (self), running = pl_session_get_running (self->session);
  GtkWidget *button = GTK_WIDGET (self->run_button);

  gtk_button_set_label (self->run_button, here ? _("Stop") : _("Run"));
  if (here)
    pl_tip_set (button, _("Stop the run (F5)"));
  else if (running)
    {
      g_autofree char *text = g_strdup_printf (_("“%s” is still running (F5)"), _(self->runner->title));
      pl_tip_set (button, text);
    }
  else
    pl_tip_set (button, _("Run (F5)"));
  pl_widget_set_class (button, "suggested-action", !running);
}

/* What else can be run of this page. */
static void
update_run_menu (PlWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->run_menu_button), pl_window_get_shown_info (self)->get_run_menu != NULL &&
                                                                  !pl_session_get_running (self->session));
}

static void
update_pause_button (PlWindow *self)
{
  gboolean paused = pl_session_get_paused (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), pl_window_runs_here (self) && self->runner->can_pause);
  gtk_button_set_label (self->pause_button, paused ? _("Resume") : _("Pause"));
  pl_tip_set (GTK_WIDGET (self->pause_button),
              paused ? _("Let the workers go on (F6)") : _("Halt all workers where they are (F6)"));
}

/* Only where it tells something: in front, the page itself says how far it is. */
static void
update_spinners (PlWindow *self)
{
  gboolean elsewhere = pl_session_get_running (self->session) && !pl_window_runs_here (self);
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      GtkWidget *spinner = g_hash_table_lookup (self->spinners, info);
      gtk_widget_set_visible (spinner, elsewhere && info == self->runner);
      gtk_spinner_set_spinning (GTK_SPINNER (spinner), elsewhere && info == self->runner);
    }
}

/* To a class only what is looked at. */
void
pl_window_update_runs (PlWindow *self)
{
  PlRuns *runs = pl_runs_get ();
  PlPage *page = pl_window_get_shown (self);
  PlLog *log = page != NULL ? pl_page_get_log (page) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->runs), pl_runs_get_visible (runs) && !self->presenting &&
                          !pl_find_pane_is_crowded (self->find_pane) && !pl_table_pane_is_crowded (self->table_pane) &&
                          g_list_model_get_n_items (G_LIST_MODEL (pl_runs_get_store (runs))) > 0);
  pl_runs_strip_set_shown (self->runs, log != NULL ? pl_window_find_entry (self, log) : NULL);
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
  set_enabled (self, "compare-with", log && !running);
  set_enabled (self, "compare-with-file", log && !running);
  set_enabled (self, "start", !pl_window_runs_here (self));
  set_enabled (self, "pause", running);
  set_enabled (self, "kill-worker", running);
  set_enabled (self, "open", !running);
  set_enabled (self, "open-file", !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), shown);
  update_page_actions (self);
  update_run_button (self);
  update_run_menu (self);
  update_pause_button (self);
  update_spinners (self);
  pl_window_update_runs (self);
}
