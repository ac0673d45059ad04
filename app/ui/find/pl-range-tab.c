/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-tabs.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/find/pl-range-stats.h"
#include "ui/find/pl-count-list.h"
#include "ui/find/pl-find-job.h"
#include "ui/find/pl-find-link.h"
#include "ui/widgets/pl-cells.h"

/* What each lane, and all workers together, did in the time that is looked at: kept up with as that changes. */

/* As much as there is room for, between these. */
#define LEAST_HEIGHT 56
#define MOST_HEIGHT 132

/* Columns: a state, or one of these. */
enum { COLUMN_NAME = PL_N_STATES, COLUMN_TASKS, COLUMN_RATE, COLUMN_ON_CPU, COLUMN_WAITING_CPU, COLUMN_WAIT, COLUMN_QUEUE };

typedef struct {
  GtkWidget *box, *what, *copy, *scroll;
  GtkColumnView *table;
  GtkSingleSelection *selection;
  PlCountList *rows;
  guint32 states;               /* bits: those that have a column */
  gboolean cpu, queue;          /* so do these */
  PlRangeStats *stats, *next;   /* shown, and being made */
  PlFindSource *source, *next_source;
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

static char *
known_percent (const PlLaneStats *lane,
               gint64             part_ns)
{
  return lane->knows_cpu ? pl_text_percent ((double) part_ns, (double) MAX (pl_lane_stats_total_ns (lane), 1)) : g_strdup ("–");
}

static char *
rate_text (Range             *self,
           const PlLaneStats *lane)
{
  g_autofree char *rate = pl_text_si ((double) lane->n_tasks * 1e9 / (double) length_ns (self));

  return g_strdup_printf (_("%s/s"), rate);
}

static char *
cell_text (Range             *self,
           const PlLaneStats *lane,
           guint              column)
{
  switch (column)
    {
    case COLUMN_NAME:
      return lane->lane == G_MAXUINT ? g_strdup (_("All workers")) : pl_find_source_lane_name (self->source, lane->lane);
    case COLUMN_TASKS: return pl_text_count (lane->n_tasks);
    case COLUMN_RATE: return rate_text (self, lane);
    case COLUMN_ON_CPU: return known_percent (lane, lane->on_cpu_ns);
    case COLUMN_WAITING_CPU: return known_percent (lane, lane->waiting_cpu_ns);
    case COLUMN_WAIT:
      return lane->has_wait ? pl_text_duration (lane->longest_wait.to_ns - lane->longest_wait.from_ns) : g_strdup ("–");
    case COLUMN_QUEUE:
      return lane->n_received > 0 ? pl_text_duration (lane->way_ns / (gint64) lane->n_received) : g_strdup ("–");
    default:
      return pl_text_percent ((double) lane->state_ns[column], (double) MAX (pl_lane_stats_total_ns (lane), 1));
    }
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  column)
{
  Range *self = g_object_get_data (G_OBJECT (factory), "pl-range");
  g_autofree char *text = NULL;
  PlLaneStats lane;

  if (self->stats == NULL || !pl_range_stats_get (self->stats, gtk_list_item_get_position (item), &lane))
    return;
  text = cell_text (self, &lane, GPOINTER_TO_UINT (column));
  pl_cell_set_text (item, text);
}

static void
add_column (Range      *self,
            const char *title,
            guint       column)
{
  GtkListItemFactory *factory = pl_cells_new (column == COLUMN_NAME);
  g_autoptr(GtkColumnViewColumn) added = gtk_column_view_column_new (title, factory);

  g_object_set_data (G_OBJECT (factory), "pl-range", self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (added), "pl-column", GUINT_TO_POINTER (column));
  gtk_column_view_column_set_expand (added, column == COLUMN_NAME);
  gtk_column_view_append_column (self->table, added);
}

static void
remove_columns (Range *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr(GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      gtk_column_view_remove_column (self->table, column);
    }
}

/* Only what occurs has a column. */
static void
update_columns (Range *self)
{
  guint32 states = 0;
  gboolean cpu = FALSE, queue = FALSE;
  PlLaneStats lane;

  for (guint i = 0; pl_range_stats_get (self->stats, i, &lane); i++)
    {
      for (guint s = PL_STATE_STARTING; s < PL_N_STATES; s++)
        states |= lane.state_ns[s] > 0 ? 1u << s : 0;
      cpu |= lane.knows_cpu;
      queue |= lane.n_received > 0;
    }
  if (states == self->states && cpu == self->cpu && queue == self->queue)
    return;
  self->states = states;
  self->cpu = cpu;
  self->queue = queue;
  remove_columns (self);
  add_column (self, _("Lane"), COLUMN_NAME);
  add_column (self, _("Tasks"), COLUMN_TASKS);
  add_column (self, _("a second"), COLUMN_RATE);
  add_column (self, _("longest wait"), COLUMN_WAIT);
  if (queue)
    add_column (self, _("in the queue"), COLUMN_QUEUE);
  if (cpu)
    {
      add_column (self, _("on a CPU"), COLUMN_ON_CPU);
      add_column (self, _("waiting for a CPU"), COLUMN_WAITING_CPU);
    }
  for (guint s = PL_STATE_STARTING; s < PL_N_STATES; s++)
    if ((states & (1u << s)) && pl_find_source_state_name (self->source, (PlState) s) != NULL)
      add_column (self, pl_find_source_state_name (self->source, (PlState) s), s);
}

static void
begin (gpointer data)
{
  Range *self = data;
  gint64 from_ns, to_ns;

  g_clear_pointer (&self->next, pl_range_stats_free);
  g_clear_pointer (&self->next_source, pl_find_source_unref);
  self->range = NULL;
  self->next_source = self->link.viewer != NULL ? pl_viewer_make_source (self->link.viewer) : NULL;
  if (self->next_source != NULL && pl_find_link_get_range_so_far (&self->link, &from_ns, &to_ns, &self->range))
    self->next = pl_range_stats_new (self->next_source, from_ns, to_ns);
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
  self->stats = g_steal_pointer (&self->next);
  self->source = g_steal_pointer (&self->next_source);
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
  PlLaneStats lane;

  if (self->stats != NULL && pl_range_stats_get (self->stats, position, &lane) && lane.has_wait)
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

/* Cells apart by tabs, as spreadsheets read it. */
static void
copy_cb (Range *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  PlLaneStats lane;

  if (self->stats == NULL)
    return;
  add_line (self, text, NULL);
  for (guint i = 0; pl_range_stats_get (self->stats, i, &lane); i++)
    add_line (self, text, &lane);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->box), text->str);
}

static GtkWidget *
make_table (Range *self)
{
  self->rows = pl_count_list_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->table = GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection))));
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
