/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "ui/runs/pl-run-card.h"
#include "ui/runs/pl-runs.h"
#include "ui/widgets/pl-file-dialog.h"
#include "ui/widgets/pl-question.h"

static PlRunStore *
get_store (void)
{
  return pl_runs_get_store (pl_runs_get ());
}

/* What this window shows already is not read again. */
static PlLog *
open_entry (PlWindow    *self,
            PlRunEntry  *entry,
            GError     **error)
{
  PlLog *known = pl_window_find_log (self, entry);
  return known != NULL ? pl_log_ref (known) : pl_run_entry_open (entry, error);
}

/* How that run ended is part of it. */
static void
tell_failure (PlWindow *self,
              PlLog    *log)
{
  g_autoptr(GError) failure = pl_run_error_from_log (log);

  if (failure != NULL)
    pl_window_show_error (self, failure);
}

void
pl_window_show_entry (PlWindow   *self,
                      PlRunEntry *entry)
{
  const PlPageInfo *info = pl_page_info_for_kind (pl_run_entry_get_kind (entry));
  g_autoptr(GError) error = NULL;
  PlLog *log;

  if (pl_session_get_running (self->session) && self->runner == info)
    {
      g_autofree char *text = g_strdup_printf (_("“%s” is still running; other runs of it can be shown when it is over."),
                                               _(info->title));
      pl_window_show_info (self, text);
      return;
    }
  log = open_entry (self, entry, &error);
  if (log == NULL)
    {
      pl_window_show_error (self, error);
      return;
    }
  pl_window_know (self, log, entry);
  pl_window_show_log (self, log);
  tell_failure (self, log);
  pl_log_unref (log);
}

/* --- removing, with a way back --- */

static void
removed_cb (gboolean taken,
            gpointer data)
{
  GPtrArray *entries = data;

  for (guint i = 0; i < entries->len; i++)
    if (taken)
      pl_run_store_bring_back (get_store (), g_ptr_array_index (entries, i));
    else
      pl_run_store_remove (get_store (), g_ptr_array_index (entries, i));
  g_ptr_array_unref (entries);
}

static void
remove_entries (PlWindow  *self,
                GPtrArray *entries)
{
  g_autofree char *title = pl_run_card_title (g_ptr_array_index (entries, 0)), *text = NULL;

  if (entries->len == 1)
    text = g_strdup_printf (_("“%s” is deleted."), title);
  else
    text = g_strdup_printf (ngettext ("%u run is deleted.", "%u runs are deleted.", entries->len), entries->len);
  for (guint i = 0; i < entries->len; i++)
    pl_run_store_put_away (get_store (), g_ptr_array_index (entries, i));
  /* What was offered before is answered by this. */
  pl_message_bar_offer (self->message_bar, text, _("Undo"), removed_cb, g_ptr_array_ref (entries));
}

static void
remove_cb (PlWindow  *self,
           GPtrArray *entries)
{
  remove_entries (self, entries);
}

static GPtrArray *
dup_all (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (get_store ())); i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (get_store ()), i));
  return all;
}

static void
remove_all_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  g_autoptr(GPtrArray) all = dup_all ();

  if (all->len > 0)
    remove_entries (data, all);
}

/* --- saving --- */

static void
save_cb (PlWindow   *self,
         PlRunEntry *entry)
{
  pl_window_show_entry (self, entry);
  if (pl_window_find_log (self, entry) != NULL)
    pl_window_save (self);
}

static void
saved_all_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr(PlWindow) self = data;
  g_autoptr(GError) error = NULL;
  int n = pl_run_store_copy_all_finish (PL_RUN_STORE (source), result, &error);
  g_autofree char *text = NULL;

  /* Closed meanwhile. */
  if (self->session == NULL)
    return;
  if (n < 0)
    {
      pl_window_show_error (self, error);
      return;
    }
  text = g_strdup_printf (ngettext ("%d run is saved in the folder.", "%d runs are saved in the folder.", n), n);
  pl_window_show_info (self, text);
}

static void
folder_chosen_cb (GtkWindow  *window,
                  const char *folder)
{
  pl_run_store_copy_all (get_store (), folder, saved_all_cb, g_object_ref (window));
}

static void
save_all_cb (PlWindow *self)
{
  pl_file_dialog_folder (GTK_WINDOW (self), &(PlFileChoice) { .title = _("Save All Runs in a Folder") }, folder_chosen_cb);
}

static void
save_runs_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  save_all_cb (data);
}

static void
save_runs_to_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  folder_chosen_cb (data, g_variant_get_string (parameter, NULL));
}

/* --- whether they are kept --- */

static void
off_answered_cb (GtkWindow *window,
                 guint      answer)
{
  g_autoptr(GPtrArray) all = dup_all ();

  if (answer == 1 && all->len > 0)
    remove_entries (PL_WINDOW (window), all);
}

static void
offer_to_remove (PlWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (get_store ()));
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("%u run is kept from before. Delete it, too?",
                                    "%u runs are kept from before. Delete them, too?", n), n);
  pl_question_ask (GTK_WINDOW (self),
                   &(PlQuestion) { _("Runs are no longer kept"), text, { _("Leave Them"), _("Delete Them") } },
                   off_answered_cb);
}

static void
keep_runs_cb (GSimpleAction *action,
              GVariant      *state,
              gpointer       data)
{
  gboolean keep = g_variant_get_boolean (state);

  pl_runs_set_keep (pl_runs_get (), keep);
  if (!keep)
    offer_to_remove (data);
}

/* In all windows alike. */
static void
keep_changed_cb (PlWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "keep-runs");
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (pl_runs_get_keep (pl_runs_get ())));
}

static void
items_changed_cb (PlWindow *self)
{
  static const char * const of_runs[] = { "save-runs", "save-runs-to", "remove-runs" };
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (get_store ())) > 0;

  for (guint i = 0; i < G_N_ELEMENTS (of_runs); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), of_runs[i])), any);
  pl_window_update_runs (self);
}

static void
failed_cb (PlWindow   *self,
           const char *why)
{
  pl_window_show_info (self, why);
}

void
pl_window_init_runs (PlWindow *self)
{
  static const GActionEntry entries[] = {
    { "keep-runs", NULL, NULL, "true", keep_runs_cb },
    { "save-runs", save_runs_cb },
    { "save-runs-to", save_runs_to_cb, "s" },
    { "remove-runs", remove_all_cb },
  };
  PlRuns *runs = pl_runs_get ();
  g_autoptr(GPropertyAction) show = g_property_action_new ("show-runs", runs, "visible");
  g_autoptr(GPropertyAction) limit = g_property_action_new ("runs-limit", runs, "limit");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (show));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (limit));
  pl_runs_strip_set_store (self->runs, get_store ());
  g_signal_connect_object (self->runs, "open", G_CALLBACK (pl_window_show_entry), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "save", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "save-all", G_CALLBACK (save_all_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runs, "notify::visible", G_CALLBACK (pl_window_update_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runs, "notify::keep", G_CALLBACK (keep_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (), "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_store (), "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  keep_changed_cb (self);
  items_changed_cb (self);
}
