/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/recording/pl-wakes.h"

#include "base/pl-order.h"

/* One end of an edge. */
typedef struct {
  guint64 id;
  gint64 time_ns;
} End;

/* A lane's own, as it told them: with rising times, and, where no signal came in between, rising numbers. What does not rise
 * is not found. */
typedef struct { GArray *given, *taken; } Ends;

struct _PlWakes {
  GArray *lanes;                /* Ends */
};

static void
clear (gpointer data)
{
  Ends *ends = data;

  g_clear_pointer (&ends->given, g_array_unref);
  g_clear_pointer (&ends->taken, g_array_unref);
}

PlWakes *
pl_wakes_new (void)
{
  PlWakes *self = g_new0 (PlWakes, 1);

  self->lanes = g_array_new (FALSE, TRUE, sizeof (Ends));
  g_array_set_clear_func (self->lanes, clear);
  return self;
}

void
pl_wakes_free (PlWakes *self)
{
  g_array_unref (self->lanes);
  g_free (self);
}

void
pl_wakes_take (PlWakes *self, const PlLogEvent *event)
{
  const End end = { event->id, event->time_ns };
  GArray **ends;

  if (event->kind != PL_EVENT_WAKE)
    return;
  if (event->lane >= self->lanes->len)
    g_array_set_size (self->lanes, event->lane + 1);
  ends = event->in ? &g_array_index (self->lanes, Ends, event->lane).taken : &g_array_index (self->lanes, Ends, event->lane).given;
  if (*ends == NULL)
    *ends = g_array_new (FALSE, FALSE, sizeof (End));
  g_array_append_val (*ends, end);
}

PL_ORDER_BY (compare_times, End, time_ns)
PL_ORDER_BY (compare_ids, End, id)

/* The last one by then. */
static const End *
taken_by (const GArray *taken, gint64 by_ns)
{
  guint low = 0, high = taken != NULL ? taken->len : 0;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_times (&g_array_index (taken, End, middle), &(End) { 0, by_ns }) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? &g_array_index (taken, End, low - 1) : NULL;
}

gboolean
pl_wakes_find (const PlWakes *self, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *wake)
{
  const End *taken = lane < self->lanes->len ? taken_by (g_array_index (self->lanes, Ends, lane).taken, to_ns) : NULL;

  for (guint from = 0; taken != NULL && taken->time_ns > from_ns && from < self->lanes->len; from++)
    {
      GArray *given = g_array_index (self->lanes, Ends, from).given;
      guint at;

      if (from == lane || given == NULL || !g_array_binary_search (given, taken, compare_ids, &at))
        continue;
      *wake = (PlMessage) { from, lane, g_array_index (given, End, at).time_ns, taken->time_ns, 0, FALSE };
      return wake->sent_ns <= wake->received_ns;
    }
  return FALSE;
}
