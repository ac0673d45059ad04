/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-race-page.h"

#include <string.h>

#include <glib/gi18n.h>

#include "plan/pl-plan.h"
#include "ui/pl-accels.h"
#include "ui/pl-race-canvas.h"
#include "ui/pl-ui.h"

#define TEXT_INTERVAL_MS 100

struct _PlRacePage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  PlRaceCanvas *canvas;
  GtkLabel *running_title, *running_text;
  GtkProgressBar *progress;
  GtkWidget *walk_box;

  PlRun *run;             /* while it is going on */
  guint timeout_id;
  GCancellable *proving;  /* a proof is being made */
};

G_DEFINE_FINAL_TYPE (PlRacePage, pl_race_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_RACE, N_PROPS };
static GParamSpec *props[N_PROPS];

static gboolean
update_progress_cb (gpointer data)
{
  PlRacePage *self = data;
  guint done = pl_run_get_done (self->run);
  guint total = pl_run_get_total (self->run);
  g_autofree char *text = NULL;

  if (pl_run_get_phase (self->run) == PL_PHASE_PAUSED)
    text = g_strdup (_("Paused"));
  else
    text = g_strdup_printf (_("%u of %u races run"), done, total);
  gtk_label_set_text (self->running_text, text);
  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / total : 0);
  return G_SOURCE_CONTINUE;
}

static void
stop_following (PlRacePage *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->run);
  if (self->proving != NULL)
    g_cancellable_cancel (self->proving);
  g_clear_object (&self->proving);
}

static void
show_result (PlRacePage *self)
{
  gboolean shown = pl_race_canvas_get_race (self->canvas) != NULL;
  gtk_stack_set_visible_child_name (self->stack, shown ? "picture" : "empty");
}

static void
branch_changed_cb (PlRacePage *self)
{
  gtk_widget_set_visible (self->walk_box, pl_race_canvas_get_n_branches (self->canvas) > 1);
}

void
pl_race_page_follow (PlRacePage *self,
                     PlRun      *run)
{
  g_autofree char *title = pl_plan_title (pl_log_plan (pl_run_get_log (run)));

  stop_following (self);
  self->run = g_object_ref (run);
  gtk_label_set_text (self->running_title, title);
  gtk_stack_set_visible_child_name (self->stack, "running");
  self->timeout_id = g_timeout_add (TEXT_INTERVAL_MS, update_progress_cb, self);
  update_progress_cb (self);
}

/* A proof reads every increment: tens of millions of them take seconds. */
static void
prove_thread (GTask        *task,
              gpointer      source,
              gpointer      log,
              GCancellable *cancellable)
{
  g_task_return_pointer (task, pl_race_new (log), g_object_unref);
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
  pl_race_canvas_set_race (self->canvas, race);
  show_result (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RACE]);
}

void
pl_race_page_show_log (PlRacePage *self,
                       PlLog      *log)
{
  g_autoptr(GTask) task = NULL;

  stop_following (self);
  self->proving = g_cancellable_new ();
  gtk_label_set_text (self->running_text, _("Proving which updates were lost"));
  gtk_progress_bar_set_fraction (self->progress, 1);

  task = g_task_new (self, self->proving, proven_cb, NULL);
  g_task_set_task_data (task, pl_log_ref (log), (GDestroyNotify) pl_log_unref);
  g_task_set_check_cancellable (task, TRUE);
  g_task_run_in_thread (task, prove_thread);
}

void
pl_race_page_finish (PlRacePage *self)
{
  PlLog *log;
  guint phase;

  if (self->run == NULL)
    return;
  log = pl_log_ref (pl_run_get_log (self->run));
  phase = pl_run_get_phase (self->run);
  stop_following (self);
  if (phase == PL_PHASE_DONE)
    pl_race_page_show_log (self, log);
  else
    show_result (self);
  pl_log_unref (log);
}

PlRace *
pl_race_page_get_race (PlRacePage *self)
{
  return pl_race_canvas_get_race (self->canvas);
}

const PlRaceView *
pl_race_page_get_race_view (PlRacePage *self)
{
  return pl_race_canvas_get_view (self->canvas);
}

GtkWidget *
pl_race_page_get_view (PlRacePage *self)
{
  return GTK_WIDGET (self->canvas);
}

static void
walk_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  PlRacePage *self = PL_RACE_PAGE (widget);
  guint64 branch = pl_race_canvas_get_branch (self->canvas);

  if (strcmp (action, "race.next-lost") == 0)
    pl_race_canvas_set_branch (self->canvas, branch + 1);
  else if (strcmp (action, "race.previous-lost") == 0)
    pl_race_canvas_set_branch (self->canvas, branch > 0 ? branch - 1 : 0);
  else if (strcmp (action, "race.first-lost") == 0)
    pl_race_canvas_set_branch (self->canvas, 0);
  else if (strcmp (action, "race.last-lost") == 0)
    pl_race_canvas_set_branch (self->canvas, G_MAXUINT64);
  else
    pl_race_canvas_perform (self->canvas, action);
}

static void
pl_race_page_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_RACE)
    g_value_set_object (value, pl_race_page_get_race (PL_RACE_PAGE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_race_page_dispose (GObject *object)
{
  PlRacePage *self = PL_RACE_PAGE (object);

  stop_following (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  G_OBJECT_CLASS (pl_race_page_parent_class)->dispose (object);
}

static void
pl_race_page_class_init (PlRacePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const char * const actions[] = { "race.next-lost", "race.previous-lost", "race.first-lost", "race.last-lost" };

  object_class->get_property = pl_race_page_get_property;
  object_class->dispose = pl_race_page_dispose;

  props[PROP_RACE] = g_param_spec_object ("race", NULL, NULL, PL_TYPE_RACE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/ui/race-page.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlRacePage, name)
  BIND (stack);
  BIND (canvas);
  BIND (running_title);
  BIND (running_text);
  BIND (progress);
  BIND (walk_box);
#undef BIND

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, walk_cb);
  for (guint i = 0; pl_race_canvas_action (i) != NULL; i++)
    gtk_widget_class_install_action (widget_class, pl_race_canvas_action (i), NULL, walk_cb);
  pl_accels_bind (widget_class, PL_KEYS_RACE);
  gtk_widget_class_set_css_name (widget_class, "racepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_race_page_init (PlRacePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->canvas, "branch-changed", G_CALLBACK (branch_changed_cb), self, G_CONNECT_SWAPPED);
  branch_changed_cb (self);
}
