/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/race/pl-cli-race.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"

/* A comparison as a table, for people and for programs. */

static void
add_row (PlCliTable *table, const PlCompareRow *row)
{
  pl_cli_table_add (table, g_strdup (_(pl_race_method_info (row->method)->name)));
  pl_cli_table_add (table, pl_text_count (row->workers));
  pl_cli_table_add (table, pl_cli_increment_text (row->ns_per_increment));
  pl_cli_table_add (table, pl_text_si (row->switches));
  pl_cli_table_add (table, pl_text_percent (row->fairness, 1.0));
  pl_cli_table_add (table, pl_text_count (row->made));
  pl_cli_table_add (table, pl_compare_verdict (row));
}

void
pl_cli_compare_print (PlCompare *compare)
{
  const char *const heads[] = { "",           _("workers"),  _("an increment"), _("switches/1,000"),
                                _("fairness"), _("made"), _("updates") };
  g_autofree char *title = pl_compare_title (compare), *subtitle = pl_compare_subtitle (compare);
  g_autofree char *footer = pl_compare_footer (compare);
  PlCliTable *table = pl_cli_table_new (G_N_ELEMENTS (heads));

  pl_cli_print (stdout, "%s\n%s\n\n", title, subtitle);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    pl_cli_table_add (table, g_strdup (heads[i]));
  for (guint i = 0; i < pl_compare_get_n_rows (compare); i++)
    add_row (table, pl_compare_get_row (compare, i));
  pl_cli_table_print (table, stdout);
  pl_cli_print (stdout, "\n%s\n%s\n",
                _("Fairness: the fewest increments of one worker as a share of the most."),
                footer);
}

static void
add_plan (JsonBuilder *builder, PlCompare *compare)
{
  PlLog *log = pl_compare_get_log (compare);
  const PlPlanData *plan = pl_log_plan (log);
  g_autofree char *window = pl_plan_window_text (plan);

  pl_cli_json_string (builder, "kind", "compare");
  pl_cli_json_string (builder, "outcome", pl_cli_outcome_key (pl_compare_get_phase (compare)));
  pl_cli_json_int (builder, "seed", plan->seed);
  pl_cli_json_int (builder, "dropped_records", 0);
  pl_cli_json_int (builder, "duration_ns", (guint64) plan->duration_ns);
  pl_cli_json_string (builder, "window", window);
  pl_cli_json_string (builder, "cpus", pl_cpus_key (plan->cpus));
  pl_cli_json_int (builder, "n_cpus", pl_log_header (log)->n_cpus);
  pl_cli_json_int (builder, "rlock_depth", MAX (plan->rlock_depth, 1));
}

void
pl_cli_compare_json (JsonBuilder *builder, PlCompare *compare)
{
  add_plan (builder, compare);
  json_builder_set_member_name (builder, "rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < pl_compare_get_n_rows (compare); i++)
    {
      const PlCompareRow *row = pl_compare_get_row (compare, i);
      const PlRaceMethodInfo *info = pl_race_method_info (row->method);

      json_builder_begin_object (builder);
      pl_cli_json_string (builder, "lock", info->key);
      pl_cli_json_int (builder, "workers", row->workers);
      pl_cli_json_double (builder, "ns_per_increment", row->ns_per_increment);
      pl_cli_json_int (builder, "made", row->made);
      pl_cli_json_int (builder, "final", row->final_value);
      pl_cli_json_int (builder, "lost", row->lost);
      json_builder_set_member_name (builder, "correct");
      json_builder_add_boolean_value (builder, info->correct);
      pl_cli_json_int (builder, "fewest", row->fewest);
      pl_cli_json_int (builder, "most", row->most);
      pl_cli_json_double (builder, "fairness", row->fairness);
      pl_cli_json_int (builder, "voluntary_switches", row->voluntary);
      pl_cli_json_int (builder, "involuntary_switches", row->involuntary);
      if (pl_cpu_account_known_ns (&row->account) > 0)
        pl_cli_json_cpu_times (builder, &row->account);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
