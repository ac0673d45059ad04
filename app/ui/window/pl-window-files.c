/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/pl-recent.h"
#include "ui/recording/pl-commands.h"
#include "ui/recording/pl-recording-page.h"
#include "ui/widgets/pl-file-dialog.h"

#define PATTERN "*.paralane"

/* The settings follow the run, so that Run does the same again. */
void
pl_window_show_log (PlWindow *self,
                    PlLog    *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlPageInfo *info = pl_page_info_for_kind (plan->kind);
  PlPage *page = pl_window_make_page (self, info);

  pl_message_bar_hide (self->message_bar);
  pl_window_set_page (self, info);
  pl_form_set_plan (pl_page_get_form (page), plan);
  self->awaited = info;
  pl_page_show_log (page, log);
  pl_window_page_changed (self);
}

void
pl_window_offer_command (PlWindow   *self,
                         const char *command)
{
  const PlPageInfo *info = pl_page_info_for_key ("recording");

  pl_page_host_present (PL_PAGE_HOST (self), pl_window_make_page (self, info), TRUE);
  pl_recording_page_set_command (PL_RECORDING_PAGE (pl_window_make_page (self, info)), command);
}

/* Of several the first is what the page shows when somebody goes back. */
static void
show_opened (PlWindow         *self,
             const PlCompared *runs)
{
  PlLog *log = runs->logs[0];

  g_hash_table_insert (self->kept, (gpointer) pl_page_info_for_kind (pl_log_plan (log)->kind), pl_log_ref (log));
  pl_window_show_log (self, log);
  if (runs->n > 1)
    pl_window_compare (self, runs);
}

void
pl_window_open_path (PlWindow   *self,
                     const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) failure = NULL;
  g_autofree char *left_out = NULL;
  g_auto(PlCompared) runs = { 0 };

  if (pl_session_get_running (self->session))
    return;
  if (!pl_run_open_logs (path, &runs, &left_out, &error) && pl_command_can_run (path))
    {
      g_autofree char *command = pl_command_for (path);

      /* A program is not opened, but may be recorded: when somebody says so. */
      pl_window_offer_command (self, command);
      return;
    }
  if (runs.n == 0)
    {
      pl_window_show_error (self, error);
      return;
    }

  pl_recent_add (path);
  show_opened (self, &runs);
  /* How that run ended is part of what the file says. */
  failure = runs.n == 1 ? pl_run_error_from_log (runs.logs[0]) : NULL;
  if (left_out != NULL)
    pl_window_show_info (self, left_out);
  else if (failure != NULL)
    pl_window_show_error (self, failure);
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
  PlLog *log = pl_page_get_log (pl_window_get_shown (self));
  g_autoptr(GError) error = NULL;

  if (log == NULL)
    return;
  if (!pl_run_save_log (log, path, &error))
    {
      pl_window_show_error (self, error);
      return;
    }
  g_hash_table_insert (self->kept, (gpointer) pl_window_get_shown_info (self), pl_log_ref (log));
  if (pl_window_find_entry (self, log) != NULL)
    pl_run_entry_set_saved (pl_window_find_entry (self, log));
  pl_recent_add (path);
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

/* What a person called it is what he will look for. */
static char *
suggest_name (PlWindow *self)
{
  PlLog *log = pl_page_get_log (pl_window_get_shown (self));
  PlRunEntry *entry = log != NULL ? pl_window_find_entry (self, log) : NULL;

  if (entry != NULL && pl_run_entry_get_name (entry) != NULL)
    return pl_run_entry_suggest_name (entry);
  return pl_page_suggest_name (pl_window_get_shown (self));
}

void
pl_window_save (PlWindow *self)
{
  g_autofree char *base = suggest_name (self);
  g_autofree char *name = g_strconcat (base, ".paralane", NULL);

  if (pl_window_save_compared (self))
    return;

  pl_file_dialog_save (GTK_WINDOW (self),
                       &(PlFileChoice) { _("Save the Run"), name, _("Saved runs"), PATTERN }, save_chosen_cb);
}
