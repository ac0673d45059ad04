/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pool/pl-plan-form.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "ui/widgets/pl-choice.h"
#include "ui/widgets/pl-form-row.h"
#include "ui/pl-ui.h"

struct _PlPlanForm
{
  GtkWidget parent_instance;

  PlFormRow *pool_size_row, *tasks_row, *ipc_row, *chunk_row, *work_row, *task_time_row, *spread_row,
            *payload_row, *seed_row;
  GtkSpinButton *pool_size, *tasks, *chunk;
  GtkDropDown *ipc, *work, *spread;
  GtkEntry *task_time, *payload, *seed;
  GtkCheckButton *serial, *record;

  gboolean valid;
  gboolean loading;       /* fields are being set one by one: no need to look at each */
};

G_DEFINE_FINAL_TYPE (PlPlanForm, pl_plan_form, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_VALID, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Each reads one field into the plan. FALSE and error: the text says nothing usable. */

static gboolean
read_number (GtkEditable  *editable,
             guint64       limit,
             guint64      *number,
             GError      **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  if (!pl_text_parse_count (text, number))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is not a whole number."), text);
      return FALSE;
    }
  /* Beyond what a field of the plan can hold: the plan itself then names the limit. */
  *number = MIN (*number, limit);
  return TRUE;
}

static gboolean
read_uint (GtkEditable  *editable,
           guint32      *value,
           GError      **error)
{
  guint64 number;

  if (!read_number (editable, G_MAXUINT32, &number, error))
    return FALSE;
  *value = (guint32) number;
  return TRUE;
}

static gboolean
read_pool_size (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  return read_uint (GTK_EDITABLE (self->pool_size), &plan->pool_size, error);
}

static gboolean
read_tasks (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  return read_uint (GTK_EDITABLE (self->tasks), &plan->tasks, error);
}

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
read_chunk (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  if (is_auto (gtk_editable_get_text (GTK_EDITABLE (self->chunk))))
    {
      plan->chunk_asked = 0;
      return TRUE;
    }
  return read_uint (GTK_EDITABLE (self->chunk), &plan->chunk_asked, error);
}

static gboolean
read_task_time (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->task_time));

  if (pl_text_parse_duration (text, &plan->task_time_ns))
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("“%s” is not a duration. Give a number and a unit (ns, us, ms or s), as in “5 ms”."), text);
  return FALSE;
}

static gboolean
read_payload (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->payload));
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

static gboolean
read_seed (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  return read_number (GTK_EDITABLE (self->seed), G_MAXUINT64, &plan->seed, error);
}

static gboolean
read_choices (PlPlanForm *self, PlPlanData *plan, GError **error)
{
  plan->ipc = gtk_drop_down_get_selected (self->ipc);
  plan->work = gtk_drop_down_get_selected (self->work);
  plan->spread = gtk_drop_down_get_selected (self->spread);
  plan->serial = gtk_check_button_get_active (self->serial);
  plan->record = gtk_check_button_get_active (self->record);
  return TRUE;
}

/* Adds the fields one by one to a plan that is good, so that the one that makes it bad is known; it is then
 * left out, to hear about the others too. */
static void
read_fields (PlPlanForm  *self,
             PlPlanData  *plan,
             GError     **first_error)
{
  const struct {
    PlFormRow *row;
    gboolean (*read) (PlPlanForm *, PlPlanData *, GError **);
  } fields[] = {
    { NULL, read_choices },
    { self->pool_size_row, read_pool_size },
    { self->tasks_row, read_tasks },
    { self->chunk_row, read_chunk },
    { self->task_time_row, read_task_time },
    { self->payload_row, read_payload },
    { self->seed_row, read_seed },
  };

  pl_plan_init_pool (plan);
  plan->payload = 0;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      PlPlanData candidate = *plan;
      g_autoptr(GError) error = NULL;

      if (fields[i].read (self, &candidate, &error) && pl_plan_validate (&candidate, &error))
        *plan = candidate;
      if (fields[i].row != NULL)
        pl_form_row_set_error (fields[i].row, error != NULL ? error->message : NULL);
      if (error != NULL && first_error != NULL && *first_error == NULL)
        *first_error = g_steal_pointer (&error);
    }
}

static void
update_notes (PlPlanForm       *self,
              const PlPlanData *plan)
{
  const char *methods[PL_N_IPC] = {
    [PL_IPC_QUEUE] = _("One pipe for all; readers take turns under a lock."),
    [PL_IPC_PIPE] = _("A private channel for each worker; the parent hands out."),
    [PL_IPC_ARRAY] = _("Tasks lie in shared memory; workers help themselves."),
  };
  guint n_chunks = pl_plan_n_chunks (plan);
  g_autofree char *chunks = pl_text_count (n_chunks);
  g_autofree char *size = pl_text_count (plan->chunk);
  g_autofree char *note = NULL;

  if (plan->ipc < PL_N_IPC)
    pl_form_row_set_note (self->ipc_row, methods[plan->ipc]);

  if (plan->chunk_asked == 0)
    note = g_strdup_printf (ngettext ("Auto is %s here: %s chunk", "Auto is %s here: %s chunks", n_chunks),
                            size, chunks);
  else
    note = g_strdup_printf (ngettext ("%s chunk", "%s chunks", n_chunks), chunks);
  pl_form_row_set_note (self->chunk_row, note);
}

static void
update (PlPlanForm *self)
{
  g_autoptr(GError) error = NULL;
  PlPlanData plan;
  gboolean valid;

  if (self->loading)
    return;
  read_fields (self, &plan, &error);
  update_notes (self, &plan);
  valid = error == NULL;
  if (valid != self->valid)
    {
      self->valid = valid;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALID]);
    }
  g_signal_emit (self, signals[CHANGED], 0);
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

static void
take_text (GtkEntry *entry,
           char     *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_free (text);
}

/* Whole and exact, in the largest unit that allows it: what is shown must read back as the same value. */
static char *
exact_duration (gint64 ns)
{
  static const struct { gint64 ns; const char *name; } units[] = {
    { G_GINT64_CONSTANT (1000000000), "s" }, { 1000000, "ms" }, { 1000, "us" }, { 1, "ns" },
  };

  if (ns == 0)
    return g_strdup ("0 ms");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (ns % units[i].ns == 0)
      return g_strdup_printf ("%" G_GINT64_FORMAT " %s", ns / units[i].ns, units[i].name);
  g_return_val_if_reached (NULL);
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

void
pl_plan_form_set_plan (PlPlanForm       *self,
                       const PlPlanData *plan)
{
  self->loading = TRUE;
  gtk_spin_button_set_value (self->pool_size, plan->pool_size);
  gtk_spin_button_set_value (self->tasks, plan->tasks);
  gtk_spin_button_set_value (self->chunk, plan->chunk_asked);
  gtk_drop_down_set_selected (self->ipc, plan->ipc);
  gtk_drop_down_set_selected (self->work, plan->work);
  gtk_drop_down_set_selected (self->spread, plan->spread);
  take_text (self->task_time, exact_duration (plan->task_time_ns));
  take_text (self->payload, exact_bytes (plan->payload));
  take_text (self->seed, g_strdup_printf ("%" G_GUINT64_FORMAT, plan->seed));
  gtk_check_button_set_active (self->serial, plan->serial != 0);
  gtk_check_button_set_active (self->record, plan->record != 0);
  gtk_spin_button_update (self->chunk);
  self->loading = FALSE;
  update (self);
}

gboolean
pl_plan_form_get_plan (PlPlanForm  *self,
                       PlPlanData  *plan,
                       GError     **error)
{
  g_autoptr(GError) first = NULL;

  read_fields (self, plan, &first);
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

gboolean
pl_plan_form_get_valid (PlPlanForm *self)
{
  return self->valid;
}

static void
pl_plan_form_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_VALID)
    g_value_set_boolean (value, PL_PLAN_FORM (object)->valid);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_plan_form_dispose (GObject *object)
{
  GtkWidget *child;

  PL_PLAN_FORM (object)->loading = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pl_plan_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlPlanForm, name)
  BIND (pool_size_row);
  BIND (tasks_row);
  BIND (ipc_row);
  BIND (chunk_row);
  BIND (work_row);
  BIND (task_time_row);
  BIND (spread_row);
  BIND (payload_row);
  BIND (seed_row);
  BIND (pool_size);
  BIND (tasks);
  BIND (chunk);
  BIND (ipc);
  BIND (work);
  BIND (spread);
  BIND (task_time);
  BIND (payload);
  BIND (seed);
  BIND (serial);
  BIND (record);
#undef BIND
}

static void
pl_plan_form_class_init (PlPlanFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pl_plan_form_get_property;
  object_class->dispose = pl_plan_form_dispose;

  props[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_PLAN_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/ui/plan-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, chunk_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, chunk_input_cb);
  gtk_widget_class_set_css_name (widget_class, "form");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_plan_form_init (PlPlanForm *self)
{
  self->loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_choice_fill (self->ipc, pl_ipc_name, PL_N_IPC);
  pl_choice_fill (self->work, pl_work_name, PL_N_WORK);
  pl_choice_fill (self->spread, pl_spread_name, PL_N_SPREAD);

  GtkWidget *texts[] = { GTK_WIDGET (self->pool_size), GTK_WIDGET (self->tasks), GTK_WIDGET (self->chunk),
                         GTK_WIDGET (self->task_time), GTK_WIDGET (self->payload), GTK_WIDGET (self->seed) };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_signal_connect_swapped (texts[i], "changed", G_CALLBACK (update), self);

  GtkWidget *choices[] = { GTK_WIDGET (self->ipc), GTK_WIDGET (self->work), GTK_WIDGET (self->spread) };
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    g_signal_connect_swapped (choices[i], "notify::selected", G_CALLBACK (update), self);

  g_signal_connect_swapped (self->serial, "toggled", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->record, "toggled", G_CALLBACK (update), self);
  self->loading = FALSE;
}
