/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "base/pl-text.h"
#include "log/pl-log-events.h"
#include "trace/pl-trace-account.h"

/* The workers of multiprocessing.Pool call themselves so; of other processes nobody knows that they are workers. A worker has
 * a task from the moment it has read it until it writes its result. */
#define WORKER "PoolWorker-"
/* Too small: less than this a message, and more of them than that. */
#define SMALL_NS 200000.0
#define MANY 200u
/* A chunk that lasts as long is worth its messages. */
#define GOOD_NS 10000000.0
/* A fork server tells of the end of one when it comes to it, which may be after the birth of the next. */
#define LATE_NS G_GINT64_CONSTANT (20000000)

/* What a pool sends to each worker at its end is a message too: with its head it has no more than this. */
#define GOODBYE_BYTES 8u

typedef struct {
  guint lane, parent;
  gint64 born_ns, end_ns;
  gint64 first_ns, last_ns;             /* its first task came; its last result went */
  gint64 work_ns;                       /* between the two ends of its tasks, and not waiting for a CPU */
  GArray *idle;                         /* stretches in which it had no task, but for the last: another one came */
  guint results;
  gboolean used;                        /* it had a task, whether it ended it or not */
  gboolean holds;                       /* it had a task when it was heard of last */
  int status;                           /* see pl_recording_lane_ended () */
} Worker;

static gboolean
is_worker (PlSearch *self, guint lane)
{
  g_autofree char *name = pl_trace_lane_name (self->trace, lane);

  return pl_recording_is_process (self->log, lane) && strstr (name, WORKER) != NULL;
}

typedef struct { gboolean reads; gint64 task_ns; } Reading;

/* What is waited for last before a result is written is the turn to write it: that is handing over, and no work. */
static gint64
end_of_work (PlSearch *self, guint lane, gint64 from_ns, gint64 written_ns)
{
  guint64 index;
  PlSpan span;

  if (!pl_trace_find (self->trace, lane, written_ns, &index) || !pl_trace_get_span (self->trace, lane, index, &span))
    return written_ns;
  if (span.state != PL_STATE_WAITING_LOCK && (index == 0 || !pl_trace_get_span (self->trace, lane, index - 1, &span)))
    return written_ns;
  return span.state == PL_STATE_WAITING_LOCK && span.start_ns > from_ns ? span.start_ns : written_ns;
}

/* Nor is waiting for a CPU. */
static gint64
work_between (PlSearch *self, guint lane, gint64 from_ns, gint64 written_ns)
{
  gint64 to_ns = end_of_work (self, lane, from_ns, written_ns);
  PlCpuAccount account;

  pl_trace_account (self->trace, lane, from_ns, to_ns, &account);
  return MAX (to_ns - from_ns - account.waiting_ns, 0);
}

static void
take_event (PlSearch *self, Worker *worker, const PlLogEvent *event, Reading *reading)
{
  if (event->kind == PL_EVENT_BYTES && reading->reads && event->arg > 0)
    {
      if (!worker->holds)
        pl_stretches_add (worker->idle, worker->last_ns > 0 ? worker->last_ns : worker->born_ns, event->time_ns);
      worker->holds = TRUE;
      worker->used |= event->arg > GOODBYE_BYTES;
      reading->task_ns = event->time_ns;
      worker->first_ns = worker->first_ns > 0 ? worker->first_ns : event->time_ns;
    }
  if (event->kind != PL_EVENT_WROTE || worker->first_ns == 0)
    return;
  /* Its result is what it writes last: before that it may have printed something into a pipe. */
  worker->work_ns += work_between (self, worker->lane, worker->holds ? reading->task_ns : worker->last_ns, event->time_ns);
  worker->results += worker->holds;
  worker->last_ns = event->time_ns;
  worker->holds = FALSE;
}

static void
read_worker (PlSearch *self, Worker *worker)
{
  Reading reading = { FALSE, 0 };
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, self->log, worker->lane, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    {
      if (event.kind == PL_EVENT_READ || event.kind == PL_EVENT_WROTE)
        reading.reads = event.kind == PL_EVENT_READ;
      take_event (self, worker, &event, &reading);
    }
}

static void
clear_worker (gpointer data)
{
  g_array_unref (((Worker *) data)->idle);
}

/* In the order of their birth. */
static GArray *
read_workers (PlSearch *self)
{
  GArray *workers = g_array_new (FALSE, FALSE, sizeof (Worker));

  g_array_set_clear_func (workers, clear_worker);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      Worker worker = { .lane = lane, .parent = pl_log_lane_parent (self->log, lane), .status = G_MAXINT };

      if (!is_worker (self, lane))
        continue;
      worker.born_ns = pl_log_lane (self->log, lane)->born_ns;
      if (!pl_recording_lane_ended (self->trace, lane, &worker.end_ns, &worker.status))
        worker.end_ns = self->end_ns;
      worker.idle = pl_stretches_new ();
      read_worker (self, &worker);
      g_array_append_val (workers, worker);
    }
  return workers;
}

/* Workers of one parent that lived at once, or one alone: [first, first + n) of all. */
typedef struct { const Worker *workers; guint n; gint64 from_ns, to_ns; } Pool;

/* All are born before anything is handed out: also where one of them dies of the first it gets. */
static gboolean
is_born_before_tasks (const Pool *pool, const Worker *worker)
{
  for (guint i = 0; i < pool->n; i++)
    if (pool->workers[i].first_ns > worker->born_ns)
      return TRUE;
  return FALSE;
}

static gboolean
belongs_to (const Pool *pool, const Worker *worker)
{
  return pool->workers->parent == worker->parent
         && (worker->born_ns + LATE_NS < pool->to_ns || is_born_before_tasks (pool, worker));
}

static GArray *
find_pools (const GArray *workers)
{
  GArray *pools = g_array_new (FALSE, FALSE, sizeof (Pool));
  Pool *pool = NULL;

  for (guint i = 0; i < workers->len; i++)
    {
      const Worker *worker = &g_array_index (workers, Worker, i);
      Pool fresh = { worker, 1, worker->born_ns, worker->end_ns };

      if (pool != NULL && belongs_to (pool, worker))
        {
          pool->n++;
          pool->to_ns = MAX (pool->to_ns, worker->end_ns);
          continue;
        }
      g_array_append_val (pools, fresh);
      pool = &g_array_index (pools, Pool, pools->len - 1);
    }
  return pools;
}

static GArray *
lanes_of (const Pool *pool, gboolean used_too)
{
  GArray *lanes = pl_findings_new_lanes ();

  for (guint i = 0; i < pool->n; i++)
    if (used_too || !pool->workers[i].used)
      g_array_append_val (lanes, pool->workers[i].lane);
  return lanes;
}

static void
find_lost_task (PlSearch *self, const Pool *pool)
{
  for (guint i = 0; i < pool->n; i++)
    {
      const Worker *worker = &pool->workers[i];
      g_autofree char *when = NULL, *name = NULL;
      GArray *lanes;

      /* A pool ends its own workers by SIGTERM. */
      if (!worker->holds || worker->status >= 0 || worker->status == -SIGTERM)
        continue;
      when = pl_text_duration (worker->end_ns);
      name = pl_recording_lane_who (self->trace, worker->lane, TRUE);
      lanes = pl_findings_new_lanes ();
      g_array_append_val (lanes, worker->lane);
      pl_findings_add (self, "lost-task",
                       /* Translators: a worker, when, and the number and name of a signal. */
                       g_strdup_printf (_("%s died at %s by signal %d (%s) while it had a task: the pool does not hand it out again, and waits for its result for ever. Find out what ended it; a pool of concurrent.futures would report an error instead."),
                                        name, when, -worker->status, g_strsignal (-worker->status)),
                       self->end_ns - worker->end_ns, worker->end_ns, self->end_ns, lanes);
    }
}

/* One who had all of it, or some who had nothing. */
static void
find_unused (PlSearch *self, const Pool *pool)
{
  const Worker *busy = NULL;
  guint used = 0, hands = (guint) MAX (MIN ((double) pool->n, pl_trace_cpus (self->trace)), 1);

  for (guint i = 0; i < pool->n; i++)
    if (pool->workers[i].used)
      {
        used++;
        busy = &pool->workers[i];
      }
  if (used == 0 || used == pool->n)
    return;
  if (used == 1 && busy->results == 1 && hands > 1 && pl_findings_worth (self, busy->work_ns))
    {
      g_autofree char *work = pl_text_duration (busy->work_ns);
      GArray *lanes = lanes_of (pool, FALSE);

      g_array_prepend_val (lanes, busy->lane);
      pl_findings_add (self, "one-big-task",
                       g_strdup_printf (ngettext ("All the work was handed over as a single task: one worker had it for %s, and %u other had nothing to do. Cut it into more tasks.",
                                                  "All the work was handed over as a single task: one worker had it for %s, and %u others had nothing to do. Cut it into more tasks.",
                                                  pool->n - 1), work, pool->n - 1),
                       busy->work_ns - busy->work_ns / hands, busy->first_ns, busy->last_ns, lanes);
      return;
    }
  pl_findings_add (self, "idle-workers",
                   g_strdup_printf (ngettext ("%u of %u workers was never used: it was started, and never had a task. Start fewer workers, or hand out more and smaller tasks.",
                                              "%u of %u workers were never used: they were started, and never had a task. Start fewer workers, or hand out more and smaller tasks.",
                                              pool->n - used), pool->n - used, pool->n),
                   0, pool->from_ns, pool->to_ns, lanes_of (pool, FALSE));
}

/* How long the last one was still at work when all others had nothing left. */
static void
find_imbalance (PlSearch *self, const Pool *pool)
{
  const Worker *last = NULL;
  gint64 before_ns = 0, alone_ns;
  guint others = 0;
  g_autofree char *alone = NULL, *name = NULL;
  GArray *lanes;

  for (guint i = 0; i < pool->n; i++)
    if (pool->workers[i].results > 0 && (last == NULL || pool->workers[i].last_ns > last->last_ns))
      last = &pool->workers[i];
  for (guint i = 0; i < pool->n; i++)
    if (pool->workers[i].results > 0 && &pool->workers[i] != last)
      {
        before_ns = MAX (before_ns, pool->workers[i].last_ns);
        others++;
      }
  if (others == 0)
    return;
  alone_ns = last->last_ns - before_ns;
  if (!pl_findings_worth (self, alone_ns) || (double) alone_ns < 0.2 * (double) (last->last_ns - last->first_ns))
    return;
  alone = pl_text_duration (alone_ns);
  name = pl_recording_lane_who (self->trace, last->lane, TRUE);
  lanes = pl_findings_new_lanes ();
  g_array_append_val (lanes, last->lane);
  pl_findings_add (self, "imbalance",
                   /* Translators: a duration, and a worker. */
                   g_strdup_printf (_("For the last %s only %s was still at work; the others had nothing left to do. Begin with the longest task, or cut the work into smaller pieces."),
                                    alone, name),
                   alone_ns - alone_ns / (others + 1), before_ns, last->last_ns, lanes);
}

static void
find_small_tasks (PlSearch *self, const Pool *pool)
{
  gint64 from_ns = G_MAXINT64, to_ns = 0, work_ns = 0, cost_ns;
  guint results = 0, chunk;
  double each_ns, hands = MIN ((double) pool->n, MAX (pl_trace_cpus (self->trace), 1));
  g_autofree char *each = NULL, *count = NULL, *good = NULL, *all = NULL, *cost = NULL;

  for (guint i = 0; i < pool->n; i++)
    if (pool->workers[i].results > 0)
      {
        from_ns = MIN (from_ns, pool->workers[i].first_ns);
        to_ns = MAX (to_ns, pool->workers[i].last_ns);
        work_ns += pool->workers[i].work_ns;
        results += pool->workers[i].results;
      }
  cost_ns = to_ns - from_ns - (gint64) ((double) work_ns / hands);
  each_ns = (double) work_ns / MAX (results, 1);
  if (results < MANY || each_ns >= SMALL_NS || 3 * cost_ns < to_ns - from_ns || !pl_findings_worth (self, cost_ns))
    return;
  chunk = (guint) CLAMP (GOOD_NS / MAX (each_ns, 1), 1, MAX (results / pool->n, 1));
  each = pl_text_duration ((gint64) each_ns);
  count = pl_text_count (results);
  good = pl_text_count (chunk);
  all = pl_text_duration (to_ns - from_ns);
  cost = pl_text_duration (cost_ns);
  pl_findings_add (self, "tasks-too-small",
                   g_strdup_printf (_("%s messages brought work for %s each: of the %s it took, %s went into handing it over. Make the chunks %s times as large (chunksize): there will be as many times fewer messages."),
                                    count, each, all, cost, good),
                   cost_ns, from_ns, to_ns, lanes_of (pool, TRUE));
}

/* --- the parent as the bottleneck --- */

/* All its threads, and which of them ran longest. */
static GArray *
parent_busy (PlSearch *self, guint parent, gint64 from_ns, gint64 to_ns, guint *busiest)
{
  GArray *busy = pl_stretches_new ();
  gint64 most_ns = -1;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      guint64 i = 0;
      gint64 own_ns = 0;
      PlSpan span;

      if (pl_recording_process_of (self->log, lane) != parent)
        continue;
      if (!pl_trace_find (self->trace, lane, from_ns, &i))
        i = 0;
      for (; pl_trace_get_span (self->trace, lane, i, &span) && span.start_ns < to_ns; i++)
        if (span.state == PL_STATE_WORKING || span.state == PL_STATE_SENDING || span.state == PL_STATE_RECEIVING)
          {
            pl_stretches_add (busy, MAX (span.start_ns, from_ns), MIN (span.end_ns, to_ns));
            own_ns += MAX (MIN (span.end_ns, to_ns) - MAX (span.start_ns, from_ns), 0);
          }
      if (own_ns > most_ns)
        *busiest = lane;
      most_ns = MAX (most_ns, own_ns);
    }
  pl_stretches_join (busy);
  return busy;
}

/* Workers had no task, and at the same time the parent was at work: what it did was in their way. */
static void
find_bottleneck (PlSearch *self, const Pool *pool)
{
  guint parent = pl_findings_maker (self, pool->workers->parent);
  gint64 from_ns = G_MAXINT64, to_ns = 0, idle_ns = 0, busy_ns;
  g_autoptr (GArray) busy = NULL, all = pl_stretches_new ();
  g_autofree char *busy_text = NULL, *all_text = NULL, *idle_text = NULL, *name = NULL;
  guint busiest = parent;
  GArray *lanes;

  for (guint i = 0; i < pool->n; i++)
    if (pool->workers[i].results > 0)
      {
        from_ns = MIN (from_ns, pool->workers[i].first_ns);
        to_ns = MAX (to_ns, pool->workers[i].last_ns);
      }
  if (parent == 0 || from_ns >= to_ns)
    return;
  busy = parent_busy (self, parent, from_ns, to_ns, &busiest);
  for (guint i = 0; i < pool->n; i++)
    idle_ns += pl_stretches_common (pool->workers[i].idle, busy, from_ns, to_ns) / pool->n;
  pl_stretches_add (all, from_ns, to_ns);
  busy_ns = pl_stretches_common (busy, all, from_ns, to_ns);
  if (2 * busy_ns < to_ns - from_ns || 5 * idle_ns < 2 * (to_ns - from_ns) || !pl_findings_worth (self, idle_ns))
    return;
  busy_text = pl_text_duration (busy_ns);
  all_text = pl_text_duration (to_ns - from_ns);
  idle_text = pl_text_duration (idle_ns);
  name = pl_recording_lane_who (self->trace, parent, FALSE);
  lanes = lanes_of (pool, TRUE);
  g_array_prepend_val (lanes, busiest);
  pl_findings_add (self, "parent-bottleneck",
                   g_strdup_printf (_("The parent is the bottleneck: %s was at work for %s of the %s in which its pool had tasks, and each worker waited %s of that for its next task. Let the workers do what the parent does for each task, or hand out fewer and larger tasks."),
                                    name, busy_text, all_text, idle_text),
                   idle_ns, from_ns, to_ns, lanes);
}

/* Pools of one parent, one after the other. */
static void
find_again (PlSearch *self, const GArray *pools)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  gint64 cost_ns = 0;
  g_autofree char *cost = NULL;

  for (guint i = 0; i < pools->len; i++)
    {
      const Pool *pool = &g_array_index (pools, Pool, i), *before = i > 0 ? pool - 1 : NULL;

      if (pool->n < 2 || (before != NULL && before->workers->parent != pool->workers->parent))
        return;
      if (before != NULL)
        cost_ns += MAX (pool->workers[pool->n - 1].born_ns - before->to_ns, 0);
      for (guint k = 0; k < pool->n; k++)
        g_array_append_val (lanes, pool->workers[k].lane);
    }
  if (pools->len < 3)
    return;
  cost = pl_text_duration (cost_ns);
  pl_findings_add (self, "pool-again-and-again",
                   g_strdup_printf (_("%u pools were made one after the other, %s from the end of one until the next was there. Make one, and use it for all."),
                                    pools->len, cost),
                   cost_ns, g_array_index (pools, Pool, 0).from_ns, g_array_index (pools, Pool, pools->len - 1).to_ns,
                   g_array_ref (lanes));
}

void
pl_findings_find_pools (PlSearch *self)
{
  g_autoptr (GArray) workers = read_workers (self);
  g_autoptr (GArray) pools = find_pools (workers);

  for (guint i = 0; i < pools->len; i++)
    {
      const Pool *pool = &g_array_index (pools, Pool, i);

      find_lost_task (self, pool);
      find_unused (self, pool);
      find_imbalance (self, pool);
      find_small_tasks (self, pool);
      find_bottleneck (self, pool);
    }
  find_again (self, pools);
}
