/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-form-row.h"
#include "ui/widgets/pl-widget-theme.h"

#define CONTROL_WIDTH 148
/* Between the label and its control. */
#define GAP 12

struct _PlFormRow
{
  GtkWidget parent_instance;

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
  pl_widget_set_class (self->note_label, "error", self->error != NULL);

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
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    {
      gtk_widget_insert_after (child, GTK_WIDGET (self), self->label);
      /* All controls of a form are equally wide, whatever they are. */
      gtk_widget_set_size_request (child, CONTROL_WIDTH, -1);
      gtk_label_set_mnemonic_widget (GTK_LABEL (self->label), child);
      if (GTK_IS_DROP_DOWN (child))
        g_signal_connect_object (child, "notify::selected", G_CALLBACK (update), self,
                                 G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      update (self);
    }
}

/* Of one word, that cannot be broken: it has one width, which is known without laying it out for several. */
static gboolean
is_word (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_break_type (g_utf8_get_char (text)) != G_UNICODE_BREAK_ALPHABETIC)
      return FALSE;
  return TRUE;
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
      gtk_label_set_wrap (GTK_LABEL (self->label), !is_word (gtk_label_get_text (GTK_LABEL (self->label))));
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

/* --- where they lie --- */

/* The label and the control beside each other, the note below both. A box would look for the narrowest width of a label that
 * may take two lines, which lays out its text a dozen times: for all rows of a form that is a fifth of the time to the
 * first frame. */

static GtkSizeRequestMode
pl_form_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As wide as it likes to be, if that leaves the label what that needs. */
static int
control_width (PlFormRow *self,
               int        width)
{
  int label_min, min, natural;

  if (self->child == NULL)
    return 0;
  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &label_min, NULL, NULL, NULL);
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &natural, NULL, NULL);
  return CLAMP (width - GAP - label_min, min, natural);
}

static void
measure_widths (PlFormRow *self,
                int       *minimum,
                int       *natural)
{
  int child_min = 0, child_natural = 0, note_min = 0, note_natural = 0;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
  if (self->child != NULL)
    gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_min, &child_natural, NULL, NULL);
  if (gtk_widget_get_visible (self->note_label))
    gtk_widget_measure (self->note_label, GTK_ORIENTATION_HORIZONTAL, -1, &note_min, &note_natural, NULL, NULL);
  *minimum = MAX (*minimum + GAP + child_min, note_min);
  *natural = MAX (*natural + GAP + child_natural, note_natural);
}

/* Of label and control. */
static int
line_height (PlFormRow *self,
             int        width)
{
  int control = control_width (self, width), label_height, child_height = 0;

  gtk_widget_measure (self->label, GTK_ORIENTATION_VERTICAL, MAX (width - GAP - control, -1), &label_height, NULL, NULL, NULL);
  if (self->child != NULL)
    gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, control, &child_height, NULL, NULL, NULL);
  return MAX (label_height, child_height);
}

static void
pl_form_row_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  PlFormRow *self = PL_FORM_ROW (widget);
  int note = 0, least;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_widths (self, minimum, natural);
      return;
    }
  if (for_size < 0)
    measure_widths (self, &least, &for_size);
  if (gtk_widget_get_visible (self->note_label))
    gtk_widget_measure (self->note_label, orientation, for_size, &note, NULL, NULL, NULL);
  *minimum = *natural = line_height (self, for_size) + note;
}

static void
pl_form_row_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  PlFormRow *self = PL_FORM_ROW (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int control = control_width (self, width), rest = width - GAP - control, line = line_height (self, width);

  gtk_widget_size_allocate (self->label, &(GtkAllocation) { rtl ? width - rest : 0, 0, rest, line }, -1);
  if (self->child != NULL)
    gtk_widget_size_allocate (self->child, &(GtkAllocation) { rtl ? 0 : width - control, 0, control, line }, -1);
  if (gtk_widget_get_visible (self->note_label))
    gtk_widget_size_allocate (self->note_label, &(GtkAllocation) { 0, line, width, MAX (height - line, 0) }, -1);
}

static void
pl_form_row_dispose (GObject *object)
{
  PlFormRow *self = PL_FORM_ROW (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
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
  widget_class->get_request_mode = pl_form_row_get_request_mode;
  widget_class->measure = pl_form_row_measure;
  widget_class->size_allocate = pl_form_row_size_allocate;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_css_name (widget_class, "formrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_form_row_init (PlFormRow *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->note_label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "visible", FALSE,
                                   "width-chars", 20, "max-width-chars", 34, NULL);
  gtk_widget_add_css_class (self->note_label, "note");
  gtk_widget_set_parent (self->note_label, GTK_WIDGET (self));
}
