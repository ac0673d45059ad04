/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ns an increment of every counter method in the real runner, unrecorded, beside a bare loop over the same
 * primitive, by one worker alone and by several at once; and what it takes to prove a recorded race, beside one
 * pass that copies its records. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "bench-bare-locks.h"
#include "bench-common.h"
#include "race/race-harness.h"
#include "trace/race/pl-race.h"

enum { ROUNDS = 7, SHORT_ROUNDS = 21, MAX_INCREMENTS = 100000000 };

/* Alone wherever the kernel puts it; together each on the CPU it is given, the same for both loops. */
static PlCpus
placement (guint workers)
{
  return workers == 1 ? PL_CPUS_FREE : PL_CPUS_SPREAD;
}

static double
run_method (PlRaceMethod method, guint workers, guint64 increments)
{
  g_autoptr (PlRace) race = NULL;
  PlRacePartResult result;
  PlPlanData plan;
  PlLog *log;

  race_plan_init (&plan, workers, increments);
  plan.cpus = placement (workers);
  race_plan_add (&plan, method, FALSE);
  log = race_run (&plan);
  race = pl_race_new (log);
  pl_race_get_result (race, 0, &result);
  pl_log_unref (log);
  return result.ns_per_increment;
}

/* Alone some 3 ms, less than a time slice. Together so long that they meet, and that how they did so
 * first does not decide: it is a matter of luck who waits for whom. */
static guint64
choose_increments (PlRaceMethod method, guint workers)
{
  double loop_ns = workers == 1 ? 3e6 : workers * 20e6;
  guint64 n = 1000;

  while (n < MAX_INCREMENTS && run_method (method, workers, n) * workers * (double) n < loop_ns)
    n *= 2;
  return n;
}

static void
measure_method (PlRaceMethod method, guint workers)
{
  double ours[SHORT_ROUNDS], bare[SHORT_ROUNDS], ratios[SHORT_ROUNDS], a, b, best_a, best_b;
  guint64 increments;

  if (workers > pl_race_method_max_workers (method))
    return;
  increments = choose_increments (method, workers);
  for (guint i = 0; i < SHORT_ROUNDS; i++)
    {
      /* Who comes first takes turns as well. */
      if (i % 2)
        bare[i] = bench_bare_lock (method, workers, placement (workers), increments);
      ours[i] = run_method (method, workers, increments);
      if (i % 2 == 0)
        bare[i] = bench_bare_lock (method, workers, placement (workers), increments);
      ratios[i] = ours[i] / bare[i];
    }
  a = bench_median (ours, SHORT_ROUNDS);
  b = bench_median (bare, SHORT_ROUNDS);
  best_a = ours[0];             /* sorted by now */
  best_b = bare[0];
  printf ("| %s | %u | %.3g | %.3g | %.2f | %.3g | %.3g | %.2f | %.2f |\n",
          pl_race_method_info (method)->key, workers, best_a, best_b, best_a / best_b, a, b, a / b,
          bench_median (ratios, SHORT_ROUNDS));
  fflush (stdout);
}

static void
measure_methods (void)
{
  static const guint workers[] = { 1, 2, 4 };

  printf ("ns an increment (aim: 1.1 of the bare loop at most):\n\n"
          "| lock | workers | best | bare | ratio | median | bare | ratio | median of the ratios |\n"
          "|---|---|---|---|---|---|---|---|---|\n");
  for (guint i = 0; i < G_N_ELEMENTS (workers); i++)
    for (guint method = 0; method < PL_N_RACE_METHODS; method++)
      measure_method (method, workers[i]);
}

static guint64
count_records (PlLog *log)
{
  guint64 n = 0;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    n += pl_log_count (log, lane);
  return n;
}

static double
copy_once (PlLog *log, PlRaceRecord *to)
{
  double begin = bench_now ();

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      guint64 n = pl_log_count (log, lane);

      memcpy (to, pl_log_race_records (log, lane), n * sizeof *to);
      to += n;
    }
  return bench_now () - begin;
}

static void
measure_proof (const char *name, PlRaceMethod method, guint workers)
{
  double copies[ROUNDS], fresh[ROUNDS], proofs[ROUNDS], copy, first, proof;
  PlRacePartResult result;
  PlPlanData plan;
  PlLog *log;
  guint64 n;

  race_plan_init (&plan, workers, 1000000);
  race_plan_add (&plan, method, TRUE);
  log = race_run (&plan);
  n = count_records (log);
  PlRaceRecord *kept = g_new0 (PlRaceRecord, n);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (PlRace) race = NULL;
      g_autofree PlRacePair *pairs = NULL;
      g_autofree PlRaceRecord *new = g_new (PlRaceRecord, n);
      double begin;
      guint n_pairs;

      copies[i] = copy_once (log, kept) * 1e3;
      fresh[i] = copy_once (log, new) * 1e3;
      begin = bench_now ();
      race = pl_race_new (log);
      pairs = pl_race_get_pairs (race, 0, &n_pairs);
      proofs[i] = (bench_now () - begin) * 1e3;
      pl_race_get_result (race, 0, &result);
      if (!result.balanced)
        g_error ("the account of %s does not balance", name);
    }
  copy = bench_median (copies, ROUNDS);
  first = bench_median (fresh, ROUNDS);
  proof = bench_median (proofs, ROUNDS);
  printf ("| %s | %u | %" G_GUINT64_FORMAT " | %" G_GUINT64_FORMAT " | %.1f | %.1f | %.1f | %.2f | %.2f | %.1f |\n",
          name, workers, result.lost, result.branches, proof, copy, first, proof / copy, proof / first,
          (double) (n * sizeof (PlRaceRecord)) / (double) (workers * plan.increments));
  g_free (kept);
  pl_log_unref (log);
}

int
main (void)
{
  bench_print_machine ();
  measure_methods ();
  printf ("\nProof of 1,000,000 increments a worker, ms:\n\n"
          "| race | workers | lost | branches | proof | copy | copy into new memory | proof / copy | proof / new "
          "(aim: 1.5) | bytes an increment (aim: 16) |\n|---|---|---|---|---|---|---|---|---|---|\n");
  measure_proof ("no lock", PL_RACE_NONE, 2);
  measure_proof ("no lock", PL_RACE_NONE, 4);
  measure_proof ("mutex", PL_RACE_MUTEX, 4);
  measure_proof ("atomic", PL_RACE_ATOMIC, 4);
  return 0;
}
