/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-form-row.h"

#define CONTROL_WIDTH 148

struct _PlFormRow
{
  GtkWidget parent_instance;

  GtkWidget *line;
  GtkWidget *label;
  GtkWidget *child;
  GtkWidget *note_label;
  char *note;
  char *error;
};

G_DEFINE_FINAL_TYPE (PlFormRow, pl_form_row, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_LABEL, PROP_CHILD, PROP_NOTE, N_PROPS };
static GParamSpec *props[N_PROPS];

/* The chosen item of a drop-down is nowhere else in what assistive technology is told. */
static char *
spoken_value (GtkWidget *control)
{
  gpointer item;

  if (!GTK_IS_DROP_DOWN (control))
    return NULL;
  item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (control));
  return GTK_IS_STRING_OBJECT (item) ? g_strdup (gtk_string_object_get_string (item)) : NULL;
}

/* The name is the label itself, by the mnemonic; here is what else there is to say. */
static void
update_accessible (PlFormRow  *self,
                   const char *text)
{
  g_autofree char *value = spoken_value (self->child);
  g_autofree char *both = value != NULL ? g_strdup_printf ("%s. %s", value, text != NULL ? text : "") : NULL;
  const char *description = both != NULL ? g_strchomp (both) : text != NULL ? text : "";

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->child),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->child), GTK_ACCESSIBLE_STATE_INVALID,
                               self->error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  /* The part of a drop-down that takes the keyboard is a button without a word on it. */
  if (GTK_IS_DROP_DOWN (self->child))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (self->child)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_text (GTK_LABEL (self->label)),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
update (PlFormRow *self)
{
  const char *text = self->error != NULL ? self->error : self->note;

  gtk_label_set_text (GTK_LABEL (self->note_label), text != NULL ? text : "");
  gtk_widget_set_visible (self->note_label, text != NULL && *text != '\0');
  if (self->error != NULL)
    gtk_widget_add_css_class (self->note_label, "error");
  else
    gtk_widget_remove_css_class (self->note_label, "error");

  if (self->child != NULL)
    update_accessible (self, text);
}

void
pl_form_row_set_note (PlFormRow  *self,
                      const char *note)
{
  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (note);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTE]);
}

void
pl_form_row_set_error (PlFormRow  *self,
                       const char *error)
{
  if (g_strcmp0 (self->error, error) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (error);
  update (self);
}

const char *
pl_form_row_get_error (PlFormRow *self)
{
  return self->error;
}

const char *
pl_form_row_get_text (PlFormRow *self)
{
  return gtk_label_get_text (GTK_LABEL (self->label));
}

GtkWidget *
pl_form_row_get_child (PlFormRow *self)
{
  return self->child;
}

static void
set_child (PlFormRow *self,
           GtkWidget *child)
{
  if (self->child != NULL)
    gtk_box_remove (GTK_BOX (self->line), self->child);
  self->child = child;
  if (child != NULL)
    {
      gtk_box_append (GTK_BOX (self->line), child);
      /* All controls of a form are equally wide, whatever they are. */
      gtk_widget_set_size_request (child, CONTROL_WIDTH, -1);
      gtk_label_set_mnemonic_widget (GTK_LABEL (self->label), child);
      if (GTK_IS_DROP_DOWN (child))
        g_signal_connect_object (child, "notify::selected", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      update (self);
    }
}

static void
pl_form_row_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  PlFormRow *self = PL_FORM_ROW (object);

  switch (id)
    {
    case PROP_LABEL:
      gtk_label_set_text_with_mnemonic (GTK_LABEL (self->label), g_value_get_string (value));
      update (self);
      break;
    case PROP_CHILD: set_child (self, g_value_get_object (value)); break;
    case PROP_NOTE: pl_form_row_set_note (self, g_value_get_string (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_form_row_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PlFormRow *self = PL_FORM_ROW (object);

  switch (id)
    {
    case PROP_LABEL: g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->label))); break;
    case PROP_CHILD: g_value_set_object (value, self->child); break;
    case PROP_NOTE: g_value_set_string (value, self->note); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pl_form_row_dispose (GObject *object)
{
  PlFormRow *self = PL_FORM_ROW (object);

  self->child = NULL;
  g_clear_pointer (&self->line, gtk_widget_unparent);
  g_clear_pointer (&self->note_label, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_form_row_parent_class)->dispose (object);
}

static void
pl_form_row_finalize (GObject *object)
{
  PlFormRow *self = PL_FORM_ROW (object);

  g_free (self->note);
  g_free (self->error);
  G_OBJECT_CLASS (pl_form_row_parent_class)->finalize (object);
}

static void
pl_form_row_class_init (PlFormRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pl_form_row_set_property;
  object_class->get_property = pl_form_row_get_property;
  object_class->dispose = pl_form_row_dispose;
  object_class->finalize = pl_form_row_finalize;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "formrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_form_row_init (PlFormRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));

  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "wrap", TRUE, NULL);
  gtk_box_append (GTK_BOX (self->line), self->label);

  self->note_label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE,
                                   "width-chars", 20, "max-width-chars", 34, NULL);
  gtk_widget_add_css_class (self->note_label, "note");
  gtk_widget_set_parent (self->note_label, GTK_WIDGET (self));
}
