/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-tally.h"

#include <glib/gi18n.h>

struct _PlLessonTally
{
  GtkWidget parent_instance;

  GtkWidget *box, *grid, *summary, *buttons;
  PlTally *tally;
};

G_DEFINE_FINAL_TYPE (PlLessonTally, pl_lesson_tally, GTK_TYPE_WIDGET)

PlTally *
pl_lesson_tally_get_tally (PlLessonTally *self)
{
  return self->tally;
}

static void
show_row (PlLessonTally *self,
          guint          row)
{
  const char *outcome;
  guint n = pl_tally_get (self->tally, row, &outcome);
  g_autofree char *number = g_strdup_printf ("%u", n);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", outcome, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 40, NULL);
  GtkWidget *bar = g_object_new (GTK_TYPE_LEVEL_BAR, "max-value", (double) pl_tally_get (self->tally, 0, NULL),
                                 "value", (double) n, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *amount = g_object_new (GTK_TYPE_LABEL, "label", number, "xalign", 1.0, NULL);

  /* Few are not worse than many: one colour for all. */
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_widget_add_css_class (amount, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, outcome, -1);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, (int) row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), bar, 1, (int) row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), amount, 2, (int) row, 1, 1);
}

static void
show (PlLessonTally *self)
{
  gboolean any = pl_tally_get_runs (self->tally) > 0;
  g_autofree char *summary = any ? pl_tally_summary (self->tally)
                                 : g_strdup (_("Run it 100 times to see how often it comes out how."));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  gtk_label_set_text (GTK_LABEL (self->summary), summary);
  gtk_widget_set_visible (self->buttons, any);
  for (guint i = 0; i < pl_tally_get_n (self->tally); i++)
    show_row (self, i);
}

void
pl_lesson_tally_begin (PlLessonTally  *self,
                       const PlLesson *lesson)
{
  g_clear_object (&self->tally);
  self->tally = pl_tally_new (lesson);
  show (self);
}

void
pl_lesson_tally_add (PlLessonTally *self,
                     const char    *outcome)
{
  pl_tally_add (self->tally, outcome);
  show (self);
}

static void
pl_lesson_tally_dispose (GObject *object)
{
  PlLessonTally *self = PL_LESSON_TALLY (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->tally);
  G_OBJECT_CLASS (pl_lesson_tally_parent_class)->dispose (object);
}

static void
pl_lesson_tally_class_init (PlLessonTallyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lesson_tally_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessontally");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
make_button (const char *label,
             const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static void
pl_lesson_tally_init (PlLessonTally *self)
{
  GtkWidget *scroll;

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 8, NULL);
  self->buttons = g_object_new (GTK_TYPE_BOX, "spacing", 8, NULL);
  self->grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 12, "row-spacing", 6, NULL);
  self->summary = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", self->grid, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, NULL);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->buttons), make_button (_("Save the _Counts…"), "win.lesson-counts"));
  gtk_box_append (GTK_BOX (self->buttons), make_button (_("Export the _Bars…"), "win.lesson-bars"));
  gtk_box_append (GTK_BOX (self->box), self->summary);
  gtk_box_append (GTK_BOX (self->box), scroll);
  gtk_box_append (GTK_BOX (self->box), self->buttons);
  pl_lesson_tally_begin (self, NULL);
}
