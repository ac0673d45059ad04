/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pool/pl-cli-pool.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "trace/pl-account-text.h"
#include "trace/pool/pl-pool-arrivals.h"
#include "trace/pool/pl-pool-ranks.h"
#include "trace/pool/pl-pool-start.h"

static char *
results_text (const PlPlanData *plan, const PlRunStatus *status)
{
  guint right = atomic_load (&status->right), wrong = atomic_load (&status->wrong);
  guint raised = atomic_load (&status->pool.raised);
  g_autofree char *tasks = pl_text_count (plan->tasks), *right_text = pl_text_count (right);
  g_autofree char *wrong_text = pl_text_count (wrong), *raised_text = pl_text_count (raised),
                  *missing = pl_text_count (plan->tasks - right - wrong - raised);

  if (raised > 0)
    return g_strdup_printf (_("%s of %s right, %s raised an exception, %s wrong, %s missing"), right_text, tasks,
                            raised_text, wrong_text, missing);
  return g_strdup_printf (_("%s of %s right, %s wrong, %s missing"), right_text, tasks, wrong_text,
                          missing);
}

/* The first few results in the order in which the caller had them; NULL: in that of the tasks. */
#define SHOWN 12u

static char *
arrivals_text (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  g_autoptr (GArray) arrivals = NULL;
  GString *text;

  if (pl_plan_arrival (plan) != PL_ARRIVE_AS_READY)
    return NULL;
  arrivals = pl_pool_arrivals (log);
  text = g_string_new (NULL);
  for (guint i = 0; i < MIN (arrivals->len, SHOWN); i++)
    g_string_append_printf (text, i > 0 ? ", %" G_GUINT64_FORMAT : "%" G_GUINT64_FORMAT,
                            (guint64) g_array_index (arrivals, guint32, i) * plan->chunk + 1);
  if (arrivals->len > SHOWN)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

static void add (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add (GString *text, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (text->len > 0)
    g_string_append (text, ", ");
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

/* Beside the results: time-outs, callbacks, recycled workers. NULL: nothing of it. */
static char *
caller_text (const PlPoolStatus *status)
{
  guint timeouts = atomic_load (&status->timeouts), recycled = atomic_load (&status->recycled);
  guint callbacks = atomic_load (&status->callbacks), errors = atomic_load (&status->error_callbacks);
  GString *text = g_string_new (NULL);

  if (timeouts > 0)
    add (text, ngettext ("%u time-out", "%u time-outs", timeouts), timeouts);
  if (callbacks > 0)
    add (text, ngettext ("%u callback", "%u callbacks", callbacks), callbacks);
  if (errors > 0)
    add (text, ngettext ("%u error callback", "%u error callbacks", errors), errors);
  if (recycled > 0)
    add (text, ngettext ("%u worker recycled", "%u workers recycled", recycled), recycled);
  return g_string_free (text, text->len == 0);
}

static char *
idle_text (const PlPoolStatus *status)
{
  g_autofree char *idle = pl_text_duration (status->idle_ns), *cpu = pl_text_duration (status->idle_cpu_ns);

  return g_strdup_printf (_("%s, in which all workers used %s of CPU time"), idle, cpu);
}

static char *
speedup_text (const PlPlanData *plan, gint64 serial_ns, gint64 wall_ns)
{
  g_autofree char *serial = pl_text_duration (serial_ns);

  return g_strdup_printf (_("%.2fx of %u, %s one after the other"),
                          (double) serial_ns / (double) MAX (wall_ns, 1), plan->pool_size, serial);
}

static char *
records_text (PlLog *log)
{
  g_autofree char *records = NULL, *dropped = NULL;
  guint64 n = 0;

  if (!pl_log_plan (log)->record)
    return g_strdup (_("not recorded"));
  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    n += pl_log_count (log, lane);
  records = pl_text_count (n);
  if (pl_log_dropped (log) == 0)
    return g_strdup_printf (_("%s records, none dropped"), records);
  dropped = pl_text_count (pl_log_dropped (log));
  return g_strdup_printf (_("%s records, %s dropped: there was no room for them"), records, dropped);
}

/* "Results  40 of 40 right": names and values, both to the left. */
static void
print_fact (const char *name, char *value)
{
  glong width = 12 - g_utf8_strlen (name, -1);
  g_autofree char *padding = g_strnfill ((gsize) MAX (width, 1), ' ');

  pl_cli_print (stdout, "%s%s%s\n", name, padding, value);
  g_free (value);
}

static void
print_facts (PlLog *log, PlTrace *trace)
{
  g_autofree char *account = pl_account_summary (trace), *group = pl_account_group_sentence (trace);
  g_autofree char *stolen = pl_account_stolen_sentence (trace), *start = NULL;
  g_autofree char *hosts = pl_pool_hosts_sentence (log);
  const PlPlanData *plan = pl_log_plan (log);
  const PlRunStatus *status = &pl_log_header (log)->status;
  gint64 wall_ns = atomic_load (&status->end_ns);
  g_autofree char *arrivals = arrivals_text (log), *caller = caller_text (&status->pool);
  g_autofree char *rate =
      pl_text_si (wall_ns > 0 ? atomic_load (&status->done) * 1e9 / (double) pl_pool_at_tasks_ns (log) : 0.0);

  print_fact (_("Results"), results_text (plan, status));
  if (arrivals)
    print_fact (_("Arrivals"), g_steal_pointer (&arrivals));
  if (caller)
    print_fact (_("Caller"), g_steal_pointer (&caller));
  if (status->pool.idle_ns > 0)
    print_fact (_("Idle"), idle_text (&status->pool));
  print_fact (_("Wall time"), pl_text_duration (wall_ns));
  print_fact (_("Rate"), g_strdup_printf (_("%s tasks/s"), rate));
  if (plan->serial && status->serial_ns > 0)
    print_fact (_("Speed-up"), speedup_text (plan, status->serial_ns, pl_pool_at_tasks_ns (log)));
  if (hosts)
    print_fact (_("Hosts"), g_steal_pointer (&hosts));
  if (account)
    print_fact (_("CPUs"), g_steal_pointer (&account));
  if (group)
    print_fact (_("Group"), g_steal_pointer (&group));
  if (stolen)
    print_fact (_("Host"), g_steal_pointer (&stolen));
  start = pl_pool_start_sentence (log);
  if (start)
    print_fact (_("Start"), g_steal_pointer (&start));
  print_fact (_("Record"), records_text (log));
}

/* Takes text. */
static char *
if_known (gboolean known, char *text)
{
  if (known)
    return text;
  g_free (text);
  return g_strdup (_("unknown"));
}

/* Of its time at tasks. */
static void
add_account (PlCliTable *table, PlTrace *trace, guint lane)
{
  gboolean known = pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE &&
                   pl_log_knows_usage (pl_trace_get_log (trace));
  PlCpuAccount account;

  pl_trace_account_tasks (trace, lane, 0, pl_trace_get_end_ns (trace), &account);
  pl_cli_table_add (table, if_known (known, pl_text_duration (account.on_ns)));
  pl_cli_table_add (table, if_known (known, pl_text_duration (account.waiting_ns)));
  pl_cli_table_add (table, if_known (known, pl_text_duration (account.asleep_ns)));
}

static void
add_worker (PlCliTable *table, PlLog *log, PlTrace *trace, guint index)
{
  PlLane *lane = pl_log_lane (log, index);
  gint64 end_ns = atomic_load (&pl_log_header (log)->status.end_ns);
  gboolean known = pl_log_knows_usage (log);
  guint incarnations = atomic_load (&lane->incarnations);

  pl_cli_table_add (table, pl_trace_lane_name (trace, index));
  pl_cli_table_add (table, g_strdup_printf ("%d", atomic_load (&lane->pid)));
  pl_cli_table_add (table, pl_text_count (atomic_load (&lane->tasks)));
  pl_cli_table_add (table, pl_text_duration (pl_lane_busy_ns (lane, end_ns)));
  add_account (table, trace, index);
  pl_cli_table_add (table, if_known (known, pl_text_duration (atomic_load (&lane->cpu_ns))));
  pl_cli_table_add (table, if_known (known, pl_text_count (atomic_load (&lane->voluntary))));
  pl_cli_table_add (table, if_known (known, pl_text_count (atomic_load (&lane->involuntary))));
  pl_cli_table_add (table, pl_text_count (incarnations > 0 ? incarnations - 1 : 0));
}

static void
print_workers (PlLog *log, PlTrace *trace)
{
  /* Translators: heads of a table. "busy" is the time at tasks, the next three are its parts, "CPU" is all of a
   * worker's time on a CPU. */
  const char *const heads[] = { "", _("pid"), _("tasks"), _("busy"), _("on a CPU"), _("without"), _("asleep"),
                                _("CPU"), _("gave way"), _("was preempted"), _("replaced") };
  PlCliTable *table = pl_cli_table_new (G_N_ELEMENTS (heads));

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    pl_cli_table_add (table, g_strdup (heads[i]));
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    add_worker (table, log, trace, lane);
  pl_cli_print (stdout, "\n");
  pl_cli_table_print (table, stdout);
}

void
pl_cli_summary_pool (PlLog *log)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);

  print_facts (log, trace);
  print_workers (log, trace);
}

char *
pl_cli_progress_pool (PlRun *run)
{
  PlLogHeader *header = pl_log_header (pl_run_get_log (run));
  guint total = pl_run_get_total (run), done = pl_run_get_done (run);
  gint64 end_ns = atomic_load (&header->status.end_ns);
  gint64 now_ns = end_ns > PL_END_UNDECIDED
                    ? end_ns
                    : g_get_monotonic_time () * 1000 - header->start_mono_ns;
  g_autofree char *total_text = pl_text_count (total);
  g_autofree char *done_text = NULL, *rate = NULL;

  if (pl_run_get_phase (run) == PL_PHASE_SERIAL)
    {
      done_text = pl_text_count (atomic_load (&header->status.serial_done));
      return g_strdup_printf (_("The same tasks one after the other: %s of %s"), done_text,
                              total_text);
    }
  done_text = pl_text_count (done);
  if (header->start_mono_ns == 0 || now_ns <= 0)
    return g_strdup_printf (_("%s of %s tasks"), done_text, total_text);
  rate = pl_text_si (done * 1e9 / (double) now_ns);
  return g_strdup_printf (_("%s of %s tasks, %s tasks/s"), done_text, total_text, rate);
}
