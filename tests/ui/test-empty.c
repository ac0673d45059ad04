/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page on which nothing has run yet: what there is to press, and what comes of it. */
#include "config.h"

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/pool/pl-pool-cards.h"
#include "ui/pool/pl-pool-page.h"
#include "ui/widgets/pl-message-bar.h"

static const PlPlanData *
plan_of (PlWindow *window)
{
  PlTrace *trace = pl_pool_page_get_trace (ui_page (window, "pool"));
  return trace != NULL ? pl_log_plan (pl_trace_get_log (trace)) : NULL;
}

static void
choose (PlWindow   *window,
        PlPoolCard  card)
{
  GtkWidget *button = gtk_widget_get_first_child (ui_child (ui_page (window, "pool"), "cards"));

  for (guint i = 0; i < (guint) card; i++)
    button = gtk_widget_get_next_sibling (button);
  g_signal_emit_by_name (button, "clicked");
}

/* Each card is a plan that can be run, that does not take long, and that is what the settings say then. */
static void
test_plans (void)
{
  for (guint card = 0; card < PL_POOL_N_CARDS; card++)
    for (guint n_cpus = 1; n_cpus <= 256; n_cpus *= 2)
      {
        PlPlanData plan;
        g_autoptr(GError) error = NULL;

        pl_pool_card_init_plan (card, n_cpus, &plan);
        g_assert_true (pl_plan_validate (&plan, &error));
        g_assert_no_error (error);
        g_assert_cmpfloat ((double) plan.tasks * (double) plan.task_time_ns / MIN (n_cpus, plan.pool_size), <, 9e9);
        if (card == PL_POOL_CARD_CROWD && n_cpus < 32)
          g_assert_cmpuint (plan.pool_size, >, n_cpus);
      }
}

static void
test_card (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlPlanData plan, shown;

  pl_pool_card_init_plan (PL_POOL_CARD_STRAGGLER, g_get_num_processors (), &plan);
  choose (window, PL_POOL_CARD_STRAGGLER);
  g_assert_true (ui_is_running (window));
  g_assert_true (pl_plan_equal (plan_of (window), &plan));
  g_assert_true (pl_form_get_plan (ui_form (window, "pool"), &shown, NULL));
  g_assert_true (pl_plan_equal (&shown, &plan));
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  ui_test_close (window);
}

/* The three channels, a run each, and their timelines beside each other; what was measured when somebody stops it. */
static void
test_channels (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlPage *page = ui_page (window, "pool");
  gboolean seen[PL_N_IPC] = { FALSE };
  PlLog *const *logs;
  guint n = 0;

  choose (window, PL_POOL_CARD_CHANNELS);
  g_assert_nonnull (pl_page_get_comparison (page));
  wait_until (!ui_is_running (window) && pl_comparison_get_logs (pl_page_get_comparison (page), &n) != NULL && n == PL_N_IPC);
  logs = pl_comparison_get_logs (pl_page_get_comparison (page), &n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_false (seen[pl_log_plan (logs[i])->ipc]);
      seen[pl_log_plan (logs[i])->ipc] = TRUE;
      g_assert_cmpuint (pl_log_plan (logs[i])->tasks, ==, 20000);
    }
  ui_test_close (window);

  window = ui_test_window (1200, 800);
  choose (window, PL_POOL_CARD_CHANNELS);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_null (pl_message_bar_get_text (ui_child (window, "message_bar")));
  ui_test_close (window);
}

/* The button of that class that is in sight; NULL: there is none. */
static GtkWidget *
find_large (GtkWidget *widget)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, "large") && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_large (child);
  return found;
}

/* With its padding. */
static float
height_of (GtkWidget *widget)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, widget, &bounds) ? bounds.size.height : 0;
}

/* In the middle of each: a Run that cannot be overlooked, and does what that of the title bar does. */
static void
test_run_button (void)
{
  static const char * const pages[] = { "pool", "race", "scene", "recording" };
  PlWindow *window = ui_test_window (1200, 800);
  GtkWidget *small = ui_child (window, "run_button");

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *button = NULL;

      ui_activate (window, "win.page", g_variant_new_string (pages[i]));
      wait_until ((button = find_large (ui_page (window, pages[i]))) != NULL && height_of (button) > 1.2f * height_of (small));
      g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, "Run");
      g_assert_true (gtk_widget_has_css_class (button, "suggested-action"));
      if (g_str_equal (pages[i], "recording"))
        continue;
      gtk_widget_activate (button);
      wait_until (ui_is_running (window));
      ui_activate (window, "win.run", NULL);
      wait_until (!ui_is_running (window));
    }
  ui_test_close (window);
}

/* Long enough to be seen growing, short enough to wait for. */
static void
test_default (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  g_assert_cmpfloat ((double) plan.tasks * (double) plan.task_time_ns / MIN (plan.pool_size, 2), >=, 1.5e9);
  g_assert_cmpfloat ((double) plan.tasks * (double) plan.task_time_ns / MIN (plan.pool_size, 2), <=, 4e9);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/empty/plans", test_plans);
  g_test_add_func ("/ui/empty/card", test_card);
  g_test_add_func ("/ui/empty/channels", test_channels);
  g_test_add_func ("/ui/empty/run-button", test_run_button);
  g_test_add_func ("/ui/empty/default", test_default);
  return g_test_run ();
}
