/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-more.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "control/pl-run-mpi.h"
#include "plan/pl-plan.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-choice.h"
#include "ui/widgets/pl-tip.h"
#include "ui/widgets/pl-widget-theme.h"

struct _PlPoolMore
{
  GtkWidget parent_instance;

  PlFormRow *engine_row, *start_row, *crash_row, *maps_row, *fail_row, *per_worker_row, *init_row, *callback_row, *timeout_row, *idle_row, *end_row,
            *end_after_row;
  GtkSpinButton *maps, *per_worker, *crash;
  GtkEntry *fail, *init, *callback, *timeout, *idle, *end_after;
  GtkDropDown *engine, *start, *end;
  GtkCheckButton *fail_init;
};

G_DEFINE_FINAL_TYPE (PlPoolMore, pl_pool_more, GTK_TYPE_WIDGET)

#define OF_FORM "pl-pool-more"

static PlPoolMore *
of (PlForm *form)
{
  return g_object_get_data (G_OBJECT (form), OF_FORM);
}

/* --- reading --- */

static const char *
text_of (GtkEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static gboolean
is_empty (GtkEntry *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (text_of (entry)));

  return text[0] == '\0';
}

/* Counted as in the picture, from 1 on; how it crashes, and what else may go wrong on purpose, the command line says. */
static gboolean
read_crash (PlForm *form, PlPlanData *plan, GError **error)
{
  guint32 task;

  if (!pl_form_read_uint (of (form)->crash, &task, error))
    return FALSE;
  if (task == 0)
    return TRUE;
  plan->fault = PL_FAULT_TASK;
  plan->fault_task = task - 1;
  return TRUE;
}

static gboolean
read_maps (PlForm *form, PlPlanData *plan, GError **error)
{
  return pl_form_read_uint (of (form)->maps, &plan->maps, error);
}

static gboolean
read_fail (PlForm *form, PlPlanData *plan, GError **error)
{
  return pl_plan_set_fail_tasks (plan, text_of (of (form)->fail), error);
}

/* Here nothing is no limit, and 0 is one. */
static gboolean
read_timeout (PlForm *form, PlPlanData *plan, GError **error)
{
  if (is_empty (of (form)->timeout))
    return TRUE;
  if (!pl_form_read_duration (of (form)->timeout, &plan->result_timeout_ns, error))
    return FALSE;
  plan->result_timeout_ns = MIN (plan->result_timeout_ns, G_MAXINT64 - 1) + 1;
  return TRUE;
}

/* --- showing --- */

void
pl_pool_more_update_rows (PlPoolMore *self, guint mode, guint workers)
{
  const PlPoolModeInfo *info = pl_pool_mode_info (mode);

  gtk_widget_set_visible (GTK_WIDGET (self->start_row), workers == PL_WORKERS_PROCESS);
  if (info == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->maps_row), mode != PL_MODE_APPLY);
  gtk_widget_set_visible (GTK_WIDGET (self->callback_row), info->at_once);
  gtk_widget_set_visible (GTK_WIDGET (self->timeout_row),
                          info->at_once || mode == PL_MODE_IMAP || mode == PL_MODE_IMAP_UNORDERED);
  gtk_widget_set_visible (GTK_WIDGET (self->end_after_row),
                          gtk_drop_down_get_selected (self->end) == PL_END_TERMINATE);
}

gboolean
pl_pool_more_is_usual (const PlPlanData *plan)
{
  PlPlanData usual = *plan;

  usual.engine = usual.start = usual.fault = usual.fault_task = usual.crash = usual.crash_code = 0;
  usual.maps = usual.tasks_per_worker = usual.fail_init = usual.end = 0;
  usual.init_ns = usual.callback_ns = usual.result_timeout_ns = usual.idle_ns = usual.end_after_ns = 0;
  memset (usual.fail_tasks, 0, sizeof usual.fail_tasks);
  return pl_plan_equal (plan, &usual);
}

void
pl_pool_more_show_plan (PlPoolMore *self, const PlPlanData *plan)
{
  g_autofree char *fail = pl_plan_fail_tasks_text (plan);

  if (plan->engine != PL_ENGINE_LOCAL)
    gtk_widget_set_visible (GTK_WIDGET (self->engine_row), TRUE);
  gtk_spin_button_set_value (self->crash, plan->fault == PL_FAULT_TASK ? plan->fault_task + 1.0 : 0);
  gtk_spin_button_set_value (self->maps, MAX (plan->maps, 1));
  gtk_editable_set_text (GTK_EDITABLE (self->fail), fail);
  gtk_editable_set_text (GTK_EDITABLE (self->timeout), "");
  if (plan->result_timeout_ns > 0)
    pl_form_show_duration (self->timeout, plan->result_timeout_ns - 1);
}

void
pl_pool_more_plan_read (PlPoolMore *self, const PlPlanData *plan)
{
  g_autofree char *each = pl_text_count (pl_plan_tasks_a_call (plan));
  g_autofree char *note = g_strdup_printf (ngettext ("About %s task each, one after the other",
                                                     "About %s tasks each, one after the other", pl_plan_tasks_a_call (plan)),
                                           each);

  static const char * const starts[PL_N_START] = {
    [PL_START_FORK] = N_("A copy of the parent, with all that stands in its memory."),
    [PL_START_SPAWN] = N_("A program of its own, which makes anew what it needs."),
    [PL_START_FORKSERVER] = N_("A copy of a small server that was started as a program of its own."),
  };

  pl_form_row_set_note (self->engine_row, plan->engine == PL_ENGINE_MPI
                                            ? _("Ranks that mpirun starts; tasks travel as over pipes.")
                                            : _("Processes of this machine."));
  if (plan->start < PL_N_START)
    pl_form_row_set_note (self->start_row, _(starts[plan->start]));
  pl_form_row_set_note (self->maps_row, plan->maps > 1 ? note : _("All tasks in one call."));
  pl_form_row_set_note (self->end_row, plan->end == PL_END_TERMINATE
                                         ? _("What is not done is dropped, and the workers are ended at once.")
                                         : _("What is there is done; then the workers leave."));
}

/* --- making it --- */

/* Ranks have one way for tasks to travel: whoever chooses them means it, too. */
static void
engine_cb (GtkDropDown *engine, GParamSpec *pspec, GtkDropDown *ipc)
{
  if (gtk_drop_down_get_selected (engine) == PL_ENGINE_MPI)
    gtk_drop_down_set_selected (ipc, PL_IPC_PIPE);
}

void
pl_pool_more_join (PlPoolMore *self, PlForm *form, GtkDropDown *ipc)
{
  gpointer watched[] = { self->crash, self->maps, self->fail, self->timeout };

  g_object_set_data (G_OBJECT (form), OF_FORM, self);
  gtk_widget_set_visible (GTK_WIDGET (self->engine_row), pl_run_mpi_check (NULL));
  pl_choice_fill (self->engine, pl_engine_name, PL_N_ENGINES);
  g_signal_connect_object (self->engine, "notify::selected", G_CALLBACK (engine_cb), ipc, 0);
  pl_choice_fill (self->start, pl_start_key, PL_N_START);
  pl_choice_fill (self->end, pl_pool_end_name, PL_N_ENDS);
  pl_form_bind (form, self->start_row, self->start, PL_FORM_CHOICE, PL_FORM_MEMBER (start));
  pl_form_bind (form, self->engine_row, self->engine, PL_FORM_CHOICE, PL_FORM_MEMBER (engine));
  pl_form_bind (form, self->end_row, self->end, PL_FORM_CHOICE, PL_FORM_MEMBER (end));
  pl_form_bind (form, NULL, self->fail_init, PL_FORM_FLAG, PL_FORM_MEMBER (fail_init));
  pl_form_add_field (form, self->crash_row, read_crash);
  pl_form_add_field (form, self->maps_row, read_maps);
  pl_form_add_field (form, self->fail_row, read_fail);
  pl_form_bind (form, self->per_worker_row, self->per_worker, PL_FORM_UINT, PL_FORM_MEMBER (tasks_per_worker));
  pl_form_bind (form, self->init_row, self->init, PL_FORM_DURATION_IF_ANY, PL_FORM_MEMBER (init_ns));
  pl_form_bind (form, self->callback_row, self->callback, PL_FORM_DURATION_IF_ANY, PL_FORM_MEMBER (callback_ns));
  pl_form_add_field (form, self->timeout_row, read_timeout);
  pl_form_bind (form, self->idle_row, self->idle, PL_FORM_DURATION_IF_ANY, PL_FORM_MEMBER (idle_ns));
  pl_form_bind (form, self->end_after_row, self->end_after, PL_FORM_DURATION_IF_ANY, PL_FORM_MEMBER (end_after_ns));
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    pl_form_watch (form, watched[i]);
}

static void
pl_pool_more_dispose (GObject *object)
{
  pl_widget_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (pl_pool_more_parent_class)->dispose (object);
}

static void
pl_pool_more_class_init (PlPoolMoreClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_pool_more_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/pool/pool-more.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlPoolMore, name)
  BIND (engine_row);
  BIND (engine);
  BIND (start_row);
  BIND (crash_row);
  BIND (start);
  BIND (crash);
  BIND (maps_row);
  BIND (fail_row);
  BIND (per_worker_row);
  BIND (init_row);
  BIND (callback_row);
  BIND (timeout_row);
  BIND (idle_row);
  BIND (end_row);
  BIND (end_after_row);
  BIND (maps);
  BIND (per_worker);
  BIND (fail);
  BIND (init);
  BIND (callback);
  BIND (timeout);
  BIND (idle);
  BIND (end_after);
  BIND (end);
  BIND (fail_init);
#undef BIND
}

static void
pl_pool_more_init (PlPoolMore *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More settings"), -1);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "form-more");
  pl_tip_set (GTK_WIDGET (self->fail_init), _("Each worker ends in it: how often is it tried?"));
}
