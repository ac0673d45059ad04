/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-shares-row.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

struct _PlSharesRow
{
  GObject parent_instance;

  char *name;
  guint lane;             /* 0: all workers */
  gboolean knows_usage;   /* the CPU times and switches */
  PlShares shares;
  PlCpuAccount at_tasks;
  gint64 busy_ns, cpu_ns;
  guint64 voluntary, involuntary;
};

G_DEFINE_FINAL_TYPE (PlSharesRow, pl_shares_row, G_TYPE_OBJECT)

static void
pl_shares_row_finalize (GObject *object)
{
  g_free (PL_SHARES_ROW (object)->name);
  G_OBJECT_CLASS (pl_shares_row_parent_class)->finalize (object);
}

static void
pl_shares_row_class_init (PlSharesRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_shares_row_finalize;
}

static void
pl_shares_row_init (PlSharesRow *self)
{
}

const PlState *
pl_shares_order (guint *n)
{
  static const PlState order[] = {
    PL_STATE_WORKING, PL_STATE_WAITING_GIL, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_SENDING, PL_STATE_WAITING_TASK,
    PL_STATE_STARTING, PL_STATE_INITIALISING, PL_STATE_CALLBACK, PL_STATE_FREE, PL_STATE_PAUSED, PL_STATE_FINISHED,
    PL_STATE_DEAD,
  };

  *n = G_N_ELEMENTS (order);
  return order;
}

void
pl_shares_of_workers (PlTrace  *trace,
                      gint64    from_ns,
                      gint64    to_ns,
                      PlShares *shares)
{
  *shares = (PlShares) { 0 };
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlShares one;

      pl_trace_sum (trace, lane, from_ns, to_ns, &one);
      for (guint state = 0; state < PL_N_STATES; state++)
        shares->state_ns[state] += one.state_ns[state];
      shares->n_spans += one.n_spans;
      shares->n_tasks += one.n_tasks;
      shares->states |= one.states;
    }
}

gint64
pl_shares_total_ns (const PlShares *shares)
{
  gint64 total = 0;

  for (guint state = PL_STATE_NONE + 1; state < PL_N_STATES; state++)
    total += shares->state_ns[state];
  return total;
}

static gint64
part_ns (PlSharesRow *self,
         guint        column)
{
  switch (column)
    {
    case PL_SHARES_ON_CPU: return self->at_tasks.on_ns;
    case PL_SHARES_WAITING_CPU: return self->at_tasks.waiting_ns;
    case PL_SHARES_ASLEEP: return self->at_tasks.asleep_ns;
    default: return self->shares.state_ns[column];
    }
}

/* Whether the process that knew has come to tell. */
static gboolean
is_known (PlSharesRow *self,
          guint        column)
{
  return self->knows_usage || column < PL_SHARES_CPU;
}

double
pl_shares_row_value (PlSharesRow *self,
                     guint        column)
{
  if (!is_known (self, column))
    return -1;
  switch (column)
    {
    case PL_SHARES_NAME: return self->lane;
    case PL_SHARES_TASKS: return (double) self->shares.n_tasks;
    case PL_SHARES_BUSY: return (double) self->busy_ns;
    case PL_SHARES_CPU: return (double) self->cpu_ns;
    case PL_SHARES_VOLUNTARY: return (double) self->voluntary;
    case PL_SHARES_INVOLUNTARY: return (double) self->involuntary;
    default: return (double) part_ns (self, column) / (double) MAX (pl_shares_total_ns (&self->shares), 1);
    }
}

char *
pl_shares_row_text (PlSharesRow *self,
                    guint        column)
{
  if (!is_known (self, column))
    return g_strdup (_("unknown"));
  switch (column)
    {
    case PL_SHARES_NAME: return g_strdup (self->name);
    case PL_SHARES_TASKS: return pl_text_count (self->shares.n_tasks);
    case PL_SHARES_BUSY: return pl_text_duration (self->busy_ns);
    case PL_SHARES_CPU: return pl_text_duration (self->cpu_ns);
    case PL_SHARES_VOLUNTARY: return pl_text_count (self->voluntary);
    case PL_SHARES_INVOLUNTARY: return pl_text_count (self->involuntary);
    default:
      return pl_text_percent ((double) part_ns (self, column), (double) pl_shares_total_ns (&self->shares));
    }
}

gboolean
pl_shares_row_has (PlSharesRow *self,
                   PlState      state)
{
  return self->shares.state_ns[state] > 0;
}

/* Owns name. */
static PlSharesRow *
new_row (PlTrace  *trace,
         guint     lane,
         char     *name)
{
  PlSharesRow *row = g_object_new (PL_TYPE_SHARES_ROW, NULL);

  row->lane = lane;
  row->name = name;
  row->knows_usage = pl_log_knows_usage (pl_trace_get_log (trace));
  return row;
}

/* What the kernel and the worker itself have counted, over the whole run. */
static void
add_accounts (PlSharesRow *row,
              PlSharesRow *all,
              PlTrace     *trace)
{
  const PlLane *account = pl_log_lane (pl_trace_get_log (trace), row->lane);

  row->busy_ns = pl_lane_busy_ns (account, pl_trace_get_end_ns (trace));
  row->cpu_ns = atomic_load_explicit (&account->cpu_ns, memory_order_relaxed);
  row->voluntary = atomic_load_explicit (&account->voluntary, memory_order_relaxed);
  row->involuntary = atomic_load_explicit (&account->involuntary, memory_order_relaxed);
  all->busy_ns += row->busy_ns;
  all->cpu_ns += row->cpu_ns;
  all->voluntary += row->voluntary;
  all->involuntary += row->involuntary;
}

GListStore *
pl_shares_rows_new (PlTrace      *trace,
                    gint64        from_ns,
                    gint64        to_ns,
                    PlSharesRow **all)
{
  GListStore *rows = g_list_store_new (PL_TYPE_SHARES_ROW);

  *all = new_row (trace, 0, g_strdup (_("All workers")));
  pl_shares_of_workers (trace, from_ns, to_ns, &(*all)->shares);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      g_autoptr(PlSharesRow) row = new_row (trace, lane, pl_trace_lane_name (trace, lane));

      pl_trace_sum (trace, lane, from_ns, to_ns, &row->shares);
      pl_trace_account_tasks (trace, lane, from_ns, to_ns, &row->at_tasks);
      pl_cpu_account_add (&(*all)->at_tasks, &row->at_tasks);
      add_accounts (row, *all, trace);
      g_list_store_append (rows, row);
    }
  return rows;
}
