/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/scene/pl-cli-scene.h"

#include "log/pl-scenes.h"

/* Keys by scene, in the order of PlSceneStatus.numbers. */
static const char *const number_keys[PL_N_SCENES][8] = {
  [PL_SCENE_PHILOSOPHERS] = { "least_meals", "most_meals", "longest_wait_ns" },
  [PL_SCENE_OWNER] = { "recovery_ns" },
  [PL_SCENE_GATE] = { "most_inside" },
  [PL_SCENE_BARRIER] = { "early", "rounds_ahead" },
  [PL_SCENE_WAKEUP] = { "events_set" },
  [PL_SCENE_BUFFER] = { "produced", "consumed", "from_empty", "twice", "missing" },
  [PL_SCENE_READERS] = { "reads", "writes" },
  [PL_SCENE_SHARING] = { "same_line_ps", "padded_ps", "additions", "wrong" },
  [PL_SCENE_ABA] = { "handed_out_twice", "taken", "astray" },
  [PL_SCENE_LITMUS] = { "read_00", "read_01", "read_10", "read_11" },
  [PL_SCENE_VALUE] = { "additions", "missing", "wrong", "wrapped" },
  [PL_SCENE_ARRAY] = { "cells", "wrong" },
  [PL_SCENE_SENTINEL] = { "items", "timeouts" },
  [PL_SCENE_JOINABLE] = { "items", "failed" },
  [PL_SCENE_TORN] = { "messages", "torn" },
  [PL_SCENE_EOF] = { "messages" },
  [PL_SCENE_TWICE] = { "depth" },
  [PL_SCENE_STRANGER] = { "tries", "together", "refused" },
  [PL_SCENE_BOUNDED] = { "most_inside", "refused" },
  [PL_SCENE_NOTIFY] = { "words", "in_vain" },
  [PL_SCENE_ABSENT] = { "told" },
  [PL_SCENE_MANAGER] = { "additions", "missing", "messages", "message_ns", "memory_ns" },
  [PL_SCENE_TERMINAL] = { "lines", "torn" },
  [PL_SCENE_BUFFERED] = { "times_written" },
  [PL_SCENE_RANDOM] = { "drawn", "same" },
  [PL_SCENE_DRAIN] = { "put", "read" },
  [PL_SCENE_BLOCK] = { "created", "attached", "seen", "unlinked", "tracked", "left", "left_bytes" },
};

static void
begin_array (JsonBuilder *builder, const char *key)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
}

static void
add_allowed (JsonBuilder *builder, guint32 allowed)
{
  begin_array (builder, "allowed");
  for (guint i = 0; i < PL_N_OUTCOMES; i++)
    if (allowed & (1u << i))
      json_builder_add_string_value (builder, pl_scene_outcome_info (i)->key);
  json_builder_end_array (builder);
}

static void
add_variant (JsonBuilder *builder, const PlSceneVariantInfo *variant)
{
  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "variant", variant->key);
  pl_cli_json_string (builder, "name", variant->name);
  pl_cli_json_string (builder, "expected", variant->expected);
  add_allowed (builder, variant->allowed);
  json_builder_end_object (builder);
}

void
pl_cli_json_scene_info (JsonBuilder *builder, guint scene)
{
  const PlSceneInfo *info = pl_scene_info (scene);
  const PlSceneVariantInfo *variant;

  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "scene", info->key);
  pl_cli_json_string (builder, "name", info->name);
  pl_cli_json_string (builder, "description", info->description);
  begin_array (builder, "variants");
  for (guint i = 0; (variant = pl_scene_variant_info (scene, i)) != NULL; i++)
    add_variant (builder, variant);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_cycle (JsonBuilder *builder, const PlSceneStatus *scene)
{
  begin_array (builder, "cycle");
  for (guint i = 0; i < scene->n_cycle; i++)
    {
      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "worker", scene->cycle[i]);
      pl_cli_json_int (builder, "waits_for_resource", scene->wanted[i]);
      pl_cli_json_int (builder, "held_by", scene->cycle[(i + 1) % scene->n_cycle]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Of the Array in the last round, counted from 1. */
static void
add_written_cells (JsonBuilder *builder, const PlPlanData *plan, const PlSceneStatus *scene, guint worker)
{
  begin_array (builder, "cells");
  for (guint cell = 0; cell < plan->scene_limit; cell++)
    {
      guint32 number;
      guint64 bit = pl_scene_array_bit (worker, cell, &number);

      if (scene->numbers[number] & bit)
        json_builder_add_int_value (builder, cell + 1);
    }
  json_builder_end_array (builder);
}

static void
add_workers (JsonBuilder *builder, PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  pl_cli_json_kernel (builder, trace);
  begin_array (builder, "workers");
  for (guint i = 1; i < pl_log_n_lanes (log); i++)
    {
      PlLane *lane = pl_log_lane (log, i);

      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "index", lane->index);
      pl_cli_json_int (builder, "pid", atomic_load (&lane->pid));
      pl_cli_json_int (builder, "count", atomic_load (&lane->tasks));
      if (pl_log_plan (log)->scene == PL_SCENE_ARRAY)
        add_written_cells (builder, pl_log_plan (log), &pl_log_header (log)->status.scene, i - 1);
      pl_cli_json_known_int (builder, "cpu_ns", pl_log_knows_usage (log), atomic_load (&lane->cpu_ns));
      pl_cli_json_account (builder, trace, i);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
pl_cli_json_scene (JsonBuilder *builder, PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlRunStatus *status = &pl_log_header (log)->status;
  const PlSceneStatus *scene = &status->scene;

  pl_cli_json_string (builder, "scene", pl_scene_info (plan->scene)->key);
  pl_cli_json_string (builder, "variant", pl_scene_variant_info (plan->scene, plan->scene_variant)->key);
  pl_cli_json_int (builder, "rounds", plan->scene_rounds);
  if (plan->scene_limit > 0)
    pl_cli_json_int (builder, "limit", plan->scene_limit);
  pl_cli_json_string (builder, "result", pl_scene_outcome_info (scene->outcome)->key);
  json_builder_set_member_name (builder, "allowed");
  json_builder_add_boolean_value (
    builder, pl_scene_outcome_allowed (plan, status->lacks, scene->outcome));
  pl_cli_json_int (builder, "wall_ns", atomic_load (&status->end_ns));
  pl_cli_json_int (builder, "stuck", scene->n_stuck);
  pl_cli_json_int (builder, "stuck_ns", scene->stuck_ns);
  pl_cli_json_int (builder, "culprit", scene->culprit);
  pl_cli_json_int (builder, "event_ns", scene->event_ns);
  add_cycle (builder, scene);
  for (guint i = 0; i < 8 && number_keys[plan->scene][i] != NULL; i++)
    pl_cli_json_int (builder, number_keys[plan->scene][i], (gint64) MIN (scene->numbers[i], G_MAXINT64));
  add_workers (builder, log);
  pl_cli_json_int (builder, "dropped_records", (gint64) pl_log_dropped (log));
}
