/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-timeline-view-private.h"

#include <math.h>

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "trace/pl-trace-text.h"
#include "ui/widgets/pl-widget-theme.h"

#define TOOLTIP_CHARS 56

G_DEFINE_FINAL_TYPE (PlTimelineView, pl_timeline_view, GTK_TYPE_WIDGET)

enum { LANE_MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
drop_layout (PlTimelineView *self)
{
  g_clear_pointer (&self->timeline, pl_timeline_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

PlTimeline *
pl_timeline_view_layout (PlTimelineView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  PlTrace *trace = self->scene != NULL ? pl_scene_get_trace (self->scene) : NULL;

  if (trace == NULL || width < 50 || height < 50)
    return NULL;
  if (self->timeline == NULL)
    self->timeline = pl_timeline_new (trace, pl_scene_get_view (self->scene), self->theme, width, height,
                                      PL_PART_COUNTERS);
  return self->timeline;
}

double
pl_timeline_view_scale (PlTimelineView *self)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  const PlView *view = pl_scene_get_view (self->scene);
  double x, y, width, height;

  if (timeline == NULL)
    return 0;
  pl_timeline_get_plot (timeline, &x, &y, &width, &height);
  return (double) (view->to_ns - view->from_ns) / MAX (width, 1);
}

/* Runs outside of layout and drawing: it may move the scene. */
static void
update_scroll (PlTimelineView *self)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  double x, y, width, height, content;

  if (timeline == NULL)
    return;
  pl_timeline_get_plot (timeline, &x, &y, &width, &height);
  content = pl_timeline_content_height (timeline);

  double most = MAX (content - height, 0);
  double scroll = MIN (pl_scene_get_view (self->scene)->scroll, most);
  gtk_adjustment_configure (self->adjustment, scroll, 0, MAX (content, height), 24, height * 0.9, height);
  pl_scene_scroll_to (self->scene, scroll);
}

/* The selected span's lane is brought into sight; lanes are equally high. */
static void
reveal_selected_lane (PlTimelineView *self)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  const PlView *view = pl_scene_get_view (self->scene);
  double x, y, width, height, lane_height, top;

  if (timeline == NULL || !view->has_selection)
    return;
  pl_timeline_get_plot (timeline, &x, &y, &width, &height);
  lane_height = pl_timeline_content_height (timeline) / pl_trace_get_n_lanes (pl_scene_get_trace (self->scene));
  top = lane_height * view->selected_lane;
  if (top < view->scroll)
    gtk_adjustment_set_value (self->adjustment, top);
  else if (top + lane_height > view->scroll + height)
    gtk_adjustment_set_value (self->adjustment, top + lane_height - height);
}

gboolean
pl_timeline_view_span_at (PlTimelineView *self,
                          double          x,
                          double          y,
                          PlMark         *mark,
                          guint64        *index)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  PlTrace *trace;
  PlSpan span;

  if (timeline == NULL || !pl_timeline_pick (timeline, x, y, mark))
    return FALSE;

  /* Of a fold the span that decides its look. */
  trace = pl_scene_get_trace (self->scene);
  *index = mark->first;
  if (mark->first != mark->last && pl_trace_get_span (trace, mark->lane, mark->first, &span) &&
      span.state != mark->state &&
      pl_trace_next_span (trace, mark->lane, mark->first, 1u << mark->state, &span) && span.index <= mark->last)
    *index = span.index;
  return TRUE;
}

static void
pl_timeline_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  PlTimelineView *self = PL_TIMELINE_VIEW (widget);
  gint64 start = g_get_monotonic_time ();
  PlTimeline *timeline = pl_timeline_view_layout (self);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (timeline == NULL)
    return;

  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  pl_timeline_draw (timeline, cr);
  cairo_destroy (cr);

  self->frame_cost_us = (self->frame_cost_us * 3 + (g_get_monotonic_time () - start)) / 4;
}

/* Every change of the selection is told to assistive technology, as the sentence the details pane shows. */
static void
update_accessible (PlTimelineView *self)
{
  g_autofree char *title = NULL, *sentence = NULL, *name = NULL;
  PlTrace *trace = pl_scene_get_trace (self->scene);

  if (pl_scene_describe (self->scene, &title, &sentence))
    name = g_strdup_printf (_("Timeline: %s"), title);
  else
    {
      name = g_strdup (_("Timeline"));
      sentence = trace != NULL ? pl_trace_title (trace) : g_strdup (_("Nothing has run yet."));
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence,
                                  -1);
}

static void
scene_changed_cb (PlTimelineView *self,
                  guint           what)
{
  drop_layout (self);
  if (what & (PL_SCENE_SELECTION | PL_SCENE_TRACE))
    {
      update_accessible (self);
      reveal_selected_lane (self);
    }
  if (what & (PL_SCENE_TRACE | PL_SCENE_DATA))
    update_scroll (self);
}

static void
adjusted_cb (PlTimelineView *self)
{
  if (self->scene != NULL)
    pl_scene_scroll_to (self->scene, gtk_adjustment_get_value (self->adjustment));
}

static gboolean
update_scroll_cb (gpointer data)
{
  update_scroll (data);
  return G_SOURCE_REMOVE;
}

static void
pl_timeline_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  PlTimelineView *self = PL_TIMELINE_VIEW (widget);

  drop_layout (self);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
  /* Scrolling shows or hides the scroll bar: not while sizes are being given out. */
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_scroll_cb, g_object_ref (widget), g_object_unref);
}

static void
pl_timeline_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 160;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 900 : 480;
}

static void
pl_timeline_view_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  PlTimelineView *self = PL_TIMELINE_VIEW (widget);

  GTK_WIDGET_CLASS (pl_timeline_view_parent_class)->css_changed (widget, change);
  self->theme = pl_widget_theme (widget);
  drop_layout (self);
}

static char *
tooltip_markup (PlTimelineView *self,
                const PlMark   *mark,
                guint64         index)
{
  PlTrace *trace = pl_scene_get_trace (self->scene);
  g_autofree char *title = pl_trace_span_title (trace, mark->lane, index);
  g_autofree char *sentence = pl_trace_span_sentence (trace, mark->lane, index);

  if (mark->n_spans <= 1)
    return g_markup_printf_escaped ("<b>%s</b>\n%s", title, sentence);

  g_autofree char *number = pl_text_count (mark->n_spans);
  g_autofree char *count = g_strdup_printf (
    ngettext ("%s span lies here; zoom in to tell them apart. The one that matters most:",
              "%s spans lie here; zoom in to tell them apart. The one that matters most:",
              (gulong) mark->n_spans), number);
  return g_markup_printf_escaped ("<i>%s</i>\n<b>%s</b>\n%s", count, title, sentence);
}

static gboolean
pl_timeline_view_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard_tooltip,
                                GtkTooltip *tooltip)
{
  PlTimelineView *self = PL_TIMELINE_VIEW (widget);
  guint64 index;
  PlMark mark;

  if (keyboard_tooltip || self->dragging || !pl_timeline_view_span_at (self, x, y, &mark, &index))
    return FALSE;

  /* Sentences want lines of a readable length. */
  g_autofree char *markup = tooltip_markup (self, &mark, index);
  gtk_tooltip_set_custom (tooltip, g_object_new (GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", TRUE,
                                                 "xalign", 0.0, "max-width-chars", TOOLTIP_CHARS, NULL));
  gtk_tooltip_set_tip_area (tooltip, &(GdkRectangle) {
    (int) floor (mark.x) - 1, (int) floor (mark.y), (int) ceil (mark.width) + 2, (int) ceil (mark.height) });
  return TRUE;
}

void
pl_timeline_view_set_scene (PlTimelineView *self,
                            PlScene        *scene)
{
  g_return_if_fail (self->scene == NULL);

  self->scene = g_object_ref (scene);
  g_signal_connect_object (scene, "changed", G_CALLBACK (scene_changed_cb), self, G_CONNECT_SWAPPED);
  update_accessible (self);
}

GtkAdjustment *
pl_timeline_view_get_adjustment (PlTimelineView *self)
{
  return self->adjustment;
}

gboolean
pl_timeline_view_get_plot (PlTimelineView *self,
                           double         *x,
                           double         *width)
{
  PlTimeline *timeline = pl_timeline_view_layout (self);
  double y, height;

  if (timeline == NULL)
    return FALSE;
  pl_timeline_get_plot (timeline, x, &y, width, &height);
  return *width > 0;
}

void
pl_timeline_view_take_popover (PlTimelineView *self,
                               GtkWidget      *popover)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  self->popover = popover;
}

gint64
pl_timeline_view_get_frame_cost_us (PlTimelineView *self)
{
  return self->frame_cost_us;
}

static void
pl_timeline_view_dispose (GObject *object)
{
  PlTimelineView *self = PL_TIMELINE_VIEW (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->timeline, pl_timeline_free);
  g_clear_object (&self->scene);
  g_clear_object (&self->adjustment);
  G_OBJECT_CLASS (pl_timeline_view_parent_class)->dispose (object);
}

static void
pl_timeline_view_class_init (PlTimelineViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_timeline_view_dispose;
  widget_class->snapshot = pl_timeline_view_snapshot;
  widget_class->size_allocate = pl_timeline_view_size_allocate;
  widget_class->measure = pl_timeline_view_measure;
  widget_class->css_changed = pl_timeline_view_css_changed;
  widget_class->query_tooltip = pl_timeline_view_query_tooltip;

  signals[LANE_MENU] = g_signal_new ("lane-menu", PL_TYPE_TIMELINE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pl_timeline_view_class_init_keys (widget_class);
}

static void
pl_timeline_view_init (PlTimelineView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (adjusted_cb), self, G_CONNECT_SWAPPED);
  pl_timeline_view_init_input (self);
}
