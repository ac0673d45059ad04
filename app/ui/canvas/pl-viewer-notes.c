/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/canvas/pl-viewer-private.h"

/* So many changes can be taken back. */
#define MOST_CHANGES 200u

static PlLog *
get_log (PlViewer *self)
{
  return self->picture != NULL ? pl_picture_get_log (self->picture) : NULL;
}

static void
clear_change (gpointer data)
{
  g_free (((PlNoteChange *) data)->text);
}

/* text: as it was; NULL: it was not there. */
static void
remember (PlViewer        *self,
          const PlLogNote *note,
          const char      *text)
{
  PlNoteChange change = { *note, g_strdup (text) };

  if (self->undo == NULL)
    {
      self->undo = g_array_new (FALSE, FALSE, sizeof (PlNoteChange));
      g_array_set_clear_func (self->undo, clear_change);
    }
  if (self->undo->len == MOST_CHANGES)
    g_array_remove_index (self->undo, 0);
  g_array_append_val (self->undo, change);
  pl_viewer_changed (self, PL_VIEWER_MARKS);
}

guint32
pl_viewer_add_note (PlViewer        *self,
                    const PlLogNote *note)
{
  PlLog *log = get_log (self);
  PlLogNote added = *note;

  if (log == NULL || (added.id = pl_log_add_note (log, note)) == 0)
    return 0;
  remember (self, &added, NULL);
  return added.id;
}

gboolean
pl_viewer_edit_note (PlViewer   *self,
                     guint32     id,
                     const char *text)
{
  PlLog *log = get_log (self);
  g_autofree char *before = NULL;
  PlLogNote note;

  if (log == NULL || !pl_log_find_note (log, id, &note))
    return FALSE;
  if (g_str_equal (note.text, text))
    return TRUE;
  before = g_strdup (note.text);
  if (!pl_log_set_note_text (log, id, text))
    return FALSE;
  remember (self, &note, before);
  return TRUE;
}

gboolean
pl_viewer_remove_note (PlViewer *self,
                       guint32   id)
{
  PlLog *log = get_log (self);
  g_autofree char *before = NULL;
  PlLogNote note;

  if (log == NULL || !pl_log_find_note (log, id, &note))
    return FALSE;
  before = g_strdup (note.text);
  pl_log_remove_note (log, id);
  remember (self, &note, before);
  return TRUE;
}

gboolean
pl_viewer_can_undo_note (PlViewer *self)
{
  return self->undo != NULL && self->undo->len > 0;
}

gboolean
pl_viewer_undo_note (PlViewer *self)
{
  PlLog *log = get_log (self);
  PlNoteChange *change;
  PlLogNote now;

  if (log == NULL || !pl_viewer_can_undo_note (self))
    return FALSE;
  change = &g_array_index (self->undo, PlNoteChange, self->undo->len - 1);
  change->note.text = change->text;
  if (change->text == NULL)
    pl_log_remove_note (log, change->note.id);
  else if (pl_log_find_note (log, change->note.id, &now))
    pl_log_set_note_text (log, change->note.id, change->text);
  else
    pl_log_add_note (log, &change->note);
  g_array_set_size (self->undo, self->undo->len - 1);
  pl_viewer_changed (self, PL_VIEWER_MARKS);
  return TRUE;
}

gboolean
pl_viewer_place_note (PlViewer  *self,
                      gint64     moment_ns,
                      PlLogNote *note)
{
  const PlViewport *view = &self->viewport;
  gint64 begin, end;

  *note = (PlLogNote) { .lane = PL_LANE_NOBODY, .from_ns = moment_ns, .to_ns = moment_ns, .text = "" };
  if (get_log (self) == NULL || !pl_picture_get_whole (self->picture, &begin, &end))
    return FALSE;
  if (view->has_range)
    {
      note->from_ns = view->range_from_ns;
      note->to_ns = view->range_to_ns;
    }
  else if (view->has_selection
           && pl_picture_item_time (self->picture, view, &view->selected, &note->from_ns, &note->to_ns))
    {
      guint lane;

      if (pl_picture_lane_of_row (self->picture, view->selected.lane, &lane))
        note->lane = lane;
    }
  note->from_ns = MAX (note->from_ns, 0);
  note->to_ns = CLAMP (note->to_ns, note->from_ns, PL_LOG_MAX_NS);
  return TRUE;
}

void
pl_viewer_show_note (PlViewer *self,
                     guint32   id)
{
  PlLog *log = get_log (self);
  PlLogNote note;

  if (log == NULL || !pl_log_find_note (log, id, &note))
    return;
  if (note.lane == PL_LANE_NOBODY && note.to_ns > note.from_ns)
    pl_viewer_select_range (self, note.from_ns, note.to_ns);
  pl_viewer_reveal (self, note.from_ns, note.to_ns);
}

void
pl_viewer_set_show_notes (PlViewer *self,
                          gboolean  show)
{
  if (self->viewport.hide_notes == !show)
    return;
  self->viewport.hide_notes = !show;
  pl_viewer_changed (self, PL_VIEWER_MARKS);
}
