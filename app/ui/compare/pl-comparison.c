/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/compare/pl-comparison.h"

#include <glib/gi18n.h>

#include "paint/pl-pictures.h"
#include "paint/stack/pl-stack.h"
#include "trace/compare/pl-differences.h"
#include "ui/canvas/pl-details.h"
#include "ui/compare/pl-differences-table.h"
#include "ui/replay/pl-replay-bar.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-wrap-layout.h"
#include "ui/widgets/pl-widget-theme.h"

/* Nobody reads figures faster. */
#define FIGURES_INTERVAL_US 200000

/* Narrower than this the table gives way to the picture; for type of the usual size. */
#define TABLE_WIDTH 900
/* In a lower one runs that can be seen come before what may be clicked in them. */
#define LOW_HEIGHT 480

struct _PlComparison
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title, *sentence;
  GtkWidget *progress_box, *progress_label, *progress;
  GtkStack *stack;              /* "timelines", "sweep" */
  GtkWidget *switcher;
  GtkWidget *align, *fold, *show_table, *close;
  GtkWidget *beside;            /* the timelines, and the table to the right or below */
  GtkWidget *table_place, *table;
  PlDifferences *differences;   /* in the table; NULL: there are no runs */
  gboolean moved;               /* they are those of a moment */
  gint64 told_us;               /* since when */
  PlCanvas *timelines, *chart;
  PlDetails *details;

  PlLog *logs[PL_MAX_COMPARED];
  guint n_logs;
  const char *chart_name;       /* of the other picture's file; NULL: there is none */
  gboolean chosen;              /* somebody showed or hid the table: it is left like that */
  gboolean low;
};

G_DEFINE_FINAL_TYPE (PlComparison, pl_comparison, GTK_TYPE_WIDGET)

enum { CHANGED, CLOSE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update_words (PlComparison *self)
{
  PlPicture *picture = pl_canvas_get_picture (pl_comparison_get_canvas (self));
  gboolean timelines = pl_comparison_get_canvas (self) == self->timelines;

  /* The other one has words of its own. */
  pl_label_take_text (self->title, timelines && picture != NULL ? pl_picture_title (picture) : g_strdup (""));
  pl_label_take_text (self->sentence, timelines && picture != NULL ? pl_picture_subtitle (picture) : g_strdup (""));
  gtk_widget_set_visible (self->align, timelines);
  gtk_widget_set_visible (self->fold, timelines);
  gtk_widget_set_visible (self->show_table, timelines);
  gtk_widget_set_visible (GTK_WIDGET (self->details), timelines);
}

static void
take_logs (PlComparison *self,
           PlLog *const *logs,
           guint         n)
{
  for (guint i = 0; i < n; i++)
    pl_log_ref (logs[i]);
  for (guint i = 0; i < self->n_logs; i++)
    pl_log_unref (self->logs[i]);
  g_clear_pointer (&self->differences, pl_differences_free);
  self->n_logs = n;
  for (guint i = 0; i < n; i++)
    self->logs[i] = logs[i];
}

/* Aligned otherwise it is another picture of the same time. */
static void
show_timelines (PlComparison *self)
{
  gboolean start = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->align));
  g_autoptr(PlPicture) picture
    = pl_picture_of_logs (self->logs, self->n_logs, start ? PL_ALIGN_START : PL_ALIGN_FIRST_TASK);

  pl_viewer_set_picture (pl_canvas_get_viewer (self->timelines), picture, 0);
  update_words (self);
}

/* Of a replay each run's figures are those it had by then. */
static void
move_figures (PlComparison *self)
{
  PlPicture *picture = pl_canvas_get_picture (self->timelines);
  gint64 until_ns = pl_canvas_get_viewport (self->timelines)->until_ns, own_ns[PL_MAX_COMPARED] = { 0 };

  if (self->differences == NULL || (until_ns <= 0 && !self->moved))
    return;
  for (guint i = 0; until_ns > 0 && i < self->n_logs; i++)
    own_ns[i] = MAX (pl_picture_stack_own_ns (picture, i, until_ns), 1);
  pl_differences_move (self->differences, own_ns);
  pl_differences_table_update (self->table, self->differences);
  self->moved = until_ns > 0;
  self->told_us = g_get_monotonic_time ();
}

static void
timelines_changed_cb (PlComparison *self,
                      guint         what)
{
  gboolean moving = pl_viewer_get_moving (pl_canvas_get_viewer (self->timelines));

  if ((what & (PL_VIEWER_CURSOR | PL_VIEWER_PICTURE)) && gtk_widget_get_visible (self->table_place) &&
      (!moving || g_get_monotonic_time () - self->told_us >= FIGURES_INTERVAL_US))
    move_figures (self);
}

/* Of more than two runs the table is too wide to leave the picture room beside it. In a low window there is none below. */
static void
place_table (PlComparison *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->beside), self->n_logs > 2 && !self->low ? GTK_ORIENTATION_VERTICAL
                                                                                                 : GTK_ORIENTATION_HORIZONTAL);
}

static void
show_table (PlComparison *self)
{
  self->differences = pl_differences_new (self->logs, self->n_logs);
  if (self->table != NULL)
    gtk_box_remove (GTK_BOX (self->table_place), self->table);
  self->table = pl_differences_table_new (self->differences);
  gtk_box_append (GTK_BOX (self->table_place), self->table);
  place_table (self);
  self->moved = FALSE;
  move_figures (self);
}

static void
set_page_visible (PlComparison *self,
                  const char   *name,
                  gboolean      visible)
{
  gtk_stack_page_set_visible (gtk_stack_get_page (self->stack, gtk_stack_get_child_by_name (self->stack, name)), visible);
}

/* Which there are to switch between, and which is in sight. */
static void
show_pages (PlComparison *self,
            gboolean      timelines,
            gboolean      sweep)
{
  set_page_visible (self, "timelines", timelines);
  set_page_visible (self, "sweep", sweep);
  gtk_stack_set_visible_child_name (self->stack, sweep ? "sweep" : "timelines");
  gtk_widget_set_visible (self->switcher, timelines && sweep);
  if (!sweep)
    self->chart_name = NULL;
  update_words (self);
}

void
pl_comparison_show_runs (PlComparison *self,
                         PlLog *const *logs,
                         guint         n)
{
  take_logs (self, logs, n);
  show_timelines (self);
  show_table (self);
  show_pages (self, TRUE, FALSE);
}

void
pl_comparison_set_align (PlComparison *self,
                         PlAlign       align)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->align), align == PL_ALIGN_START);
}

void
pl_comparison_show_sweep (PlComparison *self,
                          PlSweep      *sweep)
{
  g_autoptr(PlPicture) picture = pl_picture_of_sweep (sweep);

  self->chart_name = "sweep";
  pl_viewer_set_picture (pl_canvas_get_viewer (self->chart), picture, 0);
  show_pages (self, FALSE, TRUE);
}

void
pl_comparison_show_kinds (PlComparison *self,
                          PlKinds      *kinds)
{
  g_autoptr(PlPicture) picture = pl_picture_of_kinds (kinds);

  self->chart_name = "kinds";
  pl_viewer_set_picture (pl_canvas_get_viewer (self->chart), picture, 0);
  show_pages (self, FALSE, TRUE);
}

void
pl_comparison_finish_sweep (PlComparison *self,
                            PlSweep      *sweep)
{
  g_auto(PlCompared) runs = { 0 };

  pl_comparison_show_sweep (self, sweep);
  pl_picture_get_runs (pl_canvas_get_picture (self->chart), &runs);
  if (runs.n < PL_MIN_COMPARED)
    return;
  take_logs (self, runs.logs, runs.n);
  show_timelines (self);
  show_table (self);
  show_pages (self, TRUE, TRUE);
  /* Of channels the timelines say more. */
  if (pl_sweep_get_axis (sweep) == PL_SWEEP_CHANNELS)
    gtk_stack_set_visible_child_name (self->stack, "timelines");
}

void
pl_comparison_set_progress (PlComparison *self,
                            const char   *text,
                            double        fraction)
{
  gtk_widget_set_visible (self->progress_box, text != NULL);
  gtk_widget_set_visible (self->close, text == NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->progress_label), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

PlCanvas *
pl_comparison_get_canvas (PlComparison *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "sweep") == 0 ? self->chart : self->timelines;
}

PlLog *const *
pl_comparison_get_logs (PlComparison *self,
                        guint        *n)
{
  *n = self->n_logs;
  return self->logs;
}

char *
pl_comparison_suggest_name (PlComparison *self)
{
  if (self->chart_name != NULL && pl_comparison_get_canvas (self) == self->chart)
    return g_strdup (self->chart_name);
  return g_strdup_printf ("%s-compared", pl_run_kind_key (pl_log_plan (self->logs[0])->kind));
}

static void
turned_cb (PlComparison *self)
{
  update_words (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
aligned_cb (PlComparison *self)
{
  if (self->n_logs > 0)
    show_timelines (self);
}

static void
fold_toggled_cb (PlComparison *self)
{
  g_object_set (self->timelines, "folds", gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold)), NULL);
}

static void
table_toggled_cb (PlComparison *self)
{
  gboolean shown = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->show_table));

  gtk_widget_set_visible (self->table_place, shown);
  if (shown)
    move_figures (self);
}

static void
table_chosen_cb (PlComparison *self)
{
  self->chosen = TRUE;
}

static void
close_cb (PlComparison *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

/* --- made of --- */

static GtkWidget *
make_label (const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_progress (PlComparison *self)
{
  self->progress_box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6,
                                     "valign", GTK_ALIGN_CENTER, "visible", FALSE, NULL);
  self->progress_label = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, NULL);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->progress_label, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"), -1);
  gtk_box_append (GTK_BOX (self->progress_box), self->progress_label);
  gtk_box_append (GTK_BOX (self->progress_box), self->progress);
  return self->progress_box;
}

static GtkWidget *
make_toggle (PlComparison *self,
             const char   *label,
             const char   *hint,
             GCallback     toggled)
{
  GtkWidget *toggle = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "label", label, "tooltip-text", hint,
                                    "valign", GTK_ALIGN_CENTER, NULL);

  g_signal_connect_object (toggle, "toggled", toggled, self, G_CONNECT_SWAPPED);
  return toggle;
}

/* In a narrow window, or with large text, on more than one line. */
static GtkWidget *
make_tools (PlComparison *self)
{
  GtkWidget *tools = g_object_new (GTK_TYPE_BOX, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_set_layout_manager (tools, g_object_new (PL_TYPE_WRAP_LAYOUT, NULL));
  self->switcher = g_object_new (GTK_TYPE_STACK_SWITCHER, "stack", self->stack, NULL);
  self->align = make_toggle (self, _("From the Start"), _("Align the runs at their start, not at the moment the work began"),
                             G_CALLBACK (aligned_cb));
  self->fold = make_toggle (self, _("All in Sight"),
                            _("Make lanes as low as it takes for all runs to be seen at once; else they scroll"),
                            G_CALLBACK (fold_toggled_cb));
  /* That is what they stand beside each other for. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold), TRUE);
  self->show_table = make_toggle (self, _("Differences"), _("Show what differs as a table"), G_CALLBACK (table_toggled_cb));
  g_signal_connect_object (self->show_table, "clicked", G_CALLBACK (table_chosen_cb), self, G_CONNECT_SWAPPED);
  self->close = gtk_button_new_with_label (_("Back to the Run"));
  g_signal_connect_object (self->close, "clicked", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (tools), self->switcher);
  gtk_box_append (GTK_BOX (tools), self->align);
  gtk_box_append (GTK_BOX (tools), self->fold);
  gtk_box_append (GTK_BOX (tools), self->show_table);
  gtk_box_append (GTK_BOX (tools), self->close);
  return tools;
}

static GtkWidget *
make_header (PlComparison *self)
{
  GtkWidget *header = g_object_new (GTK_TYPE_BOX, "spacing", 12, NULL);
  GtkWidget *titles = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "hexpand", TRUE, NULL);

  self->title = make_label ("picture-title");
  self->sentence = make_label ("dim");
  gtk_box_append (GTK_BOX (titles), self->title);
  gtk_box_append (GTK_BOX (titles), self->sentence);
  /* Words give way before buttons do. */
  gtk_label_set_max_width_chars (GTK_LABEL (self->title), 16);
  gtk_label_set_max_width_chars (GTK_LABEL (self->sentence), 16);
  gtk_box_append (GTK_BOX (header), titles);
  gtk_box_append (GTK_BOX (header), make_progress (self));
  gtk_box_append (GTK_BOX (header), make_tools (self));
  gtk_widget_add_css_class (header, "page-header");
  return header;
}

static GtkWidget *
make_timelines (PlComparison *self)
{
  GtkWidget *all = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "vexpand", TRUE, "hexpand", TRUE, NULL);
  PlReplayBar *bar = g_object_new (PL_TYPE_REPLAY_BAR, NULL);
  GtkWidget *scrollbar;

  self->timelines = g_object_new (PL_TYPE_CANVAS, "fills", TRUE, "legend", TRUE, "least-width", 320, "hexpand", TRUE,
                                  "vexpand", TRUE, "picture-name", _("Timelines"), NULL);
  scrollbar = g_object_new (GTK_TYPE_SCROLLBAR, "orientation", GTK_ORIENTATION_VERTICAL, "visible", FALSE, NULL);
  pl_canvas_set_scrollbar (self->timelines, GTK_SCROLLBAR (scrollbar));
  self->table_place = g_object_new (GTK_TYPE_BOX, "visible", FALSE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->timelines), "inset");
  gtk_widget_add_css_class (box, "lanes");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->timelines));
  gtk_box_append (GTK_BOX (box), scrollbar);
  self->beside = g_object_new (GTK_TYPE_BOX, NULL);
  gtk_box_append (GTK_BOX (self->beside), box);
  gtk_box_append (GTK_BOX (self->beside), self->table_place);
  pl_replay_bar_set_canvas (bar, self->timelines);
  gtk_box_append (GTK_BOX (all), self->beside);
  gtk_box_append (GTK_BOX (all), GTK_WIDGET (bar));
  return all;
}

static GtkWidget *
make_chart (PlComparison *self)
{
  self->chart = g_object_new (PL_TYPE_CANVAS, "least-width", 320, "picture-name", _("Speed-up"), NULL);
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->chart, "hscrollbar-policy", GTK_POLICY_NEVER,
                       "vexpand", TRUE, NULL);
}

static gboolean
fit_cb (gpointer data)
{
  PlComparison *self = data;

  if (self->box == NULL)
    return G_SOURCE_REMOVE;
  pl_details_set_brief (self->details, self->low);
  place_table (self);
  if (!self->chosen)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->show_table),
                                  gtk_widget_get_width (GTK_WIDGET (self))
                                    >= TABLE_WIDTH * pl_widget_text_scale (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

static void
pl_comparison_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  PlComparison *self = PL_COMPARISON (widget);
  gboolean low = height < LOW_HEIGHT * pl_widget_text_scale (widget);

  gtk_widget_size_allocate (self->box, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->chosen && low == self->low)
    return;
  self->low = low;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, g_object_ref (self), g_object_unref);
}

static void
pl_comparison_dispose (GObject *object)
{
  PlComparison *self = PL_COMPARISON (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  take_logs (self, NULL, 0);
  G_OBJECT_CLASS (pl_comparison_parent_class)->dispose (object);
}

static void
pl_comparison_class_init (PlComparisonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_comparison_dispose;
  widget_class->size_allocate = pl_comparison_size_allocate;
  widget_class->measure = pl_widget_measure_child;
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_COMPARISON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSE] = g_signal_new ("close", PL_TYPE_COMPARISON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "comparison");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_comparison_init (PlComparison *self)
{
  self->stack = g_object_new (GTK_TYPE_STACK, "hhomogeneous", FALSE, "vhomogeneous", FALSE, "vexpand", TRUE, NULL);
  gtk_stack_add_titled (self->stack, make_timelines (self), "timelines", _("Timelines"));
  gtk_stack_add_titled (self->stack, make_chart (self), "sweep", _("Curve"));
  self->details = g_object_new (PL_TYPE_DETAILS, NULL);
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  gtk_widget_add_css_class (self->box, "page");
  gtk_box_append (GTK_BOX (self->box), make_header (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->details));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  pl_details_set_viewer (self->details, pl_canvas_get_viewer (self->timelines));
  pl_details_add_zoom (self->details, self->timelines);
  g_signal_connect_object (pl_canvas_get_viewer (self->timelines), "changed", G_CALLBACK (timelines_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (turned_cb), self, G_CONNECT_SWAPPED);
}
