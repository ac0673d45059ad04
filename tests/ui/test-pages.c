/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every page promises, kept by each of them: the same steps, one page of the table after the other. */
#include "config.h"

#include <glib/gstdio.h>

#include "fixture-log.h"
#include "log/pl-run-kinds.h"
#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/canvas/pl-canvas.h"
#include "ui/pl-accels.h"
#include "ui/pl-print.h"
#include "ui/widgets/pl-message-bar.h"

/* A page for every kind of run that a log can hold. */
static void
test_table (void)
{
  const PlPageInfo *info;
  guint n = 0;

  for (; (info = pl_page_info (n)) != NULL; n++)
    {
      PlPlanData plan;

      g_assert_true (pl_page_info_for_kind (info->kind) == info);
      g_assert_true (pl_page_info_for_key (info->key) == info);
      g_assert_true (g_type_is_a (info->get_type (), PL_TYPE_PAGE));
      info->init_plan (&plan);
      g_assert_true (plan.kind == (guint) info->kind || info->kind == PL_PAGE_OF_NO_KIND);
      g_assert_true (pl_plan_validate (&plan, NULL));
    }
  /* And the shelf. */
  g_assert_cmpuint (n, ==, PL_N_RUN_KINDS + 1);
  for (guint kind = 0; kind < PL_N_RUN_KINDS; kind++)
    g_assert_cmpstr (pl_page_info_for_kind (kind)->key, ==, pl_run_kind_key (kind));
  g_assert_null (pl_page_info_for_kind (n));
  g_assert_null (pl_page_info_for_key ("nothing of the kind"));
}

/* Its place in the window: what chooses it, its settings, and what is remembered of it. */
static void
test_place (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = g_settings_schema_source_lookup (source, PL_APP_ID, TRUE);
  GtkStack *pages = ui_child (window, "pages"), *forms = ui_child (window, "forms");
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      g_autofree char *key = g_strconcat (info->key, "-plan", NULL);
      g_autofree char *chosen = g_strconcat ("win.page::", info->key, NULL);
      gboolean has_accel = FALSE;
      guint n;
      const PlAccel *accels = pl_accels (&n);

      g_assert_cmpint (g_settings_schema_has_key (schema, key), ==, info->kind != PL_PAGE_OF_NO_KIND);
      for (guint a = 0; a < n; a++)
        has_accel |= g_strcmp0 (accels[a].action, chosen) == 0;
      g_assert_true (has_accel);

      ui_activate (window, "win.page", g_variant_new_string (info->key));
      g_assert_cmpstr (gtk_stack_get_visible_child_name (pages), ==, info->key);
      g_assert_cmpstr (gtk_stack_get_visible_child_name (forms), ==, info->key);
      g_assert_true (gtk_stack_get_visible_child (forms) == ui_form (window, info->key));
      g_assert_true (gtk_widget_is_ancestor (ui_page (window, info->key), GTK_WIDGET (pages)));
      g_assert_false ((pl_page_get_picture (ui_page (window, info->key), NULL) != NULL));
      for (const PlPageAction *action = info->actions; action != NULL && action->name != NULL; action++)
        g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), action->name));
    }
  ui_test_close (window);
}

static gboolean
can (PlWindow   *window,
     const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
run_page (PlWindow         *window,
          const PlPageInfo *info)
{
  PlPlanData plan;

  info->init_plan (&plan);
  if (info->kind == PL_RUN_POOL)
    plan.task_time_ns /= 10;
  ui_activate (window, "win.page", g_variant_new_string (info->key));
  pl_form_set_plan (ui_form (window, info->key), &plan);
  ui_activate (window, "win.run", NULL);
  g_assert_true (can (window, "pause"));
  g_assert_cmpint (gtk_widget_get_visible (ui_child (window, "pause_button")), ==, info->can_pause);
  wait_until (!can (window, "pause") && (pl_page_get_picture (ui_page (window, info->key), NULL) != NULL));
  g_assert_null (pl_message_bar_get_text (ui_child (window, "message_bar")));
}

static void
check_exports (PlWindow *window)
{
  static const struct { const char *name, *start; } files[] = {
    { "page.svg", "<?xml" }, { "page.png", "\x89PNG" }, { "page.pdf", "%PDF" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = ui_temp_path (files[i].name);
      g_autofree char *contents = NULL;

      ui_activate (window, "win.export-to", g_variant_new_string (path));
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_true (g_str_has_prefix (contents, files[i].start));
      g_unlink (path);
    }
}

static void
check_copy (PlWindow *window)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));

  gdk_clipboard_set_text (clipboard, "");
  ui_activate (window, "win.copy-image", NULL);
  g_assert_true (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
}

/* On a page of paper, without asking for a printer. */
static void
check_print (PlWindow *window,
             PlPage   *page)
{
  g_autofree char *path = ui_temp_path ("printed.pdf"), *text = NULL, *title = NULL;
  const char *const command[] = { "pdftotext", path, "-", NULL };
  g_autoptr(GError) error = NULL;
  PlViewport viewport;
  PlPicture *picture = pl_page_get_picture (page, &viewport);

  g_assert_true (pl_print (GTK_WINDOW (window), "page", picture, &viewport, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error));
  g_assert_no_error (error);
  title = pl_picture_title (picture);
  g_assert_nonnull (strstr (text, title));
  g_unlink (path);
}

static void
act (PlCanvas   *canvas,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (canvas), action, NULL));
}

static gint64
width_of (PlCanvas *canvas)
{
  gint64 from, to;

  g_assert_nonnull (pl_canvas_get_drawing (canvas));
  g_assert_true (pl_viewer_get_range (pl_canvas_get_viewer (canvas), &from, &to));
  return to - from;
}

/* By keyboard: something is selected, told, and let go of. */
static void
check_walk (PlCanvas *canvas)
{
  const PlViewport *view = pl_canvas_get_viewport (canvas);
  g_autofree char *title = NULL, *sentence = NULL;

  g_assert_false (view->has_selection);
  act (canvas, "canvas.right");
  g_assert_true (view->has_selection);
  g_assert_true (pl_viewer_describe (pl_canvas_get_viewer (canvas), &title, &sentence));
  g_assert_cmpint (strlen (title), >, 0);
  g_assert_true (ui_is_described (canvas, sentence));
  act (canvas, "canvas.down");
  act (canvas, "canvas.up");
  g_assert_true (view->has_selection);
  act (canvas, "canvas.context-menu");
  act (canvas, "canvas.clear");
  g_assert_false (view->has_selection);
}

static void
check_zoom (PlCanvas *canvas)
{
  gint64 whole, near;

  act (canvas, "canvas.fit");
  whole = width_of (canvas);
  act (canvas, "canvas.zoom-in");
  act (canvas, "canvas.zoom-in");
  near = width_of (canvas);
  g_assert_cmpint (near, <, whole);
  act (canvas, "canvas.pan-right");
  act (canvas, "canvas.page-left");
  g_assert_cmpint (width_of (canvas), ==, near);
  act (canvas, "canvas.zoom-out");
  g_assert_cmpint (width_of (canvas), >, near);
  act (canvas, "canvas.fit");
  g_assert_cmpint (width_of (canvas), ==, whole);
}

/* A range of time is told in words, and looked at close up. */
static void
check_range (PlCanvas *canvas)
{
  PlViewer *viewer = pl_canvas_get_viewer (canvas);
  const PlViewport *view = pl_canvas_get_viewport (canvas);
  g_autofree char *title = NULL, *sentence = NULL;
  gint64 begin, end, quarter;

  g_assert_true (pl_picture_get_whole (pl_canvas_get_picture (canvas), &begin, &end));
  quarter = (end - begin) / 4;
  pl_viewer_select_range (viewer, end - quarter, begin + quarter);
  g_assert_true (view->has_range);
  g_assert_true (pl_viewer_describe (viewer, &title, &sentence));
  g_assert_cmpstr (title, ==, "Selected range");
  g_test_message ("%s", sentence);
  g_assert_cmpint (strlen (sentence), >, 10);
  g_assert_true (ui_is_described (canvas, sentence));
  act (canvas, "canvas.zoom-selection");
  g_assert_cmpint (view->from_ns, ==, begin + quarter);
  g_assert_cmpint (view->to_ns, ==, end - quarter);
  act (canvas, "canvas.clear");
  g_assert_false (view->has_range);
  act (canvas, "canvas.fit");
}

/* Type as large as the desktop wants it: all of the picture grows with it. */
static void
check_large_text (PlCanvas *canvas)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (canvas));
  int before;

  g_object_get (settings, "gtk-xft-dpi", &before, NULL);
  g_assert_cmpfloat (pl_canvas_get_drawing (canvas)->scale, ==, 1);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  wait_until (pl_canvas_get_drawing (canvas) != NULL && pl_canvas_get_drawing (canvas)->scale == 2);
  g_object_set (settings, "gtk-xft-dpi", before, NULL);
  wait_until (pl_canvas_get_drawing (canvas) != NULL && pl_canvas_get_drawing (canvas)->scale == 1);
}

/* Saved, opened elsewhere: the same page shows the same, and its settings follow. */
static void
check_saved (PlWindow         *window,
             const PlPageInfo *shown)
{
  const PlPageInfo *info = shown->kind != PL_PAGE_OF_NO_KIND
    ? shown : pl_page_info_for_kind (pl_log_plan (pl_page_get_log (ui_page (window, shown->key)))->kind);
  g_autofree char *path = ui_temp_path ("page.paralane");
  g_autofree char *name = pl_page_suggest_name (ui_page (window, shown->key)), *other_name = NULL;
  PlWindow *other = ui_test_window (1200, 800);
  const PlPlanData *ran = pl_log_plan (pl_page_get_log (ui_page (window, shown->key)));
  PlPlanData plan;

  ui_activate (window, "win.save-to", g_variant_new_string (path));
  g_assert_true (pl_window_is_empty (other));
  ui_activate (other, "win.open-file", g_variant_new_string (path));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (ui_child (other, "pages")), ==, info->key);
  wait_until ((pl_page_get_picture (ui_page (other, info->key), NULL) != NULL));
  g_assert_false (pl_window_is_empty (other));
  g_assert_true (pl_form_get_plan (ui_form (other, info->key), &plan, NULL));
  g_assert_true (pl_plan_equal (&plan, ran));
  other_name = pl_page_suggest_name (ui_page (other, info->key));
  if (shown == info)
    g_assert_cmpstr (name, ==, other_name);
  g_assert_true (g_str_has_prefix (name, shown->key));
  g_unlink (path);
  ui_test_close (other);
}

static void
test_contract (gconstpointer data)
{
  const PlPageInfo *info = data;
  PlWindow *window = ui_test_window (1200, 850);
  g_autofree char *name = pl_page_suggest_name (ui_page (window, info->key));

  g_assert_cmpstr (name, ==, "paralane");
  run_page (window, info);
  g_assert_true (can (window, "export") && can (window, "copy-image") && can (window, "print") && can (window, "save"));
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (pl_page_get_canvas (ui_page (window, info->key)))));
  PlCanvas *canvas = pl_page_get_canvas (ui_page (window, info->key));
  wait_until (gtk_widget_get_height (GTK_WIDGET (canvas)) > 100);
  check_walk (canvas);
  check_zoom (canvas);
  check_range (canvas);
  check_large_text (canvas);
  check_exports (window);
  check_copy (window);
  check_print (window, ui_page (window, info->key));
  check_saved (window, info);

  /* The other pages have nothing to do with it. */
  for (guint i = 0; pl_page_info (i) != NULL; i++)
    if (pl_page_info (i) != info)
      {
        ui_activate (window, "win.page", g_variant_new_string (pl_page_info (i)->key));
        g_assert_false (can (window, "export"));
      }
  ui_test_close (window);
}

/* What cannot be run is refused by each form, said in the window, and gone with the default settings. */
static void
test_refused (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  const PlPageInfo *info;

  for (guint i = 0; (info = pl_page_info (i)) != NULL; i++)
    {
      static const char * const fields[] = { [PL_RUN_POOL] = "pool_size", [PL_RUN_RACE] = "workers",
                                             [PL_RUN_SCENE] = "workers",
                                             [PL_RUN_RECORDING] = "command" };
      PlForm *form = ui_form (window, info->key);
      PlPlanData plan;

      /* Nothing can be typed there. */
      if (info->kind == PL_PAGE_OF_NO_KIND)
        continue;
      ui_activate (window, "win.page", g_variant_new_string (info->key));
      if (info->kind == PL_RUN_SCENE)
        {
          pl_plan_init_scene (&plan, PL_SCENE_PHILOSOPHERS);
          pl_form_set_plan (form, &plan);
        }
      gtk_editable_set_text (ui_child (form, fields[info->kind]), "many");
      g_assert_false (pl_form_get_valid (form));
      ui_activate (window, "win.run", NULL);
      g_assert_false (can (window, "pause"));
      g_assert_nonnull (strstr (pl_message_bar_get_text (ui_child (window, "message_bar")), "many"));
      ui_activate (window, "win.reset-plan", NULL);
      g_assert_true (pl_form_get_valid (form));
    }
  ui_test_close (window);
}

/* Every key of the pictures does something, and everything they do has a key. */
static void
test_keys (void)
{
  guint n, n_bound = 0, n_actions = 0;
  const PlAccel *accels = pl_accels (&n);

  for (guint i = 0; i < n; i++)
    {
      gboolean known = FALSE;

      if (accels[i].scope != PL_KEYS_PICTURE && accels[i].scope != PL_KEYS_REPLAY)
        continue;
      n_bound++;
      for (n_actions = 0; pl_canvas_action (n_actions) != NULL; n_actions++)
        known |= g_str_equal (pl_canvas_action (n_actions), accels[i].action);
      g_assert_true (known);
    }
  /* A replay is left by the key that clears what is selected; and that a row is folded which its menu is of has none. */
  g_assert_cmpuint (n_bound + 2, ==, n_actions);
}

/* The bar that replays is the same everywhere: nothing of its page is inherited by what its drop-down is made of. */
static void
test_replay_bars (void)
{
  PlWindow *window = ui_test_window (1100, 760);
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 2, .tasks = 8, .ipc = PL_IPC_QUEUE, .task_ns = 2000000, .seed = 3 });
  g_autoptr(PlTrace) trace = pl_trace_new (log);
  g_autoptr(PlPicture) picture = pl_picture_of_pool (trace);
  int first = 0;

  pl_log_unref (log);
  for (guint i = 0; pl_page_info (i) != NULL; i++)
    {
      PlPage *page = ui_page (window, pl_page_info (i)->key);
      GtkWidget *speed;
      int least, natural;

      /* Any run will do: without one there is no bar. */
      pl_viewer_set_picture (pl_canvas_get_viewer (pl_page_get_canvas (page)), picture, 0);
      speed = gtk_widget_get_last_child (ui_child (page, "replay"));
      while (!GTK_IS_DROP_DOWN (speed))
        speed = gtk_widget_get_prev_sibling (speed);
      gtk_widget_measure (speed, GTK_ORIENTATION_VERTICAL, -1, &least, &natural, NULL, NULL);
      first = i == 0 ? natural : first;
      g_assert_cmpint (natural, ==, first);
    }
  g_assert_cmpint (first, >, 10);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/pages/table", test_table);
  g_test_add_func ("/ui/pages/place", test_place);
  g_test_add_func ("/ui/pages/refused", test_refused);
  g_test_add_func ("/ui/pages/keys", test_keys);
  for (guint i = 0; pl_page_info (i) != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/ui/pages/contract/", pl_page_info (i)->key, NULL);
      g_test_add_data_func (path, pl_page_info (i), test_contract);
    }
  g_test_add_func ("/ui/pages/replay-bars", test_replay_bars);
  return g_test_run ();
}
