/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/pl-race-form.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"
#include "ui/pl-form-row.h"
#include "ui/pl-ui.h"

struct _PlRaceForm
{
  GtkWidget parent_instance;

  PlFormRow *workers_row, *increments_row;
  GtkSpinButton *workers, *increments;
  GtkLabel *parts;

  PlPlanData plan;        /* the rest of it: parts, trials, seed */
  gboolean valid;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (PlRaceForm, pl_race_form, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_VALID, N_PROPS };
static GParamSpec *props[N_PROPS];

static gboolean
read_count (GtkSpinButton  *spin,
            guint64         limit,
            guint64        *count,
            GError        **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (spin))));

  if (!pl_text_parse_count (text, count))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” is not a whole number."), text);
      return FALSE;
    }
  *count = MIN (*count, limit);
  return TRUE;
}

static void
report (PlFormRow  *row,
        GError     *error,
        GError    **first_error)
{
  pl_form_row_set_error (row, error != NULL ? error->message : NULL);
  if (error != NULL && *first_error == NULL)
    *first_error = error;
  else
    g_clear_error (&error);
}

/* As in the plan form: each field is added to a plan that is good, so that the culprit is known. */
static void
read_fields (PlRaceForm  *self,
             PlPlanData  *plan,
             GError     **first_error)
{
  PlPlanData candidate;
  GError *error = NULL;
  guint64 count;

  *plan = self->plan;
  candidate = *plan;
  if (read_count (self->workers, G_MAXUINT32, &count, &error))
    {
      candidate.workers = (guint32) count;
      if (pl_plan_validate (&candidate, &error))
        *plan = candidate;
    }
  report (self->workers_row, g_steal_pointer (&error), first_error);

  candidate = *plan;
  if (read_count (self->increments, G_MAXUINT64, &count, &error))
    {
      candidate.increments = count;
      if (pl_plan_validate (&candidate, &error))
        *plan = candidate;
    }
  report (self->increments_row, g_steal_pointer (&error), first_error);
}

static void
update_parts (PlRaceForm       *self,
              const PlPlanData *plan)
{
  g_autofree char *total = pl_text_count (plan->workers * plan->increments);
  g_autofree char *note = g_strdup_printf (_("%s in all: what the counter should come to."), total);
  g_autoptr(GString) text = g_string_new (NULL);

  pl_form_row_set_note (self->increments_row, note);
  for (guint i = 0; i < plan->n_parts && i < PL_MAX_RACE_PARTS; i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (plan->parts[i].method);

      if (info == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append_printf (text, "%u.  %s, %s\n%s", i + 1, _(info->name),
                              plan->parts[i].record ? _("recorded") : _("not recorded"), _(info->description));
    }
  gtk_label_set_text (self->parts, text->str);
}

static void
update (PlRaceForm *self)
{
  g_autoptr(GError) error = NULL;
  PlPlanData plan;

  if (self->loading)
    return;
  read_fields (self, &plan, &error);
  update_parts (self, &plan);
  if (self->valid != (error == NULL))
    {
      self->valid = error == NULL;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALID]);
    }
}

void
pl_race_form_set_plan (PlRaceForm       *self,
                       const PlPlanData *plan)
{
  self->loading = TRUE;
  self->plan = *plan;
  gtk_spin_button_set_value (self->workers, plan->workers);
  gtk_spin_button_set_value (self->increments, (double) plan->increments);
  self->loading = FALSE;
  update (self);
}

gboolean
pl_race_form_get_plan (PlRaceForm  *self,
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
pl_race_form_get_valid (PlRaceForm *self)
{
  return self->valid;
}

static void
pl_race_form_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_VALID)
    g_value_set_boolean (value, PL_RACE_FORM (object)->valid);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pl_race_form_dispose (GObject *object)
{
  GtkWidget *child;

  PL_RACE_FORM (object)->loading = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pl_race_form_parent_class)->dispose (object);
}

static void
pl_race_form_class_init (PlRaceFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pl_race_form_get_property;
  object_class->dispose = pl_race_form_dispose;

  props[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/ui/race-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PlRaceForm, workers_row);
  gtk_widget_class_bind_template_child (widget_class, PlRaceForm, increments_row);
  gtk_widget_class_bind_template_child (widget_class, PlRaceForm, workers);
  gtk_widget_class_bind_template_child (widget_class, PlRaceForm, increments);
  gtk_widget_class_bind_template_child (widget_class, PlRaceForm, parts);
  gtk_widget_class_set_css_name (widget_class, "form");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_race_form_init (PlRaceForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_plan_init_race (&self->plan);
  g_signal_connect_swapped (self->workers, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->increments, "changed", G_CALLBACK (update), self);
}
