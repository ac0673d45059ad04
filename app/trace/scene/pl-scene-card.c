/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/scene/pl-scene-text.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "trace/pl-trace-private.h"

/* What stands beside the picture: the verdict, and as long as there is none what is known. */

/* Times on the card go on in steps of this, and only a wait that long is told of. */
#define STEP_NS G_GINT64_CONSTANT (100000000)

/* The workers at the end of the trace. */
typedef struct {
  gboolean any;                 /* somebody has waited at some time */
  guint there, waiting;         /* not yet gone; of these in a wait */
  PlSpan oldest;                /* of the waits */
  gint64 youngest_ns;           /* when the last of them began */
} Now;

static void
add_lane (PlTrace *trace, guint lane, Now *now)
{
  guint64 n = pl_trace_get_n_records (trace, lane);
  PlSpan span = { 0 };

  now->any |= pl_trace_next_span (trace, lane, 0, 1u << PL_STATE_WAITING_LOCK, &span);
  if (n > 0)
    pl_trace_get_span (trace, lane, n - 1, &span);
  if (span.state == PL_STATE_FINISHED || span.state == PL_STATE_DEAD)
    return;
  now->there++;
  if (span.state != PL_STATE_WAITING_LOCK)
    return;
  now->waiting++;
  now->youngest_ns = MAX (now->youngest_ns, span.start_ns);
  if (span.start_ns < now->oldest.start_ns)
    now->oldest = span;
}

/* In seconds and tenths: nobody reads faster. */
static char *
calm_time (gint64 ns)
{
  return pl_text_axis_time (ns / STEP_NS * STEP_NS, STEP_NS, MAX (ns, 10 * STEP_NS));
}

static char *
running_headline (PlTrace *trace)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);
  g_autofree char *time = calm_time (end_ns);

  if (end_ns < STEP_NS)
    return g_strdup (_("Running…"));
  /* Translators: how long it has been running: "Running… 1.2 s" */
  return g_strdup_printf (_("Running… %s"), time);
}

/* What is counted is work that was ended; whoever was killed at it is not counted. */
guint64
pl_scene_counted (PlTrace *trace, guint lane)
{
  guint64 n = atomic_load (&pl_log_lane (pl_trace_get_log (trace), lane)->tasks);
  PlTotals totals;

  if (pl_trace_whole (trace) == trace)
    return n;
  pl_lane_index_sum (&trace->lanes[lane], 0, trace->lanes[lane].summed, &totals);
  return MIN (n, totals.n[PL_STATE_WORKING]);
}

static char *
counted_text (PlTrace *trace)
{
  PlLog *log = pl_trace_get_log (trace);
  g_autofree char *count = NULL;
  guint64 n = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    n += pl_scene_counted (trace, lane);
  count = pl_text_count (n);
  /* Translators: what is counted and how many there are: "meals so far: 37." */
  return g_strdup_printf (_("%s so far: %s."), _(pl_scene_info (pl_log_plan (log)->scene)->counted),
                          count);
}

static char *
long_wait_text (PlTrace *trace, const PlSpan *wait)
{
  const PlPlanData *plan = pl_log_plan (pl_trace_get_log (trace));
  g_autofree char *name = pl_trace_lane_name (trace, wait->lane);
  g_autofree char *resource = pl_scene_resource_name (plan, PL_LOCK_ARG_LOCK (wait->arg));
  g_autofree char *length = calm_time (wait->end_ns - wait->start_ns);

  return g_strdup_printf (_("%s has been waiting %s for %s."), name, length, resource);
}

/* Most waits are over before one has read of them: only the long ones are named. */
static void
say_waits (PlTrace *trace, GString *text)
{
  gint64 end_ns = pl_trace_get_end_ns (trace);
  Now now = { .oldest.start_ns = G_MAXINT64 };

  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    add_lane (trace, lane, &now);
  if (!now.any)
    return;
  if (now.waiting > 0 && now.waiting == now.there && end_ns - now.youngest_ns >= STEP_NS)
    {
      g_autofree char *length = calm_time (end_ns - now.youngest_ns);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, _("All that are left have been waiting for %s: whether anybody "
                                      "can still go on is not decided yet."), length);
      return;
    }
  g_string_append_c (text, ' ');
  /* Translators: how many wait, and how many there are. */
  g_string_append_printf (text, _("Waiting right now: %u of %u."), now.waiting, now.there);
  if (now.waiting > 0 && end_ns - now.oldest.start_ns >= STEP_NS)
    {
      g_autofree char *longest = long_wait_text (trace, &now.oldest);

      g_string_append_printf (text, " %s", longest);
    }
}

static char *
so_far_text (PlTrace *trace)
{
  g_autofree char *counted = counted_text (trace);
  GString *text = g_string_new (counted);

  say_waits (trace, text);
  return g_string_free (text, FALSE);
}

void
pl_scene_card_init (PlSceneCard *card, PlTrace *trace)
{
  PlLog *log = pl_trace_get_log (trace);

  if (pl_trace_get_live (trace))
    {
      *card = (PlSceneCard) {
        .headline = running_headline (trace),
        .verdict = so_far_text (trace),
        .expectation = pl_scene_expected (log),
      };
      return;
    }
  *card = (PlSceneCard) {
    .headline = g_strdup (pl_scene_headline (log)),
    .verdict = pl_scene_verdict (log),
    .cycle = pl_scene_cycle_text (log),
    .expectation = pl_scene_expectation (log),
  };
}

void
pl_scene_card_clear (PlSceneCard *card)
{
  g_clear_pointer (&card->headline, g_free);
  g_clear_pointer (&card->verdict, g_free);
  g_clear_pointer (&card->cycle, g_free);
  g_clear_pointer (&card->expectation, g_free);
}
