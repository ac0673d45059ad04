/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/runs/pl-runs.h"

void
pl_window_keep (PlWindow *self,
                PlLog    *log)
{
  PlRuns *runs = pl_runs_get ();
  g_autoptr(GError) error = NULL;
  PlRunEntry *entry;

  if (!pl_runs_get_keep (runs))
    return;
  entry = pl_run_store_add (pl_runs_get_store (runs), log, &error);
  if (entry != NULL)
    pl_window_know (self, log, entry);
  else
    pl_window_show_info (self, error->message);
}

void
pl_window_keep_compared (PlWindow *self,
                         PlPage   *page)
{
  PlComparison *comparison = pl_page_get_comparison (page);
  guint n = 0;
  PlLog *const *logs = comparison != NULL ? pl_comparison_get_logs (comparison, &n) : NULL;

  for (guint i = 0; i < n; i++)
    pl_window_keep (self, logs[i]);
}

static gboolean
is_last_window (PlWindow *self)
{
  GtkApplication *app = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = app != NULL ? gtk_application_get_windows (app) : NULL; l != NULL; l = l->next)
    if (PL_IS_WINDOW (l->data) && l->data != self)
      return FALSE;
  return TRUE;
}

PlRunEntry *
pl_window_find_asking (PlWindow *self,
                       guint    *n)
{
  GListModel *entries = G_LIST_MODEL (pl_runs_get_store (pl_runs_get ()));
  PlRunEntry *found = NULL;

  *n = 0;
  for (guint i = 0; is_last_window (self) && i < g_list_model_get_n_items (entries); i++)
    {
      /* The list has it, too. */
      g_autoptr(PlRunEntry) entry = g_list_model_get_item (entries, i);

      if (!pl_run_entry_get_asks (entry))
        continue;
      found = found != NULL ? found : entry;
      (*n)++;
    }
  return found;
}
