/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-question.h"

#include <glib/gi18n.h>
#include <string.h>

#include "trace/lesson/pl-lesson-verdict.h"

struct _PlLessonQuestion
{
  GtkWidget parent_instance;

  GtkWidget *box, *question, *answers, *entry, *order, *again, *hands;
  GPtrArray *choices;     /* GtkCheckButton, or of an order GtkButton: one an answer */
  GPtrArray *counts;      /* GtkSpinButton: hands for each */
  GArray *chosen;         /* guint: of an order, what was chosen so far */
  const PlLesson *lesson;
};

G_DEFINE_FINAL_TYPE (PlLessonQuestion, pl_lesson_question, GTK_TYPE_WIDGET)

static char *
order_key (PlLessonQuestion *self)
{
  GString *key = g_string_new (NULL);

  for (guint i = 0; i < self->chosen->len; i++)
    g_string_append_printf (key, "%s%u", i > 0 ? ";" : "", g_array_index (self->chosen, guint, i) + 1);
  return g_string_free (key, FALSE);
}

/* As trace/lesson/pl-lesson-verdict.h has guesses. NULL: nobody guessed. Free it. */
static char *
get_guess (PlLessonQuestion *self)
{
  if (self->lesson == NULL)
    return NULL;
  switch (self->lesson->question.ask)
    {
    case PL_ASK_NUMBER:
      {
        g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
        return *text != '\0' ? g_steal_pointer (&text) : NULL;
      }
    case PL_ASK_ORDER:
      return self->chosen->len == self->choices->len ? order_key (self) : NULL;
    default:
      for (guint i = 0; i < self->choices->len; i++)
        if (gtk_check_button_get_active (self->choices->pdata[i]))
          return g_strdup_printf ("%u", i + 1);
      return NULL;
    }
}

void
pl_lesson_question_point_at (PlLessonQuestion *self,
                             const char       *lane)
{
  for (guint i = 0; self->lesson != NULL && self->lesson->question.ask == PL_ASK_LANE && i < self->choices->len; i++)
    if (g_strcmp0 (self->lesson->question.answers[i], lane) == 0)
      gtk_check_button_set_active (self->choices->pdata[i], TRUE);
}

/* "Yes: 12, No: 7"; NULL: no hands were counted. */
static char *
get_votes (PlLessonQuestion *self)
{
  g_autoptr(GString) text = g_string_new (NULL);
  int all = 0;

  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hands)) || self->lesson == NULL)
    return NULL;
  for (guint i = 0; i < self->counts->len; i++)
    {
      int n = gtk_spin_button_get_value_as_int (self->counts->pdata[i]);

      all += n;
      g_string_append_printf (text, "%s%s: %d", i > 0 ? ", " : "", self->lesson->question.answers[i], n);
    }
  return all > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* line: NULL, there is nothing to say; is freed. */
static void
add_line (GString *text,
          char    *line)
{
  if (line != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  g_free (line);
}

char *
pl_lesson_question_tell (PlLessonQuestion *self,
                         PlLog            *log,
                         const char       *output)
{
  const PlLesson *lesson = self->lesson;
  g_autofree char *right = pl_lesson_right (lesson, log, output), *guess = get_guess (self);
  g_autofree char *right_text = right != NULL ? pl_lesson_answer_shown (lesson, right) : NULL;
  g_autofree char *guess_text = guess != NULL ? pl_lesson_answer_shown (lesson, guess) : NULL, *votes = get_votes (self);
  GString *text = g_string_new (NULL);

  add_line (text, guess_text != NULL ? g_strdup_printf (_("Your guess: %s"), guess_text) : NULL);
  add_line (text, votes != NULL ? g_strdup_printf (_("The class: %s"), votes) : NULL);
  if (right_text != NULL)
    add_line (text, lesson->question.right != NULL ? g_strdup_printf (_("It is: %s"), right_text)
                                                   : g_strdup_printf (_("This time it was: %s"), right_text));
  return g_string_free (text, FALSE);
}

static void
show_order (PlLessonQuestion *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->chosen->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", self->lesson->question.answers[g_array_index (self->chosen, guint, i)]);
  gtk_label_set_text (GTK_LABEL (self->order), text->len > 0 ? text->str : _("Choose them one after the other."));
  gtk_widget_set_visible (self->again, self->chosen->len > 0);
}

static void
order_clicked_cb (PlLessonQuestion *self,
                  GtkWidget     *button)
{
  guint which = 0;

  if (!g_ptr_array_find (self->choices, button, &which))
    return;
  g_array_append_val (self->chosen, which);
  gtk_widget_set_sensitive (button, FALSE);
  show_order (self);
}

static void
again_cb (PlLessonQuestion *self)
{
  g_array_set_size (self->chosen, 0);
  for (guint i = 0; i < self->choices->len; i++)
    gtk_widget_set_sensitive (self->choices->pdata[i], TRUE);
  show_order (self);
  gtk_widget_grab_focus (self->choices->pdata[0]);
}

static void
hands_cb (PlLessonQuestion *self)
{
  for (guint i = 0; i < self->counts->len; i++)
    gtk_widget_set_visible (self->counts->pdata[i], gtk_check_button_get_active (GTK_CHECK_BUTTON (self->hands)));
}

static GtkWidget *
make_count (const char *answer)
{
  GtkWidget *count = gtk_spin_button_new_with_range (0, 999, 1);
  g_autofree char *name = g_strdup_printf (_("Hands for “%s”"), answer);

  gtk_widget_set_visible (count, FALSE);
  gtk_widget_set_valign (count, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (count), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return count;
}

/* The label of a button, wherever GTK keeps it. */
static void
wrap_label (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    {
      gtk_label_set_wrap (GTK_LABEL (widget), TRUE);
      gtk_label_set_xalign (GTK_LABEL (widget), 0);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    wrap_label (child);
}

static GtkWidget *
make_choice (PlLessonQuestion *self,
             const char       *answer,
             gboolean          in_order)
{
  GtkWidget *choice = in_order ? gtk_button_new_with_label (answer) : gtk_check_button_new_with_label (answer);

  gtk_widget_set_hexpand (choice, TRUE);
  if (in_order)
    g_signal_connect_swapped (choice, "clicked", G_CALLBACK (order_clicked_cb), self);
  else if (self->choices->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (choice), self->choices->pdata[0]);
  wrap_label (choice);
  return choice;
}

static void
add_answers (PlLessonQuestion *self,
             char         **answers,
             gboolean       in_order)
{
  for (guint i = 0; answers[i] != NULL; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *count = make_count (answers[i]);

      g_ptr_array_add (self->choices, make_choice (self, answers[i], in_order));
      g_ptr_array_add (self->counts, count);
      gtk_box_append (GTK_BOX (row), self->choices->pdata[i]);
      gtk_box_append (GTK_BOX (row), count);
      gtk_box_append (GTK_BOX (self->answers), row);
    }
}

void
pl_lesson_question_set_lesson (PlLessonQuestion  *self,
                          const PlLesson *lesson)
{
  PlLessonAsk ask = lesson != NULL ? lesson->question.ask : PL_ASK_NOTHING;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->answers)) != NULL)
    gtk_box_remove (GTK_BOX (self->answers), row);
  g_ptr_array_set_size (self->choices, 0);
  g_ptr_array_set_size (self->counts, 0);
  g_array_set_size (self->chosen, 0);
  self->lesson = lesson;
  gtk_widget_set_visible (GTK_WIDGET (self), ask != PL_ASK_NOTHING);
  if (ask == PL_ASK_NOTHING)
    return;
  gtk_label_set_text (GTK_LABEL (self->question), lesson->question.text);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, lesson->question.text, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->hands), FALSE);
  gtk_widget_set_visible (self->entry, ask == PL_ASK_NUMBER);
  gtk_widget_set_visible (self->hands, ask == PL_ASK_CHOICE || ask == PL_ASK_LANE);
  gtk_widget_set_visible (self->order, ask == PL_ASK_ORDER || ask == PL_ASK_LANE);
  gtk_widget_set_visible (self->again, FALSE);
  if (lesson->question.answers != NULL && ask != PL_ASK_NUMBER)
    add_answers (self, lesson->question.answers, ask == PL_ASK_ORDER);
  if (ask == PL_ASK_ORDER)
    show_order (self);
  else
    gtk_label_set_text (GTK_LABEL (self->order), _("Choose it here, or click it in the picture while it grows."));
}

static void
pl_lesson_question_dispose (GObject *object)
{
  g_clear_pointer (&PL_LESSON_QUESTION (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_lesson_question_parent_class)->dispose (object);
}

static void
pl_lesson_question_finalize (GObject *object)
{
  PlLessonQuestion *self = PL_LESSON_QUESTION (object);

  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->counts);
  g_array_unref (self->chosen);
  G_OBJECT_CLASS (pl_lesson_question_parent_class)->finalize (object);
}

static void
pl_lesson_question_class_init (PlLessonQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lesson_question_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_lesson_question_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessonquestion");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_lesson_question_init (PlLessonQuestion *self)
{
  self->choices = g_ptr_array_new ();
  self->counts = g_ptr_array_new ();
  self->chosen = g_array_new (FALSE, FALSE, sizeof (guint));
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->question = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  self->answers = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 4, NULL);
  self->entry = g_object_new (GTK_TYPE_ENTRY, "placeholder-text", _("Your guess"), "halign", GTK_ALIGN_START, NULL);
  self->order = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  self->again = g_object_new (GTK_TYPE_BUTTON, "label", _("Choose Anew"), "halign", GTK_ALIGN_START, NULL);
  self->hands = gtk_check_button_new_with_label (_("Count hands"));
  gtk_widget_add_css_class (self->question, "heading");
  gtk_widget_add_css_class (self->order, "dim");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), self->question);
  gtk_box_append (GTK_BOX (self->box), self->answers);
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), self->order);
  gtk_box_append (GTK_BOX (self->box), self->again);
  gtk_box_append (GTK_BOX (self->box), self->hands);
  g_signal_connect_swapped (self->again, "clicked", G_CALLBACK (again_cb), self);
  g_signal_connect_swapped (self->hands, "toggled", G_CALLBACK (hands_cb), self);
}
