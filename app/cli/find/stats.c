/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

/* What each lane did in a range of time, and how long tasks and waits lasted. */

#define SLICE_US 100000
/* Of the longest bar of a histogram. */
#define BAR_WIDTH 40u

const char *
pl_cli_state_key (PlState state)
{
  static const char *const keys[PL_N_STATES] = {
    "none", "starting", "waiting-task", "waiting-lock", "receiving", "working", "sending", "paused", "finished", "dead",
    "waiting-gil", "initialising", "free", "callback",
  };

  return keys[(guint) state < PL_N_STATES ? state : 0];
}

static gboolean
find_range (PlCliLooks *self, PlLog *log, gint64 *from_ns, gint64 *to_ns, GError **error)
{
  *from_ns = 0;
  *to_ns = self->trace != NULL ? pl_trace_get_end_ns (self->trace) : atomic_load (&pl_log_header (log)->status.end_ns);
  /* Of a race no end was written down: its increments tell. */
  if (self->trace == NULL)
    *to_ns = MAX (*to_ns, pl_log_header (log)->status.parts[0].end_ns);
  if (!pl_cli_value_duration ("--from", self->from, PL_LOG_MAX_NS, from_ns, error)
      || !pl_cli_value_duration ("--to", self->to, PL_LOG_MAX_NS, to_ns, error))
    return FALSE;
  if (*from_ns < *to_ns)
    return TRUE;
  g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("--from must lie before --to, and before the end of the run."));
  return FALSE;
}

gboolean
pl_cli_stats_open (PlCliLooks *self, PlLog *log, GError **error)
{
  gint64 from_ns, to_ns;

  if (!self->statistics && (self->from != NULL || self->to != NULL))
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("--from and --to belong to --statistics: write that, too."));
      return FALSE;
    }
  if (!self->statistics)
    return TRUE;
  if (!find_range (self, log, &from_ns, &to_ns, error))
    return FALSE;
  self->stats = pl_range_stats_new (self->source, from_ns, to_ns);
  self->tasks = pl_histogram_new (self->source, PL_FIND_TASKS, from_ns, to_ns);
  self->waits = pl_histogram_new (self->source, PL_FIND_WAITS, from_ns, to_ns);
  while (pl_range_stats_step (self->stats, SLICE_US) || pl_histogram_step (self->tasks, SLICE_US)
         || pl_histogram_step (self->waits, SLICE_US))
    ;
  return TRUE;
}

/* --- for programs --- */

static void
add_lane (JsonBuilder *builder, const PlLaneStats *lane)
{
  json_builder_begin_object (builder);
  pl_cli_json_known_int (builder, "lane", lane->lane != G_MAXUINT, lane->lane);
  pl_cli_json_int (builder, "tasks", (gint64) lane->n_tasks);
  json_builder_set_member_name (builder, "states");
  json_builder_begin_object (builder);
  for (guint s = 1; s < PL_N_STATES; s++)
    if (lane->state_ns[s] > 0)
      pl_cli_json_int (builder, pl_cli_state_key ((PlState) s), lane->state_ns[s]);
  json_builder_end_object (builder);
  pl_cli_json_known_int (builder, "on_cpu_ns", lane->knows_cpu, lane->cpu.on_ns);
  pl_cli_json_known_int (builder, "waiting_cpu_ns", lane->knows_cpu, lane->cpu.waiting_ns);
  pl_cli_json_known_int (builder, "longest_wait_ns", lane->has_wait, lane->longest_wait.to_ns - lane->longest_wait.from_ns);
  pl_cli_json_int (builder, "received", (gint64) lane->n_received);
  pl_cli_json_int (builder, "queue_ns", lane->way_ns);
  json_builder_end_object (builder);
}

static void
add_bins (JsonBuilder *builder, const char *key, PlHistogram *histogram)
{
  PlBin bin;

  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    {
      json_builder_begin_object (builder);
      pl_cli_json_int (builder, "from_ns", bin.from_ns);
      pl_cli_json_int (builder, "to_ns", bin.to_ns);
      pl_cli_json_int (builder, "spans", (gint64) bin.n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
pl_cli_stats_json (const PlCliLooks *self, JsonBuilder *builder)
{
  gint64 from_ns, to_ns;
  PlLaneStats lane;

  pl_range_stats_get_range (self->stats, &from_ns, &to_ns);
  json_builder_set_member_name (builder, "statistics");
  json_builder_begin_object (builder);
  pl_cli_json_int (builder, "from_ns", from_ns);
  pl_cli_json_int (builder, "to_ns", to_ns);
  json_builder_set_member_name (builder, "lanes");
  json_builder_begin_array (builder);
  for (guint i = 0; pl_range_stats_get (self->stats, i, &lane); i++)
    add_lane (builder, &lane);
  json_builder_end_array (builder);
  add_bins (builder, "task_times", self->tasks);
  add_bins (builder, "waits", self->waits);
  json_builder_end_object (builder);
}

/* --- for people --- */

static char *
lane_name (const PlCliLooks *self, const PlLaneStats *lane)
{
  return lane->lane == G_MAXUINT ? g_strdup (_("All workers")) : pl_find_source_lane_name (self->source, lane->lane);
}

/* Of the time until the lane ended. */
static char *
share_text (gint64 part_ns, gint64 alive_ns)
{
  return alive_ns > 0 ? pl_text_percent ((double) part_ns, (double) alive_ns) : g_strdup ("-");
}

static void
add_row (const PlCliLooks *self, PlCliTable *table, const PlLaneStats *lane, guint32 states)
{
  gint64 alive_ns = pl_states_alive_ns (lane->state_ns);

  pl_cli_table_add (table, lane_name (self, lane));
  pl_cli_table_add (table, pl_text_count (lane->n_tasks));
  pl_cli_table_add (table, lane->has_wait ? pl_text_duration (lane->longest_wait.to_ns - lane->longest_wait.from_ns)
                                          : g_strdup ("-"));
  pl_cli_table_add (table, lane->n_received > 0 ? pl_text_duration (lane->way_ns / (gint64) lane->n_received) : g_strdup ("-"));
  pl_cli_table_add (table, lane->knows_cpu ? share_text (lane->cpu.on_ns, alive_ns) : g_strdup ("-"));
  for (guint s = 1; s < PL_N_STATES; s++)
    if (states & (1u << s))
      pl_cli_table_add (table, share_text (lane->state_ns[s], alive_ns));
}

static guint32
find_states (const PlCliLooks *self, guint *n)
{
  guint32 states = 0;
  PlLaneStats lane;

  *n = 0;
  for (guint i = 0; pl_range_stats_get (self->stats, i, &lane); i++)
    for (guint s = 1; s < PL_N_STATES; s++)
      if (lane.state_ns[s] > 0 && !(PL_STATES_ENDED & (1u << s)) && pl_find_source_state_name (self->source, (PlState) s) != NULL && !(states & (1u << s)))
        {
          states |= 1u << s;
          (*n)++;
        }
  return states;
}

static void
print_bins (const char *title, PlHistogram *histogram)
{
  guint64 most = 1;
  PlBin bin;

  if (pl_histogram_get_n (histogram) == 0)
    return;
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    most = MAX (most, bin.n);
  pl_cli_print (stdout, "\n%s\n", title);
  for (guint i = 0; pl_histogram_get_bin (histogram, i, &bin); i++)
    {
      g_autofree char *from = pl_text_duration_short (bin.from_ns), *count = pl_text_count (bin.n);
      g_autofree char *bar = g_strnfill ((gsize) ((bin.n * BAR_WIDTH + most - 1) / most), '#');

      pl_cli_print (stdout, "%10s %-40s %s\n", from, bar, bin.n > 0 ? count : "");
    }
}

void
pl_cli_stats_print (const PlCliLooks *self)
{
  g_autofree char *from = NULL, *to = NULL;
  guint n;
  guint32 states = find_states (self, &n);
  PlCliTable *table = pl_cli_table_new (5 + n);
  gint64 from_ns, to_ns;
  PlLaneStats lane;

  pl_range_stats_get_range (self->stats, &from_ns, &to_ns);
  from = pl_text_duration (from_ns);
  to = pl_text_duration (to_ns);
  pl_cli_print (stdout, _("From %s to %s:"), from, to);
  pl_cli_print (stdout, "\n");
  pl_cli_table_add (table, g_strdup (""));
  pl_cli_table_add (table, g_strdup (_("Tasks")));
  pl_cli_table_add (table, g_strdup (_("longest wait")));
  pl_cli_table_add (table, g_strdup (_("in the queue")));
  pl_cli_table_add (table, g_strdup (_("on a CPU")));
  for (guint s = 1; s < PL_N_STATES; s++)
    if (states & (1u << s))
      pl_cli_table_add (table, g_strdup (pl_find_source_state_name (self->source, (PlState) s)));
  for (guint i = 0; pl_range_stats_get (self->stats, i, &lane); i++)
    add_row (self, table, &lane, states);
  pl_cli_table_print (table, stdout);
  print_bins (_("Task times"), self->tasks);
  print_bins (_("Waits of the workers"), self->waits);
}
