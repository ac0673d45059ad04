/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/killing.h"

#include <glib.h>

#include "log/pool/pl-pool-modes.h"

/* Kills at random moments in every way to call a pool, over every channel, whatever the workers are: threads, which die
 * all at once, and processes that begin afresh or are copies of a server. Nothing is lost, doubled, or waited for for
 * ever. Those that are copies of the runner have it in test-modes.c. */

#define MS INT64_C (1000000)

typedef struct { const char *name; uint32_t workers, start; } Kind;

static const Kind kinds[] = {
  { "thread", PL_WORKERS_THREAD, PL_START_FORK }, { "gil", PL_WORKERS_GIL, PL_START_FORK },
  { "spawn", PL_WORKERS_PROCESS, PL_START_SPAWN }, { "forkserver", PL_WORKERS_PROCESS, PL_START_FORKSERVER },
};
static const char *const ipc_names[] = { "queue", "pipe", "array" };

typedef struct { const Kind *kind; uint32_t mode, ipc; } Case;

/* Each run is over soon: what is killed late is killed in the next one. */
static void
test_kills (gconstpointer data)
{
  const Case *self = data;
  const PlPoolModeInfo *info = pl_pool_mode_info (self->mode);
  PlPlanData plan = harness_plan (self->ipc, 3, self->mode == PL_MODE_APPLY ? 100 : 240, 1);
  unsigned replaced = 0;

  plan.worker_kind = self->kind->workers;
  plan.start = self->kind->start;
  plan.mode = self->mode;
  /* At tasks. */
  plan.task_time_ns = MS / 2;
  for (int i = 0; i < 2 || (replaced == 0 && i < 20); i++)
    replaced += killing_run (&plan, &(Killing) { 12, 6000, i % 2 == 0 });
  g_assert_cmpuint (replaced, >, 0);
  /* In the channel, and in several calls. */
  plan.tasks = self->mode == PL_MODE_APPLY ? 400 : 2000;
  plan.task_time_ns = 0;
  plan.maps = self->mode == PL_MODE_APPLY ? 0 : 3;
  killing_run (&plan, &(Killing) { 8, 4000, false });
  /* While the caller is in callbacks or loses patience, and workers in their initialiser; also those that leave. */
  plan.tasks = 60;
  plan.task_time_ns = MS / 3;
  plan.callback_ns = info->at_once ? (self->mode == PL_MODE_MAP_ASYNC ? 10 * MS : MS / 2) : 0;
  plan.result_timeout_ns = self->mode == PL_MODE_IMAP || self->mode == PL_MODE_IMAP_UNORDERED ? MS / 10 : 0;
  plan.init_ns = MS / 10;
  plan.tasks_per_worker = self->kind->workers == PL_WORKERS_PROCESS ? 20 : 0;
  plan.end = PL_END_TERMINATE;
  killing_run (&plan, &(Killing) { 8, 6000, true });
}

int
main (int argc, char *argv[])
{
  static Case cases[G_N_ELEMENTS (kinds) * PL_N_MODES * PL_N_IPC];
  unsigned n = 0;

  g_test_init (&argc, &argv, NULL);
  for (unsigned kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (uint32_t mode = 0; mode < PL_N_MODES; mode++)
      for (uint32_t ipc = 0; ipc < PL_N_IPC; ipc++)
        {
          g_autofree char *path =
            g_strdup_printf ("/mode-kills/%s/%s/%s", kinds[kind].name, pl_pool_mode_info (mode)->key, ipc_names[ipc]);

          cases[n] = (Case) { &kinds[kind], mode, ipc };
          g_test_add_data_func (path, &cases[n++], test_kills);
        }
  return g_test_run ();
}
