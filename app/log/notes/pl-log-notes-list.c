/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/notes/pl-log-notes-private.h"

#include <stdlib.h>
#include <string.h>

int
pl_notes_insert (PlLogNotes *self, const PlNoteEntry *entry)
{
  uint32_t i = self->n;

  if (self->n == self->room)
    {
      uint32_t room = self->room > 0 ? self->room * 2 : 16;
      PlNoteEntry *entries = reallocarray (self->entries, room, sizeof *entries);

      if (!entries)
        return -ENOMEM;
      self->entries = entries;
      self->room = room;
    }
  for (; i > 0 && self->entries[i - 1].note.from_ns > entry->note.from_ns; i--)
    ;
  memmove (&self->entries[i + 1], &self->entries[i], (self->n - i) * sizeof *entry);
  self->entries[i] = *entry;
  self->n++;
  return 0;
}

void
pl_log_notes_free (PlLog *log)
{
  for (uint32_t i = 0; log->notes && i < log->notes->n; i++)
    free ((char *) log->notes->entries[i].note.text);
  if (log->notes)
    free (log->notes->entries);
  free (log->notes);
  log->notes = NULL;
}
