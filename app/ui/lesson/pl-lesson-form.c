/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-form.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "plan/pl-plan.h"
#include "ui/lesson/pl-lesson-row.h"
#include "ui/pl-settings.h"
#include "ui/pl-ui.h"
#include "ui/widgets/pl-choice.h"

struct _PlLessonForm
{
  PlForm parent_instance;

  PlFormRow *program_row, *agreed_row;
  GtkDropDown *program;
  GtkCheckButton *agreed;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkWidget *nothing;

  PlLessonShelf *shelf;
  char *name;             /* of the chosen lesson; NULL: there is none */
  char *script;           /* NULL: the lesson's own */
};

enum { CHOSEN, LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlLessonForm, pl_lesson_form, PL_TYPE_FORM)

const PlLessonEntry *
pl_lesson_form_get_entry (PlLessonForm *self)
{
  return self->name != NULL ? pl_lesson_shelf_find (self->shelf, self->name) : NULL;
}

static gboolean
is_program (const PlLessonEntry *entry)
{
  return entry != NULL && entry->lesson != NULL && entry->lesson->is_program;
}

gboolean
pl_lesson_form_find_program (PlLessonForm     *self,
                             PlLessonProgram  *program,
                             GError          **error)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self);

  *program = (PlLessonProgram) { 0 };
  if (entry == NULL || entry->lesson == NULL)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("There is no lesson to run. %s"), entry != NULL ? entry->fault : "");
      return FALSE;
    }
  if (entry->foreign && is_program (entry) && !gtk_check_button_get_active (self->agreed))
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("This program did not come with Paralane: look at it, and say in the settings that it may run."));
      return FALSE;
    }
  return pl_lesson_program_find (entry, gtk_drop_down_get_selected (self->program) == 1, self->script, program, error);
}

/* Something that is possible: what is missing is told when the fields are read. */
static void
begin_plan (PlForm     *form,
            PlPlanData *plan)
{
  const PlLessonEntry *entry = pl_lesson_form_get_entry (PL_LESSON_FORM (form));

  if (entry != NULL && entry->lesson != NULL)
    *plan = entry->lesson->plan;
  else
    pl_plan_init_recording (plan);
}

static gboolean
read_program (PlForm      *form,
              PlPlanData  *plan,
              GError     **error)
{
  PlLessonProgram program;
  gboolean found = pl_lesson_form_find_program (PL_LESSON_FORM (form), &program, error);

  if (found)
    *plan = program.plan;
  pl_form_row_set_note (PL_LESSON_FORM (form)->program_row, program.note);
  pl_lesson_program_clear (&program);
  return found;
}

/* A plan is the lesson's, not the form's. */
static void
show_plan (PlForm           *form,
           const PlPlanData *plan)
{
}

static void
reset (PlForm           *form,
       const PlPlanData *plan)
{
  PlLessonForm *self = PL_LESSON_FORM (form);

  gtk_drop_down_set_selected (self->program, 0);
  pl_lesson_form_set_script (self, NULL);
}

static void
update_rows (PlForm *form)
{
  PlLessonForm *self = PL_LESSON_FORM (form);
  const PlLessonEntry *entry = pl_lesson_form_get_entry (self);

  gtk_widget_set_visible (GTK_WIDGET (self->program_row), is_program (entry) || entry == NULL || entry->lesson == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->program), self->script == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->agreed_row), is_program (entry) && entry->foreign);
}

void
pl_lesson_form_set_script (PlLessonForm *self,
                           const char   *path)
{
  g_free (self->script);
  self->script = g_strdup (path);
  pl_form_update (PL_FORM (self));
}

static void
row_selected_cb (PlLessonForm  *self,
                 GtkListBoxRow *row)
{
  if (row == NULL || g_strcmp0 (self->name, pl_lesson_row_get_name (row)) == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (pl_lesson_row_get_name (row));
  g_clear_pointer (&self->script, g_free);
  gtk_check_button_set_active (self->agreed, FALSE);
  pl_form_update (PL_FORM (self));
  g_signal_emit (self, signals[CHOSEN], 0);
}

static GtkListBoxRow *
find_row (PlLessonForm *self,
          const char   *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (pl_lesson_row_get_name (row), name) == 0)
      return row;
  return NULL;
}

gboolean
pl_lesson_form_choose (PlLessonForm *self,
                       const char   *name)
{
  GtkListBoxRow *row = find_row (self, name);

  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  return row != NULL;
}

void
pl_lesson_form_step (PlLessonForm *self,
                     int           by)
{
  GtkListBoxRow *row = self->name != NULL ? find_row (self, self->name) : NULL;
  GtkListBoxRow *next = row != NULL ? gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + by) : NULL;

  if (next != NULL)
    gtk_list_box_select_row (self->list, next);
}

void
pl_lesson_form_set_done (PlLessonForm *self,
                         const char   *name)
{
  GtkListBoxRow *row = find_row (self, name);

  pl_settings_add_lesson (name);
  if (row != NULL)
    pl_lesson_row_set_done (row, TRUE);
}

static gboolean
matches_cb (GtkListBoxRow *row,
            gpointer       data)
{
  PlLessonForm *self = data;
  const PlLessonEntry *entry = pl_lesson_shelf_find (self->shelf, pl_lesson_row_get_name (row));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (*text == '\0' || entry == NULL)
    return TRUE;
  return entry->lesson != NULL ? pl_lesson_matches (entry->lesson, text) : strstr (entry->name, text) != NULL;
}

static void
search_cb (PlLessonForm *self)
{
  GtkListBoxRow *row;
  gboolean any = FALSE;

  gtk_list_box_invalidate_filter (self->list);
  for (int i = 0; !any && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    any = matches_cb (row, self);
  gtk_widget_set_visible (self->nothing, !any);
}

static const char *
topic_of (PlLessonForm  *self,
          GtkListBoxRow *row)
{
  const PlLessonEntry *entry = row != NULL ? pl_lesson_shelf_find (self->shelf, pl_lesson_row_get_name (row)) : NULL;

  if (entry == NULL)
    return NULL;
  return entry->lesson != NULL ? pl_lesson_topic_name (entry->lesson->topic) : _("Broken");
}

static void
header_cb (GtkListBoxRow *row,
           GtkListBoxRow *before,
           gpointer       data)
{
  const char *topic = topic_of (data, row);
  GtkWidget *label;

  if (g_strcmp0 (topic, topic_of (data, before)) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = g_object_new (GTK_TYPE_LABEL, "label", topic, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_row_set_header (row, label);
}

static void
fill (PlLessonForm *self)
{
  g_auto(GStrv) done = pl_settings_get_lessons ();
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < pl_lesson_shelf_get_n (self->shelf); i++)
    {
      const PlLessonEntry *entry = pl_lesson_shelf_get (self->shelf, i);

      row = pl_lesson_row_new (entry);
      pl_lesson_row_set_done (GTK_LIST_BOX_ROW (row), g_strv_contains ((const char *const *) done, entry->name));
      gtk_list_box_append (self->list, row);
    }
}

/* The chosen one stays, if it is still there. */
static void
shelf_changed_cb (PlLessonForm *self)
{
  g_autofree char *name = g_steal_pointer (&self->name);
  GtkListBoxRow *row;

  fill (self);
  row = name != NULL ? find_row (self, name) : NULL;
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  else
    g_signal_emit (self, signals[CHOSEN], 0);
  search_cb (self);
}

static const char *
program_name (guint i)
{
  static const char *const names[] = { N_("Python, recorded"), N_("C, recorded") };

  return _(names[i]);
}

static void
pl_lesson_form_finalize (GObject *object)
{
  PlLessonForm *self = PL_LESSON_FORM (object);

  g_object_unref (self->shelf);
  g_free (self->name);
  g_free (self->script);
  G_OBJECT_CLASS (pl_lesson_form_parent_class)->finalize (object);
}

static void
pl_lesson_form_class_init (PlLessonFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PlFormClass *form_class = PL_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pl_lesson_form_finalize;
  form_class->begin_plan = begin_plan;
  form_class->show_plan = show_plan;
  form_class->update_rows = update_rows;
  form_class->reset = reset;
  signals[CHOSEN] = g_signal_new ("chosen", PL_TYPE_LESSON_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", PL_TYPE_LESSON_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, PL_RESOURCE_PATH "/lesson/lesson-form.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, PlLessonForm, name)
  BIND (program_row);
  BIND (program);
  BIND (agreed_row);
  BIND (agreed);
  BIND (search);
  BIND (list);
  BIND (nothing);
#undef BIND
}

/* Else it would go through all of the shelf, and choose each lesson on its way. */
static gboolean
key_cb (PlLessonForm    *self,
        guint            key,
        guint            code,
        GdkModifierType  state)
{
  if (key == GDK_KEY_ISO_Left_Tab || (key == GDK_KEY_Tab && (state & GDK_SHIFT_MASK)))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
  else if (key == GDK_KEY_Tab && !(state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    g_signal_emit (self, signals[LEFT], 0);
  else
    return FALSE;
  return TRUE;
}

static void
watch_keys (PlLessonForm *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static void
pl_lesson_form_init (PlLessonForm *self)
{
  PlForm *form = PL_FORM (self);
  GtkListBoxRow *first;

  self->shelf = pl_lesson_shelf_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pl_choice_fill (self->program, program_name, 2);
  pl_form_add_field (form, NULL, read_program);
  pl_form_watch (form, self->program);
  pl_form_watch (form, self->agreed);
  gtk_list_box_set_header_func (self->list, header_cb, self, NULL);
  gtk_list_box_set_filter_func (self->list, matches_cb, self, NULL);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (row_selected_cb), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  watch_keys (self);
  fill (self);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  if (first != NULL)
    gtk_list_box_select_row (self->list, first);
  pl_lesson_shelf_watch (self->shelf);
  g_signal_connect_object (self->shelf, "changed", G_CALLBACK (shelf_changed_cb), self, G_CONNECT_SWAPPED);
}
