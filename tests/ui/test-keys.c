/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where keys go, and what the keyboard is left on. */
#include "config.h"

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/pl-settings.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/race/pl-race-page.h"
#include "ui/widgets/pl-fold.h"

static void
set_pool (PlWindow *window,
          guint     tasks,
          gint64    task_time_ns)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  plan.pool_size = 2;
  plan.tasks = tasks;
  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = task_time_ns;
  pl_form_set_plan (ui_form (window, "pool"), &plan);
}

static void
set_race (PlWindow *window)
{
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 2000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
}

static GtkWidget *
focus_of (PlWindow *window)
{
  return gtk_window_get_focus (GTK_WINDOW (window));
}

static PlCanvas *
canvas_of (PlWindow   *window,
           const char *page)
{
  return pl_page_get_canvas (ui_page (window, page));
}

static void
run_pool (PlWindow *window)
{
  set_pool (window, 8, 1000000);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
}

static double
text_scale (PlWindow *window)
{
  return pl_canvas_get_drawing (canvas_of (window, "pool"))->scale;
}

static gint64
shown_ns (PlWindow *window)
{
  gint64 from = 0, to = 0;

  pl_viewer_get_range (pl_canvas_get_viewer (canvas_of (window, "pool")), &from, &to);
  return to - from;
}

/* Text in pictures follows the size that the desktop has set. */
static void
test_desktop_text_size (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (window));
  double scale;
  int dpi;

  run_pool (window);
  wait_until (pl_canvas_get_drawing (canvas_of (window, "pool")) != NULL);
  scale = text_scale (window);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (dpi > 0 ? dpi : 96 * 1024) * 3 / 2, NULL);
  wait_until (ABS (text_scale (window) - 1.5 * scale) < 0.01);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  wait_until (ABS (text_scale (window) - scale) < 0.01);
  ui_test_close (window);
}

/* All of the picture, and the words around it, grow; a new window remembers it. */
static void
test_text_size (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PangoContext *words = gtk_widget_get_pango_context (ui_child (ui_page (window, "pool"), "title"));
  int size = pango_font_description_get_size (pango_context_get_font_description (words));
  double scale;

  run_pool (window);
  wait_until (pl_canvas_get_drawing (canvas_of (window, "pool")) != NULL);
  scale = text_scale (window);
  ui_press (window, "ctrl+shift+plus");
  wait_until (text_scale (window) > scale * 1.1);
  ui_press (window, "ctrl+shift+plus");
  wait_until (text_scale (window) > scale * 1.25);
  g_assert_cmpint (pango_font_description_get_size (pango_context_get_font_description (words)), >, size * 5 / 4);
  ui_test_close (window);

  window = ui_test_window (1200, 800);
  run_pool (window);
  wait_until (pl_canvas_get_drawing (canvas_of (window, "pool")) != NULL);
  g_assert_cmpfloat (text_scale (window), >, scale * 1.25);
  ui_press (window, "ctrl+shift+minus");
  wait_until (text_scale (window) < scale * 1.25);
  ui_press (window, "ctrl+shift+0");
  wait_until (ABS (text_scale (window) - scale) < 0.01);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "text-normal"));
  /* There is an end to it. */
  for (guint i = 0; i < 20; i++)
    ui_activate (window, "win.text-normal", NULL);
  while (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "text-larger"))
    ui_activate (window, "win.text-larger", NULL);
  wait_until (text_scale (window) > scale * 2.4);
  ui_activate (window, "win.text-normal", NULL);
  ui_test_close (window);
}

/* What zooms in time does not touch the text, and the other way round. */
static void
test_zoom_keys (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  gint64 shown;
  double scale;

  run_pool (window);
  wait_until (pl_canvas_get_drawing (canvas_of (window, "pool")) != NULL);
  scale = text_scale (window);
  shown = shown_ns (window);
  ui_press (window, "ctrl+equal ctrl+KP_Add");
  wait_until (shown_ns (window) < shown / 2);
  shown = shown_ns (window);
  ui_press (window, "ctrl+minus");
  wait_until (shown_ns (window) > shown);
  g_assert_cmpfloat (text_scale (window), ==, scale);
  shown = shown_ns (window);
  ui_press (window, "ctrl+shift+plus ctrl+shift+minus ctrl+shift+minus");
  wait_until (text_scale (window) < scale);
  g_assert_cmpint (shown_ns (window), ==, shown);
  ui_activate (window, "win.text-normal", NULL);
  ui_test_close (window);
}

/* Full screen: the picture has all of the height, without settings, and larger type; space runs. */
static void
test_presenting (void)
{
  PlWindow *window = ui_test_window (1024, 768);
  PlFold *fold = ui_child (window, "fold");
  GtkWidget *titlebar = gtk_window_get_titlebar (GTK_WINDOW (window));
  PlTrace *trace;
  int height;
  double scale;

  run_pool (window);
  wait_until (pl_canvas_get_drawing (canvas_of (window, "pool")) != NULL && pl_fold_get_show_sidebar (fold));
  scale = text_scale (window);
  height = gtk_widget_get_height (GTK_WIDGET (fold));
  trace = pl_pool_page_get_trace (ui_page (window, "pool"));
  /* Elsewhere space is not for running: it plays what has run. */
  ui_press (window, "space");
  wait_until (pl_replay_get_playing (pl_canvas_get_replay (canvas_of (window, "pool"))));
  ui_press (window, "F11");
  /* Once that has begun, in full screen, too. */
  wait_until (!gtk_widget_get_mapped (titlebar));
  ui_press (window, "space");
  wait_until (!pl_replay_get_playing (pl_canvas_get_replay (canvas_of (window, "pool"))));
  ui_press (window, "Escape n");
  wait_until (ABS (text_scale (window) - scale * 1.75) < 0.01 && !gtk_widget_get_mapped (titlebar));
  g_assert_true (pl_pool_page_get_trace (ui_page (window, "pool")) == trace);
  wait_until (!pl_fold_get_show_sidebar (fold) && gtk_widget_get_height (GTK_WIDGET (fold)) > height);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (canvas_of (window, "pool"))));
  ui_press (window, "space");
  wait_until (pl_pool_page_get_trace (ui_page (window, "pool")) != trace && !ui_is_running (window));

  /* The other pages, too: also where there is nothing yet that could have the focus. */
  set_race (window);
  ui_press (window, "alt+2 space");
  wait_until (pl_race_page_get_race (ui_page (window, "race")) != NULL);
  wait_until (gtk_widget_has_focus (GTK_WIDGET (canvas_of (window, "race"))));

  ui_press (window, "F11");
  wait_until (gtk_widget_get_mapped (titlebar) && pl_fold_get_show_sidebar (fold));
  ui_press (window, "alt+1");
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (canvas_of (window, "pool"))) &&
              ABS (text_scale (window) - scale) < 0.01);
  ui_test_close (window);
  /* It is not how the window is next time. */
  g_assert_true (pl_settings_get_sidebar ());
  g_assert_cmpfloat (pl_settings_get_text_size (), ==, 1);
}

/* The picture goes away while the race runs; in the end the keyboard is in it again, every time. */
static void
test_focus_race (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlRacePage *page = ui_page (window, "race");

  set_race (window);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  for (guint i = 0; i < 3; i++)
    {
      PlRace *before = pl_race_page_get_race (page);

      ui_press (window, "F5");
      wait_until (pl_race_page_get_race (page) != before && !ui_is_running (window));
      wait_until (focus_of (window) == GTK_WIDGET (canvas_of (window, "race")));
    }
  ui_activate (window, "win.compare", NULL);
  wait_until (pl_race_page_get_compare (page) != NULL);
  wait_until (focus_of (window) == GTK_WIDGET (pl_page_get_canvas (PL_PAGE (page))));
  ui_test_close (window);
}

/* Never the secondary button. */
static void
test_focus_page (void)
{
  static const char * const pages[] = { "race", "scene", "pool" };
  PlWindow *window = ui_test_window (1200, 800);
  GtkWidget *run = ui_child (window, "run_button");
  g_autofree char *path = ui_temp_path ("focus.paralane");

  run_pool (window);
  wait_until (focus_of (window) == GTK_WIDGET (canvas_of (window, "pool")));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *wanted = i < 2 ? run : GTK_WIDGET (canvas_of (window, "pool"));

      ui_activate (window, "win.page", g_variant_new_string (pages[i]));
      wait_until (focus_of (window) == wanted);
    }
  ui_activate (window, "win.save-to", g_variant_new_string (path));
  ui_test_close (window);

  window = ui_test_window (1200, 800);
  g_assert_true (focus_of (window) == ui_child (window, "run_button"));
  ui_activate (window, "win.open-file", g_variant_new_string (path));
  wait_until (focus_of (window) == GTK_WIDGET (canvas_of (window, "pool")));
  ui_test_close (window);
}

/* Keys of the picture, while something else has the focus; but not where text is written or another thing is chosen. */
static void
test_picture_keys (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlCanvas *canvas = canvas_of (window, "pool");
  GtkWidget *tasks = ui_child (ui_form (window, "pool"), "tasks"), *entry = ui_child (ui_form (window, "pool"), "task_time");
  gint64 shown;

  run_pool (window);
  wait_until (pl_canvas_get_drawing (canvas) != NULL);
  shown = shown_ns (window);
  gtk_widget_grab_focus (ui_child (window, "run_button"));
  ui_press (window, "Right");
  wait_until (pl_canvas_get_viewport (canvas)->has_selection);
  ui_press (window, "Down Right Right z");
  wait_until (shown_ns (window) < shown);
  ui_press (window, "0 Escape");
  wait_until (shown_ns (window) >= shown && !pl_canvas_get_viewport (canvas)->has_selection);

  gtk_widget_grab_focus (tasks);
  ui_press (window, "BackSpace 7");
  wait_until (g_str_has_suffix (gtk_editable_get_text (GTK_EDITABLE (tasks)), "7"));
  ui_press (window, "Left Up 9");
  wait_until (strchr (gtk_editable_get_text (GTK_EDITABLE (tasks)), '9') != NULL);
  g_assert_false (pl_canvas_get_viewport (canvas)->has_selection);
  /* Nor where an entry has no use for them itself. */
  gtk_widget_grab_focus (entry);
  ui_press (window, "Down");
  wait_until (!gtk_widget_is_ancestor (focus_of (window), entry));
  g_assert_false (pl_canvas_get_viewport (canvas)->has_selection);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/keys/text-size", test_text_size);
  g_test_add_func ("/ui/keys/zoom", test_zoom_keys);
  g_test_add_func ("/ui/keys/presenting", test_presenting);
  g_test_add_func ("/ui/keys/focus-race", test_focus_race);
  g_test_add_func ("/ui/keys/focus-page", test_focus_page);
  g_test_add_func ("/ui/keys/picture", test_picture_keys);
  g_test_add_func ("/ui/keys/desktop-text-size", test_desktop_text_size);
  return g_test_run ();
}
