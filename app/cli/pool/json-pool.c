/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pool/pl-cli-pool.h"

#include <sys/wait.h>

#include "plan/pl-plan.h"
#include "trace/pool/pl-pool-arrivals.h"
#include "trace/pool/pl-pool-ranks.h"
#include "trace/pool/pl-pool-start.h"

static int
code_of (int status)
{
  return WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status);
}

/* Of those that died before their time, as it was recorded, and of the last one. */
static void
add_exitcodes (JsonBuilder *builder, PlTrace *trace, guint lane)
{
  guint64 n = pl_trace_get_n_records (trace, lane);
  PlSpan span = { 0 };
  int last;

  json_builder_set_member_name (builder, "exitcodes");
  json_builder_begin_array (builder);
  for (guint64 i = 0; i < n; i++)
    if (pl_trace_get_span (trace, lane, i, &span) && span.state == PL_STATE_DEAD)
      json_builder_add_int_value (builder, code_of ((int) span.arg));
    else if (span.state == PL_STATE_FINISHED && i + 1 < n)
      json_builder_add_int_value (builder, 0); /* it had done its chunks, and was followed by another one */
  if (span.state != PL_STATE_DEAD && pl_trace_exitcode (trace, lane, &last))
    json_builder_add_int_value (builder, last);
  json_builder_end_array (builder);
}

/* Of one that is an MPI rank. */
static void
add_rank (JsonBuilder *builder, PlLog *log, guint index)
{
  g_autofree char *host = pl_pool_rank_host (log, index);
  PlLane *lane = pl_log_lane (log, index);

  if (pl_pool_rank_number (log, index) < 0)
    return;
  pl_cli_json_int (builder, "rank", pl_pool_rank_number (log, index));
  pl_cli_json_string (builder, "host", host);
  pl_cli_json_int (builder, "clock_offset_ns", lane->clock_offset_ns);
  pl_cli_json_int (builder, "clock_uncertainty_ns", lane->clock_uncertainty_ns);
}

static void
add_worker (JsonBuilder *builder, PlTrace *trace, guint index)
{
  PlLog *log = pl_trace_get_log (trace);
  PlLane *lane = pl_log_lane (log, index);
  gboolean known = pl_log_knows_usage (log);
  guint incarnations = atomic_load (&lane->incarnations);
  int exitcode = 0;

  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "index", lane->index);
  pl_cli_json_int (builder, "pid", atomic_load (&lane->pid));
  pl_cli_json_int (builder, "tid", atomic_load (&lane->tid));
  pl_cli_json_known_int (builder, "exitcode", pl_trace_exitcode (trace, index, &exitcode), exitcode);
  add_exitcodes (builder, trace, index);
  pl_cli_json_int (builder, "tasks", atomic_load (&lane->tasks));
  pl_cli_json_int (builder, "busy_ns", pl_lane_busy_ns (lane, atomic_load (&pl_log_header (log)->status.end_ns)));
  pl_cli_json_known_int (builder, "cpu_ns", known, atomic_load (&lane->cpu_ns));
  pl_cli_json_known_int (builder, "voluntary_switches", known, (gint64) atomic_load (&lane->voluntary));
  pl_cli_json_known_int (builder, "involuntary_switches", known, (gint64) atomic_load (&lane->involuntary));
  pl_cli_json_int (builder, "replaced", incarnations > 0 ? incarnations - 1 : 0);
  add_rank (builder, log, index);
  pl_cli_json_account (builder, trace, index);
  json_builder_end_object (builder);
}

static void
add_results (JsonBuilder *builder, const PlPlanData *plan, const PlRunStatus *status)
{
  gint64 right = atomic_load (&status->right), wrong = atomic_load (&status->wrong);
  gint64 raised = atomic_load (&status->pool.raised);

  json_builder_set_member_name (builder, "results");
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "right", right);
  pl_cli_json_int (builder, "wrong", wrong);
  pl_cli_json_int (builder, "raised", raised);
  pl_cli_json_int (builder, "missing", (gint64) plan->tasks - right - wrong - raised);
  json_builder_end_object (builder);
}

static void
add_if_known (JsonBuilder *builder, guint64 value)
{
  if (value > 0)
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_null_value (builder);
}

static void
add_start (JsonBuilder *builder, PlLog *log)
{
  PlPoolStart start;

  pl_pool_start_of_log (log, &start);
  json_builder_set_member_name (builder, "start");
  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "method", pl_log_plan (log)->engine == PL_ENGINE_MPI ? "mpirun"
                                                                                    : pl_start_key (pl_log_plan (log)->start));
  json_builder_set_member_name (builder, "creation_ns");
  json_builder_begin_array (builder);
  for (guint i = 1; i < pl_log_n_lanes (log); i++)
    add_if_known (builder, atomic_load (&pl_log_lane (log, i)->creation_ns));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "memory");
  json_builder_begin_array (builder);
  for (guint i = 1; i < pl_log_n_lanes (log); i++)
    add_if_known (builder, atomic_load (&pl_log_lane (log, i)->memory));
  json_builder_end_array (builder);
  pl_cli_json_string (builder, "inherited", start.inherited_key);
  if (start.server_ns > 0)
    pl_cli_json_int (builder, "server_ns", start.server_ns);
  json_builder_end_object (builder);
}

/* How it was called, and what the caller saw of it. */
static void
add_caller (JsonBuilder *builder, const PlPlanData *plan, const PlPoolStatus *status)
{
  pl_cli_json_string (builder, "mode", pl_mode_key (plan->mode));
  pl_cli_json_int (builder, "maps", MAX (plan->maps, 1));
  pl_cli_json_string (builder, "end", pl_pool_end_key (plan->end));
  pl_cli_json_int (builder, "timeouts", atomic_load (&status->timeouts));
  pl_cli_json_int (builder, "callbacks", atomic_load (&status->callbacks));
  pl_cli_json_int (builder, "error_callbacks", atomic_load (&status->error_callbacks));
  pl_cli_json_int (builder, "recycled", atomic_load (&status->recycled));
  if (status->idle_ns > 0)
    {
      pl_cli_json_int (builder, "idle_ns", status->idle_ns);
      pl_cli_json_int (builder, "idle_cpu_ns", status->idle_cpu_ns);
    }
}

static void
put_tasks (const PlPlanData *plan, guint32 chunk, const char **separator)
{
  guint64 first = (guint64) chunk * plan->chunk, end = MIN (first + plan->chunk, plan->tasks);
  char number[32];

  for (guint64 task = first; task < end; task++)
    {
      g_snprintf (number, sizeof number, "%s%" G_GUINT64_FORMAT, *separator, task + 1);
      pl_cli_put (stdout, number);
      *separator = ",";
    }
}

/* Up to a million of them. */
void
pl_cli_json_arrivals (PlLog *log)
{
  g_autoptr (GArray) arrivals = pl_pool_arrivals (log);
  const char *separator = "";

  pl_cli_put (stdout, ",\n  \"arrivals\" : [");
  for (guint i = 0; i < arrivals->len; i++)
    put_tasks (pl_log_plan (log), g_array_index (arrivals, guint32, i), &separator);
  pl_cli_put (stdout, "]");
}

void
pl_cli_json_pool (JsonBuilder *builder, PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  const PlPlanData *plan = pl_log_plan (log);
  const PlRunStatus *status = &pl_log_header (log)->status;
  gint64 wall_ns = atomic_load (&status->end_ns);

  pl_cli_json_int (builder, "pool_size", plan->pool_size);
  pl_cli_json_int (builder, "tasks", plan->tasks);
  pl_cli_json_string (builder, "worker_kind", pl_workers_key (plan->worker_kind));
  pl_cli_json_string (builder, "engine", pl_engine_key (plan->engine));
  pl_cli_json_string (builder, "ipc", pl_ipc_key (plan->ipc));
  pl_cli_json_int (builder, "chunk", plan->chunk);
  pl_cli_json_string (builder, "work", pl_work_key (plan->work));
  pl_cli_json_int (builder, "task_time_ns", plan->task_time_ns);
  pl_cli_json_string (builder, "spread", pl_spread_key (plan->spread));
  pl_cli_json_int (builder, "payload", plan->payload);
  pl_cli_json_int (builder, "wall_ns", wall_ns);
  pl_cli_json_double (builder, "tasks_per_second",
              wall_ns > 0 ? atomic_load (&status->done) * 1e9 / (double) pl_pool_at_tasks_ns (log) : 0.0);
  add_results (builder, plan, status);
  add_start (builder, log);
  add_caller (builder, plan, &status->pool);
  pl_cli_json_kernel (builder, trace);
  json_builder_set_member_name (builder, "workers");
  json_builder_begin_array (builder);
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    add_worker (builder, trace, lane);
  json_builder_end_array (builder);
  pl_cli_json_int (builder, "dropped_records", (gint64) pl_log_dropped (log));
  if (plan->serial && status->serial_ns > 0)
    {
      double speed_up = wall_ns > 0 ? (double) status->serial_ns / (double) pl_pool_at_tasks_ns (log) : 0.0;

      pl_cli_json_int (builder, "serial_ns", status->serial_ns);
      pl_cli_json_double (builder, "speed_up", speed_up);
      /* As it was called first. */
      pl_cli_json_double (builder, "speedup", speed_up);
    }
}
