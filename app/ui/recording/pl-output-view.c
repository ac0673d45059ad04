/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/recording/pl-output-view.h"

#include <glib/gi18n.h>

#define MOST_CHARS (1 << 20)

struct _PlOutputView
{
  GtkWidget parent_instance;

  GtkWidget *note, *scroll;
  GtkTextView *text;
  char *whole;                    /* what was written, while only some of it is shown; NULL: all is */
  gboolean follow;                /* the end was in sight when it was scrolled last: it stays there */
};

G_DEFINE_FINAL_TYPE (PlOutputView, pl_output_view, GTK_TYPE_WIDGET)

static void
value_changed_cb (PlOutputView  *self,
                  GtkAdjustment *at)
{
  self->follow =
    gtk_adjustment_get_value (at) + gtk_adjustment_get_page_size (at) >= gtk_adjustment_get_upper (at) - 24;
}

/* Not by a scroll that glides: one under way when the view is hidden confuses GTK 4.8. */
static void
bounds_changed_cb (PlOutputView  *self,
                   GtkAdjustment *at)
{
  if (self->follow)
    gtk_adjustment_set_value (at, gtk_adjustment_get_upper (at) - gtk_adjustment_get_page_size (at));
}

void
pl_output_view_clear (PlOutputView *self)
{
  g_clear_pointer (&self->whole, g_free);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", 0);
}

void
pl_output_view_show_past (PlOutputView *self,
                          const char   *text)
{
  if (text == NULL && self->whole == NULL)
    return;
  if (self->whole == NULL)
    self->whole = pl_output_view_get_text (self);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text != NULL ? text : self->whole, -1);
  if (text == NULL)
    g_clear_pointer (&self->whole, g_free);
}

void
pl_output_view_set_note (PlOutputView *self,
                         const char   *note)
{
  gtk_label_set_text (GTK_LABEL (self->note), note ? note : "");
  gtk_widget_set_visible (self->note, note != NULL);
}

void
pl_output_view_append (PlOutputView *self,
                       const char   *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter begin, end;
  int too_many;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, text, -1);
  too_many = gtk_text_buffer_get_char_count (buffer) - MOST_CHARS;
  if (too_many > 0)
    {
      gtk_text_buffer_get_start_iter (buffer, &begin);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, too_many);
      gtk_text_buffer_delete (buffer, &begin, &end);
    }
}

char *
pl_output_view_get_text (PlOutputView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  return gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
}

static void
pl_output_view_dispose (GObject *object)
{
  g_clear_pointer (&PL_OUTPUT_VIEW (object)->note, gtk_widget_unparent);
  g_clear_pointer (&PL_OUTPUT_VIEW (object)->scroll, gtk_widget_unparent);
  G_OBJECT_CLASS (pl_output_view_parent_class)->dispose (object);
}

static void
pl_output_view_finalize (GObject *object)
{
  g_free (PL_OUTPUT_VIEW (object)->whole);
  G_OBJECT_CLASS (pl_output_view_parent_class)->finalize (object);
}

static void
pl_output_view_class_init (PlOutputViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pl_output_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = pl_output_view_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "outputview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pl_output_view_init (PlOutputView *self)
{
  GtkWidget *text = g_object_new (GTK_TYPE_TEXT_VIEW, "editable", FALSE, "cursor-visible", FALSE, "monospace", TRUE,
                                  "wrap-mode", GTK_WRAP_CHAR, "accepts-tab", FALSE, "left-margin", 8, "top-margin", 6,
                                  "right-margin", 8, "bottom-margin", 6, NULL);
  GtkAdjustment *at;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->note = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "xalign", 0.0, "visible", FALSE, "margin-top", 6,
                             "margin-bottom", 6, "margin-start", 8, "margin-end", 8, NULL);
  gtk_widget_add_css_class (self->note, "dim");
  gtk_widget_set_parent (self->note, GTK_WIDGET (self));
  self->text = GTK_TEXT_VIEW (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Output of the program"), -1);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", text, "hexpand", TRUE, "vexpand", TRUE, NULL);
  gtk_widget_set_parent (self->scroll, GTK_WIDGET (self));
  at = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll));
  self->follow = TRUE;
  g_signal_connect_object (at, "value-changed", G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (at, "changed", G_CALLBACK (bounds_changed_cb), self, G_CONNECT_SWAPPED);
}
