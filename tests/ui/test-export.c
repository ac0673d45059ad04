/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The export dialog, its preview and what it remembers. */
#include "config.h"

#include <glib/gstdio.h>

#include "base/pl-file.h"
#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/export/pl-export-choices.h"
#include "ui/export/pl-export-dialog.h"
#include "ui/export/pl-export-preview.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/widgets/pl-message-bar.h"

/* In the order of the list. */
enum { SLIDE, A4, WEB, SCREEN };

static PlWindow *
run_pool (guint workers)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = workers;
  plan.tasks = workers * 4;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 1000000;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window) && g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export"));
  return window;
}

static PlExportDialog *
find_dialog (void)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *i = windows; i != NULL; i = i->next)
    if (PL_IS_EXPORT_DIALOG (i->data))
      return i->data;
  return NULL;
}

static void
count_cb (guint *n)
{
  ++*n;
}

static PlExportDialog *
open_dialog (PlWindow   *window,
             const char *format)
{
  PlExportDialog *dialog;

  ui_activate (window, "win.export", g_variant_new_string (format));
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  return dialog;
}

static void
wait_for_preview (PlExportDialog *dialog)
{
  gpointer preview = ui_child (dialog, "preview");
  guint n = 0;
  gulong id = g_signal_connect_swapped (preview, "drawn", G_CALLBACK (count_cb), &n);

  wait_until (n > 0);
  g_signal_handler_disconnect (preview, id);
}

static void
choose (PlExportDialog *dialog,
        const char     *list,
        guint           i)
{
  gtk_drop_down_set_selected (ui_child (dialog, list), i);
}

static guint
chosen (PlExportDialog *dialog,
        const char     *list)
{
  return gtk_drop_down_get_selected (ui_child (dialog, list));
}

static void
type (PlExportDialog *dialog,
      const char     *entry,
      const char     *text)
{
  gtk_editable_set_text (ui_child (dialog, entry), text);
}

static const char *
page_text (PlExportDialog *dialog)
{
  return gtk_label_get_text (ui_child (dialog, "page"));
}

static char *
read_file (const char *path)
{
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* What is chosen is seen at once, and is what comes into the file. */
static void
test_save (void)
{
  PlWindow *window = run_pool (3);
  PlExportDialog *dialog = open_dialog (window, "svg");
  g_autofree char *path = ui_temp_path ("slide.svg"), *text = NULL;

  g_assert_cmpuint (chosen (dialog, "format"), ==, PL_FORMAT_SVG);
  wait_for_preview (dialog);
  choose (dialog, "purpose", SLIDE);
  wait_for_preview (dialog);
  g_assert_cmpstr (page_text (dialog), ==, "1920 × 1080 pixels");
  choose (dialog, "format", PL_FORMAT_SVG);
  type (dialog, "title", "Three at work");
  type (dialog, "caption", "Each lane is a process");
  type (dialog, "author", "Ada");
  gtk_check_button_set_active (ui_child (dialog, "embed"), FALSE);
  gtk_check_button_set_active (ui_child (dialog, "legend"), FALSE);
  g_assert_false (gtk_widget_get_visible (ui_child (dialog, "embed_note")));
  wait_for_preview (dialog);
  g_assert_true (pl_export_dialog_save_to (dialog, path));
  g_assert_null (find_dialog ());
  text = read_file (path);
  g_assert_nonnull (strstr (text, "width=\"1920px\" height=\"1080px\""));
  g_assert_nonnull (strstr (text, ">Three at work</text>"));
  g_assert_nonnull (strstr (text, ">Each lane is a process</text>"));
  g_assert_nonnull (strstr (text, ">Ada</text>"));
  g_assert_null (strstr (text, "<metadata"));
  g_assert_null (strstr (text, ">Whole run:</text>"));
  /* What can be done with it now. */
  g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), "slide.svg"));
  g_assert_nonnull (ui_find_button (GTK_WIDGET (window), "Open"));
  g_assert_nonnull (ui_find_button (GTK_WIDGET (window), "Show in Files"));
  g_remove (path);
  ui_test_close (window);
}

/* Each purpose has its own memory; the title is about one picture, and is not kept. */
static void
test_remembered (void)
{
  PlWindow *window = run_pool (2);
  PlExportDialog *dialog = open_dialog (window, "pdf");
  g_autofree char *path = ui_temp_path ("sheet.pdf");

  choose (dialog, "purpose", A4);
  choose (dialog, "theme", 1);
  choose (dialog, "what", PL_EXPORT_WHOLE);
  type (dialog, "title", "Once");
  type (dialog, "author", "Grace");
  gtk_check_button_set_active (ui_child (dialog, "notes"), FALSE);
  g_assert_true (pl_export_dialog_save_to (dialog, path));

  dialog = open_dialog (window, "pdf");
  g_assert_cmpuint (chosen (dialog, "purpose"), ==, A4);
  g_assert_cmpuint (chosen (dialog, "theme"), ==, 1);
  g_assert_cmpuint (chosen (dialog, "what"), ==, PL_EXPORT_WHOLE);
  g_assert_false (gtk_check_button_get_active (ui_child (dialog, "notes")));
  g_assert_true (gtk_check_button_get_active (ui_child (dialog, "embed")));
  g_assert_cmpstr (gtk_editable_get_text (ui_child (dialog, "author")), ==, "Grace");
  g_assert_cmpstr (gtk_editable_get_text (ui_child (dialog, "title")), ==, "");
  choose (dialog, "purpose", WEB);
  g_assert_cmpuint (chosen (dialog, "what"), ==, PL_EXPORT_SEEN);
  g_assert_true (gtk_check_button_get_active (ui_child (dialog, "notes")));
  choose (dialog, "purpose", A4);
  g_assert_false (gtk_check_button_get_active (ui_child (dialog, "notes")));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_remove (path);
  ui_test_close (window);
}

/* Said where it was asked for, before anything is drawn; nothing is lost. */
static void
test_refused (void)
{
  PlWindow *window = run_pool (2);
  PlExportDialog *dialog = open_dialog (window, "png");
  GtkWidget *error = ui_child (dialog, "error");
  g_autofree char *folder = ui_temp_path ("folder.png");

  g_assert_false (gtk_widget_get_visible (error));
  g_assert_false (pl_export_dialog_save_to (dialog, "/nowhere/at/all/a.png"));
  g_assert_true (find_dialog () == dialog && gtk_widget_get_visible (error));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (error)), "a.png"));
  type (dialog, "title", "x");
  g_assert_false (gtk_widget_get_visible (error));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_false (pl_export_dialog_save_to (dialog, folder));
  g_assert_true (gtk_widget_get_visible (error));
  g_rmdir (folder);
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_close (window);
}

/* Many lanes on paper: the preview turns the pages. */
static void
test_pages (void)
{
  PlWindow *window = run_pool (120);
  PlExportDialog *dialog = open_dialog (window, "pdf");
  GtkButton *next = ui_child (dialog, "next"), *previous = ui_child (dialog, "previous");

  choose (dialog, "purpose", A4);
  choose (dialog, "format", PL_FORMAT_PDF);
  wait_for_preview (dialog);
  g_assert_true (g_str_has_prefix (page_text (dialog), "A4, page 1 of "));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (previous)));
  g_signal_emit_by_name (next, "clicked");
  wait_for_preview (dialog);
  g_assert_true (g_str_has_prefix (page_text (dialog), "A4, page 2 of "));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (previous)));
  /* A picture is one page. */
  choose (dialog, "format", PL_FORMAT_PNG);
  wait_for_preview (dialog);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (next)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  ui_test_close (window);
}

static char *shown;

static void
show_items_cb (GDBusConnection       *bus,
               const char            *sender,
               const char            *path,
               const char            *interface,
               const char            *method,
               GVariant              *parameters,
               GDBusMethodInvocation *invocation,
               gpointer               data)
{
  g_autofree const char **uris = NULL;

  g_variant_get (parameters, "(^a&ss)", &uris, NULL);
  shown = g_strdup (uris[0]);
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* The program for files is asked by its name on the bus. */
static void
test_show_in_files (void)
{
  static const char xml[] = "<node><interface name='org.freedesktop.FileManager1'><method name='ShowItems'>"
                            "<arg type='as' direction='in'/><arg type='s' direction='in'/></method></interface></node>";
  const GDBusInterfaceVTable table = { .method_call = show_items_cb };
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  PlWindow *window = ui_test_window (900, 600);
  g_autofree char *path = ui_temp_path ("a file.svg"), *uri = g_filename_to_uri (path, NULL, NULL);
  guint owner, id;

  g_assert_nonnull (bus);
  id = g_dbus_connection_register_object (bus, "/org/freedesktop/FileManager1", node->interfaces[0], &table, NULL, NULL, NULL);
  owner = g_bus_own_name_on_connection (bus, "org.freedesktop.FileManager1", G_BUS_NAME_OWNER_FLAGS_REPLACE, NULL, NULL, NULL, NULL);
  ui_activate (window, "win.show-exported", g_variant_new_string (path));
  wait_until (shown != NULL);
  g_assert_cmpstr (shown, ==, uri);
  g_clear_pointer (&shown, g_free);
  g_bus_unown_name (owner);
  g_dbus_connection_unregister_object (bus, id);
  ui_test_close (window);
}

/* Nobody there who could open it: that is said. */
static void
test_nobody_opens (void)
{
  PlWindow *window = ui_test_window (900, 600);
  g_autofree char *path = ui_temp_path ("nothing.of-no-kind");

  ui_activate (window, "win.open-exported", g_variant_new_string (path));
  wait_until (pl_message_bar_get_text (ui_child (window, "message_bar")) != NULL);
  g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), "nothing.of-no-kind"));
  ui_test_close (window);
}

static void
text_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
texture_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  *(GdkTexture **) data = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
stream_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(GInputStream **) data = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_assert_true (g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, data, NULL));
}

/* Whoever pastes takes what he can use. */
static void
test_clipboard (void)
{
  PlWindow *window = run_pool (2);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  const char *const svg[] = { "image/svg+xml", NULL };
  g_autoptr(GdkTexture) texture = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autofree char *text = NULL, *bytes = g_malloc0 (1 << 20);
  gsize n = 0;

  ui_activate (window, "win.copy-image", NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, text_cb, &text);
  gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, &texture);
  gdk_clipboard_read_async (clipboard, (const char **) svg, G_PRIORITY_DEFAULT, NULL, stream_cb, &stream);
  wait_until (text != NULL && texture != NULL && stream != NULL);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 1600);
  g_assert_true (g_str_has_prefix (text, "Pool of 2, 8 tasks, "));
  g_assert_nonnull (strstr (text, "Worker 2"));
  /* Written by this very program: it must not stand still. */
  g_input_stream_read_all_async (stream, bytes, (1 << 20) - 1, G_PRIORITY_DEFAULT, NULL, read_cb, &n);
  wait_until (n > 0);
  g_assert_nonnull (strstr (bytes, "<svg"));
  g_assert_nonnull (strstr (bytes, ">Worker 2</text>"));
  ui_test_close (window);
}

/* The time that is exported. */
static void
test_ranges (void)
{
  PlWindow *window = run_pool (2);
  PlViewport seen, viewport;
  PlPicture *picture = pl_page_get_picture (ui_page (window, "pool"), &seen);
  gint64 begin_ns, end_ns;
  PlExportDialog *dialog;

  g_assert_true (pl_picture_get_whole (picture, &begin_ns, &end_ns));
  seen.from_ns = end_ns / 4;
  seen.to_ns = end_ns / 2;
  g_assert_true (pl_export_choose_range (picture, &seen, PL_EXPORT_SEEN, &viewport));
  g_assert_cmpint (viewport.from_ns, ==, end_ns / 4);
  g_assert_true (pl_export_choose_range (picture, &seen, PL_EXPORT_WHOLE, &viewport));
  g_assert_cmpint (viewport.from_ns, ==, begin_ns);
  g_assert_cmpint (viewport.to_ns, ==, end_ns);
  g_assert_false (pl_export_choose_range (picture, &seen, PL_EXPORT_SELECTION, &viewport));
  dialog = open_dialog (window, "png");
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (ui_child (dialog, "what"))), ==, 2);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  ui_press (dialog, "Escape");
  wait_until (find_dialog () == NULL);
  seen.has_range = TRUE;
  seen.range_from_ns = end_ns / 3;
  seen.range_to_ns = end_ns / 2;
  g_assert_true (pl_export_choose_range (picture, &seen, PL_EXPORT_SELECTION, &viewport));
  g_assert_cmpint (viewport.from_ns, ==, end_ns / 3);
  g_assert_cmpint (viewport.to_ns, ==, end_ns / 2);
  ui_test_close (window);
}

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/export/save", test_save);
  g_test_add_func ("/ui/export/remembered", test_remembered);
  g_test_add_func ("/ui/export/refused", test_refused);
  g_test_add_func ("/ui/export/pages", test_pages);
  g_test_add_func ("/ui/export/ranges", test_ranges);
  g_test_add_func ("/ui/export/show-in-files", test_show_in_files);
  g_test_add_func ("/ui/export/nobody-opens", test_nobody_opens);
  g_test_add_func ("/ui/export/clipboard", test_clipboard);
  return g_test_run ();
}
