/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/sweep/pl-sweep-private.h"

#include "trace/compare/pl-differences.h"
#include "trace/pl-trace-account.h"

G_DEFINE_FINAL_TYPE (PlSweep, pl_sweep, G_TYPE_OBJECT)

static void
pl_sweep_finalize (GObject *object)
{
  PlSweep *self = PL_SWEEP (object);

  for (guint i = 0; i < self->n_plans; i++)
    {
      g_array_unref (self->runs[i].walls);
      pl_log_unref (self->runs[i].log);
    }
  g_free (self->runs);
  g_free (self->order);
  pl_log_unref (self->first);
  G_OBJECT_CLASS (pl_sweep_parent_class)->finalize (object);
}

static void
pl_sweep_class_init (PlSweepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_sweep_finalize;
}

static void
pl_sweep_init (PlSweep *self)
{
}

static PlSweepAxis
choose_axis (PlSweep *self)
{
  PlSweepAxis axis = PL_SWEEP_CHANNELS;

  for (guint i = 1; i < self->n_plans; i++)
    {
      if (self->runs[i].plan.pool_size != self->runs[0].plan.pool_size)
        return PL_SWEEP_SIZES;
      if (self->runs[i].plan.chunk_asked != self->runs[0].plan.chunk_asked)
        axis = PL_SWEEP_CHUNKS;
    }
  return axis;
}

/* They differ in what the axis shows only. */
static gboolean
same_series (PlSweep *self, const PlPlanData *a, const PlPlanData *b)
{
  if (self->axis == PL_SWEEP_CHANNELS)
    return TRUE;
  return a->ipc == b->ipc && (self->axis == PL_SWEEP_CHUNKS || a->chunk_asked == b->chunk_asked);
}

static void
number_series (PlSweep *self)
{
  for (guint i = 0; i < self->n_plans; i++)
    {
      guint like = 0;

      while (like < i && !same_series (self, &self->runs[i].plan, &self->runs[like].plan))
        like++;
      self->runs[i].series = like < i ? self->runs[like].series : self->n_series++;
    }
}

/* Trial by trial, each a shuffle of its own. */
static void
draw_order (PlSweep *self)
{
  guint64 state = self->seed;

  self->order = g_new (guint, (gsize) self->n_plans * self->n_trials);
  for (guint trial = 0; trial < self->n_trials; trial++)
    {
      guint *order = self->order + (gsize) trial * self->n_plans;

      for (guint i = 0; i < self->n_plans; i++)
        order[i] = i;
      for (guint i = self->n_plans - 1; i > 0; i--)
        {
          guint other = (guint) (pl_amdahl_random (&state) % (i + 1)), kept = order[i];

          order[i] = order[other];
          order[other] = kept;
        }
    }
}

PlSweep *
pl_sweep_new (GArray *plans, guint trials, guint64 seed)
{
  PlSweep *self = g_object_new (PL_TYPE_SWEEP, NULL);

  g_return_val_if_fail (plans->len > 0, NULL);

  self->n_plans = plans->len;
  self->n_trials = CLAMP (trials, 1, PL_SWEEP_MAX_TRIALS);
  self->seed = seed;
  self->runs = g_new0 (PlSweepRuns, plans->len);
  for (guint i = 0; i < plans->len; i++)
    {
      self->runs[i].plan = g_array_index (plans, PlPlanData, i);
      self->runs[i].walls = g_array_new (FALSE, FALSE, sizeof (gint64));
    }
  self->axis = choose_axis (self);
  number_series (self);
  draw_order (self);
  return self;
}

guint
pl_sweep_get_n_trials (PlSweep *self)
{
  return self->n_trials;
}

guint64
pl_sweep_get_seed (PlSweep *self)
{
  return self->seed;
}

guint
pl_sweep_get_n_runs (PlSweep *self)
{
  return self->n_plans * self->n_trials;
}

guint
pl_sweep_get_n_done (PlSweep *self)
{
  return self->n_done;
}

const PlPlanData *
pl_sweep_get_next (PlSweep *self)
{
  return self->n_done < pl_sweep_get_n_runs (self) ? &self->runs[self->order[self->n_done]].plan : NULL;
}

void
pl_sweep_add_run (PlSweep *self, gint64 wall_ns, double cpus, const PlLosses *losses)
{
  PlSweepRuns *runs;

  g_return_if_fail (self->n_done < pl_sweep_get_n_runs (self));

  runs = &self->runs[self->order[self->n_done++]];
  g_array_append_val (runs->walls, wall_ns);
  self->cpus = cpus;
  if (!losses || !losses->known)
    return;
  runs->n_losses++;
  runs->losses.used += losses->used;
  for (guint i = 0; i < PL_N_LOSSES; i++)
    runs->losses.lost[i] += losses->lost[i];
}

void
pl_sweep_add (PlSweep *self, PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  PlSweepRuns *runs = &self->runs[self->order[MIN (self->n_done, pl_sweep_get_n_runs (self) - 1)]];
  PlLosses losses;

  if (self->first == NULL)
    self->first = pl_log_ref (log);
  /* Few enough to be seen beside each other: all are kept. */
  if (runs->log == NULL && self->n_plans <= PL_MAX_COMPARED)
    runs->log = pl_log_ref (log);
  pl_trace_refresh (trace, -1);
  pl_losses_of_log (log, &losses);
  pl_sweep_add_run (self, pl_trace_get_end_ns (trace), pl_trace_cpus (trace), &losses);
}

PlLog *
pl_sweep_get_log (PlSweep *self)
{
  return self->first;
}

PlLog *
pl_sweep_get_point_log (PlSweep *self, guint point)
{
  return self->runs[point].log;
}

PlSweepAxis
pl_sweep_get_axis (PlSweep *self)
{
  return self->axis;
}

guint
pl_sweep_get_n_points (PlSweep *self)
{
  return self->n_plans;
}

guint
pl_sweep_get_n_series (PlSweep *self)
{
  return self->n_series;
}

double
pl_sweep_get_cpus (PlSweep *self)
{
  return self->cpus;
}

gboolean
pl_sweep_needs_cpus (PlSweep *self)
{
  return self->runs[0].plan.work != PL_WORK_SLEEP;
}

gint64
pl_sweep_get_wall_ns (PlSweep *self, guint point, guint trial)
{
  GArray *walls = self->runs[point].walls;

  return trial < walls->len ? g_array_index (walls, gint64, trial) : 0;
}
