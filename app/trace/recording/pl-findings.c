/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-order.h"
#include "base/pl-text.h"
#include "log/pl-log-events.h"
#include "trace/pl-trace-account.h"
#include "trace/recording/pl-runs.h"

static void
finding_free (gpointer data)
{
  PlFinding *self = data;

  g_free (self->text);
  g_array_unref (self->lanes);
  g_free (self);
}

/* It does the program's own work: what helps Python is nobody's choice, and runs for moments. */
static gboolean
is_worker (PlSearch *self, guint lane)
{
  return pl_recording_helper_name (self->log, lane) == NULL
         && pl_recording_helper_name (self->log, pl_recording_process_of (self->log, lane)) == NULL;
}

/* --- more workers than CPUs --- */

/* A lane begins to run, or ceases to. */
typedef struct { gint64 time_ns; int step; } Step;

PL_ORDER_BY (compare_steps, Step, time_ns)

static void
append_step (GArray *steps, gint64 time_ns, int by)
{
  const Step step = { time_ns, by };

  g_array_append_val (steps, step);
}

/* For how long more workers were running, with or without a CPU, than there are CPUs, and from when to when that was so: what
 * others on the machine took is not the program's doing. */
static gint64
crowded_ns (PlSearch *self, double cpus, gint64 *from_ns, gint64 *to_ns)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  gint64 sum_ns = 0;
  int n = 0;

  *from_ns = *to_ns = 0;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlSpan span;

      if (!is_worker (self, lane))
        continue;
      for (guint64 i = 0; pl_trace_get_span (self->trace, lane, i, &span); i++)
        if (span.state == PL_STATE_WORKING)
          {
            append_step (steps, span.start_ns, 1);
            append_step (steps, span.end_ns, -1);
          }
    }
  pl_runs_sort (steps, compare_steps);
  for (guint i = 0; i + 1 < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      n += step->step;
      if (n <= cpus || step[1].time_ns <= step->time_ns)
        continue;
      *from_ns = sum_ns == 0 ? step->time_ns : *from_ns;
      *to_ns = step[1].time_ns;
      sum_ns += step[1].time_ns - step->time_ns;
    }
  return sum_ns;
}

/* For a CPU, of the time in which it could have run. */
static double
waited_share (const PlCpuAccount *account)
{
  return (double) account->waiting_ns / MAX ((double) (account->waiting_ns + account->on_ns), 1);
}

static void
find_few_cpus (PlSearch *self)
{
  double cpus = pl_trace_cpus (self->trace);
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  gint64 from_ns, to_ns;
  PlCpuAccount all = { 0 }, crowd = { 0 };
  g_autofree char *wait = NULL, *percent = NULL;

  if (!pl_findings_worth (self, crowded_ns (self, cpus, &from_ns, &to_ns)))
    return;
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlCpuAccount account;

      if (!is_worker (self, lane))
        continue;
      pl_trace_account_tasks (self->trace, lane, from_ns, to_ns, &account);
      pl_cpu_account_add (&all, &account);
      if (account.waiting_ns <= account.on_ns / 4 || account.waiting_ns <= PL_WORTH_NS)
        continue;
      pl_cpu_account_add (&crowd, &account);
      g_array_append_val (lanes, lane);
    }
  if (lanes->len < 2 || lanes->len <= cpus || waited_share (&all) < 0.2 || !pl_findings_worth (self, crowd.waiting_ns))
    return;
  wait = pl_text_duration (crowd.waiting_ns);
  percent = pl_text_percent (waited_share (&crowd), 1);
  pl_findings_add (self, "more-workers-than-cpus",
       g_strdup_printf (ngettext ("%u processes or threads were ready to run on %.3g CPU and took turns: they waited %s for a CPU, %s of the time in which they could have run. More workers than CPUs do not make it faster.",
                                  "%u processes or threads were ready to run on %.3g CPUs and took turns: they waited %s for a CPU, %s of the time in which they could have run. More workers than CPUs do not make it faster.",
                                  cpus == 1 ? 1 : 2), lanes->len, cpus, wait, percent),
       crowd.waiting_ns / lanes->len, from_ns, to_ns, g_array_ref (lanes));
}

/* --- one reason that many lanes wait for --- */

/* From when to when a lane waited for that, added to what others did. */
static void
add_moments (PlSearch *self, guint lane, PlWaitReason reason, gint64 *from_ns, gint64 *to_ns)
{
  PlSpan span;

  for (guint64 i = 0; pl_trace_get_span (self->trace, lane, i, &span); i++)
    if (span.state == PL_STATE_WAITING_LOCK && span.count == reason)
      {
        *from_ns = MIN (*from_ns, span.start_ns);
        *to_ns = MAX (*to_ns, span.end_ns);
      }
}

static void
find_gil (PlSearch *self)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  gint64 wait_ns = 0, from_ns = G_MAXINT64, to_ns = 0;
  g_autofree char *wait = NULL;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (is_worker (self, lane) && self->times[lane].wait_ns[PL_WAIT_GIL] > PL_WORTH_NS / 2)
      {
        wait_ns += self->times[lane].wait_ns[PL_WAIT_GIL];
        add_moments (self, lane, PL_WAIT_GIL, &from_ns, &to_ns);
        g_array_append_val (lanes, lane);
      }
  if (lanes->len < 2 || !pl_findings_worth (self, wait_ns / lanes->len))
    return;
  wait = pl_text_duration (wait_ns);
  pl_findings_add (self, "gil",
       g_strdup_printf (_("%u threads queued for Python's global lock, %s in all: only one of them runs Python at a time. Use processes instead: each has a lock of its own."),
                        lanes->len, wait),
       wait_ns / lanes->len, from_ns, to_ns, g_array_ref (lanes));
}

/* --- processes one after the other --- */

static void
find_one_by_one (PlSearch *self)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  gint64 last_end_ns = 0, first_ns = G_MAXINT64, worked_ns = 0;
  g_autofree char *wall = NULL;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      gint64 born_ns = pl_log_lane (self->log, lane)->born_ns, end_ns;
      int status;

      if (!pl_recording_is_process (self->log, lane) || pl_recording_helper_name (self->log, lane) != NULL
          || pl_log_lane_parent (self->log, lane) == PL_LANE_NOBODY
          || !pl_recording_lane_ended (self->trace, lane, &end_ns, &status) || end_ns - born_ns < PL_WORTH_NS)
        continue;
      if (born_ns < last_end_ns)
        return;
      first_ns = MIN (first_ns, born_ns);
      last_end_ns = end_ns;
      worked_ns += end_ns - born_ns;
      g_array_append_val (lanes, lane);
    }
  if (lanes->len < 3 || !pl_findings_worth (self, worked_ns))
    return;
  wall = pl_text_duration (worked_ns);
  pl_findings_add (self, "started-one-by-one",
       g_strdup_printf (_("%u processes ran one after the other, %s in all: each was waited for before the next one was started. Start them all, then wait."),
                        lanes->len, wall),
       worked_ns - worked_ns / lanes->len, first_ns, last_end_ns, g_array_ref (lanes));
}

/* --- locks nobody will ever give --- */

static void
add_ring (PlSearch *self, const PlRing *ring, const PlLastWait *waits)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ring->lanes->len; i++)
    {
      guint lane = g_array_index (ring->lanes, guint, i);
      g_autofree char *name = pl_recording_lane_who (self->trace, lane, TRUE);

      self->hopeless_ns[lane] = waits[lane].since_ns;
      g_string_append_printf (text, "%s%s", i > 0 ? " → " : "", name);
    }
  pl_findings_add (self, "deadlock",
       g_strdup_printf (_("A ring of waits: %s → the first. Each has what the one before it waits for, and none will ever give it back. Let all take their locks in the same order."), text->str),
       self->end_ns - ring->since_ns, ring->since_ns, self->end_ns, g_array_ref (ring->lanes));
  g_string_free (text, TRUE);
}

/* So long may whoever ends them all by one signal take where others have the CPUs. */
#define TAKEN_DOWN_NS G_GINT64_CONSTANT (1000000000)

/* A dead lane, and who waits for what it had. waiters: guint; NULL: nobody does. */
typedef struct { gint64 cost_ns, from_ns, to_ns; GArray *waiters; } DeadHolder;

static void
dead_holder_clear (gpointer data)
{
  g_clear_pointer (&((DeadHolder *) data)->waiters, g_array_unref);
}

static void
take_last_wait (PlSearch *self, guint lane, const PlLastWait *wait, GArray *dead)
{
  gint64 since_ns = wait->since_ns, end_ns, until_ns, cost_ns;
  DeadHolder *holder;
  int status, own_status = 0;

  if (!wait->waits || !pl_recording_lane_ended (self->trace, wait->holder, &end_ns, &status) || status == 0)
    return;
  if (!pl_recording_lane_ended (self->trace, lane, &until_ns, &own_status))
    until_ns = self->end_ns;
  cost_ns = until_ns - MAX (since_ns, end_ns);
  if (cost_ns < (own_status == status ? TAKEN_DOWN_NS : PL_LEAST_FOR_EVER_NS))
    return;
  holder = &g_array_index (dead, DeadHolder, wait->holder);
  holder->from_ns = holder->waiters == NULL ? since_ns : MIN (holder->from_ns, since_ns);
  holder->to_ns = MAX (holder->to_ns, until_ns);
  holder->cost_ns = MAX (holder->cost_ns, cost_ns);
  if (holder->waiters == NULL)
    holder->waiters = pl_findings_new_lanes ();
  g_array_append_val (holder->waiters, lane);
  self->hopeless_ns[lane] = since_ns;
}

static void
add_dead_holder (PlSearch *self, guint lane, const DeadHolder *holder)
{
  guint others = holder->waiters->len - 1;
  g_autofree char *name = pl_recording_lane_who (self->trace, lane, TRUE);
  g_autofree char *waiter = pl_recording_lane_who (self->trace, g_array_index (holder->waiters, guint, 0), TRUE);
  char *text;

  if (others == 0)
    /* Translators: two lanes. */
    text = g_strdup_printf (_("%s waits for a lock whose holder, %s, is dead: nobody will ever give it back. Give a lock back whatever happens (in Python by “with”), and do not kill who may have one."), waiter, name);
  else
    text = g_strdup_printf (ngettext ("%s and %u other wait for a lock whose holder, %s, is dead: nobody will ever give it back. Give a lock back whatever happens (in Python by “with”), and do not kill who may have one.",
                                      "%s and %u others wait for a lock whose holder, %s, is dead: nobody will ever give it back. Give a lock back whatever happens (in Python by “with”), and do not kill who may have one.", others),
                            waiter, others, name);
  g_array_append_val (holder->waiters, lane);
  pl_findings_add (self, "dead-holder", text, holder->cost_ns, holder->from_ns, holder->to_ns, g_array_ref (holder->waiters));
}

static void
find_dead_holders (PlSearch *self, const PlLastWait *waits)
{
  g_autoptr (GArray) dead = g_array_new (FALSE, TRUE, sizeof (DeadHolder));

  g_array_set_clear_func (dead, dead_holder_clear);
  g_array_set_size (dead, self->n_lanes);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    take_last_wait (self, lane, &waits[lane], dead);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (g_array_index (dead, DeadHolder, lane).waiters != NULL)
      add_dead_holder (self, lane, &g_array_index (dead, DeadHolder, lane));
}

static void
find_for_ever (PlSearch *self)
{
  g_autofree PlLastWait *waits = pl_recording_last_waits (self->trace);
  g_autoptr (GPtrArray) rings = pl_recording_rings (self->trace, waits);

  for (guint i = 0; i < rings->len; i++)
    add_ring (self, rings->pdata[i], waits);
  find_dead_holders (self, waits);
}

static int
compare_cost (gconstpointer a, gconstpointer b)
{
  const PlFinding *one = *(PlFinding *const *) a, *other = *(PlFinding *const *) b;

  return one->cost_ns < other->cost_ns ? 1 : one->cost_ns > other->cost_ns ? -1 : 0;
}

GPtrArray *
pl_findings_new (PlTrace *trace)
{
  PlSearch search = { .trace = trace, .log = pl_trace_get_log (trace), .n_lanes = pl_trace_get_n_lanes (trace),
                    .end_ns = pl_trace_get_end_ns (trace) };

  search.findings = g_ptr_array_new_with_free_func (finding_free);
  search.times = g_new0 (PlRecordingTimes, search.n_lanes);
  search.hopeless_ns = g_new0 (gint64, search.n_lanes);
  for (guint lane = 1; lane < search.n_lanes; lane++)
    pl_recording_times (trace, lane, 0, search.end_ns, &search.times[lane]);
  find_few_cpus (&search);
  find_gil (&search);
  find_one_by_one (&search);
  /* Whoever waits for ever queues for nothing: known before it is asked who queues. */
  find_for_ever (&search);
  pl_findings_find_stuck (&search);
  pl_findings_find_lock (&search);
  pl_findings_find_life (&search);
  pl_findings_find_results (&search);
  pl_findings_find_pools (&search);
  g_free (search.times);
  g_free (search.hopeless_ns);
  g_ptr_array_sort (search.findings, compare_cost);
  return search.findings;
}
