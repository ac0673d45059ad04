/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-scene-page.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "log/pl-scenes.h"
#include "plan/pl-plan.h"
#include "trace/pl-trace-text.h"
#include "ui/pl-details.h"
#include "ui/pl-scene-canvas.h"
#include "ui/pl-ui.h"

#define TEXT_INTERVAL_MS 100

struct _PlScenePage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkScrolledWindow *scroll;
  PlSceneCanvas *canvas;
  PlDetails *details;
  GtkLabel *running_title, *running_text;
  GtkProgressBar *progress;

  PlRun *run;             /* while it is going on */
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (PlScenePage, pl_scene_page, GTK_TYPE_WIDGET)

/* Nobody knows how long a scene takes, or whether it comes to an end: what is told is that something happens. */
static gboolean
update_progress_cb (gpointer data)
{
  PlScenePage *self = data;
  PlLog *log = pl_run_get_log (self->run);
  const PlPlanData *plan = pl_log_plan (log);
  guint64 n = 0;

  for (guint lane = 1; lane <= plan->scene_workers; lane++)
    n += atomic_load (&pl_log_lane (log, lane)->tasks);

  g_autofree char *count = pl_text_count (n);
  g_autofree char *text = g_strdup_printf ("%s: %s", _(pl_scene_info (plan->scene)->counted), count);
  gtk_label_set_text (self->running_text, text);
  gtk_progress_bar_pulse (self->progress);
  return G_SOURCE_CONTINUE;
}

static void
stop_following (PlScenePage *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->run);
}

static void
show_result (PlScenePage *self)
{
  gboolean shown = pl_scene_canvas_get_trace (self->canvas) != NULL;
  gtk_stack_set_visible_child_name (self->stack, shown ? "picture" : "empty");
}

static void
scroll_to_selection (PlScenePage *self)
{
  double y, height;

  if (pl_scene_canvas_get_selected_row (self->canvas, &y, &height))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroll), y, y + height);
}

static void
selection_changed_cb (PlScenePage *self)
{
  PlTrace *trace = pl_scene_canvas_get_trace (self->canvas);
  PlSpan span;

  if (trace != NULL && pl_scene_canvas_get_selected (self->canvas, &span))
    {
      g_autofree char *title = pl_trace_span_title (trace, span.lane, span.index);
      g_autofree char *sentence = pl_trace_span_sentence (trace, span.lane, span.index);

      pl_details_set_text (self->details, title, sentence);
      scroll_to_selection (self);
    }
  else
    pl_details_set_text (self->details, _("Nothing selected"),
                         _("Click a mark or walk with the arrow keys to learn what happened there."));
}

void
pl_scene_page_follow (PlScenePage *self,
                      PlRun       *run)
{
  g_autofree char *title = pl_plan_title (pl_log_plan (pl_run_get_log (run)));

  stop_following (self);
  self->run = g_object_ref (run);
  gtk_label_set_text (self->running_title, title);
  gtk_stack_set_visible_child_name (self->stack, "running");
  self->timeout_id = g_timeout_add (TEXT_INTERVAL_MS, update_progress_cb, self);
  update_progress_cb (self);
}

void
pl_scene_page_show_log (PlScenePage *self,
                        PlLog       *log)
{
  g_autoptr(PlTrace) trace = pl_trace_new (log);

  stop_following (self);
  pl_trace_refresh (trace, -1);
  pl_scene_canvas_set_trace (self->canvas, trace);
  show_result (self);
}

void
pl_scene_page_finish (PlScenePage *self)
{
  PlLog *log;
  guint phase;

  if (self->run == NULL)
    return;
  log = pl_log_ref (pl_run_get_log (self->run));
  phase = pl_run_get_phase (self->run);
  stop_following (self);
  if (phase == PL_PHASE_DONE || phase == PL_PHASE_STOPPED)
    pl_scene_page_show_log (self, log);
  else
    show_result (self);
  pl_log_unref (log);
}

PlTrace *
pl_scene_page_get_trace (PlScenePage *self)
{
  return pl_scene_canvas_get_trace (self->canvas);
}

PlLog *
pl_scene_page_get_log (PlScenePage *self)
{
  PlTrace *trace = pl_scene_page_get_trace (self);
  return trace != NULL ? pl_trace_get_log (trace) : NULL;
}

void
pl_scene_page_get_picture_view (PlScenePage *self,
                                PlSceneView *view)
{
  *view = *pl_scene_canvas_get_view (self->canvas);
  view->has_selection = FALSE;
}

GtkWidget *
pl_scene_page_get_view (PlScenePage *self)
{
  return GTK_WIDGET (self->canvas);
}

static void
pl_scene_page_dispose (GObject *object)
{
  PlScenePage *self = PL_SCENE_PAGE (object);

  stop_following (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  G_OBJECT_CLASS (pl_scene_page_parent_class)->dispose (object);
}

static void
pl_scene_page_class_init (PlScenePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_scene_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/ui/scene-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlScenePage, name)
  BIND (stack);
  BIND (scroll);
  BIND (canvas);
  BIND (details);
  BIND (running_title);
  BIND (running_text);
  BIND (progress);
#undef BIND
  gtk_widget_class_set_css_name (widget_class, "scenepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_scene_page_init (PlScenePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->canvas, "selection-changed", G_CALLBACK (selection_changed_cb), self,
                           G_CONNECT_SWAPPED);
  selection_changed_cb (self);
}
