/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "plan/pl-plan.h"
#include "ui/widgets/pl-file-dialog.h"

#define PATTERN "*.paralane"

char *
pl_window_suggest_name (PlWindow *self)
{
  PlLog *log = pl_window_get_log (self);
  const PlPlanData *plan = log != NULL ? pl_log_plan (log) : NULL;

  if (pl_window_on_race_page (self) && pl_race_page_get_shown (self->race_page) == PL_RACE_SHOWS_COMPARE)
    return g_strdup ("locks");

  if (plan == NULL)
    return g_strdup ("paralane");
  if (plan->kind == PL_RUN_RACE)
    return g_strdup_printf ("race-%u", plan->workers);
  if (plan->kind == PL_RUN_SCENE)
    return g_strdup_printf ("scene-%s", pl_scene_info (plan->scene)->key);
  return g_strdup_printf ("pool-%u-%s", plan->pool_size, pl_ipc_key (plan->ipc));
}

/* The settings follow the file, so that Run does the same again. */
static void
show_log (PlWindow *self,
          PlLog    *log)
{
  const PlPlanData *plan = pl_log_plan (log);

  pl_message_bar_hide (self->message_bar);
  pl_window_set_page (self, plan->kind);
  if (plan->kind == PL_RUN_RACE)
    {
      pl_race_form_set_plan (self->race_form, plan);
      pl_race_page_show_log (self->race_page, log);
    }
  else if (plan->kind == PL_RUN_SCENE)
    {
      pl_scene_form_set_plan (self->scene_form, plan);
      pl_scene_page_show_log (self->scene_page, log);
    }
  else
    {
      pl_plan_form_set_plan (self->plan_form, plan);
      pl_pool_page_show_log (self->pool_page, log);
    }
  pl_window_update_actions (self);
}

void
pl_window_open_path (PlWindow   *self,
                     const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) failure = NULL;
  PlLog *log;

  if (pl_session_get_running (self->session))
    return;
  log = pl_run_open_log (path, &error);
  if (log == NULL)
    {
      pl_window_show_error (self, error);
      return;
    }

  show_log (self, log);
  /* How that run ended is part of what the file says. */
  failure = pl_run_error_from_log (log);
  if (failure != NULL)
    pl_window_show_error (self, failure);
  pl_log_unref (log);
}

static void
open_chosen_cb (GtkWindow  *window,
                const char *path)
{
  pl_window_open_path (PL_WINDOW (window), path);
}

void
pl_window_open (PlWindow *self)
{
  pl_file_dialog_open (GTK_WINDOW (self),
                       &(PlFileChoice) { .title = _("Open a Saved Run"), .kind = _("Saved runs"), .pattern = PATTERN },
                       open_chosen_cb);
}

void
pl_window_save_to (PlWindow   *self,
                   const char *path)
{
  PlLog *log = pl_window_get_log (self);
  g_autoptr(GError) error = NULL;

  if (log == NULL)
    return;
  if (!pl_run_save_log (log, path, &error))
    {
      pl_window_show_error (self, error);
      return;
    }
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = g_strdup_printf (_("Saved as “%s”."), name);
  pl_window_show_info (self, text);
}

static void
save_chosen_cb (GtkWindow  *window,
                const char *path)
{
  pl_window_save_to (PL_WINDOW (window), path);
}

void
pl_window_save (PlWindow *self)
{
  g_autofree char *base = pl_window_suggest_name (self);
  g_autofree char *name = g_strconcat (base, ".paralane", NULL);

  pl_file_dialog_save (GTK_WINDOW (self),
                       &(PlFileChoice) { _("Save the Run"), name, _("Saved runs"), PATTERN }, save_chosen_cb);
}
