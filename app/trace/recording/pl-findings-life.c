/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-findings-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "log/pl-log-events.h"
#include "trace/recording/pl-recording-events.h"

/* --- a lock that is held by somebody who waits --- */

/* By its holder. reason: what he waited for longest; waiters: guint, ascending; NULL: nobody waited for him. */
typedef struct { gint64 wait_ns, from_ns, to_ns, longest_ns; guint32 reason; GArray *waiters; } Held;

static void
held_clear (gpointer data)
{
  g_clear_pointer (&((Held *) data)->waiters, g_array_unref);
}

/* Whoever sleeps gives no lock back: from the moment the other one came for it until he woke up he had it, and waited. */
static void
take_holder (PlSearch *self, const PlSpan *wait, guint holder, gpointer data)
{
  Held *held = &g_array_index ((GArray *) data, Held, holder);
  guint64 index;
  PlSpan other;
  gint64 ns, end_ns;

  if (!pl_trace_find (self->trace, holder, wait->start_ns, &index) || !pl_trace_get_span (self->trace, holder, index, &other)
      || other.state != PL_STATE_WAITING_TASK || other.count >= PL_N_WAITS || pl_findings_is_queue (&other))
    return;
  end_ns = MIN (wait->end_ns, other.end_ns);
  ns = pl_findings_length (self, wait->lane, wait->start_ns, end_ns);
  held->from_ns = held->waiters == NULL ? wait->start_ns : MIN (held->from_ns, wait->start_ns);
  held->to_ns = MAX (held->to_ns, end_ns);
  held->wait_ns += ns;
  if (held->waiters == NULL)
    held->waiters = pl_findings_new_lanes ();
  pl_findings_add_lane (held->waiters, wait->lane);
  if (ns <= held->longest_ns)
    return;
  held->longest_ns = ns;
  held->reason = other.count;
}

static void
add_waits_while_holding (PlSearch *self, guint holder, const Held *held)
{
  g_autofree char *wait = pl_text_duration (held->wait_ns), *name = pl_recording_lane_who (self->trace, holder, FALSE);
  gint64 cost_ns = held->wait_ns / held->waiters->len;
  GArray *lanes;

  if (!pl_findings_worth (self, cost_ns))
    return;
  lanes = pl_findings_new_lanes ();
  g_array_append_val (lanes, holder);
  g_array_append_vals (lanes, held->waiters->data, held->waiters->len);
  pl_findings_add (self, "waits-while-holding",
                   /* Translators: a lane, and what it was doing: "python3 kept a lock while it was sleeping". */
                   g_strdup_printf (_("%s kept a lock while it was %s, and others waited %s for it. Give a lock back before you wait for something else."),
                                    name, pl_wait_name (held->reason), wait),
                   cost_ns, held->from_ns, held->to_ns, lanes);
}

/* Of all who do so the one for whom others waited longest. */
static void
find_waits_while_holding (PlSearch *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (Held));
  guint dearest = 0;

  g_array_set_clear_func (all, held_clear);
  g_array_set_size (all, self->n_lanes);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    pl_findings_each_held (self, lane, take_holder, all);
  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (g_array_index (all, Held, lane).wait_ns > g_array_index (all, Held, dearest).wait_ns)
      dearest = lane;
  if (dearest > 0)
    add_waits_while_holding (self, dearest, &g_array_index (all, Held, dearest));
}

/* --- left behind --- */

/* FALSE: it was stopped, or nobody saw how it ended; then what is left is not its doing. */
static gboolean
program_has_ended (PlSearch *self, gint64 *end_ns)
{
  int status;

  return self->n_lanes > 1 && pl_recording_lane_ended (self->trace, 1, end_ns, &status) && status >= 0 && status != G_MAXINT;
}

/* What helps Python ends by itself, when it finds that it is alone. */
static gboolean
is_child (PlSearch *self, guint lane)
{
  return lane > 1 && pl_recording_is_process (self->log, lane) && pl_recording_helper_name (self->log, lane) == NULL;
}

static int
pid_of (PlSearch *self, guint lane)
{
  return atomic_load (&pl_log_lane (self->log, lane)->pid);
}

static void
find_left_behind (PlSearch *self)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  g_autofree char *name = NULL;
  gint64 program_ns, end_ns;
  int status;

  if (!program_has_ended (self, &program_ns))
    return;
  for (guint lane = 2; lane < self->n_lanes; lane++)
    if (is_child (self, lane) && !pl_recording_lane_ended (self->trace, lane, &end_ns, &status))
      g_array_append_val (lanes, lane);
  if (lanes->len == 0)
    return;
  name = pl_trace_lane_name (self->trace, g_array_index (lanes, guint, 0));
  pl_findings_add (self, "left-behind",
                   g_strdup_printf (ngettext ("%u process was left behind when the program ended: %s (pid %d). Wait for your children before you end.",
                                              "%u processes were left behind when the program ended, the first is %s (pid %d). Wait for your children before you end.",
                                              lanes->len),
                                    lanes->len, name, pid_of (self, g_array_index (lanes, guint, 0))),
                   0, program_ns, self->end_ns, g_array_ref (lanes));
}

/* Who ends so soon after its parent was only late. */
#define LEAST_ORPHAN_NS G_GINT64_CONSTANT (200000000)

/* The one whose parent ended first, and who went on to an end of its own: [from, to) is when it had none. FALSE: it is not so. */
static gboolean
is_orphan (PlSearch *self, guint lane, gint64 *from_ns, gint64 *to_ns)
{
  guint parent = pl_log_lane_parent (self->log, lane);
  int status;

  parent = parent != PL_LANE_NOBODY ? pl_recording_process_of (self->log, parent) : PL_LANE_NOBODY;
  if (parent == PL_LANE_NOBODY || !is_child (self, parent)
      || !pl_recording_lane_ended (self->trace, parent, from_ns, &status))
    return FALSE;
  return pl_recording_lane_ended (self->trace, lane, to_ns, &status) && *to_ns - *from_ns >= LEAST_ORPHAN_NS;
}

static void
find_orphans (PlSearch *self)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  gint64 first_ns = G_MAXINT64, last_ns = 0;
  g_autofree char *name = NULL;

  for (guint lane = 2; lane < self->n_lanes; lane++)
    {
      gint64 from_ns, to_ns;

      if (!is_child (self, lane) || !is_orphan (self, lane, &from_ns, &to_ns))
        continue;
      first_ns = MIN (first_ns, from_ns);
      last_ns = MAX (last_ns, to_ns);
      g_array_append_val (lanes, lane);
    }
  if (lanes->len == 0)
    return;
  name = pl_trace_lane_name (self->trace, g_array_index (lanes, guint, 0));
  pl_findings_add (self, "left-behind",
                   g_strdup_printf (ngettext ("%u process is an orphan: %s (pid %d) went on when its parent had ended, and nobody waits for it any more. A parent should end after its children.",
                                              "%u processes are orphans, the first is %s (pid %d): they went on when their parent had ended, and nobody waits for them any more. A parent should end after its children.",
                                              lanes->len),
                                    lanes->len, name, pid_of (self, g_array_index (lanes, guint, 0))),
                   0, first_ns, last_ns, g_array_ref (lanes));
}

typedef struct { GArray *lanes; gint64 longest_ns, from_ns, to_ns; guint parent; } Zombies;

static void
add_zombie (Zombies *zombies, guint parent, guint lane, gint64 dead_ns, gint64 end_ns)
{
  zombies->parent = parent;
  zombies->longest_ns = MAX (zombies->longest_ns, end_ns - dead_ns);
  zombies->from_ns = MIN (zombies->from_ns, dead_ns);
  zombies->to_ns = MAX (zombies->to_ns, end_ns);
  g_array_append_val (zombies->lanes, lane);
}

/* Told by their parent when it ended. */
static void
look_for_zombies (PlSearch *self, guint parent, Zombies *zombies)
{
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, self->log, parent, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    {
      gint64 dead_ns;
      int status;

      if (event.kind != PL_EVENT_UNREAPED || event.arg >= self->n_lanes || !is_child (self, event.arg)
          || !pl_recording_lane_ended (self->trace, event.arg, &dead_ns, &status) || event.time_ns - dead_ns < PL_LEAST_FOR_EVER_NS)
        continue;
      add_zombie (zombies, parent, event.arg, dead_ns, event.time_ns);
    }
}

/* Whether its parent knows of its end: the edge of its birth ends there, too. */
static gboolean
is_reaped (PlSearch *self, guint child, guint parent)
{
  guint64 edge = 0;
  PlLogCursor cursor;
  PlLogEvent event;

  pl_log_cursor_init (&cursor, self->log, child, PL_STREAM_EVENTS);
  while (edge == 0 && pl_log_cursor_next (&cursor, &event))
    if (event.kind == PL_EVENT_FORK && event.in)
      edge = event.id;
  for (guint lane = 1; edge != 0 && lane < self->n_lanes; lane++)
    {
      if (pl_recording_process_of (self->log, lane) != parent)
        continue;
      pl_log_cursor_init (&cursor, self->log, lane, PL_STREAM_EVENTS);
      while (pl_log_cursor_next (&cursor, &event))
        if (event.kind == PL_EVENT_JOIN && event.id == edge)
          return TRUE;
    }
  return edge == 0;
}

/* Seen by the recorder, of a parent that was killed and could not tell of them. Not where all of it was ended from outside:
 * such a parent might still have waited. */
static void
look_for_orphaned_zombies (PlSearch *self, Zombies *zombies)
{
  PlLogCursor cursor;
  PlLogEvent event;
  gint64 program_ns;

  if (!program_has_ended (self, &program_ns))
    return;
  pl_log_cursor_init (&cursor, self->log, 0, PL_STREAM_EVENTS);
  while (pl_log_cursor_next (&cursor, &event))
    {
      gint64 dead_ns, killed_ns;
      guint parent;
      int status;

      if (event.kind != PL_EVENT_UNREAPED || event.arg >= self->n_lanes || !is_child (self, event.arg)
          || !pl_recording_lane_ended (self->trace, event.arg, &dead_ns, &status))
        continue;
      parent = pl_findings_maker (self, pl_log_lane_parent (self->log, event.arg));
      if (!pl_recording_lane_ended (self->trace, parent, &killed_ns, &status) || status >= 0
          || event.time_ns > killed_ns || killed_ns - dead_ns < PL_LEAST_FOR_EVER_NS || is_reaped (self, event.arg, parent))
        continue;
      add_zombie (zombies, parent, event.arg, dead_ns, killed_ns);
    }
}

static void
find_zombies (PlSearch *self)
{
  g_autoptr (GArray) lanes = pl_findings_new_lanes ();
  Zombies zombies = { .lanes = lanes, .from_ns = G_MAXINT64 };
  g_autofree char *parent = NULL, *longest = NULL;

  for (guint lane = 1; lane < self->n_lanes; lane++)
    if (pl_recording_tells (self->trace, lane, PL_EVENT_UNREAPED))
      look_for_zombies (self, lane, &zombies);
  look_for_orphaned_zombies (self, &zombies);
  if (lanes->len == 0)
    return;
  parent = pl_recording_lane_who (self->trace, zombies.parent, FALSE);
  longest = pl_text_duration (zombies.longest_ns);
  pl_findings_add (self, "left-behind",
                   g_strdup_printf (ngettext ("%u process was a zombie, for %s: it had ended, and %s never waited for it. Join your processes, or the system keeps an entry for each.",
                                              "%u processes were zombies, up to %s: they had ended, and %s never waited for them. Join your processes, or the system keeps an entry for each.",
                                              lanes->len), lanes->len, longest, parent),
                   0, zombies.from_ns, zombies.to_ns, g_array_ref (lanes));
}

void
pl_findings_find_life (PlSearch *self)
{
  find_waits_while_holding (self);
  find_left_behind (self);
  find_orphans (self);
  find_zombies (self);
}
