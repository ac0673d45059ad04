/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-page.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "trace/pl-account-text.h"
#include "trace/pl-trace-text.h"
#include "paint/pl-pictures.h"
#include "ui/canvas/pl-details.h"
#include "ui/pool/pl-legend.h"
#include "ui/pool/pl-minimap.h"
#include "ui/pool/pl-pool-cards.h"
#include "ui/pool/pl-pool-form.h"
#include "ui/pool/pl-pool-kinds.h"
#include "ui/pool/pl-pool-sweep.h"
#include "ui/pool/pl-pool-tools.h"
#include "ui/pl-ui.h"
#include "ui/replay/pl-replay-bar.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

#define TEXT_INTERVAL_US 150000
/* Below this height all the words together leave two thirds of it to the picture; below that one, those that are always the
 * same go, too. For type of the usual size. */
#define COMPACT_HEIGHT 640
#define TIGHT_HEIGHT 480
/* And where a pane is open, with large text, the legend: else the title would be pushed out at the top. */
#define CRAMPED_HEIGHT 250
/* Title and what stands under it fit into one line. */
#define LINE_WIDTH 800

struct _PlPoolPage
{
  PlPage parent_instance;

  GtkStack *stack;
  GtkOrientable *titles;
  GtkWidget *picture, *title, *subtitle, *footer;
  GtkWidget *progress_box, *progress_label, *progress;
  PlCanvas *canvas;
  PlMinimap *minimap;
  PlReplayBar *replay;
  PlLegend *legend;
  PlDetails *details;
  GtkScrollbar *scrollbar;
  GtkWidget *cards;
  GtkWidget *by_cpu;      /* a switch: a lane a CPU instead of a lane a worker */

  PlTrace *trace;         /* what is shown; NULL: nothing */
  PlRun *run;             /* while it is going on */
  PlPoolSweep sweep;
  guint tick_id;
  gint64 texts_us;
  gboolean compact, tight, cramped, one_line;
  gboolean by_cpu_shown;
};

G_DEFINE_FINAL_TYPE (PlPoolPage, pl_pool_page, PL_TYPE_PAGE)

static void
update_texts (PlPoolPage *self)
{
  PlPicture *picture = pl_canvas_get_picture (self->canvas);

  if (picture == NULL)
    return;
  self->texts_us = g_get_monotonic_time ();
  pl_label_take_text (self->title, pl_picture_title (picture));
  pl_label_take_text (self->subtitle, pl_picture_subtitle_at (picture, pl_canvas_get_viewport (self->canvas)));
  pl_label_take_text (self->footer, pl_picture_caption (picture));
}

/* What has happened by the moment of a replay. */
static void
viewer_changed_cb (PlPoolPage *self,
                   guint       what)
{
  gboolean moving = pl_viewer_get_moving (pl_canvas_get_viewer (self->canvas));

  if ((what & PL_VIEWER_CURSOR) && (!moving || g_get_monotonic_time () - self->texts_us >= TEXT_INTERVAL_US))
    update_texts (self);
}

static char *
progress_text (PlPoolPage *self)
{
  guint done = pl_run_get_done (self->run);
  gint64 left_ns = pl_run_get_left_ns (self->run);
  g_autofree char *done_text = pl_text_count (done);
  g_autofree char *total_text = pl_text_count (pl_run_get_total (self->run));
  double seconds = (double) pl_trace_get_end_ns (self->trace) / 1e9;

  switch (pl_run_get_phase (self->run))
    {
    case PL_PHASE_CREATED:
    case PL_PHASE_STARTING:
      return g_strdup (_("Starting the workers"));
    case PL_PHASE_SERIAL:
      return g_strdup (_("Measuring the serial time"));
    case PL_PHASE_PAUSED:
      return g_strdup_printf (_("Paused at %s of %s"), done_text, total_text);
    default:
      break;
    }
  if (done == 0 || seconds <= 0)
    return g_strdup_printf (_("%s of %s tasks"), done_text, total_text);

  g_autofree char *rate = pl_text_si (done / seconds);
  g_autofree char *line = g_strdup_printf (_("%s of %s tasks, %s/s"), done_text, total_text, rate);
  return pl_page_add_left (line, left_ns);
}

static double
progress_fraction (PlPoolPage *self)
{
  guint total = pl_run_get_total (self->run);

  if (pl_run_get_phase (self->run) == PL_PHASE_SERIAL && total > 0)
    return MIN (1.0, (double) pl_log_header (pl_run_get_log (self->run))->status.serial_done / total);
  return total > 0 ? MIN (1.0, (double) pl_run_get_done (self->run) / total) : 0;
}

static void
update_progress (PlPoolPage *self)
{
  g_autofree char *text = NULL;

  if (self->run == NULL)
    return;
  text = progress_text (self);
  gtk_label_set_text (GTK_LABEL (self->progress_label), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), progress_fraction (self));
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  PlPoolPage *self = PL_POOL_PAGE (widget);

  if (!pl_canvas_is_due (self->canvas))
    return G_SOURCE_CONTINUE;
  pl_viewer_refresh (pl_canvas_get_viewer (self->canvas));
  if (g_get_monotonic_time () - self->texts_us >= TEXT_INTERVAL_US)
    {
      update_progress (self);
      update_texts (self);
    }
  return G_SOURCE_CONTINUE;
}

static void
stop_following (PlPoolPage *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_object (&self->run);
  gtk_widget_set_visible (self->progress_box, FALSE);
}

/* How long the run may take, for the first scale of the picture only. */
static gint64
guess_length_ns (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  double hands = plan->pool_size;

  if (plan->work != PL_WORK_SLEEP)
    hands = MIN (hands, MAX (pl_log_header (log)->n_cpus, 1));
  return (gint64) CLAMP (1.1 * (double) plan->tasks * (double) plan->task_time_ns / MAX (hands, 1), 1e7, 2e10);
}

/* The same time, in the other picture; of a live run with as much room for what is still to come. */
static void
by_cpu_toggled_cb (PlPoolPage      *self,
                   GtkToggleButton *button)
{
  PlViewer *viewer = pl_canvas_get_viewer (self->canvas);
  gboolean by_cpu = gtk_toggle_button_get_active (button);
  g_autoptr(PlPicture) picture = NULL;
  gint64 from, to;

  if (self->trace == NULL)
    return;
  if (by_cpu && !pl_pictures_can_by_cpu (self->trace))
    {
      g_autofree char *why = pl_account_source_sentence (self->trace);

      pl_page_host_show_info (pl_page_get_host (PL_PAGE (self)), why);
      gtk_toggle_button_set_active (button, FALSE);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->legend), !by_cpu && !self->cramped);
  if (self->by_cpu_shown == by_cpu)
    return;
  self->by_cpu_shown = by_cpu;
  picture = by_cpu ? pl_picture_of_cpus (self->trace) : pl_picture_of_pool (self->trace);
  pl_viewer_get_range (viewer, &from, &to);
  pl_viewer_set_picture (viewer, picture, to);
  pl_viewer_show (viewer, from, to);
  update_texts (self);
}

static void
show_log (PlPoolPage *self,
          PlLog      *log)
{
  PlTrace *trace = pl_trace_new (log);
  g_autoptr(PlPicture) picture = pl_picture_of_pool (trace);

  g_clear_object (&self->trace);
  self->by_cpu_shown = FALSE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->by_cpu), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), !self->cramped);
  self->trace = trace;
  pl_viewer_set_picture (pl_canvas_get_viewer (self->canvas), picture, guess_length_ns (log));
  gtk_widget_set_visible (self->picture, TRUE);
  gtk_stack_set_visible_child (self->stack, self->picture);
  update_texts (self);
}

static void
pl_pool_page_follow (PlPage *page,
                     PlRun  *run)
{
  PlPoolPage *self = PL_POOL_PAGE (page);

  stop_following (self);
  self->run = g_object_ref (run);
  show_log (self, pl_run_get_log (run));
  gtk_widget_set_visible (self->progress_box, TRUE);
  update_progress (self);
  self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
pl_pool_page_finish (PlPage *page,
                     PlRun  *run)
{
  PlPoolPage *self = PL_POOL_PAGE (page);

  if (pl_pool_sweep_finish (&self->sweep, run))
    return;
  stop_following (self);
  pl_viewer_finish (pl_canvas_get_viewer (self->canvas));
  update_texts (self);
}

static void
card_chosen_cb (PlPoolPage *self,
                guint       card)
{
  PlPlanData plan;

  pl_pool_card_init_plan (card, g_get_num_processors (), &plan);
  pl_form_set_plan (pl_page_get_form (PL_PAGE (self)), &plan);
  if (card == PL_POOL_CARD_CHANNELS)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sweep", "(su)", "channels", 1);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.run", NULL);
}

static void
pl_pool_page_show_log (PlPage *page,
                       PlLog  *log)
{
  stop_following (PL_POOL_PAGE (page));
  show_log (PL_POOL_PAGE (page), log);
}

static PlCanvas *
pl_pool_page_get_canvas (PlPage *page)
{
  return PL_POOL_PAGE (page)->canvas;
}

static gboolean
pl_pool_page_in_series (PlPage *page)
{
  return PL_POOL_PAGE (page)->sweep.sweep != NULL;
}

PlTrace *
pl_pool_page_get_trace (PlPoolPage *self)
{
  return self->trace;
}

/* On paper there is room for all lanes. */
static void
pl_pool_page_prepare_print (PlPage     *page,
                            PlViewport *viewport)
{
  viewport->scroll = 0;
}

static PlForm *
pl_pool_page_make_form (PlPage *page)
{
  return g_object_new (PL_TYPE_POOL_FORM, NULL);
}

static char *
pl_pool_page_suggest_name (PlPage *page)
{
  const PlPlanData *plan = pl_log_plan (pl_page_get_log (page));
  return g_strdup_printf ("pool-%u-%s%s", plan->pool_size, pl_ipc_key (plan->ipc),
                          PL_POOL_PAGE (page)->by_cpu_shown ? "-by-cpu" : "");
}

static void
menu_cb (PlPoolPage *self,
         guint       lane,
         GMenu      *menu)
{
  g_autofree char *kill = g_strdup_printf (_("Kill worker %u"), lane);
  g_autoptr(GMenu) section = g_menu_new ();
  g_autoptr(GMenuItem) item = g_menu_item_new (kill, NULL);

  if (lane == 0 || self->run == NULL)
    return;
  g_menu_item_set_action_and_target (item, "win.kill-worker", "u", lane);
  g_menu_append_item (section, item);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static gboolean
update_compact_cb (gpointer data)
{
  PlPoolPage *self = data;

  if (self->stack == NULL)
    return G_SOURCE_REMOVE;
  pl_details_set_brief (self->details, self->tight);
  gtk_widget_set_visible (self->footer, !self->compact);
  gtk_orientable_set_orientation (self->titles,
                                  self->one_line ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_hexpand (self->subtitle, self->one_line);
  pl_legend_set_compact (self->legend, self->compact);
  gtk_widget_set_visible (GTK_WIDGET (self->legend), !self->by_cpu_shown && !self->cramped);
  pl_widget_set_class (GTK_WIDGET (self), "compact", self->compact);
  return G_SOURCE_REMOVE;
}

static void
pl_pool_page_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  PlPoolPage *self = PL_POOL_PAGE (widget);
  double scale = pl_widget_text_scale (widget);
  gboolean compact = height < COMPACT_HEIGHT * scale, tight = height < TIGHT_HEIGHT * scale;
  gboolean one_line = compact && width >= LINE_WIDTH * scale, cramped = height < CRAMPED_HEIGHT * scale;

  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (compact == self->compact && tight == self->tight && one_line == self->one_line && cramped == self->cramped)
    return;
  self->compact = compact;
  self->tight = tight;
  self->one_line = one_line;
  self->cramped = cramped;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_compact_cb, g_object_ref (self), g_object_unref);
}

static void
pl_pool_page_dispose (GObject *object)
{
  PlPoolPage *self = PL_POOL_PAGE (object);

  pl_pool_sweep_clear (&self->sweep);
  pl_pool_kinds_clear (PL_PAGE (self));
  if (self->stack != NULL)
    stop_following (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pl_pool_page_parent_class)->dispose (object);
}

static void
pl_pool_page_class_init (PlPoolPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlPageClass *page_class = PL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_pool_page_dispose;
  page_class->make_form = pl_pool_page_make_form;
  page_class->get_canvas = pl_pool_page_get_canvas;
  page_class->follow = pl_pool_page_follow;
  page_class->finish = pl_pool_page_finish;
  page_class->in_series = pl_pool_page_in_series;
  page_class->show_log = pl_pool_page_show_log;
  page_class->prepare_print = pl_pool_page_prepare_print;
  page_class->suggest_name = pl_pool_page_suggest_name;
  widget_class->size_allocate = pl_pool_page_size_allocate;
  widget_class->measure = pl_widget_measure_child;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/pool/pool-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlPoolPage, name)
  BIND (stack);
  BIND (titles);
  BIND (picture);
  BIND (title);
  BIND (subtitle);
  BIND (footer);
  BIND (progress_box);
  BIND (progress_label);
  BIND (progress);
  BIND (cards);
  BIND (canvas);
  BIND (minimap);
  BIND (replay);
  BIND (legend);
  BIND (details);
  BIND (scrollbar);
#undef BIND
  gtk_widget_class_set_css_name (widget_class, "poolpage");
}

static void
pl_pool_page_init (PlPoolPage *self)
{
  PlViewer *viewer;

  gtk_widget_init_template (GTK_WIDGET (self));
  viewer = pl_canvas_get_viewer (self->canvas);
  pl_minimap_set_canvas (self->minimap, self->canvas, &self->trace);
  pl_replay_bar_set_canvas (self->replay, self->canvas);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
  pl_legend_set_viewer (self->legend, viewer, &self->trace);
  pl_details_set_viewer (self->details, viewer);
  pl_details_add_zoom (self->details, self->canvas);
  self->by_cpu = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "label", _("By CPU"), "valign", GTK_ALIGN_CENTER, NULL);
  pl_tip_set (self->by_cpu, _("Show who had which CPU, and who moved to another"));
  g_signal_connect_object (self->by_cpu, "toggled", G_CALLBACK (by_cpu_toggled_cb), self, G_CONNECT_SWAPPED);
  pl_details_add (self->details, self->by_cpu);
  pl_pool_tools_add (self->details, viewer, &self->trace);

  pl_canvas_set_scrollbar (self->canvas, self->scrollbar);
  g_signal_connect_object (self->cards, "chosen", G_CALLBACK (card_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "menu", G_CALLBACK (menu_cb), self, G_CONNECT_SWAPPED);
}

static void
sweep (PlPage   *page,
       GVariant *parameter)
{
  const char *what;
  guint32 trials;

  g_variant_get (parameter, "(&su)", &what, &trials);
  pl_pool_sweep_begin (&PL_POOL_PAGE (page)->sweep, page, what, trials);
}

static void
compare_kinds (PlPage   *page,
               GVariant *parameter)
{
  pl_pool_kinds_begin (page);
}

const PlPageAction pl_pool_actions[] = {
  { "compare-kinds", NULL, compare_kinds, NULL, TRUE, TRUE, FALSE },
  { "sweep", "(su)", sweep, NULL, TRUE, TRUE, FALSE },
  { NULL, NULL, NULL, NULL, FALSE, FALSE, FALSE },
};
