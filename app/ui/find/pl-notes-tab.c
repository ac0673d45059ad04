/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/find/pl-find-tabs.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "ui/find/pl-find-link.h"

/* All notes of the run, by time: a click goes there, what is written can be changed here. */

/* As much as there is room for, between these. */
#define LEAST_HEIGHT 56
#define MOST_HEIGHT 132

/* --- an entry of the list --- */

#define PL_TYPE_NOTE_ITEM (pl_note_item_get_type ())
G_DECLARE_FINAL_TYPE (PlNoteItem, pl_note_item, PL, NOTE_ITEM, GObject)

struct _PlNoteItem
{
  GObject parent_instance;

  guint32 id;
  char *place, *text;
};

G_DEFINE_FINAL_TYPE (PlNoteItem, pl_note_item, G_TYPE_OBJECT)

static void
pl_note_item_finalize (GObject *object)
{
  g_free (PL_NOTE_ITEM (object)->place);
  g_free (PL_NOTE_ITEM (object)->text);
  G_OBJECT_CLASS (pl_note_item_parent_class)->finalize (object);
}

static void
pl_note_item_class_init (PlNoteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_note_item_finalize;
}

static void
pl_note_item_init (PlNoteItem *self)
{
}

/* --- the tab --- */

typedef struct {
  GtkWidget *box, *stack, *undo, *shown;
  GListStore *items;
  PlFindLink link;
  guint32 serial;
  PlLog *log;                   /* whose notes are listed; owned */
  guint n;                      /* of them: in a replay those that are drawn by then */
} Notes;

/* "1.50 ms to 3.00 ms, Worker 2" */
static char *
describe_where (PlPicture       *picture,
                const PlLogNote *note)
{
  g_autofree char *from = pl_text_duration (note->from_ns), *to = pl_text_duration (note->to_ns), *name = NULL;
  guint row;

  if (note->lane != PL_LANE_NOBODY && pl_picture_row_of_lane (picture, note->lane, &row))
    name = pl_picture_lane_name (picture, row);
  else
    name = g_strdup (note->lane == PL_LANE_NOBODY ? _("All lanes") : "");
  if (note->from_ns == note->to_ns)
    return g_strdup_printf ("%s, %s", from, name);
  return g_strdup_printf (_("%s to %s, %s"), from, to, name);
}

static char *
describe_place (PlPicture       *picture,
                const PlLogNote *note)
{
  g_autofree char *where = describe_where (picture, note);

  return *note->text != '\0' ? g_steal_pointer (&where) : g_strdup_printf (_("Bookmark: %s"), where);
}

/* As the picture draws it. */
static gboolean
is_told (Notes           *self,
         const PlLogNote *note)
{
  gint64 until_ns = pl_viewer_get_viewport (self->link.viewer)->until_ns;

  return until_ns <= 0 || note->from_ns <= until_ns;
}

static guint
count_told (Notes *self,
            PlLog *log)
{
  PlLogNote note;
  guint n = 0;

  for (guint i = 0; log != NULL && pl_log_get_note (log, i, &note); i++)
    n += is_told (self, &note);
  return n;
}

static void
fill (Notes     *self,
      PlPicture *picture)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  PlLogNote note;

  for (guint i = 0; self->log != NULL && pl_log_get_note (self->log, i, &note); i++)
    {
      PlNoteItem *item;

      if (!is_told (self, &note))
        continue;
      item = g_object_new (PL_TYPE_NOTE_ITEM, NULL);
      item->id = note.id;
      item->place = describe_place (picture, &note);
      item->text = g_strdup (note.text);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), self->log != NULL && pl_log_n_notes (self->log) > 0 ? "list" : "none");
}

static void
update (Notes *self)
{
  PlPicture *picture = pl_find_link_get_picture (&self->link);
  PlLog *log = picture != NULL ? pl_picture_get_log (picture) : NULL;
  guint32 serial = log != NULL ? pl_log_notes_serial (log) : 0;
  guint n = count_told (self, log);

  gtk_widget_set_sensitive (self->undo, pl_viewer_can_undo_note (self->link.viewer));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->shown), !pl_viewer_get_viewport (self->link.viewer)->hide_notes);
  if (log == self->log && serial == self->serial && n == self->n)
    return;
  if (log != NULL)
    pl_log_ref (log);
  pl_log_unref (self->log);
  self->log = log;
  self->serial = serial;
  self->n = n;
  fill (self, picture);
}

static void
changed_cb (Notes *self,
            guint  what)
{
  if (what & (PL_VIEWER_PICTURE | PL_VIEWER_MARKS | PL_VIEWER_CURSOR))
    update (self);
}

static void
set_canvas (GtkWidget *tab,
            PlCanvas  *canvas)
{
  Notes *self = g_object_get_data (G_OBJECT (tab), "pl-notes");

  pl_find_link_set (&self->link, canvas, G_CALLBACK (changed_cb), self);
  update (self);
}

static void
edited_cb (Notes            *self,
           GParamSpec       *pspec,
           GtkEditableLabel *label)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (label), "pl-list-item");
  PlNoteItem *note = gtk_list_item_get_item (item);

  if (!gtk_editable_label_get_editing (label) && note != NULL)
    pl_viewer_edit_note (self->link.viewer, note->id, gtk_editable_get_text (GTK_EDITABLE (label)));
}

static void
remove_cb (Notes     *self,
           GtkWidget *button)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (button), "pl-list-item");
  PlNoteItem *note = gtk_list_item_get_item (item);

  pl_viewer_remove_note (self->link.viewer, note->id);
}

static void
activate_cb (Notes *self,
             guint  position)
{
  g_autoptr(PlNoteItem) note = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (note != NULL)
    pl_viewer_show_note (self->link.viewer, note->id);
}

static void
setup_cb (Notes       *self,
          GtkListItem *item)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 12, NULL);
  GtkWidget *place = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "margin-start", 6, "width-chars", 34, "max-width-chars", 34,
                                   "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  GtkWidget *text = g_object_new (GTK_TYPE_EDITABLE_LABEL, "hexpand", TRUE, NULL);
  GtkWidget *remove = g_object_new (GTK_TYPE_BUTTON, "icon-name", "edit-delete-symbolic", "has-frame", FALSE,
                                    "tooltip-text", _("Delete the note"), NULL);

  gtk_widget_add_css_class (place, "dim");
  gtk_widget_add_css_class (place, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Delete the note"), -1);
  g_object_set_data (G_OBJECT (text), "pl-list-item", item);
  g_object_set_data (G_OBJECT (remove), "pl-list-item", item);
  g_signal_connect_swapped (text, "notify::editing", G_CALLBACK (edited_cb), self);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (row), place);
  gtk_box_append (GTK_BOX (row), text);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (Notes       *self,
         GtkListItem *item)
{
  PlNoteItem *note = gtk_list_item_get_item (item);
  GtkWidget *place = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *text = gtk_widget_get_next_sibling (place);

  gtk_label_set_text (GTK_LABEL (place), note->place);
  gtk_editable_set_text (GTK_EDITABLE (text), note->text);
}

static GtkWidget *
make_list (Notes *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items))));
  GtkWidget *list = gtk_list_view_new (model, factory);

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect_swapped (list, "activate", G_CALLBACK (activate_cb), self);
  g_object_set (list, "single-click-activate", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Notes"), -1);
  return g_object_new (GTK_TYPE_SCROLLED_WINDOW, "child", list, "has-frame", TRUE, "min-content-height", LEAST_HEIGHT,
                               "max-content-height", MOST_HEIGHT, "propagate-natural-height", TRUE, NULL);
}

static void
write_cb (Notes *self)
{
  if (self->link.canvas != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self->link.canvas), "canvas.note", NULL);
}

static void
undo_cb (Notes *self)
{
  pl_viewer_undo_note (self->link.viewer);
}

static void
shown_cb (Notes *self)
{
  pl_viewer_set_show_notes (self->link.viewer, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->shown)));
}

static GtkWidget *
make_buttons (Notes *self)
{
  GtkWidget *bar = g_object_new (GTK_TYPE_BOX, "spacing", 6, NULL);
  GtkWidget *write = g_object_new (GTK_TYPE_BUTTON, "label", _("Write a Note…"), "tooltip-text",
                                   _("On what is selected, or on the middle of what is in sight (M)"), NULL);

  self->undo = g_object_new (GTK_TYPE_BUTTON, "label", _("Undo"), "sensitive", FALSE, "tooltip-text",
                             _("Take back the last change of a note (Ctrl+Z)"), NULL);
  self->shown = g_object_new (GTK_TYPE_CHECK_BUTTON, "label", _("Show notes in the picture"), "active", TRUE, NULL);
  g_signal_connect_swapped (write, "clicked", G_CALLBACK (write_cb), self);
  g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (undo_cb), self);
  g_signal_connect_swapped (self->shown, "toggled", G_CALLBACK (shown_cb), self);
  gtk_box_append (GTK_BOX (bar), write);
  gtk_box_append (GTK_BOX (bar), self->undo);
  gtk_box_append (GTK_BOX (bar), self->shown);
  return bar;
}

static void
notes_free (gpointer data)
{
  Notes *self = data;

  pl_find_link_clear (&self->link);
  g_object_unref (self->items);
  pl_log_unref (self->log);
  g_free (self);
}

static GtkWidget *
create (void)
{
  Notes *self = g_new0 (Notes, 1);
  GtkWidget *none = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, "height-request", 60, NULL);

  gtk_label_set_text (GTK_LABEL (none), _("Nothing is written on this run yet. Press M over a moment, with a span or with a range "
                                          "selected. Notes are saved with the run and drawn on what is exported."));
  gtk_widget_add_css_class (none, "dim");
  self->items = g_list_store_new (PL_TYPE_NOTE_ITEM);
  self->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6, NULL);
  self->stack = g_object_new (GTK_TYPE_STACK, "vhomogeneous", FALSE, NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), none, "none");
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "list");
  gtk_box_append (GTK_BOX (self->box), make_buttons (self));
  gtk_box_append (GTK_BOX (self->box), self->stack);
  g_object_set_data_full (G_OBJECT (self->box), "pl-notes", self, notes_free);
  return self->box;
}

const PlFindTab pl_notes_tab = { "notes", N_("Notes"), create, set_canvas, NULL, NULL };
