/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/lesson/pl-lesson-source.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "base/pl-error.h"

struct _PlLessonSource
{
  GtkWidget parent_instance;

  GtkWidget *box, *columns[2], *edit, *back, *note;
  GtkTextView *views[2];
  char *name, *original, *script;
  gboolean loading;
};

enum { EDITED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlLessonSource, pl_lesson_source, GTK_TYPE_WIDGET)

const char *
pl_lesson_source_get_script (PlLessonSource *self)
{
  return self->script;
}

static void
set_text (PlLessonSource *self,
          guint           which,
          const char     *text)
{
  gboolean loading = self->loading;

  self->loading = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->views[which]), text != NULL ? text : "", -1);
  self->loading = loading;
  gtk_widget_set_visible (self->columns[which], text != NULL);
}

static void
set_editing (PlLessonSource *self,
             gboolean        editing)
{
  gtk_text_view_set_editable (self->views[0], editing);
  gtk_widget_set_visible (self->edit, !editing && self->original != NULL);
  gtk_widget_set_visible (self->back, editing);
  gtk_widget_set_visible (self->note, editing);
  if (editing)
    gtk_widget_grab_focus (GTK_WIDGET (self->views[0]));
}

/* A scratch file: what is lost of it in a crash is not worth the wait for the disk at each key. */
static gboolean
write_copy (PlLessonSource *self,
            GError        **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "paralane", "lessons", NULL);
  g_autofree char *file = g_strconcat (self->name, ".py", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL), *text = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->views[0]);
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  text = gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_FILE, _("The folder “%s” cannot be made: %s."), folder, g_strerror (errno));
      return FALSE;
    }
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  g_free (self->script);
  self->script = g_steal_pointer (&path);
  return TRUE;
}

static void
write_and_tell (PlLessonSource *self)
{
  g_autoptr(GError) error = NULL;

  if (write_copy (self, &error))
    g_signal_emit (self, signals[EDITED], 0);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
}

static void
text_changed_cb (PlLessonSource *self)
{
  if (!self->loading)
    write_and_tell (self);
}

static void
edit_cb (PlLessonSource *self)
{
  set_editing (self, TRUE);
  write_and_tell (self);
}

static void
back_cb (PlLessonSource *self)
{
  set_text (self, 0, self->original);
  set_editing (self, FALSE);
  g_clear_pointer (&self->script, g_free);
  g_signal_emit (self, signals[EDITED], 0);
  gtk_widget_grab_focus (self->edit);
}

void
pl_lesson_source_set_entry (PlLessonSource      *self,
                            const PlLessonEntry *entry)
{
  g_autofree char *c = entry != NULL ? pl_lesson_entry_read (entry, PL_LESSON_C) : NULL;

  g_free (self->name);
  g_free (self->original);
  g_clear_pointer (&self->script, g_free);
  self->name = g_strdup (entry != NULL ? entry->name : NULL);
  self->original = entry != NULL ? pl_lesson_entry_read (entry, PL_LESSON_PYTHON) : NULL;
  set_text (self, 0, self->original);
  set_text (self, 1, c);
  set_editing (self, FALSE);
}

static GtkWidget *
make_column (PlLessonSource *self,
             guint           which,
             const char     *name)
{
  GtkWidget *column = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 4, NULL);
  GtkWidget *title = g_object_new (GTK_TYPE_LABEL, "label", name, "xalign", 0.0, NULL);
  GtkWidget *view = g_object_new (GTK_TYPE_TEXT_VIEW, "monospace", TRUE, "editable", FALSE, "accepts-tab", FALSE,
                                  "left-margin", 8, "top-margin", 6, "bottom-margin", 6, NULL);
  GtkWidget *scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", view, "hexpand", TRUE, "vexpand", TRUE, "has-frame", TRUE, NULL);

  gtk_widget_add_css_class (title, "heading");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (column), title);
  gtk_box_append (GTK_BOX (column), scroll);
  self->views[which] = GTK_TEXT_VIEW (view);
  self->columns[which] = column;
  return column;
}

static void
pl_lesson_source_dispose (GObject *object)
{
  PlLessonSource *self = PL_LESSON_SOURCE (object);

  self->loading = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_lesson_source_parent_class)->dispose (object);
}

static void
pl_lesson_source_finalize (GObject *object)
{
  PlLessonSource *self = PL_LESSON_SOURCE (object);

  g_free (self->name);
  g_free (self->original);
  g_free (self->script);
  G_OBJECT_CLASS (pl_lesson_source_parent_class)->finalize (object);
}

static void
pl_lesson_source_class_init (PlLessonSourceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pl_lesson_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_lesson_source_finalize;
  signals[EDITED] = g_signal_new ("edited", PL_TYPE_LESSON_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", PL_TYPE_LESSON_SOURCE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_ERROR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lessonsource");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_lesson_source_init (PlLessonSource *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *columns = g_object_new (GTK_TYPE_BOX, "spacing", 12, "homogeneous", TRUE, "vexpand", TRUE, NULL);

  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 8, NULL);
  self->edit = gtk_button_new_with_mnemonic (_("_Edit a Copy"));
  self->back = gtk_button_new_with_mnemonic (_("_Back to the Original"));
  self->note = g_object_new (GTK_TYPE_LABEL, "label", _("This copy runs; the lesson stays what it is."), "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (self->note, "dim");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (bar), self->edit);
  gtk_box_append (GTK_BOX (bar), self->back);
  gtk_box_append (GTK_BOX (bar), self->note);
  gtk_box_append (GTK_BOX (columns), make_column (self, 0, _("Python")));
  gtk_box_append (GTK_BOX (columns), make_column (self, 1, _("C")));
  gtk_box_append (GTK_BOX (self->box), bar);
  gtk_box_append (GTK_BOX (self->box), columns);
  g_signal_connect_swapped (self->edit, "clicked", G_CALLBACK (edit_cb), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (back_cb), self);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->views[0]), "changed", G_CALLBACK (text_changed_cb), self);
}
