/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/pl-settings.h"
#include "ui/widgets/pl-question.h"

/* Over the picture the settings would only hide what they have started. */
static void
put_sidebar_away (PlWindow *self)
{
  if (pl_fold_get_folded (self->fold))
    pl_fold_set_show_sidebar (self->fold, FALSE);
}

/* What is looked at may go out of sight while the run goes on, and the focus would come to rest on whatever button is
 * next. The one that stops the run stays. */
static void
park_focus (PlWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  self->awaited = self->runner;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->pages)))
    gtk_widget_grab_focus (GTK_WIDGET (self->run_button));
}

gboolean
pl_window_start (PlWindow          *self,
                 const PlPageInfo  *info,
                 const PlPlanData  *plan,
                 GError           **error)
{
  const PlPageInfo *before = self->runner;
  g_autoptr(PlRun) run = info->make_run (plan, error);

  if (run == NULL)
    return FALSE;
  /* The session tells at once that it is running. */
  self->runner = info;
  if (!pl_session_start (self->session, run, error))
    {
      self->runner = before;
      return FALSE;
    }
  park_focus (self);
  pl_window_update_actions (self);
  return TRUE;
}

static void
run (PlWindow *self)
{
  PlPage *page = pl_window_get_shown (self);
  PlForm *form = pl_page_get_form (page);
  gboolean looking = gtk_widget_has_focus (GTK_WIDGET (pl_page_get_canvas (page)));
  g_autoptr(GError) error = NULL;
  PlPlanData plan;

  pl_message_bar_hide (self->message_bar);
  if (!pl_form_get_plan (form, &plan, &error) ||
      !pl_window_start (self, pl_window_get_shown_info (self), &plan, &error))
    {
      pl_window_show_error (self, error);
      if (!pl_form_get_valid (form))
        pl_message_bar_hide_on (self->message_bar, G_OBJECT (form), "notify::valid");
      return;
    }

  if (pl_window_get_shown_info (self)->kind != PL_PAGE_OF_NO_KIND)
    pl_settings_save_plan (&plan);
  put_sidebar_away (self);
  pl_page_follow (page, pl_session_get_run (self->session));
  if (looking)
    pl_window_focus_picture (self);
  pl_window_update_actions (self);
}

/* The action brings its page to the front by itself; a run is of what is looked at. */
static void
do_next (PlWindow         *self,
         const PlPageInfo *next)
{
  const PlPageAction *action = g_steal_pointer (&self->next_action);

  if (pl_session_get_running (self->session))
    return;
  if (action != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self), action->name, NULL);
  else if (next == pl_window_get_shown_info (self))
    run (self);
}

static void
stop_and_run_cb (GtkWindow *window,
                 guint      answer)
{
  PlWindow *self = PL_WINDOW (window);

  if (answer == 0)
    return;
  /* It may have come to its end meanwhile. */
  if (!pl_session_get_running (self->session))
    {
      do_next (self, pl_window_get_shown_info (self));
      return;
    }
  self->next = pl_window_get_shown_info (self);
  pl_session_stop (self->session);
}

void
pl_window_ask_to_stop (PlWindow           *self,
                       const PlPageAction *action)
{
  self->next_action = action;
  g_autofree char *title = g_strdup_printf (_("“%s” is still running"), _(self->runner->title));

  pl_question_ask (GTK_WINDOW (self),
                   &(PlQuestion) { title, _("One run at a time: the other would get in its way."),
                                   { _("Let It Run"), _("Stop It and Run Here") } },
                   stop_and_run_cb);
}

void
pl_window_run_or_stop (PlWindow *self)
{
  if (pl_window_runs_here (self))
    pl_session_stop (self->session);
  else if (pl_session_get_running (self->session))
    pl_window_ask_to_stop (self, NULL);
  else
    run (self);
}

/* Where the keyboard would otherwise be left on a button that has done its work, it goes on to the picture: now, or when
 * the page has made one of the run. */
static void
move_focus (PlWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *canvas = GTK_WIDGET (pl_page_get_canvas (pl_window_get_shown (self)));

  if (self->awaited != pl_window_get_shown_info (self) || pl_session_get_running (self->session) ||
      !gtk_widget_get_mapped (canvas))
    return;
  self->awaited = NULL;
  pl_window_tell_outcome (self);
  if (focus == NULL || focus == GTK_WIDGET (self->run_button) || focus == GTK_WIDGET (self->pause_button) ||
      !gtk_widget_get_mapped (focus))
    pl_window_focus_picture (self);
}

/* The page has something else to show, or to do. */
void
pl_window_page_changed (PlWindow *self)
{
  move_focus (self);
  pl_window_update_actions (self);
}

/* What another run has been stopped for. */
static void
run_next (PlWindow *self)
{
  const PlPageInfo *next = g_steal_pointer (&self->next);

  if (next != NULL)
    do_next (self, next);
}

static void
finished_cb (PlWindow *self,
             PlRun    *run)
{
  const GError *error = pl_run_get_error (run);
  PlPage *page = pl_window_find_page (self, self->runner);
  gboolean series = pl_page_in_series (page);

  if (!series)
    pl_window_keep (self, pl_run_get_log (run));
  /* Which may start the next one. */
  pl_page_finish (page, run);
  /* Of many runs, those that stand beside each other in the end. */
  if (series && !pl_page_in_series (page))
    pl_window_keep_compared (self, page);
  move_focus (self);
  if (error != NULL)
    pl_window_show_error (self, error);
  pl_window_update_actions (self);
  run_next (self);
}

void
pl_window_reset_plan (PlWindow *self)
{
  PlPlanData plan;

  pl_window_get_shown_info (self)->init_plan (&plan);
  pl_form_reset (pl_page_get_form (pl_window_get_shown (self)), &plan);
}

void
pl_window_init_run (PlWindow *self)
{
  g_signal_connect_object (self->session, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify", G_CALLBACK (pl_window_update_actions), self,
                           G_CONNECT_SWAPPED);
}
