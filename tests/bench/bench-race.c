/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "bench-common.h"
#include "paint/race/pl-race-picture.h"
#include "paint/pool/pl-timeline.h"
#include "plan/pl-plan.h"

/* A recorded race of 4 x 1,000,000 increments: how long until its first picture, and what a picture
 * of 1920x1080 costs from the whole race down to single loads and stores; the same under a lock,
 * where the waits are drawn as well. */

#define WIDTH 1920
#define HEIGHT 1080
#define WORKERS 4u
#define INCREMENTS 1000000u
#define RUNS 15u
#define PROOFS 7u

typedef struct {
  guint64 loaded;               /* word; 0 and load_ns < 0: not at it */
  gint64 load_ns;
  guint seq;
} Racer;

static guint32
random_next (guint64 *state)
{
  *state = *state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint32) (*state >> 33);
}

static void
finish_part (PlLog *log, guint64 word, gint64 end_ns)
{
  PlRunStatus *status = &pl_log_header (log)->status;

  status->parts[0] = (PlRacePartStatus) {
    .initial_word = PL_WORD (0, PL_WORD_NOBODY, 0), .final_word = word, .initial_value = 0,
    .final_value = PL_WORD_VALUE (word), .begin_ns = 0, .end_ns = end_ns, .work_ns = WORKERS * end_ns,
    .overlap_ns = end_ns, .trials_done = 1,
  };
  status->done = 1;
  status->end_ns = end_ns;
  status->phase = PL_PHASE_DONE;
}

static PlLog *
new_log (PlRaceMethod method)
{
  PlPlanData plan;
  PlLog *log;

  pl_plan_init_race (&plan);
  plan.workers = WORKERS;
  plan.increments = INCREMENTS;
  plan.n_parts = 1;
  plan.parts[0] = (PlRacePart) { method, 1 };
  if (pl_log_create (&plan, "1.0.0", &log) < 0)
    bench_die ("pl_log_create");
  for (guint i = 0; i < WORKERS; i++)
    pl_log_lane (log, pl_log_race_lane (log, 0, i))->count = INCREMENTS;
  return log;
}

/* Under a lock one worker at a time gets some increments through, as real ones do. */
static PlLog *
simulate_lock (void)
{
  guint64 state = 5, word = PL_WORD (0, PL_WORD_NOBODY, 0), left = (guint64) WORKERS * INCREMENTS;
  PlLog *log = new_log (PL_RACE_MUTEX);
  guint seqs[WORKERS] = { 0 };
  gint64 t = 0;

  while (left > 0)
    {
      guint at = random_next (&state) % WORKERS, n = 1 + random_next (&state) % 400;
      PlRaceRecord *records = pl_log_race_records (log, pl_log_race_lane (log, 0, at));

      for (n = MIN (n, INCREMENTS - seqs[at]); n > 0; n--, left--)
        {
          gint64 load_ns = t + 30 + random_next (&state) % 16;

          t = load_ns + 25 + random_next (&state) % 16;
          records[seqs[at]++] = (PlRaceRecord) { word, pl_race_times (load_ns, t) };
          word = PL_WORD (PL_WORD_VALUE (word) + 1, at, seqs[at]);
        }
    }
  finish_part (log, word, t);
  return log;
}

/* Any order of loads and stores is a race that could have been. Stretches in which one worker is
 * left alone take turns with stretches in which they get into each other's way. */
static PlLog *
simulate (void)
{
  Racer racers[WORKERS] = { 0 };
  guint64 state = 11, word = PL_WORD (0, PL_WORD_NOBODY, 0), left = (guint64) WORKERS * INCREMENTS;
  PlLog *log = new_log (PL_RACE_NONE);
  gint64 t = 0;

  for (guint i = 0; i < WORKERS; i++)
    racers[i].load_ns = -1;
  for (guint step = 0; left > 0; step++)
    {
      guint at = (step / 4096) % 3 == 0 ? (step / 12288) % WORKERS : random_next (&state) % WORKERS;
      Racer *racer;

      while (racers[at].seq == INCREMENTS)
        at = (at + 1) % WORKERS;
      racer = &racers[at];
      t += 5 + random_next (&state) % 16;
      if (racer->load_ns < 0)
        {
          racer->loaded = word;
          racer->load_ns = t;
          continue;
        }
      pl_log_race_records (log, pl_log_race_lane (log, 0, at))[racer->seq++] =
        (PlRaceRecord) { racer->loaded, pl_race_times (racer->load_ns, t) };
      word = PL_WORD (PL_WORD_VALUE (racer->loaded) + 1, at, racer->seq);
      racer->load_ns = -1;
      left--;
    }
  finish_part (log, word, t);
  return log;
}

static double
copy_ms (PlLog *log)
{
  double best[PROOFS];
  gsize size = INCREMENTS * sizeof (PlRaceRecord);
  char *to = g_malloc (size * WORKERS);

  for (guint i = 0; i < PROOFS; i++)
    {
      double start = bench_now ();

      for (guint j = 0; j < WORKERS; j++)
        memcpy (to + j * size, pl_log_race_records (log, pl_log_race_lane (log, 0, j)), size);
      best[i] = (bench_now () - start) * 1e3;
    }
  g_free (to);
  return bench_median (best, PROOFS);
}

static void
draw (PlRace *race, const PlViewport *view, cairo_surface_t *surface, guint *marks)
{
  const PlPaper paper = { PL_THEME_LIGHT, 1, WIDTH, HEIGHT, PL_PARTS_EXPORT };
  PlRacePicture *picture = pl_race_picture_lay_out (race, view, &paper);
  cairo_t *cr = cairo_create (surface);

  pl_race_picture_draw (picture, cr);
  cairo_surface_flush (surface);
  *marks = pl_race_picture_get_n_marks (picture) + pl_race_picture_get_n_waits (picture);
  cairo_destroy (cr);
  pl_race_picture_free (picture);
}

static void
first_picture (PlLog *log, cairo_surface_t *surface)
{
  double proofs[PROOFS], pictures[PROOFS], copy = copy_ms (log);
  guint marks;

  for (guint i = 0; i < PROOFS; i++)
    {
      double start = bench_now ();
      PlRace *race = pl_race_new (log);
      PlViewport view = { .scroll = -1, .focus = pl_race_choose_branch (race, 0) };

      proofs[i] = (bench_now () - start) * 1e3;
      draw (race, &view, surface, &marks);
      pictures[i] = (bench_now () - start) * 1e3;
      g_object_unref (race);
    }
  printf ("%-34s %10s\n", "until the first picture", "ms");
  printf ("%-34s %10.1f\n", "copying the records", copy);
  printf ("%-34s %10.1f\n", "the proof", bench_median (proofs, PROOFS));
  printf ("%-34s %10.1f\n\n", "the proof and the picture", bench_median (pictures, PROOFS));
}

static void
measure (PlRace *race, cairo_surface_t *surface, gint64 range_ns, gint64 end_ns)
{
  PlViewport view = { .scroll = -1, .focus = pl_race_choose_branch (race, 0) };
  double costs[RUNS];
  guint marks = 0;

  view.from_ns = (end_ns - range_ns) / 2;
  /* One more than counted: the first makes the text. The view moves on each time. */
  for (guint i = 0; i <= RUNS; i++)
    {
      double start;

      view.to_ns = view.from_ns + range_ns;
      start = bench_now ();
      draw (race, &view, surface, &marks);
      if (i > 0)
        costs[i - 1] = (bench_now () - start) * 1e3;
      view.from_ns += range_ns / 150;
    }
  printf ("%14" G_GINT64_FORMAT " %8u %10.2f\n", range_ns, marks, bench_median (costs, RUNS));
}

static void
measure_race (PlLog *log, const char *name, cairo_surface_t *surface)
{
  PlRace *race = pl_race_new (log);
  gint64 end_ns = pl_log_header (log)->status.end_ns;
  PlRacePartResult result;

  pl_race_get_result (race, 0, &result);
  printf ("%s, %u x %u increments, %" G_GUINT64_FORMAT " of them lost; medians\n\n", name, WORKERS,
          INCREMENTS, result.lost);
  first_picture (log, surface);
  printf ("%14s %8s %10s\n", "ns shown", "marks", "picture, ms");
  for (gint64 range_ns = end_ns; range_ns > 100; range_ns /= 5)
    measure (race, surface, range_ns, end_ns);
  printf ("\n");
  g_object_unref (race);
  pl_log_unref (log);
}

int
main (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);

  bench_print_machine ();
  measure_race (simulate (), "no lock", surface);
  measure_race (simulate_lock (), "mutex", surface);
  cairo_surface_destroy (surface);
  return 0;
}
