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

/* Two runs, and a sentence; but not when somebody stops the first. */
static void
test_duel (void)
{
  PlWindow *window = ui_test_window (1200, 800);
  PlMessageBar *bar = ui_child (window, "message_bar");

  choose (window, PL_POOL_CARD_DUEL);
  g_assert_cmpuint (plan_of (window)->ipc, ==, PL_IPC_QUEUE);
  wait_until (plan_of (window)->ipc == PL_IPC_PIPE && !ui_is_running (window));
  g_assert_nonnull (strstr (pl_message_bar_get_text (bar), "tasks/s"));
  ui_test_close (window);

  window = ui_test_window (1200, 800);
  choose (window, PL_POOL_CARD_DUEL);
  ui_activate (window, "win.run", NULL);
  wait_until (!ui_is_running (window));
  g_assert_cmpuint (plan_of (window)->ipc, ==, PL_IPC_QUEUE);
  g_assert_null (pl_message_bar_get_text (ui_child (window, "message_bar")));
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
  g_test_add_func ("/ui/empty/duel", test_duel);
  g_test_add_func ("/ui/empty/default", test_default);
  return g_test_run ();
}
