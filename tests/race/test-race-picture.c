/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/test-words.h"
#include "race/picture-harness.h"
#include "paint/pl-export.h"
#include "paint/stack/pl-stack.h"

/* The picture of races made by hand and of real ones, in every theme and size. */

static void
test_sizes (void)
{
  for (guint method = 0; method < PL_N_RACE_METHODS; method++)
    {
      g_autoptr (PlRace) race = picture_made_race (60, method);

      picture_check_sizes (race);
    }
}

static void
test_every_branch (void)
{
  g_autoptr (PlRace) race = picture_made_race (60, PL_RACE_NONE);
  guint64 n = pl_race_get_n_branches (race, 0);

  g_assert_cmpuint (n, ==, 20);
  /* And one that is not there. */
  for (guint64 i = 0; i <= n; i++)
    picture_check_picture (race, i, PL_THEME_LIGHT, 900, 500, 0);
}

/* The two that collide are drawn, alone and whole, at the size of a window. */
static void
test_collision_shown (void)
{
  g_autoptr (PlRace) race = picture_made_race (60, PL_RACE_NONE);

  for (guint64 i = 0; i < pl_race_get_n_branches (race, 0); i++)
    {
      const PlViewport view = { .focus = i };
      PlRacePicture *picture = picture_lay_out (race, &view, PL_THEME_LIGHT, 900, 500, 0);
      guint heads = 0, rivals = 0;
      PlLostBranch b;

      pl_race_get_branch (race, 0, i, &b);
      for (guint j = 0; j < pl_race_picture_get_n_marks (picture); j++)
        {
          PlRaceMark mark;

          pl_race_picture_get_mark (picture, j, &mark);
          if (mark.n_increments == 1 && mark.first.worker == b.head.worker &&
              mark.first.seq == b.head.seq)
            heads++;
          if (mark.n_increments == 1 && mark.first.worker == b.rival.worker &&
              mark.first.seq == b.rival.seq)
            rivals++;
        }
      g_assert_cmpuint (heads, ==, 1);
      g_assert_cmpuint (rivals, ==, 1);
      pl_race_picture_free (picture);
    }
}

/* Every place of the strip says something, and leads to a branch near it. */
static void
test_strip (void)
{
  g_autoptr (PlRace) race = picture_made_race (60, PL_RACE_NONE);
  const PlViewport view = { 0 };
  double height = picture_needed_height (FALSE, race, 900, PL_PARTS_EXPORT);
  PlRacePicture *picture =
    picture_lay_out (race, &view, PL_THEME_LIGHT, 900, height, PL_PARTS_EXPORT);
  guint64 before = 0;
  guint found = 0;
  double y, bottom = 0;

  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      PlRaceMark mark;

      pl_race_picture_get_mark (picture, i, &mark);
      bottom = MAX (bottom, mark.y + mark.height);
    }
  for (y = bottom + 4; y < height; y += 4)
    if (picture_hears (picture, 500, y, NULL, NULL))
      break;
  g_assert_cmpfloat (y, <, height);
  for (double x = 0; x < 900; x += 3)
    {
      g_autofree char *tooltip = NULL;
      guint64 branch;

      if (!picture_hears (picture, x, y, &tooltip, &branch))
        continue;
      g_assert_nonnull (tooltip);
      g_assert_cmpuint (branch, >=, before);
      before = branch;
      found++;
    }
  g_assert_cmpuint (found, >, 150);
  g_assert_cmpuint (before, ==, pl_race_get_n_branches (race, 0) - 1);
  pl_race_picture_free (picture);
}

/* One worker is done early and sleeps; where the other waits for a CPU, nobody left has one. */
static void
test_gaps (void)
{
  g_autoptr (PlRace) race = NULL;
  g_autoptr (PlPicture) proof = NULL;
  PlCpuAccount bins[10];
  PlLaneWriter writer;
  MadeRace made;

  made_init (&made, 2, 10, PL_RACE_NONE);
  atomic_store (&pl_log_header (made.log)->account, PL_ACCOUNT_TIMES);
  for (guint worker = 0; worker < 2; worker++)
    {
      guint lane = pl_log_race_lane (made.log, 0, worker);

      pl_log_lane (made.log, lane)->end_ns = worker == 0 ? 1000000 : 10000000;
      made_add (&made, worker, MADE_INITIAL, 0, 10, 20);
      pl_lane_writer_init (&writer, made.log, lane);
      for (guint64 t = 0; t <= 10; t++)
        {
          pl_lane_account_at (&writer, (gint64) t * 1000000, PL_EVENT_CPU_WAIT, worker == 0 || t < 2 ? 0 : (MIN (t, 8) - 1) * 1000000);
          pl_lane_account_at (&writer, (gint64) t * 1000000, PL_EVENT_CPU_TIME, MIN (t, 1) * 1000000);
        }
    }
  race = made_prove (&made, made_word (&made, 0, 0), 10000000);
  pl_race_account_bins (race, 0, 0, 10000000, 10, bins);
  g_assert_cmpint (bins[0].on_ns, ==, 2000000);
  g_assert_cmpint (bins[5].waiting_ns, ==, 1000000);
  g_assert_cmpint (bins[5].asleep_ns, ==, 0);
  g_assert_cmpint (bins[9].waiting_ns, ==, 0);
  g_assert_cmpint (bins[9].asleep_ns, ==, 1000000);
  /* In the strip of the whole race, and in the legend, they have their name. */
  proof = pl_picture_of_proof (race);
  g_assert_true (picture_svg_says (proof, NULL, ">everybody waits for a CPU</text>"));
}

/* The first line where the pointer at x hears that; 0: nowhere. */
static double
find_words (PlRacePicture *picture, double x, double height, const char *words)
{
  for (double y = 0; y < height; y++)
    {
      g_autofree char *tooltip = NULL;

      if (picture_hears (picture, x, y, &tooltip, NULL) && strstr (tooltip, words))
        return y;
    }
  return 0;
}

#define OVERLAP_WORDS "workers at it"
#define STRIP_WORDS "were lost"

static PlRace *
overlapping_race (void)
{
  static const gint64 times[3][2] = { { 0, 2000000 }, { 1000000, 3000000 }, { 1500000, 10000000 } };
  PlRace *race;
  MadeRace made;

  made_init (&made, 3, 1, PL_RACE_NONE);
  for (guint i = 0; i < 3; i++)
    {
      PlLane *lane = pl_log_lane (made.log, pl_log_race_lane (made.log, 0, i));

      made_add (&made, i, (int) i - 1, 0, times[i][0] + 100, times[i][0] + 400);
      lane->begin_ns = times[i][0];
      lane->end_ns = times[i][1];
    }
  made_finish (&made, made_word (&made, 2, 0), 10000000);
  pl_log_header (made.log)->status.parts[0].overlap_ns = 2000000;
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  return race;
}

/* The bar is dark for exactly the share of its length that the label names, and says when. */
static void
test_overlap (void)
{
  static const char *const said[] = {
    "1 of 3 workers at it from 0 ns to 1.00 ms after the start",
    "2 of 3 workers at it from 1.00 ms to 1.50 ms after the start",
    "3 of 3 workers at it from 1.50 ms to 2.00 ms after the start",
    "2 of 3 workers at it from 2.00 ms to 3.00 ms after the start",
    "1 of 3 workers at it from 3.00 ms to 10.0 ms after the start",
  };
  g_autoptr (PlRace) race = overlapping_race ();
  const PlViewport view = { 0 };
  double height = picture_needed_height (FALSE, race, 1200, PL_PARTS_EXPORT), y;
  PlRacePicture *picture =
    picture_lay_out (race, &view, PL_THEME_PRINT, 1200, height, PL_PARTS_EXPORT);
  guint together = 0, all = 0, at = 0;

  y = find_words (picture, 600, height, OVERLAP_WORDS);
  g_assert_cmpfloat (y, >, 0);
  for (double x = 0.5; x < 1200; x++)
    {
      g_autofree char *tooltip = NULL;

      if (!picture_hears (picture, x, y, &tooltip, NULL))
        continue;
      while (g_strcmp0 (tooltip, said[at]) != 0)
        g_assert_cmpuint (++at, <, G_N_ELEMENTS (said));
      all++;
      together += !g_str_has_prefix (tooltip, "1 of");
    }
  g_assert_cmpuint (at, ==, G_N_ELEMENTS (said) - 1);
  g_assert_cmpuint (all, >, 900);
  g_assert_cmpint (ABS ((int) together - (int) (all / 5)), <=, 1);
  pl_race_picture_free (picture);
}

/* It is the first to go where there is no room, and nothing is drawn where nothing is known. */
static void
test_overlap_goes_first (void)
{
  g_autoptr (PlRace) race = overlapping_race (), unknown = picture_made_race (60, PL_RACE_NONE);
  double least = picture_needed_height (TRUE, race, 900, PL_PARTS_EXPORT);
  double height = picture_needed_height (FALSE, race, 900, PL_PARTS_EXPORT);
  gboolean had_bar = TRUE, had_strip = TRUE, alone = FALSE;
  const PlViewport view = { 0 };
  PlRacePicture *picture;

  for (; height >= least; height -= 2)
    {
      picture = picture_lay_out (race, &view, PL_THEME_DARK, 900, height, PL_PARTS_EXPORT);
      had_bar &= find_words (picture, 600, height, OVERLAP_WORDS) > 0;
      had_strip &= find_words (picture, 600, height, STRIP_WORDS) > 0;
      alone |= had_strip && !had_bar;
      g_assert_true (had_strip || !had_bar);
      pl_race_picture_free (picture);
    }
  g_assert_true (alone);
  picture = picture_lay_out (unknown, &view, PL_THEME_DARK, 900, 900, PL_PARTS_EXPORT);
  g_assert_cmpfloat (find_words (picture, 600, 900, OVERLAP_WORDS), ==, 0);
  pl_race_picture_free (picture);
}

/* A collision that lasts half the run: many increments a pixel are folded, and none is forgotten.
 */
static void
test_fold (void)
{
  const PlViewport view = { 0 };
  g_autoptr (PlRace) race = NULL;
  PlRacePicture *picture;
  guint64 sum = 0, n_lost = 0;
  g_autoptr (PlPicture) proof = NULL;
  PlViewport close;
  MadeRace made;

  made_init (&made, 2, 50000, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 4000000);
  made_add (&made, 1, MADE_INITIAL, 0, 20, 30);
  for (guint i = 1; i < 50000; i++)
    {
      made_add (&made, 1, 1, i - 1, 20 + i * 70, 60 + i * 70);
      made_add (&made, 0, 0, i - 1, 4000000 + i * 70, 4000040 + i * 70);
    }
  race = made_prove (&made, made_word (&made, 0, 49999), 8000000);
  g_assert_cmpuint (pl_race_get_n_branches (race, 0), ==, 1);
  picture = picture_lay_out (race, &view, PL_THEME_LIGHT, 1200, 700, PL_PARTS_EXPORT);
  picture_check_marks (picture, race);
  g_assert_cmpuint (pl_race_picture_get_n_marks (picture), <, 2500);
  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      PlRaceMark mark;

      pl_race_picture_get_mark (picture, i, &mark);
      if (mark.first.worker == 1)
        {
          sum += mark.n_increments;
          n_lost += mark.n_lost;
        }
    }
  g_assert_cmpuint (sum, ==, 50000);
  g_assert_cmpuint (n_lost, ==, 50000);
  picture_check_ink (picture, 1200, 700);
  pl_race_picture_free (picture);
  /* Each says how many it holds, and that this is a count: a bare number would be the counter's. */
  proof = pl_picture_of_proof (race);
  pl_picture_init_viewport (proof, &close);
  close.from_ns = 1000000;
  close.to_ns = 2000000;
  g_assert_true (picture_svg_says (proof, &close, ">×"));
}

static void
test_odd_ones (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (PlRace) race = NULL;
      MadeRace made;

      made_init (&made, i == 0 ? 1 : 2, 1, PL_RACE_NONE);
      made_add (&made, 0, MADE_INITIAL, 0, 10, i == 3 ? 10 : 20);
      if (i == 1)
        made_add_word (&made, 1, PL_WORD (9, 0, 1), 30, 40);  /* damaged */
      else if (i > 1)
        made_add (&made, 1, MADE_INITIAL, 0, 10, 10);
      if (i != 2)
        made_finish (&made, made_word (&made, 0, 0), 0);      /* 2: never ended */
      race = pl_race_new (made.log);
      pl_log_unref (made.log);
      picture_check_sizes (race);
    }
}

static void
test_real (void)
{
  static const PlRacePart parts[][3] = {
    { { PL_RACE_NONE, 1 }, { PL_RACE_MUTEX, 1 }, { PL_RACE_NONE, 0 } },
    { { PL_RACE_NONE, 0 }, { PL_RACE_MUTEX, 0 }, { PL_RACE_ATOMIC, 0 } },
    { { PL_RACE_ATOMIC, 1 }, { PL_RACE_ATOMIC, 0 }, { PL_RACE_MUTEX, 1 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (PlRace) race = NULL;
      PlPlanData plan;
      PlLog *log;

      race_plan_init (&plan, 4, 20000);
      for (guint j = 0; j < 3; j++)
        race_plan_add (&plan, parts[i][j].method, parts[i][j].record != 0);
      log = race_run (&plan);
      race = pl_race_new (log);
      pl_log_unref (log);
      picture_check_sizes (race);
    }
}

/* The words on the picture, at this size. */
static char *
words_of (PlRace *race, double width, double height)
{
  const PlExportOptions options = { PL_THEME_PRINT, width, height };
  g_autoptr (PlPicture) picture = pl_picture_of_proof (race);
  g_autofree char *folder = g_dir_make_tmp ("paralane-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "race.pdf", NULL);
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *words = NULL;

  pl_export_picture (picture, NULL, &options, path, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &words, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
  return words;
}

/* A guess stays beside its result as long as there is room for both, and nothing else is shifted. */
static void
test_guess (void)
{
  /* From full cards to single lines. */
  static const double sizes[][2] = { { 1600, 0 }, { 900, 0 }, { 900, 560 }, { 900, 480 } };
  g_autoptr (PlRace) race = picture_made_race (60, PL_RACE_NONE);
  guint64 *guess = &((PlPlanData *) pl_log_plan (pl_race_get_log (race)))->guess;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *before = NULL, *after = NULL;

      *guess = 0;
      before = words_of (race, sizes[i][0], sizes[i][1]);
      g_assert_null (strstr (before, "guess"));
      *guess = 119;
      after = words_of (race, sizes[i][0], sizes[i][1]);
      g_test_message ("%s", after);
      g_assert_nonnull (strstr (after, "you guessed 119"));
      g_assert_nonnull (strstr (after, "of 120 expected"));
      g_assert_nonnull (strstr (after, "19 too many"));
    }
  picture_check_sizes (race);
}

/* Races above each other on one slide: all their workers and locks in sight, in type that can be read from the last row. */
static void
test_slide (void)
{
  for (guint n = 2; n <= 4; n++)
    {
      const PlExportOptions options = { .theme = PL_THEME_PRINT, .purpose = PL_PURPOSE_SLIDE, .bare = TRUE };
      PlPicture *pictures[4];
      g_autoptr (PlPicture) stack = NULL;
      g_autoptr (GError) error = NULL;
      GByteArray *bytes;
      PlPages *pages;

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (PlRace) race = picture_made_race (200, i % 2 ? PL_RACE_MUTEX : PL_RACE_NONE);

          pictures[i] = pl_picture_of_proof (race);
        }
      stack = pl_picture_of_stack (pictures, n, PL_ALIGN_FIRST_TASK);
      pages = pl_export_pages (stack, NULL, &options, PL_FORMAT_PDF, FALSE);
      g_assert_cmpuint (pl_pages_get_n (pages), ==, 1);
      g_assert_true (pl_pages_get_whole (pages));
      pl_pages_free (pages);
      bytes = pl_export_picture_bytes (stack, NULL, &options, PL_FORMAT_SVG, &error);
      g_assert_no_error (error);
      g_byte_array_append (bytes, (const guint8 *) "", 1);
      g_assert_cmpuint (test_count_words ((const char *) bytes->data, "Worker 1"), >=, n);
      g_assert_cmpuint (test_count_words ((const char *) bytes->data, "Worker 2"), >=, n);
      g_assert_cmpuint (test_count_words ((const char *) bytes->data, "Mutex"), >=, n / 2);
      g_byte_array_unref (bytes);
      for (guint i = 0; i < n; i++)
        g_object_unref (pictures[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/picture/sizes", test_sizes);
  g_test_add_func ("/race/picture/every-branch", test_every_branch);
  g_test_add_func ("/race/picture/collision-shown", test_collision_shown);
  g_test_add_func ("/race/picture/strip", test_strip);
  g_test_add_func ("/race/picture/gaps", test_gaps);
  g_test_add_func ("/race/picture/overlap", test_overlap);
  g_test_add_func ("/race/picture/overlap-goes-first", test_overlap_goes_first);
  g_test_add_func ("/race/picture/fold", test_fold);
  g_test_add_func ("/race/picture/guess", test_guess);
  g_test_add_func ("/race/picture/odd-ones", test_odd_ones);
  g_test_add_func ("/race/picture/real", test_real);
  g_test_add_func ("/race/picture/slide", test_slide);
  return g_test_run ();
}
