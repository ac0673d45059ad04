/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-progress.h"

#include <glib/gi18n.h>

#include "ui/pl-page.h"

#define TEXT_INTERVAL_MS 100

struct _PlLessonProgress
{
  GtkWidget parent_instance;

  GtkWidget *box, *text, *bar;
  PlRun *run;             /* NULL: none is followed */
  char *title;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (PlLessonProgress, pl_lesson_progress, GTK_TYPE_WIDGET)

static gboolean
update_cb (gpointer data)
{
  PlLessonProgress *self = data;
  guint total = pl_run_get_total (self->run);
  g_autofree char *text = pl_page_add_left (self->title, pl_run_get_left_ns (self->run));

  gtk_label_set_text (GTK_LABEL (self->text), pl_run_get_phase (self->run) == PL_PHASE_PAUSED ? _("Paused") : text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), total > 0 ? (double) pl_run_get_done (self->run) / total : 0);
  return G_SOURCE_CONTINUE;
}

void
pl_lesson_progress_follow (PlLessonProgress *self,
                           PlRun            *run,
                           const char       *title)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_set_object (&self->run, run);
  g_free (self->title);
  self->title = g_strdup (title);
  gtk_widget_set_visible (GTK_WIDGET (self), run != NULL);
  if (run == NULL)
    return;
  self->timeout_id = g_timeout_add (TEXT_INTERVAL_MS, update_cb, self);
  update_cb (self);
}

static void
pl_lesson_progress_dispose (GObject *object)
{
  PlLessonProgress *self = PL_LESSON_PROGRESS (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->run);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_lesson_progress_parent_class)->dispose (object);
}

static void
pl_lesson_progress_class_init (PlLessonProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lesson_progress_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessonprogress");
}

static void
pl_lesson_progress_init (PlLessonProgress *self)
{
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->text = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  self->bar = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->text, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Progress"), -1);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), self->text);
  gtk_box_append (GTK_BOX (self->box), self->bar);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
