/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-cli.h"

static void
add_int (JsonBuilder *builder, const char *key, guint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, (gint64) value);
}

static void
add_double (JsonBuilder *builder, const char *key, double value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_double_value (builder, value);
}

static void
add_trials (JsonBuilder *builder, PlLog *log, guint part)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlTrial *entries = pl_log_trials (log, part);
  guint64 right = pl_log_header (log)->status.parts[part].initial_value
                  + (guint64) plan->workers * plan->increments;
  PlCliTrials trials;

  pl_cli_trials (log, part, &trials);
  json_builder_set_member_name (builder, "trials");
  json_builder_begin_array (builder);
  for (guint i = 0; i < trials.n; i++)
    {
      json_builder_begin_object (builder);
      add_int (builder, "final", entries[i].final_value);
      add_int (builder, "lost", right - entries[i].final_value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_int (builder, "smallest", trials.smallest);
  add_int (builder, "largest", trials.largest);
  add_double (builder, "share_correct", trials.n > 0 ? (double) trials.correct / trials.n : 0.0);
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
  add_int (builder, "expected", result.expected);
  add_int (builder, "final", result.final_value);
  add_int (builder, "lost", result.lost);
  add_int (builder, "wall_ns", (guint64) result.wall_ns);
  add_double (builder, "ns_per_increment", result.ns_per_increment);
  add_double (builder, "overlap", result.overlap);
  if (result.recorded)
    {
      add_int (builder, "survivors", result.survivors);
      add_int (builder, "lost_branches", result.branches);
      add_int (builder, "longest_branch", result.longest_branch);
    }
  if (pl_log_plan (log)->trials > 1)
    add_trials (builder, log, part);
}

void
pl_cli_json_race (JsonBuilder *builder, PlLog *log)
{
  g_autoptr (PlRace) race = pl_race_new (log);
  const PlPlanData *plan = pl_log_plan (log);
  int unrecorded;

  add_int (builder, "workers", plan->workers);
  add_int (builder, "increments", plan->increments);
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
  add_int (builder, "dropped_records", pl_log_dropped (log));
}
