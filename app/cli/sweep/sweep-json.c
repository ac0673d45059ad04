/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/sweep/pl-cli-sweep.h"

#include "plan/pl-plan.h"

static void
add_plan (JsonBuilder *builder, PlSweep *sweep)
{
  PlLog *log = pl_sweep_get_log (sweep);
  const PlPlanData *plan = pl_log_plan (log);
  gboolean whole = pl_sweep_get_n_done (sweep) == pl_sweep_get_n_runs (sweep);
  static const char *const axes[] = { [PL_SWEEP_SIZES] = "pool_size", [PL_SWEEP_CHUNKS] = "chunk",
                                      [PL_SWEEP_CHANNELS] = "ipc" };

  pl_cli_json_string (builder, "kind", "sweep");
  pl_cli_json_string (builder, "outcome", whole ? "done" : "stopped");
  pl_cli_json_seed (builder, pl_sweep_get_seed (sweep));
  pl_cli_json_string (builder, "axis", axes[pl_sweep_get_axis (sweep)]);
  pl_cli_json_int (builder, "tasks", plan->tasks);
  pl_cli_json_string (builder, "work", pl_work_key (plan->work));
  pl_cli_json_int (builder, "task_time_ns", plan->task_time_ns);
  pl_cli_json_string (builder, "spread", pl_spread_key (plan->spread));
  pl_cli_json_int (builder, "payload", plan->payload);
  pl_cli_json_int (builder, "trials", pl_sweep_get_n_trials (sweep));
  pl_cli_json_int (builder, "runs", pl_sweep_get_n_runs (sweep));
  pl_cli_json_int (builder, "runs_done", pl_sweep_get_n_done (sweep));
  pl_cli_json_double (builder, "cpus", pl_sweep_get_cpus (sweep));
}

static void
add_losses (JsonBuilder *builder, const PlLosses *losses)
{
  json_builder_set_member_name (builder, "time");
  if (!losses->known)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  pl_cli_json_double (builder, "tasks", losses->used);
  for (guint loss = 0; loss < PL_N_LOSSES; loss++)
    pl_cli_json_double (builder, pl_loss_key (loss), losses->lost[loss]);
  json_builder_end_object (builder);
}

static void
add_point (JsonBuilder *builder, PlSweep *sweep, guint i)
{
  PlSweepPoint point;

  pl_sweep_get_point (sweep, i, &point);
  if (point.n == 0)
    return;
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "pool_size", point.plan->pool_size);
  pl_cli_json_string (builder, "ipc", pl_ipc_key (point.plan->ipc));
  pl_cli_json_int (builder, "chunk", point.plan->chunk);
  pl_cli_json_int (builder, "trials", point.n);
  pl_cli_json_int (builder, "median_ns", (gint64) point.median_ns);
  pl_cli_json_int (builder, "least_ns", (gint64) point.least_ns);
  pl_cli_json_int (builder, "most_ns", (gint64) point.most_ns);
  pl_cli_json_int (builder, "lower_quartile_ns", (gint64) point.low_ns);
  pl_cli_json_int (builder, "upper_quartile_ns", (gint64) point.high_ns);
  pl_cli_json_double (builder, "tasks_per_second", point.rate);
  pl_cli_json_known_double (builder, "speedup", point.speedup > 0, point.speedup);
  pl_cli_json_known_double (builder, "speedup_low", point.speedup > 0, point.speedup_low);
  pl_cli_json_known_double (builder, "speedup_high", point.speedup > 0, point.speedup_high);
  json_builder_set_member_name (builder, "walls_ns");
  json_builder_begin_array (builder);
  for (guint trial = 0; trial < point.n; trial++)
    json_builder_add_int_value (builder, pl_sweep_get_wall_ns (sweep, i, trial));
  json_builder_end_array (builder);
  add_losses (builder, &point.losses);
  json_builder_end_object (builder);
}

/* The members of one fit. */
static void
add_law (JsonBuilder *builder, PlSweep *sweep, guint series)
{
  g_autofree char *name = pl_sweep_series_name (sweep, series);
  PlAmdahl law;

  pl_sweep_get_amdahl (sweep, series, &law);
  pl_cli_json_string (builder, "series", name);
  pl_cli_json_known_double (builder, "serial_share", law.known, law.serial);
  pl_cli_json_known_double (builder, "serial_share_low", law.known, law.low);
  pl_cli_json_known_double (builder, "serial_share_high", law.known, law.high);
  pl_cli_json_known_double (builder, "at_most_cpus", law.cpus > 0, law.cpus);
}

/* Of the series the sentence speaks of; and of each. */
static void
add_amdahl (JsonBuilder *builder, PlSweep *sweep)
{
  PlSweepPoint point;
  guint best;

  json_builder_set_member_name (builder, "amdahl");
  if (pl_sweep_get_axis (sweep) != PL_SWEEP_SIZES || !pl_sweep_find_best (sweep, &best))
    {
      json_builder_add_null_value (builder);
      return;
    }
  pl_sweep_get_point (sweep, best, &point);
  json_builder_begin_object (builder);
  add_law (builder, sweep, point.series);
  json_builder_set_member_name (builder, "all");
  json_builder_begin_array (builder);
  for (guint series = 0; series < pl_sweep_get_n_series (sweep); series++)
    {
      json_builder_begin_object (builder);
      add_law (builder, sweep, series);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_limit (JsonBuilder *builder, PlSweep *sweep)
{
  g_autofree char *sentence = pl_sweep_sentence (sweep);
  PlSweepPoint point;
  guint best;

  json_builder_set_member_name (builder, "limit");
  if (!pl_sweep_find_best (sweep, &best))
    {
      json_builder_add_null_value (builder);
      return;
    }
  pl_sweep_get_point (sweep, best, &point);
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "pool_size", point.plan->pool_size);
  pl_cli_json_string (builder, "ipc", pl_ipc_key (point.plan->ipc));
  pl_cli_json_int (builder, "chunk", point.plan->chunk);
  if (point.losses.known)
    {
      PlLoss loss = pl_losses_greatest (&point.losses);

      pl_cli_json_string (builder, "by", pl_loss_key (loss));
      pl_cli_json_double (builder, "share", point.losses.lost[loss]);
    }
  pl_cli_json_string (builder, "sentence", sentence);
  json_builder_end_object (builder);
}

void
pl_cli_sweep_json (JsonBuilder *builder, PlSweep *sweep)
{
  add_plan (builder, sweep);
  json_builder_set_member_name (builder, "points");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pl_sweep_get_n_points (sweep); i++)
    add_point (builder, sweep, i);
  json_builder_end_array (builder);
  add_amdahl (builder, sweep);
  add_limit (builder, sweep);
}
