/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

/* Who had a CPU. */

void
pl_cli_json_cpu_times (JsonBuilder *builder, const PlCpuAccount *account)
{
  pl_cli_json_int (builder, "on_cpu_ns", account->on_ns);
  pl_cli_json_int (builder, "waiting_cpu_ns", account->waiting_ns);
  pl_cli_json_int (builder, "asleep_ns", account->asleep_ns);
}

void
pl_cli_json_account (JsonBuilder *builder, PlTrace *trace, guint lane)
{
  PlCpuAccount all, tasks;

  if (pl_trace_account_source (trace) == PL_ACCOUNT_SOURCE_NONE)
    return;
  pl_trace_account (trace, lane, 0, pl_trace_get_end_ns (trace), &all);
  pl_trace_account_tasks (trace, lane, 0, pl_trace_get_end_ns (trace), &tasks);
  pl_cli_json_cpu_times (builder, &all);
  json_builder_set_member_name (builder, "at_tasks");
  json_builder_begin_object (builder);
  pl_cli_json_cpu_times (builder, &tasks);
  json_builder_end_object (builder);
}

void
pl_cli_json_kernel (JsonBuilder *builder, PlTrace *trace)
{
  const PlLogHeader *header = pl_log_header (pl_trace_get_log (trace));

  json_builder_set_member_name (builder, "kernel");
  json_builder_begin_object (builder);
  pl_cli_json_string (builder, "source", pl_account_source_key (pl_trace_account_source (trace)));
  pl_cli_json_int (builder, "cpus", header->n_cpus);
  if (header->quota_millis > 0)
    {
      pl_cli_json_double (builder, "quota_cpus", header->quota_millis / 1000.0);
      pl_cli_json_int (builder, "throttled_ns", pl_trace_throttled_ns (trace));
    }
  if (pl_trace_stolen_ns (trace) > 0)
    pl_cli_json_int (builder, "stolen_ns", pl_trace_stolen_ns (trace));
  json_builder_end_object (builder);
}
