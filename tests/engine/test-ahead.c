/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"

#include <glib.h>

#include "engine/pool/pl-workload.h"

/* The second chunk of a pipe's worker: under way while the first is worked at, handed out again when the worker
 * dies, and taken back for whoever is free. */

#define MS INT64_C (1000000)

static PlPlanData
sleepers (uint32_t pool_size, uint32_t tasks, int64_t task_time_ns)
{
  PlPlanData plan = harness_plan (PL_IPC_PIPE, pool_size, tasks, 1);

  plan.work = PL_WORK_SLEEP;
  plan.spread = PL_SPREAD_EQUAL;
  plan.task_time_ns = task_time_ns;
  return plan;
}

/* When a lane first was in that state with that argument (the parent: among others); -1: never. */
static int64_t
find (const PlLog *log, uint32_t lane, PlState state, uint32_t arg)
{
  const PlRecord *records = pl_log_records (log, lane);

  for (uint64_t i = 0; i < pl_log_count (log, lane); i++)
    if (records[i].state == state && arg >= records[i].arg && arg < records[i].arg + MAX (records[i].count, 1))
      return records[i].time_ns;
  return -1;
}

static unsigned
count_sent (const PlLog *log, uint32_t chunk)
{
  const PlRecord *records = pl_log_records (log, 0);
  unsigned n = 0;

  for (uint64_t i = 0; i < pl_log_count (log, 0); i++)
    n += records[i].state == PL_STATE_SENDING && chunk >= records[i].arg &&
         chunk < records[i].arg + MAX (records[i].count, 1);
  return n;
}

/* It is sent before the first one's result, and its worker does not wait for it. */
static void
test_under_way (void)
{
  /* The parent may have to wait for a CPU meanwhile. */
  PlPlanData plan = sleepers (1, 8, 100 * MS);
  Harness h;

  harness_start (&h, &plan);
  harness_wait (&h);
  for (uint32_t chunk = 1; chunk < 6; chunk++)
    {
      int64_t sent_ns = find (h.log, 0, PL_STATE_SENDING, chunk);
      int64_t received_ns = find (h.log, 1, PL_STATE_RECEIVING, chunk);

      g_assert_cmpint (sent_ns, >=, 0);
      g_assert_cmpint (sent_ns, <, find (h.log, 1, PL_STATE_SENDING, chunk - 1));
      g_assert_cmpint (received_ns, >=, find (h.log, 1, PL_STATE_SENDING, chunk - 1));
      g_assert_cmpint (received_ns, >=, sent_ns);
    }
  /* For the first one, for those that were kept for others to the last, and for the end. */
  g_assert_cmpuint (harness_count (h.log, 1, PL_STATE_WAITING_TASK), <=, 4);
  harness_finish_done (&h);
}

static bool
is_at_work (Harness *h, uint64_t lane)
{
  return harness_count (h->log, (uint32_t) lane, PL_STATE_WORKING) > 0;
}

/* Both chunks of the dead one come again, and nothing is done twice that was answered. */
static void
test_both_again (void)
{
  PlPlanData plan = sleepers (1, 6, 100 * MS);
  Harness h;

  harness_start (&h, &plan);
  harness_wait_for (&h, is_at_work, 1);
  g_usleep (20 * 1000);
  harness_command (&h, PL_COMMAND_KILL, 1);
  harness_wait (&h);
  g_assert_cmpuint (pl_log_header (h.log)->status.replaced, ==, 1);
  g_assert_cmpuint (count_sent (h.log, 0), ==, 2);
  g_assert_cmpuint (count_sent (h.log, 1), ==, 2);
  for (uint32_t chunk = 2; chunk < 6; chunk++)
    g_assert_cmpuint (count_sent (h.log, chunk), ==, 1);
  g_assert_cmpuint (harness_count (h.log, 1, PL_STATE_WORKING), ==, 7);
  harness_finish_done (&h);
}

/* A seed whose one long task is the first. */
static void
choose_straggler (PlPlanData *plan)
{
  plan->spread = PL_SPREAD_STRAGGLER;
  while (pl_mix (plan->seed + 7) % plan->tasks != 0)
    plan->seed++;
}

/* While one sits on the long task, the other does all the rest, also what was under way to the first. */
static void
test_straggler (void)
{
  PlPlanData plan = sleepers (2, 6, 40 * MS);
  Harness h;

  choose_straggler (&plan);
  harness_start (&h, &plan);
  harness_wait (&h);
  g_assert_cmpuint (pl_log_lane (h.log, 1)->tasks, ==, 1);
  g_assert_cmpuint (pl_log_lane (h.log, 2)->tasks, ==, 5);
  g_assert_cmpuint (harness_count (h.log, 1, PL_STATE_WORKING), ==, 1);
  g_assert_cmpuint (harness_count (h.log, 1, PL_STATE_RECEIVING), ==, 1);
  harness_finish_done (&h);
}

/* Kills while chunks are taken back: every result once, and every task begun by one worker at a time. */
static void
test_kill_straggler (void)
{
  unsigned replaced = 0;

  for (unsigned round = 0; round < 400 && (round < 60 || replaced < 20); round++)
    {
      PlPlanData plan = sleepers (3, 14, 300000);
      GRand *rand = g_rand_new_with_seed (g_test_rand_int ());
      Harness h;

      plan.seed = round * 10;
      choose_straggler (&plan);
      harness_start (&h, &plan);
      for (unsigned i = 0; i < 4 && !harness_is_over (&h, 0); i++)
        {
          g_usleep ((gulong) g_rand_int_range (rand, 0, 2500));
          if (i % 2)
            harness_command (&h, PL_COMMAND_KILL, 1 + (uint32_t) g_rand_int_range (rand, 0, 3));
          else
            harness_kill (&h, 1 + (uint32_t) g_rand_int_range (rand, 0, 3));
        }
      harness_wait (&h);
      replaced += pl_log_header (h.log)->status.replaced;
      harness_finish_done (&h);
      g_rand_free (rand);
    }
  g_assert_cmpuint (replaced, >=, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ahead/under-way", test_under_way);
  g_test_add_func ("/ahead/both-again", test_both_again);
  g_test_add_func ("/ahead/straggler", test_straggler);
  g_test_add_func ("/ahead/kill-straggler", test_kill_straggler);
  return g_test_run ();
}
