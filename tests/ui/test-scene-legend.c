/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend of the scenes' page. */
#include "config.h"

#include "log/pl-scenes.h"
#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/pool/pl-legend.h"
#include "ui/scene/pl-scene-page.h"

static gboolean
is_running (PlWindow *window)
{
  return g_str_equal (gtk_button_get_label (ui_child (window, "run_button")), "Stop");
}

static PlScenePage *
page_of (PlWindow *window)
{
  return ui_page (window, "scene");
}

static void
start (PlWindow  *window,
       PlSceneId  scene,
       guint      variant)
{
  PlPlanData plan;

  pl_plan_init_scene (&plan, scene);
  plan.scene_variant = variant;
  pl_form_set_plan (ui_form (window, "scene"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("scene"));
  ui_activate (window, "win.run", NULL);
}

static void
run_to_end (PlWindow  *window,
            PlSceneId  scene,
            guint      variant)
{
  start (window, scene, variant);
  wait_until (!is_running (window));
}

/* Each state can be filtered out, which is said, also of what is kept beside it; a new run shows all of them. */
static void
test_hidden (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlLegend *legend = ui_child (page_of (window), "legend");
  GtkWidget *chip = gtk_widget_get_last_child (GTK_WIDGET (legend)), *waiting;
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (PL_PAGE (page_of (window))));
  PlViewer *beside = pl_canvas_get_viewer (ui_child (page_of (window), "beside"));

  run_to_end (window, PL_SCENE_DEADLOCK, PL_VARIANT_FAULTY);
  ui_activate (window, "win.scene-beside", NULL);
  wait_until (!is_running (window));
  waiting = pl_legend_get_button (legend, PL_STATE_WAITING_LOCK);
  g_assert_nonnull (waiting);
  g_assert_false (gtk_widget_get_visible (chip));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (waiting), FALSE);
  g_assert_cmphex (pl_viewer_get_viewport (viewer)->hidden, ==, 1u << PL_STATE_WAITING_LOCK);
  g_assert_cmphex (pl_viewer_get_viewport (beside)->hidden, ==, 1u << PL_STATE_WAITING_LOCK);
  g_assert_true (gtk_widget_get_visible (chip));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "1 state hidden: show all");
  g_signal_emit_by_name (chip, "clicked");
  g_assert_cmphex (pl_viewer_get_viewport (viewer)->hidden | pl_viewer_get_viewport (beside)->hidden, ==, 0);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (waiting), FALSE);
  run_to_end (window, PL_SCENE_DEADLOCK, PL_VARIANT_FAULTY);
  g_assert_cmphex (pl_viewer_get_viewport (viewer)->hidden, ==, 0);
  g_assert_false (gtk_widget_get_visible (chip));
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/scene-legend/hidden", test_hidden);
  return g_test_run ();
}
