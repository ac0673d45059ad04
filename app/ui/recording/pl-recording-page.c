/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-recording-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-text.h"
#include "control/pl-recording-tree.h"
#include "paint/pl-pictures.h"
#include "paint/recording/pl-recording-legend.h"
#include "plan/pl-plan.h"
#include "trace/lesson/pl-lesson-look.h"
#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-recording.h"
#include "ui/canvas/pl-details.h"
#include "ui/pl-settings.h"
#include "ui/pl-ui.h"
#include "ui/pool/pl-legend.h"
#include "ui/replay/pl-replay-bar.h"
#include "ui/recording/pl-findings-list.h"
#include "ui/recording/pl-listing.h"
#include "ui/recording/pl-output-view.h"
#include "ui/recording/pl-recording-form.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-widget-theme.h"

#define TEXT_INTERVAL_US 150000
/* Below this height the words leave the room to the picture. For type of the usual size. */
#define COMPACT_HEIGHT 640
/* Below this one there is a table or a search below the page: picture and rows are worth more than what stands between them. */
#define TIGHT_HEIGHT 480
/* Bytes of what an opened run's program wrote: of more the end is shown. */
#define MOST_KEPT_OUTPUT (1u << 20)

struct _PlRecordingPage
{
  PlPage parent_instance;

  GtkStack *stack, *below;
  GtkBox *titles;
  GtkWidget *title, *subtitle, *footer, *progress_label, *bottom;
  GtkStackPage *findings_page, *listing_page;
  PlCanvas *canvas;
  PlReplayBar *replay;
  PlLegend *legend;
  PlDetails *details;
  GtkScrollbar *scrollbar;
  PlFindingsList *findings;
  PlOutputView *output;
  PlListing *listing;

  PlTrace *trace;         /* what is shown; NULL: nothing */
  PlRun *run;             /* while it is going on */
  guint tick_id;
  gint64 texts_us;
  guint n_written;        /* how many writes are told of in the replay; G_MAXUINT: it is over */
  gboolean compact, tight;
};

G_DEFINE_FINAL_TYPE (PlRecordingPage, pl_recording_page, PL_TYPE_PAGE)

static void
update_texts (PlRecordingPage *self)
{
  PlPicture *picture = pl_canvas_get_picture (self->canvas);
  g_autofree char *time = NULL;

  if (picture == NULL)
    return;
  self->texts_us = g_get_monotonic_time ();
  pl_label_take_text (self->title, pl_picture_title (picture));
  pl_label_take_text (self->subtitle, pl_picture_subtitle_at (picture, pl_canvas_get_viewport (self->canvas)));
  pl_label_take_text (self->footer, pl_picture_caption (picture));
  if (self->run == NULL)
    return;
  time = pl_text_duration (pl_trace_get_end_ns (self->trace));
  gtk_label_set_text (GTK_LABEL (self->progress_label), time);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (widget);

  if (!pl_canvas_is_due (self->canvas))
    return G_SOURCE_CONTINUE;
  pl_viewer_refresh (pl_canvas_get_viewer (self->canvas));
  if (g_get_monotonic_time () - self->texts_us >= TEXT_INTERVAL_US)
    update_texts (self);
  return G_SOURCE_CONTINUE;
}

static void
stop_following (PlRecordingPage *self)
{
  PlRecording *recording = self->run != NULL ? pl_run_get_recording (self->run) : NULL;

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  if (recording != NULL)
    g_signal_handlers_disconnect_by_data (recording, self->output);
  g_clear_object (&self->run);
  gtk_widget_set_visible (self->progress_label, FALSE);
}

static void
tell_findings (PlRecordingPage *self)
{
  guint n = pl_findings_list_get_n (self->findings);
  g_autofree char *title = n > 0 ? g_strdup_printf (_("Findings (%u)"), n) : g_strdup (_("Findings"));

  gtk_stack_page_set_title (self->findings_page, title);
}

/* What had been written by the moment of a replay; what is not kept with the run is not told of then. */
static void
tell_output (PlRecordingPage *self)
{
  gint64 until_ns = pl_canvas_get_viewport (self->canvas)->until_ns;
  guint n = until_ns > 0 ? pl_outputs_at (pl_outputs_of (self->trace), 0, until_ns + 1) : G_MAXUINT;
  g_autofree char *text = NULL;

  if (n == self->n_written)
    return;
  self->n_written = n;
  text = until_ns > 0 ? pl_outputs_text (self->trace, n, MOST_KEPT_OUTPUT) : NULL;
  pl_output_view_show_past (self->output, text);
}

static void
viewer_changed_cb (PlRecordingPage *self,
                   guint            what)
{
  gboolean moving = pl_viewer_get_moving (pl_canvas_get_viewer (self->canvas));

  if (!(what & PL_VIEWER_CURSOR) || self->run != NULL || self->trace == NULL)
    return;
  if (!moving || g_get_monotonic_time () - self->texts_us >= TEXT_INTERVAL_US)
    update_texts (self);
  tell_findings (self);
  tell_output (self);
}

static void
show_findings (PlRecordingPage *self)
{
  gboolean over = self->run == NULL;

  pl_findings_list_show (self->findings, over ? self->trace : NULL);
  tell_findings (self);
  if (over)
    gtk_stack_set_visible_child_name (self->below, "findings");
}

/* Of a lesson's run the lines are shown, if they are still those that ran. */
static void
show_listing (PlRecordingPage *self)
{
  g_auto(PlLessonText) text = { 0 };
  PlTrace *trace = self->run == NULL && pl_lesson_text_find (pl_trace_get_log (self->trace), &text) ? self->trace : NULL;
  gboolean shown = pl_listing_show (self->listing, &text, trace);

  gtk_stack_page_set_visible (self->listing_page, shown);
  if (shown)
    gtk_stack_set_visible_child_name (self->below, "listing");
}

/* As its lesson shows it: from where something happens. */
static void
show_where_to_look (PlRecordingPage *self)
{
  PlLog *log = pl_trace_get_log (self->trace);
  gint64 from_ns, to_ns;

  if (self->run == NULL && pl_log_plan (log)->recording_lines && pl_lesson_look (log, &from_ns, &to_ns))
    pl_viewer_show (pl_canvas_get_viewer (self->canvas), from_ns, to_ns);
}

static void
show_log (PlRecordingPage *self,
          PlLog           *log)
{
  PlTrace *trace = pl_trace_new (log);
  g_autoptr(PlPicture) picture = pl_picture_of_recording (trace);

  g_clear_object (&self->trace);
  self->trace = trace;
  pl_viewer_set_picture (pl_canvas_get_viewer (self->canvas), picture, 0);
  show_where_to_look (self);
  gtk_stack_set_visible_child_name (self->stack, "picture");
  update_texts (self);
  show_findings (self);
  show_listing (self);
  pl_page_changed (PL_PAGE (self));
}

static void
pl_recording_page_follow (PlPage *page,
                          PlRun  *run)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (page);

  stop_following (self);
  self->run = g_object_ref (run);
  pl_settings_add_command (pl_log_plan (pl_run_get_log (run))->recording_command);
  pl_output_view_clear (self->output);
  pl_output_view_set_note (self->output, NULL);
  g_signal_connect_object (pl_run_get_recording (run), "output", G_CALLBACK (pl_output_view_append), self->output,
                           G_CONNECT_SWAPPED);
  gtk_stack_set_visible_child_name (self->below, "output");
  gtk_widget_set_visible (self->progress_label, TRUE);
  show_log (self, pl_run_get_log (run));
  pl_recording_watch_sleep (self->trace, pl_recording_tree_sleeps);
  self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* Its log is another one now: read back, and all that it says can be trusted. */
static void
pl_recording_page_finish (PlPage *page,
                          PlRun  *run)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (page);

  if (self->run == NULL)
    return;
  stop_following (self);
  show_log (self, pl_run_get_log (run));
}

/* Of a run that was opened: what it holds of what its program wrote. */
static void
show_kept_output (PlRecordingPage *self)
{
  g_autofree char *text = pl_outputs_text (self->trace, G_MAXUINT, MOST_KEPT_OUTPUT);

  pl_output_view_clear (self->output);
  pl_output_view_append (self->output, text);
  pl_output_view_set_note (self->output,
                           *text != '\0' ? _("As it is kept in the run: what each process itself wrote to its terminal.")
                                         : _("Nothing that its program wrote is kept in this run: only what a process itself "
                                             "writes to a terminal is."));
}

static void
pl_recording_page_show_log (PlPage *page,
                            PlLog  *log)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (page);

  stop_following (self);
  show_log (self, log);
  show_kept_output (self);
}

static PlCanvas *
pl_recording_page_get_canvas (PlPage *page)
{
  return PL_RECORDING_PAGE (page)->canvas;
}

PlTrace *
pl_recording_page_get_trace (PlRecordingPage *self)
{
  return self->trace;
}

/* On paper there is room for all lanes. */
static void
pl_recording_page_prepare_print (PlPage     *page,
                                 PlViewport *viewport)
{
  viewport->scroll = 0;
}

static PlForm *
pl_recording_page_make_form (PlPage *page)
{
  return g_object_new (PL_TYPE_RECORDING_FORM, NULL);
}

/* "recording-python3": what was started, without its folder. */
static char *
pl_recording_page_suggest_name (PlPage *page)
{
  g_auto(GStrv) argv = pl_plan_get_argv (pl_log_plan (pl_page_get_log (page)), NULL);
  g_autofree char *base = argv != NULL ? g_path_get_basename (argv[argv[1] != NULL && argv[1][0] != '-' ? 1 : 0]) : NULL;
  g_autofree char *name = base != NULL ? g_strcanon (g_strndup (base, strcspn (base, ".")), G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS, '-') : NULL;

  return name != NULL && *name != '\0' ? g_strconcat ("recording-", name, NULL) : g_strdup ("recording");
}

void
pl_recording_page_set_command (PlRecordingPage *self,
                               const char      *command)
{
  pl_recording_form_set_command (PL_RECORDING_FORM (pl_page_get_form (PL_PAGE (self))), command);
}

static gboolean
update_compact_cb (gpointer data)
{
  PlRecordingPage *self = data;

  if (self->stack == NULL)
    return G_SOURCE_REMOVE;
  gtk_widget_set_visible (self->footer, !self->compact);
  /* Title and what stands under it in one line. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->titles), self->compact ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->titles, self->compact ? 12 : 0);
  gtk_widget_set_hexpand (self->subtitle, self->compact);
  pl_details_set_brief (self->details, self->compact);
  pl_legend_set_compact (self->legend, self->compact);
  /* Also where there is little room a finding of three lines is seen whole. */
  gtk_widget_set_size_request (self->bottom, -1, self->compact ? 98 : 170);
  gtk_widget_set_visible (self->bottom, !self->tight);
  pl_widget_set_class (GTK_WIDGET (self), "compact", self->compact);
  return G_SOURCE_REMOVE;
}

/* What the page needs for what is below the legend, where it is shown. That leaves when there is no room for it. */
static int
bottom_height (PlRecordingPage *self)
{
  int least = 0;

  if (!self->tight && g_str_equal (gtk_stack_get_visible_child_name (self->stack), "picture"))
    gtk_widget_measure (self->bottom, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
pl_recording_page_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (widget);
  gboolean compact = height < COMPACT_HEIGHT * pl_widget_text_scale (widget);
  gboolean tight = height < TIGHT_HEIGHT * pl_widget_text_scale (widget);
  int least;

  gtk_widget_measure (GTK_WIDGET (self->stack), GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (GTK_WIDGET (self->stack), &(GtkAllocation) { 0, 0, width, MAX (height, least) }, baseline);
  if (compact == self->compact && tight == self->tight)
    return;
  self->compact = compact;
  self->tight = tight;
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_compact_cb, g_object_ref (self), g_object_unref);
}

static void
pl_recording_page_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (widget);

  gtk_widget_measure (GTK_WIDGET (self->stack), orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum -= bottom_height (self);
}

static void
pl_recording_page_dispose (GObject *object)
{
  PlRecordingPage *self = PL_RECORDING_PAGE (object);

  stop_following (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->trace);
  G_OBJECT_CLASS (pl_recording_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/recording/recording-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlRecordingPage, name)
  BIND (stack);
  BIND (below);
  BIND (bottom);
  BIND (titles);
  BIND (title);
  BIND (subtitle);
  BIND (footer);
  BIND (progress_label);
  BIND (canvas);
  BIND (scrollbar);
  BIND (replay);
  BIND (legend);
  BIND (details);
  BIND (findings_page);
  BIND (findings);
  BIND (output);
  BIND (listing_page);
  BIND (listing);
#undef BIND
}

static void
pl_recording_page_class_init (PlRecordingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlPageClass *page_class = PL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_recording_page_dispose;
  widget_class->size_allocate = pl_recording_page_size_allocate;
  widget_class->measure = pl_recording_page_measure;
  widget_class->get_request_mode = pl_widget_get_child_request_mode;
  page_class->make_form = pl_recording_page_make_form;
  page_class->get_canvas = pl_recording_page_get_canvas;
  page_class->follow = pl_recording_page_follow;
  page_class->finish = pl_recording_page_finish;
  page_class->show_log = pl_recording_page_show_log;
  page_class->prepare_print = pl_recording_page_prepare_print;
  page_class->suggest_name = pl_recording_page_suggest_name;

  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "recordingpage");
}

static void
pl_recording_page_init (PlRecordingPage *self)
{
  PlViewer *viewer;

  gtk_widget_init_template (GTK_WIDGET (self));
  viewer = pl_canvas_get_viewer (self->canvas);
  pl_legend_set_viewer (self->legend, viewer, &self->trace);
  pl_legend_set_marks (self->legend, &pl_recording_marks);
  pl_details_set_viewer (self->details, viewer);
  pl_details_add_zoom (self->details, self->canvas);
  pl_replay_bar_set_canvas (self->replay, self->canvas);
  pl_findings_list_set_canvas (self->findings, self->canvas);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
  pl_listing_set_viewer (self->listing, viewer);
  pl_canvas_set_scrollbar (self->canvas, self->scrollbar);
}
