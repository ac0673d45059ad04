/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-canvas-private.h"

#include <glib/gi18n.h>

/* Where a note is written: a line over the picture, at what it is about. */

typedef struct {
  PlCanvas *canvas;
  PlLogNote note;             /* id 0: a new one */
  GtkWidget *entry;
} Writing;

static gboolean
close_cb (gpointer data)
{
  PlCanvas *self = data;

  if (self->note_popover != NULL && !gtk_widget_get_visible (self->note_popover))
    g_clear_pointer (&self->note_popover, gtk_widget_unparent);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Not while it is still closing. */
static void
closed_cb (PlCanvas *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_cb, g_object_ref (self), g_object_unref);
}

static void
save_cb (Writing *writing)
{
  PlViewer *viewer = writing->canvas->viewer;

  writing->note.text = gtk_editable_get_text (GTK_EDITABLE (writing->entry));
  if (writing->note.id > 0)
    pl_viewer_edit_note (viewer, writing->note.id, writing->note.text);
  else if (pl_viewer_add_note (viewer, &writing->note) == 0)
    gtk_widget_error_bell (writing->entry);
  gtk_popover_popdown (GTK_POPOVER (writing->canvas->note_popover));
}

/* What it is about, in words. */
static char *
describe (PlCanvas        *self,
          const PlLogNote *note)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  guint row;

  if (note->lane != PL_LANE_NOBODY && pl_picture_row_of_lane (picture, note->lane, &row))
    {
      g_autofree char *name = pl_picture_lane_name (picture, row);

      return g_strdup_printf (_("Note on %s"), name);
    }
  return g_strdup (note->to_ns > note->from_ns ? _("Note on the selected range") : _("Note on this moment"));
}

static GdkRectangle
find_place (PlCanvas        *self,
            const PlLogNote *note)
{
  PlDrawing *drawing = pl_canvas_get_drawing (self);
  double x = pl_drawing_x (drawing, note->from_ns + (note->to_ns - note->from_ns) / 2);
  double y = drawing->plot.y + drawing->plot.height / 2;
  PlBox box;
  guint row;

  x = CLAMP (x, drawing->plot.x, drawing->plot.x + drawing->plot.width);
  if (note->lane != PL_LANE_NOBODY && pl_picture_row_of_lane (pl_viewer_get_picture (self->viewer), note->lane, &row)
      && pl_drawing_lane_box (drawing, row, &box))
    y = CLAMP (box.y + box.height, 0, drawing->plot.y + drawing->plot.height);
  return (GdkRectangle) { (int) x, (int) y, 1, 1 };
}

static GtkWidget *
make_content (Writing *writing)
{
  g_autofree char *title = describe (writing->canvas, &writing->note);
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON, "label", _("Save Note"), NULL);

  writing->entry = g_object_new (GTK_TYPE_ENTRY, "text", writing->note.text, "width-chars", 32, "hexpand", TRUE,
                                 "max-length", 1000, "placeholder-text", _("Left empty it is a bookmark"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (writing->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (writing->entry, "activate", G_CALLBACK (save_cb), writing);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (save_cb), writing);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_box_append (GTK_BOX (box), g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, NULL));
  gtk_box_append (GTK_BOX (row), writing->entry);
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (box), row);
  return box;
}

gboolean
pl_canvas_write_note (PlCanvas *self,
                      guint32   id)
{
  PlPicture *picture = pl_viewer_get_picture (self->viewer);
  PlLogNote note;
  Writing *writing;
  GdkRectangle place;
  gint64 t_ns;

  if (picture == NULL || pl_canvas_get_drawing (self) == NULL || !pl_canvas_get_moment (self, FALSE, &t_ns) ||
      !pl_viewer_place_note (self->viewer, t_ns, &note) ||
      (id > 0 && !pl_log_find_note (pl_picture_get_log (picture), id, &note)))
    return FALSE;
  writing = g_new0 (Writing, 1);
  writing->canvas = self;
  writing->note = note;
  g_clear_pointer (&self->note_popover, gtk_widget_unparent);
  self->note_popover = g_object_new (GTK_TYPE_POPOVER, "position", GTK_POS_BOTTOM, NULL);
  gtk_popover_set_child (GTK_POPOVER (self->note_popover), make_content (writing));
  g_object_set_data_full (G_OBJECT (self->note_popover), "pl-writing", writing, g_free);
  gtk_widget_set_parent (self->note_popover, GTK_WIDGET (self));
  place = find_place (self, &note);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->note_popover), &place);
  g_signal_connect_object (self->note_popover, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  gtk_popover_popup (GTK_POPOVER (self->note_popover));
  gtk_widget_grab_focus (writing->entry);
  return TRUE;
}
