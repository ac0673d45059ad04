/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <locale.h>

#include "plan/pl-plan.h"

/* One object on stdout. Its keys are promised in the manual: add, but never rename. */

static void
add_int (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

static void
add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_double (JsonBuilder *builder, const char *key, double value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_double_value (builder, value);
}

static void
add_worker (JsonBuilder *builder, PlLane *lane)
{
  guint incarnations = atomic_load (&lane->incarnations);

  json_builder_begin_object (builder);
  add_int (builder, "index", lane->index);
  add_int (builder, "pid", atomic_load (&lane->pid));
  add_int (builder, "tasks", atomic_load (&lane->tasks));
  add_int (builder, "busy_ns", atomic_load (&lane->busy_ns));
  add_int (builder, "cpu_ns", atomic_load (&lane->cpu_ns));
  add_int (builder, "voluntary_switches", (gint64) atomic_load (&lane->voluntary));
  add_int (builder, "involuntary_switches", (gint64) atomic_load (&lane->involuntary));
  add_int (builder, "replaced", incarnations > 0 ? incarnations - 1 : 0);
  json_builder_end_object (builder);
}

static void
add_results (JsonBuilder *builder, const PlPlanData *plan, const PlRunStatus *status)
{
  gint64 right = atomic_load (&status->right), wrong = atomic_load (&status->wrong);

  json_builder_set_member_name (builder, "results");
  json_builder_begin_object (builder);
  add_int (builder, "right", right);
  add_int (builder, "wrong", wrong);
  add_int (builder, "missing", (gint64) plan->tasks - right - wrong);
  json_builder_end_object (builder);
}

static void
add_pool (JsonBuilder *builder, PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlRunStatus *status = &pl_log_header (log)->status;
  gint64 wall_ns = atomic_load (&status->end_ns);

  add_int (builder, "pool_size", plan->pool_size);
  add_int (builder, "tasks", plan->tasks);
  add_string (builder, "ipc", pl_ipc_key (plan->ipc));
  add_int (builder, "chunk", plan->chunk);
  add_string (builder, "work", pl_work_key (plan->work));
  add_int (builder, "task_time_ns", plan->task_time_ns);
  add_string (builder, "spread", pl_spread_key (plan->spread));
  add_int (builder, "payload", plan->payload);
  add_int (builder, "wall_ns", wall_ns);
  add_double (builder, "tasks_per_second",
              wall_ns > 0 ? atomic_load (&status->done) * 1e9 / (double) wall_ns : 0.0);
  add_results (builder, plan, status);
  json_builder_set_member_name (builder, "workers");
  json_builder_begin_array (builder);
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    add_worker (builder, pl_log_lane (log, lane));
  json_builder_end_array (builder);
  add_int (builder, "dropped_records", (gint64) pl_log_dropped (log));
  if (plan->serial && status->serial_ns > 0)
    {
      add_int (builder, "serial_ns", status->serial_ns);
      add_double (builder, "speedup",
                  wall_ns > 0 ? (double) status->serial_ns / (double) wall_ns : 0.0);
    }
}

const char *
pl_cli_outcome_key (guint phase)
{
  switch (phase)
    {
    case PL_PHASE_DONE:
      return "done";
    case PL_PHASE_STOPPED:
      return "stopped";
    case PL_PHASE_FAILED:
      return "failed";
    default:
      return "unfinished";   /* a file that was saved while the run went on */
    }
}

static void
fill_cb (JsonBuilder *builder, gpointer log)
{
  g_autoptr (GError) failure = pl_run_error_from_log (log);
  const PlPlanData *plan = pl_log_plan (log);

  add_string (builder, "kind", pl_run_kind_key (plan->kind));
  add_string (builder, "outcome", pl_cli_outcome_key (atomic_load (&pl_log_header (log)->status.phase)));
  if (failure != NULL)
    add_string (builder, "error", failure->message);
  if (pl_log_header (log)->status.lacks & PL_LACKS_ROBUST_LISTS)
    {
      json_builder_set_member_name (builder, "no_robust_locks");
      json_builder_add_boolean_value (builder, TRUE);
    }
  /* Seeds use all 64 bits, JSON's numbers here 63. */
  json_builder_set_member_name (builder, "seed");
  if (plan->seed <= G_MAXINT64)
    json_builder_add_int_value (builder, (gint64) plan->seed);
  else
    json_builder_add_double_value (builder, (double) plan->seed);
  if (plan->kind == PL_RUN_RACE)
    pl_cli_json_race (builder, log);
  else if (plan->kind == PL_RUN_SCENE)
    pl_cli_json_scene (builder, log);
  else
    add_pool (builder, log);
}

void
pl_cli_json_print (PlLog *log)
{
  pl_cli_json_print_object (fill_cb, log);
}

void
pl_cli_json_print_object (void (*fill) (JsonBuilder *builder, gpointer data), gpointer data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  locale_t plain = newlocale (LC_ALL_MASK, "C", (locale_t) 0);
  locale_t old = uselocale (plain);

  /* Programs read this: the same words in every language. */
  json_builder_begin_object (builder);
  fill (builder, data);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  uselocale (old);
  freelocale (plain);
  /* JSON is UTF-8, whatever the terminal speaks. */
  fputs (text, stdout);
  fputc ('\n', stdout);
}
