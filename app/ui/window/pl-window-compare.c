/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "base/pl-file.h"
#include "trace/compare/pl-differences.h"
#include "ui/pl-recent.h"
#include "ui/widgets/pl-file-dialog.h"

/* Runs beside each other, in the place of their kind's page. */

/* NULL: the page's own run goes on, and that was said. */
static PlComparison *
make_comparison (PlWindow         *self,
                 const PlPageInfo *info)
{
  PlPage *page;

  if (pl_session_get_running (self->session) && self->runner == info)
    {
      g_autofree char *text = g_strdup_printf (_("“%s” is still running; other runs of it can be shown when it is over."),
                                               _(info->title));
      pl_window_show_info (self, text);
      return NULL;
    }
  pl_message_bar_hide (self->message_bar);
  page = pl_window_make_page (self, info);
  pl_window_set_page (self, info);
  return pl_page_show_comparison (page);
}

static void
compare_logs (PlWindow  *self,
              GPtrArray *logs)
{
  PlLog *const *all = (PlLog *const *) logs->pdata;
  g_autoptr(GError) error = NULL;
  PlComparison *comparison;

  if (!pl_differences_check (all, NULL, logs->len, &error))
    {
      pl_window_show_error (self, error);
      return;
    }
  comparison = make_comparison (self, pl_page_info_for_kind (pl_log_plan (all[0])->kind));
  if (comparison == NULL)
    return;
  pl_comparison_show_runs (comparison, all, logs->len);
  pl_window_page_changed (self);
}

void
pl_window_compare (PlWindow         *self,
                   const PlCompared *runs)
{
  PlComparison *comparison = make_comparison (self, pl_page_info_for_kind (pl_log_plan (runs->logs[0])->kind));

  if (comparison == NULL)
    return;
  pl_comparison_set_align (comparison, runs->align);
  pl_comparison_show_runs (comparison, runs->logs, runs->n);
  pl_window_page_changed (self);
}

/* Those that are chosen in the strip, the oldest first: later ones are told as what changed. */
static void
compare_runs_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  PlWindow *self = data;
  g_autoptr(GPtrArray) entries = pl_runs_strip_get_selected (self->runs);
  g_autoptr(GPtrArray) logs = g_ptr_array_new_with_free_func ((GDestroyNotify) pl_log_unref);

  for (guint i = entries->len; i-- > 0 && entries->len <= PL_MAX_COMPARED;)
    {
      PlRunEntry *entry = g_ptr_array_index (entries, i);
      PlLog *known = pl_window_find_log (self, entry);
      g_autoptr(GError) error = NULL;
      PlLog *log = known != NULL ? pl_log_ref (known) : pl_run_entry_open (entry, &error);

      if (log == NULL)
        {
          pl_window_show_error (self, error);
          return;
        }
      g_ptr_array_add (logs, log);
    }
  compare_logs (self, logs);
}

/* What is shown, and a file, with all runs in it. */
static void
compare_file (PlWindow   *self,
              const char *path)
{
  PlLog *shown = pl_page_get_log (pl_window_get_shown (self));
  g_autoptr(GPtrArray) logs = g_ptr_array_new_with_free_func ((GDestroyNotify) pl_log_unref);
  g_autoptr(GError) error = NULL;
  g_autofree char *left_out = NULL;
  g_auto(PlCompared) runs = { 0 };

  if (shown == NULL)
    return;
  if (!pl_run_open_logs (path, &runs, &left_out, &error))
    {
      pl_window_show_error (self, error);
      return;
    }
  g_ptr_array_add (logs, pl_log_ref (shown));
  for (guint i = 0; i < runs.n; i++)
    g_ptr_array_add (logs, pl_log_ref (runs.logs[i]));
  compare_logs (self, logs);
  if (left_out != NULL)
    pl_window_show_info (self, left_out);
}

static void
file_chosen_cb (GtkWindow  *window,
                const char *path)
{
  compare_file (PL_WINDOW (window), path);
}

static void
compare_with_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  pl_file_dialog_open (data, &(PlFileChoice) { .title = _("Compare with a Saved Run"), .kind = _("Saved runs"),
                                               .pattern = "*.paralane" }, file_chosen_cb);
}

static void
compare_with_file_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       data)
{
  compare_file (data, g_variant_get_string (parameter, NULL));
}

/* --- saving them --- */

static void
save_compared_in (GtkWindow  *window,
                  const char *folder)
{
  PlWindow *self = PL_WINDOW (window);
  PlPage *page = pl_window_get_shown (self);
  PlComparison *comparison = pl_page_get_comparison (page);
  g_autofree char *base = NULL, *text = NULL;
  PlLog *const *logs;
  guint n;

  if (comparison == NULL)
    return;
  base = pl_page_suggest_name (page);
  logs = pl_comparison_get_logs (comparison, &n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s-%s.paralane", base, pl_run_letter (i));
      g_autofree char *path = pl_file_free_path (folder, name);
      g_autoptr(GError) error = NULL;

      if (!pl_run_save_log (logs[i], path, &error))
        {
          pl_window_show_error (self, error);
          return;
        }
      pl_recent_add (path);
    }
  text = g_strdup_printf (ngettext ("%u run is saved in the folder.", "%u runs are saved in the folder.", n), n);
  pl_window_show_info (self, text);
}

gboolean
pl_window_save_compared (PlWindow *self)
{
  PlComparison *comparison = pl_page_get_comparison (pl_window_get_shown (self));
  guint n = 0;

  if (comparison != NULL)
    pl_comparison_get_logs (comparison, &n);
  if (n == 0)
    return FALSE;
  pl_file_dialog_folder (GTK_WINDOW (self), &(PlFileChoice) { .title = _("Save the Compared Runs in a Folder") },
                         save_compared_in);
  return TRUE;
}

static void
save_compared_to_cb (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       data)
{
  save_compared_in (data, g_variant_get_string (parameter, NULL));
}

static void
selection_changed_cb (PlWindow *self)
{
  g_autoptr(GtkBitset) set = gtk_selection_model_get_selection (pl_runs_strip_get_selection (self->runs));
  guint64 n = gtk_bitset_get_size (set);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "compare-runs");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), n >= PL_MIN_COMPARED && n <= PL_MAX_COMPARED);
}

void
pl_window_init_compare (PlWindow *self)
{
  static const GActionEntry entries[] = {
    { "compare-runs", compare_runs_cb },
    { "compare-with", compare_with_cb },
    { "compare-with-file", compare_with_file_cb, "s" },
    { "save-compared-to", save_compared_to_cb, "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_menu_append (pl_runs_strip_get_menu (self->runs), _("Compare the Chosen Runs"), "win.compare-runs");
  g_signal_connect_object (pl_runs_strip_get_selection (self->runs), "selection-changed",
                           G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  selection_changed_cb (self);
}
