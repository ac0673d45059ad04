/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/race/pl-race-page-private.h"

#include <glib/gi18n.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "paint/pl-pictures.h"
#include "plan/pl-plan.h"
#include "ui/pl-settings.h"
#include "ui/pl-ui.h"

G_DEFINE_FINAL_TYPE (PlRacePage, pl_race_page, PL_TYPE_PAGE)

enum { PROP_0, PROP_LOCKS, N_PROPS };
static GParamSpec *props[N_PROPS];

/* A part that was no race says so, and how it may become one. */
static void
update_hint (PlRacePage *self)
{
  PlRace *race = self->race;
  g_autofree char *text = race != NULL ? pl_race_overlap_sentence (race) : NULL;

  PlPlanData longer;

  gtk_label_set_text (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (self->longer_button, race != NULL && pl_race_make_longer (race, &longer));
  gtk_widget_set_visible (self->hint_box, text != NULL && self->run == NULL &&
                                            pl_race_page_get_shown (self) != PL_RACE_SHOWS_COMPARE);
}

static void
update_tools (PlRacePage *self)
{
  PlPicture *picture = pl_canvas_get_picture (self->canvas);
  gboolean proof = picture != NULL && pl_race_page_get_shown (self) == PL_RACE_SHOWS_PROOF;

  gtk_widget_set_sensitive (GTK_WIDGET (self->zoom), proof);
  gtk_widget_set_visible (self->walk_box, proof && pl_picture_get_n_findings (picture) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->details), proof && pl_canvas_get_viewport (self->canvas)->has_range);
}

static void
viewer_changed_cb (PlRacePage *self,
                   guint       what)
{
  if (self->stack != NULL && (what & (PL_VIEWER_PICTURE | PL_VIEWER_SELECTION)))
    update_tools (self);
}

static void
picture_changed_cb (PlRacePage *self)
{
  /* The last word of a page that is going. */
  if (self->stack == NULL)
    return;
  update_tools (self);
  update_hint (self);
  pl_page_changed (PL_PAGE (self));
}

static void
pl_race_page_follow (PlPage *page,
                     PlRun  *run)
{
  PlRacePage *self = PL_RACE_PAGE (page);
  const PlPlanData *plan = pl_log_plan (pl_run_get_log (run));
  g_autofree char *title = pl_plan_title (plan);

  pl_race_form_set_answered (PL_RACE_FORM (pl_page_get_form (page)), plan);
  pl_race_page_follow_run (self, run, title, 0, 1);
}

void
pl_race_page_set_locks (PlRacePage *self,
                        PlLocks     locks)
{
  if (self->locks == locks)
    return;
  self->locks = locks;
  pl_settings_set_locks (locks);
  pl_page_changed (PL_PAGE (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCKS]);
}

/* A proof reads every increment: tens of millions of them take seconds. */
static void
prove_thread (GTask        *task,
              gpointer      source,
              gpointer      log,
              GCancellable *cancellable)
{
  PlRace *race = pl_race_new (log);

  /* Each proof is made in some thread, and what it wrote on is kept for that thread: after a hundred races that
   * is some 200 MB of nothing. */
#ifdef __GLIBC__
  malloc_trim (0);
#endif
  g_task_return_pointer (task, race, g_object_unref);
}

static void
set_race (PlRacePage *self,
          PlRace     *race)
{
  g_autoptr(PlPicture) proof = pl_picture_of_proof (race), trials = pl_picture_of_trials (race);

  g_set_object (&self->race, race);
  pl_viewer_set_picture (pl_canvas_get_viewer (self->canvas), proof, 0);
  pl_viewer_set_picture (pl_canvas_get_viewer (self->trials), trials, 0);
}

static void
proven_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PlRacePage *self = PL_RACE_PAGE (source);
  g_autoptr(PlRace) race = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Cancelled: something else is shown by now. */
  if (race == NULL || self->stack == NULL)
    return;
  g_clear_object (&self->proving);
  set_race (self, race);
  pl_race_page_show_result (self);
  gtk_stack_set_visible_child_name (self->pictures,
                                    pl_log_plan (pl_race_get_log (race))->trials > 1 ? "trials" : "proof");
  picture_changed_cb (self);
}

static void
pl_race_page_show_log (PlPage *page,
                       PlLog  *log)
{
  PlRacePage *self = PL_RACE_PAGE (page);
  g_autoptr(GTask) task = NULL;

  pl_race_page_stop_following (self);
  gtk_stack_set_visible_child_name (self->stack, "running");
  self->proving = g_cancellable_new ();
  gtk_label_set_text (self->running_text, _("Proving which updates were lost"));
  gtk_progress_bar_set_fraction (self->progress, 1);

  task = g_task_new (self, self->proving, proven_cb, NULL);
  g_task_set_task_data (task, pl_log_ref (log), (GDestroyNotify) pl_log_unref);
  g_task_set_check_cancellable (task, TRUE);
  g_task_run_in_thread (task, prove_thread);
}

/* Proves its log in a thread, then shows it; where it did not come to an end, what was shown before is shown again. */
static void
pl_race_page_finish (PlPage *page,
                     PlRun  *run)
{
  PlRacePage *self = PL_RACE_PAGE (page);

  if (pl_race_page_compare_finished (self, run) || self->run == NULL)
    return;
  pl_race_page_stop_following (self);
  if (pl_run_get_phase (run) == PL_PHASE_DONE)
    pl_race_page_show_log (page, pl_run_get_log (run));
  else
    {
      /* Its picture has given way to one that grew. */
      if (self->race != NULL)
        set_race (self, self->race);
      pl_race_page_show_result (self);
    }
}

static PlCanvas *
pl_race_page_get_canvas (PlPage *page)
{
  PlRacePage *self = PL_RACE_PAGE (page);

  switch (pl_race_page_get_shown (self))
    {
    case PL_RACE_SHOWS_TRIALS:
      return self->trials;
    case PL_RACE_SHOWS_COMPARE:
      return self->compare;
    case PL_RACE_SHOWS_NOTHING:
    case PL_RACE_SHOWS_PROOF:
    default:
      return self->canvas;
    }
}

/* A comparison has no log of its own: what is saved is the last race. */
static PlLog *
pl_race_page_get_log (PlPage *page)
{
  PlRace *race = pl_race_page_get_race (PL_RACE_PAGE (page));
  return race != NULL ? pl_race_get_log (race) : NULL;
}

static gboolean
pl_race_page_in_series (PlPage *page)
{
  return PL_RACE_PAGE (page)->plans != NULL;
}

static char *
pl_race_page_suggest_name (PlPage *page)
{
  if (pl_race_page_get_shown (PL_RACE_PAGE (page)) == PL_RACE_SHOWS_COMPARE)
    return g_strdup ("locks");
  return g_strdup_printf ("race-%u", pl_log_plan (pl_race_page_get_log (page))->workers);
}

static void
question_changed_cb (PlRacePage *self,
                     GParamSpec *pspec,
                     PlRaceForm *form)
{
  g_autofree char *question = NULL;

  g_object_get (form, "question", &question, NULL);
  gtk_label_set_text (self->empty_title,
                      question != NULL ? question : _("Press Run to let workers race for one counter"));
  gtk_widget_set_visible (GTK_WIDGET (self->page_guess), question != NULL);
}

/* What is wrong with a guess is said where it is typed. */
static void
form_changed_cb (PlRacePage *self,
                 PlRaceForm *form)
{
  const char *error = pl_race_form_get_guess_error (form);

  gtk_label_set_text (self->guess_error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->guess_error), error != NULL);
}

static void
guess_activated_cb (PlRacePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.start", NULL);
}

static void
predict_changed_cb (PlRacePage *self,
                    GParamSpec *pspec,
                    PlRaceForm *form)
{
  pl_settings_set_predict (pl_race_form_get_predict (form));
  pl_page_changed (PL_PAGE (self));
}

static PlForm *
pl_race_page_make_form (PlPage *page)
{
  PlRaceForm *form = g_object_new (PL_TYPE_RACE_FORM, NULL);

  pl_race_form_set_predict (form, pl_settings_get_predict ());
  g_signal_connect_object (form, "notify::question", G_CALLBACK (question_changed_cb), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "notify::predict", G_CALLBACK (predict_changed_cb), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "changed", G_CALLBACK (form_changed_cb), page, G_CONNECT_SWAPPED);
  g_object_bind_property (pl_race_form_get_guess (form), "text", PL_RACE_PAGE (page)->page_guess, "text",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (pl_race_form_get_guess (form), "placeholder-text", PL_RACE_PAGE (page)->page_guess,
                          "placeholder-text", G_BINDING_SYNC_CREATE);
  return PL_FORM (form);
}

static void
pl_race_page_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  if (id == PROP_LOCKS)
    pl_race_page_set_locks (PL_RACE_PAGE (object), g_value_get_uint64 (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_race_page_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_LOCKS)
    g_value_set_uint64 (value, PL_RACE_PAGE (object)->locks);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_race_page_dispose (GObject *object)
{
  PlRacePage *self = PL_RACE_PAGE (object);

  pl_race_page_stop_following (self);
  pl_race_page_compare_clear (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->race);
  g_clear_object (&self->compared);
  G_OBJECT_CLASS (pl_race_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlRacePage, name)
  BIND (stack);
  BIND (pictures);
  BIND (switcher);
  BIND (proof_page);
  BIND (trials_page);
  BIND (compare_page);
  BIND (trials);
  BIND (compare);
  BIND (empty_title);
  BIND (page_guess);
  BIND (guess_error);
  BIND (hint);
  BIND (hint_box);
  BIND (longer_button);
  BIND (canvas);
  BIND (running_title);
  BIND (running_text);
  BIND (progress);
  BIND (growing);
  BIND (growing_text);
  BIND (growing_progress);
  BIND (replay);
  BIND (walk_box);
  BIND (zoom);
  BIND (details);
#undef BIND
}

static void
pl_race_page_class_init (PlRacePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlPageClass *page_class = PL_PAGE_CLASS (klass);

  object_class->set_property = pl_race_page_set_property;
  object_class->get_property = pl_race_page_get_property;
  object_class->dispose = pl_race_page_dispose;
  page_class->make_form = pl_race_page_make_form;
  page_class->get_canvas = pl_race_page_get_canvas;
  page_class->follow = pl_race_page_follow;
  page_class->finish = pl_race_page_finish;
  page_class->show_log = pl_race_page_show_log;
  page_class->get_log = pl_race_page_get_log;
  page_class->suggest_name = pl_race_page_suggest_name;
  page_class->in_series = pl_race_page_in_series;
  page_class->can = pl_race_page_can;

  props[PROP_LOCKS] = g_param_spec_uint64 ("locks", NULL, NULL, 0, PL_LOCKS_ALL, PL_LOCKS_ALL,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/race/race-page.ui");
  bind_children (widget_class);

  gtk_widget_class_set_css_name (widget_class, "racepage");
}

static void
pl_race_page_init (PlRacePage *self)
{
  self->locks = pl_settings_get_locks ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_replay_bar_set_canvas (self->replay, self->canvas);
  pl_zoom_buttons_set_canvas (self->zoom, self->canvas);
  g_signal_connect_swapped (self->page_guess, "activate", G_CALLBACK (guess_activated_cb), self);
  pl_details_set_viewer (self->details, pl_canvas_get_viewer (self->canvas));
  g_signal_connect_object (pl_canvas_get_viewer (self->canvas), "changed", G_CALLBACK (viewer_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pictures, "notify::visible-child", G_CALLBACK (picture_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_tools (self);
}
