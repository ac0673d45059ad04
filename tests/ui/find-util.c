/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "find-util.h"

#include <string.h>

#include "fixture-log.h"
#include "ui/find/pl-find-tabs.h"
#include "ui/pl-page.h"

PlCanvas *
find_canvas (PlWindow *window)
{
  return pl_page_get_canvas (ui_page (window, "pool"));
}

PlWindow *
find_show_pool (PlIpc ipc)
{
  PlWindow *window = ui_test_window (1100, 760);
  PlLog *log = fixture_pool (&(FixturePlan) { .workers = 3, .tasks = 40, .ipc = ipc, .task_ns = 900000, .seed = 4 });

  pl_page_show_log (ui_page (window, "pool"), log);
  pl_log_unref (log);
  wait_until (pl_canvas_get_drawing (find_canvas (window)) != NULL);
  gtk_widget_grab_focus (GTK_WIDGET (find_canvas (window)));
  return window;
}

void
find_look_closer (PlWindow   *window,
                  const char *tab)
{
  ui_activate (window, "win.look-closer", g_variant_new_string (tab));
}

GtkWidget *
find_tab (PlWindow   *window,
          const char *key)
{
  return pl_find_pane_get_tab (ui_child (window, "find_pane"), key);
}

gboolean
find_says (GtkWidget  *widget,
           const char *words)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (find_says (child, words))
      return TRUE;
  return FALSE;
}
