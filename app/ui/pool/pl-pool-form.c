/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-pool-form.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-machine.h"
#include "plan/pl-plan.h"
#include "trace/pl-account-text.h"
#include "ui/pool/pl-pool-more.h"
#include "ui/widgets/pl-choice.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-tip.h"

struct _PlPoolForm
{
  PlForm parent_instance;

  PlFormRow *pool_size_row, *workers_row, *tasks_row, *ipc_row, *mode_row, *chunk_row, *work_row, *task_time_row, *spread_row,
            *payload_row, *seed_row;
  GtkSpinButton *pool_size, *tasks, *chunk;
  GtkDropDown *workers, *ipc, *mode, *work, *spread;
  GtkEntry *task_time, *payload, *seed;
  GtkCheckButton *serial, *record;
  GtkExpander *more;
  PlPoolMore *more_rows;    /* NULL: it has not been unfolded yet */
};

G_DEFINE_FINAL_TYPE (PlPoolForm, pl_pool_form, PL_TYPE_FORM)

static gboolean
is_auto (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *translated = g_utf8_casefold (_("Auto"), -1);

  g_strstrip (folded);
  return *folded == '\0' || g_str_equal (folded, "0") || g_str_equal (folded, "auto") ||
         g_str_equal (folded, translated);
}

static gboolean
read_chunk (PlForm *form, PlPlanData *plan, GError **error)
{
  GtkSpinButton *chunk = PL_POOL_FORM (form)->chunk;

  plan->chunk_asked = 0;
  return is_auto (gtk_editable_get_text (GTK_EDITABLE (chunk))) ||
         pl_form_read_uint (chunk, &plan->chunk_asked, error);
}

static gboolean
read_payload (PlForm *form, PlPlanData *plan, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (PL_POOL_FORM (form)->payload));
  guint64 bytes;

  if (!pl_text_parse_bytes (text, &bytes))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("“%s” is not a size. Give bytes, or a number and KiB or MiB, as in “64 KiB”."), text);
      return FALSE;
    }
  plan->payload = (guint32) MIN (bytes, G_MAXUINT32);
  return TRUE;
}

static void
begin_plan (PlForm     *form,
            PlPlanData *plan)
{
  pl_plan_init_pool (plan);
  plan->payload = 0;
}

static void
explain_mode (PlPoolForm *self,
              guint       mode)
{
  static const char * const modes[PL_N_MODES] = {
    [PL_MODE_MAP] = N_("Waits for all results, and has them in the order of the tasks."),
    [PL_MODE_STARMAP] = N_("As map, with several arguments a task."),
    [PL_MODE_IMAP] = N_("Has each result in its turn: who is early is held back."),
    [PL_MODE_IMAP_UNORDERED] = N_("Has each result as soon as it is there, in any order."),
    [PL_MODE_APPLY] = N_("Calls for one task, and waits for it: one worker at a time."),
    [PL_MODE_APPLY_ASYNC] = N_("Calls for each task, and is free: results come by callback."),
    [PL_MODE_MAP_ASYNC] = N_("Calls for all tasks, and is free until all results come at once."),
  };

  if (mode < PL_N_MODES)
    pl_form_row_set_note (self->mode_row, _(modes[mode]));
}

/* What is chosen, in words; and under the methods, what they are called in Python. */
static void
explain_choices (PlPoolForm       *self,
                 const PlPlanData *plan)
{
  static const char * const methods[PL_N_IPC] = {
    [PL_IPC_QUEUE] = N_("One pipe for all; readers take turns under a lock. In Python: multiprocessing.Queue."),
    [PL_IPC_PIPE] = N_("A private channel for each worker; the parent hands out. In Python: multiprocessing.Pipe."),
    [PL_IPC_ARRAY] = N_("Tasks lie in shared memory; workers help themselves. In Python: multiprocessing.Array."),
  };
  static const char * const works[PL_N_WORK] = {
    [PL_WORK_SPIN] = N_("Goes round in a loop for the time of a task: needs a CPU."),
    [PL_WORK_SLEEP] = N_("Waits, as for a disk or a network: needs no CPU."),
    [PL_WORK_SQUARES] = N_("Adds up squares, as many as fit into the time of a task."),
    [PL_WORK_PRIMES] = N_("Counts primes, as many as fit into the time of a task."),
  };
  static const char * const spreads[PL_N_SPREAD] = {
    [PL_SPREAD_EQUAL] = N_("How long tasks take: all the same."),
    [PL_SPREAD_UNIFORM] = N_("How long tasks take: 0.4 to 1.6 times the task time."),
    [PL_SPREAD_EXPONENTIAL] = N_("How long tasks take: most are short, a few very long."),
    [PL_SPREAD_STRAGGLER] = N_("How long tasks take: one eight times as long as the others."),
  };

  static const char * const workers[PL_N_WORKERS] = {
    [PL_WORKERS_PROCESS] = N_("Each has memory of its own; one that crashes takes nobody along."),
    [PL_WORKERS_THREAD] = N_("They share one process and its memory; one that crashes takes all along."),
    [PL_WORKERS_GIL] = N_("As Python's: one of them runs at a time, and whoever sleeps lets others run."),
  };

  if (plan->worker_kind < PL_N_WORKERS)
    pl_form_row_set_note (self->workers_row, _(workers[plan->worker_kind]));
  if (plan->ipc < PL_N_IPC)
    pl_form_row_set_note (self->ipc_row, _(methods[plan->ipc]));
  if (plan->work < PL_N_WORK)
    pl_form_row_set_note (self->work_row, _(works[plan->work]));
  if (plan->spread < PL_N_SPREAD)
    pl_form_row_set_note (self->spread_row, _(spreads[plan->spread]));
}

static gboolean
update_notes (PlForm           *form,
              const PlPlanData *plan)
{
  PlPoolForm *self = PL_POOL_FORM (form);
  guint n_chunks = pl_plan_n_chunks (plan);
  g_autofree char *chunks = pl_text_count (n_chunks);
  g_autofree char *size = pl_text_count (plan->chunk);
  g_autofree char *note = NULL;
  g_autofree char *turns = pl_account_forecast (plan->pool_size, pl_machine_n_cpus (), pl_machine_quota ());

  pl_form_row_set_note (self->pool_size_row, turns ? turns : _("Each of them can have a CPU."));
  explain_choices (self, plan);
  explain_mode (self, plan->mode);
  if (self->more_rows != NULL)
    pl_pool_more_plan_read (self->more_rows, plan);
  if (plan->chunk_asked == 0)
    note = g_strdup_printf (ngettext ("Auto is %s here: %s chunk", "Auto is %s here: %s chunks", n_chunks),
                            size, chunks);
  else
    note = g_strdup_printf (ngettext ("%s chunk", "%s chunks", n_chunks), chunks);
  pl_form_row_set_note (self->chunk_row, note);
  return TRUE;
}

static void
update_rows (PlForm *form)
{
  PlPoolForm *self = PL_POOL_FORM (form);
  guint mode = gtk_drop_down_get_selected (self->mode);

  /* It could only be 1. */
  gtk_widget_set_visible (GTK_WIDGET (self->chunk_row), mode >= PL_N_MODES || !pl_pool_mode_info (mode)->single);
  if (self->more_rows != NULL)
    pl_pool_more_update_rows (self->more_rows, mode, gtk_drop_down_get_selected (self->workers));
}

/* 0 reads as "Auto". */
static gboolean
chunk_output_cb (GtkSpinButton *spin,
                 gpointer       data)
{
  if (gtk_spin_button_get_value (spin) >= 1)
    return FALSE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), _("Auto")))
    gtk_editable_set_text (GTK_EDITABLE (spin), _("Auto"));
  return TRUE;
}

static int
chunk_input_cb (GtkSpinButton *spin,
                double        *value,
                gpointer       data)
{
  if (!is_auto (gtk_editable_get_text (GTK_EDITABLE (spin))))
    return FALSE;
  *value = 0;
  return TRUE;
}

static char *
exact_bytes (guint bytes)
{
  if (bytes >= 1u << 20 && bytes % (1u << 20) == 0)
    return g_strdup_printf ("%u MiB", bytes >> 20);
  if (bytes >= 1024 && bytes % 1024 == 0)
    return g_strdup_printf ("%u KiB", bytes / 1024);
  return g_strdup_printf ("%u B", bytes);
}

/* Also where a plan is not as usual. */
static void
more_expanded_cb (PlPoolForm *self)
{
  gboolean loading;
  PlPlanData usual;

  if (self->more_rows != NULL)
    return;
  loading = pl_form_set_loading (PL_FORM (self), TRUE);
  pl_plan_init_pool (&usual);
  self->more_rows = g_object_new (PL_TYPE_POOL_MORE, NULL);
  /* Newer GTK looks for the focus in it while it is folded away, and complains that it is in no window. */
  g_object_bind_property (self->more, "expanded", self->more_rows, "can-focus", G_BINDING_SYNC_CREATE);
  gtk_expander_set_child (self->more, GTK_WIDGET (self->more_rows));
  pl_pool_more_join (self->more_rows, PL_FORM (self), self->ipc);
  pl_pool_more_show_plan (self->more_rows, &usual);
  pl_form_set_loading (PL_FORM (self), loading);
  pl_form_update (PL_FORM (self));
}

static void
show_plan (PlForm           *form,
           const PlPlanData *plan)
{
  PlPoolForm *self = PL_POOL_FORM (form);
  g_autofree char *payload = exact_bytes (plan->payload);

  gtk_spin_button_set_value (self->chunk, plan->chunk_asked);
  gtk_spin_button_update (self->chunk);
  gtk_editable_set_text (GTK_EDITABLE (self->payload), payload);
  if (!pl_pool_more_is_usual (plan))
    gtk_expander_set_expanded (self->more, TRUE);
  if (self->more_rows != NULL)
    pl_pool_more_show_plan (self->more_rows, plan);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlPoolForm, name)
  BIND (pool_size_row);
  BIND (workers_row);
  BIND (tasks_row);
  BIND (ipc_row);
  BIND (mode_row);
  BIND (chunk_row);
  BIND (work_row);
  BIND (task_time_row);
  BIND (spread_row);
  BIND (payload_row);
  BIND (seed_row);
  BIND (pool_size);
  BIND (tasks);
  BIND (chunk);
  BIND (workers);
  BIND (ipc);
  BIND (mode);
  BIND (work);
  BIND (spread);
  BIND (task_time);
  BIND (payload);
  BIND (seed);
  BIND (serial);
  BIND (record);
  BIND (more);
#undef BIND
}

static void
pl_pool_form_class_init (PlPoolFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlFormClass *form_class = PL_FORM_CLASS (klass);

  form_class->begin_plan = begin_plan;
  form_class->show_plan = show_plan;
  form_class->plan_read = update_notes;
  form_class->update_rows = update_rows;

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/pool/pool-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, chunk_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, chunk_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_expanded_cb);
}

static void
pl_pool_form_init (PlPoolForm *self)
{
  PlForm *form = PL_FORM (self);

  pl_form_set_loading (form, TRUE);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More settings"), -1);
  pl_choice_fill (self->workers, pl_workers_name, PL_N_WORKERS);
  pl_choice_fill (self->ipc, pl_ipc_name, PL_N_IPC);
  pl_choice_fill (self->mode, pl_mode_name, PL_N_MODES);
  pl_choice_fill (self->work, pl_work_name, PL_N_WORK);
  pl_choice_fill (self->spread, pl_spread_name, PL_N_SPREAD);
  pl_tip_set (GTK_WIDGET (self->serial), _("Afterwards one process does the same tasks alone, to tell the speed-up"));
  pl_tip_set (GTK_WIDGET (self->record),
              _("Without it there is no timeline, only the result: to see what recording costs"));

  pl_form_bind (form, self->workers_row, self->workers, PL_FORM_CHOICE, PL_FORM_MEMBER (worker_kind));
  pl_form_bind (form, self->ipc_row, self->ipc, PL_FORM_CHOICE, PL_FORM_MEMBER (ipc));
  pl_form_bind (form, self->mode_row, self->mode, PL_FORM_CHOICE, PL_FORM_MEMBER (mode));
  pl_form_bind (form, self->work_row, self->work, PL_FORM_CHOICE, PL_FORM_MEMBER (work));
  pl_form_bind (form, self->spread_row, self->spread, PL_FORM_CHOICE, PL_FORM_MEMBER (spread));
  pl_form_bind (form, NULL, self->serial, PL_FORM_FLAG, PL_FORM_MEMBER (serial));
  pl_form_bind (form, NULL, self->record, PL_FORM_FLAG, PL_FORM_MEMBER (record));
  pl_form_bind (form, self->pool_size_row, self->pool_size, PL_FORM_UINT, PL_FORM_MEMBER (pool_size));
  pl_form_bind (form, self->tasks_row, self->tasks, PL_FORM_UINT, PL_FORM_MEMBER (tasks));
  pl_form_add_field (form, self->chunk_row, read_chunk);
  pl_form_bind (form, self->task_time_row, self->task_time, PL_FORM_DURATION, PL_FORM_MEMBER (task_time_ns));
  pl_form_add_field (form, self->payload_row, read_payload);
  pl_form_bind (form, self->seed_row, self->seed, PL_FORM_COUNT, PL_FORM_MEMBER (seed));
  pl_form_watch (form, self->chunk);
  pl_form_watch (form, self->payload);
  pl_form_set_loading (form, FALSE);
}
