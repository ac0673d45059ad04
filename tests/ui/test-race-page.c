/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The race page with a real race. */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "plan/pl-plan.h"
#include "ui-util.h"
#include "ui/race/pl-lock-chooser.h"
#include "ui/race/pl-race-form.h"
#include "ui/race/pl-race-page.h"

static void
start_race (PlWindow *window,
            guint     workers,
            guint     increments)
{
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = workers;
  plan.increments = increments;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
}

static PlRacePage *
page_of (PlWindow *window)
{
  return ui_page (window, "race");
}

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

static void
test_run (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  PlRacePartResult result;

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));
  start_race (window, 2, 20000);
  wait_until (pl_race_page_get_race (page) != NULL);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "export-to"));

  PlRace *race = pl_race_page_get_race (page);
  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      pl_race_get_result (race, part, &result);
      if (result.timed)
        g_assert_cmpuint (result.expected, >, 0);
      else
        g_assert_cmpuint (result.expected, ==, 40000);
      g_assert_cmpuint (result.final_value + result.lost, ==, result.expected);
      g_assert_true (!result.recorded || result.balanced);
    }
  g_assert_true (pl_window_get_type () == G_OBJECT_TYPE (window));
  ui_test_close (window);
}

/* Lost updates, one after the other, each told in words. Which and how many, chance decides. */
static void
test_walk (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  guint64 n = 0;

  for (int tries = 0; tries < 20 && n < 2; tries++)
    {
      PlRace *before = pl_race_page_get_race (page);
      start_race (window, 4, 100000);
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
test_export_save (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  g_autofree char *svg = ui_temp_path ("canvas.svg");
  g_autofree char *saved = ui_temp_path ("canvas.paralane");
  PlRacePartResult before, after;

  start_race (window, 2, 5000);
  wait_until (pl_race_page_get_race (page_of (window)) != NULL);
  pl_race_get_result (pl_race_page_get_race (page_of (window)), 0, &before);
  ui_activate (window, "win.export-to", g_variant_new_string (svg));
  g_assert_true (g_file_test (svg, G_FILE_TEST_EXISTS));
  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  ui_test_close (window);

  /* Opened in a new window, it shows the race page by itself. */
  window = ui_test_window (1200, 850);
  pl_window_open_path (window, saved);
  wait_until (pl_race_page_get_race (page_of (window)) != NULL);
  pl_race_get_result (pl_race_page_get_race (page_of (window)), 0, &after);
  g_assert_cmpuint (before.final_value, ==, after.final_value);
  g_assert_cmpuint (before.branches, ==, after.branches);
  g_unlink (svg);
  g_unlink (saved);
  ui_test_close (window);
}

static char *
export_as (PlWindow   *window,
           const char *name,
           const char *action)
{
  g_autofree char *path = ui_temp_path (name);
  char *bytes = NULL;

  ui_activate (window, action, g_variant_new_string (path));
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_unlink (path);
  return bytes;
}

static GtkEditable *
guess_entry (PlWindow *window)
{
  return ui_child (ui_form (window, "race"), "guess");
}

static const char *
asked (PlWindow *window)
{
  return gtk_label_get_text (ui_child (page_of (window), "empty_title"));
}

/* Asked before, typed, run by Return, and there beside the result; from now on the same race keeps it. */
static void
test_guess (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  g_autofree char *picture = NULL, *saved = ui_temp_path ("guess.paralane"), *sentence = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 20000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_nonnull (strstr (asked (window), "2 workers add 1 to one counter, 20,000 times each"));
  gtk_editable_set_text (guess_entry (window), "39000");
  g_signal_emit_by_name (guess_entry (window), "activate");
  /* Once more while it runs does not stop it. */
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "start"));
  g_signal_emit_by_name (guess_entry (window), "activate");
  wait_until (pl_race_page_get_race (page) != NULL);

  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->guess, ==, 39000);
  sentence = pl_race_guess_sentence (pl_race_page_get_race (page));
  g_assert_true (g_str_has_prefix (sentence, "You guessed 39,000: "));
  picture = export_as (window, "guess.svg", "win.export-to");
  g_assert_nonnull (strstr (picture, sentence));
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "39000");
  ui_activate (window, "win.save-to", g_variant_new_string (saved));
  gtk_spin_button_set_value (ui_child (ui_form (window, "race"), "workers"), 3);
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "");
  pl_window_open_path (window, saved);
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "39000");
  g_unlink (saved);
  ui_test_close (window);

  /* The next window starts without. */
  window = ui_test_window (1200, 850);
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "");
  ui_test_close (window);
}

/* Told to those who cannot see it; of one worker, who loses nothing, so that the words are known. */
static void
test_guess_told (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  g_autofree char *footer = NULL, *subtitle = NULL, *told = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 1;
  plan.increments = 1000;
  plan.guess = 900;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
  wait_until (pl_race_page_get_race (page) != NULL);
  footer = pl_race_footer (pl_race_page_get_race (page));
  subtitle = pl_race_subtitle (pl_race_page_get_race (page));
  told = g_strdup_printf ("%s\n%s\nYou guessed 900: 100 too few.", footer, subtitle);
  g_assert_true (ui_is_described (canvas, told));
  ui_test_close (window);
}

/* The question stands in the middle of the empty page, and so does where to answer it; settings or not. */
static void
test_guess_in_the_middle (void)
{
  PlWindow *window = ui_test_window (900, 600);
  PlRacePage *page = page_of (window);
  GtkWidget *entry = ui_child (page, "page_guess"), *error = ui_child (page, "guess_error");
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.increments = 1000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  wait_until (gtk_widget_get_mapped (entry));
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (entry)), ==, "e.g. 4,000");
  gtk_editable_set_text (GTK_EDITABLE (entry), "4001");
  g_assert_true (gtk_widget_get_visible (error));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (error)), "4,000"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "3900");
  g_assert_false (gtk_widget_get_visible (error));
  g_assert_cmpstr (gtk_editable_get_text (guess_entry (window)), ==, "3900");
  g_signal_emit_by_name (entry, "activate");
  wait_until (pl_race_page_get_race (page) != NULL);
  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->guess, ==, 3900);

  ui_activate (window, "win.predict-first", NULL);
  g_assert_false (gtk_widget_get_visible (entry));
  ui_activate (window, "win.predict-first", NULL);
  g_assert_true (gtk_widget_get_visible (entry));
  ui_test_close (window);
}

/* Switched off nothing is asked, and nothing typed before is used. */
static void
test_guess_off (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  GtkWidget *row = ui_child (ui_form (window, "race"), "guess_row");

  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.increments = 1000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_true (gtk_widget_get_visible (row));
  gtk_editable_set_text (guess_entry (window), "5");
  ui_activate (window, "win.predict-first", NULL);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_true (g_str_has_prefix (asked (window), "Press Run"));
  ui_activate (window, "win.run", NULL);
  wait_until (pl_race_page_get_race (page) != NULL);
  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->guess, ==, 0);
  ui_test_close (window);

  /* That is remembered. */
  window = ui_test_window (1200, 850);
  row = ui_child (ui_form (window, "race"), "guess_row");
  g_assert_false (gtk_widget_get_visible (row));
  ui_activate (window, "win.predict-first", NULL);
  g_assert_true (gtk_widget_get_visible (row));
  ui_test_close (window);
}

/* Elsewhere memory is kept for other reasons. */
#if !defined (__SANITIZE_ADDRESS__) && defined (__GLIBC__)
#define MEMORY_IS_KNOWN
static guint64
resident_bytes (void)
{
  g_autofree char *text = NULL;
  g_auto(GStrv) fields = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (fields[1], NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
}
#endif

/* What a proof wrote on goes back to the system: thirty races take hardly more than five. */
static void
test_memory (void)
{
#ifndef MEMORY_IS_KNOWN
  g_test_skip ("Memory is kept here for other reasons.");
#else
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  guint64 before = 0;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.overlap_ns = 0;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  for (guint i = 0; i < 30; i++)
    {
      PlRace *race = pl_race_page_get_race (page);

      ui_activate (window, "win.run", NULL);
      wait_until (pl_race_page_get_race (page) != race);
      if (i == 4)
        before = resident_bytes ();
    }
  g_test_message ("%.1f MB after 5 races, %.1f MB after 30", before / 1e6, resident_bytes () / 1e6);
  g_assert_cmpuint (resident_bytes (), <, before + 40000000);
  ui_test_close (window);
#endif
}

/* So few increments that nobody meets anybody: the page says so in grey, and one button gives it more time. */
static void
test_longer (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  PlRace *race = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 1;
  plan.overlap_ns = 0;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "race-longer"));
  for (guint tries = 0; tries < 20; tries++)
    {
      ui_activate (window, "win.run", NULL);
      wait_until (pl_race_page_get_race (page) != race);
      race = pl_race_page_get_race (page);
      if (gtk_widget_get_mapped (ui_child (page, "hint_box")))
        break;
    }
  g_assert_true (gtk_widget_get_visible (ui_child (page, "hint_box")));
  g_assert_nonnull (strstr (gtk_label_get_text (ui_child (page, "hint")), "this was no race"));
  g_assert_true (gtk_widget_get_visible (ui_child (page, "longer_button")));
  gtk_widget_activate (ui_child (page, "longer_button"));
  wait_until (pl_race_page_get_race (page) != race);
  g_assert_cmpuint (pl_log_plan (pl_race_get_log (pl_race_page_get_race (page)))->increments, ==, PL_RACE_LONGER);
  g_assert_cmpfloat (gtk_spin_button_get_value (ui_child (ui_form (window, "race"), "increments")), ==, PL_RACE_LONGER);
  ui_test_close (window);
}

/* Many trials: their histogram, and the last of them as ever. */
static void
test_trials (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  g_autofree char *trials = NULL, *proof = NULL, *certificate = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.increments = 1000;
  plan.trials = 5;
  pl_plan_set_lock (&plan, PL_RACE_TICKET);
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
  wait_until (pl_race_page_get_shown (page) == PL_RACE_SHOWS_TRIALS);
  trials = export_as (window, "trials.svg", "win.export-to");
  g_assert_nonnull (strstr (trials, "1,000 increments each, 5 trials"));
  g_assert_nonnull (strstr (trials, "Ticket lock, recorded: 5 of 5 right"));

  gtk_stack_set_visible_child_name (ui_child (page, "pictures"), "proof");
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_PROOF);
  proof = export_as (window, "proof.svg", "win.export-to");
  g_assert_null (strstr (proof, "5 of 5 right"));
  certificate = export_as (window, "certificate.csv", "win.certificate-to");
  g_assert_true (g_str_has_prefix (certificate, "part,lock,worker,increment,"));
  g_assert_nonnull (strstr (certificate, ",ticket,final,"));
  ui_test_close (window);
}

/* While they run the picture is of those that have run. */
static void
test_trials_grow (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  PlCanvas *canvas = ui_child (page, "trials");
  g_autofree char *first = NULL, *last = NULL;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.trials = 40;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  ui_activate (window, "win.run", NULL);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (canvas)));
  g_assert_null (pl_race_page_get_race (page));
  g_assert_true (gtk_widget_get_visible (ui_child (page, "growing")));
  first = pl_picture_tell (pl_canvas_get_picture (canvas), pl_canvas_get_viewport (canvas));
  wait_until (pl_race_page_get_race (page) != NULL);
  last = pl_picture_tell (pl_canvas_get_picture (canvas), pl_canvas_get_viewport (canvas));
  g_assert_cmpstr (first, !=, last);
  g_assert_nonnull (strstr (last, "40 of 40 right"));
  g_assert_false (gtk_widget_get_visible (ui_child (page, "growing")));

  /* Stopped, what was shown before is shown again. */
  ui_activate (window, "win.run", NULL);
  wait_until (gtk_widget_get_visible (ui_child (page, "growing")));
  ui_activate (window, "win.run", NULL);
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_clear_pointer (&first, g_free);
  first = pl_picture_tell (pl_canvas_get_picture (canvas), pl_canvas_get_viewport (canvas));
  g_assert_cmpstr (first, ==, last);
  ui_test_close (window);
}

/* All locks, one race after the other; stopped, what is there by then is shown. */
static void
test_compare (void)
{
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  g_autofree char *picture = NULL, *table = NULL;
  PlPlanData plan;
  guint n;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "table-to"));
  ui_activate (window, "win.compare", NULL);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  /* It grows while it goes on. */
  wait_until (pl_race_page_get_shown (page) == PL_RACE_SHOWS_COMPARE);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_true (gtk_widget_get_visible (ui_child (page, "growing")));
  g_assert_cmpuint (pl_compare_get_n_rows (pl_race_page_get_compare (page)), <, 2 * PL_N_RACE_METHODS);
  wait_until (gtk_widget_get_mapped (ui_child (page, "compare")));
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_false (gtk_widget_get_visible (ui_child (page, "growing")));
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_COMPARE);
  n = pl_compare_get_n_rows (pl_race_page_get_compare (page));
  g_assert_cmpuint (n, ==, 2 * PL_N_RACE_METHODS);
  g_assert_true (pl_compare_is_right (pl_race_page_get_compare (page)));
  picture = export_as (window, "locks.svg", "win.export-to");
  g_assert_nonnull (strstr (picture, "Ticket lock, 2 workers: "));
  table = export_as (window, "locks.csv", "win.table-to");
  g_assert_nonnull (strstr (table, "ticket"));

  ui_activate (window, "win.compare", NULL);
  ui_activate (window, "win.run", NULL);
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_COMPARE);
  g_assert_cmpuint (pl_compare_get_n_rows (pl_race_page_get_compare (page)), <=, n);

  /* A race goes on as ever, and does not forget them. */
  start_race (window, 2, 1000);
  wait_until (pl_race_page_get_shown (page) == PL_RACE_SHOWS_PROOF);
  g_assert_nonnull (pl_race_page_get_compare (page));
  ui_activate (window, "win.compare", NULL);
  ui_test_close (window);
}

static gpointer
find_child (GtkWidget *widget,
            GType      type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_child (child, type);
  return found;
}

/* The list of the window's empty page, opened. */
static PlLockChooser *
open_chooser (PlWindow *window)
{
  GtkWidget *page = GTK_WIDGET (page_of (window));
  PlLockChooser *chooser;

  g_assert_null (find_child (page, PL_TYPE_LOCK_CHOOSER));
  gtk_menu_button_popup (find_child (page, GTK_TYPE_MENU_BUTTON));
  chooser = find_child (page, PL_TYPE_LOCK_CHOOSER);
  g_assert_nonnull (chooser);
  wait_until (gtk_widget_get_mapped (GTK_WIDGET (chooser)));
  return chooser;
}

/* Its line for a method, by what it is called. */
static GtkCheckButton *
line_of (PlLockChooser *chooser,
         guint          method)
{
  GtkWidget *line = gtk_widget_get_first_child (ui_child (chooser, "list"));

  for (guint i = 0; i < method; i++)
    line = gtk_widget_get_next_sibling (line);
  g_assert_true (ui_is_named (line, pl_race_method_info (method)->name));
  return GTK_CHECK_BUTTON (line);
}

static void
assert_count (PlLockChooser *chooser,
              PlWindow      *window,
              const char    *count,
              gboolean       possible)
{
  g_assert_cmpstr (gtk_label_get_text (ui_child (chooser, "count")), ==, count);
  g_assert_cmpint (gtk_widget_is_sensitive (ui_child (chooser, "compare")), ==, possible);
  g_assert_cmpint (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"), ==, possible);
}

static void
choose (PlLockChooser *chooser,
        PlWindow      *window)
{
  assert_count (chooser, window, "21 of 21 chosen", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "locks.none", NULL);
  assert_count (chooser, window, "0 of 21 chosen", FALSE);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "locks.correct", NULL);
  assert_count (chooser, window, "16 of 21 chosen", TRUE);
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    {
      g_assert_cmpint (gtk_check_button_get_active (line_of (chooser, i)), ==, pl_race_method_info (i)->correct);
      gtk_check_button_set_active (line_of (chooser, i), i == PL_RACE_OWN || i == PL_RACE_NONE || i == PL_RACE_TICKET);
    }
  assert_count (chooser, window, "3 of 21 chosen", TRUE);
}

/* Just the chosen ones are measured, in the order of the table; the choice is remembered. */
static void
test_compare_chosen (void)
{
  static const guint chosen[] = { PL_RACE_NONE, PL_RACE_TICKET, PL_RACE_OWN };
  PlWindow *window = ui_test_window (1200, 850);
  PlRacePage *page = page_of (window);
  PlLockChooser *chooser;
  PlCompare *compare;
  PlPlanData plan;

  pl_plan_init_race (&plan);
  plan.workers = 2;
  plan.guess = 1000;
  pl_form_set_plan (ui_form (window, "race"), &plan);
  ui_activate (window, "win.page", g_variant_new_string ("race"));
  chooser = open_chooser (window);
  choose (chooser, window);
  g_signal_emit_by_name (ui_child (chooser, "compare"), "clicked");
  g_assert_cmpstr (gtk_label_get_text (ui_child (page, "running_title")), ==, "Comparing 3 locks");
  wait_until (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "compare"));
  g_assert_cmpuint (pl_race_page_get_shown (page), ==, PL_RACE_SHOWS_COMPARE);
  wait_until (!gtk_widget_get_mapped (GTK_WIDGET (chooser)));

  compare = pl_race_page_get_compare (page);
  g_assert_cmpuint (pl_compare_get_n_rows (compare), ==, 2 * G_N_ELEMENTS (chosen));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (chosen); i++)
    {
      g_assert_cmpuint (pl_compare_get_row (compare, i)->method, ==, chosen[i / 2]);
      g_assert_cmpuint (pl_compare_get_row (compare, i)->workers, ==, i % 2 + 1);
      g_assert_cmpuint (pl_log_plan (pl_compare_get_log (compare))->parts[i / 2].method, ==, chosen[i / 2]);
    }
  ui_test_close (window);

  window = ui_test_window (1200, 850);
  chooser = open_chooser (window);
  assert_count (chooser, window, "3 of 21 chosen", TRUE);
  gtk_widget_activate_action (GTK_WIDGET (chooser), "locks.all", NULL);
  assert_count (chooser, window, "21 of 21 chosen", TRUE);
  ui_test_close (window);
}

/* Closed in the middle of it: neither the race nor its proof holds the window back. */
static void
test_close (void)
{
  PlWindow *window = ui_test_window (1200, 850);

  start_race (window, 4, 1000000);
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
  PlRacePage *page = page_of (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  const PlViewport *view = pl_canvas_get_viewport (pl_page_get_canvas (PL_PAGE (page)));
  PlIncrement selected;
  gint64 whole, range;

  start_race (window, 4, 20000);
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
  PlRacePage *page = page_of (window);
  PlCanvas *canvas = pl_page_get_canvas (PL_PAGE (page));
  PlIncrement selected;

  start_race (window, 4, 100000);
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

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/race/run", test_run);
  g_test_add_func ("/ui/race/walk", test_walk);
  g_test_add_func ("/ui/race/zoom", test_zoom);
  g_test_add_func ("/ui/race/zoom-then-walk", test_zoom_then_walk);
  g_test_add_func ("/ui/race/export-save", test_export_save);
  g_test_add_func ("/ui/race/guess", test_guess);
  g_test_add_func ("/ui/race/guess-told", test_guess_told);
  g_test_add_func ("/ui/race/guess-in-the-middle", test_guess_in_the_middle);
  g_test_add_func ("/ui/race/guess-off", test_guess_off);
  g_test_add_func ("/ui/race/longer", test_longer);
  g_test_add_func ("/ui/race/memory", test_memory);
  g_test_add_func ("/ui/race/trials", test_trials);
  g_test_add_func ("/ui/race/trials-grow", test_trials_grow);
  g_test_add_func ("/ui/race/compare", test_compare);
  g_test_add_func ("/ui/race/compare-chosen", test_compare_chosen);
  g_test_add_func ("/ui/race/close", test_close);
  return g_test_run ();
}
