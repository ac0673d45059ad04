/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/pl-shortcuts.h"

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PlWindow *self = data;

  if (pl_session_get_running (self->session))
    pl_session_stop (self->session);
  else
    pl_window_run (self);
}

/* Where only a start makes sense: it does not stop what runs. */
static void
start_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_run (data);
}

static void
pause_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PlSession *session = PL_WINDOW (data)->session;
  pl_session_set_paused (session, !pl_session_get_paused (session));
}

static void
kill_worker_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_session_kill_worker (PL_WINDOW (data)->session, g_variant_get_uint32 (parameter));
}

/* The page asks, and where to answer may be folded away. */
static void
guess_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PlWindow *self = data;

  pl_window_set_page (self, PL_RUN_RACE);
  pl_fold_set_show_sidebar (self->fold, TRUE);
  pl_race_form_focus_guess (self->race_form);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_open (data);
}

static void
open_file_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_open_path (data, g_variant_get_string (parameter, NULL));
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_save (data);
}

static void
save_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_save_to (data, g_variant_get_string (parameter, NULL));
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_export (data, g_variant_get_string (parameter, NULL));
}

static void
export_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_export_to (data, g_variant_get_string (parameter, NULL));
}

static void
compare_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_compare (data);
}

static void
certificate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_save_certificate (data);
}

static void
certificate_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_save_certificate_to (data, g_variant_get_string (parameter, NULL));
}

static void
table_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_save_table (data);
}

static void
table_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_save_table_to (data, g_variant_get_string (parameter, NULL));
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_copy_image (data);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_print (data);
}

static void
page_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_stack_set_visible_child_name (PL_WINDOW (data)->pages, g_variant_get_string (parameter, NULL));
}

static void
reset_plan_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_reset_plan (data);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = pl_shortcuts_window_new ();

  gtk_window_set_transient_for (GTK_WINDOW (window), data);
  gtk_window_present (GTK_WINDOW (window));
}

static const GActionEntry entries[] = {
  { "run", run_cb },
  { "start", start_cb },
  { "guess", guess_cb },
  { "pause", pause_cb },
  { "kill-worker", kill_worker_cb, "u" },
  { "open", open_cb },
  { "open-file", open_file_cb, "s" },
  { "save", save_cb },
  { "save-to", save_to_cb, "s" },
  { "export", export_cb, "s" },
  { "export-to", export_to_cb, "s" },
  { "compare", compare_cb },
  { "certificate", certificate_cb },
  { "certificate-to", certificate_to_cb, "s" },
  { "table", table_cb },
  { "table-to", table_to_cb, "s" },
  { "copy-image", copy_image_cb },
  { "print", print_cb },
  { "page", page_cb, "s" },
  { "reset-plan", reset_plan_cb },
  { "shortcuts", shortcuts_cb },
};

static void
set_enabled (PlWindow   *self,
             const char *name,
             gboolean    enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
pl_window_update_actions (PlWindow *self)
{
  static const char * const of_pictures[] = { "export", "export-to", "copy-image", "print" };
  gboolean running = pl_session_get_running (self->session);
  gboolean log = pl_window_get_log (self) != NULL, on_race = pl_window_on_race_page (self);
  PlRaceShows race_shows = on_race ? pl_race_page_get_shown (self->race_page) : PL_RACE_SHOWS_NOTHING;
  gboolean shown = on_race ? race_shows != PL_RACE_SHOWS_NOTHING : log;

  for (guint i = 0; i < G_N_ELEMENTS (of_pictures); i++)
    set_enabled (self, of_pictures[i], shown);
  set_enabled (self, "save", log);
  set_enabled (self, "save-to", log);
  set_enabled (self, "start", !running);
  set_enabled (self, "compare", !running && pl_race_page_get_locks (self->race_page) != 0);
  set_enabled (self, "certificate", on_race && log);
  set_enabled (self, "certificate-to", on_race && log);
  set_enabled (self, "table", race_shows == PL_RACE_SHOWS_COMPARE);
  set_enabled (self, "table-to", race_shows == PL_RACE_SHOWS_COMPARE);
  set_enabled (self, "pause", running);
  set_enabled (self, "kill-worker", running);
  set_enabled (self, "open", !running);
  set_enabled (self, "open-file", !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->export_button), shown);
}

void
pl_window_init_actions (PlWindow *self)
{
  g_autoptr(GPropertyAction) sidebar = g_property_action_new ("sidebar", self->fold, "show-sidebar");
  g_autoptr(GPropertyAction) predict = g_property_action_new ("predict-first", self->race_form, "predict");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (predict));
}
