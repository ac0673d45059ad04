/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include "ui/widgets/pl-widget-theme.h"

G_DEFINE_FINAL_TYPE (PlCanvas, pl_canvas, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_FILLS, PROP_LEAST_WIDTH, PROP_NAME, PROP_BARE, PROP_LEGEND, PROP_FOLDS, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { PLACED, MENU, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
viewer_changed_cb (PlCanvas *self,
                   guint     what)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  gboolean stands = (what & PL_VIEWER_CURSOR) && !pl_viewer_get_moving (self->viewer);
  gboolean over = (what & PL_VIEWER_DATA) && picture != NULL && !pl_picture_get_live (picture);

  pl_canvas_drop_drawing (self);
  /* What goes on keeps its size: it only grows when it is over. */
  if (!self->fills && ((what & (PL_VIEWER_PICTURE | PL_VIEWER_ROWS)) || over))
    gtk_widget_queue_resize (GTK_WIDGET (self));
  /* What is told is told of a moment that stays. */
  if ((what & (PL_VIEWER_SELECTION | PL_VIEWER_PICTURE | PL_VIEWER_VIEW | PL_VIEWER_MARKS)) || over || stands)
    pl_canvas_update_accessible (self);
  if ((what & (PL_VIEWER_PICTURE | PL_VIEWER_ROWS)) || over || stands)
    pl_canvas_update_lanes (self);
  if (what & PL_VIEWER_ROWS)
    pl_canvas_update_scroll (self);
  if (what & (PL_VIEWER_SELECTION | PL_VIEWER_PICTURE))
    pl_canvas_reveal_selected_lane (self);
  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_DATA))
    pl_canvas_update_scroll (self);
}

static void
adjusted_cb (PlCanvas *self)
{
  if (pl_viewer_get_picture (self->viewer) != NULL)
    pl_viewer_scroll_to (self->viewer, gtk_adjustment_get_value (self->adjustment));
}

static gboolean
update_scroll_cb (gpointer data)
{
  pl_canvas_update_scroll (data);
  g_signal_emit (data, signals[PLACED], 0);
  return G_SOURCE_REMOVE;
}

static void
pl_canvas_snapshot (GtkWidget   *widget,
                    GtkSnapshot *snapshot)
{
  PlCanvas *self = PL_CANVAS (widget);
  gint64 start = g_get_monotonic_time ();
  PlDrawing *drawing = pl_canvas_get_drawing (self);

  if (drawing == NULL)
    return;

  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  pl_drawing_draw (drawing, cr);
  cairo_destroy (cr);

  self->frame_cost_us = (self->frame_cost_us * 3 + (g_get_monotonic_time () - start)) / 4;
}

static GtkSizeRequestMode
pl_canvas_get_request_mode (GtkWidget *widget)
{
  return PL_CANVAS (widget)->fills ? GTK_SIZE_REQUEST_CONSTANT_SIZE : GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pl_canvas_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  PlCanvas *self = PL_CANVAS (widget);
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  const PlViewport *view = pl_viewer_get_viewport (self->viewer);
  PlPaper paper = pl_canvas_get_paper (self, MAX (for_size, self->least_width), 0);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->least_width;
      /* Beside a table it takes what that leaves. */
      *natural = self->fills && !self->legend ? 900 : self->least_width;
    }
  else if (self->fills || picture == NULL)
    {
      *minimum = self->fills ? 160 : 200;
      *natural = self->fills ? 480 : 200;
    }
  else
    {
      /* A low window gets the condensed picture rather than a part of the whole one. */
      *minimum = (int) pl_picture_least_height (picture, view, &paper);
      *natural = MAX (*minimum, (int) pl_picture_natural_height (picture, view, &paper));
    }
}

static void
pl_canvas_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  PlCanvas *self = PL_CANVAS (widget);

  pl_canvas_drop_drawing (self);
  pl_canvas_allocate_lanes (self, width, height);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
  if (self->note_popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->note_popover));
  /* Scrolling shows or hides the scroll bar: not while sizes are being given out. */
  if (self->fills)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_scroll_cb, g_object_ref (widget), g_object_unref);
}

/* As large as the type around it, on the desktop and in the window. */
static void
update_text_scale (PlCanvas *self)
{
  double scale = pl_widget_text_scale (GTK_WIDGET (self));

  if (ABS (scale - self->text_scale) < 0.001)
    return;
  self->text_scale = scale;
  pl_canvas_drop_drawing (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
pl_canvas_css_changed (GtkWidget         *widget,
                       GtkCssStyleChange *change)
{
  PlCanvas *self = PL_CANVAS (widget);

  GTK_WIDGET_CLASS (pl_canvas_parent_class)->css_changed (widget, change);
  self->theme = pl_widget_theme (widget);
  update_text_scale (self);
  pl_canvas_drop_drawing (self);
}

PlViewer *
pl_canvas_get_viewer (PlCanvas *self)
{
  return self->viewer;
}

GtkAdjustment *
pl_canvas_get_adjustment (PlCanvas *self)
{
  return self->adjustment;
}

static void
update_scrollbar (GtkScrollbar  *scrollbar,
                  GtkAdjustment *adjustment)
{
  gtk_widget_set_visible (GTK_WIDGET (scrollbar),
                          gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment) + 0.5);
}

void
pl_canvas_set_scrollbar (PlCanvas     *self,
                         GtkScrollbar *scrollbar)
{
  GtkAdjustment *adjustment = pl_canvas_get_adjustment (self);

  gtk_scrollbar_set_adjustment (scrollbar, adjustment);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (update_scrollbar), scrollbar, G_CONNECT_SWAPPED);
}

static void
pl_canvas_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  PlCanvas *self = PL_CANVAS (object);

  switch (id)
    {
    case PROP_FILLS: self->fills = g_value_get_boolean (value); break;
    case PROP_LEGEND: self->legend = g_value_get_boolean (value); break;
    case PROP_FOLDS:
      self->folds = g_value_get_boolean (value);
      pl_canvas_drop_drawing (self);
      break;
    case PROP_BARE: self->bare = g_value_get_boolean (value); break;
    case PROP_LEAST_WIDTH: self->least_width = g_value_get_int (value); break;
    case PROP_NAME:
      g_free (self->name);
      self->name = g_value_dup_string (value);
      pl_canvas_update_accessible (self);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_canvas_dispose (GObject *object)
{
  PlCanvas *self = PL_CANVAS (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->note_popover, gtk_widget_unparent);
  pl_canvas_clear_lanes (self);
  g_clear_pointer (&self->drawing, pl_drawing_free);
  if (self->viewer != NULL)
    g_signal_handlers_disconnect_by_data (self->viewer, self);
  g_clear_object (&self->adjustment);
  G_OBJECT_CLASS (pl_canvas_parent_class)->dispose (object);
}

static void
pl_canvas_finalize (GObject *object)
{
  g_object_unref (PL_CANVAS (object)->replay);
  g_object_unref (PL_CANVAS (object)->viewer);
  g_free (PL_CANVAS (object)->name);
  G_OBJECT_CLASS (pl_canvas_parent_class)->finalize (object);
}

static void
pl_canvas_class_init_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pl_canvas_set_property;
  props[PROP_FILLS] = g_param_spec_boolean ("fills", NULL, NULL, FALSE, flags);
  props[PROP_LEGEND] = g_param_spec_boolean ("legend", NULL, NULL, FALSE, flags);
  props[PROP_BARE] = g_param_spec_boolean ("bare", NULL, NULL, FALSE, flags);
  props[PROP_FOLDS] = g_param_spec_boolean ("folds", NULL, NULL, FALSE, flags);
  props[PROP_LEAST_WIDTH] = g_param_spec_int ("least-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_NAME] = g_param_spec_string ("picture-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pl_canvas_class_init (PlCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pl_canvas_dispose;
  object_class->finalize = pl_canvas_finalize;
  widget_class->snapshot = pl_canvas_snapshot;
  widget_class->size_allocate = pl_canvas_size_allocate;
  widget_class->get_request_mode = pl_canvas_get_request_mode;
  widget_class->measure = pl_canvas_measure;
  widget_class->css_changed = pl_canvas_css_changed;
  widget_class->query_tooltip = pl_canvas_query_tooltip;
  pl_canvas_class_init_properties (object_class);

  signals[PLACED] = g_signal_new ("placed", PL_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU] = g_signal_new ("menu", PL_TYPE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_MENU);

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  pl_canvas_class_init_keys (widget_class);
}

static void
pl_canvas_init (PlCanvas *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  self->viewer = pl_viewer_new ();
  g_signal_connect_swapped (self->viewer, "changed", G_CALLBACK (viewer_changed_cb), self);
  pl_canvas_init_replay (self);
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (adjusted_cb), self, G_CONNECT_SWAPPED);
  pl_canvas_init_input (self);

  self->text_scale = pl_widget_text_scale (GTK_WIDGET (self));
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (update_text_scale), self, G_CONNECT_SWAPPED);
}
