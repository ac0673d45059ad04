/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/killing.h"

#include <glib.h>

/* Workers killed at random moments, by a command and by kill -9 from outside: all results, each
 * once, an end. */

static const char *const ipc_names[] = { "queue", "pipe", "array" };
static const char *const worker_names[] = { "process", "thread", "gil" };
static const char *const start_names[] = { "fork", "spawn", "forkserver" };

/* What a test is given: a channel and what the workers are. */
#define CASE(ipc, workers, start) GUINT_TO_POINTER ((ipc) | (workers) << 8 | (start) << 16)
#define CASE_IPC(data) (GPOINTER_TO_UINT (data) & 0xff)
#define CASE_WORKERS(data) (GPOINTER_TO_UINT (data) >> 8 & 0xff)
#define CASE_START(data) (GPOINTER_TO_UINT (data) >> 16)

static PlPlanData
make_plan (gconstpointer data, uint32_t pool_size, uint32_t tasks, uint32_t chunk)
{
  PlPlanData plan = harness_plan (CASE_IPC (data), pool_size, tasks, chunk);

  plan.worker_kind = CASE_WORKERS (data);
  plan.start = CASE_START (data);
  return plan;
}

/* In the middle of tasks. */
static void
test_busy (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 4, 2000, 1);
  unsigned replaced = 0;

  plan.task_time_ns = 300000;
  /* Who kills may have hardly a CPU meanwhile. */
  for (int i = 0; i < 2 || (replaced <= 20 && i < 20); i++)
    replaced += killing_run (&plan, &(Killing) { 60, 4000, i % 2 == 0 });
  g_assert_cmpuint (replaced, >, 20);
}

/* Tasks so short that nearly all the time goes into the channel. */
static void
test_channel (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 5, 150000, 1);
  unsigned replaced = 0;

  /* A run may be over before it has seen many. */
  for (int i = 0; i < 4 || (replaced <= 20 && i < 40); i++)
    replaced += killing_run (&plan, &(Killing) { 40, 3000, i % 2 == 0 });
  g_assert_cmpuint (replaced, >, 20);
}

/* Asleep: in their tasks, in the queue's lock, waiting for a task that does not come. */
static void
test_idle (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 8, 12, 1);
  unsigned replaced;

  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 60000000;
  replaced = killing_run (&plan, &(Killing) { 40, 3000, true });
  replaced += killing_run (&plan, &(Killing) { 12, 6000, false });
  /* fewer tasks than workers: the others have nothing to do at all */
  plan.tasks = 2;
  harness_set_chunk (&plan, 1);
  replaced += killing_run (&plan, &(Killing) { 40, 2000, true });
  g_assert_cmpuint (replaced, >, 20);
}

/* In the middle of sending and receiving a mebibyte each way. */
static void
test_payload (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 4, 250, 1);
  unsigned replaced = 0;

  plan.payload = PL_MAX_PAYLOAD;
  for (int i = 0; i < 4 || (replaced <= 20 && i < 20); i++)
    replaced += killing_run (&plan, &(Killing) { 40, 5000, i % 2 == 0 });
  /* and many tasks in each message */
  plan = make_plan (data, 3, 600, 50);
  plan.payload = 20000;
  replaced += killing_run (&plan, &(Killing) { 30, 3000, true });
  g_assert_cmpuint (replaced, >, 20);
}

/* Kills while the workers are being forked. */
static void
test_start (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 64, 3000, 1);

  plan.task_time_ns = 10000;
  for (int i = 0; i < 3; i++)
    killing_run (&plan, &(Killing) { 60, 100, i % 2 == 0 });
}

static void
test_large_chunks (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 3, 30000, 5000);

  plan.task_time_ns = 2000;
  killing_run (&plan, &(Killing) { 40, 3000, true });
}

static void
test_unrecorded (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 4, 100000, 1);

  plan.record = 0;
  killing_run (&plan, &(Killing) { 40, 2000, true });
}

/* A death ordered by the user never counts against a task or a lane. */
static void
test_by_order (gconstpointer data)
{
  PlPlanData plan = make_plan (data, 1, 1, 1);
  Harness h;

  plan.work = PL_WORK_SLEEP;
  plan.task_time_ns = 500000000;
  harness_start (&h, &plan);
  for (int i = 0; i < 60; i++)
    {
      gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

      while ((int) pl_log_header (h.log)->status.replaced < i && g_get_monotonic_time () < deadline)
        g_usleep (100);
      harness_command (&h, PL_COMMAND_KILL, 1);
    }
  harness_wait (&h);
  g_assert_cmpuint (pl_log_header (h.log)->status.replaced, >=, 59);
  harness_finish_done (&h);
}

int
main (int argc, char *argv[])
{
  static const struct { const char *name; void (*test) (gconstpointer); } tests[] = {
    { "busy", test_busy }, { "channel", test_channel }, { "idle", test_idle }, { "payload",
                                                                                 test_payload },
    { "start", test_start }, { "large-chunks", test_large_chunks }, { "unrecorded",
                                                                      test_unrecorded },
    { "by-order", test_by_order },
  };
  static const struct { const char *name; void (*test) (gconstpointer); } with_threads[] = {
    { "busy", test_busy }, { "idle", test_idle }, { "start", test_start }, { "large-chunks", test_large_chunks },
    { "unrecorded", test_unrecorded },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
      {
        g_autofree char *path = g_strdup_printf ("/kill/%s/%s", tests[i].name, ipc_names[ipc]);

        g_test_add_data_func (path, CASE (ipc, PL_WORKERS_PROCESS, PL_START_FORK), tests[i].test);
      }
  /* Threads die all at once, and have the same channels: some of it shows the rest. */
  for (unsigned i = 0; i < G_N_ELEMENTS (with_threads); i++)
    for (uint32_t workers = PL_WORKERS_THREAD; workers < PL_N_WORKERS; workers++)
      for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
        {
          g_autofree char *path =
              g_strdup_printf ("/kill/%s/%s/%s", worker_names[workers], with_threads[i].name, ipc_names[ipc]);

          g_test_add_data_func (path, CASE (ipc, workers, PL_START_FORK), with_threads[i].test);
        }
  for (uint32_t start = PL_START_SPAWN; start < PL_N_START; start++)
    for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
      {
        g_autofree char *path = g_strdup_printf ("/kill/%s/busy/%s", start_names[start], ipc_names[ipc]);

        g_test_add_data_func (path, CASE (ipc, PL_WORKERS_PROCESS, start), test_busy);
      }
  return g_test_run ();
}
