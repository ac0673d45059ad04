/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"
#include "paint/pl-race-picture.h"
#include "paint/pl-timeline.h"

/* The picture of races made by hand and of real ones, in every theme and size. */

/* Two workers, k increments each, about a third lost, at times that look like a real race. */
static PlRace *
made_race (guint64 k, PlRaceMethod method)
{
  PlRace *race;
  MadeRace made;

  made_init (&made, 2, k, method);
  for (guint64 i = 0; i < k; i++)
    {
      gint64 t = (gint64) i * 200;
      int before = i == 0 ? MADE_INITIAL : 1;

      if (method == PL_RACE_ATOMIC)
        {
          made_add_word (&made, 0, PL_WORD (2 * i, PL_WORD_NOBODY, 0), t, t + 40);
          made_add_word (&made, 1, PL_WORD (2 * i + 1, PL_WORD_NOBODY, 0), t + 60, t + 90);
          continue;
        }
      made_add (&made, 0, before, (guint) i - 1, t, t + 60);
      /* Every third time both read the same. */
      if (i % 3 == 2 && method == PL_RACE_NONE)
        made_add (&made, 1, before, (guint) i - 1, t + 10, t + 110);
      else
        made_add (&made, 1, 0, (guint) i, t + 100, t + 140);
    }
  made_finish (&made,
               method == PL_RACE_ATOMIC ? PL_WORD (2 * k, PL_WORD_NOBODY, 0)
                                        : made_word (&made, 1, (guint) k - 1),
               (gint64) k * 200);
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  return race;
}

/* All ink lies on the page. */
static void
check_ink (PlRacePicture *picture, double width, double height)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, w, h;

  pl_race_picture_draw (picture, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &w, &h);
  cairo_surface_destroy (surface);
  g_assert_cmpfloat (x, >=, -0.5);
  g_assert_cmpfloat (y, >=, -0.5);
  g_assert_cmpfloat (x + w, <=, width + 0.5);
  g_assert_cmpfloat (y + h, <=, height + 0.5);
}

static void
check_marks (PlRacePicture *picture, PlRace *race)
{
  guint n = pl_race_picture_get_n_marks (picture);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *tooltip = NULL, *sentence = NULL;
      guint64 branch = G_MAXUINT64, real;
      PlRaceMark mark, found;

      pl_race_picture_get_mark (picture, i, &mark);
      g_assert_true (pl_race_picture_pick_mark (picture, mark.x + mark.width / 2,
                                                mark.y + mark.height / 2, &found));
      g_assert_cmpuint (found.first.worker, ==, mark.first.worker);
      g_assert_cmpuint (found.first.seq, ==, mark.first.seq);
      g_assert_true (pl_race_picture_pick (picture, mark.x + mark.width / 2,
                                           mark.y + mark.height / 2, &tooltip, &branch));
      if (mark.n_increments > 1)
        continue;
      sentence = pl_race_increment_sentence (race, mark.part, mark.first);
      g_assert_cmpstr (tooltip, ==, sentence);
      g_assert_cmpint (mark.n_lost == 1, ==, pl_race_is_lost (race, mark.part, mark.first));
      if (pl_race_find_branch (race, mark.part, mark.first, &real))
        g_assert_cmpuint (branch, ==, real);
    }
}

static void
check_picture (PlRace *race, guint64 branch, PlThemeId theme, double width, double height,
               guint parts)
{
  const PlRaceView view = { .branch = branch };
  double natural = pl_race_picture_natural_height (race, width, parts);
  PlRacePicture *picture;

  g_assert_cmpfloat (natural, >, 60);
  if (height <= 0)
    height = natural;
  picture = pl_race_picture_new (race, &view, theme, width, height, parts);
  check_ink (picture, width, height);
  check_marks (picture, race);
  g_assert_false (pl_race_picture_pick (picture, -5, -5, NULL, NULL));
  g_assert_false (pl_race_picture_pick (picture, width - 1, 1, NULL, NULL));
  pl_race_picture_free (picture);
}

static void
check_sizes (PlRace *race)
{
  static const struct { double width, height;
  } sizes[] = {
    { 560, 420 },  { 560, 0 },    { 620, 520 }, { 720, 480 },   { 900, 500 },
    { 1100, 640 }, { 1440, 800 }, { 1600, 0 },  { 1600, 1400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint theme = 0; theme < PL_N_THEMES; theme++)
      check_picture (race, pl_race_choose_branch (race, pl_race_get_main_part (race)), theme,
                     sizes[i].width, sizes[i].height, theme % 2 ? PL_PARTS_EXPORT : 0);
}

static void
test_sizes (void)
{
  for (guint method = 0; method < PL_N_RACE_METHODS; method++)
    {
      g_autoptr (PlRace) race = made_race (60, method);

      check_sizes (race);
    }
}

static void
test_every_branch (void)
{
  g_autoptr (PlRace) race = made_race (60, PL_RACE_NONE);
  guint64 n = pl_race_get_n_branches (race, 0);

  g_assert_cmpuint (n, ==, 20);
  /* And one that is not there. */
  for (guint64 i = 0; i <= n; i++)
    check_picture (race, i, PL_THEME_LIGHT, 900, 500, 0);
}

/* The two that collide are drawn, alone and whole, at the size of a window. */
static void
test_collision_shown (void)
{
  g_autoptr (PlRace) race = made_race (60, PL_RACE_NONE);

  for (guint64 i = 0; i < pl_race_get_n_branches (race, 0); i++)
    {
      const PlRaceView view = { .branch = i };
      PlRacePicture *picture = pl_race_picture_new (race, &view, PL_THEME_LIGHT, 900, 500, 0);
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
  g_autoptr (PlRace) race = made_race (60, PL_RACE_NONE);
  const PlRaceView view = { 0 };
  double height = pl_race_picture_natural_height (race, 900, PL_PARTS_EXPORT);
  PlRacePicture *picture =
    pl_race_picture_new (race, &view, PL_THEME_LIGHT, 900, height, PL_PARTS_EXPORT);
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
    if (pl_race_picture_pick (picture, 500, y, NULL, NULL))
      break;
  g_assert_cmpfloat (y, <, height);
  for (double x = 0; x < 900; x += 3)
    {
      g_autofree char *tooltip = NULL;
      guint64 branch;

      if (!pl_race_picture_pick (picture, x, y, &tooltip, &branch))
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

/* A collision that lasts half the run: many increments a pixel are folded, and none is forgotten.
 */
static void
test_fold (void)
{
  const PlRaceView view = { 0 };
  g_autoptr (PlRace) race = NULL;
  PlRacePicture *picture;
  guint64 sum = 0, n_lost = 0;
  MadeRace made;

  made_init (&made, 2, 50000, PL_RACE_NONE);
  made_add (&made, 0, MADE_INITIAL, 0, 10, 4000000);
  made_add (&made, 1, MADE_INITIAL, 0, 20, 30);
  for (guint i = 1; i < 50000; i++)
    {
      made_add (&made, 1, 1, i - 1, 20 + i * 70, 60 + i * 70);
      made_add (&made, 0, 0, i - 1, 4000000 + i * 70, 4000040 + i * 70);
    }
  made_finish (&made, made_word (&made, 0, 49999), 8000000);
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  g_assert_cmpuint (pl_race_get_n_branches (race, 0), ==, 1);
  picture = pl_race_picture_new (race, &view, PL_THEME_LIGHT, 1200, 700, PL_PARTS_EXPORT);
  check_marks (picture, race);
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
  check_ink (picture, 1200, 700);
  pl_race_picture_free (picture);
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
      check_sizes (race);
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
      check_sizes (race);
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
  g_test_add_func ("/race/picture/fold", test_fold);
  g_test_add_func ("/race/picture/odd-ones", test_odd_ones);
  g_test_add_func ("/race/picture/real", test_real);
  return g_test_run ();
}
