/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/widgets/pl-question.h"

#include "ui/widgets/pl-label.h"

#define LINE_CHARS 48

typedef struct {
  GtkWindow *parent;      /* owned once it is being answered */
  PlQuestionAnswered answered;
  guint answer;
} Answer;

static GtkWindow *
find_open (GtkWindow *parent)
{
  return g_object_get_data (G_OBJECT (parent), "pl-question");
}

static gboolean
answer_cb (gpointer data)
{
  Answer *answer = data;

  answer->answered (answer->parent, answer->answer);
  return G_SOURCE_REMOVE;
}

static void
answer_free (gpointer data)
{
  g_object_unref (((Answer *) data)->parent);
  g_free (data);
}

/* Told when the window has gone, so that whatever comes of the answer has the parent for itself: it may be its end. */
static void
destroy_cb (GtkWindow *window,
            Answer    *answer)
{
  Answer *given;

  if (find_open (answer->parent) != window)
    return;
  g_object_set_data (G_OBJECT (answer->parent), "pl-question", NULL);
  given = g_memdup2 (answer, sizeof *answer);
  g_object_ref (given->parent);
  g_idle_add_full (G_PRIORITY_HIGH, answer_cb, given, answer_free);
}

static void
clicked_cb (GtkWidget *button,
            Answer    *answer)
{
  answer->answer = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "pl-answer"));
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (button)));
}

static GtkWidget *
make_answers (const PlQuestion *question,
              Answer           *answer,
              GtkWidget       **last)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "spacing", 10, "halign", GTK_ALIGN_END, "margin-top", 12, NULL);

  for (guint i = 0; i < PL_QUESTION_MAX_ANSWERS && question->answers[i] != NULL; i++)
    {
      *last = gtk_button_new_with_label (question->answers[i]);
      g_object_set_data (G_OBJECT (*last), "pl-answer", GUINT_TO_POINTER (i));
      g_signal_connect (*last, "clicked", G_CALLBACK (clicked_cb), answer);
      gtk_box_append (GTK_BOX (box), *last);
    }
  gtk_widget_add_css_class (*last, "suggested-action");
  return box;
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "xalign", 0.0,
                                   "max-width-chars", LINE_CHARS, NULL);

  pl_label_hold_measures (label);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

GtkWindow *
pl_question_ask (GtkWindow          *parent,
                 const PlQuestion   *question,
                 PlQuestionAnswered  answered)
{
  GtkWidget *window, *box, *last = NULL;
  Answer *answer;

  if (find_open (parent) != NULL)
    return find_open (parent);

  answer = g_new0 (Answer, 1);
  answer->parent = parent;
  answer->answered = answered;
  box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 8, NULL);
  gtk_widget_add_css_class (box, "question");
  gtk_box_append (GTK_BOX (box), make_label (question->title, "heading"));
  gtk_box_append (GTK_BOX (box), make_label (question->text, NULL));
  gtk_box_append (GTK_BOX (box), make_answers (question, answer, &last));

  window = g_object_new (GTK_TYPE_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE,
                         "resizable", FALSE, "title", question->title, "child", box,
                         "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT_DIALOG, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (window), GTK_ACCESSIBLE_PROPERTY_LABEL, question->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, question->text, -1);
  add_escape (window);
  g_object_set_data_full (G_OBJECT (window), "pl-question-answer", answer, g_free);
  g_signal_connect (window, "destroy", G_CALLBACK (destroy_cb), answer);
  g_object_set_data (G_OBJECT (parent), "pl-question", window);
  gtk_window_set_focus (GTK_WINDOW (window), last);
  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}
