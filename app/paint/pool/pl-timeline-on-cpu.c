/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-account.h"

/* Workers on a CPU over time, as a mean over columns. The kernel's account is asked a column and a lane, so columns are
 * as few as the lanes are many; and what it will not change any more is kept with the trace, at multiples of the
 * column's width, for the next frame. */

/* Columns times lanes. */
#define MOST_QUESTIONS 2400u

typedef struct {
  gint64 step_ns, first;        /* the column kept first begins at first * step */
  GArray *values;               /* double; NAN: to be asked for */
} Kept;

static void
kept_free (gpointer data)
{
  g_array_unref (((Kept *) data)->values);
  g_free (data);
}

static Kept *
kept_with (PlTrace *trace)
{
  Kept *kept = g_object_get_data (G_OBJECT (trace), "pl-on-cpu");

  if (kept)
    return kept;
  kept = g_new0 (Kept, 1);
  kept->values = g_array_new (FALSE, FALSE, sizeof (double));
  g_object_set_data_full (G_OBJECT (trace), "pl-on-cpu", kept, kept_free);
  return kept;
}

/* What is kept of n columns from `first` on; NAN for the others. */
static void
take_kept (const Kept *kept, gint64 step_ns, gint64 first, guint n, double *values)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 at = first + i - kept->first;

      values[i] = kept->step_ns == step_ns && at >= 0 && at < (gint64) kept->values->len
                  ? g_array_index (kept->values, double, at) : NAN;
    }
}

/* From its first record to its last, if that is the end of it. */
static void
life_of (PlTrace *trace, guint lane, gint64 *from_ns, gint64 *to_ns)
{
  guint64 n;
  const PlRecord *records = pl_trace_get_records (trace, lane, &n);

  *from_ns = *to_ns = n > 0 ? records[0].time_ns : G_MAXINT64;
  if (n > 0)
    *to_ns = records[n - 1].state == PL_STATE_FINISHED || records[n - 1].state == PL_STATE_DEAD
             ? records[n - 1].time_ns : pl_trace_get_end_ns (trace);
}

/* Up to here nothing more will be told of anybody who lives. */
static gint64
told_of_all_ns (PlTrace *trace)
{
  gint64 told_ns = G_MAXINT64;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace) && pl_trace_get_live (trace); lane++)
    {
      gint64 from_ns, to_ns;

      life_of (trace, lane, &from_ns, &to_ns);
      if (to_ns == pl_trace_get_end_ns (trace))
        told_ns = MIN (told_ns, pl_trace_account_told_ns (trace, lane));
    }
  return pl_trace_get_live (trace) ? MIN (told_ns, pl_trace_get_end_ns (trace)) : G_MAXINT64;
}

/* Asks for n columns. NAN where less than half of what the workers did is told. */
static void
ask (PlTrace *trace, gint64 step_ns, gint64 first, guint n, double *values)
{
  g_autofree PlCpuAccount *accounts = g_new (PlCpuAccount, n);
  g_autofree double *alive = g_new0 (double, n);
  g_autofree double *known = g_new0 (double, n);

  for (guint i = 0; i < n; i++)
    values[i] = 0;
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      gint64 from_ns, to_ns, told_ns = pl_trace_account_told_ns (trace, lane) - first * step_ns;
      guint n_told = (guint) CLAMP ((told_ns + step_ns - 1) / step_ns, 0, (gint64) n);

      life_of (trace, lane, &from_ns, &to_ns);
      /* Of what comes later nothing is known. */
      pl_trace_account_bins (trace, lane, first * step_ns, step_ns, n_told, accounts, NULL);
      for (guint i = 0; i < n_told; i++)
        {
          values[i] += (double) accounts[i].on_ns / (double) step_ns;
          known[i] += (double) pl_cpu_account_known_ns (&accounts[i]);
        }
      for (guint i = 0; i < n; i++)
        {
          gint64 column_ns = (first + i) * step_ns;

          alive[i] += (double) MAX (MIN (to_ns, column_ns + step_ns) - MAX (from_ns, column_ns), 0);
        }
    }
  for (guint i = 0; i < n; i++)
    if (alive[i] > 0 && known[i] < alive[i] / 2)
      values[i] = NAN;
}

static void
keep (PlTrace *trace, Kept *kept, gint64 step_ns, gint64 first, guint n, const double *values)
{
  gint64 told_ns = told_of_all_ns (trace);

  kept->step_ns = step_ns;
  kept->first = first;
  g_array_set_size (kept->values, n);
  for (guint i = 0; i < n; i++)
    g_array_index (kept->values, double, i) = (first + i + 1) * step_ns <= told_ns ? values[i] : NAN;
}

double *
pl_timeline_read_on_cpu (PlTimeline *self, gint64 *from_ns, gint64 *step_ns, guint *n)
{
  guint lanes = pl_trace_get_n_lanes (self->trace);
  guint most = (guint) CLAMP (self->layout.plot.width / 2, 1, MOST_QUESTIONS / MAX (lanes, 1) + 8);
  gint64 first, end_ns = MIN (self->view.to_ns, pl_trace_get_end_ns (self->trace));
  Kept *kept = kept_with (self->trace);
  double *values;

  *step_ns = MAX ((self->view.to_ns - self->view.from_ns + most - 1) / most, 1);
  first = MAX (self->view.from_ns, 0) / *step_ns;
  *from_ns = first * *step_ns;
  *n = (guint) CLAMP ((end_ns - *from_ns + *step_ns - 1) / *step_ns, 0, (gint64) most + 1);
  values = g_new (double, *n + 1);
  take_kept (kept, *step_ns, first, *n, values);
  for (guint i = 0, run; i < *n; i += run)
    {
      for (run = 1; i + run < *n && isnan (values[i + run]) == isnan (values[i]); run++)
        ;
      if (isnan (values[i]))
        ask (self->trace, *step_ns, first + i, run, &values[i]);
    }
  keep (self->trace, kept, *step_ns, first, *n, values);
  return values;
}
