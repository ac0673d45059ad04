/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-shares-table.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/pl-trace-account.h"
#include "trace/pl-trace-text.h"

/* One line of the table. */
#define PL_TYPE_SHARES_ROW (pl_shares_row_get_type ())
G_DECLARE_FINAL_TYPE (PlSharesRow, pl_shares_row, PL, SHARES_ROW, GObject)

struct _PlSharesRow
{
  GObject parent_instance;

  char *name;
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
    PL_STATE_WORKING, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_SENDING, PL_STATE_WAITING_TASK,
    PL_STATE_STARTING, PL_STATE_PAUSED, PL_STATE_FINISHED, PL_STATE_DEAD,
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

/* Column numbers: a state, or one of these. */
enum { COLUMN_NAME = PL_N_STATES, COLUMN_TASKS, COLUMN_ON_CPU, COLUMN_WAITING_CPU,
       COLUMN_ASLEEP, COLUMN_BUSY, COLUMN_CPU, COLUMN_VOLUNTARY, COLUMN_INVOLUNTARY };

static char *
share_text (const PlSharesRow *row,
            gint64             ns)
{
  return pl_text_percent ((double) ns, (double) pl_shares_total_ns (&row->shares));
}

static char *
cell_text (const PlSharesRow *row,
           guint              column)
{
  switch (column)
    {
    case COLUMN_NAME:
      return g_strdup (row->name);
    case COLUMN_TASKS:
      return pl_text_count (row->shares.n_tasks);
    case COLUMN_BUSY:
      return pl_text_duration (row->busy_ns);
    case COLUMN_CPU:
      return pl_text_duration (row->cpu_ns);
    case COLUMN_VOLUNTARY:
      return pl_text_count (row->voluntary);
    case COLUMN_INVOLUNTARY:
      return pl_text_count (row->involuntary);
    case COLUMN_ON_CPU:
      return share_text (row, row->at_tasks.on_ns);
    case COLUMN_WAITING_CPU:
      return share_text (row, row->at_tasks.waiting_ns);
    case COLUMN_ASLEEP:
      return share_text (row, row->at_tasks.asleep_ns);
    default:
      break;
    }
  return share_text (row, row->shares.state_ns[column]);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  column)
{
  gboolean name = GPOINTER_TO_UINT (column) == COLUMN_NAME;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", name ? 0.0 : 1.0, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  g_autofree char *text = cell_text (gtk_list_item_get_item (item), GPOINTER_TO_UINT (column));
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
add_column (GtkColumnView *table,
            const char    *title,
            guint          column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (column));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_append_column (table, view_column);
  g_object_unref (view_column);
}

/* Who works may have a CPU or not. */
static void
add_parts_of_work (GtkColumnView *table)
{
  add_column (table, _("of it on a CPU"), COLUMN_ON_CPU);
  add_column (table, _("waiting for one"), COLUMN_WAITING_CPU);
  add_column (table, _("asleep"), COLUMN_ASLEEP);
}

/* Owns name. */
static PlSharesRow *
add_row (GListStore *rows,
         char       *name,
         PlShares    shares)
{
  g_autoptr(PlSharesRow) row = g_object_new (PL_TYPE_SHARES_ROW, NULL);

  row->name = name;
  row->shares = shares;
  g_list_store_append (rows, row);
  return row;
}

/* What the kernel and the worker itself have counted, over the whole run. */
static void
add_accounts (PlSharesRow *row,
              PlSharesRow *all,
              PlTrace     *trace,
              guint        lane)
{
  const PlLane *account = pl_log_lane (pl_trace_get_log (trace), lane);

  row->busy_ns = atomic_load_explicit (&account->busy_ns, memory_order_relaxed);
  row->cpu_ns = atomic_load_explicit (&account->cpu_ns, memory_order_relaxed);
  row->voluntary = atomic_load_explicit (&account->voluntary, memory_order_relaxed);
  row->involuntary = atomic_load_explicit (&account->involuntary, memory_order_relaxed);
  all->busy_ns += row->busy_ns;
  all->cpu_ns += row->cpu_ns;
  all->voluntary += row->voluntary;
  all->involuntary += row->involuntary;
}

static GListStore *
make_rows (PlTrace  *trace,
           gint64    from_ns,
           gint64    to_ns,
           PlShares *all)
{
  GListStore *rows = g_list_store_new (PL_TYPE_SHARES_ROW);
  PlSharesRow *sum;

  pl_shares_of_workers (trace, from_ns, to_ns, all);
  sum = add_row (rows, g_strdup (_("All workers")), *all);
  for (guint lane = 1; lane < pl_trace_get_n_lanes (trace); lane++)
    {
      PlShares one;

      PlSharesRow *row;

      pl_trace_sum (trace, lane, from_ns, to_ns, &one);
      row = add_row (rows, pl_trace_lane_name (trace, lane), one);
      pl_trace_account_tasks (trace, lane, from_ns, to_ns, &row->at_tasks);
      pl_cpu_account_add (&sum->at_tasks, &row->at_tasks);
      add_accounts (row, sum, trace, lane);
    }
  return rows;
}

GtkWidget *
pl_shares_table_new (PlTrace *trace,
                     gint64   from_ns,
                     gint64   to_ns)
{
  GListStore *rows;
  GtkColumnView *table;
  PlShares all;
  guint n;
  const PlState *order = pl_shares_order (&n);

  rows = make_rows (trace, from_ns, to_ns, &all);
  table = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (rows)))));
  add_column (table, _("Worker"), COLUMN_NAME);
  add_column (table, _("Tasks"), COLUMN_TASKS);
  for (guint i = 0; i < n; i++)
    if (all.state_ns[order[i]] > 0)
      {
        add_column (table, pl_state_name (order[i]), order[i]);
        if (order[i] == PL_STATE_WORKING && pl_trace_account_source (trace) != PL_ACCOUNT_SOURCE_NONE)
          add_parts_of_work (table);
      }
  /* These are known for the whole run only, the kernel's when it has ended. */
  if (from_ns <= 0 && to_ns >= pl_trace_get_end_ns (trace) && !pl_trace_get_live (trace))
    {
      add_column (table, _("busy"), COLUMN_BUSY);
      add_column (table, _("CPU"), COLUMN_CPU);
      add_column (table, _("gave way"), COLUMN_VOLUNTARY);
      add_column (table, _("was preempted"), COLUMN_INVOLUNTARY);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How each worker spent its time"), -1);

  return g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                       "child", table,
                       "propagate-natural-height", TRUE,
                       "propagate-natural-width", TRUE,
                       "max-content-height", 360,
                       "max-content-width", 1080,
                       NULL);
}
