/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "plan/pl-plan.h"
#include "ui/pl-settings.h"

PlLog *
pl_window_get_log (PlWindow *self)
{
  PlRace *race;

  if (pl_window_on_scene_page (self))
    return pl_scene_page_get_log (self->scene_page);
  if (!pl_window_on_race_page (self))
    return pl_pool_page_get_log (self->pool_page);
  race = pl_race_page_get_race (self->race_page);
  return race != NULL ? pl_race_get_log (race) : NULL;
}

static gboolean
get_plan (PlWindow    *self,
          PlPlanData  *plan,
          GError     **error)
{
  if (pl_window_on_race_page (self))
    return pl_race_form_get_plan (self->race_form, plan, error);
  if (pl_window_on_scene_page (self))
    return pl_scene_form_get_plan (self->scene_form, plan, error);
  return pl_plan_form_get_plan (self->plan_form, plan, error);
}

/* Over the picture the settings would only hide what they have started. */
static void
put_sidebar_away (PlWindow *self)
{
  if (pl_fold_get_folded (self->fold))
    pl_fold_set_show_sidebar (self->fold, FALSE);
}

void
pl_window_run (PlWindow *self)
{
  g_autoptr(GError) error = NULL;
  PlPlanData plan;
  PlRun *run;

  pl_message_bar_hide (self->message_bar);
  if (!get_plan (self, &plan, &error) || !pl_session_start (self->session, &plan, &error))
    {
      pl_window_show_error (self, error);
      return;
    }

  pl_settings_save_plan (&plan);
  if (plan.kind == PL_RUN_RACE)
    pl_race_form_set_answered (self->race_form, &plan);
  put_sidebar_away (self);
  run = pl_session_get_run (self->session);
  if (plan.kind == PL_RUN_RACE)
    pl_race_page_follow (self->race_page, run);
  else if (plan.kind == PL_RUN_SCENE)
    pl_scene_page_follow (self->scene_page, run);
  else
    pl_pool_page_follow (self->pool_page, run);
  pl_window_update_actions (self);
}

/* Where the keyboard would otherwise be left on a button that has done its work, it goes on to the picture. */
static void
move_focus (PlWindow *self,
            guint     kind)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((kind == PL_RUN_RACE) != pl_window_on_race_page (self) ||
      (kind == PL_RUN_SCENE) != pl_window_on_scene_page (self))
    return;
  if (focus == NULL || focus == GTK_WIDGET (self->run_button) || focus == GTK_WIDGET (self->pause_button) ||
      !gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (kind == PL_RUN_RACE    ? pl_race_page_get_view (self->race_page)
                           : kind == PL_RUN_SCENE ? pl_scene_page_get_view (self->scene_page)
                                                  : pl_pool_page_get_view (self->pool_page));
}

static void
finished_cb (PlWindow *self,
             PlRun    *run)
{
  guint kind = pl_log_plan (pl_run_get_log (run))->kind;
  const GError *error = pl_run_get_error (run);
  /* The next race of a comparison has been started, or the last one is shown. */
  gboolean compared = pl_window_compare_finished (self, run);

  if (!compared && kind == PL_RUN_RACE)
    pl_race_page_finish (self->race_page);
  else if (kind == PL_RUN_SCENE)
    pl_scene_page_finish (self->scene_page);
  else if (!compared)
    pl_pool_page_finish (self->pool_page);
  move_focus (self, kind);
  if (error != NULL)
    pl_window_show_error (self, error);
  pl_window_update_actions (self);
}

static void
session_changed_cb (PlWindow *self)
{
  gboolean running = pl_session_get_running (self->session);
  gboolean paused = pl_session_get_paused (self->session);

  gtk_button_set_label (self->run_button, running ? _("Stop") : _("Run"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_button), running ? _("Stop the run (F5)") : _("Run (F5)"));
  if (running)
    gtk_widget_remove_css_class (GTK_WIDGET (self->run_button), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->run_button), "suggested-action");

  /* A scene cannot be paused: it would look like the very thing it is about. */
  gtk_widget_set_visible (GTK_WIDGET (self->pause_button), running && !pl_window_on_scene_page (self));
  gtk_button_set_label (self->pause_button, paused ? _("Resume") : _("Pause"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause_button),
                               paused ? _("Let the workers go on (F6)") : _("Halt all workers where they are (F6)"));
  pl_window_update_actions (self);
}

void
pl_window_load_plans (PlWindow *self)
{
  PlPlanData plan;

  pl_settings_load_plan (PL_RUN_POOL, &plan);
  pl_plan_form_set_plan (self->plan_form, &plan);
  pl_settings_load_plan (PL_RUN_RACE, &plan);
  pl_race_form_set_plan (self->race_form, &plan);
  pl_settings_load_plan (PL_RUN_SCENE, &plan);
  pl_scene_form_set_plan (self->scene_form, &plan);
}

void
pl_window_reset_plan (PlWindow *self)
{
  PlPlanData plan;

  if (pl_window_on_race_page (self))
    {
      pl_plan_init_race_on (&plan, g_get_num_processors ());
      pl_race_form_set_plan (self->race_form, &plan);
    }
  else if (pl_window_on_scene_page (self))
    {
      pl_plan_init_scene (&plan, pl_scene_form_get_scene (self->scene_form));
      pl_scene_form_set_plan (self->scene_form, &plan);
    }
  else
    {
      pl_plan_init_pool (&plan);
      pl_plan_form_set_plan (self->plan_form, &plan);
    }
}

void
pl_window_init_run (PlWindow *self)
{
  g_signal_connect_object (self->session, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify", G_CALLBACK (session_changed_cb), self, G_CONNECT_SWAPPED);
  session_changed_cb (self);
}
