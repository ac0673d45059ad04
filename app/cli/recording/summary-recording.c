/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/recording/pl-cli-recording.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/recording/pl-recording.h"

/* A terminal is no place for all of them. */
#define MOST_LANES 40u

/* What it waited for longest. */
static guint
longest_wait (const PlRecordingTimes *times)
{
  guint longest = 0;

  for (guint reason = 0; reason < PL_N_WAITS; reason++)
    if (times->wait_ns[reason] > times->wait_ns[longest])
      longest = reason;
  return longest;
}

static void
add_lane (PlCliTable *table, PlTrace *trace, guint lane)
{
  PlLane *entry = pl_log_lane (pl_trace_get_log (trace), lane);
  gint64 end_ns = pl_trace_get_end_ns (trace), wait_ns = 0;
  PlRecordingTimes times;
  PlCpuAccount account;
  guint longest;

  pl_recording_times (trace, lane, 0, end_ns, &times);
  pl_trace_account (trace, lane, 0, end_ns, &account);
  for (guint reason = 0; reason < PL_N_WAITS; reason++)
    wait_ns += times.wait_ns[reason];
  longest = longest_wait (&times);
  pl_cli_table_add (table, pl_trace_lane_name (trace, lane));
  pl_cli_table_add (table, g_strdup_printf ("%d", atomic_load (&entry->tid)));
  pl_cli_table_add (table, pl_text_duration (times.running_ns));
  pl_cli_table_add (table, pl_text_duration (account.on_ns));
  pl_cli_table_add (table, pl_text_duration (wait_ns));
  pl_cli_table_add (table, g_strdup (times.wait_ns[longest] > 0 ? pl_wait_name (longest) : ""));
}

static void
tell_lanes (PlTrace *trace, FILE *stream)
{
  const char *const heads[] = { "", _("tid"), _("running"), _("on a CPU"), _("waiting"), _("mostly") };
  PlCliTable *table = pl_cli_table_new (G_N_ELEMENTS (heads));
  guint n = 0, n_launch = pl_recording_count_launch (pl_trace_get_log (trace));

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    pl_cli_table_add (table, g_strdup (heads[i]));
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    if (!pl_recording_is_launch (pl_trace_get_log (trace), lane) && ++n <= MOST_LANES)
      add_lane (table, trace, lane);
  pl_cli_table_print (table, stream);
  if (n > MOST_LANES)
    {
      pl_cli_print (stream, ngettext ("and %u lane more", "and %u lanes more", n - MOST_LANES), n - MOST_LANES);
      pl_cli_print (stream, "\n");
    }
  if (n_launch > 0)
    {
      pl_cli_print (stream, ngettext ("and %u short command before the program", "and %u short commands before the program", n_launch), n_launch);
      pl_cli_print (stream, "\n");
    }
}

static void
tell_messages (PlTrace *trace, FILE *stream)
{
  const PlTransfers *transfers = pl_transfers_of (trace);
  g_autofree char *count = pl_text_count (transfers->n_written), *bytes = pl_text_bytes (transfers->bytes);

  if (transfers->n_written == 0)
    return;
  pl_cli_print (stream, ngettext ("%s message, %s", "%s messages, %s", (gulong) transfers->n_written), count, bytes);
  if (transfers->n_unpaired > 0)
    {
      g_autofree char *unpaired = pl_text_count (transfers->n_unpaired);

      pl_cli_print (stream, ", ");
      pl_cli_print (stream, _("who read %s of them cannot be proven"), unpaired);
    }
  pl_cli_print (stream, "\n");
}

static void
tell_findings (PlTrace *trace, FILE *stream)
{
  g_autoptr (GPtrArray) findings = pl_findings_new (trace);

  for (guint i = 0; i < findings->len; i++)
    {
      const PlFinding *finding = findings->pdata[i];
      g_autofree char *cost = pl_text_duration (finding->cost_ns);

      pl_cli_print (stream, "* %s", finding->text);
      if (finding->cost_ns > 0)
        {
          pl_cli_print (stream, " ");
          pl_cli_print (stream, _("(costs about %s)"), cost);
        }
      pl_cli_print (stream, "\n");
    }
}

static void
tell_lost (PlLog *log, FILE *stream)
{
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      PlLostReason reason = pl_recording_lost (log, lane);
      g_autofree char *name = reason != PL_LOST_NOT ? pl_recording_lane_name (log, lane) : NULL;

      if (reason == PL_LOST_NOT)
        continue;
      /* Translators: a process, its number, and why: "busybox (pid 7) could not be recorded: its program loads no libraries." */
      pl_cli_print (stream, _("%s (pid %d) could not be recorded: %s."), name, atomic_load (&pl_log_lane (log, lane)->pid),
                    pl_lost_name (reason));
      pl_cli_print (stream, "\n");
    }
}

void
pl_cli_tell_recording (PlLog *log, FILE *stream)
{
  g_autoptr (PlTrace) trace = pl_trace_new (log);
  guint64 dropped = pl_log_dropped (log);

  tell_findings (trace, stream);
  tell_messages (trace, stream);
  tell_lanes (trace, stream);
  tell_lost (log, stream);
  if (dropped > 0)
    {
      g_autofree char *count = pl_text_count (dropped);

      pl_cli_print (stream, ngettext ("The log was full: %s record was lost.", "The log was full: %s records were lost.", (gulong) dropped), count);
      pl_cli_print (stream, "\n");
    }
}

void
pl_cli_summary_recording (PlLog *log)
{
  pl_cli_tell_recording (log, stdout);
}
