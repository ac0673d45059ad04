/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/find/pl-path.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-private.h"
#include "trace/pl-trace-text.h"

static gboolean
is_wait (PlState state)
{
  /* A caller that is free needs what the workers do, too, before it goes on. */
  return state == PL_STATE_WAITING_TASK || state == PL_STATE_WAITING_LOCK || state == PL_STATE_WAITING_GIL ||
         state == PL_STATE_FREE;
}

/* Of a wait that is over. FALSE: nobody knows, or it had nothing to wait for. */
static gboolean
find_cause (PlTrace *self, const PlSpan *wait, PlCause *cause)
{
  const PlTraceKind *kind = pl_trace_kind (self->log);

  return kind->cause != NULL && kind->cause (self, wait, cause) && cause->time_ns > wait->start_ns
         && cause->time_ns <= wait->end_ns && cause->lane < self->n_lanes;
}

gboolean
pl_trace_follow (PlTrace *self, guint lane, guint64 index, gboolean forth, guint32 *chunk, PlSpan *span)
{
  const PlTraceKind *kind = pl_trace_kind (self->log);
  PlCause cause;
  PlSpan from;
  guint64 before;

  if (!pl_trace_get_span (self, lane, index, &from))
    return FALSE;
  if (kind->follow != NULL)
    return kind->follow (self, &from, forth, chunk, span);
  /* Without tasks there is still who ended a wait, and with what. */
  return !forth && is_wait (from.state) && find_cause (self, &from, &cause)
         && pl_trace_find (self, cause.lane, cause.time_ns - 1, &before) && pl_trace_get_span (self, cause.lane, before, span);
}

/* Up to that moment. */
static void
sum_step (PlCriticalPath *self, const PlPathStep *step, gint64 to_ns)
{
  gint64 length_ns = MIN (step->to_ns, to_ns) - step->from_ns;

  if (step->way)
    self->way_ns += length_ns;
  else
    self->state_ns[step->state] += length_ns;
  self->n_tasks += step->task;
  self->n_steps++;
}

static void
add_step (PlCriticalPath *self, const PlSpan *span, gint64 from_ns, gint64 to_ns, gboolean way)
{
  gboolean task = span->state == PL_STATE_WORKING && span->lane > 0 && span->count != PL_WORKING_AGAIN;
  PlPathStep step = { span->lane, span->index, from_ns, to_ns, span->state, way, task };

  if (to_ns <= from_ns)
    return;
  g_array_append_val (self->steps, step);
  sum_step (self, &step, to_ns);
}

/* Where the walk is. still: how often it has changed lanes without going back in time, which must come to an end. */
typedef struct {
  guint lane;
  gint64 t_ns;
  guint still;
} Walk;

static void
go (Walk *walk, guint lane, gint64 t_ns)
{
  walk->still = t_ns < walk->t_ns ? 0 : walk->still + 1;
  walk->lane = lane;
  walk->t_ns = t_ns;
}

/* One step back in time. FALSE: this is the beginning. */
static gboolean
step_back (PlTrace *trace, PlCriticalPath *self, Walk *walk)
{
  PlCause cause;
  PlSpan span;
  guint64 index;

  if (!pl_trace_find (trace, walk->lane, walk->t_ns - 1, &index) || !pl_trace_get_span (trace, walk->lane, index, &span))
    {
      /* Whoever was not there yet was made by the parent. */
      if (walk->lane == 0)
        return FALSE;
      go (walk, 0, walk->t_ns);
      return TRUE;
    }
  if (is_wait (span.state) && walk->t_ns >= span.end_ns && walk->still < trace->n_lanes
      && find_cause (trace, &span, &cause))
    {
      add_step (self, &span, cause.time_ns, walk->t_ns, TRUE);
      go (walk, cause.lane, cause.time_ns);
      return TRUE;
    }
  add_step (self, &span, span.start_ns, walk->t_ns, FALSE);
  go (walk, walk->lane, span.start_ns);
  /* A worker begins where the parent had forked it. */
  if (walk->lane > 0 && span.state == PL_STATE_STARTING)
    go (walk, 0, span.start_ns);
  return TRUE;
}

static void
reverse (GArray *steps)
{
  for (guint i = 0; i < steps->len / 2; i++)
    {
      PlPathStep *a = &g_array_index (steps, PlPathStep, i), *b = &g_array_index (steps, PlPathStep, steps->len - 1 - i);
      PlPathStep step = *a;

      *a = *b;
      *b = step;
    }
}

gboolean
pl_critical_path_find (PlTrace *trace, PlCriticalPath *out)
{
  Walk walk = { .t_ns = pl_trace_get_end_ns (trace) };
  guint64 most = 4 * (pl_trace_get_n_records_total (trace) + trace->n_lanes);

  *out = (PlCriticalPath) { .to_ns = walk.t_ns };
  if (pl_trace_kind (trace->log)->cause == NULL || pl_trace_get_n_records_total (trace) == 0)
    return FALSE;
  out->steps = g_array_new (FALSE, FALSE, sizeof (PlPathStep));
  while (most-- > 0 && step_back (trace, out, &walk))
    ;
  reverse (out->steps);
  out->from_ns = out->steps->len > 0 ? g_array_index (out->steps, PlPathStep, 0).from_ns : 0;
  return TRUE;
}

gboolean
pl_critical_path_at (const PlCriticalPath *self, gint64 until_ns, PlCriticalPath *out)
{
  *out = (PlCriticalPath) { .steps = g_array_ref (self->steps), .from_ns = self->from_ns, .to_ns = self->to_ns };
  if (until_ns > 0)
    out->to_ns = CLAMP (until_ns, self->from_ns, self->to_ns);
  for (guint i = 0; i < self->n_steps; i++)
    {
      const PlPathStep *step = &g_array_index (self->steps, PlPathStep, i);

      if (step->from_ns >= out->to_ns)
        break;
      sum_step (out, step, out->to_ns);
    }
  return out->n_steps > 0;
}

void
pl_critical_path_clear (PlCriticalPath *self)
{
  g_clear_pointer (&self->steps, g_array_unref);
}

void
pl_critical_path_mark (const PlCriticalPath *self, PlHighlights *highlights)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const PlPathStep *step = &g_array_index (self->steps, PlPathStep, i);
      PlStretch stretch = { step->lane, step->from_ns, step->to_ns };

      g_array_append_val (highlights->path, stretch);
    }
}

static void
append_share (GString *text, const char *name, gint64 part_ns, gint64 whole_ns)
{
  g_autofree char *share = pl_text_percent ((double) part_ns, (double) whole_ns);

  g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", name, share);
}

/* The largest first. */
static char *
shares_text (const PlCriticalPath *self, PlTrace *trace, gint64 whole_ns)
{
  GString *text = g_string_new (NULL);
  guint32 left = ~0u;

  for (;;)
    {
      gint64 best_ns = 0;
      guint best = 0;

      for (guint s = 0; s < PL_N_STATES; s++)
        if ((left & (1u << s)) && self->state_ns[s] > best_ns)
          {
            best_ns = self->state_ns[s];
            best = s;
          }
      if (best_ns == 0)
        break;
      left &= ~(1u << best);
      append_share (text, pl_trace_state_name (trace, (PlState) best), best_ns, whole_ns);
    }
  if (self->way_ns > 0)
    append_share (text, _("messages and wake-ups on their way"), self->way_ns, whole_ns);
  return g_string_free (text, FALSE);
}

/* That nothing else made the run longer is known when it is over. */
static char *
sentence_so_far (const PlCriticalPath *self, PlTrace *trace, const char *so_far, const char *shares, const char *tasks)
{
  if (pl_trace_kind (trace->log)->has_messages)
    return g_strdup_printf (ngettext ("So far these %s are made of: %s. %s task on the path has begun.",
                                      "So far these %s are made of: %s. %s tasks on the path have begun.", (gulong) self->n_tasks),
                            so_far, shares, tasks);
  return g_strdup_printf (_("So far these %s are made of: %s."), so_far, shares);
}

char *
pl_critical_path_sentence (const PlCriticalPath *self, PlTrace *trace)
{
  gint64 whole_ns = MAX (self->to_ns - self->from_ns, 1);
  g_autofree char *whole = pl_text_duration (whole_ns), *shares = shares_text (self, trace, whole_ns);
  g_autofree char *tasks = pl_text_count (self->n_tasks);

  if (self->to_ns < pl_trace_get_end_ns (trace))
    return sentence_so_far (self, trace, whole, shares, tasks);
  /* Translators: "These 3.09 s are made of: working 92 %, sending 1 %. 23 tasks lie on the path: ..." */
  if (pl_trace_kind (trace->log)->has_messages)
    return g_strdup_printf (ngettext ("These %s are made of: %s. %s task lies on the path; nothing else made the run longer.",
                                      "These %s are made of: %s. %s tasks lie on the path; nothing else made the run longer.",
                                      (gulong) self->n_tasks), whole, shares, tasks);
  return g_strdup_printf (_("These %s are made of: %s."), whole, shares);
}

char *
pl_critical_path_step_text (const PlPathStep *step, PlTrace *trace)
{
  g_autofree char *name = NULL;

  if (!step->way)
    return pl_trace_span_title (trace, step->lane, step->index);
  name = pl_trace_lane_name (trace, step->lane);
  return g_strdup_printf (_("On its way to %s"), name);
}
