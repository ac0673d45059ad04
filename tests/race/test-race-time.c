/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "race/race-harness.h"
#include "trace/race/pl-race.h"
#include "trace/race/pl-trials.h"

/* Unrecorded races that go on until their workers have raced: on a quiet machine, on a busy one, on one
 * CPU, alone. */

#define MS 1000000
#define OVERLAP (50 * MS)

static void
timed_plan (PlPlanData *plan, guint workers, PlRaceMethod method)
{
  race_plan_init (plan, workers, 100);
  race_plan_add (plan, method, FALSE);
  plan->overlap_ns = OVERLAP;
}

static PlRace *
run_race (const PlPlanData *plan)
{
  PlLog *log = race_run (plan);
  PlRace *race = pl_race_new (log);

  pl_log_unref (log);
  return race;
}

/* What is true of every one of them. */
static void
check_part (PlRace *race, guint part, gint64 wanted_ns, PlRacePartResult *result)
{
  PlLog *log = pl_race_get_log (race);
  const PlPlanData *plan = pl_log_plan (log);
  guint64 made = 0;

  pl_race_get_result (race, part, result);
  g_assert_true (result->done);
  g_assert_true (result->timed);
  for (guint i = 0; i < plan->workers; i++)
    {
      const PlLane *lane = pl_log_lane (log, pl_log_race_lane (log, part, i));

      g_assert_cmpuint (lane->made, >, 0);
      made += lane->made;
    }
  g_assert_cmpuint (result->expected, ==, made);
  g_assert_cmpuint (result->final_value + result->lost, ==, made);
  g_assert_cmpint (result->overlap_ns, <=, result->wall_ns);
  if (result->overlap_ns < wanted_ns)
    g_assert_cmpint (result->wall_ns, >=, plan->workers > 1 ? 4 * wanted_ns : wanted_ns);
  g_assert_cmpint (result->verdict, ==, pl_race_verdict (result->method, result->lost));
}

static gboolean
has_two_cpus (void)
{
  cpu_set_t allowed;

  g_assert_cmpint (sched_getaffinity (0, sizeof allowed, &allowed), ==, 0);
  return CPU_COUNT (&allowed) > 1;
}

static void
test_time (void)
{
  g_autoptr (PlRace) race = NULL;
  PlRacePartResult result;
  PlPlanData plan;

  timed_plan (&plan, 2, PL_RACE_NONE);
  race = run_race (&plan);
  check_part (race, 0, OVERLAP, &result);
  /* Its own number: what the plan says is for others. */
  g_assert_cmpuint (result.expected, >, 2 * plan.increments);
  if (has_two_cpus () && result.overlap_ns >= OVERLAP)
    g_assert_cmpint (result.verdict, ==, PL_RACE_VERDICT_LOST);
}

/* A correct lock is right however its workers met. */
static void
test_right (void)
{
  static const PlRaceMethod methods[] = { PL_RACE_MUTEX, PL_RACE_ATOMIC, PL_RACE_PI, PL_RACE_TICKET };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (PlRace) race = NULL;
      g_autofree char *why = NULL;
      PlRacePartResult result;
      PlPlanData plan;

      timed_plan (&plan, 3, methods[i]);
      race = run_race (&plan);
      check_part (race, 0, OVERLAP, &result);
      g_assert_cmpuint (result.lost, ==, 0);
      g_assert_cmpint (result.verdict, ==, PL_RACE_VERDICT_RIGHT);
      why = pl_race_did_not_race_text (race, 0, TRUE);
      g_assert_null (why);
    }
}

/* All on one CPU: one has it, the others wait for it, and the bins of the whole run say the same. */
static void
test_account (void)
{
  enum { N_BINS = 100 };
  g_autoptr (PlRace) race = NULL;
  PlCpuAccount account, bins[N_BINS], sum = { 0 };
  gint64 lives_ns = 0, from_ns = G_MAXINT64, to_ns = 0;
  PlPlanData plan;

  timed_plan (&plan, 3, PL_RACE_NONE);
  plan.cpus = PL_CPUS_ONE;
  race = run_race (&plan);
  g_assert_true (pl_race_has_account (race));
  pl_race_get_account (race, 0, &account);
  for (guint i = 0; i < 3; i++)
    {
      const PlLane *lane = pl_log_lane (pl_race_get_log (race), pl_log_race_lane (pl_race_get_log (race), 0, i));

      lives_ns += lane->end_ns - lane->begin_ns;
      from_ns = MIN (from_ns, lane->begin_ns);
      to_ns = MAX (to_ns, lane->end_ns);
    }
  g_assert_cmpint (pl_cpu_account_known_ns (&account) + account.unknown_ns, ==, lives_ns);
  g_assert_cmpint (account.unknown_ns, ==, 0);
  g_assert_cmpfloat ((double) account.on_ns, <, 0.55 * (double) lives_ns);
  g_assert_cmpfloat ((double) account.waiting_ns, >, 0.4 * (double) lives_ns);
  pl_race_account_bins (race, 0, from_ns, to_ns, N_BINS, bins);
  for (guint i = 0; i < N_BINS; i++)
    pl_cpu_account_add (&sum, &bins[i]);
  g_assert_cmpint (sum.on_ns, >=, account.on_ns - account.on_ns / 50);
}

static void
test_alone (void)
{
  g_autoptr (PlRace) race = NULL;
  g_autofree char *why = NULL;
  PlRacePartResult result;
  PlPlanData plan, longer;

  timed_plan (&plan, 1, PL_RACE_NONE);
  race = run_race (&plan);
  check_part (race, 0, OVERLAP, &result);
  g_assert_cmpint (result.overlap_ns, ==, 0);
  g_assert_cmpint (result.verdict, ==, PL_RACE_VERDICT_DID_NOT_RACE);
  why = pl_race_did_not_race_text (race, 0, FALSE);
  g_assert_cmpstr (why, ==, "one worker alone has nobody to race with");
  g_assert_false (pl_race_make_longer (race, &longer));
}

/* Workers that take turns never have a CPU at once, whatever they lose; a yield in the window is another
 * thing. */
static void
test_one_cpu (void)
{
  g_autoptr (PlRace) turns = NULL, yields = NULL;
  PlRacePartResult result;
  PlPlanData plan;

  timed_plan (&plan, 4, PL_RACE_NONE);
  plan.cpus = PL_CPUS_ONE;
  turns = run_race (&plan);
  check_part (turns, 0, OVERLAP, &result);
  g_assert_cmpint (result.overlap_ns, ==, 0);
  if (result.lost == 0)
    {
      g_autofree char *why = pl_race_did_not_race_text (turns, 0, FALSE);

      g_assert_cmpstr (why, ==, "the workers took turns on one CPU");
    }
  plan.window = PL_RACE_WINDOW_YIELD;
  yields = run_race (&plan);
  check_part (yields, 0, OVERLAP, &result);
  g_assert_cmpint (result.overlap_ns, >=, OVERLAP);
  g_assert_cmpint (result.verdict, ==, PL_RACE_VERDICT_LOST);
}

/* Two endless loops on each CPU, pinned. */
#define MAX_HOGS 32u
typedef struct { pid_t pids[MAX_HOGS]; guint n; } Hogs;

static void
hog (int cpu)
{
  static volatile guint turns;
  cpu_set_t one;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  CPU_ZERO (&one);
  CPU_SET (cpu, &one);
  if (sched_setaffinity (0, sizeof one, &one) < 0)
    _exit (1);
  for (;;)
    turns = turns + 1;
}

static void
hogs_start (Hogs *hogs)
{
  cpu_set_t allowed;

  hogs->n = 0;
  g_assert_cmpint (sched_getaffinity (0, sizeof allowed, &allowed), ==, 0);
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
    for (guint i = 0; i < 2 && CPU_ISSET (cpu, &allowed) && hogs->n < MAX_HOGS; i++)
      {
        pid_t pid = fork ();

        g_assert_cmpint (pid, >=, 0);
        if (pid == 0)
          hog (cpu);
        hogs->pids[hogs->n++] = pid;
      }
}

static void
hogs_stop (Hogs *hogs)
{
  for (guint i = 0; i < hogs->n; i++)
    {
      kill (hogs->pids[i], SIGKILL);
      waitpid (hogs->pids[i], NULL, 0);
    }
}

/* The default race: whatever came out without a loss and without a lock is not called right, and what is
 * called a race was one. */
static void
test_busy (void)
{
  guint raced = 0;
  Hogs hogs;

  hogs_start (&hogs);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (PlRace) race = NULL;
      PlRacePartResult result;
      PlPlanData plan;

      timed_plan (&plan, 4, PL_RACE_NONE);
      race = run_race (&plan);
      check_part (race, 0, OVERLAP, &result);
      g_assert_cmpint (result.verdict, !=, PL_RACE_VERDICT_RIGHT);
      raced += result.verdict == PL_RACE_VERDICT_LOST;
    }
  hogs_stop (&hogs);
  if (has_two_cpus ())
    g_assert_cmpuint (raced, >=, 4);
}

static void
test_busy_trials (void)
{
  g_autoptr (PlRace) race = NULL;
  PlTrials none, mutex;
  PlPlanData plan;
  Hogs hogs;

  timed_plan (&plan, 4, PL_RACE_NONE);
  race_plan_add (&plan, PL_RACE_MUTEX, FALSE);
  plan.trials = 12;
  hogs_start (&hogs);
  race = run_race (&plan);
  hogs_stop (&hogs);
  pl_trials_count (pl_race_get_log (race), 0, &none);
  pl_trials_count (pl_race_get_log (race), 1, &mutex);
  g_assert_cmpuint (none.n, ==, 12);
  g_assert_cmpuint (none.correct, ==, 0);
  g_assert_cmpuint (none.lost + none.unraced, ==, 12);
  if (has_two_cpus ())
    g_assert_cmpuint (none.lost, >=, 6);
  g_assert_cmpuint (mutex.correct, ==, 12);
  g_assert_cmpuint (mutex.unraced, ==, 0);
  g_assert_true (pl_trials_in_shares (pl_race_get_log (race)));
}

/* As many increments as are recorded, where that was asked for: mostly luck on a busy machine, and never
 * called anything else. */
static void
test_busy_number (void)
{
  g_autoptr (PlRace) race = NULL;
  PlTrials none;
  PlPlanData plan;
  Hogs hogs;

  race_plan_init (&plan, 4, 10000);
  race_plan_add (&plan, PL_RACE_NONE, FALSE);
  plan.trials = 30;
  hogs_start (&hogs);
  race = run_race (&plan);
  hogs_stop (&hogs);
  pl_trials_count (pl_race_get_log (race), 0, &none);
  g_assert_cmpuint (none.right, ==, 40000);
  g_assert_cmpuint (none.correct, ==, 0);
  g_assert_cmpuint (none.lost + none.unraced, ==, 30);
  g_assert_false (pl_trials_in_shares (pl_race_get_log (race)));
}

/* A card that says "hardly met" and a plan that gives it more time. */
static void
test_longer (void)
{
  g_autoptr (PlRace) race = NULL;
  g_autofree char *why = NULL, *brief = NULL, *sentence = NULL;
  PlRacePartStatus *status;
  PlPlanData plan, longer;
  PlLog *log;

  timed_plan (&plan, 2, PL_RACE_NONE);
  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &log), ==, 0);
  for (guint i = 0; i < 2; i++)
    pl_log_lane (log, pl_log_race_lane (log, 0, i))->made = 500;
  pl_log_header (log)->n_cpus = 2;
  status = &pl_log_header (log)->status.parts[0];
  *status = (PlRacePartStatus) {
    .final_value = 1000, .begin_ns = 10, .end_ns = 10 + 1000 * MS, .overlap_ns = 30 * MS, .trials_done = 1
  };
  pl_log_header (log)->status.phase = PL_PHASE_DONE;
  race = pl_race_new (log);
  pl_log_unref (log);
  why = pl_race_did_not_race_text (race, 0, FALSE);
  brief = pl_race_did_not_race_text (race, 0, TRUE);
  sentence = pl_race_overlap_sentence (race);
  g_assert_cmpstr (why, ==, "the workers hardly met: 3 % overlap");
  g_assert_cmpstr (brief, ==, "hardly met: 3 % overlap");
  g_assert_nonnull (strstr (sentence, why));
  g_assert_true (pl_race_make_longer (race, &longer));
  g_assert_cmpint (longer.overlap_ns, ==, 4 * OVERLAP);
  g_assert_cmpuint (longer.increments, ==, plan.increments);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/race/time/time", test_time);
  g_test_add_func ("/race/time/right", test_right);
  g_test_add_func ("/race/time/account", test_account);
  g_test_add_func ("/race/time/alone", test_alone);
  g_test_add_func ("/race/time/one-cpu", test_one_cpu);
  g_test_add_func ("/race/time/busy", test_busy);
  g_test_add_func ("/race/time/busy-trials", test_busy_trials);
  g_test_add_func ("/race/time/busy-number", test_busy_number);
  g_test_add_func ("/race/time/longer", test_longer);
  return g_test_run ();
}
