/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-page-private.h"

#include <glib/gi18n.h>

#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"
#include "trace/lesson/pl-lesson-look.h"
#include "trace/lesson/pl-lesson-verdict.h"
#include "ui/canvas/pl-details.h"
#include "ui/lesson/pl-lesson-form.h"
#include "ui/lesson/pl-lesson-progress.h"
#include "ui/lesson/pl-lesson-question.h"
#include "ui/lesson/pl-lesson-reveal.h"
#include "ui/lesson/pl-lesson-source.h"
#include "ui/lesson/pl-lesson-tally.h"
#include "ui/pl-ui.h"
#include "ui/recording/pl-listing.h"
#include "ui/recording/pl-output-view.h"
#include "ui/replay/pl-replay-bar.h"

#define TIMES 100u

struct _PlLessonPage
{
  PlPage parent_instance;

  GtkPaned *paned;
  GtkLabel *title, *about, *goal, *claim, *verdict, *guess, *sentence, *look, *explanation, *reading, *plan;
  GtkWidget *result, *times;
  GtkExpander *more;
  GtkStack *beside, *programs;
  PlLessonQuestion *question;
  PlLessonSource *source;
  PlListing *listing;
  PlLessonTally *tally;
  PlLessonProgress *progress;
  PlCanvas *canvas;
  GtkScrollbar *scrollbar;
  PlReplayBar *replay;
  PlDetails *details;
  PlOutputView *output;

  PlLessonForm *form;     /* owned by the page's class */
  PlRun *run;             /* while it is going on */
  char *running;          /* of which lesson that is */
  PlLessonText program;   /* what runs; none: it is no program */
  gboolean changed;       /* a changed copy runs */
  gboolean many;          /* it is one of many, which are only counted */
  guint left;             /* of many runs, those to come */
  guint tick_id;          /* while the picture grows */
};

G_DEFINE_FINAL_TYPE (PlLessonPage, pl_lesson_page, PL_TYPE_PAGE)

/* --- the lesson --- */

/* Shown when there is something to say. */
static void
set_text (GtkLabel   *label,
          const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
set_headed (GtkLabel   *label,
            const char *head,
            const char *text)
{
  g_autofree char *whole = text != NULL ? g_strdup_printf ("%s: %s", head, text) : NULL;

  set_text (label, whole);
}

/* "Processes · T0 · E01 E19" */
static char *
about_text (const PlLesson *lesson)
{
  g_autofree char *examples = lesson->examples != NULL ? g_strjoinv (" ", lesson->examples) : NULL;
  GString *text = g_string_new (pl_lesson_topic_name (lesson->topic));

  if (lesson->chapter != NULL)
    g_string_append_printf (text, " · %s", lesson->chapter);
  if (examples != NULL)
    g_string_append_printf (text, " · %s", examples);
  return g_string_free (text, FALSE);
}

static void
show_plan (PlLessonPage   *self,
           const PlLesson *lesson)
{
  g_autofree char *title = NULL, *subtitle = NULL, *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->plan), !lesson->is_program);
  gtk_stack_set_visible_child_name (self->programs, lesson->is_program ? "source" : "plan");
  if (lesson->is_program)
    return;
  title = pl_plan_title (&lesson->plan);
  subtitle = pl_plan_subtitle (&lesson->plan);
  text = g_strdup_printf (_("This lesson runs on Paralane's own workers:\n%s\n%s"), title, subtitle);
  gtk_label_set_text (self->plan, text);
}

static void
show_lesson (PlLessonPage   *self,
             const PlLesson *lesson)
{
  g_autofree char *about = about_text (lesson), *titles = NULL, *claim = NULL;

  if (lesson->reading != NULL)
    titles = g_strjoinv ("; ", lesson->reading);
  if (lesson->claim != NULL)
    claim = g_strdup_printf (_("Claimed: “%s”"), lesson->claim);
  set_text (self->title, lesson->title);
  set_text (self->about, about);
  set_text (self->goal, lesson->goal);
  set_text (self->claim, claim);
  set_headed (self->look, _("What to look for"), lesson->look);
  set_text (self->explanation, lesson->explanation);
  set_headed (self->reading, _("Further reading"), titles);
  show_plan (self, lesson);
}

static void
show_broken (PlLessonPage        *self,
             const PlLessonEntry *entry)
{
  GtkLabel *labels[] = { self->about, self->claim, self->look, self->explanation, self->reading };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    set_text (labels[i], NULL);
  set_text (self->title, entry != NULL ? entry->name : _("No lessons are installed"));
  set_text (self->goal, entry != NULL ? entry->fault : NULL);
  gtk_stack_set_visible_child_name (self->programs, "source");
}

static void
stop_ticking (PlLessonPage *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

/* What was seen of another lesson says nothing about this one. */
static void
chosen_cb (PlLessonPage *self)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self->form);
  const PlLesson *lesson = entry != NULL ? entry->lesson : NULL;

  self->left = 0;
  self->many = FALSE;
  stop_ticking (self);
  if (lesson != NULL)
    show_lesson (self, lesson);
  else
    show_broken (self, entry);
  pl_lesson_question_set_lesson (self->question, lesson);
  pl_lesson_source_set_entry (self->source, entry);
  gtk_widget_set_visible (self->result, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->more), lesson != NULL);
  gtk_expander_set_expanded (self->more, FALSE);
  pl_output_view_clear (self->output);
  pl_lesson_tally_begin (self->tally, NULL);
  pl_listing_show (self->listing, NULL, NULL);
  pl_viewer_set_picture (pl_canvas_get_viewer (self->canvas), NULL, 0);
  gtk_stack_set_visible_child_name (self->beside, "program");
  pl_page_changed (PL_PAGE (self));
}

static void
edited_cb (PlLessonPage *self)
{
  pl_lesson_form_set_script (self->form, pl_lesson_source_get_script (self->source));
}

static void
failed_cb (PlLessonPage *self,
           const GError *error)
{
  pl_page_host_show_error (pl_page_get_host (PL_PAGE (self)), error);
}

/* --- a run of it --- */

static void
stop_following (PlLessonPage *self)
{
  PlRecording *recording = self->run != NULL ? pl_run_get_recording (self->run) : NULL;

  stop_ticking (self);
  pl_lesson_progress_follow (self->progress, NULL, NULL);
  if (recording != NULL)
    g_signal_handlers_disconnect_by_data (recording, self->output);
  g_clear_object (&self->run);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  PlCanvas *canvas = PL_LESSON_PAGE (widget)->canvas;

  if (pl_canvas_is_due (canvas))
    pl_viewer_refresh (pl_canvas_get_viewer (canvas));
  return G_SOURCE_CONTINUE;
}

/* It grows while the run goes on; where it has no time axis to grow on, how far the run is is told beside it. */
static void
show_live (PlLessonPage *self)
{
  g_autoptr(PlPicture) picture = pl_picture_of_log (pl_run_get_log (self->run), FALSE);
  g_autofree char *title = pl_picture_title (picture);
  gint64 from_ns, to_ns;

  pl_listing_show (self->listing, NULL, NULL);
  pl_viewer_set_picture (pl_canvas_get_viewer (self->canvas), picture, 0);
  gtk_stack_set_visible_child_name (self->beside, "picture");
  pl_lesson_progress_follow (self->progress, pl_picture_get_whole (picture, &from_ns, &to_ns) ? NULL : self->run, title);
  self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* What runs, as it is now: a copy may be changed while it does. */
static void
remember_program (PlLessonPage *self)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self->form);
  const char *script = pl_lesson_source_get_script (self->source);
  PlLessonProgram program;
  gboolean twin;

  self->changed = script != NULL;
  twin = pl_lesson_form_find_program (self->form, &program, NULL) && program.twin;
  pl_lesson_program_clear (&program);
  pl_lesson_text_clear (&self->program);
  if (entry != NULL)
    pl_lesson_text_read (entry, twin, script, &self->program);
}

/* Which lane ends first can be guessed in the picture until it is known. */
static void
viewer_changed_cb (PlLessonPage *self,
                   guint         what)
{
  PlViewer *viewer = pl_canvas_get_viewer (self->canvas);
  const PlViewport *view = pl_viewer_get_viewport (viewer);
  PlPicture *picture = pl_viewer_get_picture (viewer);
  PlTrace *trace = picture != NULL ? pl_picture_get_trace (picture) : NULL;
  g_autofree char *lane = NULL;

  if (!(what & PL_VIEWER_SELECTION) || !view->has_selection || self->run == NULL || self->many || trace == NULL
      || view->selected.lane >= pl_trace_get_n_lanes (trace))
    return;
  lane = pl_trace_lane_name (trace, view->selected.lane);
  pl_lesson_question_point_at (self->question, lane);
}

static void
follow (PlLessonPage *self,
        PlRun        *run)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self->form);
  PlRecording *recording = pl_run_get_recording (run);

  stop_following (self);
  self->run = g_object_ref (run);
  g_free (self->running);
  self->running = g_strdup (entry != NULL ? entry->name : "");
  remember_program (self);
  pl_output_view_clear (self->output);
  if (recording != NULL)
    g_signal_connect_object (recording, "output", G_CALLBACK (pl_output_view_append), self->output, G_CONNECT_SWAPPED);
  if (!self->many)
    show_live (self);
  pl_page_changed (PL_PAGE (self));
}

static void
pl_lesson_page_follow (PlPage *page,
                       PlRun  *run)
{
  PL_LESSON_PAGE (page)->many = FALSE;
  PL_LESSON_PAGE (page)->left = 0;
  follow (PL_LESSON_PAGE (page), run);
}

static void
show_result (PlLessonPage   *self,
             const PlLesson *lesson,
             PlLog          *log)
{
  g_autofree char *output = pl_output_view_get_text (self->output);
  g_autofree char *differs = pl_lesson_differs (lesson, self->program.twin, log, output);
  g_autofree char *guess = pl_lesson_question_tell (self->question, log, output);

  gtk_widget_set_visible (self->result, TRUE);
  if (self->changed)
    set_text (self->verdict, _("Your own copy has run."));
  else
    set_text (self->verdict, differs != NULL ? differs : _("As expected."));
  /* The answer is the lesson's, not that of somebody's own program. */
  set_text (self->guess, self->changed && lesson->question.right != NULL ? NULL : guess);
  set_text (self->sentence, lesson->sentence);
  gtk_expander_set_expanded (self->more, TRUE);
  pl_lesson_reveal (self->result);
  if (differs == NULL && !self->changed)
    pl_lesson_form_set_done (self->form, lesson->name);
}

static void
show_picture (PlLessonPage *self,
              PlLog        *log)
{
  g_autoptr(PlPicture) picture = pl_picture_of_log (log, FALSE);
  PlTrace *trace = picture != NULL ? pl_picture_get_trace (picture) : NULL;
  PlViewer *viewer = pl_canvas_get_viewer (self->canvas);
  gint64 from_ns, to_ns;

  pl_viewer_set_picture (viewer, picture, 0);
  if (pl_lesson_look (log, &from_ns, &to_ns))
    pl_viewer_show (viewer, from_ns, to_ns);
  pl_listing_show (self->listing, &self->program, trace);
}

/* FALSE: there are no more, or they were stopped. */
static gboolean
start_next (PlLessonPage *self)
{
  PlPageHost *host = pl_page_get_host (PL_PAGE (self));
  g_autoptr(GError) error = NULL;
  PlPlanData plan;

  if (self->left == 0)
    return FALSE;
  self->left--;
  if (pl_form_get_plan (PL_FORM (self->form), &plan, &error))
    {
      plan.recording_lines = 0;
      if (pl_page_host_start (host, PL_PAGE (self), &plan, &error))
        {
          follow (self, pl_page_host_get_run (host));
          return TRUE;
        }
    }
  self->left = 0;
  pl_page_host_show_error (host, error);
  return FALSE;
}

static void
pl_lesson_page_finish (PlPage *page,
                       PlRun  *run)
{
  PlLessonPage *self = PL_LESSON_PAGE (page);
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self->form);
  PlLog *log = pl_run_get_log (run);

  if (self->run == NULL)
    return;
  stop_following (self);
  /* Another one was chosen meanwhile. */
  if (entry == NULL || entry->lesson == NULL || g_strcmp0 (entry->name, self->running) != 0)
    {
      pl_page_changed (page);
      return;
    }
  if (self->many)
    {
      g_autofree char *output = pl_output_view_get_text (self->output);
      g_autofree char *outcome = pl_lesson_outcome (entry->lesson, log, output);

      pl_lesson_tally_add (self->tally, outcome);
    }
  if (pl_run_get_phase (run) != PL_PHASE_DONE || pl_run_get_unwanted (run))
    self->left = 0;
  if (start_next (self))
    return;
  show_picture (self, log);
  show_result (self, entry->lesson, log);
  pl_page_changed (page);
}

static void
pl_lesson_page_show_log (PlPage *page,
                         PlLog  *log)
{
  PlLessonPage *self = PL_LESSON_PAGE (page);

  stop_following (self);
  pl_lesson_text_clear (&self->program);
  pl_lesson_text_find (log, &self->program);
  show_picture (self, log);
  gtk_stack_set_visible_child_name (self->beside, "picture");
  pl_page_changed (page);
}

/* --- what the window asks --- */

static PlCanvas *
pl_lesson_page_get_canvas (PlPage *page)
{
  return PL_LESSON_PAGE (page)->canvas;
}

static void
pl_lesson_page_prepare_print (PlPage     *page,
                              PlViewport *viewport)
{
  viewport->scroll = 0;
}

static void
left_cb (PlLessonPage *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->paned), GTK_DIR_TAB_FORWARD);
}

static PlForm *
pl_lesson_page_make_form (PlPage *page)
{
  PlLessonPage *self = PL_LESSON_PAGE (page);

  self->form = g_object_new (PL_TYPE_LESSON_FORM, NULL);
  g_signal_connect_object (self->form, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  chosen_cb (self);
  return PL_FORM (self->form);
}

static char *
pl_lesson_page_suggest_name (PlPage *page)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (PL_LESSON_PAGE (page)->form);

  return g_strdup_printf ("lesson-%s", entry != NULL ? entry->name : "run");
}

/* Of many nobody looks at each. */
static gboolean
pl_lesson_page_in_series (PlPage *page)
{
  return PL_LESSON_PAGE (page)->many;
}

void
pl_lesson_page_run_times (PlLessonPage *self)
{
  PlPage *page = PL_PAGE (self);
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self->form);

  pl_page_host_present (pl_page_get_host (page), page, FALSE);
  pl_lesson_tally_begin (self->tally, entry != NULL ? entry->lesson : NULL);
  gtk_stack_set_visible_child_name (self->beside, "tally");
  self->many = TRUE;
  self->left = TIMES;
  start_next (self);
}

PlTally *
pl_lesson_page_get_tally (PlLessonPage *self)
{
  return pl_lesson_tally_get_tally (self->tally);
}

void
pl_lesson_handout_clear (PlLessonHandout *handout)
{
  g_clear_pointer (&handout->python, g_free);
  g_clear_pointer (&handout->c, g_free);
  g_clear_pointer (&handout->output, g_free);
}

/* Of a changed copy its text is on it. */
gboolean
pl_lesson_page_get_handout (PlLessonPage    *self,
                            PlLessonHandout *handout)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self->form);
  PlLog *log = pl_page_get_log (PL_PAGE (self));

  *handout = (PlLessonHandout) { 0 };
  if (entry == NULL || entry->lesson == NULL || log == NULL || self->run != NULL || !gtk_widget_get_visible (self->result))
    return FALSE;
  handout->python = self->changed ? g_strdup (self->program.ran) : pl_lesson_entry_read (entry, PL_LESSON_PYTHON);
  handout->c = pl_lesson_entry_read (entry, PL_LESSON_C);
  handout->output = pl_output_view_get_text (self->output);
  handout->handout = (PlHandout) { .lesson = entry->lesson, .python = handout->python, .c = handout->c, .log = log,
                                   .output = handout->output };
  return TRUE;
}

/* Handouts of what was run, counts of many runs. */
static gboolean
pl_lesson_page_can (PlPage     *page,
                    const char *action)
{
  PlLessonPage *self = PL_LESSON_PAGE (page);
  PlLessonHandout handout;
  gboolean has_run = pl_lesson_page_get_handout (self, &handout);

  pl_lesson_handout_clear (&handout);
  if (g_str_has_prefix (action, "lesson-handout") || g_str_has_prefix (action, "lesson-solution"))
    return has_run;
  return g_str_equal (action, "lesson-times") || pl_tally_get_runs (pl_lesson_page_get_tally (self)) > 0;
}

static void
step_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  pl_lesson_form_step (PL_LESSON_PAGE (widget)->form, g_str_equal (action, "lesson.next") ? 1 : -1);
}

static void
pl_lesson_page_dispose (GObject *object)
{
  PlLessonPage *self = PL_LESSON_PAGE (object);

  if (self->paned != NULL)
    {
      stop_following (self);
      gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->paned)));
    }
  g_clear_pointer (&self->running, g_free);
  pl_lesson_text_clear (&self->program);
  G_OBJECT_CLASS (pl_lesson_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/lesson/lesson-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlLessonPage, name)
  BIND (paned);
  BIND (title); BIND (about); BIND (goal); BIND (claim);
  BIND (question); BIND (times);
  BIND (result);
  BIND (verdict); BIND (guess); BIND (sentence);
  BIND (look); BIND (more); BIND (explanation); BIND (reading);
  BIND (beside); BIND (programs); BIND (source);
  BIND (listing); BIND (plan); BIND (progress);
  BIND (canvas);
  BIND (scrollbar);
  BIND (replay);
  BIND (details);
  BIND (output); BIND (tally);
#undef BIND
}

static void
pl_lesson_page_class_init (PlLessonPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlPageClass *page_class = PL_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lesson_page_dispose;
  page_class->make_form = pl_lesson_page_make_form;
  page_class->get_canvas = pl_lesson_page_get_canvas;
  page_class->follow = pl_lesson_page_follow;
  page_class->finish = pl_lesson_page_finish;
  page_class->show_log = pl_lesson_page_show_log;
  page_class->prepare_print = pl_lesson_page_prepare_print;
  page_class->suggest_name = pl_lesson_page_suggest_name;
  page_class->in_series = pl_lesson_page_in_series;
  page_class->can = pl_lesson_page_can;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "lesson.next", NULL, step_cb);
  gtk_widget_class_install_action (widget_class, "lesson.previous", NULL, step_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessonpage");
}

static void
pl_lesson_page_init (PlLessonPage *self)
{
  PlViewer *viewer;

  gtk_widget_init_template (GTK_WIDGET (self));
  viewer = pl_canvas_get_viewer (self->canvas);
  pl_details_set_viewer (self->details, viewer);
  pl_listing_set_viewer (self->listing, viewer);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (viewer_changed_cb), self, G_CONNECT_SWAPPED);
  pl_details_add_zoom (self->details, self->canvas);
  pl_replay_bar_set_canvas (self->replay, self->canvas);
  pl_canvas_set_scrollbar (self->canvas, self->scrollbar);
  g_signal_connect_swapped (self->source, "edited", G_CALLBACK (edited_cb), self);
  g_signal_connect_swapped (self->source, "failed", G_CALLBACK (failed_cb), self);
}
