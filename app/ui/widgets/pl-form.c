/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "ui/widgets/pl-column-layout.h"
#include "ui/widgets/pl-label.h"
#include "ui/widgets/pl-widget-theme.h"

typedef struct {
  PlFormRow *row;
  PlFormRead read;        /* NULL: it is bound */
  gpointer control;
  PlFormValue value;
  gsize member;
} Field;

typedef struct {
  GArray *fields;         /* Field */
  GtkWidget *warning;     /* the last of all rows; NULL: nothing to say yet */
  gboolean valid;
  gboolean loading;
} PlFormPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PlForm, pl_form, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_VALID, N_PROPS };
static GParamSpec *props[N_PROPS];

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static PlFormPrivate *
get_private (PlForm *self)
{
  return pl_form_get_instance_private (self);
}

/* A number, but none that can be told as one. */
static gboolean
refuse_range (const char  *text,
              GError     **error)
{
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               *text == '-' ? _("“%s” is out of range: nothing below 0 is possible.")
                            : _("“%s” is out of range: it is far too large."), text);
  return FALSE;
}

gboolean
pl_form_read_count (gpointer   editable,
                    guint64    limit,
                    guint64   *count,
                    GError   **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (editable))));

  if (!pl_text_is_count (text))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is not a whole number."), text);
      return FALSE;
    }
  if (!pl_text_parse_count (text, count))
    return refuse_range (text, error);
  *count = MIN (*count, limit);
  return TRUE;
}

gboolean
pl_form_read_uint (gpointer   editable,
                   guint32   *value,
                   GError   **error)
{
  guint64 count;

  if (!pl_form_read_count (editable, G_MAXUINT32, &count, error))
    return FALSE;
  *value = (guint32) count;
  return TRUE;
}

gboolean
pl_form_read_duration (gpointer   editable,
                       gint64    *ns,
                       GError   **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (editable))));

  if (pl_text_parse_duration (text, ns))
    return TRUE;
  if (pl_text_is_duration (text))
    return refuse_range (text, error);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("“%s” is not a duration. Give a number and a unit (ns, us, ms or s), as in “5 ms”."), text);
  return FALSE;
}

static gboolean
read_duration_if_any (gpointer   editable,
                      gint64    *ns,
                      GError   **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (editable))));

  *ns = 0;
  return *text == '\0' || pl_form_read_duration (editable, ns, error);
}

void
pl_form_show_duration (gpointer editable,
                       gint64   ns)
{
  g_autofree char *exact = ns != 0 ? pl_text_duration_exact (ns) : g_strdup ("0ms");
  gsize digits = strspn (exact, "0123456789");
  g_autofree char *text = g_strdup_printf ("%.*s %s", (int) digits, exact, exact + digits);

  gtk_editable_set_text (GTK_EDITABLE (editable), text);
}

static gboolean
read_bound (const Field  *field,
            PlPlanData   *plan,
            GError      **error)
{
  gpointer member = G_STRUCT_MEMBER_P (plan, field->member);

  switch (field->value)
    {
    case PL_FORM_CHOICE: *(guint32 *) member = gtk_drop_down_get_selected (field->control); return TRUE;
    case PL_FORM_FLAG: *(guint32 *) member = (guint32) gtk_check_button_get_active (field->control); return TRUE;
    case PL_FORM_UINT: return pl_form_read_uint (field->control, member, error);
    case PL_FORM_COUNT: return pl_form_read_count (field->control, G_MAXUINT64, member, error);
    case PL_FORM_DURATION: return pl_form_read_duration (field->control, member, error);
    case PL_FORM_DURATION_IF_ANY: return read_duration_if_any (field->control, member, error);
    default: g_return_val_if_reached (FALSE);
    }
}

static void
show_count (gpointer control,
            guint64  count)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, count);

  if (GTK_IS_SPIN_BUTTON (control))
    gtk_spin_button_set_value (control, (double) count);
  else
    gtk_editable_set_text (control, text);
}

static void
show_bound (const Field      *field,
            const PlPlanData *plan)
{
  const guint32 *number = G_STRUCT_MEMBER_P (plan, field->member);
  const guint64 *count = G_STRUCT_MEMBER_P (plan, field->member);
  const gint64 *ns = G_STRUCT_MEMBER_P (plan, field->member);

  switch (field->value)
    {
    case PL_FORM_CHOICE: gtk_drop_down_set_selected (field->control, *number); break;
    case PL_FORM_FLAG: gtk_check_button_set_active (field->control, *number != 0); break;
    case PL_FORM_UINT: show_count (field->control, *number); break;
    case PL_FORM_COUNT: show_count (field->control, *count); break;
    case PL_FORM_DURATION: pl_form_show_duration (field->control, *ns); break;
    case PL_FORM_DURATION_IF_ANY:
      if (*ns > 0)
        pl_form_show_duration (field->control, *ns);
      else
        gtk_editable_set_text (field->control, "");
      break;
    default: g_return_if_reached ();
    }
}

static void
read_field (PlForm       *self,
            const Field  *field,
            PlPlanData   *plan,
            GError      **error)
{
  PlPlanData candidate = *plan;

  if (field->row != NULL && !gtk_widget_get_visible (GTK_WIDGET (field->row)))
    return;
  if ((field->read != NULL ? field->read (self, &candidate, error) : read_bound (field, &candidate, error))
      && pl_plan_validate (&candidate, error))
    *plan = candidate;
}

/* Adds the fields one by one to a plan that is good, so that the one that makes it bad is known; it is then
 * left out, to hear about the others too. */
static void
read_fields (PlForm      *self,
             PlPlanData  *plan,
             GError     **first_error)
{
  GArray *fields = get_private (self)->fields;

  PL_FORM_GET_CLASS (self)->begin_plan (self, plan);
  for (guint i = 0; i < fields->len; i++)
    {
      const Field *field = &g_array_index (fields, Field, i);
      g_autoptr(GError) error = NULL;

      read_field (self, field, plan, &error);
      if (field->row != NULL)
        pl_form_row_set_error (field->row, error != NULL ? error->message : NULL);
      if (error != NULL && *first_error == NULL)
        *first_error = g_steal_pointer (&error);
    }
}

/* What is worth knowing before it is run. */
static void
set_warning (PlForm     *self,
             const char *text)
{
  PlFormPrivate *private = get_private (self);

  if (private->warning == NULL && text == NULL)
    return;
  if (private->warning == NULL)
    {
      private->warning = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 34, NULL);
      gtk_widget_add_css_class (private->warning, "warning");
      gtk_widget_insert_before (private->warning, GTK_WIDGET (self), NULL);
    }
  gtk_label_set_text (GTK_LABEL (private->warning), text != NULL ? text : "");
  gtk_widget_set_visible (private->warning, text != NULL);
}

void
pl_form_update (PlForm *self)
{
  PlFormClass *klass = PL_FORM_GET_CLASS (self);
  PlFormPrivate *private = get_private (self);
  g_autoptr(GError) error = NULL;
  g_autofree char *warning = NULL;
  PlPlanData plan;

  if (private->loading)
    return;
  if (klass->update_rows != NULL)
    klass->update_rows (self);
  read_fields (self, &plan, &error);
  if (klass->plan_read != NULL && !klass->plan_read (self, &plan))
    return;
  warning = error == NULL ? pl_plan_warning (&plan, 1, g_get_num_processors ()) : NULL;
  set_warning (self, warning);
  if (private->valid != (error == NULL))
    {
      private->valid = error == NULL;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALID]);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

gboolean
pl_form_set_loading (PlForm   *self,
                     gboolean  loading)
{
  gboolean before = get_private (self)->loading;

  get_private (self)->loading = loading;
  return before;
}

gboolean
pl_form_get_loading (PlForm *self)
{
  return get_private (self)->loading;
}

void
pl_form_set_plan (PlForm           *self,
                  const PlPlanData *plan)
{
  gboolean loading = pl_form_set_loading (self, TRUE);
  GArray *fields = get_private (self)->fields;

  PL_FORM_GET_CLASS (self)->show_plan (self, plan);
  for (guint i = 0; i < fields->len; i++)
    if (g_array_index (fields, Field, i).read == NULL)
      show_bound (&g_array_index (fields, Field, i), plan);
  pl_form_set_loading (self, loading);
  pl_form_update (self);
}

gboolean
pl_form_get_plan (PlForm      *self,
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
pl_form_get_valid (PlForm *self)
{
  return get_private (self)->valid;
}

void
pl_form_reset (PlForm           *self,
               const PlPlanData *plan)
{
  PL_FORM_GET_CLASS (self)->reset (self, plan);
}

void
pl_form_add_field (PlForm     *self,
                   PlFormRow  *row,
                   PlFormRead  read)
{
  Field field = { .row = row, .read = read };

  g_array_append_val (get_private (self)->fields, field);
}

void
pl_form_bind (PlForm      *self,
              PlFormRow   *row,
              gpointer     control,
              PlFormValue  value,
              gsize        member)
{
  Field field = { row, NULL, control, value, member };

  g_array_append_val (get_private (self)->fields, field);
  pl_form_watch (self, control);
}

void
pl_form_watch (PlForm   *self,
               gpointer  control)
{
  const char *signal = GTK_IS_DROP_DOWN (control)      ? "notify::selected"
                       : GTK_IS_CHECK_BUTTON (control) ? "toggled"
                                                       : "changed";

  g_signal_connect_swapped (control, signal, G_CALLBACK (pl_form_update), self);
}

static void
pl_form_get_property (GObject    *object,
                      guint       id,
                      GValue     *value,
                      GParamSpec *pspec)
{
  if (id == PROP_VALID)
    g_value_set_boolean (value, pl_form_get_valid (PL_FORM (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_form_dispose (GObject *object)
{
  /* Controls that go change: nobody is interested any more. */
  pl_form_set_loading (PL_FORM (object), TRUE);
  get_private (PL_FORM (object))->warning = NULL;
  pl_widget_unparent_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (pl_form_parent_class)->dispose (object);
}

static void
pl_form_finalize (GObject *object)
{
  g_array_unref (get_private (PL_FORM (object))->fields);
  G_OBJECT_CLASS (pl_form_parent_class)->finalize (object);
}

static void
pl_form_constructed (GObject *object)
{
  G_OBJECT_CLASS (pl_form_parent_class)->constructed (object);
  pl_label_hold_measures (GTK_WIDGET (object));
}

static void
pl_form_class_init (PlFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = pl_form_constructed;
  object_class->get_property = pl_form_get_property;
  object_class->dispose = pl_form_dispose;
  object_class->finalize = pl_form_finalize;
  klass->reset = pl_form_set_plan;

  props[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[CHANGED] = g_signal_new ("changed", PL_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, PL_TYPE_COLUMN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "form");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

/* Until a plan is set, or an update asked for, there is nothing to look at. */
static void
pl_form_init (PlForm *self)
{
  get_private (self)->fields = g_array_new (FALSE, FALSE, sizeof (Field));
}
