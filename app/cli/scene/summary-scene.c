/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/scene/pl-cli-scene.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/scene/pl-scene-text.h"

static void
print_line (char *text)
{
  if (text != NULL && *text != '\0')
    pl_cli_print (stdout, "%s\n", text);
  g_free (text);
}

static void
add_worker (PlCliTable *table, PlTrace *trace, guint lane)
{
  PlLane *entry = pl_log_lane (pl_trace_get_log (trace), lane);
  PlShares shares;

  pl_trace_sum (trace, lane, 0, pl_trace_get_end_ns (trace), &shares);
  pl_cli_table_add (table, pl_trace_lane_name (trace, lane));
  pl_cli_table_add (table, g_strdup_printf ("%d", atomic_load (&entry->pid)));
  pl_cli_table_add (table, pl_text_count (atomic_load (&entry->tasks)));
  pl_cli_table_add (table, pl_text_duration (shares.state_ns[PL_STATE_WORKING]));
  pl_cli_table_add (table, pl_text_duration (shares.state_ns[PL_STATE_WAITING_LOCK]));
}

void
pl_cli_summary_scene (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  const char *const heads[] = { "", _("pid"), _(pl_scene_info (plan->scene)->counted),
                                pl_scene_state_name (plan, PL_STATE_WORKING), _("waiting") };
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  PlCliTable *table;

  print_line (g_strdup (pl_scene_headline (log)));
  print_line (pl_scene_verdict (log));
  print_line (pl_scene_cycle_text (log));
  print_line (pl_scene_expectation (log));
  pl_cli_print (stdout, "\n");
  table = pl_cli_table_new (G_N_ELEMENTS (heads));
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    pl_cli_table_add (table, g_strdup (heads[i]));
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    add_worker (table, trace, lane);
  pl_cli_table_print (table, stdout);
}
