/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-caller-text.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-private.h"
#include "trace/pl-trace-text.h"

/* As Python would print it. */
static char *
exception_text (guint32 task)
{
  g_autofree char *number = pl_text_count ((guint64) task + 1);

  return g_strdup_printf ("ValueError: task %s failed", number);
}

static void
say_callback (PlTrace *self, const PlSpan *span, const char *length, GString *text)
{
  g_autofree char *task = pl_text_count ((guint64) span->arg + 1);

  if (span->arg == PL_NO_TASK)
    pl_trace_append (text, " ", _("The parent was in the callback for %s."), length);
  else if (pl_plan_task_fails (pl_log_plan (self->log), span->arg))
    pl_trace_append (text, " ", _("The parent was in the error callback for task %s for %s."), task, length);
  else
    pl_trace_append (text, " ", _("The parent was in the callback for task %s for %s."), task, length);
  pl_trace_append (text, " ", _("Results that came meanwhile waited."));
}

void
pl_pool_say_caller (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text)
{
  if (span->state == PL_STATE_INITIALISING)
    pl_trace_append (text, " ", _("%s was in its initialiser for %s; only then does it take tasks."), name, length);
  else if (span->state == PL_STATE_CALLBACK)
    say_callback (self, span, length, text);
  else if (pl_pool_mode_info (pl_log_plan (self->log)->mode)->at_once)
    pl_trace_append (text, " ", _("For %s the caller was free: %s had returned at once."), length,
                     pl_mode_name (pl_log_plan (self->log)->mode));
  else
    pl_trace_append (text, " ", _("For %s the caller was free, and the pool had nothing to do."), length);
}

static void
say_held_back (PlTrace *self, guint32 chunk, gint64 arrived_ns, GString *text)
{
  gint64 received_ns = pl_pool_received_ns (self, chunk);
  g_autofree char *held = pl_text_duration (arrived_ns - received_ns);

  if (received_ns >= 0 && arrived_ns - received_ns > self->end_ns / 1000
      && pl_plan_arrival (pl_log_plan (self->log)) == PL_ARRIVE_IN_TURN)
    pl_trace_append (text, " ", _("It was held back for %s, until it was its turn."), held);
}

void
pl_pool_say_arrival (PlTrace *self, const PlSpan *working, GString *text)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  guint32 chunk = working->arg / MAX (plan->chunk, 1);
  gint64 arrived_ns = pl_pool_arrived_ns (self, chunk);
  g_autofree char *when = NULL;

  if (pl_plan_task_fails (plan, working->arg))
    {
      g_autofree char *exception = exception_text (working->arg);

      pl_trace_append (text, " ", _("It raised an exception, which goes back to the caller: “%s”. The worker lives on."),
                       exception);
    }
  /* Of a plain map all results arrive at its end, and no words are lost on it. */
  if (arrived_ns < 0 || (plan->mode == PL_MODE_MAP && plan->maps < 2))
    return;
  when = pl_trace_moment (self, arrived_ns, self->end_ns / 10);
  pl_trace_append (text, " ", _("The caller had the result at %s."), when);
  say_held_back (self, chunk, arrived_ns, text);
}

void
pl_pool_say_wait (PlTrace *self, const PlSpan *span, GString *text)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  guint n;
  const PlCallerStep *steps = pl_pool_caller_steps (self, &n);

  if (plan->mode != PL_MODE_MAP && pl_plan_caller_waits (plan))
    pl_trace_append (text, " ", _("The caller of %s was blocked meanwhile."), pl_mode_name (plan->mode));
  for (guint i = 0; i < n; i++)
    if (steps[i].act == PL_CALLER_TIMES_OUT && steps[i].time_ns >= span->end_ns - 100000
        && steps[i].time_ns <= span->end_ns)
      pl_trace_append (text, " ", _("The wait ended by its time-out; the task went on, and was waited for again."));
}

void
pl_pool_append_caller (PlTrace *self, GString *text)
{
  const PlPoolStatus *status = &pl_log_header (self->log)->status.pool;
  guint raised = atomic_load (&status->raised), timeouts = atomic_load (&status->timeouts);
  guint recycled = atomic_load (&status->recycled);

  if (raised > 0)
    pl_trace_append (text, ", ", ngettext ("%u exception", "%u exceptions", raised), raised);
  if (timeouts > 0)
    pl_trace_append (text, ", ", ngettext ("%u time-out", "%u time-outs", timeouts), timeouts);
  if (recycled > 0)
    pl_trace_append (text, ", ", ngettext ("%u worker recycled", "%u workers recycled", recycled), recycled);
  if (status->idle_ns > 0)
    {
      g_autofree char *cpu = pl_text_duration (status->idle_cpu_ns), *idle = pl_text_duration (status->idle_ns);

      pl_trace_append (text, ", ", _("idle for %s with %s of CPU time"), idle, cpu);
    }
}

const char *
pl_pool_step_name (PlTrace *self, const PlCallerStep *step)
{
  switch ((int) step->act)
    {
    case PL_CALLER_CALLS: return pl_mode_name (pl_log_plan (self->log)->mode);
    case PL_CALLER_TIMES_OUT: return _("time-out");
    case PL_CALLER_KEEPS: return _("idle");
    case PL_CALLER_CLOSES: return "close";
    case PL_CALLER_TERMINATES: return "terminate";
    case PL_CALLER_JOINED: return "join";
    default: return NULL;
    }
}
