/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "log/pl-log-events.h"
#include "trace/pl-trace-account.h"
#include "trace/recording/pl-recording-events.h"

/* --- packing --- */

/* ns: also without a CPU; worked_ns: with one. */
typedef struct { gint64 ns, worked_ns, from_ns, to_ns; guint64 bytes, pieces; } Packing;

/* With a CPU: what others on the machine took is nobody's work. */
static gint64
worked_ns (PlSearch *self, guint lane, gint64 from_ns, gint64 to_ns)
{
  PlCpuAccount account;

  pl_trace_account (self->trace, lane, from_ns, to_ns, &account);
  return account.on_ns;
}

static gint64
add_packing (PlSearch *self, guint lane, Packing *sum)
{
  gint64 own_ns = 0;
  PlSpan span;

  for (guint64 i = 0; pl_trace_get_span (self->trace, lane, i, &span); i++)
    if (span.state == PL_STATE_SENDING || span.state == PL_STATE_RECEIVING)
      {
        own_ns += span.end_ns - span.start_ns;
        sum->worked_ns += worked_ns (self, lane, span.start_ns, span.end_ns);
        sum->from_ns = MIN (sum->from_ns, span.start_ns);
        sum->to_ns = MAX (sum->to_ns, span.end_ns);
        sum->pieces += span.state == PL_STATE_SENDING;
        sum->bytes += span.state == PL_STATE_SENDING ? span.arg : 0;
      }
  sum->ns += own_ns;
  return own_ns;
}

/* Half of what ran from the first piece to the last. */
static void
find_packing (PlSearch *self)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  Packing sum = { .from_ns = G_MAXINT64 };
  gint64 running_ns = 0;
  double hands;
  g_autofree char *took = NULL, *percent = NULL, *pieces = NULL, *each = NULL;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (self->times[lane].packing_ns + self->times[lane].unpacking_ns > 0 && add_packing (self, lane, &sum) > PL_WORTH_NS / 2)
      g_array_append_val (lanes, lane);
  if (lanes->len == 0 || sum.pieces == 0)
    return;
  for (guint lane = 1; lane < self->n_lanes; lane++)
    running_ns += worked_ns (self, lane, sum.from_ns, sum.to_ns);
  hands = MIN ((double) lanes->len, MAX (pl_trace_cpus (self->trace), 1));
  if (running_ns == 0 || sum.worked_ns < running_ns / 2 || !pl_findings_worth (self, (gint64) ((double) sum.ns / hands)))
    return;
  took = pl_text_duration (sum.worked_ns);
  percent = pl_text_percent ((double) sum.worked_ns / (double) running_ns, 1);
  pieces = pl_text_count (sum.pieces);
  each = pl_text_bytes (sum.bytes / sum.pieces);
  pl_findings_add (self, "packing-dominates",
                   g_strdup_printf (ngettext ("Packing and unpacking took %s, %s of the time in which anything ran: tasks and results were sent in %s piece of %s. Send less: a number or the name of a file instead of the data itself, or keep the data in shared memory.",
                                              "Packing and unpacking took %s, %s of the time in which anything ran: tasks and results were sent in %s pieces of %s each. Send less: a number or the name of a file instead of the data itself, or keep the data in shared memory.",
                                              (gulong) sum.pieces), took, percent, pieces, each),
                   MIN ((gint64) ((double) sum.worked_ns / hands), sum.to_ns - sum.from_ns), sum.from_ns, sum.to_ns, g_array_ref (lanes));
}

/* --- results held back by their order --- */

/* A shorter wait is a lock that changes hands. */
#define LEAST_WAIT_NS 500000

typedef struct {
  const GArray *threads;                /* of the same process: who may ask for results */
  guint teller, consumer;               /* the thread that takes results in; the one that asks for them */
  gint64 cost_ns, waited_ns, from_ns, to_ns;
  guint32 most;
} HeldBack;

static gboolean
waits_for_result (const PlSpan *span)
{
  return pl_findings_is_lock (span) || (span->state == PL_STATE_WAITING_TASK && span->count == PL_WAIT_CONDITION);
}

/* For whatever it is, but to read and to sleep may be what he does with results. */
static gboolean
waits_again (const PlSpan *span)
{
  return span->end_ns - span->start_ns >= LEAST_WAIT_NS
         && (pl_findings_is_lock (span)
             || (span->state == PL_STATE_WAITING_TASK && span->count != PL_WAIT_SLEEP && span->count != PL_WAIT_DATA));
}

/* How long a lane waited for results in [from, to), and for how long it had something to do with them when they were
 * there, until it waited again. */
static gint64
look_at_consumer (PlSearch *self, guint lane, gint64 from_ns, gint64 to_ns, gint64 *busy_ns)
{
  gint64 waited_ns = 0, free_ns = to_ns;
  guint64 index;
  PlSpan span;

  *busy_ns = 0;
  if (!pl_trace_find (self->trace, lane, from_ns, &index))
    index = 0;
  for (; pl_trace_get_span (self->trace, lane, index, &span); index++)
    {
      if (span.state == PL_STATE_FINISHED || span.state == PL_STATE_DEAD || (span.start_ns >= to_ns && waits_again (&span)))
        break;
      if (waits_for_result (&span) && span.start_ns < to_ns)
        {
          waited_ns += MIN (span.end_ns, to_ns) - MAX (span.start_ns, from_ns);
          free_ns = MAX (to_ns, span.end_ns);
        }
      if (span.end_ns > to_ns)
        *busy_ns = span.end_ns - free_ns;
    }
  return waited_ns;
}

/* Results were there from from_ns until the one before them came at to_ns. What that cost is what could have been done
 * with them meanwhile. */
static void
take_held_back (PlSearch *self, HeldBack *held, gint64 from_ns, gint64 to_ns)
{
  gint64 longest_ns = 0, busy_ns = 0;

  for (guint i = 0; i < held->threads->len; i++)
    {
      guint lane = g_array_index (held->threads, guint, i);
      gint64 own_ns, waited_ns = look_at_consumer (self, lane, from_ns, to_ns, &own_ns);

      if (waited_ns <= longest_ns)
        continue;
      longest_ns = waited_ns;
      busy_ns = own_ns;
      held->consumer = lane;
    }
  held->waited_ns += longest_ns;
  held->cost_ns += MIN (longest_ns, busy_ns);
  held->from_ns = MIN (held->from_ns, from_ns);
  held->to_ns = MAX (held->to_ns, to_ns);
}

static void
add_held_back (PlSearch *self, const HeldBack *held)
{
  g_autofree char *name = NULL, *waited = NULL;
  GArray *lanes;

  if (!pl_findings_worth (self, held->cost_ns))
    return;
  name = pl_recording_lane_who (self->trace, held->consumer, FALSE);
  waited = pl_text_duration (held->waited_ns);
  lanes = pl_findings_new_lanes ();
  g_array_append_val (lanes, held->consumer);
  g_array_append_val (lanes, held->teller);
  pl_findings_add (self, "held-back-by-order",
                   g_strdup_printf (ngettext ("Up to %u result was there and held back because an earlier one was not: %s waited %s meanwhile. If their order does not matter, take them as they come: imap_unordered instead of imap.",
                                              "Up to %u results were there and held back because an earlier one was not: %s waited %s meanwhile. If their order does not matter, take them as they come: imap_unordered instead of imap.",
                                              held->most), held->most, name, waited),
                   held->cost_ns, held->from_ns, held->to_ns, lanes);
}

/* Those of its process that do the program's own work. */
static GArray *
threads_beside (PlSearch *self, guint teller)
{
  guint process = pl_recording_process_of (self->log, teller);
  GArray *threads = pl_findings_new_lanes ();

  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (pl_recording_process_of (self->log, lane) == process && pl_recording_helper_name (self->log, lane) == NULL)
      g_array_append_val (threads, lane);
  return threads;
}

static void
find_held_back (PlSearch *self, guint lane)
{
  g_autoptr (GArray) threads = threads_beside (self, lane);
  HeldBack held = { .threads = threads, .teller = lane, .from_ns = G_MAXINT64 };
  gint64 since_ns = -1;
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, self->log, lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    {
      if (event.kind != PL_EVENT_HELD_BACK)
        continue;
      held.most = MAX (held.most, event.arg);
      if (event.arg > 0 && since_ns < 0)
        since_ns = event.time_ns;
      if (event.arg > 0 || since_ns < 0)
        continue;
      take_held_back (self, &held, since_ns, event.time_ns);
      since_ns = -1;
    }
  add_held_back (self, &held);
}

void
pl_findings_find_results (PlSearch *self)
{
  find_packing (self);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (pl_recording_tells (self->trace, lane, PL_EVENT_HELD_BACK))
      find_held_back (self, lane);
}
