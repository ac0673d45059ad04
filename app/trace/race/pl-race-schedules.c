/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-schedules.h"

#include "base/pl-order.h"

#include <string.h>

/* Counting by layers: after t steps in all there are so many ways to be in a state. A state is the
 * counter and, of each worker, how far it is and what it has loaded. Workers are alike: their
 * order does not matter, so they are kept sorted. */

#define MAX_WORKERS 8
#define MAX_INCREMENTS 64
#define MAX_STATES 40000   /* in one layer */

/* `at`: its steps so far, in the upper byte; what it holds between load and store, in the lower
 * half. */
typedef struct {
  guint32 counter;
  guint32 at[MAX_WORKERS];
} State;

#define AT(steps, held) (((guint32) (steps) << 16) | (held))
#define STEPS(at) ((at) >> 16)
#define HELD(at) ((at) & 0xffffu)

void
pl_race_possible_finals (guint workers, guint64 increments, guint64 *lowest, guint64 *highest)
{
  *highest = workers * increments;
  if (workers <= 1)
    *lowest = *highest;
  else
    *lowest = MIN (increments, 2);
}

static guint
hash_state (gconstpointer key)
{
  const guint32 *words = key;
  guint32 hash = 2166136261u;

  for (gsize i = 0; i < sizeof (State) / sizeof *words; i++)
    hash = (hash ^ words[i]) * 16777619u;
  return hash ^ (hash >> 15);
}

static gboolean
same_state (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (State)) == 0;
}

static GHashTable *
new_layer (void)
{
  return g_hash_table_new_full (hash_state, same_state, g_free, g_free);
}

static void
add_ways (GHashTable *layer, const State *state, double ways)
{
  double *sum = g_hash_table_lookup (layer, state);

  if (sum == NULL)
    {
      sum = g_new0 (double, 1);
      g_hash_table_insert (layer, g_memdup2 (state, sizeof *state), sum);
    }
  *sum += ways;
}

/* Worker i has moved; the others were sorted. */
static void
sort_worker (State *state, guint workers, guint i)
{
  for (; i > 0 && state->at[i - 1] > state->at[i]; i--)
    {
      guint32 at = state->at[i];

      state->at[i] = state->at[i - 1];
      state->at[i - 1] = at;
    }
  for (; i + 1 < workers && state->at[i + 1] < state->at[i]; i++)
    {
      guint32 at = state->at[i];

      state->at[i] = state->at[i + 1];
      state->at[i + 1] = at;
    }
}

/* One more step from state, by each worker that has one left. */
static void
step (GHashTable *next, const State *state, double ways, guint workers, guint32 steps)
{
  for (guint i = 0; i < workers; i++)
    {
      State after = *state;
      guint alike = 1;

      /* Those in the same place lead to the same state. */
      while (i + 1 < workers && state->at[i + 1] == state->at[i])
        {
          i++;
          alike++;
        }
      if (STEPS (state->at[i]) == steps)
        continue;
      if (STEPS (state->at[i]) % 2 == 0)
        {
          after.at[i] = AT (STEPS (state->at[i]) + 1, state->counter);
        }
      else
        {
          after.counter = HELD (state->at[i]) + 1;
          after.at[i] = AT (STEPS (state->at[i]) + 1, 0);
        }
      sort_worker (&after, workers, i);
      add_ways (next, &after, ways * alike);
    }
}

PL_ORDER_BY (compare_finals, PlRaceFinal, value)

static GArray *
list_finals (GHashTable *layer)
{
  GArray *finals = g_array_new (FALSE, FALSE, sizeof (PlRaceFinal));
  gpointer state, ways;
  GHashTableIter iter;
  double all = 0;

  g_hash_table_iter_init (&iter, layer);
  while (g_hash_table_iter_next (&iter, &state, &ways))
    {
      PlRaceFinal final = { ((State *) state)->counter, *(double *) ways, 0 };

      all += final.schedules;
      g_array_append_val (finals, final);
    }
  for (guint i = 0; i < finals->len; i++)
    {
      PlRaceFinal *final = &g_array_index (finals, PlRaceFinal, i);

      final->share = final->schedules / all;
    }
  g_array_sort (finals, compare_finals);
  return finals;
}

GArray *
pl_race_uniform_finals (guint workers, guint64 increments)
{
  g_autoptr (GHashTable) layer = new_layer ();
  State start = { 0 };

  if (workers < 1 || workers > MAX_WORKERS || increments < 1 || increments > MAX_INCREMENTS)
    return NULL;
  add_ways (layer, &start, 1);
  for (guint32 t = 0; t < workers * increments * 2; t++)
    {
      GHashTable *next = new_layer ();
      gpointer state, ways;
      GHashTableIter iter;

      g_hash_table_iter_init (&iter, layer);
      while (g_hash_table_iter_next (&iter, &state, &ways))
        step (next, state, *(double *) ways, workers, (guint32) increments * 2);
      g_hash_table_unref (layer);
      layer = next;
      if (g_hash_table_size (layer) > MAX_STATES)
        return NULL;
    }
  return list_finals (layer);
}
