/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend of the scenes' page. */
#include "config.h"

#include "ui-scene.h"
#include "ui/pool/pl-legend.h"

/* Each state can be filtered out, which is said, also of what is kept beside it; a new run shows all of them. */
static void
test_hidden (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlLegend *legend = ui_child (page_of (window), "legend");
  GtkWidget *chip, *waiting;
  PlViewer *viewer = pl_canvas_get_viewer (pl_page_get_canvas (PL_PAGE (page_of (window))));
  PlViewer *beside = pl_canvas_get_viewer (ui_child (page_of (window), "beside"));

  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (legend)));
  run_to_end (window, PL_SCENE_DEADLOCK, PL_VARIANT_FAULTY);
  chip = gtk_widget_get_last_child (GTK_WIDGET (legend));
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
