/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/scene/pl-scene-page-private.h"

#include "log/pl-scenes.h"
#include "paint/pl-pictures.h"
#include "ui/scene/pl-scene-form.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-widget-theme.h"

/* What is over sooner is shown when it is over: a picture that comes and goes only flickers. */
#define PATIENCE_US 100000
#define LARGE_TEXT 1.5
/* Below this the picture needs what the legend can do without. */
#define LOW 620

G_DEFINE_FINAL_TYPE (PlScenePage, pl_scene_page, PL_TYPE_PAGE)

static void
scroll_to_selection (PlScenePage *self)
{
  double y, height;

  if (pl_canvas_get_selected_row (self->canvas, &y, &height))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroll), y, y + height);
}

static void
viewer_changed_cb (PlScenePage *self,
                   guint        what)
{
  if (what & PL_VIEWER_SELECTION)
    scroll_to_selection (self);
  if (what & PL_VIEWER_FILTER)
    pl_scene_page_hide_alike (self);
}

static void
show_trace (PlScenePage *self,
            PlLog       *log)
{
  PlTrace *trace = pl_trace_new (log);
  g_autoptr(PlPicture) picture = pl_picture_of_scene (trace);

  g_clear_object (&self->trace);
  self->trace = trace;
  pl_viewer_set_picture (pl_canvas_get_viewer (self->canvas), picture, 0);
  gtk_stack_set_visible_child_name (self->stack, "picture");
  pl_scene_page_update_sides (self);
  pl_page_changed (PL_PAGE (self));
}

static void
refresh (PlScenePage *self)
{
  if (self->shown)
    pl_viewer_refresh (pl_canvas_get_viewer (self->canvas));
  else
    show_trace (self, pl_run_get_log (self->run));
  self->shown = TRUE;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  PlScenePage *self = PL_SCENE_PAGE (widget);

  if (g_get_monotonic_time () - self->started_us >= PATIENCE_US && pl_canvas_is_due (self->canvas))
    refresh (self);
  return G_SOURCE_CONTINUE;
}

static void
update_ticking (PlScenePage *self)
{
  gboolean wanted = self->run != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));

  if (wanted && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  else if (!wanted && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}

static void
stop_following (PlScenePage *self)
{
  g_clear_object (&self->run);
  self->shown = FALSE;
  update_ticking (self);
}

/* What was shown before stays until there is something to see. */
static void
pl_scene_page_follow (PlPage *page,
                      PlRun  *run)
{
  PlScenePage *self = PL_SCENE_PAGE (page);

  stop_following (self);
  pl_scene_page_turn_over (self);
  self->run = g_object_ref (run);
  self->started_us = g_get_monotonic_time ();
  update_ticking (self);
  pl_scene_page_update_sides (self);
}

static void
pl_scene_page_show_log (PlPage *page,
                        PlLog  *log)
{
  stop_following (PL_SCENE_PAGE (page));
  pl_scene_page_turn_over (PL_SCENE_PAGE (page));
  show_trace (PL_SCENE_PAGE (page), log);
}

/* Where it came to nothing, what is shown stays. */
static void
pl_scene_page_finish (PlPage *page,
                      PlRun  *run)
{
  PlScenePage *self = PL_SCENE_PAGE (page);
  guint phase = pl_run_get_phase (run);

  if (self->run == NULL)
    return;
  if (self->shown)
    pl_viewer_finish (pl_canvas_get_viewer (self->canvas));
  else if (phase == PL_PHASE_DONE || phase == PL_PHASE_STOPPED)
    show_trace (self, pl_run_get_log (self->run));
  stop_following (self);
  pl_scene_page_update_sides (self);
}

PlTrace *
pl_scene_page_get_trace (PlScenePage *self)
{
  return self->trace;
}

/* What is selected is explained in the window only. */
static void
pl_scene_page_prepare_print (PlPage     *page,
                             PlViewport *viewport)
{
  viewport->has_selection = FALSE;
}

static PlCanvas *
pl_scene_page_get_canvas (PlPage *page)
{
  return PL_SCENE_PAGE (page)->canvas;
}

static PlForm *
pl_scene_page_make_form (PlPage *page)
{
  PlForm *form = g_object_new (PL_TYPE_SCENE_FORM, NULL);

  g_signal_connect_object (form, "changed", G_CALLBACK (pl_scene_page_update_sides), page, G_CONNECT_SWAPPED);
  return form;
}

static gboolean
pl_scene_page_can (PlPage     *page,
                   const char *action)
{
  return pl_scene_page_can_beside (PL_SCENE_PAGE (page));
}

static void
run_beside (PlPage   *page,
            GVariant *parameter)
{
  pl_scene_page_run_beside (PL_SCENE_PAGE (page));
}

const PlPageAction pl_scene_actions[] = {
  { "scene-beside", NULL, run_beside, NULL, TRUE, TRUE, FALSE },
  { NULL, NULL, NULL, NULL, FALSE, FALSE, FALSE },
};

static char *
pl_scene_page_suggest_name (PlPage *page)
{
  const PlPlanData *plan = pl_log_plan (pl_page_get_log (page));
  return g_strdup_printf ("scene-%s", pl_scene_info (plan->scene)->key);
}

static gboolean
update_low_cb (gpointer data)
{
  PlScenePage *self = data;

  gboolean spare = !self->low && pl_widget_get_text_size (GTK_WIDGET (self)) < LARGE_TEXT;

  if (self->stack != NULL)
    {
      pl_widget_set_class (GTK_WIDGET (self), "compact", self->low);
      pl_legend_set_compact (self->legend, !spare);
      pl_details_set_brief (self->details, !spare);
    }
  return G_SOURCE_REMOVE;
}

/* What is shown cannot be changed while it is being laid out. */
static void
pl_scene_page_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  PlScenePage *self = PL_SCENE_PAGE (widget);
  gboolean low = height < LOW;

  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (low == self->low)
    return;
  self->low = low;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_low_cb, g_object_ref (self), g_object_unref);
}

/* For the last row of a class room the picture is all there is room for. */
static void
pl_scene_page_css_changed (GtkWidget         *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (pl_scene_page_parent_class)->css_changed (widget, change);
  if (PL_SCENE_PAGE (widget)->details == NULL)
    return;
  update_low_cb (widget);
}

/* In front again: at once what has happened meanwhile. */
static void
pl_scene_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pl_scene_page_parent_class)->map (widget);
  update_ticking (PL_SCENE_PAGE (widget));
}

static void
pl_scene_page_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pl_scene_page_parent_class)->unmap (widget);
  update_ticking (PL_SCENE_PAGE (widget));
}

static void
pl_scene_page_dispose (GObject *object)
{
  PlScenePage *self = PL_SCENE_PAGE (object);

  stop_following (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pl_scene_page_parent_class)->dispose (object);
}

static void
pl_scene_page_class_init (PlScenePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlPageClass *page_class = PL_PAGE_CLASS (klass);

  object_class->dispose = pl_scene_page_dispose;
  widget_class->css_changed = pl_scene_page_css_changed;
  widget_class->size_allocate = pl_scene_page_size_allocate;
  widget_class->measure = pl_widget_measure_child;
  widget_class->get_request_mode = pl_widget_get_child_request_mode;
  widget_class->map = pl_scene_page_map;
  widget_class->unmap = pl_scene_page_unmap;
  page_class->make_form = pl_scene_page_make_form;
  page_class->get_canvas = pl_scene_page_get_canvas;
  page_class->follow = pl_scene_page_follow;
  page_class->finish = pl_scene_page_finish;
  page_class->show_log = pl_scene_page_show_log;
  page_class->prepare_print = pl_scene_page_prepare_print;
  page_class->suggest_name = pl_scene_page_suggest_name;
  page_class->can = pl_scene_page_can;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/scene/scene-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlScenePage, name)
  BIND (stack);
  BIND (scroll);
  BIND (canvas);
  BIND (legend);
  BIND (replay);
  BIND (details);
  BIND (beside_scroll);
  BIND (beside);
  BIND (stale_bar);
  BIND (stale_text);
#undef BIND
  gtk_widget_class_set_css_name (widget_class, "scenepage");
}

static void
pl_scene_page_init (PlScenePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_replay_bar_set_canvas (self->replay, self->canvas);
  pl_replay_set_beside (pl_canvas_get_replay (self->canvas), pl_canvas_get_viewer (self->beside));
  pl_legend_set_viewer (self->legend, pl_canvas_get_viewer (self->canvas), &self->trace);
  pl_details_set_viewer (self->details, pl_canvas_get_viewer (self->canvas));
  pl_details_add_zoom (self->details, self->canvas);
  /* One of them is nowhere else. */
  pl_details_keep_tools (self->details);
  self->beside_button = gtk_button_new ();
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->beside_button), "win.scene-beside");
  gtk_widget_set_valign (self->beside_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->beside_button, FALSE);
  pl_details_add (self->details, self->beside_button);
  g_signal_connect_object (pl_canvas_get_viewer (self->canvas), "changed", G_CALLBACK (viewer_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
