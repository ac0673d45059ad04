/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/window/pl-window-private.h"

#include "ui/pl-shortcuts.h"

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_run_or_stop (data);
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
open_exported_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_open_exported (data, g_variant_get_string (parameter, NULL));
}

static void
show_exported_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_show_exported (data, g_variant_get_string (parameter, NULL));
}

static void
export_to_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_export_to (data, g_variant_get_string (parameter, NULL));
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
record_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const PlPageInfo *info = pl_page_info_for_key ("recording");

  pl_page_host_present (data, pl_window_make_page (data, info), TRUE);
}

/* Into the form; it is run by whoever presses Run. */
static void
record_command_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_offer_command (data, g_variant_get_string (parameter, NULL));
}

static void
look_closer_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_show_find_tab (data, g_variant_get_string (parameter, NULL));
}

static void
find_next_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_find_next (data, TRUE);
}

static void
find_previous_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_find_next (data, FALSE);
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

static void
text_larger_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_change_text_size (data, 1);
}

static void
text_smaller_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_change_text_size (data, -1);
}

static void
text_normal_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pl_window_change_text_size (data, 0);
}

static void
fullscreen_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  pl_window_set_presenting (data, g_variant_get_boolean (state));
}

static const GActionEntry entries[] = {
  { "run", run_cb },
  /* Where only a start makes sense; it cannot be done while it would stop. */
  { "start", run_cb },
  { "pause", pause_cb },
  { "kill-worker", kill_worker_cb, "u" },
  { "open", open_cb },
  { "open-file", open_file_cb, "s" },
  { "save", save_cb },
  { "save-to", save_to_cb, "s" },
  { "export", export_cb, "s" },
  { "export-to", export_to_cb, "s" },
  { "open-exported", open_exported_cb, "s" },
  { "show-exported", show_exported_cb, "s" },
  { "copy-image", copy_image_cb },
  { "print", print_cb },
  { "page", page_cb, "s" },
  { "record", record_cb },
  { "record-command", record_command_cb, "s" },
  { "look-closer", look_closer_cb, "s" },
  { "find-next", find_next_cb },
  { "find-previous", find_previous_cb },
  { "reset-plan", reset_plan_cb },
  { "shortcuts", shortcuts_cb },
  { "text-larger", text_larger_cb },
  { "text-smaller", text_smaller_cb },
  { "text-normal", text_normal_cb },
  { "fullscreen", NULL, NULL, "false", fullscreen_cb },
};

/* --- actions that the pages bring along --- */

static gboolean
find_page_action (const char          *name,
                  const PlPageInfo   **info,
                  const PlPageAction **found)
{
  for (guint i = 0; (*info = pl_page_info (i)) != NULL; i++)
    for (*found = (*info)->actions; *found != NULL && (*found)->name != NULL; (*found)++)
      if (g_str_equal ((*found)->name, name))
        return TRUE;
  return FALSE;
}

static void
page_action_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  const PlPageAction *found;
  const PlPageInfo *info;
  PlPage *page;

  if (!find_page_action (g_action_get_name (G_ACTION (action)), &info, &found))
    return;
  if (found->asks && pl_session_get_running (PL_WINDOW (data)->session))
    {
      pl_window_ask_to_stop (data, found);
      return;
    }
  page = pl_window_make_page (data, info);
  if (pl_page_can (page, found->name))
    found->activate (page, parameter);
}

static void
add_page_action (PlWindow           *self,
                 const PlPageAction *info)
{
  const GVariantType *type = info->parameter != NULL ? G_VARIANT_TYPE (info->parameter) : NULL;
  g_autoptr(GSimpleAction) action = NULL;

  if (info->get_state != NULL)
    action = g_simple_action_new_stateful (info->name, NULL, g_variant_new_boolean (info->get_state (NULL)));
  else
    action = g_simple_action_new (info->name, type);
  g_signal_connect (action, info->get_state != NULL ? "change-state" : "activate", G_CALLBACK (page_action_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

void
pl_window_init_actions (PlWindow *self)
{
  g_autoptr(GPropertyAction) sidebar = g_property_action_new ("sidebar", self->fold, "show-sidebar");
  const PlPageInfo *info;

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (sidebar));
  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    for (const PlPageAction *action = info->actions; action != NULL && action->name != NULL; action++)
      add_page_action (self, action);
}
