/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-row.h"

#include <glib/gi18n.h>

#define NAME "pl-lesson-name"
#define MARK "pl-lesson-mark"
#define TITLE "pl-lesson-title"

const char *
pl_lesson_row_get_name (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), NAME);
}

/* By a sign, not by a colour; and in words for who cannot see it. */
void
pl_lesson_row_set_done (GtkListBoxRow *row,
                        gboolean       done)
{
  GtkWidget *mark = g_object_get_data (G_OBJECT (row), MARK);
  const char *title = g_object_get_data (G_OBJECT (row), TITLE);
  /* Translators: a lesson that was run and came out as expected. */
  g_autofree char *name = done ? g_strdup_printf (_("%s, done"), title) : g_strdup (title);

  gtk_widget_set_opacity (mark, done ? 1 : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, "wrap", TRUE, "max-width-chars", 28,
                                   "hexpand", TRUE, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

GtkWidget *
pl_lesson_row_new (const PlLessonEntry *entry)
{
  const char *title = entry->lesson != NULL ? entry->lesson->title : entry->name;
  GtkWidget *row = gtk_list_box_row_new (), *box = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);
  GtkWidget *words = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *mark = g_object_new (GTK_TYPE_LABEL, "label", "✓", "valign", GTK_ALIGN_START, NULL);

  gtk_box_append (GTK_BOX (words), make_label (title, NULL));
  if (entry->fault != NULL)
    gtk_box_append (GTK_BOX (words), make_label (entry->fault, "note"));
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), NAME, g_strdup (entry->name), g_free);
  g_object_set_data_full (G_OBJECT (row), TITLE, g_strdup (title), g_free);
  g_object_set_data (G_OBJECT (row), MARK, mark);
  pl_lesson_row_set_done (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}
