/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-findings-list.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "ui/widgets/pl-label.h"

/* So many lanes of a finding are looked for one by one. */
#define MOST_LANES 64u

struct _PlFindingsList
{
  GtkWidget parent_instance;

  GtkWidget *scroll;
  GtkListBox *list;
  GtkLabel *nothing;
  GPtrArray *findings;    /* PlFinding; NULL: none were looked for */
  PlViewer *viewer;       /* weak: it lives as long as the page */
  PlHighlights *highlights;       /* the lanes of the one that is shown; NULL: none is */
  PlHighlights *before;   /* what a search had found; NULL: nothing */
  const PlFinding *shown; /* that one; of findings */
  gboolean goes;          /* the selection is being changed by us */
  PlViewport left;        /* how it was left in sight; whoever looks elsewhere since stays there */
  guint settle_id;        /* 0: the list has the size in which it is shown */
};

G_DEFINE_FINAL_TYPE (PlFindingsList, pl_findings_list, GTK_TYPE_WIDGET)

static int
compare_lanes (gconstpointer a,
               gconstpointer b)
{
  const PlStretch *one = a, *other = b;

  return one->lane < other->lane ? -1 : one->lane > other->lane;
}

static PlHighlights *
highlights_new (const PlFinding *finding)
{
  PlHighlights *highlights = pl_highlights_new ();

  for (guint i = 0; i < finding->lanes->len; i++)
    {
      const PlStretch stretch = { g_array_index (finding->lanes, guint, i), finding->from_ns, finding->to_ns };

      g_array_append_val (highlights->hits, stretch);
    }
  g_array_sort (highlights->hits, compare_lanes);
  return highlights;
}

/* The first of them is brought into sight last; whatever is selected has a row. */
static void
show_lanes (PlFindingsList  *self,
            const PlFinding *finding)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  PlTrace *trace = picture != NULL ? pl_picture_get_trace (picture) : NULL;

  for (guint i = MIN (finding->lanes->len, MOST_LANES); trace != NULL && i-- > 0; )
    {
      PlFindSpan span = { .lane = g_array_index (finding->lanes, guint, i), .from_ns = finding->from_ns, .to_ns = finding->to_ns };

      if (!pl_trace_find (trace, span.lane, finding->from_ns, &span.item))
        span.item = 0;
      pl_viewer_select_found (self->viewer, &span);
    }
}

/* What was pointed out goes with the range that was selected for it; what a search had found is there again. */
static void
forget (PlFindingsList *self)
{
  PlPicture *picture = self->viewer != NULL ? pl_viewer_get_picture (self->viewer) : NULL;

  if (picture != NULL && self->highlights != NULL
      && pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) == self->highlights)
    pl_viewer_set_highlights (self->viewer, PL_HIGHLIGHT_HITS, self->before);
  g_clear_pointer (&self->highlights, pl_highlights_unref);
  g_clear_pointer (&self->before, pl_highlights_unref);
  self->shown = NULL;
}

static void
point_out (PlFindingsList  *self,
           const PlFinding *finding)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  PlHighlights *found = picture != NULL ? pl_picture_get_highlights (picture, PL_HIGHLIGHT_HITS) : NULL;

  self->before = found != NULL ? pl_highlights_ref (found) : NULL;
  self->highlights = highlights_new (finding);
  self->shown = finding;
  pl_viewer_set_highlights (self->viewer, PL_HIGHLIGHT_HITS, self->highlights);
}

static void
tell_nothing (PlFindingsList *self)
{
  gboolean goes_on = self->findings == NULL || (self->viewer != NULL && pl_viewer_get_viewport (self->viewer)->until_ns > 0);

  gtk_label_set_text (self->nothing, goes_on ? _("What costs it its speed is told when it has ended.")
                                             : _("Nothing stands out: this run proves none of the known faults."));
}

/* What is found is about all of its time. */
static gboolean
is_told (PlFindingsList *self,
         guint           i)
{
  gint64 until_ns = self->viewer != NULL ? pl_viewer_get_viewport (self->viewer)->until_ns : 0;

  return until_ns <= 0 || ((const PlFinding *) self->findings->pdata[i])->to_ns <= until_ns;
}

static gboolean
filter_cb (GtkListBoxRow *row,
           gpointer       data)
{
  PlFindingsList *self = data;
  guint i = (guint) gtk_list_box_row_get_index (row);

  return self->findings == NULL || i >= self->findings->len || is_told (self, i);
}

guint
pl_findings_list_get_n (PlFindingsList *self)
{
  guint n = 0;

  for (guint i = 0; self->findings != NULL && i < self->findings->len; i++)
    n += is_told (self, i);
  return n;
}

static void
changed_cb (PlFindingsList *self,
            guint           what)
{
  if (what & PL_VIEWER_CURSOR)
    {
      gtk_list_box_invalidate_filter (self->list);
      tell_nothing (self);
    }
  if ((what & PL_VIEWER_SELECTION) && !self->goes)
    forget (self);
}

/* A little of what was before and after, so that it can be seen as what it is: more of it around a moment. */
static gint64
air_around (PlFindingsList  *self,
            const PlFinding *finding)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  gint64 length_ns = finding->to_ns - finding->from_ns, begin_ns = 0, end_ns = 0;

  if (picture != NULL)
    pl_picture_get_whole (picture, &begin_ns, &end_ns);
  return MAX (MAX (length_ns / 10, 1), MIN ((end_ns - begin_ns) / 20, 5 * length_ns));
}

static void
show_finding (PlFindingsList  *self,
              const PlFinding *finding)
{
  self->goes = TRUE;
  show_lanes (self, finding);
  pl_viewer_select_range (self->viewer, finding->from_ns, finding->to_ns);
  self->goes = FALSE;
  self->left = *pl_viewer_get_viewport (self->viewer);
}

/* What is told of the range takes its room from the picture, sooner or later: the lanes that were in sight may be no more. */
static void
placed_cb (PlFindingsList *self)
{
  const PlViewport *view = self->viewer != NULL ? pl_viewer_get_viewport (self->viewer) : NULL;

  if (view != NULL && self->shown != NULL && view->from_ns == self->left.from_ns && view->to_ns == self->left.to_ns
      && ABS (MAX (view->scroll, 0) - MAX (self->left.scroll, 0)) < 0.5)
    show_finding (self, self->shown);
}

/* Whatever has the focus is scrolled to, and of what is higher than the list that is its end. */
static void
show_first_line (PlFindingsList *self)
{
  GtkWidget *row = GTK_WIDGET (gtk_list_box_get_selected_row (self->list));
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll));
  graphene_rect_t bounds;

  if (row != NULL && gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_set_value (scroll, MIN (gtk_adjustment_get_value (scroll), bounds.origin.y));
}

/* By the second frame that has been laid out what is told of the range has taken its room from the list. */
static gboolean
settle_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  PlFindingsList *self = PL_FINDINGS_LIST (widget);
  gint64 *first = data;

  if (*first < 0)
    *first = gdk_frame_clock_get_frame_counter (clock);
  if (self->shown != NULL && gdk_frame_clock_get_frame_counter (clock) < *first + 2)
    return G_SOURCE_CONTINUE;
  self->settle_id = 0;
  show_first_line (self);
  return G_SOURCE_REMOVE;
}

static void
go_to (PlFindingsList  *self,
       const PlFinding *finding)
{
  gint64 air_ns = air_around (self, finding), *first = g_new (gint64, 1);

  forget (self);
  pl_viewer_show (self->viewer, finding->from_ns - air_ns, finding->to_ns + air_ns);
  show_finding (self, finding);
  point_out (self, finding);
  if (self->settle_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->settle_id);
  *first = -1;
  self->settle_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), settle_cb, first, g_free);
}

static void
row_activated_cb (PlFindingsList *self,
                  GtkListBoxRow  *row)
{
  guint i = (guint) gtk_list_box_row_get_index (row);

  if (self->findings != NULL && i < self->findings->len && self->viewer != NULL)
    go_to (self, self->findings->pdata[i]);
}

static GtkWidget *
row_new (const PlFinding *finding)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = g_object_new (GTK_TYPE_LABEL, "label", finding->text, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
  g_autofree char *cost = pl_text_duration (finding->cost_ns);
  /* Translators: what a finding costs: a duration. */
  g_autofree char *costs = g_strdup_printf (_("costs %s"), cost);
  GtkWidget *price = g_object_new (GTK_TYPE_LABEL, "label", costs, "xalign", 1.0, "valign", GTK_ALIGN_START, NULL);
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *name = g_strdup_printf ("%s %s", finding->text, costs);

  pl_label_hold_measures (text);
  gtk_widget_add_css_class (price, "dim");
  gtk_widget_add_css_class (price, "numeric");
  gtk_box_append (GTK_BOX (box), text);
  if (finding->cost_ns > 0)
    gtk_box_append (GTK_BOX (box), price);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  finding->cost_ns > 0 ? name : finding->text, -1);
  return row;
}

void
pl_findings_list_show (PlFindingsList *self,
                       PlTrace        *trace)
{
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->shown = NULL;
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  if (trace != NULL)
    self->findings = pl_findings_new (trace);
  for (guint i = 0; trace != NULL && i < self->findings->len; i++)
    gtk_list_box_append (self->list, row_new (self->findings->pdata[i]));
  tell_nothing (self);
}

void
pl_findings_list_set_canvas (PlFindingsList *self,
                             PlCanvas       *canvas)
{
  PlViewer *viewer = pl_canvas_get_viewer (canvas);

  g_set_weak_pointer (&self->viewer, viewer);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "placed", G_CALLBACK (placed_cb), self, G_CONNECT_SWAPPED);
}

static void
pl_findings_list_dispose (GObject *object)
{
  PlFindingsList *self = PL_FINDINGS_LIST (object);

  g_clear_weak_pointer (&self->viewer);
  g_clear_pointer (&self->highlights, pl_highlights_unref);
  g_clear_pointer (&self->before, pl_highlights_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_findings_list_parent_class)->dispose (object);
}

static void
pl_findings_list_class_init (PlFindingsListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pl_findings_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "findingslist");
}

static void
pl_findings_list_init (PlFindingsList *self)
{
  GtkWidget *list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_BROWSE, NULL);
  GtkWidget *nothing = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "wrap", TRUE, NULL);

  self->list = GTK_LIST_BOX (list);
  self->nothing = GTK_LABEL (nothing);
  gtk_widget_add_css_class (nothing, "dim");
  gtk_widget_add_css_class (nothing, "nothing");
  gtk_list_box_set_placeholder (self->list, nothing);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Findings"), -1);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", list, "hexpand", TRUE, "vexpand", TRUE,
                               "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  gtk_widget_set_parent (self->scroll, GTK_WIDGET (self));
}
