/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

/* A race in figures: all its parts together. */

typedef struct { double made, lost, on_ns, waiting_ns, race_ns; } Sums;

/* It is proven once, however many of its moments are asked for. */
static PlRace *
race_of (PlTrace *trace)
{
  GObject *whole = G_OBJECT (pl_trace_whole (trace));
  PlRace *race = g_object_get_data (whole, "pl-race");

  if (race == NULL)
    {
      race = pl_race_new (pl_trace_get_log (trace));
      g_object_set_data_full (whole, "pl-race", race, g_object_unref);
    }
  return race;
}

static void
add_part (PlRace *race, guint part, const PlRacePartResult *result, const PlRacePartStatus *status, Sums *sums)
{
  PlCpuAccount account;

  pl_race_get_account (race, part, &account);
  sums->made += (double) result->expected;
  sums->lost += (double) result->lost;
  sums->race_ns += (double) (status->end_ns - status->begin_ns);
  sums->on_ns += (double) account.on_ns;
  sums->waiting_ns += (double) account.waiting_ns;
}

/* A part in which the cursor of a replay is; of one that was not recorded nobody knows how far it was. */
static void
add_begun_part (PlRace *race, guint part, const PlRacePartStatus *status, gint64 until_ns, Sums *sums)
{
  PlCpuAccount account = { 0 };
  guint64 lost;

  sums->made += (double) pl_race_count_by (race, part, until_ns, &lost);
  sums->lost += (double) lost;
  sums->race_ns += (double) (until_ns - status->begin_ns);
  pl_race_account_bins (race, part, status->begin_ns, until_ns, 1, &account);
  sums->on_ns += (double) account.on_ns;
  sums->waiting_ns += (double) account.waiting_ns;
}

static void
sum_parts (PlTrace *trace, PlRace *race, Sums *sums)
{
  const PlRunStatus *status = &pl_log_header (pl_trace_get_log (trace))->status;
  gint64 until_ns = pl_trace_whole (trace) != trace ? pl_trace_get_end_ns (trace) : G_MAXINT64;

  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      const PlRacePartStatus *times = &status->parts[part];
      PlRacePartResult result;

      pl_race_get_result (race, part, &result);
      if (!result.done || times->begin_ns >= until_ns)
        continue;
      if (times->end_ns <= until_ns)
        add_part (race, part, &result, times, sums);
      else if (result.recorded)
        add_begun_part (race, part, times, until_ns, sums);
    }
}

void
pl_race_measure (PlTrace *trace, PlMeasures *out)
{
  PlRace *race = race_of (trace);
  Sums sums = { 0 };
  double lanes_ns;

  sum_parts (trace, race, &sums);
  pl_measures_set (out, PL_MEASURE_WALL, (double) pl_trace_get_end_ns (trace));
  if (sums.race_ns <= 0)
    return;
  lanes_ns = sums.race_ns * MAX (pl_log_plan (pl_trace_get_log (trace))->workers, 1);
  pl_measures_set (out, PL_MEASURE_RATE, sums.made * 1e9 / sums.race_ns);
  pl_measures_set (out, PL_MEASURE_LOST, sums.lost);
  if (!pl_race_has_account (race))
    return;
  pl_measures_set (out, PL_MEASURE_ON_CPU, sums.on_ns / lanes_ns);
  pl_measures_set (out, PL_MEASURE_WAIT_CPU, sums.waiting_ns);
}

gint64
pl_race_begin_ns (PlTrace *trace)
{
  g_autoptr (PlRace) race = pl_race_new (pl_trace_get_log (trace));

  return pl_log_header (pl_trace_get_log (trace))->status.parts[pl_race_get_main_part (race)].begin_ns;
}
