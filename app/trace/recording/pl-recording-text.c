/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-recording.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "log/pl-log-events.h"
#include "trace/pl-account-text.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-private.h"
#include "trace/pl-trace-text.h"

static char *
title (PlLog *log)
{
  char command[512];

  if (pl_log_plan (log)->recording_command[0] != '\0')
    return pl_plan_title (pl_log_plan (log));
  if (pl_log_name (log, atomic_load (&pl_log_lane (log, 0)->name), command, sizeof command) == 0)
    return g_strdup (_("Recorded program"));
  return g_strdup (command);
}

static const char *
parent_name (void)
{
  return "Paralane";
}

static const char *
state_name (const PlPlanData *plan, PlState state)
{
  switch ((int) state)
    {
    case PL_STATE_WORKING: return _("running");
    case PL_STATE_WAITING_TASK: return _("waiting");
    case PL_STATE_SENDING: return _("packing");
    case PL_STATE_RECEIVING: return _("unpacking");
    default: return pl_state_name (state);
    }
}

static const char *
part_name (PlCpuPart part, gboolean share)
{
  static const char *const names[PL_N_CPU_PARTS][2] = {
    { N_("running on a CPU"), N_("running on a CPU (share)") },
    { N_("waiting for a CPU"), N_("waiting for a CPU (share)") },
    { N_("asleep, reason unknown"), N_("asleep, reason unknown (share)") },
    { N_("CPU not known"), N_("CPU not known") },
  };

  return _(names[part][share != FALSE]);
}

/* "pipe 3"; "" for what has no name. */
static char *
thing_name (PlTrace *self, const PlSpan *span)
{
  if (span->count == PL_WAIT_CHILD)
    return span->arg > 0 ? g_strdup_printf ("%u", span->arg) : g_strdup ("");
  return span->count == PL_WAIT_THREAD ? g_strdup ("") : pl_recording_thing_name (self->log, span->arg);
}

static gboolean
waits (const PlSpan *span)
{
  return span->state == PL_STATE_WAITING_LOCK || span->state == PL_STATE_WAITING_TASK;
}

static const char *
wait_key (const PlSpan *span)
{
  return waits (span) ? pl_wait_key (span->count) : NULL;
}

static char *
span_title (PlTrace *self, const PlSpan *span)
{
  g_autofree char *lane = pl_trace_lane_name (self, span->lane);
  PlSpan now;

  if (span->open && span->lane > 0 && pl_recording_waits_now (self, span->lane, &now))
    span = &now;

  /* Translators: a lane and what it is doing: "python3 waiting for data". */
  return g_strdup_printf (_("%s %s"), lane,
                          waits (span) ? pl_wait_name (MIN (span->count, PL_N_WAITS)) : state_name (NULL, span->state));
}

/* Whoever had what is waited for; told at the moment the wait began. */
static char *
holder_sentence (PlTrace *self, const PlSpan *span)
{
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, self->log, span->lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event) && event.time_ns <= span->start_ns)
    if (event.kind == PL_EVENT_HOLDER && event.time_ns == span->start_ns && event.arg < self->n_lanes)
      {
        g_autofree char *name = pl_recording_lane_who (self, event.arg, TRUE);

        /* Translators: a lane: "Process-1 (pid 71) had it." */
        return g_strdup_printf (_("%s had it."), name);
      }
  return NULL;
}

/* Who wrote what ended the wait: only of what is over, and where it can be proven. */
static char *
writer_sentence (PlTrace *self, const PlSpan *span)
{
  const PlPipeMessage *first = NULL;
  const GArray *all;
  g_autofree char *name = NULL;

  if (self->live || span->arg == 0)
    return NULL;
  all = pl_transfers_of (self)->transfers;
  for (guint i = 0; i < all->len; i++)
    {
      const PlPipeMessage *message = &g_array_index (all, PlPipeMessage, i);

      if (message->pipe == span->arg && message->to_lane == span->lane && message->received_ns >= span->end_ns
          && (first == NULL || message->received_ns < first->received_ns))
        first = message;
    }
  /* What was written later did not end it. */
  if (first == NULL || first->sent_ns > span->end_ns)
    return NULL;
  name = pl_recording_lane_who (self, first->from_lane, TRUE);
  /* Translators: a lane: "Process-1 (pid 71) wrote it." */
  return g_strdup_printf (_("%s wrote it."), name);
}

/* Beside whoever had it: whoever gave it, or told that it is so far. */
static char *
waker_sentence (PlTrace *self, const PlSpan *span)
{
  PlMessage wake;
  g_autofree char *name = NULL, *at = NULL;

  if (!pl_recording_wake (self, span->lane, span->index, &wake))
    return NULL;
  name = pl_recording_lane_who (self, wake.from_lane, TRUE);
  at = pl_trace_moment (self, wake.sent_ns, span->end_ns - span->start_ns);
  /* Translators: a lane and a moment: "Process-1 (pid 71) let it go on at 5.2 ms." */
  return g_strdup_printf (_("%s let it go on at %s."), name, at);
}

static char *
wait_sentence (PlTrace *self, const PlSpan *span, const char *length, const char *from, const char *to)
{
  g_autofree char *thing = thing_name (self, span), *holder = NULL, *waker = waker_sentence (self, span);
  const char *what = pl_wait_name (MIN (span->count, PL_N_WAITS));
  g_autofree char *wait = NULL;

  if (*thing != '\0')
    /* Translators: "Was waiting for data (pipe 3) for 4.1 ms, from 2 to 6 ms." */
    wait = g_strdup_printf (_("Was %s (%s) for %s, from %s to %s."), what, thing, length, from, to);
  else
    wait = g_strdup_printf (_("Was %s for %s, from %s to %s."), what, length, from, to);
  if (span->count == PL_WAIT_LOCK)
    holder = holder_sentence (self, span);
  else if (span->count == PL_WAIT_DATA)
    holder = writer_sentence (self, span);
  return g_strconcat (wait, holder != NULL ? " " : "", holder != NULL ? holder : "", waker != NULL ? " " : "", waker, NULL);
}

/* It goes on. */
static char *
wait_now_sentence (PlTrace *self, const PlSpan *wait)
{
  g_autofree char *thing = thing_name (self, wait), *length = pl_text_duration (wait->end_ns - wait->start_ns);
  g_autofree char *from = pl_trace_moment (self, wait->start_ns, wait->end_ns - wait->start_ns);

  if (*thing != '\0')
    /* Translators: "Is waiting for data (pipe 3), for 4.1 s now, since 2 s." */
    return g_strdup_printf (_("Is %s (%s), for %s now, since %s."), pl_wait_name (wait->count), thing, length, from);
  return g_strdup_printf (_("Is %s, for %s now, since %s."), pl_wait_name (wait->count), length, from);
}

static char *
end_sentence (PlTrace *self, const PlSpan *span, const char *from)
{
  gint64 end_ns;
  int status;

  if (!pl_recording_lane_ended (self, span->lane, &end_ns, &status) || status == G_MAXINT)
    return g_strdup_printf (_("Had ended by %s; nobody saw how."), from);
  if (status < 0)
    return g_strdup_printf (_("Ended at %s by signal %d (%s)."), from, -status, g_strsignal (-status));
  return g_strdup_printf (_("Ended at %s with status %d."), from, status);
}

static char *
state_sentence (PlTrace *self, const PlSpan *span)
{
  gint64 length_ns = span->end_ns - span->start_ns;
  g_autofree char *length = pl_text_duration (length_ns), *from = pl_trace_moment (self, span->start_ns, length_ns);
  g_autofree char *to = pl_trace_moment (self, span->end_ns, length_ns);
  PlSpan now;

  if (span->open && span->lane > 0 && pl_recording_waits_now (self, span->lane, &now))
    return wait_now_sentence (self, &now);
  if (waits (span))
    return wait_sentence (self, span, length, from, to);
  if (span->state == PL_STATE_FINISHED || span->state == PL_STATE_DEAD)
    return end_sentence (self, span, from);
  return pl_account_worked_sentence (self, span, length, from, to);
}

static char *
stopper_name (PlTrace *self, guint by)
{
  if (by == PL_STOP_BY_OTHERS)
    /* Translators: "… it was paused from 2 s on, for 1 s, by somebody outside." */
    return g_strdup (_("somebody outside"));
  return by > 0 ? pl_recording_lane_who (self, by, FALSE) : g_strdup (parent_name ());
}

/* When it was paused meanwhile, and whose doing that was. */
static char *
add_stop (PlTrace *self, const PlSpan *span, char *sentence)
{
  const GArray *stops = pl_recording_events_of (self)->stops;
  guint process = pl_recording_process_of (self->log, span->lane);
  const PlStop *stop = NULL;
  char *whole;

  for (guint i = 0; i < stops->len && stop == NULL; i++)
    {
      const PlStop *one = &g_array_index (stops, PlStop, i);

      if (one->lane == process && one->from_ns < span->end_ns && one->to_ns > span->start_ns)
        stop = one;
    }
  if (stop == NULL || span->state == PL_STATE_FINISHED || span->state == PL_STATE_DEAD)
    return sentence;

  g_autofree char *from = pl_trace_moment (self, stop->from_ns, span->end_ns - span->start_ns);
  g_autofree char *length = pl_text_duration (MIN (stop->to_ns, self->end_ns) - stop->from_ns);
  g_autofree char *by = stopper_name (self, stop->by);

  whole = g_strdup_printf (_("%s It was paused from %s on, for %s, by %s."), sentence, from, length, by);
  g_free (sentence);
  return whole;
}

/* And what only helps Python is said to. */
static char *
span_sentence (PlTrace *self, const PlSpan *span)
{
  g_autofree char *sentence = add_stop (self, span, state_sentence (self, span));
  const char *helper = span->lane > 0 ? pl_recording_helper_name (self->log, span->lane) : NULL;

  if (helper == NULL)
    return g_steal_pointer (&sentence);
  /* Translators: a sentence about a lane, and what that lane is: "It is Python's resource tracker, not the program's own work." */
  return g_strdup_printf (_("%s It is %s, not the program's own work."), sentence, helper);
}

static void
append_results (PlTrace *self, GString *text)
{
  g_autofree char *wall = pl_text_duration (self->end_ns);
  guint processes = 0, threads = 0;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (pl_recording_is_launch (self->log, lane))
      continue;
    else if (pl_recording_is_process (self->log, lane))
      processes++;
    else
      threads++;
  g_string_append (text, " | ");
  g_string_append_printf (text, ngettext ("%u process", "%u processes", processes), processes);
  if (threads > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%u thread more", "%u threads more", threads), threads);
    }
  g_string_append_printf (text, " | %s", wall);
}

static char *
outcome (PlLog *log)
{
  g_autofree char *wall = pl_text_duration (atomic_load (&pl_log_header (log)->status.end_ns));
  guint n = pl_log_n_lanes (log) - 1 - pl_recording_count_launch (log);

  return g_strdup_printf (ngettext ("%s, %u lane", "%s, %u lanes", n), wall, n);
}

/* Of a moment, only where each write is known with its time. */
static void
measure_written (PlTrace *self, PlMeasures *out)
{
  const PlTransfers *transfers = pl_transfers_of (self);
  guint64 n = transfers->n_written, bytes = transfers->bytes;

  if (pl_trace_whole (self) != self)
    {
      if (transfers->n_unpaired > 0)
        return;
      for (n = bytes = 0; n < transfers->transfers->len; n++)
        {
          const PlPipeMessage *message = &g_array_index (transfers->transfers, PlPipeMessage, n);

          if (message->sent_ns > self->end_ns)
            break;
          bytes += message->bytes;
        }
    }
  pl_measures_set (out, PL_MEASURE_MESSAGES, (double) n);
  pl_measures_set (out, PL_MEASURE_WRITTEN, (double) bytes);
}

/* Of the processes and threads together. */
static void
measure (PlTrace *self, PlMeasures *out)
{
  gint64 lock_ns = 0, other_ns = 0, on_ns = 0, cpu_ns = 0;
  guint n = 0;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlRecordingTimes times;
      PlCpuAccount account;

      if (pl_recording_is_launch (self->log, lane))
        continue;
      n++;
      pl_recording_times (self, lane, 0, self->end_ns, &times);
      pl_trace_account (self, lane, 0, self->end_ns, &account);
      lock_ns += times.wait_ns[PL_WAIT_LOCK] + times.wait_ns[PL_WAIT_GIL];
      for (guint reason = 0; reason < PL_N_WAITS; reason++)
        other_ns += reason == PL_WAIT_LOCK || reason == PL_WAIT_GIL ? 0 : times.wait_ns[reason];
      on_ns += account.on_ns;
      cpu_ns += account.waiting_ns;
    }
  pl_measures_set (out, PL_MEASURE_WALL, (double) self->end_ns);
  pl_measures_set (out, PL_MEASURE_ON_CPU, (double) on_ns / MAX ((double) self->end_ns * n, 1));
  pl_measures_set (out, PL_MEASURE_WAIT_CPU, (double) cpu_ns);
  pl_measures_set (out, PL_MEASURE_WAIT_OTHER, (double) other_ns);
  pl_measures_set (out, PL_MEASURE_WAIT_LOCK, (double) lock_ns);
  measure_written (self, out);
}

const PlTraceKind pl_trace_recording = {
  .title = title, .parent_name = parent_name, .parent_is_outside = TRUE, .is_beside = pl_recording_is_launch,
  .worker_name = pl_recording_lane_name, .span_title = span_title,
  .span_sentence = span_sentence, .append_results = append_results, .state_name = state_name, .wait_key = wait_key,
  .part_name = part_name, .outcome = outcome, .measure = measure, .figure = pl_recording_figure,
  .transfers = pl_transfers_of,
};
