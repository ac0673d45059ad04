/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-by-cpu.h"

#include "trace/pl-trace-account.h"

/* As the log writes them; -1, which is not known, stands last. */
#define N_NUMBERS 257u
#define UNKNOWN (N_NUMBERS - 1)
#define BATCH 512u

struct _PlByCpu {
  GArray *numbers;              /* of each row: int */
  GPtrArray *rows;              /* of GArray of PlCpuTurn */
  GArray *migrations;           /* PlMigration */
};

typedef struct {
  GArray *turns[N_NUMBERS];     /* by CPU; NULL: nobody had it */
} Sorter;

static guint
slot_of (int cpu)
{
  return cpu >= 0 && cpu < (int) UNKNOWN ? (guint) cpu : UNKNOWN;
}

static void
sort_lane (Sorter *sorter, PlTrace *trace, guint lane)
{
  gint64 from_ns = G_MININT64, end_ns = 0;
  PlSlice slices[BATCH];
  int cpu = -1;
  guint n;

  do
    {
      n = pl_trace_slices (trace, lane, from_ns, G_MAXINT64, slices, BATCH);
      for (guint i = 0; i < n; i++)
        {
          GArray **turns = &sorter->turns[slot_of (slices[i].cpu)];
          PlCpuTurn turn = { .start_ns = slices[i].start_ns, .end_ns = slices[i].end_ns, .lane = lane, .from_cpu = cpu,
                             .left_ns = end_ns };

          if (*turns == NULL)
            *turns = g_array_new (FALSE, FALSE, sizeof (PlCpuTurn));
          g_array_append_val (*turns, turn);
          cpu = slices[i].cpu;
          end_ns = slices[i].end_ns;
          from_ns = MAX (slices[i].end_ns, from_ns);
        }
    }
  while (n == BATCH);
}

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const PlCpuTurn *first = a, *second = b;

  if (first->start_ns != second->start_ns)
    return first->start_ns < second->start_ns ? -1 : 1;
  if (first->end_ns != second->end_ns)
    return first->end_ns < second->end_ns ? -1 : 1;
  return first->lane < second->lane ? -1 : first->lane > second->lane;
}

/* No two can have had one CPU at once: only in a damaged file do turns overlap, and there the later is cut. */
static void
put_in_order (GArray *turns)
{
  gint64 end_ns = G_MININT64, sum_ns = 0;

  g_array_sort (turns, compare_turns);
  for (guint i = 0; i < turns->len; i++)
    {
      PlCpuTurn *turn = &g_array_index (turns, PlCpuTurn, i);

      turn->start_ns = MAX (turn->start_ns, end_ns);
      turn->end_ns = end_ns = MAX (turn->end_ns, turn->start_ns);
      turn->before_ns = sum_ns;
      sum_ns += turn->end_ns - turn->start_ns;
    }
  for (guint i = turns->len; i-- > 0;)
    {
      PlCpuTurn *turn = &g_array_index (turns, PlCpuTurn, i);

      turn->same_last = i + 1 < turns->len && turn[1].lane == turn->lane ? turn[1].same_last : i;
    }
}

static int
compare_migrations (gconstpointer a, gconstpointer b)
{
  const PlMigration *first = a, *second = b;

  if (first->arrived_ns != second->arrived_ns)
    return first->arrived_ns < second->arrived_ns ? -1 : 1;
  return first->lane < second->lane ? -1 : first->lane > second->lane;
}

static void
find_migrations (PlByCpu *self, const guint *row_of)
{
  for (guint row = 0; row < self->rows->len; row++)
    for (guint i = 0; i < pl_by_cpu_n_turns (self, row); i++)
      {
        const PlCpuTurn *turn = pl_by_cpu_turn (self, row, i);
        int cpu = pl_by_cpu_number (self, row);
        PlMigration migration = { .arrived_ns = turn->start_ns, .lane = turn->lane, .to_row = row, .index = i };

        if (cpu < 0 || turn->from_cpu < 0 || turn->from_cpu == cpu)
          continue;
        migration.from_row = row_of[slot_of (turn->from_cpu)];
        migration.left_ns = MIN (turn->left_ns, turn->start_ns);
        g_array_append_val (self->migrations, migration);
      }
  g_array_sort (self->migrations, compare_migrations);
}

gboolean
pl_by_cpu_is_told (PlTrace *trace)
{
  const PlLogHeader *header = pl_log_header (pl_trace_get_log (trace));
  PlSlice slice;

  if (pl_trace_get_live (trace) && atomic_load_explicit (&header->account, memory_order_relaxed) & PL_ACCOUNT_SLICES)
    return TRUE;
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    if (pl_trace_slices (trace, lane, G_MININT64, G_MAXINT64, &slice, 1) > 0)
      return TRUE;
  return FALSE;
}

/* What this run might have had and nobody did is a row, too: an idle CPU tells something. */
static void
add_unused (Sorter *sorter, PlTrace *trace)
{
  const guint64 *allowed = pl_log_header (pl_trace_get_log (trace))->cpus_allowed;
  gboolean told = pl_by_cpu_is_told (trace);

  for (guint cpu = 0; cpu < 128 && told; cpu++)
    if (allowed[cpu / 64] >> cpu % 64 & 1 && sorter->turns[cpu] == NULL)
      sorter->turns[cpu] = g_array_new (FALSE, FALSE, sizeof (PlCpuTurn));
}

PlByCpu *
pl_by_cpu_new (PlTrace *trace)
{
  PlByCpu *self = g_new0 (PlByCpu, 1);
  Sorter sorter = { { NULL } };
  guint row_of[N_NUMBERS] = { 0 };

  self->numbers = g_array_new (FALSE, FALSE, sizeof (int));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->migrations = g_array_new (FALSE, FALSE, sizeof (PlMigration));
  for (guint lane = 0; lane < pl_trace_get_n_lanes (trace); lane++)
    sort_lane (&sorter, trace, lane);
  add_unused (&sorter, trace);
  for (guint slot = 0; slot < N_NUMBERS; slot++)
    if (sorter.turns[slot] != NULL)
      {
        int number = slot == UNKNOWN ? -1 : (int) slot;

        put_in_order (sorter.turns[slot]);
        row_of[slot] = self->rows->len;
        g_array_append_val (self->numbers, number);
        g_ptr_array_add (self->rows, sorter.turns[slot]);
      }
  find_migrations (self, row_of);
  return self;
}

void
pl_by_cpu_free (PlByCpu *self)
{
  g_array_unref (self->numbers);
  g_ptr_array_unref (self->rows);
  g_array_unref (self->migrations);
  g_free (self);
}

static GArray *
turns_of (PlByCpu *self, guint row)
{
  return g_ptr_array_index (self->rows, row);
}

guint
pl_by_cpu_n_rows (PlByCpu *self)
{
  return self->rows->len;
}

gint64
pl_by_cpu_told_ns (PlByCpu *self, PlTrace *trace, guint row)
{
  gint64 end_ns = pl_trace_slices_end_ns (trace);
  guint n = pl_by_cpu_n_turns (self, row);

  if (!pl_trace_get_live (trace) || end_ns < pl_trace_get_end_ns (trace))
    return end_ns;
  return n > 0 ? pl_by_cpu_turn (self, row, n - 1)->end_ns : 0;
}

int
pl_by_cpu_number (PlByCpu *self, guint row)
{
  return g_array_index (self->numbers, int, row);
}

guint
pl_by_cpu_n_turns (PlByCpu *self, guint row)
{
  return turns_of (self, row)->len;
}

const PlCpuTurn *
pl_by_cpu_turn (PlByCpu *self, guint row, guint index)
{
  return &g_array_index (turns_of (self, row), PlCpuTurn, index);
}

guint
pl_by_cpu_find_end (PlByCpu *self, guint row, gint64 t_ns)
{
  guint low = 0, high = pl_by_cpu_n_turns (self, row);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pl_by_cpu_turn (self, row, middle)->end_ns <= t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
pl_by_cpu_find_start (PlByCpu *self, guint row, gint64 t_ns)
{
  guint low = 0, high = pl_by_cpu_n_turns (self, row);

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pl_by_cpu_turn (self, row, middle)->start_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gint64
pl_by_cpu_sum_ns (PlByCpu *self, guint row, guint first, guint last)
{
  const PlCpuTurn *end = pl_by_cpu_turn (self, row, last);

  return end->before_ns + end->end_ns - end->start_ns - pl_by_cpu_turn (self, row, first)->before_ns;
}

guint
pl_by_cpu_n_migrations (PlByCpu *self)
{
  return self->migrations->len;
}

const PlMigration *
pl_by_cpu_migration (PlByCpu *self, guint i)
{
  return &g_array_index (self->migrations, PlMigration, i);
}

guint
pl_by_cpu_find_migration (PlByCpu *self, gint64 t_ns)
{
  guint low = 0, high = self->migrations->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (pl_by_cpu_migration (self, middle)->arrived_ns < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
