/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/engine-harness.h"

#include <glib.h>

#include "log/log-edges.h"

/* Every channel with every pool size, chunk and payload: each result exactly once, and right. */

static const char *const ipc_names[] = { "queue", "pipe", "array" };

/* The parent's bursts must add up to what there was, the workers' records to what they did. */
static void
check_records (const PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  uint32_t n_chunks = (plan->tasks + plan->chunk - 1) / plan->chunk;
  uint64_t received = 0, working = 0, chunks_received = 0, sent = 0, sent_back = 0;

  g_assert_cmpuint (pl_log_dropped (log), ==, 0);
  assert_lives (log, plan->pool_size, FALSE);
  for (uint64_t i = 0; i < pl_log_count (log, 0); i++)
    {
      const PlRecord *record = &pl_log_records (log, 0)[i];

      if (record->state == PL_STATE_RECEIVING)
        {
          g_assert_cmpuint (record->arg, ==, received);
          received += MAX (record->count, 1);
        }
      if (record->state == PL_STATE_SENDING)
        sent += MAX (record->count, 1);
    }
  for (uint32_t lane = 1; lane <= plan->pool_size; lane++)
    {
      working += harness_count (log, lane, PL_STATE_WORKING);
      chunks_received += harness_count (log, lane, PL_STATE_RECEIVING);
      sent_back += harness_count (log, lane, PL_STATE_SENDING);
      g_assert_cmpuint (pl_log_records (log, lane)[0].state, ==, PL_STATE_STARTING);
      g_assert_cmpuint (pl_log_records (log, lane)[pl_log_count (log, lane) - 1].state, ==,
                        PL_STATE_FINISHED);
      g_assert_cmpuint (pl_log_lane (log, lane)->incarnations, ==, 1);
    }
  g_assert_cmpuint (harness_count (log, 0, PL_STATE_STARTING), ==, plan->pool_size);
  g_assert_cmpuint (working, ==, plan->tasks);
  if (plan->ipc == PL_IPC_ARRAY)
    n_chunks = 0;
  g_assert_cmpuint (received, ==, n_chunks);
  g_assert_cmpuint (sent, >=, n_chunks);   /* a large message may take several goes */
  g_assert_cmpuint (chunks_received, ==, n_chunks);
  g_assert_cmpuint (sent_back, ==, n_chunks);
}

static void
run (const PlPlanData *plan)
{
  Harness h;

  harness_start (&h, plan);
  harness_wait (&h);
  if (harness_phase (&h) == PL_PHASE_DONE && plan->record)
    check_records (h.log);
  harness_finish_done (&h);
}

static void
test_matrix (gconstpointer data)
{
  static const uint32_t pools[] = { 1, 2, 7, 64 }, payloads[] = { 0, 100, 70000 };
  uint32_t ipc = GPOINTER_TO_UINT (data);
  unsigned before = harness_open_descriptors ();

  for (unsigned p = 0; p < G_N_ELEMENTS (pools); p++)
    for (unsigned l = 0; l < G_N_ELEMENTS (payloads); l++)
      {
        uint32_t tasks = payloads[l] >= 70000 ? 150 : 2000;
        uint32_t chunks[] = { 1, 0, tasks };

        for (unsigned c = 0; c < G_N_ELEMENTS (chunks); c++)
          {
            PlPlanData plan = harness_plan (ipc, pools[p], tasks, chunks[c]);

            plan.payload = payloads[l];
            run (&plan);
          }
      }
  g_assert_cmpuint (harness_open_descriptors (), ==, before);
}

static void
test_edges (gconstpointer data)
{
  uint32_t ipc = GPOINTER_TO_UINT (data);
  PlPlanData plans[] = {
    harness_plan (ipc, 3, 0, 0), harness_plan (ipc, 1, 1, 0), harness_plan (ipc, 20, 3, 1),
    harness_plan (ipc, 4, 1001, 10), harness_plan (ipc, 4, 100, 7), harness_plan (ipc, 256, 600, 1),
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (plans); i++)
    run (&plans[i]);
}

/* Payloads that end on, before and behind the ends of frames, buffers and pipes. */
static void
test_payloads (gconstpointer data)
{
  static const uint32_t payloads[] = {
    1, 7, 8, 9, 32, 64, 2000, 4064, 4065, 4072, 8128, 65520, 65528, 65536, 1048575, 1048576
  };
  uint32_t ipc = GPOINTER_TO_UINT (data);

  for (unsigned i = 0; i < G_N_ELEMENTS (payloads); i++)
    for (uint32_t chunk = 1; chunk <= 3; chunk += 2)
      {
        PlPlanData plan = harness_plan (ipc, 3, 7, chunk);

        plan.payload = payloads[i];
        run (&plan);
      }
}

static void
test_works (gconstpointer data)
{
  uint32_t ipc = GPOINTER_TO_UINT (data);

  for (uint32_t work = 0; work < PL_N_WORK; work++)
    for (uint32_t spread = 0; spread < PL_N_SPREAD; spread++)
      {
        PlPlanData plan = harness_plan (ipc, 3, 60, 4);

        plan.work = work;
        plan.spread = spread;
        plan.task_time_ns = 100000;
        plan.seed = 1000 + spread;
        run (&plan);
      }
}

static void
test_unrecorded (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 3, 3000, 1);
  Harness h;

  plan.record = 0;
  harness_start (&h, &plan);
  harness_wait (&h);
  for (uint32_t i = 0; i <= 3; i++)
    g_assert_cmpuint (pl_log_count (h.log, i), ==, 0);
  g_assert_cmpint (pl_log_lane (h.log, 1)->busy_ns + pl_log_lane (h.log, 2)->busy_ns +
                   pl_log_lane (h.log, 3)->busy_ns, >, 0);
  harness_finish_done (&h);
}

static void
test_many (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 4, 200000, 1);

  run (&plan);
}

/* What the kernel says of the workers agrees with what they were told to do. */
static void
test_accounts (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 2, 40, 1);
  int64_t busy_ns = 0, cpu_ns = 0;
  Harness h;

  plan.task_time_ns = 1000000;
  harness_start (&h, &plan);
  harness_wait (&h);
  for (uint32_t i = 1; i <= 2; i++)
    {
      busy_ns += pl_log_lane (h.log, i)->busy_ns;
      cpu_ns += pl_log_lane (h.log, i)->cpu_ns;
      g_assert_cmpint (pl_log_lane (h.log, i)->busy_ns, <=, pl_log_header (h.log)->status.end_ns);
    }
  /* each spins for at least as much CPU time as it was given */
  g_assert_cmpint (busy_ns, >=, 40 * plan.task_time_ns);
  g_assert_cmpint (cpu_ns, >=, 40 * plan.task_time_ns * 9 / 10);
  harness_finish_done (&h);
}

static void
test_serial (gconstpointer data)
{
  PlPlanData plan = harness_plan (GPOINTER_TO_UINT (data), 2, 50, 1);
  Harness h;

  plan.task_time_ns = 1000000;
  plan.serial = 1;
  harness_start (&h, &plan);
  harness_wait (&h);
  g_assert_cmpint (pl_log_header (h.log)->status.serial_ns, >=, 50 * plan.task_time_ns);
  g_assert_cmpuint (pl_log_header (h.log)->status.serial_done, ==, 50);
  harness_finish_done (&h);
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (gconstpointer); } tests[] = {
    { "matrix", test_matrix }, { "edges", test_edges }, { "payloads", test_payloads },
    { "works", test_works }, { "unrecorded", test_unrecorded }, { "many", test_many },
    { "accounts", test_accounts }, { "serial", test_serial },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
      {
        g_autofree char *path = g_strdup_printf ("/pool/%s/%s", tests[i].name, ipc_names[ipc]);

        g_test_add_data_func (path, GUINT_TO_POINTER (ipc), tests[i].test);
      }
  return g_test_run ();
}
