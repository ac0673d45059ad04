/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

/* A race in figures: all its parts together. */

void
pl_race_measure (PlTrace *trace, PlMeasures *out)
{
  g_autoptr (PlRace) race = pl_race_new (pl_trace_get_log (trace));
  double made = 0, lost = 0, on_ns = 0, waiting_ns = 0, race_ns = 0, lanes_ns;
  const PlRunStatus *status = &pl_log_header (pl_trace_get_log (trace))->status;

  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      PlRacePartResult result;
      PlCpuAccount account;

      pl_race_get_result (race, part, &result);
      if (!result.done)
        continue;
      pl_race_get_account (race, part, &account);
      made += (double) result.expected;
      lost += (double) result.lost;
      race_ns += (double) (status->parts[part].end_ns - status->parts[part].begin_ns);
      on_ns += (double) account.on_ns;
      waiting_ns += (double) account.waiting_ns;
    }
  pl_measures_set (out, PL_MEASURE_WALL, (double) pl_trace_get_end_ns (trace));
  if (race_ns <= 0)
    return;
  lanes_ns = race_ns * MAX (pl_log_plan (pl_trace_get_log (trace))->workers, 1);
  pl_measures_set (out, PL_MEASURE_RATE, made * 1e9 / race_ns);
  pl_measures_set (out, PL_MEASURE_LOST, lost);
  if (!pl_race_has_account (race))
    return;
  pl_measures_set (out, PL_MEASURE_ON_CPU, on_ns / lanes_ns);
  pl_measures_set (out, PL_MEASURE_WAIT_CPU, waiting_ns);
}

gint64
pl_race_begin_ns (PlTrace *trace)
{
  g_autoptr (PlRace) race = pl_race_new (pl_trace_get_log (trace));

  return pl_log_header (pl_trace_get_log (trace))->status.parts[pl_race_get_main_part (race)].begin_ns;
}
