/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/scene/pl-scene-canvas.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "paint/pool/pl-timeline.h"
#include "trace/scene/pl-scene-text.h"
#include "trace/pl-trace-text.h"
#include "ui/pl-accels.h"
#include "ui/scene/pl-scene-range.h"
#include "ui/widgets/pl-widget-theme.h"

#define PARTS (PL_PART_TITLE | PL_PART_LEGEND | PL_PART_FOOTER)
#define MIN_WIDTH 480
/* Much taller lanes would not tell more. */
#define MAX_STRETCH 1.25
#define ZOOM 0.8
#define MOVE 0.2
#define ALL_STATES ((guint32) ~0u)

struct _PlSceneCanvas
{
  GtkWidget parent_instance;

  PlTrace *trace;
  PlSceneView view;
  PlThemeId theme;
  double natural_height;     /* as last measured */
  double pointer_x;
  PlScenePicture *picture;   /* as last laid out; NULL: to be made anew */
  gint64 frame_cost_us;
};

G_DEFINE_FINAL_TYPE (PlSceneCanvas, pl_scene_canvas, GTK_TYPE_WIDGET)

enum { SELECTION_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
drop_picture (PlSceneCanvas *self)
{
  g_clear_pointer (&self->picture, pl_scene_picture_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static PlScenePicture *
get_picture (PlSceneCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->trace == NULL || width < 50 || height < 50)
    return NULL;
  if (self->picture == NULL)
    self->picture = pl_scene_picture_new (self->trace, &self->view, self->theme, width,
                                          MIN (height, floor (MAX_STRETCH * self->natural_height)), PARTS);
  return self->picture;
}

/* Only what stays true while a scene goes on: nobody is told every figure of it. */
static char *
describe_trace (PlTrace *trace)
{
  PlLog *log = pl_trace_get_log (trace);
  gboolean live = pl_trace_get_live (trace);
  g_autofree char *more = live ? pl_scene_expected (log) : pl_scene_verdict (log);

  return g_strdup_printf (*more != '\0' ? "%s. %s" : "%s.", live ? _("Still running") : pl_scene_headline (log), more);
}

/* The name says what it is, the description what came of it and why; with a span selected, what that is. */
static void
update_accessible (PlSceneCanvas *self)
{
  g_autofree char *title = NULL, *name = NULL, *description = NULL;

  if (self->trace == NULL)
    {
      description = g_strdup (_("Nothing has run yet."));
    }
  else if (self->view.has_selection)
    {
      title = pl_trace_span_title (self->trace, self->view.selected_lane, self->view.selected_index);
      description = pl_trace_span_sentence (self->trace, self->view.selected_lane, self->view.selected_index);
    }
  else
    {
      title = pl_trace_title (self->trace);
      description = describe_trace (self->trace);
    }

  name = title != NULL ? g_strdup_printf (_("Scene: %s"), title) : g_strdup (_("Scene"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description,
                                  -1);
}

static void
selection_changed (PlSceneCanvas *self)
{
  drop_picture (self);
  update_accessible (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

void
pl_scene_canvas_set_trace (PlSceneCanvas *self,
                           PlTrace       *trace)
{
  g_set_object (&self->trace, trace);
  self->view = (PlSceneView) { .room_for_end = trace != NULL && pl_trace_get_live (trace) };
  gtk_widget_queue_resize (GTK_WIDGET (self));
  selection_changed (self);
}

PlTrace *
pl_scene_canvas_get_trace (PlSceneCanvas *self)
{
  return self->trace;
}

/* A range that was chosen moves along with the end, if it showed that. */
static void
follow_end (PlSceneCanvas *self,
            gint64         before_ns)
{
  PlSceneRange range = { self->view.from_ns, self->view.to_ns };

  if (range.to_ns > 0 && pl_scene_range_follow (&range, before_ns, pl_trace_get_end_ns (self->trace),
                                                pl_trace_get_live (self->trace)))
    {
      self->view.from_ns = range.from_ns;
      self->view.to_ns = range.to_ns;
    }
}

gboolean
pl_scene_canvas_refresh (PlSceneCanvas *self)
{
  gboolean was_live = self->trace != NULL && pl_trace_get_live (self->trace);
  gint64 before_ns = was_live ? pl_trace_get_end_ns (self->trace) : 0;

  if (!was_live || !pl_trace_refresh (self->trace, -1))
    return FALSE;
  follow_end (self, before_ns);
  drop_picture (self);
  if (!pl_trace_get_live (self->trace))
    {
      gtk_widget_queue_resize (GTK_WIDGET (self));
      update_accessible (self);
    }
  return TRUE;
}

gint64
pl_scene_canvas_get_frame_cost_us (PlSceneCanvas *self)
{
  return self->frame_cost_us;
}

void
pl_scene_canvas_select (PlSceneCanvas *self,
                        guint          lane,
                        guint64        index)
{
  PlSpan span;

  if (self->trace == NULL || lane >= pl_trace_get_n_lanes (self->trace) ||
      !pl_trace_get_span (self->trace, lane, index, &span))
    return;
  self->view.has_selection = TRUE;
  self->view.selected_lane = lane;
  self->view.selected_index = index;
  selection_changed (self);
}

void
pl_scene_canvas_select_nothing (PlSceneCanvas *self)
{
  if (!self->view.has_selection)
    return;
  self->view.has_selection = FALSE;
  selection_changed (self);
}

gboolean
pl_scene_canvas_get_selected (PlSceneCanvas *self,
                              PlSpan        *span)
{
  return self->view.has_selection &&
         pl_trace_get_span (self->trace, self->view.selected_lane, self->view.selected_index, span);
}

gboolean
pl_scene_canvas_get_selected_row (PlSceneCanvas *self,
                                  double        *y,
                                  double        *height)
{
  PlScenePicture *picture = self->view.has_selection ? get_picture (self) : NULL;
  double x, width;

  if (picture == NULL)
    return FALSE;
  pl_scene_picture_lane_box (picture, self->view.selected_lane, &x, y, &width, height);
  return TRUE;
}

const PlSceneView *
pl_scene_canvas_get_view (PlSceneCanvas *self)
{
  return &self->view;
}

/* What is shown, and takes it back. */
static PlSceneRange
get_range (PlSceneCanvas *self)
{
  PlSceneRange range;

  pl_scene_picture_get_range (get_picture (self), &range.from_ns, &range.to_ns);
  return range;
}

/* How far it can be looked: while the scene goes on there is room to grow. */
static gint64
get_limit (PlSceneCanvas *self)
{
  return pl_trace_get_live (self->trace) ? pl_scene_interesting_end_ns (self->trace)
                                         : pl_trace_get_end_ns (self->trace);
}

static void
set_range (PlSceneCanvas      *self,
           const PlSceneRange *range)
{
  /* Who sees all of a scene that goes on wants to go on seeing all of it. */
  gboolean all = pl_trace_get_live (self->trace) && range->from_ns <= 0 && range->to_ns >= get_limit (self);

  self->view.from_ns = all ? 0 : range->from_ns;
  self->view.to_ns = all ? 0 : range->to_ns;
  drop_picture (self);
}

static void
zoom (PlSceneCanvas *self,
      double         factor,
      gint64         at_ns)
{
  PlSceneRange range = get_range (self);

  if (pl_scene_range_zoom (&range, factor, at_ns, get_limit (self)))
    set_range (self, &range);
}

static void
move (PlSceneCanvas *self,
      double         share)
{
  PlSceneRange range = get_range (self);

  if (pl_scene_range_move (&range, share, get_limit (self)))
    set_range (self, &range);
}

/* The keys zoom at what is selected, where that is in sight. */
static void
zoom_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  PlSceneCanvas *self = PL_SCENE_CANVAS (widget);
  PlSceneRange range;
  PlSpan span;
  gint64 at_ns;

  if (get_picture (self) == NULL)
    return;
  range = get_range (self);
  at_ns = range.from_ns + (range.to_ns - range.from_ns) / 2;
  if (pl_scene_canvas_get_selected (self, &span) && span.end_ns > range.from_ns && span.start_ns < range.to_ns)
    at_ns = CLAMP (span.start_ns + (span.end_ns - span.start_ns) / 2, range.from_ns, range.to_ns);

  if (strcmp (action, "scene.zoom-in") == 0)
    zoom (self, ZOOM, at_ns);
  else if (strcmp (action, "scene.zoom-out") == 0)
    zoom (self, 1 / ZOOM, at_ns);
  else if (strcmp (action, "scene.earlier") == 0)
    move (self, -MOVE);
  else if (strcmp (action, "scene.later") == 0)
    move (self, MOVE);
  else
    set_range (self, &(PlSceneRange) { 0, 0 });
}

static void
motion_cb (PlSceneCanvas *self,
           double         x,
           double         y)
{
  self->pointer_x = x;
}

/* Ctrl zooms at the pointer, Shift or a sideways wheel moves; anything else scrolls the page. */
static gboolean
scroll_cb (PlSceneCanvas            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *scroll)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  PlScenePicture *picture = get_picture (self);

  if (picture == NULL)
    return GDK_EVENT_PROPAGATE;
  if (state & GDK_CONTROL_MASK)
    zoom (self, pow (ZOOM, -dy), pl_scene_picture_get_time (picture, self->pointer_x));
  else if (state & GDK_SHIFT_MASK)
    move (self, MOVE / 2 * (dx + dy));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* The span of a lane at t; or the one before, where the lane has ended. */
static gboolean
select_at (PlSceneCanvas *self,
           guint          lane,
           gint64         t_ns)
{
  guint64 index = 0;

  if (pl_trace_get_n_records (self->trace, lane) == 0)
    return FALSE;
  pl_trace_find (self->trace, lane, t_ns, &index);
  pl_scene_canvas_select (self, lane, index);
  return TRUE;
}

/* Lane 1 is the first worker: more to see there than on the parent's. */
static void
select_first (PlSceneCanvas *self)
{
  guint n_lanes = pl_trace_get_n_lanes (self->trace);
  PlSceneRange range = get_range (self);

  for (guint i = 0; i < n_lanes; i++)
    if (select_at (self, (i + 1) % n_lanes, range.from_ns + (range.to_ns - range.from_ns) / 2))
      return;
}

/* Walking takes the picture along. */
static void
walk_to (PlSceneCanvas *self,
         const PlSpan  *span)
{
  PlSceneRange range = get_range (self);

  if (pl_scene_range_reveal (&range, span, get_limit (self)))
    set_range (self, &range);
  pl_scene_canvas_select (self, span->lane, span->index);
}

static void
walk_in_lane (PlSceneCanvas *self,
              const PlSpan  *from,
              gboolean       forward)
{
  PlSpan span;
  gboolean found = forward ? pl_trace_next_span (self->trace, from->lane, from->index, ALL_STATES, &span)
                           : pl_trace_previous_span (self->trace, from->lane, from->index, ALL_STATES, &span);

  if (found)
    walk_to (self, &span);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
walk_to_lane (PlSceneCanvas *self,
              const PlSpan  *from,
              gboolean       down)
{
  guint n_lanes = pl_trace_get_n_lanes (self->trace);
  PlSceneRange range = get_range (self);
  gint64 t_ns = CLAMP (from->start_ns + (from->end_ns - from->start_ns) / 2, range.from_ns, range.to_ns);

  for (guint lane = from->lane; down ? lane + 1 < n_lanes : lane > 0;)
    {
      lane = down ? lane + 1 : lane - 1;
      if (select_at (self, lane, t_ns))
        return;
    }
  gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
walk_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  PlSceneCanvas *self = PL_SCENE_CANVAS (widget);
  PlSpan span;

  if (get_picture (self) == NULL)
    return;
  if (strcmp (action, "scene.clear") == 0)
    pl_scene_canvas_select_nothing (self);
  else if (!pl_scene_canvas_get_selected (self, &span))
    select_first (self);
  else if (strcmp (action, "scene.next-span") == 0 || strcmp (action, "scene.previous-span") == 0)
    walk_in_lane (self, &span, strcmp (action, "scene.next-span") == 0);
  else
    walk_to_lane (self, &span, strcmp (action, "scene.next-lane") == 0);
}

static void
pressed_cb (PlSceneCanvas *self,
            int            n_press,
            double         x,
            double         y)
{
  PlScenePicture *picture = get_picture (self);
  guint lane;
  guint64 index;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (picture == NULL)
    return;
  if (pl_scene_picture_pick (picture, x, y, &lane, &index, NULL))
    pl_scene_canvas_select (self, lane, index);
  else
    pl_scene_canvas_select_nothing (self);
}

static gboolean
pl_scene_canvas_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    keyboard_tooltip,
                               GtkTooltip *tooltip)
{
  PlScenePicture *picture = get_picture (PL_SCENE_CANVAS (widget));
  g_autofree char *text = NULL;

  if (keyboard_tooltip || picture == NULL || !pl_scene_picture_pick (picture, x, y, NULL, NULL, &text) || text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
pl_scene_canvas_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  PlSceneCanvas *self = PL_SCENE_CANVAS (widget);
  gint64 start = g_get_monotonic_time ();
  PlScenePicture *picture = get_picture (self);

  if (picture == NULL)
    return;

  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                               (float) gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  pl_scene_picture_draw (picture, cr);
  cairo_destroy (cr);

  self->frame_cost_us = (self->frame_cost_us * 3 + (g_get_monotonic_time () - start)) / 4;
}

static GtkSizeRequestMode
pl_scene_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pl_scene_canvas_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  PlSceneCanvas *self = PL_SCENE_CANVAS (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : 200;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->trace != NULL)
    {
      PlScenePicture *picture = pl_scene_picture_new (self->trace, &self->view, self->theme,
                                                      MAX (for_size, MIN_WIDTH), 0, PARTS);

      /* A low window gets the condensed picture rather than a part of the whole one. */
      *minimum = (int) pl_scene_picture_get_least_height (picture);
      *natural = (int) pl_scene_picture_get_height (picture);
      self->natural_height = *natural;
      pl_scene_picture_free (picture);
    }
}

static void
pl_scene_canvas_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  drop_picture (PL_SCENE_CANVAS (widget));
}

static void
pl_scene_canvas_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_scene_canvas_parent_class)->css_changed (widget, change);
  PL_SCENE_CANVAS (widget)->theme = pl_widget_theme (widget);
  drop_picture (PL_SCENE_CANVAS (widget));
}

static void
pl_scene_canvas_dispose (GObject *object)
{
  PlSceneCanvas *self = PL_SCENE_CANVAS (object);

  g_clear_pointer (&self->picture, pl_scene_picture_free);
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pl_scene_canvas_parent_class)->dispose (object);
}

static void
pl_scene_canvas_class_init (PlSceneCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char * const actions[] = { "scene.next-span", "scene.previous-span", "scene.next-lane", "scene.previous-lane",
                                          "scene.clear" };
  static const char * const zooms[] = { "scene.zoom-in", "scene.zoom-out", "scene.earlier", "scene.later",
                                        "scene.fit" };

  G_OBJECT_CLASS (klass)->dispose = pl_scene_canvas_dispose;
  widget_class->snapshot = pl_scene_canvas_snapshot;
  widget_class->get_request_mode = pl_scene_canvas_get_request_mode;
  widget_class->measure = pl_scene_canvas_measure;
  widget_class->size_allocate = pl_scene_canvas_size_allocate;
  widget_class->css_changed = pl_scene_canvas_css_changed;
  widget_class->query_tooltip = pl_scene_canvas_query_tooltip;

  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", PL_TYPE_SCENE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL,
                                             NULL, NULL, G_TYPE_NONE, 0);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, walk_cb);
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_install_action (widget_class, zooms[i], NULL, zoom_cb);
  pl_accels_bind (widget_class, PL_KEYS_SCENE);
  gtk_widget_class_set_css_name (widget_class, "scenecanvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pl_scene_canvas_init (PlSceneCanvas *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  update_accessible (self);
}
