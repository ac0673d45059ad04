/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "base/pl-error.h"
#include "plan/pl-plan.h"

static void
assert_round_trip (const PlPlanData *plan)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = pl_plan_to_key_file (plan);
  g_autofree char *again = NULL;
  PlPlanData back;

  g_assert_nonnull (text);
  g_assert_true (pl_plan_from_key_file (&back, text, &error));
  g_assert_no_error (error);
  g_assert_true (pl_plan_equal (plan, &back));
  again = pl_plan_to_key_file (&back);
  g_assert_cmpstr (text, ==, again);
}

static void
test_round_trip (void)
{
  PlPlanData plan;

  pl_plan_init_pool (&plan);
  assert_round_trip (&plan);
  pl_plan_init_race (&plan);
  assert_round_trip (&plan);
  plan.n_parts = PL_MAX_RACE_PARTS;
  plan.parts[7].method = PL_RACE_ATOMIC;
  plan.guess = 399999;
  assert_round_trip (&plan);
  plan.cpus = PL_CPUS_SPREAD;
  plan.rlock_depth = 7;
  g_assert_true (pl_plan_set_window (&plan, "sleep:1500ns"));
  assert_round_trip (&plan);
  g_assert_true (pl_plan_set_window (&plan, "spin:1234"));
  for (guint i = 0; i < plan.n_parts; i++)
    plan.parts[i].record = 0;
  plan.guess = 0;
  plan.duration_ns = 12345678;
  assert_round_trip (&plan);
}

static gint64
random_time (void)
{
  return g_test_rand_bit () ? (gint64) g_test_rand_double_range (0, (double) PL_MAX_TASK_TIME_NS) : 0;
}

/* How it is called, within what its mode can do. */
static void
draw_caller (PlPlanData *plan)
{
  const PlPoolModeInfo *mode;

  plan->mode = (guint32) g_test_rand_int_range (0, PL_N_MODES);
  mode = pl_pool_mode_info (plan->mode);
  plan->maps = plan->mode == PL_MODE_APPLY ? 0 : (guint32) g_test_rand_int_range (2, PL_MAX_CALLS + 1);
  /* Only processes are followed by new ones. */
  plan->tasks_per_worker = plan->worker_kind == PL_WORKERS_PROCESS ? (guint32) g_test_rand_int_range (0, 1000001) : 0;
  plan->fail_init = g_test_rand_bit ();
  plan->end = (guint32) g_test_rand_int_range (0, PL_N_ENDS);
  plan->end_after_ns = plan->end == PL_END_TERMINATE ? random_time () : 0;
  plan->init_ns = random_time ();
  plan->idle_ns = random_time ();
  plan->callback_ns = mode->at_once ? random_time () : 0;
  if (plan->callback_ns == 0 && (mode->at_once || plan->mode == PL_MODE_IMAP || plan->mode == PL_MODE_IMAP_UNORDERED))
    plan->result_timeout_ns = g_test_rand_bit () ? 1 + random_time () : 0;
  if (mode->single)
    plan->chunk_asked = MIN (plan->chunk_asked, 1);
  for (guint i = 0; i < (guint) g_test_rand_int_range (0, PL_MAX_FAIL_TASKS + 1) && plan->tasks > PL_MAX_FAIL_TASKS; i++)
    plan->fail_tasks[i] = plan->tasks - PL_MAX_FAIL_TASKS + i;
}

/* A great many plans, each drawn from the whole range of every field. */
static void
test_random (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      PlPlanData plan;

      pl_plan_init_pool (&plan);
      plan.pool_size = (guint32) g_test_rand_int_range (1, 257);
      plan.tasks = (guint32) g_test_rand_int_range (0, 1000001);
      plan.chunk_asked = (guint32) g_test_rand_int_range (0, (int) MAX (plan.tasks, 1) + 1);
      plan.ipc = (guint32) g_test_rand_int_range (0, PL_N_IPC);
      plan.work = (guint32) g_test_rand_int_range (0, PL_N_WORK);
      plan.spread = (guint32) g_test_rand_int_range (0, PL_N_SPREAD);
      plan.worker_kind = (guint32) g_test_rand_int_range (0, PL_N_WORKERS);
      /* Threads are made within their process. */
      plan.start = plan.worker_kind == PL_WORKERS_PROCESS ? (guint32) g_test_rand_int_range (0, PL_N_START) : PL_START_FORK;
      plan.crash = (guint32) g_test_rand_int_range (0, PL_N_CRASHES);
      plan.crash_code = (guint32) g_test_rand_int ();
      plan.payload = (guint32) g_test_rand_int_range (0, 537);
      plan.task_time_ns = (gint64) g_test_rand_double_range (0, (double) PL_MAX_TASK_TIME_NS);
      plan.seed = ((guint64) (guint) g_test_rand_int () << 32) | (guint) g_test_rand_int ();
      plan.serial = g_test_rand_bit ();
      plan.record = g_test_rand_bit ();
      draw_caller (&plan);
      assert_round_trip (&plan);
    }
}

static void
test_defaults (void)
{
  PlPlanData plan, pool, race;

  pl_plan_init_pool (&pool);
  pl_plan_init_race (&race);
  g_assert_true (pl_plan_from_key_file (&plan, "[plan]\n", NULL));
  g_assert_true (pl_plan_equal (&plan, &pool));
  g_assert_true (pl_plan_from_key_file (&plan, "[plan]\nkind=race\nfuture-key=17\n", NULL));
  g_assert_true (pl_plan_equal (&plan, &race));
  g_assert_false (pl_plan_equal (&pool, &race));
  g_assert_true (
      pl_plan_from_key_file (&plan, "[plan]\ntask-time=1.5 ms\nchunk=7\nwork=sleep\n", NULL));
  g_assert_cmpint (plan.task_time_ns, ==, 1500000);
  g_assert_cmpuint (plan.chunk, ==, 7);
  g_assert_cmpuint (plan.work, ==, PL_WORK_SLEEP);
}

static void
test_bad (void)
{
  static const struct { const char *text, *words; int code; } cases[] = {
    { "", "not a plan", PL_ERROR_FORMAT },
    { "[other]\n", "not a plan", PL_ERROR_FORMAT },
    { "garbage", "not a plan", PL_ERROR_FORMAT },
    { "[plan]\nkind=po\\;ol\\\n", "not a plan", PL_ERROR_FORMAT },
    { "[plan]\nkind=party\n", "“kind” cannot be “party”", PL_ERROR_FORMAT },
    { "[plan]\npool-size=12abc\n", "“pool-size” cannot be “12abc”", PL_ERROR_FORMAT },
    { "[plan]\npool-size=-1\n", "“-1”", PL_ERROR_FORMAT },
    { "[plan]\npool-size=4294967297\n", "“4294967297”", PL_ERROR_FORMAT },
    { "[plan]\npool-size=300\n", "Pool size 300", PL_ERROR_PLAN },
    { "[plan]\nipc=pigeon\n", "“ipc” cannot be “pigeon”", PL_ERROR_FORMAT },
    { "[plan]\nwork=\n", "“work”", PL_ERROR_FORMAT },
    { "[plan]\nspread=thin\n", "“thin”", PL_ERROR_FORMAT },
    { "[plan]\ntask-time=5\n", "“task-time” cannot be “5”", PL_ERROR_FORMAT },
    { "[plan]\ntask-time=2min\n", "2 min", PL_ERROR_PLAN },
    { "[plan]\nchunk=0\n", "“chunk” cannot be “0”", PL_ERROR_FORMAT },
    { "[plan]\nchunk=1000001\n", "Chunk size 1,000,001", PL_ERROR_PLAN },
    { "[plan]\nkind=race\nparts=none;\n", "“none”", PL_ERROR_FORMAT },
    { "[plan]\nkind=race\nparts=none maybe;\n", "“none maybe”", PL_ERROR_FORMAT },
    { "[plan]\nkind=race\nparts=glue recorded;\n", "“glue recorded”", PL_ERROR_FORMAT },
    { "[plan]\nkind=race\nparts=\n", "parts 0", PL_ERROR_PLAN },
    { "[plan]\nkind=race\nincrements=16777216\n", "16,777,216", PL_ERROR_PLAN },
    { "[plan]\nkind=race\nguess=many\n", "“guess” cannot be “many”", PL_ERROR_FORMAT },
    { "[plan]\nkind=race\nguess=400001\n", "Guess 400,001", PL_ERROR_PLAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      PlPlanData plan, untouched;

      memset (&plan, 0x5a, sizeof plan);
      untouched = plan;
      if (pl_plan_from_key_file (&plan, cases[i].text, &error))
        g_error ("“%s” was accepted", cases[i].text);
      g_assert_error (error, PL_ERROR, cases[i].code);
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].words);
      g_assert_cmpmem (&plan, sizeof plan, &untouched, sizeof untouched);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan-file/round-trip", test_round_trip);
  g_test_add_func ("/plan-file/random", test_random);
  g_test_add_func ("/plan-file/defaults", test_defaults);
  g_test_add_func ("/plan-file/bad", test_bad);
  return g_test_run ();
}
