/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-find-source-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"
#include "trace/pl-trace-kinds.h"
#include "trace/recording/pl-recording.h"

/* --- a trace: its spans --- */

static guint64
trace_count (PlFindSource *self, guint lane)
{
  return lane > 0 || !pl_trace_kind (self->log)->parent_is_outside ? pl_trace_get_n_records (self->subject, lane) : 0;
}

static gboolean
trace_get (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  PlSpan found;

  if (!pl_trace_get_span (self->subject, lane, index, &found))
    return FALSE;
  *span = (PlFindSpan) {
    .lane = lane, .index = index, .item = index, .from_ns = found.start_ns, .to_ns = found.end_ns, .state = found.state,
    .task = lane > 0 && found.state == PL_STATE_WORKING ? (gint64) found.arg : -1, .lock = -1, .holder = -1,
    .again = found.state == PL_STATE_WORKING && found.count == PL_WORKING_AGAIN, .parent = lane == 0,
  };
  if (found.state == PL_STATE_WAITING_LOCK)
    {
      guint holder = PL_LOCK_ARG_LANE (found.arg);

      span->lock = (int) PL_LOCK_ARG_LOCK (found.arg);
      span->holder = holder < pl_log_n_lanes (self->log) ? (int) holder : -1;
    }
  else if (found.state == PL_STATE_WAITING_GIL)
    {
      span->holder = found.arg < pl_log_n_lanes (self->log) ? (int) found.arg : -1;
    }
  return TRUE;
}

static guint64
trace_find (PlFindSource *self, guint lane, gint64 t_ns)
{
  guint64 index = 0;

  return pl_trace_find (self->subject, lane, t_ns, &index) ? index : 0;
}

static char *
trace_lane_name (PlFindSource *self, guint lane)
{
  return pl_trace_lane_name (self->subject, lane);
}

static PlOutputs *
trace_outputs (PlFindSource *self)
{
  PlOutputs *outputs = pl_trace_kind (self->log)->transfers != NULL ? pl_outputs_of (self->subject) : NULL;

  return outputs != NULL && pl_outputs_n (outputs, 0) > 0 ? outputs : NULL;
}

/* NULL: there is none. All of them are nobody's lane. */
static const PlOutput *
trace_output (PlFindSource *self, guint lane, guint64 index)
{
  PlOutputs *outputs = lane > 0 ? trace_outputs (self) : NULL;

  return outputs != NULL && index < pl_outputs_n (outputs, lane) ? pl_outputs_get (outputs, lane, (guint) index) : NULL;
}

static gboolean
trace_written (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  const PlOutput *output = trace_output (self, lane, index);
  guint64 n = trace_count (self, lane);

  if (output == NULL)
    return FALSE;
  if (n == 0 || !trace_get (self, lane, MIN (trace_find (self, lane, output->time_ns), n - 1), span))
    *span = (PlFindSpan) { .lane = lane, .lock = -1, .holder = -1 };
  span->index = span->item = index;
  span->from_ns = span->to_ns = output->time_ns;
  span->task = -1;
  span->written = TRUE;
  return TRUE;
}

static char *
trace_written_text (PlFindSource *self, const PlFindSpan *span)
{
  const PlOutput *output = trace_output (self, span->lane, span->index);

  return output != NULL ? pl_output_text (self->log, output) : g_strdup ("");
}

static char *
trace_text (PlFindSource *self, const PlFindSpan *span)
{
  if (span->written)
    {
      g_autofree char *lane = trace_lane_name (self, span->lane), *text = trace_written_text (self, span);

      /* Translators: a lane, and what it wrote to the terminal: "Process-1 wrote “Cube of 1 is 1”". */
      return g_strdup_printf (_("%s wrote “%s”"), lane, text);
    }
  return pl_trace_span_title (self->subject, span->lane, span->index);
}

static const char *
trace_state_name (PlFindSource *self, PlState state)
{
  return pl_trace_state_name (self->subject, state);
}

static const char *
trace_task_word (PlFindSource *self)
{
  return pl_trace_kind (self->log)->has_messages ? C_("search word", "task") : NULL;
}

static gboolean
trace_account (PlFindSource *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *account)
{
  pl_trace_account (self->subject, lane, from_ns, to_ns, account);
  return pl_cpu_account_known_ns (account) > 0;
}

static gboolean
trace_way (PlFindSource *self, const PlFindSpan *span, gint64 *way_ns)
{
  PlMessage message;

  if (span->lane == 0 || span->state != PL_STATE_RECEIVING
      || pl_trace_span_messages (self->subject, span->lane, span->index, &message, 1) == 0)
    return FALSE;
  *way_ns = message.received_ns - message.sent_ns;
  return TRUE;
}

static gboolean
trace_has_messages (PlFindSource *self)
{
  return pl_trace_kind (self->log)->has_messages && pl_log_plan (self->log)->ipc != PL_IPC_ARRAY;
}

static PlTransfers *
trace_list (PlFindSource *self)
{
  return pl_trace_kind (self->log)->transfers != NULL ? pl_trace_kind (self->log)->transfers (self->subject) : NULL;
}

static const PlFindSourceClass trace_class = {
  .count = trace_count, .get = trace_get, .find = trace_find, .lane_name = trace_lane_name, .text = trace_text,
  .state_name = trace_state_name, .task_word = trace_task_word, .account = trace_account, .way = trace_way,
  .has_messages = trace_has_messages, .list = trace_list, .outputs = trace_outputs,
  .written = trace_written, .written_text = trace_written_text,
};

/* --- a race: increments, and before each the wait for the lock; they take turns --- */

static guint64
race_count (PlFindSource *self, guint lane)
{
  guint64 n;

  if (lane < self->first_lane || lane - self->first_lane >= pl_log_plan (self->log)->workers)
    return 0;
  n = pl_race_get_n_increments (self->subject, self->part, lane - self->first_lane);
  return self->waits && n > 0 ? 2 * n - 1 : n;
}

static gboolean
race_get (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  guint64 seq = self->waits ? (index + 1) / 2 : index;
  gboolean wait = self->waits && index % 2 == 1;
  PlIncrementInfo info, before = { 0 };

  if (index >= race_count (self, lane)
      || !pl_race_get_times (self->subject, self->part, (PlIncrement) { lane - self->first_lane, (guint32) seq }, &info))
    return FALSE;
  *span = (PlFindSpan) {
    .lane = lane, .index = index, .item = seq, .from_ns = info.load_ns, .to_ns = info.store_ns,
    .state = wait ? PL_STATE_WAITING_LOCK : PL_STATE_WORKING, .task = (gint64) seq, .lock = wait ? 0 : -1, .holder = -1,
    .lost = info.lost && !wait,
  };
  if (wait)
    {
      pl_race_get_times (self->subject, self->part, (PlIncrement) { lane - self->first_lane, (guint32) seq - 1 }, &before);
      span->from_ns = MIN (before.store_ns, info.load_ns);
      span->to_ns = info.load_ns;
    }
  return TRUE;
}

static guint64
race_find (PlFindSource *self, guint lane, gint64 t_ns)
{
  guint64 seq, index;

  if (race_count (self, lane) == 0)
    return 0;
  seq = pl_race_find (self->subject, self->part, lane - self->first_lane, t_ns + 1);
  index = self->waits && seq > 0 ? 2 * seq - 1 : seq;
  return MIN (index, race_count (self, lane));
}

static char *
race_lane_name (PlFindSource *self, guint lane)
{
  guint worker = lane - self->first_lane;

  if (lane == 0)
    return g_strdup (_("Parent"));
  return g_strdup_printf (_("Worker %u"), lane >= self->first_lane ? worker + 1 : lane);
}

static char *
race_text (PlFindSource *self, const PlFindSpan *span)
{
  g_autofree char *number = pl_text_count ((guint64) span->task + 1);
  guint worker = span->lane - self->first_lane + 1;

  if (span->state == PL_STATE_WAITING_LOCK)
    return g_strdup_printf (_("Wait of Worker %u before increment %s"), worker, number);
  return g_strdup_printf (span->lost ? _("Increment %s of Worker %u, lost") : _("Increment %s of Worker %u"), number, worker);
}

static const char *
race_state_name (PlFindSource *self, PlState state)
{
  if (state == PL_STATE_WORKING)
    return _("increment");
  return state == PL_STATE_WAITING_LOCK && self->waits ? pl_state_name (state) : NULL;
}

static const char *
race_task_word (PlFindSource *self)
{
  return C_("search word", "increment");
}

static gboolean
race_value (PlFindSource *self, const PlFindSpan *span, guint32 *value)
{
  PlIncrement increment = { span->lane - self->first_lane, (guint32) span->item };
  PlIncrementInfo info;

  if (span->state != PL_STATE_WORKING || !pl_race_get_times (self->subject, self->part, increment, &info))
    return FALSE;
  *value = info.value_read;
  return TRUE;
}

static const PlFindSourceClass race_class = {
  .count = race_count, .get = race_get, .find = race_find, .lane_name = race_lane_name, .text = race_text,
  .state_name = race_state_name, .task_word = race_task_word,
  .value = race_value,
};

/* --- all of them --- */

static PlFindSource *
new_source (const PlFindSourceClass *klass, gpointer subject, PlLog *log)
{
  PlFindSource *self = pl_find_source_new (klass, g_object_ref (subject), g_object_unref);

  self->log = log;
  return self;
}

PlFindSource *
pl_find_source_new (const PlFindSourceClass *klass, gpointer subject, GDestroyNotify free_subject)
{
  PlFindSource *self = g_rc_box_new0 (PlFindSource);

  self->klass = klass;
  self->subject = subject;
  self->free_subject = free_subject;
  return self;
}

PlFindSource *
pl_find_source_of_trace (PlTrace *trace)
{
  return new_source (&trace_class, trace, pl_trace_get_log (trace));
}

PlFindSource *
pl_find_source_of_race (PlRace *race, guint part)
{
  PlFindSource *self = new_source (&race_class, race, pl_race_get_log (race));
  PlRacePartResult result;

  pl_race_get_result (race, part, &result);
  self->part = part;
  self->first_lane = pl_log_race_lane (self->log, part, 0);
  self->waits = pl_race_method_is_lock (result.method);
  return self;
}

PlFindSource *
pl_find_source_ref (PlFindSource *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PlFindSource *self = data;

  self->free_subject (self->subject);
}

void
pl_find_source_unref (PlFindSource *self)
{
  if (self)
    g_rc_box_release_full (self, clear);
}

guint
pl_find_source_n_lanes (PlFindSource *self)
{
  return self->klass->n_lanes != NULL ? self->klass->n_lanes (self) : pl_log_n_lanes (self->log);
}

gboolean
pl_find_source_is_parent (PlFindSource *self, guint lane)
{
  return self->klass->is_parent != NULL ? self->klass->is_parent (self, lane) : lane == 0;
}

void
pl_find_source_set_until (PlFindSource *self, gint64 until_ns)
{
  self->until_ns = until_ns;
}

gboolean
pl_find_source_get (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  if (!self->klass->get (self, lane, index, span))
    return FALSE;
  if (self->until_ns <= 0)
    return TRUE;
  /* What becomes of it is not known while it goes on. */
  span->lost = span->lost && span->to_ns <= self->until_ns;
  span->to_ns = MIN (span->to_ns, self->until_ns);
  return span->from_ns < self->until_ns;
}

guint64
pl_find_source_count (PlFindSource *self, guint lane)
{
  guint64 n = self->klass->count (self, lane), i;
  PlFindSpan span;

  if (self->until_ns <= 0 || n == 0)
    return n;
  /* Some that last nothing may follow on the one that goes on then. */
  for (i = self->klass->find (self, lane, self->until_ns); i < n && pl_find_source_get (self, lane, i, &span); i++)
    ;
  return MIN (i, n);
}

guint64
pl_find_source_find (PlFindSource *self, guint lane, gint64 t_ns)
{
  guint64 i = self->klass->find (self, lane, t_ns);

  return self->until_ns > 0 ? MIN (i, pl_find_source_count (self, lane)) : i;
}

char *
pl_find_source_lane_name (PlFindSource *self, guint lane)
{
  return self->klass->lane_name (self, lane);
}

char *
pl_find_source_text (PlFindSource *self, const PlFindSpan *span)
{
  return self->klass->text (self, span);
}

const char *
pl_find_source_state_name (PlFindSource *self, PlState state)
{
  return self->klass->state_name (self, state);
}

const char *
pl_find_source_task_word (PlFindSource *self)
{
  return self->klass->task_word (self);
}

gboolean
pl_find_source_account (PlFindSource *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *account)
{
  if (self->until_ns > 0)
    to_ns = MAX (MIN (to_ns, self->until_ns), from_ns);
  return self->klass->account != NULL && self->klass->account (self, lane, from_ns, to_ns, account);
}

gboolean
pl_find_source_way (PlFindSource *self, const PlFindSpan *span, gint64 *way_ns)
{
  return self->klass->way != NULL && self->klass->way (self, span, way_ns);
}

gboolean
pl_find_source_has_messages (PlFindSource *self)
{
  return self->klass->has_messages != NULL && self->klass->has_messages (self);
}

PlTransfers *
pl_find_source_list (PlFindSource *self)
{
  return self->klass->list != NULL ? self->klass->list (self) : NULL;
}

PlOutputs *
pl_find_source_outputs (PlFindSource *self)
{
  return self->klass->outputs != NULL ? self->klass->outputs (self) : NULL;
}

char *
pl_find_source_output_text (PlFindSource *self, const PlOutput *output)
{
  return self->log != NULL ? pl_output_text (self->log, output) : g_strdup ("");
}

gboolean
pl_find_source_get_written (PlFindSource *self, guint lane, guint64 index, PlFindSpan *span)
{
  return self->klass->written != NULL && self->klass->written (self, lane, index, span)
         && (self->until_ns <= 0 || span->from_ns <= self->until_ns);
}

gboolean
pl_find_source_has_written (PlFindSource *self)
{
  PlFindSpan span;

  for (guint lane = 0; self->klass->written != NULL && lane < pl_find_source_n_lanes (self); lane++)
    if (self->klass->written (self, lane, 0, &span))
      return TRUE;
  return FALSE;
}

static gboolean
lane_wrote (PlFindSource *self, guint lane, gint64 at_ns, PlFindSpan *span)
{
  for (guint64 i = 0; pl_find_source_get_written (self, lane, i, span) && span->from_ns <= at_ns; i++)
    if (span->from_ns == at_ns)
      return TRUE;
  return FALSE;
}

gboolean
pl_find_source_find_written (PlFindSource *self, guint lane, gint64 at_ns, PlFindSpan *span)
{
  if (lane_wrote (self, lane, at_ns, span))
    return TRUE;
  if (pl_find_source_get_written (self, lane, 0, span))
    return FALSE;
  for (guint other = 0; other < pl_find_source_n_lanes (self); other++)
    if (lane_wrote (self, other, at_ns, span))
      return TRUE;
  return FALSE;
}

char *
pl_find_source_written_text (PlFindSource *self, const PlFindSpan *span)
{
  return self->klass->written_text != NULL ? self->klass->written_text (self, span) : g_strdup ("");
}

char *
pl_find_source_name (PlFindSource *self, guint32 name)
{
  return self->log != NULL ? pl_recording_thing_name (self->log, name) : g_strdup ("");
}

gboolean
pl_find_source_has_lost (PlFindSource *self)
{
  return self->klass->value != NULL;
}

void
pl_find_source_transfers (PlFindSource *self, const PlFindSpan *span, GArray *transfers)
{
  PlSpan found;

  g_array_set_size (transfers, 0);
  if (pl_find_source_has_messages (self) && pl_trace_get_span (self->subject, span->lane, span->index, &found))
    pl_trace_span_transfers (self->subject, &found, transfers);
}

guint
pl_find_source_chunk (PlFindSource *self, guint64 *tasks)
{
  *tasks = pl_log_plan (self->log)->tasks;
  return pl_log_plan (self->log)->chunk;
}

gboolean
pl_find_source_value (PlFindSource *self, const PlFindSpan *span, guint32 *value)
{
  return self->klass->value != NULL && self->klass->value (self, span, value);
}

gboolean
pl_find_source_find_item (PlFindSource *self, guint lane, guint64 item, gint64 from_ns, PlFindSpan *span)
{
  guint64 i, n = lane < pl_find_source_n_lanes (self) ? pl_find_source_count (self, lane) : 0;

  if (n == 0)
    return FALSE;
  /* What lasted nothing ended before it. */
  for (i = MIN (pl_find_source_find (self, lane, from_ns), n - 1); i > 0; i--)
    if (!pl_find_source_get (self, lane, i - 1, span) || span->from_ns < from_ns)
      break;
  for (; i < n && pl_find_source_get (self, lane, i, span) && span->from_ns <= from_ns; i++)
    if (span->from_ns == from_ns && span->item == item)
      return TRUE;
  return FALSE;
}

gboolean
pl_find_source_longest (PlFindSource *self, guint32 states, gint64 from_ns, gint64 to_ns, PlFindSpan *span)
{
  gboolean found = FALSE;

  /* The parent sleeps while others work: that is no wait to look for. */
  for (guint lane = 0; lane < pl_find_source_n_lanes (self); lane++)
    {
      guint64 n = pl_find_source_is_parent (self, lane) ? 0 : pl_find_source_count (self, lane);
      PlFindSpan at;

      for (guint64 i = n > 0 ? pl_find_source_find (self, lane, from_ns) : 0; i < n; i++)
        {
          if (!pl_find_source_get (self, lane, i, &at) || at.from_ns >= to_ns)
            break;
          if (!(states & (1u << at.state)) || at.to_ns <= from_ns
              || (found && at.to_ns - at.from_ns <= span->to_ns - span->from_ns))
            continue;
          *span = at;
          found = TRUE;
        }
    }
  return found;
}
