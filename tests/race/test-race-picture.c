/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "race/race-harness.h"
#include "paint/pl-export.h"
#include "paint/pl-pictures.h"
#include "paint/race/pl-race-picture.h"
#include "paint/pool/pl-timeline.h"

/* The picture of races made by hand and of real ones, in every theme and size. */

static PlRacePicture *
lay_out (PlRace *race, const PlViewport *view, PlThemeId theme, double width, double height, guint parts)
{
  const PlPaper paper = { theme, 1, width, height, parts };

  return pl_race_picture_lay_out (race, view, &paper);
}

/* Whether the pointer is told something there. tooltip and branch may be NULL. */
static gboolean
hears (PlRacePicture *picture, double x, double y, char **tooltip, guint64 *branch)
{
  guint64 found;
  g_autofree char *text = pl_race_picture_tooltip (picture, x, y, &found);
  gboolean told = text != NULL;

  if (branch && told)
    *branch = found;
  if (tooltip && told)
    *tooltip = g_steal_pointer (&text);
  return told;
}

static double
needed_height (gboolean least, PlRace *race, double width, guint parts)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, width, 0, parts };
  g_autoptr (PlPicture) picture = pl_picture_of_proof (race);
  PlViewport view;

  pl_picture_init_viewport (picture, &view);
  return least ? pl_picture_least_height (picture, &view, &paper) : pl_picture_natural_height (picture, &view, &paper);
}

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
      g_assert_true (hears (picture, mark.x + mark.width / 2, mark.y + mark.height / 2, &tooltip, &branch));
      if (mark.n_increments > 1)
        continue;
      sentence = pl_race_increment_sentence (race, mark.part, mark.first);
      g_assert_true (g_str_has_prefix (tooltip, sentence));
      g_assert_cmpint (strlen (tooltip) == strlen (sentence), ==, mark.n_waits == 0);
      g_assert_cmpint (mark.n_lost == 1, ==, pl_race_is_lost (race, mark.part, mark.first));
      if (pl_race_find_branch (race, mark.part, mark.first, &real))
        g_assert_cmpuint (branch, ==, real);
    }
}

static void
check_picture (PlRace *race, guint64 branch, PlThemeId theme, double width, double height,
               guint parts)
{
  const PlViewport view = { .focus = branch };
  double natural = needed_height (FALSE, race, width, parts);
  PlRacePicture *picture;

  g_assert_cmpfloat (natural, >, 60);
  if (height <= 0)
    height = natural;
  picture = lay_out (race, &view, theme, width, height, parts);
  check_ink (picture, width, height);
  check_marks (picture, race);
  g_assert_false (hears (picture, -5, -5, NULL, NULL));
  g_assert_false (hears (picture, width - 1, 1, NULL, NULL));
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
      const PlViewport view = { .focus = i };
      PlRacePicture *picture = lay_out (race, &view, PL_THEME_LIGHT, 900, 500, 0);
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
  const PlViewport view = { 0 };
  double height = needed_height (FALSE, race, 900, PL_PARTS_EXPORT);
  PlRacePicture *picture =
    lay_out (race, &view, PL_THEME_LIGHT, 900, height, PL_PARTS_EXPORT);
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
    if (hears (picture, 500, y, NULL, NULL))
      break;
  g_assert_cmpfloat (y, <, height);
  for (double x = 0; x < 900; x += 3)
    {
      g_autofree char *tooltip = NULL;
      guint64 branch;

      if (!hears (picture, x, y, &tooltip, &branch))
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

/* The first line where the pointer at x hears that; 0: nowhere. */
static double
find_words (PlRacePicture *picture, double x, double height, const char *words)
{
  for (double y = 0; y < height; y++)
    {
      g_autofree char *tooltip = NULL;

      if (hears (picture, x, y, &tooltip, NULL) && strstr (tooltip, words))
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
  double height = needed_height (FALSE, race, 1200, PL_PARTS_EXPORT), y;
  PlRacePicture *picture =
    lay_out (race, &view, PL_THEME_PRINT, 1200, height, PL_PARTS_EXPORT);
  guint together = 0, all = 0, at = 0;

  y = find_words (picture, 600, height, OVERLAP_WORDS);
  g_assert_cmpfloat (y, >, 0);
  for (double x = 0.5; x < 1200; x++)
    {
      g_autofree char *tooltip = NULL;

      if (!hears (picture, x, y, &tooltip, NULL))
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
  g_autoptr (PlRace) race = overlapping_race (), unknown = made_race (60, PL_RACE_NONE);
  double least = needed_height (TRUE, race, 900, PL_PARTS_EXPORT);
  double height = needed_height (FALSE, race, 900, PL_PARTS_EXPORT);
  gboolean had_bar = TRUE, had_strip = TRUE, alone = FALSE;
  const PlViewport view = { 0 };
  PlRacePicture *picture;

  for (; height >= least; height -= 2)
    {
      picture = lay_out (race, &view, PL_THEME_DARK, 900, height, PL_PARTS_EXPORT);
      had_bar &= find_words (picture, 600, height, OVERLAP_WORDS) > 0;
      had_strip &= find_words (picture, 600, height, STRIP_WORDS) > 0;
      alone |= had_strip && !had_bar;
      g_assert_true (had_strip || !had_bar);
      pl_race_picture_free (picture);
    }
  g_assert_true (alone);
  picture = lay_out (unknown, &view, PL_THEME_DARK, 900, 900, PL_PARTS_EXPORT);
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
  picture = lay_out (race, &view, PL_THEME_LIGHT, 1200, 700, PL_PARTS_EXPORT);
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
  g_autoptr (PlRace) race = made_race (60, PL_RACE_NONE);
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
  check_sizes (race);
}

/* A race of n workers in which stretches of one worker alone and of all at once take turns. */
static PlRace *
mixed_race (guint workers, guint k, PlRaceMethod method)
{
  gint64 t = 50, loaded_ns[64] = { 0 };
  guint64 word = PL_WORD (0, PL_WORD_NOBODY, 0), loaded[64] = { 0 };
  guint seq[64] = { 0 }, left = workers * k;
  gboolean at_it[64] = { FALSE };
  PlRace *race;
  MadeRace made;

  made_init (&made, workers, k, method);
  for (guint step = 0; left > 0; step++)
    {
      guint at = (step / 40) % 3 == 0 ? (step / 120) % workers
                                      : (guint) g_test_rand_int_range (0, (int) workers);

      while (seq[at] == k)
        at = (at + 1) % workers;
      t += step % 977 == 0 ? 40000 : 5 + step % 13;
      /* With a lock nobody loads while another is at it. */
      for (guint i = 0; i < workers && method == PL_RACE_MUTEX; i++)
        at = at_it[i] ? i : at;
      if (!at_it[at])
        {
          loaded[at] = word;
          loaded_ns[at] = t;
        }
      else
        {
          made_add_word (&made, at, loaded[at], loaded_ns[at], t);
          word = made_word (&made, at, seq[at]++);
          left--;
        }
      at_it[at] = !at_it[at];
    }
  made_finish (&made, word, t);
  race = pl_race_new (made.log);
  pl_log_unref (made.log);
  return race;
}

/* Every increment that is in sight is in exactly one mark of its lane, in order, and a mark knows how
 * many it holds and how many of these were lost. */
static void
check_lane (PlRacePicture *picture, PlRace *race, guint worker, gint64 from, gint64 to)
{
  guint part = pl_race_get_main_part (race), n = pl_race_get_n_increments (race, part, worker);
  guint32 next = 0;
  PlIncrementInfo info;

  while (next < n && pl_race_get_increment (race, part, (PlIncrement) { worker, next }, &info) &&
         info.store_ns < from)
    next++;
  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      PlRaceMark mark;
      guint64 lost = 0;

      pl_race_picture_get_mark (picture, i, &mark);
      if (mark.first.worker != worker)
        continue;
      g_assert_cmpuint (mark.first.seq, ==, next);
      g_assert_cmpuint (mark.n_increments, >, 0);
      for (guint32 j = 0; j < mark.n_increments; j++)
        lost += pl_race_is_lost (race, part, (PlIncrement) { worker, next + j });
      g_assert_cmpuint (mark.n_lost, ==, lost);
      next += mark.n_increments;
    }
  if (next < n)
    {
      g_assert_true (pl_race_get_increment (race, part, (PlIncrement) { worker, next }, &info));
      g_assert_cmpint (info.load_ns, >=, to);
    }
  else
    g_assert_cmpuint (next, ==, n);
}

/* What the marks of a worker tell, and what happened. */
typedef struct { gint64 held_ns, waited_ns; guint64 n_waits; } Account;

static Account
told_account (PlRacePicture *picture, guint worker)
{
  Account told = { 0 };

  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      PlRaceMark mark;

      pl_race_picture_get_mark (picture, i, &mark);
      if (mark.first.worker != worker)
        continue;
      g_assert_cmpint (mark.held_ns, >=, 0);
      g_assert_cmpint (mark.waited_ns, >=, 0);
      told.held_ns += mark.held_ns;
      told.waited_ns += mark.waited_ns;
      told.n_waits += mark.n_waits;
    }
  for (guint i = 0; i < pl_race_picture_get_n_waits (picture); i++)
    {
      PlRaceWait wait;

      pl_race_picture_get_wait (picture, i, &wait);
      if (wait.worker != worker)
        continue;
      told.waited_ns += wait.to_ns - wait.from_ns;
      told.n_waits++;
    }
  return told;
}

static Account
true_account (PlRace *race, guint part, guint worker, gint64 from, gint64 to)
{
  guint32 n = pl_race_get_n_increments (race, part, worker);
  Account all = { 0 };
  PlIncrementInfo info;
  gint64 before = -1;

  for (guint32 i = 0; i < n; i++)
    {
      pl_race_get_times (race, part, (PlIncrement) { worker, i }, &info);
      if (before >= 0 && before < to && info.load_ns > from)
        {
          all.waited_ns += info.load_ns - before;
          all.n_waits++;
        }
      if (info.store_ns >= from && info.load_ns < to)
        all.held_ns += info.store_ns - info.load_ns;
      before = info.store_ns;
    }
  return all;
}

/* Under a lock every wait in sight is told once, to the nanosecond, and every hold. */
static void
check_waits (PlRacePicture *picture, PlRace *race, guint worker, gint64 from, gint64 to)
{
  guint part = pl_race_get_main_part (race);
  Account told = told_account (picture, worker);
  Account all = true_account (race, part, worker, from, to);
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  if (!pl_race_method_is_lock (result.method))
    all.waited_ns = all.n_waits = 0;
  else
    g_assert_cmpint (told.held_ns, ==, all.held_ns);
  g_assert_cmpint (told.waited_ns, ==, all.waited_ns);
  g_assert_cmpuint (told.n_waits, ==, all.n_waits);
}

/* A wait with a mark of its own has that place to itself, and says so. */
static void
check_wait_marks (PlRacePicture *picture)
{
  for (guint i = 0; i < pl_race_picture_get_n_waits (picture); i++)
    {
      g_autofree char *tooltip = NULL;
      PlRaceWait wait;
      PlRaceMark mark;

      pl_race_picture_get_wait (picture, i, &wait);
      g_assert_cmpfloat (wait.width, >=, 1);
      g_assert_true (hears (picture, wait.x + wait.width / 2, wait.y + wait.height / 2, &tooltip, NULL));
      g_assert_nonnull (strstr (tooltip, "for the lock."));
      for (guint j = 0; j < pl_race_picture_get_n_marks (picture); j++)
        {
          pl_race_picture_get_mark (picture, j, &mark);
          g_assert_true (mark.first.worker != wait.worker || mark.x >= wait.x + wait.width ||
                         mark.x + mark.width <= wait.x);
        }
    }
}

/* In sight: the fold of a lost increment says that it holds one. */
static void
check_folds_tell (PlRacePicture *picture)
{
  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      g_autofree char *tooltip = NULL, *count = NULL;
      PlRaceMark mark;

      pl_race_picture_get_mark (picture, i, &mark);
      if (mark.n_increments == 1)
        continue;
      g_assert_true (hears (picture, mark.x + mark.width / 2, mark.y + mark.height / 2, &tooltip, NULL));
      count = mark.n_lost > 0 ? g_strdup_printf (", %" G_GUINT64_FORMAT " of them lost.", mark.n_lost)
                              : g_strdup (", none of them lost.");
      g_assert_nonnull (strstr (tooltip, count));
      g_assert_cmpint (strstr (tooltip, "waiting for the lock") != NULL, ==, mark.n_waits > 0);
    }
}

static void
check_window (PlRace *race, PlViewport view, double width, double height)
{
  PlRacePicture *picture =
    lay_out (race, &view, PL_THEME_LIGHT, width, height, PL_PARTS_EXPORT);
  const PlDrawing *drawing = (PlDrawing *) picture;
  gint64 from = drawing->from_ns, to = drawing->to_ns, begin, end;
  double x = drawing->plot.x, y = drawing->plot.y, w = drawing->plot.width, h = drawing->plot.height;
  guint worker, n_lanes = 0, next = G_MAXUINT;

  g_assert_true (pl_race_picture_get_whole (picture, &begin, &end));
  g_assert_cmpfloat (w, >, 0);
  g_assert_cmpint (from, >=, begin);
  g_assert_cmpint (to, >, from);
  g_assert_cmpint (to, <=, end);
  g_assert_cmpint (ABS (pl_drawing_time (drawing, x) - from), <=, 1);
  g_assert_cmpint (ABS (pl_drawing_time (drawing, x + w) - to), <=, 1);
  /* One worker below the other, none left out. */
  for (double at = y + 0.5; at < y + h; at++)
    {
      if (!pl_drawing_pick_lane ((PlDrawing *) picture, x, at, &worker) || worker + 1 == next)
        continue;
      g_assert_true (next == G_MAXUINT || worker == next);
      next = worker + 1;
      n_lanes++;
      check_lane (picture, race, worker, from, to);
      check_waits (picture, race, worker, from, to);
    }
  g_assert_cmpuint (n_lanes, >, 0);
  check_wait_marks (picture);
  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      PlRaceMark mark;

      pl_race_picture_get_mark (picture, i, &mark);
      g_assert_cmpfloat (mark.y, >=, y - 1);
      g_assert_cmpfloat (mark.y + mark.height, <=, y + h + 1);
      g_assert_cmpfloat (mark.x, >=, x - 4);
      g_assert_cmpfloat (mark.x + mark.width, <=, x + w + 8);
    }
  check_folds_tell (picture);
  check_marks (picture, race);
  check_ink (picture, width, height);
  pl_race_picture_free (picture);
}

static void
test_zooms (void)
{
  static const guint workers[] = { 2, 4, 9, 40 };

  for (guint i = 0; i < G_N_ELEMENTS (workers) * 2; i++)
    {
      PlRaceMethod method = i % 2 ? PL_RACE_MUTEX : PL_RACE_NONE;
      g_autoptr (PlRace) race = mixed_race (workers[i / 2], 24000 / workers[i / 2], method);
      gint64 end = pl_log_header (pl_race_get_log (race))->status.end_ns;
      PlRacePartResult result;

      pl_race_get_result (race, 0, &result);
      g_assert_true (result.balanced);
      g_assert_cmpint (result.lost > 0, ==, method == PL_RACE_NONE);
      for (gint64 range = end; range > 20; range = range * 2 / 5)
        {
          PlViewport view = { .focus = pl_race_choose_branch (race, 0) };

          view.from_ns = g_test_rand_int_range (0, (int) (end - range) + 1);
          view.to_ns = view.from_ns + range;
          view.scroll = g_test_rand_int_range (-50, 2000);
          view.has_selection = g_test_rand_bit ();
          view.selected = (PlItem) { 0, (guint) g_test_rand_int_range (0, (int) workers[i / 2]), 100, 100 };
          check_window (race, view, g_test_rand_bit () ? 1920 : 640, g_test_rand_bit () ? 1080 : 620);
        }
    }
}

/* The same of a lock that was really waited for. */
static void
test_waits (void)
{
  static const PlRaceMethod methods[] = { PL_RACE_MUTEX, PL_RACE_TICKET, PL_RACE_PIPE };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (PlRace) race = NULL;
      const PlRacePartStatus *status;
      PlPlanData plan;
      PlLog *log;

      race_plan_init (&plan, 3, 2000);
      race_plan_add (&plan, methods[i], TRUE);
      log = race_run (&plan);
      race = pl_race_new (log);
      pl_log_unref (log);
      status = &pl_log_header (log)->status.parts[0];
      for (gint64 range = status->end_ns - status->begin_ns; range > 20; range = range * 2 / 5)
        {
          PlViewport view = { .from_ns = status->begin_ns + (status->end_ns - range -
                                                             status->begin_ns) / 3 };

          view.to_ns = view.from_ns + range;
          check_window (race, view, 1440, 900);
          view.has_selection = TRUE;
          view.selected = (PlItem) { 0, 1, 1000, 1000 };
          check_window (race, view, 900, 600);
        }
    }
}

/* Pixels of that colour, from the top of a column down. */
static int
count_pixels (cairo_surface_t *surface, const PlRaceMark *mark, const PlColor *color)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface), n = 0;
  guint32 wanted = (guint32) (color->r * 255 + 0.5) << 16 | (guint32) (color->g * 255 + 0.5) << 8 |
                   (guint32) (color->b * 255 + 0.5);

  for (int y = (int) mark->y; y < (int) (mark->y + mark->height); y++)
    {
      const guint32 *row = (const guint32 *) (const void *) (data + y * stride);

      if ((row[(int) mark->x] & 0xffffff) != wanted)
        break;
      n++;
    }
  return n;
}

/* A fold is blue for the share of its time in which the lock was held, and the rest is not. */
static void
test_wait_shares (void)
{
  g_autoptr (PlRace) race = mixed_race (4, 20000, PL_RACE_MUTEX);
  gint64 end = pl_log_header (pl_race_get_log (race))->status.end_ns;
  const PlViewport view = { .from_ns = 0, .to_ns = end };
  PlRacePicture *picture =
    lay_out (race, &view, PL_THEME_LIGHT, 1440, 900, PL_PARTS_EXPORT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1440, 900);
  cairo_t *cr = cairo_create (surface);
  guint n_folds = 0;

  pl_race_picture_draw (picture, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
    {
      PlRaceMark mark;
      double held;

      pl_race_picture_get_mark (picture, i, &mark);
      if (mark.n_increments < 2)
        continue;
      held = mark.height * (double) mark.held_ns / (double) (mark.held_ns + mark.waited_ns);
      held = CLAMP (held, 4, mark.height - 2);
      g_assert_cmpfloat (ABS (count_pixels (surface, &mark, &pl_theme_get (PL_THEME_LIGHT)
                                                               ->survivor.color) - held), <=, 1);
      n_folds++;
    }
  g_assert_cmpuint (n_folds, >, 100);
  cairo_surface_destroy (surface);
  pl_race_picture_free (picture);
}

/* Somebody else's numbers: a window from beyond the race is one in it. */
static void
test_odd_windows (void)
{
  static const gint64 windows[][2] = {
    { -5000, -10 }, { -100, 50 }, { 0, G_MAXINT64 }, { G_MAXINT64 - 5, G_MAXINT64 },
    { G_MININT64, G_MAXINT64 }, { 3, 4 },
  };
  g_autoptr (PlRace) race = made_race (60, PL_RACE_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    check_window (race, (PlViewport) { .from_ns = windows[i][0], .to_ns = windows[i][1],
                                       .scroll = i % 2 ? 1e9 : -1e9,
                                       .has_selection = TRUE, .selected = { 0, 7, 7, 7 } }, 900, 600);
}

/* What is selected stands alone, however far away it is seen, and nothing else moves. */
static void
test_selection (void)
{
  g_autoptr (PlRace) race = mixed_race (4, 10000, PL_RACE_NONE);
  gint64 end = pl_log_header (pl_race_get_log (race))->status.end_ns;

  for (guint seq = 0; seq < 10000; seq += 777)
    {
      PlViewport view = { .from_ns = 0, .to_ns = end, .has_selection = TRUE, .selected = { 0, 2, seq, seq } };
      PlRacePicture *picture =
        lay_out (race, &view, PL_THEME_DARK, 1200, 800, PL_PARTS_EXPORT);
      guint alone = 0;

      for (guint i = 0; i < pl_race_picture_get_n_marks (picture); i++)
        {
          PlRaceMark mark;

          pl_race_picture_get_mark (picture, i, &mark);
          alone += mark.n_increments == 1 && mark.first.worker == 2 && mark.first.seq == seq;
        }
      g_assert_cmpuint (alone, ==, 1);
      pl_race_picture_free (picture);
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
  g_test_add_func ("/race/picture/overlap", test_overlap);
  g_test_add_func ("/race/picture/overlap-goes-first", test_overlap_goes_first);
  g_test_add_func ("/race/picture/fold", test_fold);
  g_test_add_func ("/race/picture/zooms", test_zooms);
  g_test_add_func ("/race/picture/waits", test_waits);
  g_test_add_func ("/race/picture/wait-shares", test_wait_shares);
  g_test_add_func ("/race/picture/odd-windows", test_odd_windows);
  g_test_add_func ("/race/picture/selection", test_selection);
  g_test_add_func ("/race/picture/guess", test_guess);
  g_test_add_func ("/race/picture/odd-ones", test_odd_ones);
  g_test_add_func ("/race/picture/real", test_real);
  return g_test_run ();
}
