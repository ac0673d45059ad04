/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui-util.h"

#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>

#include "ui/gtk-test.h"
#include "ui/pl-ui.h"

static GtkApplication *application;

gboolean
ui_tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static char *folder;

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
remove_folder (void)
{
  remove_all (folder);
}

static const char *
get_folder (void)
{
  g_autoptr(GError) error = NULL;

  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("paralane-ui-XXXXXX", &error);
      g_assert_no_error (error);
      atexit (remove_folder);
    }
  return folder;
}

void
ui_test_init (int    *argc,
              char ***argv)
{
  /* Names and descriptions can only be looked at in the test context. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  /* Every test begins without kept runs, and leaves none. */
  g_autofree char *runs = g_build_filename (get_folder (), "runs", NULL);
  g_setenv ("PARALANE_RUNS_DIR", runs, TRUE);
  gtk_test_start (argc, argv);
  pl_ui_init ();
}

GtkApplication *
ui_test_application (void)
{
  g_autoptr(GError) error = NULL;

  if (application != NULL)
    return application;
  application = GTK_APPLICATION (pl_application_new ());
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

PlWindow *
ui_test_window (int width,
                int height)
{
  PlWindow *window = pl_window_new (ui_test_application ());

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (window)) && gtk_widget_get_width (GTK_WIDGET (window)) > 0);
  return window;
}

PlWindow *
ui_test_record_window (const char *command,
                       int         width,
                       int         height)
{
  PlWindow *window = ui_test_window (width, height);

  ui_activate (window, "win.record-command", g_variant_new_string (command));
  return window;
}

GtkWindow *
ui_question (PlWindow *window)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (window) &&
        gtk_accessible_get_accessible_role (l->data) == GTK_ACCESSIBLE_ROLE_ALERT_DIALOG)
      return l->data;
  return NULL;
}

gboolean
ui_is_running (PlWindow *window)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), "pause");
}

GtkWidget *
ui_find_button (GtkWidget  *widget,
                const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ui_find_button (child, label);
  return found;
}

gpointer
ui_find_type (GtkWidget *widget,
              GType      type)
{
  gpointer found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ui_find_type (child, type);
  return found;
}

void
ui_answer (PlWindow   *window,
           const char *answer)
{
  GtkWindow *question = ui_question (window);
  GtkWidget *button = ui_find_button (GTK_WIDGET (question), answer);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

void
ui_test_close (PlWindow *window)
{
  PlWindow *weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &weak);
  gtk_window_close (GTK_WINDOW (window));
  if (weak != NULL && ui_question (window) != NULL)
    ui_answer (window, "Close Without Saving");
  /* Nothing holds a closed window back: not a run, not a source. */
  wait_until (weak == NULL);
}

gpointer
ui_child (gpointer    widget,
          const char *name)
{
  GObject *child = gtk_widget_get_template_child (widget, G_OBJECT_TYPE (widget), name);

  g_assert_nonnull (child);
  return child;
}

gpointer
ui_page (PlWindow   *window,
         const char *key)
{
  return pl_window_get_page (window, key);
}

gpointer
ui_form (PlWindow   *window,
         const char *key)
{
  return pl_page_get_form (ui_page (window, key));
}

gboolean
ui_selected_span (PlCanvas *canvas,
                  PlTrace  *trace,
                  PlSpan   *span)
{
  const PlViewport *view = pl_canvas_get_viewport (canvas);

  return view->has_selection && pl_trace_get_span (trace, view->selected.lane, view->selected.index, span);
}

void
ui_activate (PlWindow   *window,
             const char *action,
             GVariant   *parameter)
{
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (window), action, parameter));
}

/* "ctrl+F5" as "ctrl+71", a key by its place; one figure is a name. By name, xdotool also holds the first
 * modifiers that a key map lists with that meaning, though it has it without: in newer maps, Alt with "F5". */
static char *
key_by_place (const char *key)
{
  const char *plus = strrchr (key, '+'), *name = plus != NULL ? plus + 1 : key;
  g_autofree GdkKeymapKey *places = NULL;
  int n;

  if (gdk_display_map_keyval (gdk_display_get_default (), gdk_keyval_from_name (name), &places, &n) &&
      places[0].group == 0 && places[0].level == 0 && places[0].keycode > 9)
    return g_strdup_printf ("%.*s%u", (int) (name - key), key, places[0].keycode);
  return g_strdup (key);
}

void
ui_press (gpointer    window,
          const char *keys)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  g_autoptr(GString) command = g_string_new (NULL);
  g_auto(GStrv) names = g_strsplit (keys, " ", 0);
  g_autoptr(GError) error = NULL;
  int status;

  g_string_printf (command, "xdotool windowfocus --sync %lu key --delay 30", gdk_x11_surface_get_xid (surface));
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *place = key_by_place (names[i]);

      g_string_append_printf (command, " %s", place);
    }
  /* There is no window manager that would give the keyboard to anybody; and who is being closed still has it. */
  g_spawn_command_line_sync (command->str, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

/* In a folder that is gone when the test is. */
char *
ui_temp_path (const char *name)
{
  char *path = g_build_filename (get_folder (), name, NULL);

  g_unlink (path);
  return path;
}

static gboolean
has_property (gpointer              widget,
              GtkAccessibleProperty property,
              const char           *text)
{
  g_autofree char *other = gtk_test_accessible_check_property (widget, property, text);

  if (other != NULL)
    g_test_message ("expected “%s”, found “%s”", text, other);
  return other == NULL;
}

gboolean
ui_is_named (gpointer    widget,
             const char *name)
{
  return has_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

gboolean
ui_is_described (gpointer    widget,
                 const char *description)
{
  return has_property (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

static void
take_text_cb (GObject      *clipboard,
              GAsyncResult *result,
              gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

char *
ui_clipboard_text (PlWindow *window)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, take_text_cb, &text);
  wait_until (text != NULL);
  return text;
}
