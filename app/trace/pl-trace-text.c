/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-kinds.h"
#include "trace/pl-account-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-private.h"
#include "trace/pl-trace-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"
#include "log/pl-race-methods.h"
#include "log/pl-scenes.h"
#include "plan/pl-plan.h"

const char *
pl_state_name (PlState state)
{
  static const char *const names[PL_N_STATES] = {
    [PL_STATE_NONE] = N_("not there"),
    [PL_STATE_STARTING] = N_("starting"),
    [PL_STATE_WAITING_TASK] = N_("waiting for a task"),
    [PL_STATE_WAITING_LOCK] = N_("waiting for a lock"),
    [PL_STATE_RECEIVING] = N_("receiving"),
    [PL_STATE_WORKING] = N_("working"),
    [PL_STATE_SENDING] = N_("sending"),
    [PL_STATE_PAUSED] = N_("paused"),
    [PL_STATE_FINISHED] = N_("finished"),
    [PL_STATE_DEAD] = N_("dead"),
    [PL_STATE_WAITING_GIL] = N_("waiting for the global lock"),
    [PL_STATE_INITIALISING] = N_("initialising"),
    [PL_STATE_FREE] = N_("free"),
    [PL_STATE_CALLBACK] = N_("in a callback"),
  };

  return _(names[(guint) state < PL_N_STATES ? state : PL_STATE_NONE]);
}

const char *
pl_state_letter (PlState state)
{
  switch ((int) state)
    {
    /* Translators: one letter a state, all different, for pictures without colour. */
    case PL_STATE_STARTING: return C_("state letter", "N");
    case PL_STATE_WAITING_TASK: return C_("state letter", "T");
    case PL_STATE_WAITING_LOCK: return C_("state letter", "L");
    case PL_STATE_RECEIVING: return C_("state letter", "R");
    case PL_STATE_WORKING: return C_("state letter", "W");
    case PL_STATE_SENDING: return C_("state letter", "S");
    case PL_STATE_PAUSED: return C_("state letter", "P");
    case PL_STATE_FINISHED: return C_("state letter", "F");
    case PL_STATE_DEAD: return C_("state letter", "D");
    case PL_STATE_WAITING_GIL: return C_("state letter", "G");
    case PL_STATE_INITIALISING: return C_("state letter", "I");
    case PL_STATE_FREE: return C_("state letter", "E");
    case PL_STATE_CALLBACK: return C_("state letter", "B");
    default: return "";
    }
}

const char *
pl_cpu_part_name (PlCpuPart part, gboolean share)
{
  /* Of a worker at a task; with "share" it is not known where in the task it was. */
  static const char *const names[PL_N_CPU_PARTS][2] = {
    { N_("working on a CPU"), N_("working on a CPU (share)") },
    { N_("waiting for a CPU"), N_("waiting for a CPU (share)") },
    { N_("asleep at a task"), N_("asleep at a task (share)") },
    { N_("CPU not known"), N_("CPU not known") },
  };

  return _(names[part][share != FALSE]);
}

const char *
pl_cpu_part_letter (PlCpuPart part)
{
  switch (part)
    {
    case PL_CPU_PART_ON: return pl_state_letter (PL_STATE_WORKING);
    case PL_CPU_PART_WAITING: return C_("state letter", "C");
    case PL_CPU_PART_ASLEEP: return C_("state letter", "A");
    default: return C_("state letter", "?");
    }
}

char *
pl_trace_lane_name (PlTrace *self, guint lane)
{
  const PlLane *entry;

  g_return_val_if_fail (lane < self->n_lanes, NULL);

  entry = pl_log_lane (self->log, lane);
  if (entry->kind == PL_LANE_PARENT && pl_trace_kind (self->log)->parent_name != NULL)
    return g_strdup (pl_trace_kind (self->log)->parent_name ());
  if (entry->kind == PL_LANE_PARENT)
    return g_strdup (_("Parent"));
  return pl_trace_kind (self->log)->worker_name (self->log, lane);
}

char *
pl_trace_lane_detail (PlTrace *self, guint lane)
{
  const PlTraceKind *kind = pl_trace_kind (self->log);
  g_autofree char *place = NULL;
  const PlLane *entry;
  guint incarnations;
  int pid, tid;

  g_return_val_if_fail (lane < self->n_lanes, NULL);

  entry = pl_log_lane (self->log, lane);
  pid = atomic_load_explicit (&entry->pid, memory_order_acquire);
  tid = atomic_load_explicit (&entry->tid, memory_order_acquire);
  incarnations = atomic_load_explicit (&entry->incarnations, memory_order_acquire);
  if (pid == 0 || (self->is_past && self->lanes[lane].count == 0))
    return g_strdup (self->live ? _("not started yet") : _("never started"));
  if (tid != pid && tid > 0)
    return g_strdup_printf (_("tid %d in pid %d"), tid, pid);
  place = kind->place ? kind->place (self->log, lane) : NULL;
  if (place)
    /* Translators: a host, and the number of a process on it. */
    return g_strdup_printf (_("%s, pid %d"), place, pid);
  if (incarnations <= 1)
    return g_strdup_printf (_("pid %d"), pid);
  if (self->live)
    return g_strdup_printf (ngettext ("%u pid, now %d", "%u pids, now %d", incarnations), incarnations, pid);
  return g_strdup_printf (ngettext ("%u pid, last %d", "%u pids, last %d", incarnations), incarnations, pid);
}

char *
pl_trace_span_title (PlTrace *self, guint lane, guint64 index)
{
  PlSpan span;

  if (!pl_trace_get_span (self, lane, index, &span))
    return g_strdup ("");
  return pl_trace_kind (self->log)->span_title (self, &span);
}

char *
pl_trace_span_sentence (PlTrace *self, guint lane, guint64 index)
{
  PlSpan span;

  if (!pl_trace_get_span (self, lane, index, &span))
    return g_strdup ("");
  return pl_trace_kind (self->log)->span_sentence (self, &span);
}

char *
pl_trace_log_title (PlLog *log)
{
  const PlTraceKind *kind = pl_trace_kind (log);

  return kind->title != NULL ? kind->title (log) : pl_plan_title (pl_log_plan (log));
}

char *
pl_trace_title (PlTrace *self)
{
  return pl_trace_log_title (self->log);
}

char *
pl_trace_subtitle (PlTrace *self)
{
  g_autofree char *parameters = pl_plan_subtitle (pl_log_plan (self->log));
  GString *text = g_string_new (parameters);

  if (self->phase != PL_PHASE_CREATED && pl_trace_kind (self->log)->append_results != NULL)
    pl_trace_kind (self->log)->append_results (self, text);
  return g_string_free (text, FALSE);
}

/* What one record costs its worker: a clock read and a store, measured on machines of the day. */
#define RECORD_COST_NS 30

static void
append_cost (PlTrace *self, GString *text)
{
  double lanes_ns = (double) self->end_ns * MAX (self->n_lanes, 1);
  double cost_ns = (double) self->n_records * RECORD_COST_NS + (double) pl_trace_account_cost_ns (self);
  double share = cost_ns / lanes_ns;
  g_autofree char *cost = pl_text_percent (MAX (share, 0.001), 1);

  if (self->n_records > 0 && share < 0.001)
    pl_trace_append (text, ", ", _("recording cost under %s"), cost);
  else if (self->n_records > 0)
    pl_trace_append (text, ", ", _("recording cost about %s"), cost);
  g_string_append_c (text, '.');
}

static void
append_records (PlTrace *self, GString *text)
{
  guint64 dropped = pl_log_dropped (self->log);
  g_autofree char *records = pl_text_count (self->n_records);

  if (!pl_log_plan (self->log)->record)
    {
      pl_trace_append (text, ". ", _("Recording was off."));
      return;
    }
  pl_trace_append (text, ". ", ngettext ("%s record", "%s records", (gulong) self->n_records), records);
  if (dropped > 0)
    {
      g_autofree char *dropped_text = pl_text_count (dropped);

      pl_trace_append (text, ", ", _("%s dropped"), dropped_text);
    }
  else
    {
      pl_trace_append (text, ", ", _("none dropped"));
    }
  append_cost (self, text);
}

const char *
pl_trace_lacks_sentence (PlLog *log)
{
  const PlTraceKind *kind = pl_trace_kind (log);

  if (!(pl_log_header (log)->status.lacks & PL_LACKS_ROBUST_LISTS) || kind->no_robust_locks == NULL)
    return NULL;
  return kind->no_robust_locks (pl_log_plan (log));
}

static char *
footer_of_all (PlTrace *self)
{
  const PlLogHeader *header = pl_log_header (self->log);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (header->start_wall_ns / 1000000000);
  g_autofree char *when = date ? g_date_time_format (date, "%Y-%m-%d %H:%M") : NULL;
  g_autofree char *group = pl_account_group_sentence (self), *stolen = pl_account_stolen_sentence (self);
  GString *text = g_string_new (NULL);

  pl_trace_append (text, ", ", ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus);
  pl_trace_append (text, ", ", "%s", header->kernel);
  pl_trace_append (text, ", ", "Paralane %s", header->app_version[0] ? header->app_version : PL_VERSION);
  if (when && header->start_wall_ns > 0)
    pl_trace_append (text, ", ", "%s", when);
  append_records (self, text);
  if (group)
    pl_trace_append (text, " ", "%s", group);
  if (stolen)
    pl_trace_append (text, " ", "%s", stolen);
  if (pl_trace_lacks_sentence (self->log))
    pl_trace_append (text, " ", "%s", pl_trace_lacks_sentence (self->log));
  return g_string_free (text, FALSE);
}

char *
pl_trace_footer (PlTrace *self)
{
  /* The machine and the record are those of all of it. */
  if (self->whole)
    return pl_trace_footer (self->whole);
  return footer_of_all (self);
}

char *
pl_trace_outcome (PlLog *log)
{
  switch (atomic_load_explicit (&pl_log_header (log)->status.phase, memory_order_acquire))
    {
    case PL_PHASE_STOPPED:
      return g_strdup (_("stopped"));
    case PL_PHASE_FAILED:
      return g_strdup (_("failed"));
    default:
      return pl_trace_kind (log)->outcome (log);
    }
}

/* waiting_ns: of the time at work, how much somebody had no CPU. */
static void
sum_workers (PlTrace *self, int lane, gint64 from_ns, gint64 to_ns, PlShares *sum, gint64 *waiting_ns)
{
  memset (sum, 0, sizeof *sum);
  *waiting_ns = 0;
  for (guint i = lane < 0 ? 1 : (guint) lane; i < (lane < 0 ? self->n_lanes : (guint) lane + 1); i++)
    {
      PlCpuAccount account;
      PlShares shares;

      pl_trace_account_tasks (self, i, from_ns, to_ns, &account);
      *waiting_ns += account.waiting_ns;
      pl_trace_sum (self, i, from_ns, to_ns, &shares);
      for (guint s = 0; s < PL_N_STATES; s++)
        sum->state_ns[s] += shares.state_ns[s];
      sum->n_tasks += shares.n_tasks;
      sum->states |= shares.states;
    }
}

const char *
pl_trace_state_name (PlTrace *self, PlState state)
{
  const PlTraceKind *kind = pl_trace_kind (self->log);

  return kind->state_name ? kind->state_name (pl_log_plan (self->log), state) : pl_state_name (state);
}

char *
pl_trace_part_name (PlTrace *self, PlCpuPart part)
{
  gboolean share = pl_trace_account_source (self) != PL_ACCOUNT_SOURCE_PERF;
  const char *name = pl_cpu_part_name (part, share);

  if (pl_trace_kind (self->log)->part_name)
    return g_strdup (pl_trace_kind (self->log)->part_name (part, share));
  if (part != PL_CPU_PART_ON || !pl_trace_kind (self->log)->state_name)
    return g_strdup (name);
  return g_strdup_printf ("%s: %s", pl_trace_state_name (self, PL_STATE_WORKING), name);
}

/* " (waiting for a CPU 40 %)", of the same whole; of the time at work next to nothing is not told. */
static void
append_waiting (PlTrace *self, GString *text, gint64 waiting_ns, gint64 working_ns, gint64 whole)
{
  const PlTraceKind *kind = pl_trace_kind (self->log);
  const char *name = kind->part_name ? kind->part_name (PL_CPU_PART_WAITING, FALSE) : pl_cpu_part_name (PL_CPU_PART_WAITING, FALSE);
  g_autofree char *share = pl_text_percent ((double) waiting_ns, (double) whole);

  if (waiting_ns > 0 && waiting_ns * 20 >= working_ns)
    g_string_append_printf (text, " (%s %s)", name, share);
}

/* "working 71 % (waiting for a CPU 40 %), waiting for a task 20 %": the largest first, of the time until the lane ended. */
static void
append_shares (PlTrace *self, GString *text, const PlShares *shares, gint64 waiting_ns)
{
  guint32 left = shares->states & ~(1u << PL_STATE_NONE) & ~PL_STATES_ENDED;
  gint64 whole = pl_states_alive_ns (shares->state_ns);
  const char *separator = "";

  while (left)
    {
      guint best = 0;
      g_autofree char *share = NULL;

      for (guint s = 1; s < PL_N_STATES; s++)
        if ((left & (1u << s)) && (best == 0 || shares->state_ns[s] > shares->state_ns[best]))
          best = s;
      left &= ~(1u << best);
      if (shares->state_ns[best] <= 0)
        continue;
      share = pl_text_percent ((double) shares->state_ns[best], (double) whole);
      g_string_append_printf (text, "%s%s %s", separator, pl_trace_state_name (self, best), share);
      if (best == PL_STATE_WORKING)
        append_waiting (self, text, waiting_ns, shares->state_ns[best], whole);
      separator = ", ";
    }
  if (*separator == '\0')
    g_string_append (text, shares->states & PL_STATES_ENDED ? _("everything had ended") : _("nothing recorded"));
}

/* Whether a reader who does not see these is told of them. */
static gboolean
counts_hidden (const PlShares *shares, guint32 hidden)
{
  gboolean part = (hidden >> PL_N_STATES) != 0 && shares->state_ns[PL_STATE_WORKING] > 0;

  for (guint s = 1; s < PL_N_STATES; s++)
    if ((hidden & (1u << s)) && shares->state_ns[s] > 0)
      return TRUE;
  return part;
}

static void
append_tasks (PlTrace *self, GString *text, const PlShares *shares)
{
  g_autofree char *tasks = pl_text_count (shares->n_tasks);

  if (!pl_trace_kind (self->log)->has_messages)
    {
      g_string_append_c (text, '.');
      return;
    }
  g_string_append (text, "; ");
  g_string_append_printf (text, ngettext ("%s task started.", "%s tasks started.", (gulong) shares->n_tasks), tasks);
}

char *
pl_trace_range_sentence (PlTrace *self, int lane, gint64 from_ns, gint64 to_ns, guint32 hidden)
{
  g_autofree char *from = pl_trace_moment (self, from_ns, to_ns - from_ns);
  g_autofree char *to = pl_trace_moment (self, to_ns, to_ns - from_ns);
  g_autofree char *length = pl_text_duration (MAX (to_ns - from_ns, 0));
  GString *text;
  PlShares shares;
  gint64 waiting_ns;

  sum_workers (self, lane, from_ns, to_ns, &shares, &waiting_ns);
  text = g_string_new (NULL);
  /* Translators: "From 2 ms to 5 ms (3.00 ms): working 71 %, sending 3 %; 12 tasks started." */
  g_string_append_printf (text, _("From %s to %s (%s): "), from, to, length);
  append_shares (self, text, &shares, waiting_ns);
  append_tasks (self, text, &shares);
  if (counts_hidden (&shares, hidden))
    g_string_append_printf (text, " %s", _("What is hidden is counted, too."));
  return g_string_free (text, FALSE);
}
