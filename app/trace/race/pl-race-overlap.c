/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-order.h"
#include "trace/race/pl-race-private.h"

#include <stdlib.h>

/* How many workers were at it at once, moment by moment: the same account of begins and ends by
 * which the run measured its overlap. */

PL_ORDER (compare_times, gint64)

/* Sorted: whose they were does not matter. */
static void
read_times (PlRace *self, guint part, guint n, gint64 *begins, gint64 *ends)
{
  for (guint i = 0; i < n; i++)
    {
      const PlLane *lane = pl_log_lane (self->log, pl_log_race_lane (self->log, part, i));

      begins[i] = lane->begin_ns;
      ends[i] = MAX (lane->end_ns, lane->begin_ns);
    }
  qsort (begins, n, sizeof *begins, compare_times);
  qsort (ends, n, sizeof *ends, compare_times);
}

/* Nobody sees a moment that does not last. */
static void
add_stretch (GArray *stretches, gint64 from_ns, gint64 to_ns, guint workers)
{
  PlRaceStretch stretch = { from_ns, to_ns, workers };

  if (to_ns > from_ns)
    g_array_append_val (stretches, stretch);
}

PlRaceStretch *
pl_race_get_stretches (PlRace *self, guint part, guint *n)
{
  g_autoptr (GArray) stretches = g_array_new (FALSE, FALSE, sizeof (PlRaceStretch));
  gint64 begins[PL_MAX_RACE_WORKERS], ends[PL_MAX_RACE_WORKERS], since;
  const PlPlanData *plan;
  guint workers, begun = 0, ended = 0;

  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  plan = pl_log_plan (self->log);
  workers = plan->workers;
  *n = 0;
  /* Stopped between two trials, some workers tell of one and some of the other. Where overlap means to
   * have had a CPU, begins and ends do not tell when that was. */
  if (part >= self->n_parts || (plan->duration_ns == 0 && pl_plan_part_is_timed (plan, part)) ||
      pl_log_header (self->log)->status.parts[part].trials_done != plan->trials)
    return NULL;
  read_times (self, part, workers, begins, ends);
  since = begins[0];
  while (ended < workers)
    {
      gboolean begin = begun < workers && begins[begun] <= ends[ended];
      gint64 t_ns = begin ? begins[begun] : ends[ended];

      add_stretch (stretches, since, t_ns, begun - ended);
      since = t_ns;
      begun += begin;
      ended += !begin;
    }
  *n = stretches->len;
  return *n > 0 ? g_array_steal (stretches, NULL) : NULL;
}
