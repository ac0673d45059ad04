/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/recording/pl-cli-recording.h"
#include "trace/recording/pl-recording.h"

static void
begin_array (JsonBuilder *builder, const char *key)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
}

static void
begin_object (JsonBuilder *builder, const char *key)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
}

static void
add_states (JsonBuilder *builder, PlTrace *trace, guint lane)
{
  PlRecordingTimes times;

  pl_recording_times (trace, lane, 0, pl_trace_get_end_ns (trace), &times);
  begin_object (builder, "states");
  pl_cli_json_int (builder, "running", times.running_ns - times.packing_ns - times.unpacking_ns);
  if (times.packing_ns > 0)
    pl_cli_json_int (builder, "packing", times.packing_ns);
  if (times.unpacking_ns > 0)
    pl_cli_json_int (builder, "unpacking", times.unpacking_ns);
  if (times.stopped_ns > 0)
    pl_cli_json_int (builder, "stopped", times.stopped_ns);
  for (guint reason = 0; reason < PL_N_WAITS; reason++)
    if (times.n_waits[reason] > 0)
      pl_cli_json_int (builder, pl_wait_key (reason), times.wait_ns[reason]);
  json_builder_end_object (builder);
}

static void
add_end (JsonBuilder *builder, PlTrace *trace, guint lane)
{
  gint64 end_ns = 0;
  int status = 0;
  gboolean ended = pl_recording_lane_ended (trace, lane, &end_ns, &status);

  pl_cli_json_known_int (builder, "ended_ns", ended, end_ns);
  pl_cli_json_known_int (builder, "status", ended && status != G_MAXINT, status);
}

static void
add_lane (JsonBuilder *builder, PlTrace *trace, guint lane)
{
  PlLog *log = pl_trace_get_log (trace);
  PlLane *entry = pl_log_lane (log, lane);
  guint parent = pl_log_lane_parent (log, lane);
  g_autofree char *name = pl_recording_lane_name (log, lane);

  begin_object (builder, NULL);
  pl_cli_json_int (builder, "lane", lane);
  pl_cli_json_string (builder, "name", name);
  pl_cli_json_int (builder, "pid", atomic_load (&entry->pid));
  pl_cli_json_int (builder, "tid", atomic_load (&entry->tid));
  pl_cli_json_string (builder, "kind", pl_recording_is_process (log, lane) ? "process" : "thread");
  pl_cli_json_string (builder, "helper", pl_recording_helper_key (log, lane));
  pl_cli_json_known_int (builder, "parent", parent != PL_LANE_NOBODY && parent > 0, parent);
  pl_cli_json_int (builder, "born_ns", entry->born_ns);
  add_end (builder, trace, lane);
  add_states (builder, trace, lane);
  pl_cli_json_account (builder, trace, lane);
  json_builder_end_object (builder);
}

/* Processes that were not heard, from some moment on, with the reason. */
static void
add_lost (JsonBuilder *builder, PlTrace *trace)
{
  PlLog *log = pl_trace_get_log (trace);

  begin_array (builder, "processes");
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      PlLostReason reason = pl_recording_lost (log, lane);
      g_autofree char *name = reason != PL_LOST_NOT ? pl_recording_lane_name (log, lane) : NULL;

      if (reason == PL_LOST_NOT)
        continue;
      begin_object (builder, NULL);
      pl_cli_json_int (builder, "lane", lane);
      pl_cli_json_int (builder, "pid", atomic_load (&pl_log_lane (log, lane)->pid));
      pl_cli_json_string (builder, "name", name);
      pl_cli_json_string (builder, "reason", pl_lost_key (reason));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_messages (JsonBuilder *builder, PlTrace *trace)
{
  const PlTransfers *transfers = pl_transfers_of (trace);

  begin_object (builder, "messages");
  pl_cli_json_int (builder, "count", (gint64) transfers->n_written);
  pl_cli_json_int (builder, "bytes", (gint64) transfers->bytes);
  pl_cli_json_int (builder, "unpaired", (gint64) transfers->n_unpaired);
  json_builder_end_object (builder);
}

static void
add_findings (JsonBuilder *builder, PlTrace *trace)
{
  g_autoptr (GPtrArray) findings = pl_findings_new (trace);

  begin_array (builder, "findings");
  for (guint i = 0; i < findings->len; i++)
    {
      const PlFinding *finding = findings->pdata[i];

      begin_object (builder, NULL);
      pl_cli_json_string (builder, "id", finding->id);
      pl_cli_json_string (builder, "text", finding->text);
      pl_cli_json_int (builder, "cost_ns", finding->cost_ns);
      begin_array (builder, "lanes");
      for (guint k = 0; k < finding->lanes->len; k++)
        json_builder_add_int_value (builder, g_array_index (finding->lanes, guint, k));
      json_builder_end_array (builder);
      pl_cli_json_int (builder, "from_ns", finding->from_ns);
      pl_cli_json_int (builder, "to_ns", finding->to_ns);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
pl_cli_json_recording (JsonBuilder *builder, PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  g_autofree char *command = pl_trace_title (trace);

  pl_cli_json_string (builder, "command", command);
  /* Whoever is left alone may still have written when the recorder had seen the end. */
  pl_cli_json_int (builder, "wall_ns", pl_trace_get_end_ns (trace));
  pl_cli_json_kernel (builder, trace);
  begin_array (builder, "lanes");
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    add_lane (builder, trace, lane);
  json_builder_end_array (builder);
  add_messages (builder, trace);
  add_findings (builder, trace);
  begin_object (builder, "lost");
  add_lost (builder, trace);
  pl_cli_json_int (builder, "records", (gint64) pl_log_dropped (log));
  pl_cli_json_int (builder, "lanes", atomic_load (&pl_log_header (log)->lanes_lost));
  json_builder_end_object (builder);
}
