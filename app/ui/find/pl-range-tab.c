/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-tabs.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/find/pl-range-stats.h"
#include "ui/find/pl-count-list.h"
#include "ui/find/pl-find-job.h"
#include "ui/find/pl-find-link.h"
#include "ui/pool/pl-shares.h"
#include "ui/widgets/pl-cells.h"

/* What each lane, and all workers together, did in the time that is looked at: kept up with as that changes. */

/* As much as there is room for, between these. */
#define LEAST_HEIGHT 56
#define MOST_HEIGHT 132

/* Columns: a state, or one of these. */
enum {
  COLUMN_NAME = PL_N_STATES, COLUMN_TASKS, COLUMN_RATE, COLUMN_WAIT, COLUMN_QUEUE, COLUMN_ON_CPU, COLUMN_WAITING_CPU, COLUMN_ASLEEP,
  COLUMN_GAVE_WAY, COLUMN_PREEMPTED, N_COLUMNS
};
#define N_OWN (N_COLUMNS - COLUMN_NAME)

static const struct {
  const char *title;
  gboolean always;              /* also where it says nothing */
} own_columns[N_OWN] = {
  { N_("Lane"), TRUE },
  { N_("Tasks"), TRUE },
  { N_("a second"), TRUE },
  { N_("longest wait"), TRUE },
  { N_("in the queue"), FALSE },
  { N_("on a CPU"), FALSE },
  { N_("waiting for a CPU"), FALSE },
  { N_("asleep"), FALSE },
  { N_("gave way"), FALSE },
  { N_("was preempted"), FALSE },
};

typedef struct {
  GtkWidget *box, *what, *copy, *scroll;
  GtkColumnView *table;
  GtkSelectionModel *selection;
  PlCountList *rows;
  guint64 columns;              /* bits: those that there are */
  PlRangeStats *stats, *next;   /* shown, and being made */
  PlFindSource *source, *next_source;
  PlLog *log, *next_log;        /* of a run that is looked at as a whole, and is over; NULL: it is not */
  const char *range;            /* what time that is; NULL: there is none */
  PlFindLink link;
  PlFindJob job;
} Range;

static Range *
range_of (GtkWidget *tab)
{
  return g_object_get_data (G_OBJECT (tab), "pl-range");
}

static gint64
length_ns (Range *self)
{
  gint64 from_ns, to_ns;

  pl_range_stats_get_range (self->stats, &from_ns, &to_ns);
  return MAX (to_ns - from_ns, 1);
}

/* What the kernel counted for a lane, or for all workers, from its beginning to its end. */
static guint64
switches (Range             *self,
          const PlLaneStats *lane,
          gboolean           gave_way)
{
  guint64 sum = 0;
  PlLaneStats one;

  if (lane->lane != G_MAXUINT)
    {
      const PlLane *entry = pl_log_lane (self->log, lane->lane);
      return atomic_load_explicit (gave_way ? &entry->voluntary : &entry->involuntary, memory_order_relaxed);
    }
  for (guint i = 1; pl_range_stats_get (self->stats, i, &one); i++)
    if (!pl_find_source_is_parent (self->source, one.lane))
      sum += switches (self, &one, gave_way);
  return sum;
}

/* To be sorted by: a share of the lane's time until it ended, a count, nanoseconds. FALSE: nobody knows, or there is none. */
static gboolean
cell_value (Range             *self,
            const PlLaneStats *lane,
            guint              column,
            double            *value)
{
  gint64 alive_ns = pl_states_alive_ns (lane->state_ns);
  double total = (double) MAX (alive_ns, 1);

  *value = 0;
  switch (column)
    {
    case COLUMN_NAME:
      *value = lane->lane;
      return TRUE;
    case COLUMN_TASKS:
    case COLUMN_RATE:
      *value = (double) lane->n_tasks;
      return TRUE;
    case COLUMN_WAIT:
      *value = (double) (lane->longest_wait.to_ns - lane->longest_wait.from_ns);
      return lane->has_wait;
    case COLUMN_QUEUE:
      *value = (double) lane->way_ns / (double) MAX (lane->n_received, 1);
      return lane->n_received > 0;
    case COLUMN_ON_CPU:
      *value = (double) lane->cpu.on_ns / total;
      return lane->knows_cpu && alive_ns > 0;
    case COLUMN_WAITING_CPU:
      *value = (double) lane->cpu.waiting_ns / total;
      return lane->knows_cpu && alive_ns > 0;
    case COLUMN_ASLEEP:
      *value = (double) lane->cpu.asleep_ns / total;
      return lane->knows_cpu && alive_ns > 0;
    case COLUMN_GAVE_WAY:
    case COLUMN_PREEMPTED:
      *value = self->log != NULL ? (double) switches (self, lane, column == COLUMN_GAVE_WAY) : 0;
      return self->log != NULL;
    default:
      *value = (double) lane->state_ns[column] / total;
      return alive_ns > 0;
    }
}

static char *
rate_text (Range *self,
           double n_tasks)
{
  g_autofree char *rate = pl_text_si (n_tasks * 1e9 / (double) length_ns (self));

  return g_strdup_printf (_("%s/s"), rate);
}

static char *
cell_text (Range             *self,
           const PlLaneStats *lane,
           guint              column)
{
  double value;

  if (!cell_value (self, lane, column, &value))
    return g_strdup ("–");
  switch (column)
    {
    case COLUMN_NAME:
      return lane->lane == G_MAXUINT ? g_strdup (_("All workers")) : pl_find_source_lane_name (self->source, lane->lane);
    case COLUMN_RATE: return rate_text (self, value);
    case COLUMN_WAIT:
    case COLUMN_QUEUE: return pl_text_duration ((gint64) value);
    case COLUMN_TASKS:
    case COLUMN_GAVE_WAY:
    case COLUMN_PREEMPTED: return pl_text_count ((guint64) value);
    default: return pl_text_percent (value, 1);
    }
}

/* FALSE: the table is being made anew. */
static gboolean
get_lane (Range       *self,
          gpointer     row,
          PlLaneStats *lane)
{
  return self->stats != NULL && row != NULL && pl_range_stats_get (self->stats, pl_count_list_index (row), lane);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  Range *self = g_object_get_data (G_OBJECT (factory), "pl-range");
  g_autofree char *text = NULL;
  PlLaneStats lane;

  if (!get_lane (self, gtk_list_item_get_item (item), &lane))
    return;
  text = cell_text (self, &lane, GPOINTER_TO_UINT (column));
  pl_cell_set_text (item, text);
}

/* What is not known is less than all that is. */
static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      column)
{
  Range *self = g_object_get_data (column, "pl-range");
  guint number = GPOINTER_TO_UINT (g_object_get_data (column, "pl-column"));
  PlLaneStats one, other;
  double x, y;

  if (!get_lane (self, (gpointer) a, &one) || !get_lane (self, (gpointer) b, &other))
    return GTK_ORDERING_EQUAL;
  x = cell_value (self, &one, number, &x) ? x : -1;
  y = cell_value (self, &other, number, &y) ? y : -1;
  return x < y ? GTK_ORDERING_SMALLER : x > y ? GTK_ORDERING_LARGER : GTK_ORDERING_EQUAL;
}

/* All workers together stay on top, however the others are sorted. */
static int
compare_first_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  return gtk_ordering_from_cmpfunc ((pl_count_list_index ((gpointer) b) == 0) - (pl_count_list_index ((gpointer) a) == 0));
}

static void
add_column (Range      *self,
            const char *title,
            guint       column)
{
  GtkListItemFactory *factory = pl_cells_new (column == COLUMN_NAME);
  g_autoptr(GtkColumnViewColumn) added = gtk_column_view_column_new (title, factory);
  g_autoptr(GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, added, NULL));

  g_object_set_data (G_OBJECT (factory), "pl-range", self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (added), "pl-range", self);
  g_object_set_data (G_OBJECT (added), "pl-column", GUINT_TO_POINTER (column));
  gtk_column_view_column_set_sorter (added, sorter);
  gtk_column_view_column_set_expand (added, column == COLUMN_NAME);
  gtk_column_view_append_column (self->table, added);
}

static void
remove_columns (Range *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);

  gtk_column_view_sort_by_column (self->table, NULL, GTK_SORT_ASCENDING);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->table, column);
    }
}

/* Only what occurs has a column: that a lane has ended is no part of its time. */
static gboolean
has_state (Range             *self,
           const PlLaneStats *lane,
           guint              state)
{
  return lane->state_ns[state] > 0 && !(PL_STATES_ENDED & (1u << state))
         && pl_find_source_state_name (self->source, (PlState) state) != NULL;
}

static guint64
find_columns (Range *self)
{
  guint64 found = 0;
  PlLaneStats lane;
  double value;

  for (guint i = 0; pl_range_stats_get (self->stats, i, &lane); i++)
    for (guint column = PL_STATE_STARTING; column < N_COLUMNS; column++)
      if (column < COLUMN_NAME ? has_state (self, &lane, column)
                               : own_columns[column - COLUMN_NAME].always || (cell_value (self, &lane, column, &value) && value > 0))
        found |= G_GUINT64_CONSTANT (1) << column;
  return found;
}

static void
update_columns (Range *self)
{
  guint64 found = find_columns (self);
  guint n;
  const PlState *order = pl_shares_order (&n);

  G_STATIC_ASSERT (N_COLUMNS <= 64);
  if (found == self->columns)
    return;
  self->columns = found;
  remove_columns (self);
  for (guint i = 0; i < N_OWN; i++)
    {
      /* How often somebody else had the CPU is for those who have read all else. */
      for (guint s = 0; i + COLUMN_NAME == COLUMN_GAVE_WAY && s < n; s++)
        if (found & (G_GUINT64_CONSTANT (1) << order[s]))
          add_column (self, pl_find_source_state_name (self->source, order[s]), order[s]);
      if (found & (G_GUINT64_CONSTANT (1) << (COLUMN_NAME + i)))
        add_column (self, _(own_columns[i].title), COLUMN_NAME + i);
    }
}

/* The kernel counts some things from beginning to end, and says so in the end. */
static void
take_log (Range *self,
          gint64 from_ns,
          gint64 to_ns)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);
  PlLog *log = pl_picture_get_log (picture);
  gint64 begin, end;

  if (log != NULL && !pl_picture_get_live (picture) && pl_log_knows_usage (log) && pl_picture_get_whole (picture, &begin, &end) &&
      from_ns <= begin && to_ns >= end)
    self->next_log = pl_log_ref (log);
}

static void
begin (gpointer data)
{
  Range *self = data;
  gint64 from_ns, to_ns;

  g_clear_pointer (&self->next, pl_range_stats_free);
  g_clear_pointer (&self->next_source, pl_find_source_unref);
  g_clear_pointer (&self->next_log, pl_log_unref);
  self->range = NULL;
  self->next_source = self->link.viewer != NULL ? pl_viewer_make_source (self->link.viewer) : NULL;
  if (self->next_source == NULL || !pl_find_link_get_range_so_far (&self->link, &from_ns, &to_ns, &self->range))
    return;
  self->next = pl_range_stats_new (self->next_source, from_ns, to_ns);
  take_log (self, from_ns, to_ns);
}

static gboolean
step (gpointer data,
      gint64   budget_us)
{
  Range *self = data;

  return self->next != NULL && pl_range_stats_step (self->next, budget_us);
}

static char *
describe (Range *self)
{
  gint64 from_ns, to_ns;

  if (self->stats == NULL)
    return g_strdup (pl_find_link_why_nothing (&self->link));
  pl_range_stats_get_range (self->stats, &from_ns, &to_ns);

  g_autofree char *from = pl_text_duration (from_ns), *to = pl_text_duration (to_ns);
  g_autofree char *length = pl_text_duration (to_ns - from_ns);

  /* Translators: "Selected range: 2.00 ms to 5.00 ms (3.00 ms)." */
  return g_strdup_printf (_("%s: %s to %s (%s). Shares are of each lane's time; a click on a lane selects its longest wait."),
                          self->range, from, to, length);
}

static void
finish (gpointer data)
{
  Range *self = data;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->stats, pl_range_stats_free);
  g_clear_pointer (&self->source, pl_find_source_unref);
  g_clear_pointer (&self->log, pl_log_unref);
  self->stats = g_steal_pointer (&self->next);
  self->source = g_steal_pointer (&self->next_source);
  self->log = g_steal_pointer (&self->next_log);
  if (self->stats != NULL)
    update_columns (self);
  pl_count_list_set_n (self->rows, self->stats != NULL ? pl_range_stats_get_n (self->stats) : 0);
  gtk_widget_set_visible (self->scroll, self->stats != NULL);
  gtk_widget_set_visible (self->copy, self->stats != NULL);
  text = describe (self);
  gtk_label_set_text (GTK_LABEL (self->what), text);
}

static void
changed_cb (Range *self,
            guint  what)
{
  gint64 from_ns, to_ns, shown_from_ns, shown_to_ns;
  const char *range;

  if (!(what & ~(guint) (PL_VIEWER_HOVER | PL_VIEWER_FILTER)) || !gtk_widget_get_mapped (self->box))
    return;
  if (pl_find_link_goes_on (&self->link, what))
    {
      pl_find_job_keep_up (&self->job);
      return;
    }
  /* What only points something out changes no figure. */
  if (!(what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA)) && self->stats != NULL && self->job.source_id == 0 &&
      pl_find_link_get_range_so_far (&self->link, &from_ns, &to_ns, &range))
    {
      pl_range_stats_get_range (self->stats, &shown_from_ns, &shown_to_ns);
      if (from_ns == shown_from_ns && to_ns == shown_to_ns)
        return;
    }
  pl_find_job_restart (&self->job);
}

static void
set_canvas (GtkWidget *tab,
            PlCanvas  *canvas)
{
  Range *self = range_of (tab);

  pl_find_link_set (&self->link, canvas, G_CALLBACK (changed_cb), self);
  pl_find_job_restart (&self->job);
}

static void
activate_cb (Range *self,
             guint  position)
{
  g_autoptr(GObject) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  PlLaneStats lane;

  if (get_lane (self, row, &lane) && lane.has_wait)
    pl_viewer_select_found (self->link.viewer, &lane.longest_wait);
}

static void
add_line (Range             *self,
          GString           *text,
          const PlLaneStats *lane)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  guint n = g_list_model_get_n_items (columns);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      guint number = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (column), "pl-column"));
      g_autofree char *cell = lane != NULL ? cell_text (self, lane, number)
                                           : g_strdup (gtk_column_view_column_get_title (column));

      g_string_append_printf (text, "%s%c", cell, i + 1 == n ? '\n' : '\t');
    }
}

/* As it is sorted; cells apart by tabs, as spreadsheets read it. */
static void
copy_cb (Range *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  PlLaneStats lane;

  if (self->stats == NULL)
    return;
  add_line (self, text, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr(GObject) row = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (get_lane (self, row, &lane))
        add_line (self, text, &lane);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->box), text->str);
}

/* The rows, sorted; none of them is chosen by itself. */
static GtkSelectionModel *
make_model (Range *self)
{
  GtkMultiSorter *sorter = gtk_multi_sorter_new ();
  GtkSingleSelection *selection;

  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_custom_sorter_new (compare_first_cb, NULL, NULL)));
  gtk_multi_sorter_append (sorter, g_object_ref (gtk_column_view_get_sorter (self->table)));
  selection = gtk_single_selection_new (G_LIST_MODEL (gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                                                               GTK_SORTER (sorter))));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  return GTK_SELECTION_MODEL (selection);
}

static GtkWidget *
make_table (Range *self)
{
  self->rows = pl_count_list_new ();
  self->table = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  self->selection = make_model (self);
  gtk_column_view_set_model (self->table, self->selection);
  gtk_column_view_set_single_click_activate (self->table, TRUE);
  g_signal_connect_swapped (self->table, "activate", G_CALLBACK (activate_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Statistics"), -1);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->table, "has-frame", TRUE, "visible", FALSE,
                               "min-content-height", LEAST_HEIGHT,
                               "max-content-height", MOST_HEIGHT, "propagate-natural-height", TRUE, NULL);
  return self->scroll;
}

static void
range_free (gpointer data)
{
  Range *self = data;

  pl_find_job_stop (&self->job);
  pl_find_link_clear (&self->link);
  g_clear_pointer (&self->stats, pl_range_stats_free);
  g_clear_pointer (&self->next, pl_range_stats_free);
  g_clear_pointer (&self->source, pl_find_source_unref);
  g_clear_pointer (&self->next_source, pl_find_source_unref);
  g_clear_pointer (&self->log, pl_log_unref);
  g_clear_pointer (&self->next_log, pl_log_unref);
  g_object_unref (self->selection);
  g_object_unref (self->rows);
  g_free (self);
}

static GtkWidget *
create (void)
{
  Range *self = g_new0 (Range, 1);
  GtkWidget *bar = g_object_new (GTK_TYPE_BOX, "spacing", 12, NULL);

  self->job = (PlFindJob) { .begin = begin, .step = step, .finish = finish, .data = self };
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->what = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
  self->copy = g_object_new (GTK_TYPE_BUTTON, "label", _("Copy Table"), "valign", GTK_ALIGN_CENTER,
                             "tooltip-text", _("To be pasted into a spreadsheet"), NULL);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (copy_cb), self);
  gtk_box_append (GTK_BOX (bar), self->what);
  gtk_box_append (GTK_BOX (bar), self->copy);
  gtk_box_append (GTK_BOX (self->box), bar);
  gtk_box_append (GTK_BOX (self->box), make_table (self));
  g_signal_connect_swapped (self->box, "map", G_CALLBACK (pl_find_job_restart), &self->job);
  g_object_set_data_full (G_OBJECT (self->box), "pl-range", self, range_free);
  return self->box;
}

const PlFindTab pl_range_tab = { "range", N_("Statistics"), create, set_canvas, NULL, NULL };
