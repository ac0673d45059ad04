/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-text.h"

#include "trace/pl-trace-private.h"
#include "trace/pl-trace-text.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/pl-text.h"
#include "trace/compare/pl-lane-measures.h"
#include "trace/pl-account-text.h"
#include "trace/pool/pl-pool-caller-text.h"
#include "trace/pool/pl-pool-life-text.h"
#include "trace/pool/pl-pool-path.h"
#include "trace/pool/pl-pool-ranks.h"
#include "trace/pool/pl-pool-start.h"

/* A pool in words: its spans as sentences, each of them whole, for the translators' sake, and its
 * results. */

/* "task 14", "tasks 41 to 50" */
static char *
chunk_text (PlTrace *self, guint32 chunk)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  guint64 first = (guint64) chunk * MAX (plan->chunk, 1), last = MIN (first + MAX (plan->chunk, 1), plan->tasks);
  g_autofree char *a = pl_text_count (first + 1);
  g_autofree char *b = pl_text_count (last);

  if (last <= first + 1)
    return g_strdup_printf (_("task %s"), a);
  return g_strdup_printf (_("tasks %s to %s"), a, b);
}

static char *
signal_name (int number)
{
  const char *name = sigabbrev_np (number);

  return name ? g_strdup_printf ("SIG%s", name) : g_strdup_printf (_("signal %d"), number);
}

/* As it is said of a worker that ended against its will. */
static char *
death_text (const char *name, guint32 arg, const char *when)
{
  int status = (int) arg;

  if (WIFSIGNALED (status))
    {
      g_autofree char *cause = signal_name (WTERMSIG (status));

      return g_strdup_printf (_("%s was killed by %s (-%d) at %s."), name, cause, WTERMSIG (status), when);
    }
  if (WIFEXITED (status))
    return g_strdup_printf (_("%s exited with status %d at %s."), name, WEXITSTATUS (status), when);
  return g_strdup_printf (_("%s died at %s."), name, when);
}

char *
pl_pool_worker_name (PlLog *log, guint lane)
{
  int rank = pl_pool_rank_number (log, lane);

  if (rank >= 0)
    /* Translators: a process of an MPI job, by its number. */
    return g_strdup_printf (_("Rank %d"), rank);
  if (pl_log_plan (log)->worker_kind != PL_WORKERS_PROCESS)
    return g_strdup_printf (_("Thread %u"), pl_log_lane (log, lane)->index);
  return g_strdup_printf (_("Worker %u"), pl_log_lane (log, lane)->index);
}

char *
pl_pool_span_title (PlTrace *self, const PlSpan *span)
{
  g_autofree char *name = pl_trace_lane_name (self, span->lane);
  g_autofree char *what = NULL;

  switch ((int) span->state)
    {
    case PL_STATE_WORKING:
      what = pl_text_count ((guint64) span->arg + 1);
      return g_strdup_printf (_("Task %s on %s"), what, name);
    case PL_STATE_DEAD:
      return g_strdup_printf (_("%s died"), name);
    case PL_STATE_PAUSED:
      return g_strdup (_("The whole pool paused"));
    case PL_STATE_WAITING_TASK:
      if (span->lane == 0)
        return g_strdup (_("Parent waiting for results"));
      break;
    case PL_STATE_RECEIVING:
    case PL_STATE_SENDING:
      if (span->lane == 0)
        break;
      what = chunk_text (self, span->arg);
      return g_strdup_printf (span->state == PL_STATE_SENDING ? _("%s sending the result of %s") : _("%s receiving %s"),
                              name, what);
    default:
      break;
    }
  /* Translators: a lane and its state: "Worker 2 waiting for a lock". */
  return g_strdup_printf (_("%s %s"), name, pl_state_name (span->state));
}

/* Whether the worker of a task was at another one at that moment, and came from it without a wait. */
static gboolean
was_busy (PlTrace *self, const PlSpan *working, gint64 t_ns)
{
  const guint32 either = 1u << PL_STATE_SENDING | 1u << PL_STATE_WAITING_TASK | 1u << PL_STATE_STARTING;
  PlSpan before;

  return pl_trace_previous_span (self, working->lane, working->index, either, &before)
         && before.state == PL_STATE_SENDING && before.end_ns > t_ns;
}

/* How the task came: the way in depends on the channel. */
static void
say_way_in (PlTrace *self, const PlSpan *span, GString *text)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  PlMessage messages[2];
  guint n = pl_trace_span_messages (self, span->lane, span->index, messages, 2);
  g_autofree char *way = NULL;
  guint first;

  if (plan->ipc == PL_IPC_ARRAY)
    {
      pl_trace_append (text, " ", _("The worker claimed it from the shared array; nobody sent it."));
      return;
    }
  if (n == 0 || messages[0].result)
    return;
  way = pl_text_duration (messages[0].received_ns - messages[0].sent_ns);
  first = pl_trace_chunk_of_task (self, span->arg) * plan->chunk;
  if (plan->chunk > 1)
    pl_trace_append (text, " ", _("It is number %u of %u in its chunk."), span->arg - first + 1, MIN (plan->chunk, plan->tasks - first));
  if (messages[0].sent_ns == messages[0].received_ns)
    pl_trace_append (text, " ", _("The worker was already waiting for it."));
  else if (plan->ipc == PL_IPC_PIPE && was_busy (self, span, messages[0].sent_ns))
    pl_trace_append (text, " ", _("It had been under way for %s: the parent sent it while the worker was busy with the one before."), way);
  else if (plan->ipc == PL_IPC_PIPE)
    pl_trace_append (text, " ", _("The parent had sent it %s before the worker took it from its pipe."), way);
  else
    pl_trace_append (text, " ", _("The task lay %s in the queue."), way);
}

static void
say_result (PlTrace *self, const PlSpan *span, GString *text)
{
  const PlRunStatus *status = &pl_log_header (self->log)->status;
  guint right = atomic_load (&status->right), tasks = pl_log_plan (self->log)->tasks;

  /* The log counts results and does not name them: only when all are right is this one known to be. */
  if (right == tasks && tasks > 0)
    pl_trace_append (text, " ", _("Its result was right."));
  pl_pool_say_arrival (self, span, text);
}

/* What became of the task a worker died in. */
static void
say_fate (PlTrace *self, const PlSpan *working, gint64 died_ns, GString *text)
{
  g_autofree char *task = pl_text_count ((guint64) working->arg + 1);
  PlSpan again;

  if (pl_trace_find_task (self, working->arg, &again) && again.start_ns >= died_ns)
    {
      g_autofree char *name = pl_trace_lane_name (self, again.lane);
      g_autofree char *when = pl_trace_moment (self, again.start_ns, self->end_ns / 10);

      pl_trace_append (text, " ", _("Task %s, which it was working on, was handed out again: to %s, which started it at %s."),
           task, name, when);
    }
  else if (self->live)
    {
      pl_trace_append (text, " ", _("Task %s, which it was working on, will be handed out again."), task);
    }
  else
    {
      pl_trace_append (text, " ", _("Task %s, which it was working on, was not done again."), task);
    }
}

static void
say_working (PlTrace *self, const PlSpan *span, const char *length, GString *text)
{
  g_autofree char *from = pl_trace_moment (self, span->start_ns, span->end_ns - span->start_ns);
  g_autofree char *to = pl_trace_moment (self, span->end_ns, span->end_ns - span->start_ns);
  gboolean ongoing = span->open && self->live;
  g_autofree char *worked = NULL;
  PlSpan next;

  if (ongoing && span->cpu >= 0)
    pl_trace_append (text, " ", _("Working for %s, since %s, on CPU %d."), length, from, span->cpu);
  else if (ongoing)
    pl_trace_append (text, " ", _("Working for %s, since %s."), length, from);
  else
    worked = pl_account_worked_sentence (self, span, length, from, to);
  if (worked)
    pl_trace_append (text, " ", "%s", worked);
  pl_pool_say_pause (self, span, text);
  say_way_in (self, span, text);
  if (pl_trace_get_span (self, span->lane, span->index + 1, &next) && next.state == PL_STATE_DEAD)
    {
      pl_trace_append (text, " ", _("The worker died in the middle of it."));
      say_fate (self, span, next.start_ns, text);
    }
  else if (!ongoing)
    {
      say_result (self, span, text);
    }
}

static void
say_lock (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text)
{
  gboolean results = PL_LOCK_ARG_LOCK (span->arg) == PL_LOCK_RESULTS;
  guint holder = PL_LOCK_ARG_LANE (span->arg);
  gboolean ongoing = span->open && self->live;
  g_autofree char *holder_name = holder < self->n_lanes ? pl_trace_lane_name (self, holder) : NULL;

  if (ongoing)
    pl_trace_append (text, " ", results ? _("%s has been waiting %s for the results' lock.")
                       : _("%s has been waiting %s for the queue's lock."), name, length);
  else if (holder_name)
    pl_trace_append (text, " ", results ? _("%s waited %s for the results' lock, held by %s.")
                       : _("%s waited %s for the queue's lock, held by %s."), name, length, holder_name);
  else
    pl_trace_append (text, " ", results ? _("%s waited %s for the results' lock.")
                       : _("%s waited %s for the queue's lock."), name, length);
  if (ongoing && holder_name)
    pl_trace_append (text, " ", _("%s held it when the wait began."), holder_name);
  pl_pool_say_pause (self, span, text);
  if (results)
    pl_trace_append (text, " ", _("One at a time may send a result, so that messages do not mix."));
  else
    pl_trace_append (text, " ", _("One at a time may take a task from the queue, so that messages do not mix."));
}

static void
say_parent_transfer (PlTrace *self, const PlSpan *span, const char *length, GString *text)
{
  gboolean array = pl_log_plan (self->log)->ipc == PL_IPC_ARRAY;
  g_autofree char *count = pl_text_count (span->count);

  if (span->state == PL_STATE_SENDING && span->count == 1)
    {
      g_autofree char *what = chunk_text (self, span->arg);

      pl_trace_append (text, " ", _("The parent sent %s in %s."), what, length);
    }
  else if (span->state == PL_STATE_SENDING)
    {
      pl_trace_append (text, " ", ngettext ("The parent sent %s message with tasks in %s.",
                           "The parent sent %s messages with tasks in %s.", span->count), count, length);
    }
  else if (array)
    {
      pl_trace_append (text, " ", _("The parent read the results from the shared array in %s."), length);
    }
  else
    {
      pl_trace_append (text, " ", ngettext ("The parent received %s message with results in %s.",
                           "The parent received %s messages with results in %s.", span->count), count, length);
    }
}

static void
say_transfer (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text)
{
  g_autofree char *what = chunk_text (self, span->arg);
  g_autofree char *way = NULL;
  PlMessage message;
  gboolean known;

  if (span->lane == 0)
    {
      say_parent_transfer (self, span, length, text);
      return;
    }
  known = pl_trace_span_messages (self, span->lane, span->index, &message, 1) == 1;
  way = known ? pl_text_duration (message.received_ns - message.sent_ns) : NULL;
  if (span->state == PL_STATE_SENDING && pl_log_plan (self->log)->ipc == PL_IPC_ARRAY)
    {
      pl_trace_append (text, " ", _("The result of %s lies in the shared array; %s took %s to tell the parent."), what, name, length);
    }
  else if (span->state == PL_STATE_SENDING)
    {
      pl_trace_append (text, " ", _("%s sent the result of %s in %s."), name, what, length);
      if (known && message.sent_ns == message.received_ns)
        pl_trace_append (text, " ", _("The parent was receiving it meanwhile."));
      else if (known)
        pl_trace_append (text, " ", _("The parent received it %s later."), way);
    }
  else
    {
      pl_trace_append (text, " ", _("%s received %s in %s."), name, what, length);
      if (known && message.sent_ns == message.received_ns)
        pl_trace_append (text, " ", _("It was already waiting for the message."));
      else if (known)
        pl_trace_append (text, " ", _("The message had been sent %s before."), way);
    }
}

static void
say_dead (PlTrace *self, const PlSpan *span, const char *name, GString *text)
{
  g_autofree char *when = pl_trace_moment (self, span->start_ns, self->end_ns / 10);
  g_autofree char *death = death_text (name, span->arg, when);
  PlSpan other;

  pl_trace_append (text, " ", "%s", death);
  pl_pool_say_company (self, span, text);
  if (span->index > 0 && pl_trace_get_span (self, span->lane, span->index - 1, &other))
    {
      if (other.state == PL_STATE_WORKING)
        say_fate (self, &other, span->start_ns, text);
      else
        pl_trace_append (text, " ", _("At that moment it was %s."), pl_state_name (other.state));
    }
  if (pl_trace_next_span (self, span->lane, span->index, 1u << PL_STATE_STARTING, &other))
    {
      g_autofree char *later = pl_text_duration (other.start_ns - span->start_ns);

      pl_trace_append (text, " ", _("A replacement started %s later."), later);
    }
}

static void
say_starting (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text)
{
  g_autofree char *child = NULL;

  if (span->lane > 0)
    {
      g_autofree char *clock = pl_pool_clock_sentence (self->log, span->lane);
      g_autofree char *how = span->start_ns >= pl_log_lane (self->log, span->lane)->born_ns
                               ? pl_pool_start_worker_sentence (self->log, span->lane) : NULL;

      pl_trace_append (text, " ", _("%s took %s to start."), name, length);
      if (how)
        pl_trace_append (text, " ", "%s", how);
      if (clock)
        pl_trace_append (text, " ", "%s", clock);
      return;
    }
  if (span->arg == 0 || span->arg >= self->n_lanes)
    {
      pl_trace_append (text, " ", _("The parent started workers for %s."), length);
      return;
    }
  child = pl_trace_lane_name (self, span->arg);
  pl_trace_append (text, " ", _("The parent took %s to start %s."), length, child);
}

static void
say_idle (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text)
{
  gboolean ongoing = span->open && self->live;

  if (span->lane == 0)
    pl_trace_append (text, " ", ongoing ? _("The parent has been asleep for %s, waiting for results.")
                       : _("The parent slept %s, waiting for results."), length);
  if (span->lane == 0)
    pl_pool_say_wait (self, span, text);
  else
    pl_trace_append (text, " ", ongoing ? _("%s has been waiting %s for a task.") : _("%s waited %s for a task."), name, length);
  pl_pool_say_pause (self, span, text);
}

char *
pl_pool_span_sentence (PlTrace *self, const PlSpan *span)
{
  g_autofree char *name = pl_trace_lane_name (self, span->lane);
  g_autofree char *length = pl_text_duration (span->end_ns - span->start_ns);
  g_autofree char *from = pl_trace_moment (self, span->start_ns, self->end_ns / 10);
  g_autofree char *waited = span->lane > 0 ? pl_account_waited_sentence (self, span) : NULL;
  GString *text = g_string_new (NULL);

  switch ((int) span->state)
    {
    case PL_STATE_STARTING: say_starting (self, span, name, length, text); break;
    case PL_STATE_WAITING_TASK: say_idle (self, span, name, length, text); break;
    case PL_STATE_WAITING_LOCK: say_lock (self, span, name, length, text); break;
    case PL_STATE_WAITING_GIL: pl_pool_say_gil (self, span, name, length, text); break;
    case PL_STATE_RECEIVING:
    case PL_STATE_SENDING: say_transfer (self, span, name, length, text); break;
    case PL_STATE_WORKING: say_working (self, span, length, text); break;
    case PL_STATE_DEAD: say_dead (self, span, name, text); break;
    case PL_STATE_INITIALISING:
    case PL_STATE_FREE:
    case PL_STATE_CALLBACK: pl_pool_say_caller (self, span, name, length, text); break;
    case PL_STATE_PAUSED:
      pl_trace_append (text, " ", _("The whole pool was stopped for %s, from %s on."), length, from);
      break;
    case PL_STATE_FINISHED:
      if (span->lane == 0)
        pl_trace_append (text, " ", _("The parent was done at %s."), from);
      else
        pl_trace_append (text, " ", span->arg == PL_FINISHED_TERMINATED ? _("%s was terminated at %s.")
                         : span->arg == 1 ? _("%s was stopped by the user at %s.") : _("%s finished at %s."), name, from);
      pl_pool_say_exit (self, span, text);
      break;
    default:
      break;
    }
  if (span->state != PL_STATE_WORKING && waited)
    pl_trace_append (text, " ", "%s", waited);
  return g_string_free (text, FALSE);
}

static char *
rate_text_of (guint done, gint64 wall_ns)
{
  double rate = (double) done * 1e9 / (double) wall_ns;

  return rate >= 100 && rate < 100000 ? pl_text_count ((guint64) (rate + 0.5)) : pl_text_si (rate);
}

static char *
outcome (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;
  guint done = atomic_load (&status->done);
  gint64 wall_ns = MAX (atomic_load (&status->end_ns), 1);
  g_autofree char *wall = pl_text_duration (wall_ns);
  g_autofree char *rate = rate_text_of (done, wall_ns);

  /* Translators: how long a run took, and how many tasks it did a second */
  return g_strdup_printf (_("%s, %s tasks/s"), wall, rate);
}

static void
append_pace (PlTrace *self, GString *text)
{
  const PlRunStatus *status = &pl_log_header (self->log)->status;
  const PlPlanData *plan = pl_log_plan (self->log);
  guint done = atomic_load (&status->done);
  g_autofree char *wall = pl_text_duration (self->end_ns);
  g_autofree char *rate_text = rate_text_of (done, self->end_ns - MIN (status->pool.idle_ns, self->end_ns - 1));

  pl_trace_append (text, "  |  ", _("wall %s"), wall);
  if (done > 0)
    pl_trace_append (text, ", ", _("%s tasks/s"), rate_text);
  if (status->serial_ns > 0 && !self->live)
    pl_trace_append (text, ", ", _("speed-up %.1fx of %u"), (double) status->serial_ns / (double) pl_pool_at_tasks_ns (self->log), plan->pool_size);
}

/* Results come back a chunk at a time: none of them right so far is no bad news. */
static void
append_done (PlTrace *self, GString *text)
{
  guint64 done = 0;
  g_autofree char *done_text = NULL;

  for (guint lane = 1; lane < pl_log_n_lanes (self->log); lane++)
    done += atomic_load (&pl_log_lane (self->log, lane)->tasks);
  done_text = pl_text_count (done);
  /* Translators: a number of tasks; their results have not come back yet */
  pl_trace_append (text, "  |  ", _("%s done, none returned yet"), done_text);
}

/* Of a moment of a run that is over. */
static void
append_moment (PlTrace *self, GString *text)
{
  guint tasks = pl_log_plan (self->log)->tasks;
  g_autofree char *when = pl_trace_moment (self, self->end_ns, pl_trace_whole (self)->end_ns / 10);
  g_autofree char *account = pl_account_summary (self), *done = NULL, *all = pl_text_count (tasks);

  done = pl_text_count (pl_pool_n_done (self));
  /* Translators: "at 4.2 s": a moment of a run that is replayed */
  pl_trace_append (text, "  |  ", _("at %s"), when);
  pl_trace_append (text, "  |  ", ngettext ("%s of %s task done", "%s of %s tasks done", tasks), done, all);
  if (account)
    pl_trace_append (text, "  |  ", "%s", account);
}

/* Lanes of several clocks are drawn on one axis. */
static void
append_clocks (PlTrace *self, GString *text)
{
  gint64 error_ns = pl_pool_clock_uncertainty_ns (self->log);
  g_autofree char *error = pl_text_duration (error_ns);

  if (error_ns > 0)
    pl_trace_append (text, "  |  ", _("clocks agree to within %s"), error);
}

static void
append_results (PlTrace *self, GString *text)
{
  const PlRunStatus *status = &pl_log_header (self->log)->status;
  const PlPlanData *plan = pl_log_plan (self->log);
  guint right = atomic_load (&status->right), wrong = atomic_load (&status->wrong);
  guint replaced = atomic_load (&status->replaced), done = right + wrong + atomic_load (&status->pool.raised);
  g_autofree char *right_text = pl_text_count (right);
  g_autofree char *tasks = pl_text_count (plan->tasks);
  g_autofree char *account = NULL;

  if (self->is_past)
    {
      append_moment (self, text);
      return;
    }
  account = pl_account_summary (self);
  append_pace (self, text);
  if (account)
    pl_trace_append (text, "  |  ", "%s", account);
  if (self->live && done == 0)
    append_done (self, text);
  else
    pl_trace_append (text, "  |  ", ngettext ("%s of %s result right", "%s of %s results right", plan->tasks), right_text, tasks);
  if (wrong > 0)
    {
      g_autofree char *wrong_text = pl_text_count (wrong);

      pl_trace_append (text, ", ", _("%s wrong"), wrong_text);
    }
  if (!self->live && done < plan->tasks)
    {
      g_autofree char *missing = pl_text_count (plan->tasks - done);

      pl_trace_append (text, ", ", plan->end_after_ns > 0 ? _("%s dropped") : _("%s missing"), missing);
    }
  pl_pool_append_caller (self, text);
  append_clocks (self, text);
  if (replaced > 0)
    pl_trace_append (text, ", ", ngettext ("%u worker replaced", "%u workers replaced", replaced), replaced);
  if (self->phase == PL_PHASE_STOPPED)
    pl_trace_append (text, ", ", _("stopped by the user"));
  else if (self->phase == PL_PHASE_FAILED)
    pl_trace_append (text, ", ", _("the run failed"));
}

static const char *
no_robust_locks (const PlPlanData *plan)
{
  if (plan->ipc != PL_IPC_QUEUE)
    return NULL;
  return _("This system has no robust locks: only the parent frees what a dead worker held.");
}

const PlTraceKind pl_trace_pool = {
  .worker_name = pl_pool_worker_name, .place = pl_pool_rank_host, .span_title = pl_pool_span_title,
  .span_sentence = pl_pool_span_sentence, .append_results = append_results, .outcome = outcome,
  .no_robust_locks = no_robust_locks, .measure = pl_pool_measure, .figure = pl_pool_figure,
  .begin_ns = pl_lane_measures_first_work_ns, .has_messages = TRUE,
  .cause = pl_pool_cause, .follow = pl_pool_follow,
};
