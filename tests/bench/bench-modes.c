/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks a second of each way to call a pool, over each channel, beside map at the same chunk. bench-modes RUNNER */
#include "config.h"

#include "bench-common.h"
#include "bench-pool.h"

#include <stdio.h>

#include "log/pool/pl-pool-modes.h"
#include "plan/pl-plan.h"

enum { ROUNDS = 7, WORKERS = 4 };

static const char *runner_path;

/* Tasks a second. */
static double
rate_of (guint32 ipc, guint32 mode)
{
  /* apply goes to and fro for each of them. */
  unsigned tasks = mode == PL_MODE_APPLY ? 2000 : 20000;
  PlPlanData plan;

  bench_pool_plan (&plan, ipc, WORKERS, tasks, 1, TRUE);
  plan.mode = mode;
  return tasks / bench_pool_run (runner_path, &plan, NULL);
}

/* Side by side in each round, so that what the machine does meanwhile meets all of them. */
static void
measure (guint32 ipc)
{
  double rates[PL_N_MODES][ROUNDS], map;

  for (int i = 0; i < ROUNDS; i++)
    for (guint32 mode = 0; mode < PL_N_MODES; mode++)
      rates[mode][i] = rate_of (ipc, mode);
  map = bench_median (rates[PL_MODE_MAP], ROUNDS);
  for (guint32 mode = 0; mode < PL_N_MODES; mode++)
    {
      double rate = bench_median (rates[mode], ROUNDS);

      printf ("%-7s %-15s %10.1f %10.2f\n", pl_ipc_key (ipc), pl_mode_key (mode), rate / 1e3, rate / map);
    }
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      fprintf (stderr, "usage: %s RUNNER\n", argv[0]);
      return 2;
    }
  runner_path = argv[1];
  bench_print_machine ();
  printf ("Thousand tasks a second, %d workers, chunk 1, tasks of no length, recorded, medians of %d; and that beside map.\n\n",
          WORKERS, ROUNDS);
  for (guint32 ipc = 0; ipc < PL_N_IPC; ipc++)
    measure (ipc);
  return 0;
}
