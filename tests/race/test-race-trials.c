/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repeated races: their sums, and the histogram. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/pool/pl-timeline.h"
#include "race/race-harness.h"
#include "trace/race/pl-trials.h"

/* A log of repeated races that never were: 2 workers, so many increments each. */
static PlLog *
made_log (guint64 increments, const guint64 *finals, guint n)
{
  PlPlanData plan;
  PlTrial *trials;
  PlLog *log;

  race_plan_init (&plan, 2, increments);
  plan.trials = n;
  race_plan_add (&plan, PL_RACE_NONE, FALSE);
  race_plan_add (&plan, PL_RACE_MUTEX, FALSE);
  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &log), ==, 0);
  for (guint part = 0; part < 2; part++)
    {
      trials = pl_log_trials (log, part);
      for (guint i = 0; i < n; i++)
        trials[i].final_value = part == 0 ? finals[i] : 2 * increments;
      pl_log_header (log)->status.parts[part] =
        (PlRacePartStatus) { .final_value = trials[n - 1].final_value, .begin_ns = 0, .end_ns = 1000, .trials_done = n };
    }
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  return log;
}

static const guint64 some_finals[] = { 5, 8, 4, 5, 2, 8, 5 };

static void
test_count (void)
{
  PlLog *log = made_log (4, some_finals, G_N_ELEMENTS (some_finals));
  g_autoptr (GArray) bins = pl_trials_bins (log, 0, FALSE);
  static const PlTrialBin expected[] = { { 2, 1 }, { 4, 1 }, { 5, 3 }, { 8, 2 } };
  PlTrials trials;

  pl_trials_count (log, 0, &trials);
  g_assert_cmpuint (trials.n, ==, 7);
  g_assert_cmpuint (trials.smallest, ==, 2);
  g_assert_cmpuint (trials.largest, ==, 8);
  g_assert_cmpuint (trials.right, ==, 8);
  /* Without a lock the two that lost nothing were lucky. */
  g_assert_cmpuint (trials.correct, ==, 0);
  g_assert_cmpuint (trials.unraced, ==, 2);
  g_assert_cmpuint (trials.lost, ==, 5);
  g_assert_cmpuint (bins->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < bins->len; i++)
    {
      g_assert_cmpuint (g_array_index (bins, PlTrialBin, i).final_value, ==, expected[i].final_value);
      g_assert_cmpuint (g_array_index (bins, PlTrialBin, i).n, ==, expected[i].n);
    }
  pl_log_unref (log);
}

static PlDrawing *
lay_out (PlRace *race, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, 900, 0, parts };
  g_autoptr (PlPicture) picture = pl_picture_of_trials (race);
  PlViewport viewport;

  pl_picture_init_viewport (picture, &viewport);
  return pl_picture_lay_out (picture, &viewport, &paper);
}

static char *
describe (PlRace *race)
{
  g_autoptr (PlPicture) picture = pl_picture_of_trials (race);
  g_autofree char *name = NULL;
  PlViewport viewport;
  char *description;

  pl_picture_init_viewport (picture, &viewport);
  pl_picture_describe (picture, &viewport, &name, &description);
  return description;
}

/* Every place of the picture, asked: each column is found once, and together they are all trials. */
static void
check_columns (PlDrawing *picture, guint n_panels, guint64 n_trials)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 sum = 0;

  for (double y = 0; y < picture->height; y += 6)
    for (double x = 0; x < 900; x += 1)
      {
        char *text = pl_drawing_tooltip (picture, x, y);

        if (text != NULL && g_hash_table_add (seen, text))
          sum += g_ascii_strtoull (strstr (text, "recorded: ") + strlen ("recorded: "), NULL, 10);
      }
  g_assert_cmpuint (sum, ==, n_panels * n_trials);
}

static void
test_picture (void)
{
  static const guint64 many[] = { 100000, 3, 199999, 200000, 123456, 123457, 77777, 200000 };
  const struct { guint64 increments; const guint64 *finals; guint n; } races[] = {
    { 4, some_finals, G_N_ELEMENTS (some_finals) }, { 100000, many, G_N_ELEMENTS (many) },
    { 4, (const guint64[]) { 8, 8, 8 }, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (races); i++)
    {
      PlLog *log = made_log (races[i].increments, races[i].finals, races[i].n);
      g_autoptr (PlRace) race = pl_race_new (log);
      g_autoptr (PlDrawing) picture = lay_out (race, PL_PARTS_EXPORT);
      g_autofree char *text = describe (race);

      check_columns (picture, 2, races[i].n);
      g_assert_nonnull (strstr (text, "right (100 %)"));
      g_assert_nonnull (strstr (text, races[i].increments == 4 ? "from 2 to 8" : "from 2 to 200,000"));
      pl_log_unref (log);
    }
}

/* What pointing at the row above the columns says. */
static char *
guess_tooltip (PlDrawing *picture)
{
  for (double y = 0; y < picture->height; y += 6)
    {
      char *text = pl_drawing_tooltip (picture, 450, y);

      if (text != NULL && g_str_has_prefix (text, "You guessed"))
        return text;
      g_free (text);
    }
  return NULL;
}

/* Within the axis, with the right ones, and below all that came. */
static void
test_guess (void)
{
  static const struct { guint64 guess; const char *text; } cases[] = {
    { 5, "You guessed 5: of 7 trials 2 ended with less, 3 with just that, 2 with more." },
    { 8, "You guessed 8: of 7 trials 5 ended with less, 2 with just that, 0 with more." },
    { 1, "You guessed 1: of 7 trials 0 ended with less, 0 with just that, 7 with more." },
  };
  PlLog *log = made_log (4, some_finals, G_N_ELEMENTS (some_finals));
  g_autoptr (PlRace) race = pl_race_new (log);
  g_autoptr (PlDrawing) bare = lay_out (race, 0);

  g_assert_null (guess_tooltip (bare));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PlDrawing) picture = NULL;
      g_autofree char *described = NULL, *tooltip = NULL;

      ((PlPlanData *) pl_log_plan (log))->guess = cases[i].guess;
      picture = lay_out (race, 0);
      described = describe (race);
      tooltip = guess_tooltip (picture);
      g_assert_true (g_str_has_suffix (described, cases[i].text));
      g_assert_cmpstr (tooltip, ==, cases[i].text);
      g_assert_cmpfloat (picture->height, >, bare->height);
    }
  pl_log_unref (log);
}

static void
test_export (void)
{
  static const char *const endings[] = { "png", "svg", "pdf" };
  const PlExportOptions options = { PL_THEME_PRINT, 900, 0 };
  g_autofree char *folder = g_dir_make_tmp ("paralane-XXXXXX", NULL);
  PlLog *log = made_log (4, some_finals, G_N_ELEMENTS (some_finals));
  g_autoptr (PlRace) race = pl_race_new (log);
  g_autoptr (PlPicture) picture = pl_picture_of_trials (race);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("trials.%s", endings[i]);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;

      pl_export_picture (picture, NULL, &options, path, &error);
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      if (g_str_equal (endings[i], "svg"))
        g_assert_nonnull (strstr (bytes, "5 of 7 lost updates (71.4 %), 2 did not race, smallest 2, largest 8"));
      g_unlink (path);
    }
  g_rmdir (folder);
  pl_log_unref (log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/trials/count", test_count);
  g_test_add_func ("/race/trials/picture", test_picture);
  g_test_add_func ("/race/trials/guess", test_guess);
  g_test_add_func ("/race/trials/export", test_export);
  return g_test_run ();
}
