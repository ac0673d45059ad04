/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proof of a race walked, and zoomed into. */
#include "config.h"

#include "plan/pl-plan.h"
#include "race-util.h"

static guint64
n_findings (PlCanvas *canvas)
{
  return pl_picture_get_n_findings (pl_canvas_get_picture (canvas));
}

static gboolean
selected_increment (PlCanvas    *canvas,
                    PlIncrement *increment)
{
  const PlViewport *view = pl_canvas_get_viewport (canvas);

  *increment = (PlIncrement) { view->selected.lane, (guint32) view->selected.index };
  return view->has_selection;
}

/* Lost updates, one after the other, each told in words. Which and how many, chance decides. */
static void
test_walk (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  guint64 n = 0;

  for (int tries = 0; tries < 20 && n < 2; tries++)
    {
      PlRace *before = pl_race_page_get_race (page);
      race_start (window, 4, 100000);
      wait_until (pl_race_page_get_race (page) != before);
      n = n_findings (canvas);
    }
  if (n < 2)
    {
      g_test_skip ("This machine lost no updates.");
      ui_test_close (window);
      return;
    }

  PlRace *race = pl_race_page_get_race (page);
  guint part = (guint) pl_race_find_part (race, PL_RACE_NONE, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (page), "canvas.begin", NULL);
  g_assert_cmpuint (pl_canvas_get_viewport (canvas)->focus, ==, 0);
  for (guint64 i = 0; i < MIN (n, 20); i++)
    {
      g_autofree char *sentence = pl_race_branch_sentence (race, part, i);
      g_autofree char *title = pl_race_branch_title (race, part, i);
      g_autofree char *name = g_strdup_printf ("Race: %s", title);
      g_autofree char *subtitle = pl_race_subtitle (race);
      g_autofree char *description = g_strdup_printf ("%s\n%s", sentence, subtitle);

      g_assert_cmpuint (pl_canvas_get_viewport (canvas)->focus, ==, i);
      g_assert_true (ui_is_named (canvas, name));
      g_assert_true (ui_is_described (canvas, description));
      gtk_widget_activate_action (GTK_WIDGET (page), "canvas.next-finding", NULL);
    }
  gtk_widget_activate_action (GTK_WIDGET (page), "canvas.end", NULL);
  gtk_widget_activate_action (GTK_WIDGET (page), "canvas.next-finding", NULL);
  g_assert_cmpuint (pl_canvas_get_viewport (canvas)->focus, ==, n - 1);
  gtk_widget_activate_action (GTK_WIDGET (page), "canvas.previous-finding", NULL);
  g_assert_cmpuint (pl_canvas_get_viewport (canvas)->focus, ==, n - 2);
  ui_test_close (window);
}

static void
press (PlRacePage *page,
       const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), action, NULL));
}

static gint64
range_of (PlRacePage *page)
{
  const PlViewport *view = pl_canvas_get_viewport (pl_page_get_canvas (PL_PAGE (page)));
  return view->to_ns - view->from_ns;
}

/* What is selected is told in words. */
static void
check_selected (PlRacePage *page,
                PlIncrement wanted)
{
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  PlRace *race = pl_race_page_get_race (page);
  g_autofree char *sentence = pl_race_increment_sentence (race, pl_race_get_main_part (race), wanted);
  PlIncrement selected;

  g_assert_true (selected_increment (canvas, &selected));
  g_assert_cmpuint (selected.worker, ==, wanted.worker);
  g_assert_cmpuint (selected.seq, ==, wanted.seq);
  g_assert_true (ui_is_described (canvas, sentence));
}

static void
check_walk (PlRacePage   *page,
            PlCanvas     *canvas)
{
  PlIncrement start, at;
  guint n;

  press (page, "canvas.right");
  g_assert_true (selected_increment (canvas, &start));
  check_selected (page, start);
  n = pl_race_get_n_increments (pl_race_page_get_race (page), 0, start.worker);
  if (start.seq + 1 < n)
    {
      press (page, "canvas.right");
      check_selected (page, (PlIncrement) { start.worker, start.seq + 1 });
      press (page, "canvas.left");
    }
  check_selected (page, start);

  /* From the uppermost lane to the lowest one, and no further. */
  for (guint i = 0; i < 10; i++)
    press (page, "canvas.up");
  for (guint worker = 0; worker < 6; worker++)
    {
      g_assert_true (selected_increment (canvas, &at));
      g_assert_cmpuint (at.worker, ==, MIN (worker, 3));
      check_selected (page, at);
      press (page, "canvas.down");
    }
  press (page, "canvas.clear");
  g_assert_false (selected_increment (canvas, &at));
}

static void
test_zoom (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  const PlViewport *view = pl_canvas_get_viewport (pl_page_get_canvas (PL_PAGE (page)));
  PlIncrement selected;
  gint64 whole, range;

  race_start (window, 4, 20000);
  wait_until (pl_race_page_get_race (page) != NULL);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (canvas)) && gtk_widget_get_height (GTK_WIDGET (canvas)) > 100);
  g_assert_cmpint (range_of (page), ==, 0);

  press (page, "canvas.fit");
  whole = range_of (page);
  g_assert_cmpint (whole, >, 1000);
  press (page, "canvas.zoom-out");
  press (page, "canvas.page-right");
  press (page, "canvas.pan-left");
  g_assert_cmpint (range_of (page), ==, whole);
  for (range = whole; range > 60; range = range_of (page))
    {
      press (page, "canvas.zoom-in");
      g_assert_cmpint (range_of (page), <, range);
    }
  press (page, "canvas.page-right");
  press (page, "canvas.pan-left");
  g_assert_cmpint (range_of (page), ==, range);
  check_walk (page, canvas);

  press (page, "canvas.right");
  press (page, "canvas.zoom-selection");
  g_assert_cmpint (view->to_ns, ==, 0);
  g_assert_false (selected_increment (canvas, &selected));
  ui_test_close (window);
}

/* Whatever has been zoomed to, the next proof is shown close up. */
static void
test_zoom_then_walk (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = race_page (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  PlIncrement selected;

  race_start (window, 4, 100000);
  wait_until (pl_race_page_get_race (page) != NULL);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (canvas)) && gtk_widget_get_height (GTK_WIDGET (canvas)) > 100);
  press (page, "canvas.fit");
  press (page, "canvas.right");
  g_assert_cmpint (range_of (page), >, 0);
  if (n_findings (canvas) > 0)
    {
      press (page, "canvas.end");
      g_assert_cmpint (range_of (page), ==, 0);
      g_assert_false (selected_increment (canvas, &selected));
    }
  ui_test_close (window);
}

/* Played is the whole race, not the moment that is shown first. */
static void
test_replay (void)
{
  PlWindow *window = ui_test_window (1100, 800);
  PlRacePage *page = race_page (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  gint64 from, to, begin, end;

  for (int tries = 0; tries < 20 && (tries == 0 || n_findings (canvas) == 0); tries++)
    {
      PlRace *before = pl_race_page_get_race (page);
      race_start (window, 4, 100000);
      wait_until (pl_race_page_get_race (page) != before);
    }
  if (n_findings (canvas) == 0)
    {
      g_test_skip ("This machine lost no updates.");
      ui_test_close (window);
      return;
    }
  wait_until (pl_canvas_get_drawing (canvas) != NULL);
  g_assert_true (pl_picture_get_whole (pl_canvas_get_picture (canvas), &begin, &end));
  g_assert_true (pl_viewer_get_range (pl_canvas_get_viewer (canvas), &from, &to));
  /* Close up, with its margins, may be longer than all of it where somebody lost the CPU just there. */
  g_assert_true (from != begin || to != end);
  gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.play", NULL);
  g_assert_true (pl_replay_get_playing (pl_canvas_get_replay (canvas)));
  g_assert_true (pl_viewer_get_range (pl_canvas_get_viewer (canvas), &from, &to));
  g_assert_cmpint (from, ==, begin);
  g_assert_cmpint (to, ==, end);
  gtk_widget_activate_action (GTK_WIDGET (canvas), "canvas.leave-replay", NULL);
  g_assert_cmpint (pl_canvas_get_viewport (canvas)->until_ns, ==, 0);
  ui_test_close (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/race/walk", test_walk);
  g_test_add_func ("/ui/race/zoom", test_zoom);
  g_test_add_func ("/ui/race/zoom-then-walk", test_zoom_then_walk);
  g_test_add_func ("/ui/race/replay", test_replay);
  return g_test_run ();
}
