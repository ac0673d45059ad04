/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-minimap.h"

#include <glib/gi18n.h>

#include "paint/pool/pl-timeline.h"
#include "ui/widgets/pl-widget-theme.h"

/* Whole-run summaries touch every lane: while a run is live, a few a second are enough. */
#define LIVE_INTERVAL_US 200000

struct _PlMinimap
{
  GtkWidget parent_instance;

  PlViewer *viewer;
  PlTrace **trace;      /* what the page shows; NULL: nothing */
  PlCanvas *canvas;     /* not owned: a sibling of the same page */
  PangoLayout *label;
  PlThemeId theme;
  gint64 drawn_us;
};

G_DEFINE_FINAL_TYPE (PlMinimap, pl_minimap, GTK_TYPE_WIDGET)

/* The part of the width that the strip takes. */
static void
get_strip (PlMinimap *self,
           double    *x,
           double    *width)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self->canvas);
  graphene_point_t start;

  *x = 0;
  *width = gtk_widget_get_width (GTK_WIDGET (self));
  if (drawing == NULL || drawing->plot.width <= 0 ||
      !gtk_widget_compute_point (GTK_WIDGET (self->canvas), GTK_WIDGET (self),
                                 &GRAPHENE_POINT_INIT ((float) drawing->plot.x, 0), &start))
    return;
  *x = start.x;
  *width = drawing->plot.width;
}

/* Under the names of the lanes, where there is room for it. */
static void
draw_label (PlMinimap   *self,
            GtkSnapshot *snapshot,
            double       room)
{
  GdkRGBA color;
  int width, height;

  if (self->label == NULL)
    self->label = gtk_widget_create_pango_layout (GTK_WIDGET (self), _("Whole run"));
  pango_layout_get_pixel_size (self->label, &width, &height);
  if (width + 8 > room)
    return;
  pl_widget_color (GTK_WIDGET (self), &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2));
  gtk_snapshot_append_layout (snapshot, self->label, &color);
  gtk_snapshot_restore (snapshot);
}

static void
pl_minimap_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  PlMinimap *self = PL_MINIMAP (widget);
  int height = gtk_widget_get_height (widget);
  double x, width;

  if (self->viewer == NULL || *self->trace == NULL)
    return;

  get_strip (self, &x, &width);
  draw_label (self, snapshot, x);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, 0, (float) width, (float) height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_translate (cr, x, 0);
  pl_minimap_draw_viewport (cr, *self->trace, pl_viewer_get_viewport (self->viewer), self->theme, width, height);
  cairo_destroy (cr);
  self->drawn_us = g_get_monotonic_time ();
}

static void
viewer_changed_cb (PlMinimap *self,
                   guint      what)
{
  gboolean due = g_get_monotonic_time () - self->drawn_us >= LIVE_INTERVAL_US;

  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_VIEW | PL_VIEWER_SELECTION | PL_VIEWER_FILTER) ||
      ((what & PL_VIEWER_DATA) && (due || !pl_picture_get_live (pl_viewer_get_picture (self->viewer)))) ||
      ((what & PL_VIEWER_CURSOR) && (due || !pl_viewer_get_moving (self->viewer))))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
go_to (PlMinimap *self,
       double     x)
{
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);
  double left, width;
  gint64 half = (view->to_ns - view->from_ns) / 2;

  if (*self->trace == NULL)
    return;
  get_strip (self, &left, &width);
  gint64 center = (gint64) ((x - left) / MAX (width, 1) * (double) pl_trace_get_end_ns (*self->trace));
  pl_viewer_show (self->viewer, center - half, center + half);
}

static void
drag_begin_cb (PlMinimap *self,
               double     x)
{
  go_to (self, x);
}

static void
drag_update_cb (PlMinimap      *self,
                double          dx,
                double          dy,
                GtkGestureDrag *gesture)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    go_to (self, x + dx);
}

void
pl_minimap_set_canvas (PlMinimap  *self,
                       PlCanvas   *canvas,
                       PlTrace   **trace)
{
  g_return_if_fail (self->viewer == NULL);

  self->canvas = canvas;
  self->trace = trace;
  self->viewer = g_object_ref (pl_canvas_get_viewer (canvas));
  g_signal_connect_object (self->viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (canvas, "placed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
pl_minimap_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 100 : 24;
}

static void
pl_minimap_css_changed (GtkWidget         *widget,
                        GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_minimap_parent_class)->css_changed (widget, change);
  g_clear_object (&PL_MINIMAP (widget)->label);
  PL_MINIMAP (widget)->theme = pl_widget_theme (widget);
  gtk_widget_queue_draw (widget);
}

static void
pl_minimap_dispose (GObject *object)
{
  g_clear_object (&PL_MINIMAP (object)->label);
  g_clear_object (&PL_MINIMAP (object)->viewer);
  G_OBJECT_CLASS (pl_minimap_parent_class)->dispose (object);
}

static void
pl_minimap_class_init (PlMinimapClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_minimap_dispose;
  widget_class->snapshot = pl_minimap_snapshot;
  widget_class->measure = pl_minimap_measure;
  widget_class->css_changed = pl_minimap_css_changed;
  gtk_widget_class_set_css_name (widget_class, "minimap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pl_minimap_init (PlMinimap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Whole run"), -1);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
