/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "ui/widgets/pl-question.h"

/* What is shown is neither saved, nor opened, nor kept; what was kept and has gone since was let go by somebody, or by
 * those that came after it. */
static gboolean
would_be_lost (PlWindow         *self,
               const PlPageInfo *info)
{
  PlPage *page = pl_window_find_page (self, info);
  PlLog *log = page != NULL ? pl_page_get_log (page) : NULL;
  PlRunEntry *entry = log != NULL ? pl_window_find_entry (self, log) : NULL;

  return log != NULL && log != g_hash_table_lookup (self->kept, info) &&
         (entry == NULL || pl_run_entry_get_failed (entry));
}

/* The first page that shows a run that would be lost; NULL: there is none. */
static const PlPageInfo *
find_unsaved (PlWindow *self,
              guint    *n)
{
  const PlPageInfo *info, *found = NULL;

  *n = 0;
  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      if (!would_be_lost (self, info))
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
  PlRunEntry *asking;
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
  else if (answer == 2 && (asking = pl_window_find_asking (self, &n)) != NULL)
    {
      pl_window_show_entry (self, asking);
      pl_window_save (self);
    }
}

/* What would go with the window; NULL: nothing. */
static char *
what_goes (PlWindow *self)
{
  PlRunEntry *asking;
  guint n;

  if (pl_session_get_running (self->session))
    return g_strdup_printf (_("“%s” is still running; it would be stopped."), _(self->runner->title));
  if (find_unsaved (self, &n) != NULL)
    return g_strdup_printf (ngettext ("%u run has not been saved. Run again, it will not be the same.",
                                      "%u runs have not been saved. Run again, they will not be the same.", n), n);
  asking = pl_window_find_asking (self, &n);
  if (asking == NULL)
    return NULL;
  if (n == 1 && pl_run_entry_get_name (asking) != NULL)
    return g_strdup_printf (_("“%s” has a name, but is no file of yours. It is kept for now, as the last %u runs are."),
                            pl_run_entry_get_name (asking), PL_RUN_STORE_MOST);
  return g_strdup_printf (ngettext ("%u run with a name or notes is no file of yours. It is kept for now, as the last %u are.",
                                    "%u runs with names or notes are no files of yours. They are kept for now, as the last %u are.",
                                    n), n, PL_RUN_STORE_MOST);
}

gboolean
pl_window_may_close (PlWindow *self)
{
  g_autofree char *text = self->closing ? NULL : what_goes (self);

  if (text == NULL)
    return TRUE;
  pl_question_ask (GTK_WINDOW (self),
                   &(PlQuestion) { _("Close the window?"), text,
                                   { _("Cancel"), _("Close Without Saving"),
                                     pl_session_get_running (self->session) ? NULL : _("Save…") } },
                   may_close_cb);
  return FALSE;
}
