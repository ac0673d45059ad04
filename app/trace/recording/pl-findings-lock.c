/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-order.h"
#include "base/pl-text.h"
#include "log/pl-log-events.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/recording/pl-runs.h"

/* One lock for all: who waits for it, and who has it meanwhile. */

/* lanes: guint, ascending. */
typedef struct { guint32 name; gint64 wait_ns, from_ns, to_ns; GArray *lanes; } LockWait;

static void
lock_wait_free (gpointer data)
{
  LockWait *self = data;

  g_array_unref (self->lanes);
  g_free (self);
}

static void
note_lock_wait (PlSearch *self, GHashTable *locks, const PlSpan *span)
{
  LockWait *wait = g_hash_table_lookup (locks, GUINT_TO_POINTER (span->arg));

  if (wait == NULL)
    {
      wait = g_new0 (LockWait, 1);
      wait->name = span->arg;
      wait->from_ns = span->start_ns;
      wait->lanes = pl_findings_new_lanes ();
      g_hash_table_insert (locks, GUINT_TO_POINTER (span->arg), wait);
    }
  wait->wait_ns += pl_findings_length (self, span->lane, span->start_ns, span->end_ns);
  wait->from_ns = MIN (wait->from_ns, span->start_ns);
  wait->to_ns = MAX (wait->to_ns, span->end_ns);
  pl_findings_add_lane (wait->lanes, span->lane);
}

/* So long after somebody came for a lock its holder may begin to wait for what he took it for. */
#define SOON_NS G_GINT64_CONSTANT (1000000)

/* Who waits for a queue's reader waits for work: data is a set of the moments when such waits began. */
static void
note_idle (PlSearch *self, const PlSpan *wait, guint holder, gpointer data)
{
  guint64 index;
  PlSpan span, next;

  if (!pl_trace_find (self->trace, holder, wait->start_ns, &index) || !pl_trace_get_span (self->trace, holder, index, &span))
    return;
  if (pl_findings_is_queue (&span) || (pl_trace_get_span (self->trace, holder, index + 1, &next) && pl_findings_is_queue (&next)
                                       && next.start_ns - wait->start_ns < SOON_NS))
    g_hash_table_add (data, g_memdup2 (&wait->start_ns, sizeof wait->start_ns));
}

static LockWait *
dearest_lock (PlSearch *self, GHashTable *locks)
{
  LockWait *dearest = NULL;
  GHashTableIter iter;
  gpointer value;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    {
      PlSpan span;
      g_autoptr (GHashTable) idle = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

      pl_findings_each_held (self, lane, note_idle, idle);
      for (guint64 i = 0; pl_trace_get_span (self->trace, lane, i, &span); i++)
        if (pl_findings_is_lock (&span) && span.arg != 0 && span.start_ns != self->hopeless_ns[lane]
            && !g_hash_table_contains (idle, &span.start_ns))
          note_lock_wait (self, locks, &span);
    }
  g_hash_table_iter_init (&iter, locks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (dearest == NULL || ((LockWait *) value)->wait_ns > dearest->wait_ns)
      dearest = value;
  return dearest;
}

/* Who had it, then who waited for it. holder 0: nobody was seen to have it. */
static GArray *
lanes_of (const GArray *waiters, guint holder)
{
  GArray *lanes = pl_findings_new_lanes ();

  if (holder != 0)
    g_array_append_val (lanes, holder);
  for (guint i = 0; i < waiters->len; i++)
    if (g_array_index (waiters, guint, i) != holder)
      g_array_append_val (lanes, g_array_index (waiters, guint, i));
  return lanes;
}

/* Of all these lanes together, from birth to end. */
static gint64
life_ns (PlSearch *self, const GArray *lanes)
{
  gint64 sum_ns = 0;

  for (guint i = 0; i < lanes->len; i++)
    {
      guint lane = g_array_index (lanes, guint, i);
      gint64 end_ns;
      int status;

      if (!pl_recording_lane_ended (self->trace, lane, &end_ns, &status))
        end_ns = self->end_ns;
      sum_ns += MAX (end_ns - pl_log_lane (self->log, lane)->born_ns, 0);
    }
  return sum_ns;
}

/* --- who had it longest --- */

/* What happened to the lock, as far as it was told; of one moment in this order, also where a wait took no time. Nobody tells of a take without a wait: it is
 * seen by whoever comes next. */
typedef enum {
  GAVE = 0,             /* the lane let somebody go on, by this lock for all that is known */
  DIED,                 /* a wait ended with its lane or with the run, and nobody got anything */
  LEFT,                 /* a wait ended */
  GOT,                  /* and the lane was let go by whoever had it */
  CAME,                 /* a wait began */
  SAW                   /* and the lane had it */
} Deed;

typedef struct { gint64 time_ns; guint lane; Deed deed; } Moment;

typedef struct {
  PlSearch *search;
  guint32 name;
  GArray *moments;      /* Moment */
  GArray *others;       /* guint64: edges that ended waits for anything else */
  gint64 *sum_ns, *longest_ns;          /* by lane: for how long it was seen to have it, in all and at a time */
  guint holder, n_waiting;              /* holder 0: nobody was seen to have it */
  gint64 since_ns, told_ns;
} Story;

static int
compare_moments (gconstpointer a, gconstpointer b)
{
  const Moment *one = a, *other = b;

  return one->time_ns != other->time_ns ? (one->time_ns < other->time_ns ? -1 : 1) : (int) one->deed - (int) other->deed;
}

PL_ORDER (compare_ids, guint64)

static void
add_moment (Story *self, gint64 time_ns, guint lane, Deed deed)
{
  const Moment moment = { time_ns, lane, deed };

  g_array_append_val (self->moments, moment);
}

static gboolean
is_wait (const Story *self, const PlSpan *span)
{
  return pl_findings_is_lock (span) && span->arg == self->name;
}

static void
saw_cb (PlSearch *search, const PlSpan *wait, guint holder, gpointer data)
{
  if (is_wait (data, wait))
    add_moment (data, wait->start_ns, holder, SAW);
}

static void
add_waits (Story *self, guint lane)
{
  PlTrace *trace = self->search->trace;
  PlSpan span, next;

  for (guint64 i = 0; pl_trace_get_span (trace, lane, i, &span); i++)
    if (is_wait (self, &span))
      {
        gboolean lives = pl_trace_get_span (trace, lane, i + 1, &next) && next.state != PL_STATE_FINISHED && next.state != PL_STATE_DEAD;

        add_moment (self, span.start_ns, lane, CAME);
        add_moment (self, span.end_ns, lane, lives ? LEFT : DIED);
      }
  pl_findings_each_held (self->search, lane, saw_cb, self);
}

/* What the lane was let go from. Of a wait that was too short to be told nobody knows what it was for. */
static void
add_let_go (Story *self, const PlLogEvent *event)
{
  PlTrace *trace = self->search->trace;
  guint64 index, id = event->id;
  PlSpan span;

  if (!pl_trace_find (trace, event->lane, event->time_ns, &index) || index == 0 || !pl_trace_get_span (trace, event->lane, index - 1, &span)
      || span.end_ns != event->time_ns || (span.state != PL_STATE_WAITING_LOCK && span.state != PL_STATE_WAITING_TASK))
    return;
  if (is_wait (self, &span))
    add_moment (self, event->time_ns, event->lane, GOT);
  else
    g_array_append_val (self->others, id);
}

static void
add_edges (Story *self, gboolean in)
{
  for (guint lane = 1; lane < self->search->n_lanes; lane++)
    {
      PlLogCursor cursor;
      PlLogEvent event;

      if (!pl_recording_tells (self->search->trace, lane, PL_EVENT_WAKE))
        continue;
      pl_log_cursor_init (&cursor, self->search->log, lane, PL_STREAM_EVENTS);
      while (pl_log_cursor_next (&cursor, &event))
        {
          if (event.kind != PL_EVENT_WAKE || event.in != in)
            continue;
          if (in)
            add_let_go (self, &event);
          else if (!g_array_binary_search (self->others, &event.id, compare_ids, NULL))
            add_moment (self, event.time_ns, lane, GAVE);
        }
    }
}

/* The holder had it up to then, and still has. */
static void
tell_hold (Story *self, gint64 until_ns)
{
  gint64 end_ns;
  int status;

  if (self->holder == 0)
    return;
  if (pl_recording_lane_ended (self->search->trace, self->holder, &end_ns, &status))
    until_ns = MIN (until_ns, end_ns);
  self->sum_ns[self->holder] += pl_findings_length (self->search, self->holder, self->told_ns, until_ns);
  self->longest_ns[self->holder] = MAX (self->longest_ns[self->holder], pl_findings_length (self->search, self->holder, self->since_ns, until_ns));
  self->told_ns = until_ns;
}

static void
begin_hold (Story *self, guint lane, gint64 time_ns)
{
  self->holder = lane;
  self->since_ns = self->told_ns = time_ns;
}

/* While somebody waits nobody can give it without being seen: what lies between two moments is one hold. Nobody waits: it may
 * have come and gone. */
static void
take_moment (Story *self, const Moment *moment)
{
  switch (moment->deed)
    {
    case GAVE:
      if (moment->lane == self->holder)
        {
          tell_hold (self, moment->time_ns);
          self->holder = 0;
        }
      break;
    case DIED:
    case LEFT:
      if (moment->deed == DIED)
        tell_hold (self, moment->time_ns);
      else
        self->holder = 0;
      self->n_waiting--;
      break;
    case GOT: begin_hold (self, moment->lane, moment->time_ns); break;
    case CAME:
      if (self->n_waiting++ == 0)
        self->holder = 0;
      break;
    case SAW:
      if (moment->lane != self->holder)
        begin_hold (self, moment->lane, moment->time_ns);
      break;
    default: break;
    }
}

static void
read_story (Story *self, const GArray *lanes)
{
  for (guint i = 0; i < lanes->len; i++)
    add_waits (self, g_array_index (lanes, guint, i));
  add_edges (self, TRUE);
  pl_runs_sort (self->others, compare_ids);
  add_edges (self, FALSE);
  pl_runs_sort (self->moments, compare_moments);
  for (guint i = 0; i < self->moments->len; i++)
    take_moment (self, &g_array_index (self->moments, Moment, i));
}

/* 0: nobody was seen to have it. */
static guint
longest_holder (PlSearch *self, const LockWait *lock, gint64 *sum_ns, gint64 *longest_ns)
{
  g_autoptr (GArray) moments = g_array_new (FALSE, FALSE, sizeof (Moment)), others = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree gint64 *sums_ns = g_new0 (gint64, self->n_lanes), *longests_ns = g_new0 (gint64, self->n_lanes);
  Story story = { .search = self, .name = lock->name, .moments = moments, .others = others, .sum_ns = sums_ns, .longest_ns = longests_ns };
  guint longest = 0;

  read_story (&story, lock->lanes);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (sums_ns[lane] > sums_ns[longest])
      longest = lane;
  *sum_ns = sums_ns[longest];
  *longest_ns = longests_ns[longest];
  return longest;
}

/* Who had it longest while others waited, as a sentence; "" where nobody was seen to. */
static char *
holder_sentence (PlSearch *self, guint holder, gint64 sum_ns, gint64 longest_ns)
{
  g_autofree char *name = NULL, *sum = pl_text_duration (sum_ns), *longest = pl_text_duration (longest_ns);

  if (holder == 0)
    return g_strdup ("");
  name = pl_recording_lane_who (self->trace, holder, FALSE);
  if (longest_ns >= sum_ns)
    /* Translators: after a sentence about waits for a lock; a lane and a duration. */
    return g_strdup_printf (_(" %s had it longest while others waited: at least %s."), name, sum);
  /* Translators: after a sentence about waits for a lock; a lane and two durations. */
  return g_strdup_printf (_(" %s had it longest while others waited: at least %s in all, up to %s at a time."), name, sum, longest);
}

void
pl_findings_find_lock (PlSearch *self)
{
  g_autoptr (GHashTable) locks = g_hash_table_new_full (NULL, NULL, NULL, lock_wait_free);
  LockWait *lock = dearest_lock (self, locks);
  g_autofree char *wait = NULL, *share = NULL, *sentence = NULL, *name = NULL;
  gint64 sum_ns, longest_ns;
  guint n, holder;

  if (lock == NULL || !pl_findings_worth (self, lock->wait_ns))
    return;
  n = lock->lanes->len;
  if (n < 2 || (double) lock->wait_ns < 0.3 * (double) self->end_ns * n)
    return;
  name = pl_recording_thing_name (self->log, lock->name);
  wait = pl_text_duration (lock->wait_ns);
  share = pl_text_percent ((double) lock->wait_ns / MAX ((double) life_ns (self, lock->lanes), 1), 1);
  holder = longest_holder (self, lock, &sum_ns, &longest_ns);
  sentence = holder_sentence (self, holder, sum_ns, longest_ns);
  pl_findings_add (self, "one-lock",
       g_strdup_printf (_("%u lanes waited %s for one and the same lock (%s), %s of their time: while one has it the others do nothing.%s Keep a lock for less time, or need it less often."),
                        n, wait, name, share, sentence),
       lock->wait_ns / n, lock->from_ns, lock->to_ns, lanes_of (lock->lanes, holder));
}

