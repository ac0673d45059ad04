/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "race/picture-harness.h"
#include "base/pl-text.h"
#include "paint/pl-theme.h"
#include "paint/race/pl-race-picture-private.h"
#include "trace/compare/pl-differences.h"

/* The picture of a race in a window of time: every increment and every wait in sight is told once. */

/* A race of n workers in which stretches of one worker alone and of all at once take turns. */
static PlRace *
mixed_race (guint workers, guint k, PlRaceMethod method)
{
  gint64 t = 50, loaded_ns[64] = { 0 };
  guint64 word = PL_WORD (0, PL_WORD_NOBODY, 0), loaded[64] = { 0 };
  guint seq[64] = { 0 }, left = workers * k;
  gboolean at_it[64] = { FALSE };
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
  return made_prove (&made, word, t);
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
      g_assert_true (picture_hears (picture, wait.x + wait.width / 2, wait.y + wait.height / 2, &tooltip, NULL));
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
      g_assert_true (picture_hears (picture, mark.x + mark.width / 2, mark.y + mark.height / 2, &tooltip, NULL));
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
    picture_lay_out (race, &view, PL_THEME_LIGHT, width, height, PL_PARTS_EXPORT);
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
  picture_check_marks (picture, race);
  picture_check_ink (picture, width, height);
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
    picture_lay_out (race, &view, PL_THEME_LIGHT, 1440, 900, PL_PARTS_EXPORT);
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
  g_autoptr (PlRace) race = picture_made_race (60, PL_RACE_NONE);

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
        picture_lay_out (race, &view, PL_THEME_DARK, 1200, 800, PL_PARTS_EXPORT);
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

/* Close up a picture shows who took part; a tall one has room for everybody. */
static void
test_all_workers (void)
{
  static const double heights[] = { 700, 2000 };
  g_autoptr (PlRace) race = mixed_race (12, 40, PL_RACE_NONE);

  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    {
      const PlViewport view = { .scroll = -1 };
      PlRacePicture *picture = picture_lay_out (race, &view, PL_THEME_LIGHT, 3840, heights[i], 0);
      guint n = 0;
      PlBox box;

      for (guint worker = 0; worker < 12; worker++)
        n += pl_drawing_lane_box ((PlDrawing *) picture, worker, &box);
      if (i == 0)
        g_assert_cmpuint (n, <=, 4);
      else
        g_assert_cmpuint (n, ==, 12);
      picture_check_ink (picture, 3840, heights[i]);
      picture_check_marks (picture, race);
      pl_race_picture_free (picture);
    }
}

/* A race at a moment: what the counter stands at, what was lost by then, and nothing of how it ends. */
static void
check_moment (PlRace *race, gint64 until_ns)
{
  guint part = pl_race_get_main_part (race), n_workers = pl_log_plan (pl_race_get_log (race))->workers;
  guint64 n = 0, lost = 0, n_lost, value = 0;
  gint64 last_ns = -1;
  g_autofree char *sentence = pl_race_moment_sentence (race, part, until_ns), *counter = NULL, *stands = NULL;

  for (guint worker = 0; worker < n_workers; worker++)
    for (guint32 seq = 0; seq < pl_race_get_n_increments (race, part, worker); seq++)
      {
        PlIncrementInfo info;

        g_assert_true (pl_race_get_increment (race, part, (PlIncrement) { worker, seq }, &info));
        if (info.store_ns > until_ns)
          continue;
        n++;
        lost += pl_race_is_lost (race, part, (PlIncrement) { worker, seq });
        if (info.store_ns > last_ns)
          value = info.value_read + 1;
        last_ns = MAX (last_ns, info.store_ns);
      }
  g_assert_cmpuint (pl_race_count_by (race, part, until_ns, &n_lost), ==, n);
  g_assert_cmpuint (n_lost, ==, lost);
  g_assert_cmpuint (pl_race_value_at (race, part, until_ns), ==, value);
  counter = pl_text_count (value);
  stands = g_strdup_printf ("The counter stands at %s.\n", counter);
  g_assert_true (g_str_has_prefix (sentence, stands));
}

static void
test_moment (void)
{
  g_autoptr (PlRace) race = mixed_race (4, 500, PL_RACE_NONE);
  g_autoptr (PlPicture) picture = pl_picture_of_proof (race);
  const PlPaper paper = { PL_THEME_LIGHT, 1, 1000, 700, PL_PARTS_EXPORT };
  g_autofree char *name = NULL, *description = NULL, *whole = NULL, *sentence = NULL, *beside = NULL, *after = NULL;
  gint64 begin_ns, end_ns;
  PlDrawing *drawing;
  PlViewport view;
  PlItem item;

  g_assert_true (pl_picture_get_whole (picture, &begin_ns, &end_ns));
  for (guint share = 0; share < 20; share++)
    check_moment (race, begin_ns + (end_ns - begin_ns) * share / 20);

  pl_picture_init_viewport (picture, &view);
  view.from_ns = begin_ns;
  view.to_ns = end_ns;
  pl_picture_describe (picture, &view, &name, &whole);
  g_clear_pointer (&name, g_free);
  view.until_ns = begin_ns + (end_ns - begin_ns) / 3;
  pl_picture_describe (picture, &view, &name, &description);
  sentence = pl_race_moment_sentence (race, pl_race_get_main_part (race), view.until_ns);
  g_assert_cmpstr (name, ==, "Race: The race so far");
  g_assert_true (g_str_has_prefix (description, sentence));
  g_assert_null (strstr (description, "overlap"));
  beside = pl_picture_subtitle_at (picture, &view);
  g_assert_null (strstr (beside, "overlap"));
  after = pl_picture_subtitle_at (picture, &(PlViewport) { .until_ns = end_ns });
  g_assert_nonnull (strstr (after, "overlap"));
  drawing = pl_picture_lay_out (picture, &view, &paper);
  g_assert_cmpstr (((PlRacePicture *) drawing)->heading, ==, "The race so far");
  g_assert_null (strstr (((PlRacePicture *) drawing)->footer, "survivors"));
  for (double y = drawing->plot.y; y < drawing->plot.y + drawing->plot.height; y += 3)
    for (double x = pl_drawing_x (drawing, view.until_ns) + 12; x < drawing->plot.x + drawing->plot.width; x += 3)
      g_assert_false (pl_drawing_pick (drawing, x, y, &item, NULL));
  pl_drawing_free (drawing);
}

/* Lost by a moment: of the first part all, of the second what was by then, of the third nothing. */
static void
check_figures (PlLog *log, PlRace *race, gint64 until_ns)
{
  PlLog *logs[] = { log, log };
  g_autoptr (PlDifferences) differences = pl_differences_new (logs, 2);
  const gint64 moments[] = { until_ns, 0 };
  PlRacePartResult first;
  guint64 lost;
  double value;

  pl_race_get_result (race, 0, &first);
  pl_race_count_by (race, 1, until_ns, &lost);
  pl_differences_move (differences, moments);
  for (guint row = 0; row < pl_differences_get_n_rows (differences); row++)
    {
      if (pl_differences_get_row (differences, row) == PL_MEASURE_WALL)
        g_assert_true (pl_differences_get_value (differences, row, 0, &value) && value == (double) until_ns);
      if (pl_differences_get_row (differences, row) != PL_MEASURE_LOST)
        continue;
      g_assert_true (pl_differences_get_value (differences, row, 0, &value));
      g_assert_cmpfloat (value, ==, (double) (first.lost + lost));
      g_assert_true (pl_differences_get_value (differences, row, 1, &value));
      g_assert_cmpfloat (value, >=, (double) (first.lost + lost + 7));
      return;
    }
  g_assert_not_reached ();
}

/* Of the other parts a replay tells what was known by then: the one before is over, the one after has not begun. */
static void
test_other_parts (void)
{
  static const PlRaceMethod methods[] = { PL_RACE_MUTEX, PL_RACE_NONE, PL_RACE_FUTEX };
  static const guint64 finals[] = { 199991, 0, 199993 };
  g_autoptr (PlRace) race = NULL;
  g_autoptr (PlPicture) picture = NULL;
  gint64 begin_ns, end_ns;
  PlPlanData plan;
  PlViewport view;
  PlLog *log;

  race_plan_init (&plan, 2, 100000);
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    race_plan_add (&plan, methods[i], methods[i] == PL_RACE_NONE);
  plan.guess = 190000;
  log = race_run (&plan);
  /* None of the counts is told for another one. */
  pl_log_header (log)->status.parts[0].final_value = finals[0];
  pl_log_header (log)->status.parts[2].final_value = finals[2];
  race = pl_race_new (log);
  picture = pl_picture_of_proof (race);
  pl_picture_init_viewport (picture, &view);
  g_assert_true (pl_picture_get_whole (picture, &begin_ns, &end_ns));
  g_assert_true (picture_svg_says (picture, &view, "199,991"));
  g_assert_true (picture_svg_says (picture, &view, "199,993"));
  g_assert_false (picture_svg_says (picture, &view, "has not begun yet"));

  view.until_ns = begin_ns + (end_ns - begin_ns) / 2;
  g_assert_true (picture_svg_says (picture, &view, "199,991"));
  g_assert_false (picture_svg_says (picture, &view, "199,993"));
  g_assert_true (picture_svg_says (picture, &view, "has not begun yet"));
  g_assert_true (picture_svg_says (picture, &view, "9,991 too few"));
  g_assert_false (picture_svg_says (picture, &view, "times as long as without"));
  check_figures (log, race, view.until_ns);
  pl_log_unref (log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/window/zooms", test_zooms);
  g_test_add_func ("/race/window/waits", test_waits);
  g_test_add_func ("/race/window/wait-shares", test_wait_shares);
  g_test_add_func ("/race/window/odd-windows", test_odd_windows);
  g_test_add_func ("/race/window/selection", test_selection);
  g_test_add_func ("/race/window/all-workers", test_all_workers);
  g_test_add_func ("/race/window/moment", test_moment);
  g_test_add_func ("/race/window/other-parts", test_other_parts);
  return g_test_run ();
}
