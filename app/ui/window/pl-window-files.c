/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-file-dialog.h"
#include "ui/widgets/pl-question.h"

#define PATTERN "*.paralane"

/* The settings follow the file, so that Run does the same again. */
static void
show_log (PlWindow *self,
          PlLog    *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlPageInfo *info = pl_page_info_for_kind (plan->kind);
  PlPage *page = pl_window_make_page (self, info);

  pl_message_bar_hide (self->message_bar);
  pl_window_set_page (self, info);
  pl_form_set_plan (pl_page_get_form (page), plan);
  self->awaited = info;
  g_hash_table_insert (self->kept, (gpointer) info, pl_log_ref (log));
  pl_page_show_log (page, log);
  pl_window_page_changed (self);
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
  g_autofree char *base = pl_page_suggest_name (pl_window_get_shown (self));
  g_autofree char *name = g_strconcat (base, ".paralane", NULL);

  pl_file_dialog_save (GTK_WINDOW (self),
                       &(PlFileChoice) { _("Save the Run"), name, _("Saved runs"), PATTERN }, save_chosen_cb);
}

/* The first page that shows a run nobody has kept; NULL: there is none. */
static const PlPageInfo *
find_unsaved (PlWindow *self,
              guint    *n)
{
  const PlPageInfo *info, *found = NULL;

  *n = 0;
  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      PlPage *page = pl_window_find_page (self, info);
      PlLog *log = page != NULL ? pl_page_get_log (page) : NULL;

      if (log == NULL || log == g_hash_table_lookup (self->kept, info))
        continue;
      found = found != NULL ? found : info;
      (*n)++;
    }
  return found;
}

static void
may_close_cb (GtkWindow *window,
              guint      answer)
{
  PlWindow *self = PL_WINDOW (window);
  const PlPageInfo *unsaved;
  guint n;

  if (answer == 1)
    {
      self->closing = TRUE;
      gtk_window_close (window);
    }
  else if (answer == 2 && (unsaved = find_unsaved (self, &n)) != NULL)
    {
      pl_window_set_page (self, unsaved);
      pl_window_save (self);
    }
}

gboolean
pl_window_may_close (PlWindow *self)
{
  gboolean running = pl_session_get_running (self->session);
  g_autofree char *text = NULL;
  guint n;

  if (self->closing || (find_unsaved (self, &n) == NULL && !running))
    return TRUE;
  if (running)
    text = g_strdup_printf (_("“%s” is still running; it would be stopped."), _(self->runner->title));
  else
    text = g_strdup_printf (ngettext ("%u run has not been saved. Run again, it will not be the same.",
                                      "%u runs have not been saved. Run again, they will not be the same.", n), n);
  pl_question_ask (GTK_WINDOW (self),
                   &(PlQuestion) { _("Close the window?"), text,
                                   { _("Cancel"), _("Close Without Saving"), running ? NULL : _("Save…") } },
                   may_close_cb);
  return FALSE;
}
