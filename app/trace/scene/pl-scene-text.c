/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/scene/pl-scene-text.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/pl-text.h"
#include "trace/pl-account-text.h"
#include "trace/pl-trace-kinds.h"
#include "trace/pl-trace-private.h"
#include "trace/pl-trace-text.h"

char *
pl_scene_lane_name (PlLog *log, guint lane)
{
  const PlPlanData *plan = pl_log_plan (log);
  const PlSceneInfo *info = pl_scene_info (plan->scene);
  const char *last = pl_scene_last_role (plan);
  guint others = pl_scene_n_others (plan->scene);

  if (lane == 0)
    return g_strdup (_("Parent"));
  if (lane <= others)
    return g_strdup (_(info->other_role));
  if (last && lane == plan->scene_workers)
    return g_strdup (_(last));
  if (plan->scene_workers - others - (last ? 1 : 0) == 1)
    return g_strdup (_(info->role));
  /* Translators: somebody and a number: "Philosopher 3". */
  return g_strdup_printf (_("%s %u"), _(info->role), lane - others);
}

char *
pl_scene_resource_name (const PlPlanData *plan, guint resource)
{
  const char *name = pl_scene_wait_name (plan->scene, resource);

  if (name)
    return g_strdup (_(name));
  switch (plan->scene)
    {
    case PL_SCENE_DEADLOCK:
      return g_strdup_printf (_("lock %c"), 'A' + (char) resource);
    case PL_SCENE_PHILOSOPHERS:
      if (resource >= plan->scene_workers)
        return g_strdup (_("the waiter"));
      return g_strdup_printf (_("fork %u"), resource + 1);
    case PL_SCENE_GATE:
      return g_strdup (_("the gate"));
    case PL_SCENE_BARRIER:
      return g_strdup (_("the barrier"));
    case PL_SCENE_WAKEUP:
      return g_strdup (resource == 0 ? _("the event") : _("the answer"));
    case PL_SCENE_BUFFER:
      return g_strdup (resource == 0   ? _("the buffer’s lock")
                       : resource == 1 ? _("an item")
                                       : _("a free place"));
    default:
      return g_strdup (_("the lock"));
    }
}

const char *
pl_scene_state_name (const PlPlanData *plan, PlState state)
{
  const PlSceneInfo *info = pl_scene_info (plan->scene);

  switch ((int) state)
    {
    case PL_STATE_WORKING:
      return _(info->doing);
    case PL_STATE_RECEIVING:
      return info->between ? _(info->between) : pl_state_name (state);
    case PL_STATE_WAITING_TASK:
      return _(info->meanwhile);
    case PL_STATE_WAITING_LOCK:
      return _("waiting");
    default:
      return pl_state_name (state);
    }
}

char *
pl_scene_span_title (PlTrace *trace, const PlSpan *span)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (trace));
  g_autofree char *name = pl_trace_lane_name (trace, span->lane);
  g_autofree char *resource = NULL;

  if (span->lane == 0)
    return g_strdup_printf (_("%s %s"), name,
                            span->state == PL_STATE_WAITING_TASK ? _("watching")
                                                                 : pl_state_name (span->state));
  if (span->state == PL_STATE_WAITING_LOCK)
    {
      resource = pl_scene_resource_name (plan, PL_LOCK_ARG_LOCK (span->arg));
      /* Translators: "Philosopher 3 waiting for fork 2" */
      return g_strdup_printf (_("%s waiting for %s"), name, resource);
    }
  if (span->state == PL_STATE_DEAD)
    return g_strdup_printf (_("%s died"), name);
  return g_strdup_printf (_("%s %s"), name, pl_scene_state_name (plan, span->state));
}

/* It has ended, as the trace knows it: it neither goes on nor was saved in the middle of it. */
static gboolean
is_over (PlTrace *trace)
{
  return !pl_trace_get_live (trace) && trace->phase >= PL_PHASE_DONE;
}

const PlSceneStatus *
pl_scene_end (PlTrace *trace)
{
  static const PlSceneStatus none_yet;

  /* What the runner has written so far is only true once the phase says so. */
  return is_over (trace) ? &pl_log_header (trace->log)->status.scene : &none_yet;
}

static char *
wait_sentence (PlTrace *trace, const PlSpan *span, const char *name, const char *length)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (trace));
  guint holder = PL_LOCK_ARG_LANE (span->arg);
  g_autofree char *resource = pl_scene_resource_name (plan, PL_LOCK_ARG_LOCK (span->arg));
  g_autofree char *holder_name = NULL;
  gboolean ongoing = span->open && pl_trace_get_live (trace);
  gboolean vain = span->open && is_over (trace);

  if (holder >= 1 && holder < pl_trace_get_n_lanes (trace))
    {
      holder_name = pl_trace_lane_name (trace, holder);
      if (ongoing)
        return g_strdup_printf (
          _("%s has been waiting %s for %s, which %s held when the wait began."), name, length,
          resource, holder_name);
      if (vain)
        return g_strdup_printf (
          _("%s waited %s for %s, which %s held when the wait began, and never got it."), name,
          length, resource, holder_name);
      return g_strdup_printf (_("%s waited %s for %s, which %s held when the wait began."), name,
                              length, resource, holder_name);
    }
  if (ongoing)
    return g_strdup_printf (_("%s has been waiting %s for %s."), name, length, resource);
  return g_strdup_printf (vain ? _("%s waited %s for %s, until it was ended.")
                               : _("%s waited %s for %s."),
                          name, length, resource);
}

static char *
parent_sentence (PlTrace *trace, const PlSpan *span, const char *length)
{
  if (span->state != PL_STATE_WAITING_TASK)
    return g_strdup_printf (_("The parent started workers for %s."), length);
  return g_strdup_printf (
    span->open && pl_trace_get_live (trace)
      ? _("The parent has been watching for %s whether anybody can still go on.")
      : _("The parent watched for %s whether anybody could still go on."),
    length);
}

static char *
end_sentence (const PlSpan *span, const char *name, const char *when)
{
  int status = (int) span->arg;

  if (span->state == PL_STATE_FINISHED)
    return g_strdup_printf (_("%s finished at %s."), name, when);
  if (WIFSIGNALED (status))
    {
      const char *signal_name = sigabbrev_np (WTERMSIG (status));

      return g_strdup_printf (_("%s was killed by SIG%s at %s."), name,
                              signal_name ? signal_name : "?", when);
    }
  return g_strdup_printf (_("%s died at %s."), name, when);
}

static char *
what_sentence (PlTrace *trace, const PlSpan *span)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (trace));
  g_autofree char *name = pl_trace_lane_name (trace, span->lane);
  g_autofree char *length = pl_text_duration (span->end_ns - span->start_ns);
  g_autofree char *from = pl_trace_moment (trace, span->start_ns, pl_trace_get_end_ns (trace) / 10);

  if (span->state == PL_STATE_FINISHED || span->state == PL_STATE_DEAD)
    return end_sentence (span, name, from);
  if (span->lane == 0)
    return parent_sentence (trace, span, length);
  if (span->state == PL_STATE_WAITING_LOCK)
    return wait_sentence (trace, span, name, length);
  if (span->open && pl_trace_get_live (trace))
    /* Translators: "Philosopher 3: eating for 1.20 ms now, since 4.5 ms." */
    return g_strdup_printf (_("%s: %s for %s now, since %s."), name,
                            pl_scene_state_name (plan, span->state), length, from);
  /* Translators: "Philosopher 3: eating for 1.20 ms, from 4.5 ms on." */
  return g_strdup_printf (_("%s: %s for %s, from %s on."), name,
                          pl_scene_state_name (plan, span->state), length, from);
}

char *
pl_scene_span_sentence (PlTrace *trace, const PlSpan *span)
{
  g_autofree char *what = what_sentence (trace, span);
  g_autofree char *waited = span->lane > 0 ? pl_account_waited_sentence (trace, span) : NULL;

  return waited ? g_strconcat (what, " ", waited, NULL) : g_steal_pointer (&what);
}

/* A little after the last worker left: the parent looks only now and then whether all have. */
static gint64
soon_after_the_last (PlTrace *trace, gint64 end_ns)
{
  gint64 last_ns = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      guint64 n = pl_trace_get_n_records (trace, lane);
      PlSpan span;
      gboolean left;

      if (n == 0 || !pl_trace_get_span (trace, lane, n - 1, &span))
        continue;
      left = span.state == PL_STATE_FINISHED || span.state == PL_STATE_DEAD;
      last_ns = MAX (last_ns, left ? span.start_ns : span.end_ns);
    }
  return last_ns > 0 ? MIN (end_ns, last_ns + last_ns / 10) : end_ns;
}

/* Growing in steps keeps the picture still in between. */
static gint64
with_room_to_grow (gint64 end_ns)
{
  gint64 room_ns = 60000000;

  while (room_ns < end_ns)
    room_ns += room_ns / 3;
  return room_ns;
}

gint64
pl_scene_interesting_end_ns (PlTrace *trace)
{
  const PlSceneStatus *scene = pl_scene_end (trace);
  gint64 end_ns = pl_trace_get_end_ns (trace);

  if (pl_trace_get_live (trace))
    return with_room_to_grow (end_ns);
  if (scene->stuck_ns <= 0)
    return soon_after_the_last (trace, end_ns);
  /* That nothing happens for long shows as well in little room. */
  return MIN (end_ns, MAX (scene->stuck_ns / 2 * 3, scene->stuck_ns + 2000000));
}
