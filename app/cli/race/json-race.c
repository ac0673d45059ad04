/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/race/pl-cli-race.h"

#include "plan/pl-plan.h"
#include "trace/race/pl-race-schedules.h"

static void
add_histogram (JsonBuilder *builder, PlLog *log, guint part)
{
  g_autoptr (GArray) bins = pl_trials_bins (log, part, FALSE);

  json_builder_set_member_name (builder, "histogram");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bins->len; i++)
    {
      const PlTrialBin *bin = &g_array_index (bins, PlTrialBin, i);

      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "final", bin->final_value);
      pl_cli_json_int (builder, "trials", bin->n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What numbers alone say about load and store without a lock. */
static void
add_possible (JsonBuilder *builder, const PlPlanData *plan)
{
  g_autoptr (GArray) finals = pl_race_uniform_finals (plan->workers, plan->increments);
  guint64 lowest, highest;

  pl_race_possible_finals (plan->workers, plan->increments, &lowest, &highest);
  json_builder_set_member_name (builder, "possible_finals");
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "lowest", lowest);
  pl_cli_json_int (builder, "highest", highest);
  json_builder_end_object (builder);
  if (finals == NULL)
    return;
  json_builder_set_member_name (builder, "uniform_schedules");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "step_model");
  json_builder_add_string_value (builder, "load, store");
  json_builder_set_member_name (builder, "finals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < finals->len; i++)
    {
      const PlRaceFinal *final = &g_array_index (finals, PlRaceFinal, i);

      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "final", final->value);
      pl_cli_json_double (builder, "schedules", final->schedules);
      pl_cli_json_double (builder, "share", final->share);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_pairs (JsonBuilder *builder, PlRace *race, guint part)
{
  guint n;
  g_autofree PlRacePair *pairs = pl_race_get_pairs (race, part, &n);

  json_builder_set_member_name (builder, "lost_by_pair");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "loser", pairs[i].loser + 1);
      pl_cli_json_int (builder, "rival", pairs[i].rival + 1);
      pl_cli_json_int (builder, "branches", pairs[i].branches);
      pl_cli_json_int (builder, "lost", pairs[i].lost);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_trials (JsonBuilder *builder, PlLog *log, guint part)
{
  PlTrials trials;

  pl_trials_count (log, part, &trials);
  json_builder_set_member_name (builder, "trials");
  json_builder_begin_array (builder);
  for (guint i = 0; i < trials.n; i++)
    {
      PlTrialResult trial;

      pl_trials_get (log, part, i, &trial);
      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "final", trial.final_value);
      pl_cli_json_int (builder, "expected", trial.expected);
      pl_cli_json_int (builder, "lost", trial.lost);
      pl_cli_json_string (builder, "verdict", pl_race_verdict_key (trial.verdict));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_histogram (builder, log, part);
  pl_cli_json_int (builder, "smallest", trials.smallest);
  pl_cli_json_int (builder, "largest", trials.largest);
  pl_cli_json_double (builder, "share_correct", trials.n > 0 ? (double) trials.correct / trials.n : 0.0);
  pl_cli_json_int (builder, "trials_lost", trials.lost);
  pl_cli_json_int (builder, "trials_right", trials.correct);
  pl_cli_json_int (builder, "trials_did_not_race", trials.unraced);
}

static void
add_account (JsonBuilder *builder, PlRace *race, guint part)
{
  PlCpuAccount account;

  if (!pl_race_has_account (race))
    return;
  pl_race_get_account (race, part, &account);
  pl_cli_json_cpu_times (builder, &account);
}

/* The members that describe one part; for the top level and for each object of "parts". */
static void
add_part (JsonBuilder *builder, PlRace *race, guint part)
{
  PlLog *log = pl_race_get_log (race);
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  json_builder_set_member_name (builder, "lock");
  json_builder_add_string_value (builder, pl_race_method_info (result.method)->key);
  json_builder_set_member_name (builder, "recorded");
  json_builder_add_boolean_value (builder, result.recorded);
  pl_cli_json_int (builder, "expected", result.expected);
  pl_cli_json_int (builder, "final", result.final_value);
  pl_cli_json_int (builder, "lost", result.lost);
  if (result.done)
    pl_cli_json_string (builder, "verdict", pl_race_verdict_key (result.verdict));
  pl_cli_json_int (builder, "wall_ns", (guint64) result.wall_ns);
  pl_cli_json_double (builder, "ns_per_increment", result.ns_per_increment);
  pl_cli_json_double (builder, "overlap", result.overlap);
  pl_cli_json_int (builder, "overlap_ns", (guint64) result.overlap_ns);
  pl_cli_json_int (builder, "fewest", result.fewest);
  pl_cli_json_int (builder, "most", result.most);
  pl_cli_json_int (builder, "voluntary_switches", result.voluntary);
  pl_cli_json_int (builder, "involuntary_switches", result.involuntary);
  add_account (builder, race, part);
  if (result.recorded)
    {
      pl_cli_json_int (builder, "survivors", result.survivors);
      pl_cli_json_int (builder, "lost_branches", result.branches);
      pl_cli_json_int (builder, "longest_branch", result.longest_branch);
      pl_cli_json_int (builder, "largest_fall", result.largest_fall);
      add_pairs (builder, race, part);
    }
  if (pl_log_plan (log)->trials > 1)
    add_trials (builder, log, part);
  if (result.method == PL_RACE_NONE && !result.timed && pl_log_plan (log)->trials > 1)
    add_possible (builder, pl_log_plan (log));
}

void
pl_cli_json_race (JsonBuilder *builder, PlLog *log)
{
  g_autoptr (PlRace) race = pl_race_new (log);
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  const PlPlanData *plan = pl_log_plan (log);
  g_autofree char *window = pl_plan_window_text (plan);
  int unrecorded;

  pl_cli_json_int (builder, "workers", plan->workers);
  pl_cli_json_int (builder, "increments", plan->increments);
  pl_cli_json_string (builder, "window", window);
  pl_cli_json_string (builder, "cpus", pl_cpus_key (plan->cpus));
  pl_cli_json_int (builder, "n_cpus", pl_log_header (log)->n_cpus);
  pl_cli_json_kernel (builder, trace);
  pl_cli_json_int (builder, "rlock_depth", MAX (plan->rlock_depth, 1));
  if (plan->guess > 0)
    pl_cli_json_int (builder, "guess", plan->guess);
  add_part (builder, race, 0);
  unrecorded = pl_race_find_part (race, plan->parts[0].method, FALSE);
  if (plan->parts[0].record && unrecorded >= 0)
    {
      json_builder_set_member_name (builder, "unrecorded");
      json_builder_begin_object (builder);
      add_part (builder, race, (guint) unrecorded);
      json_builder_end_object (builder);
    }
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      json_builder_begin_object (builder);
      add_part (builder, race, part);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  pl_cli_json_int (builder, "dropped_records", pl_log_dropped (log));
}
