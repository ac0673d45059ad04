/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/notes/pl-log-notes-private.h"

#include "log/pl-log-events.h"
#include "log/pl-log-private.h"

#include <stdlib.h>
#include <string.h>

/* --- reading --- */

static int
take_event (PlLogNotes *self, const PlLog *log, const PlLogEvent *event, int64_t to_ns)
{
  bool all = event->lane == 0 && !(event->note & PL_NOTE_OF_LANE);
  char text[PL_LOG_MAX_NAME];
  PlNoteEntry entry = { .name = event->name };
  int error;

  pl_log_name (log, event->name, text, sizeof text);
  entry.note = (PlLogNote) {
    .id = self->last_id + 1, .lane = all ? PL_LANE_NOBODY : event->lane, .from_ns = event->time_ns, .to_ns = to_ns,
    .text = strdup (text),
  };
  if (!entry.note.text)
    return -ENOMEM;
  error = pl_notes_insert (self, &entry);
  if (error < 0)
    free ((char *) entry.note.text);
  else
    self->last_id++;
  return error;
}

/* An end that belongs to no beginning, and a beginning without an end, are moments. */
static int
read_lane (PlLogNotes *self, const PlLog *log, uint32_t lane)
{
  PlLogEvent event, next;
  PlLogCursor cursor;
  bool more;
  int error = 0;

  pl_log_cursor_init (&cursor, log, lane, PL_STREAM_NOTES);
  more = pl_log_cursor_next (&cursor, &event);
  while (error == 0 && more && self->n < PL_LOG_MAX_NOTES)
    {
      bool range;

      more = pl_log_cursor_next (&cursor, &next);
      range = more && (event.note & PL_NOTE_BEGINS) && (next.note & PL_NOTE_ENDS) && next.time_ns >= event.time_ns;
      error = take_event (self, log, &event, range ? next.time_ns : event.time_ns);
      if (range)
        more = pl_log_cursor_next (&cursor, &next);
      event = next;
    }
  return error;
}

static int
by_name (const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;

  return x < y ? 1 : x > y ? -1 : 0;
}

/* Saving puts the texts of notes at the end of the names: there they can go, when the notes do. */
static void
find_names_end (PlLogNotes *self, const PlLog *log)
{
  uint32_t *names = malloc ((size_t) (self->n + 1) * sizeof *names), end = log->names_capacity;

  self->names_end = end;
  if (!names)
    return;
  for (uint32_t i = 0; i < self->n; i++)
    names[i] = self->entries[i].name;
  qsort (names, self->n, sizeof *names, by_name);
  while (end > 1 && log->names[end - 1] == '\0' && log->names[end - 2] == '\0')
    end--;
  for (uint32_t i = 0; i < self->n && names[i] > 0; i++)
    {
      if (names[i] >= end)
        continue;               /* the same as the one before, or an empty one */
      if (names[i] + strnlen (log->names + names[i], end - names[i]) + 1 < end)
        break;
      self->names_end = end = names[i];
    }
  free (names);
}

/* The list; NULL: there is no memory. Under the lock. */
static PlLogNotes *
get_notes (PlLog *log)
{
  if (log->notes)
    return log->notes;
  log->notes = calloc (1, sizeof *log->notes);
  for (uint32_t i = 0; log->notes && i < pl_log_n_lanes (log); i++)
    if (read_lane (log->notes, log, i) < 0)
      pl_log_notes_free (log);
  if (log->notes && log->opened)
    find_names_end (log->notes, log);
  return log->notes;
}

/* --- the list --- */

static PlNoteEntry *
find (PlLogNotes *self, uint32_t id)
{
  for (uint32_t i = 0; self && i < self->n; i++)
    if (self->entries[i].note.id == id)
      return &self->entries[i];
  return NULL;
}

uint32_t
pl_log_n_notes (PlLog *log)
{
  PlLogNotes *self;
  uint32_t n;

  pthread_mutex_lock (&log->lock);
  self = get_notes (log);
  n = self ? self->n : 0;
  pthread_mutex_unlock (&log->lock);
  return n;
}

bool
pl_log_get_note (PlLog *log, uint32_t i, PlLogNote *out)
{
  PlLogNotes *self;
  bool found;

  pthread_mutex_lock (&log->lock);
  self = get_notes (log);
  found = self && i < self->n;
  if (found)
    *out = self->entries[i].note;
  pthread_mutex_unlock (&log->lock);
  return found;
}

bool
pl_log_find_note (PlLog *log, uint32_t id, PlLogNote *out)
{
  PlNoteEntry *entry;

  pthread_mutex_lock (&log->lock);
  entry = find (get_notes (log), id);
  if (entry)
    *out = entry->note;
  pthread_mutex_unlock (&log->lock);
  return entry != NULL;
}

static bool
makes_sense (const PlLog *log, const PlLogNote *note)
{
  return pl_log_time_ok (note->from_ns) && pl_log_time_ok (note->to_ns) && note->to_ns >= note->from_ns
         && (note->lane == PL_LANE_NOBODY || note->lane < pl_log_n_lanes (log));
}

static char *
clean_text (const char *text)
{
  char clean[PL_LOG_MAX_NAME];

  pl_log_clean_text (clean, sizeof clean, text, strnlen (text, sizeof clean));
  return strdup (clean);
}

uint32_t
pl_log_add_note (PlLog *log, const PlLogNote *note)
{
  PlNoteEntry entry = { .note = *note };
  PlLogNotes *self;
  uint32_t id = 0;

  if (!makes_sense (log, note) || !(entry.note.text = clean_text (note->text)))
    return 0;
  pthread_mutex_lock (&log->lock);
  self = get_notes (log);
  if (self && self->n < PL_LOG_MAX_NOTES && (note->id == 0 || !find (self, note->id)))
    {
      entry.note.id = note->id > 0 ? note->id : self->last_id + 1;
      if (pl_notes_insert (self, &entry) == 0)
        {
          id = entry.note.id;
          self->last_id = id > self->last_id ? id : self->last_id;
          self->serial++;
        }
    }
  pthread_mutex_unlock (&log->lock);
  if (id == 0)
    free ((char *) entry.note.text);
  return id;
}

bool
pl_log_set_note_text (PlLog *log, uint32_t id, const char *text)
{
  char *clean = clean_text (text);
  PlNoteEntry *entry;

  pthread_mutex_lock (&log->lock);
  entry = clean ? find (get_notes (log), id) : NULL;
  if (entry)
    {
      free ((char *) entry->note.text);
      entry->note.text = clean;
      entry->name = 0;
      log->notes->serial++;
    }
  pthread_mutex_unlock (&log->lock);
  if (!entry)
    free (clean);
  return entry != NULL;
}

bool
pl_log_remove_note (PlLog *log, uint32_t id)
{
  PlLogNotes *self;
  PlNoteEntry *entry;

  pthread_mutex_lock (&log->lock);
  self = get_notes (log);
  entry = find (self, id);
  if (entry)
    {
      size_t i = (size_t) (entry - self->entries);

      free ((char *) entry->note.text);
      memmove (entry, entry + 1, (self->n - i - 1) * sizeof *entry);
      self->n--;
      self->serial++;
    }
  pthread_mutex_unlock (&log->lock);
  return entry != NULL;
}

uint32_t
pl_log_notes_serial (PlLog *log)
{
  uint32_t serial;

  pthread_mutex_lock (&log->lock);
  serial = log->notes ? log->notes->serial : 0;
  pthread_mutex_unlock (&log->lock);
  return serial;
}

/* --- for a file --- */

static void
add_record (PlNotesImage *self, const PlLogNote *note, int64_t time_ns, uint32_t text, unsigned flags)
{
  bool all = note->lane == PL_LANE_NOBODY;

  self->lanes[self->n_records] = all ? 0 : note->lane;
  self->records[self->n_records++] = (PlRecord) {
    .time_ns = time_ns, .arg = text, .count = (uint16_t) (flags | (all ? 0u : (unsigned) PL_NOTE_OF_LANE)),
    .state = PL_EVENT_NOTE, .cpu = 255,
  };
}

/* The reference is that within the texts, from 1 on, until they have their place. */
static void
add_note (PlNotesImage *self, const PlLogNote *note)
{
  size_t size = strlen (note->text) + 1;
  uint32_t text = size > 1 ? self->texts_size + 1 : 0;
  bool range = note->to_ns > note->from_ns;

  if (size > 1)
    {
      memcpy (self->texts + self->texts_size, note->text, size);
      self->texts_size += (uint32_t) size;
    }
  add_record (self, note, note->from_ns, text, range ? PL_NOTE_BEGINS : 0);
  if (range)
    add_record (self, note, note->to_ns, text, PL_NOTE_ENDS);
}

static uint32_t
lane_of (const PlLogNote *note)
{
  return note->lane == PL_LANE_NOBODY ? 0 : note->lane;
}

static int
by_lane (const void *a, const void *b)
{
  const PlNoteEntry *x = *(const PlNoteEntry *const *) a, *y = *(const PlNoteEntry *const *) b;
  uint32_t p = lane_of (&x->note), q = lane_of (&y->note);

  /* In the order in which they were written. */
  return p != q ? (p < q ? -1 : 1) : x->note.id < y->note.id ? -1 : x->note.id > y->note.id;
}

static int
fill (PlNotesImage *self, PlLogNotes *notes)
{
  const PlNoteEntry **entries = calloc (notes->n, sizeof *entries);
  size_t size = 0;

  for (uint32_t i = 0; entries && i < notes->n; i++)
    {
      entries[i] = &notes->entries[i];
      size += strlen (notes->entries[i].note.text) + 1;
    }
  self->records = calloc (notes->n, 2 * sizeof *self->records);
  self->lanes = calloc (notes->n, 2 * sizeof *self->lanes);
  self->texts = malloc (size);
  if (entries && self->records && self->lanes && self->texts)
    {
      qsort (entries, notes->n, sizeof *entries, by_lane);
      for (uint32_t i = 0; i < notes->n; i++)
        add_note (self, &entries[i]->note);
      free (entries);
      return 0;
    }
  free (entries);
  return -ENOMEM;
}

int
pl_notes_image_take (PlLog *log, PlNotesImage *out)
{
  PlLogNotes *notes;
  int error = 0;

  *out = (PlNotesImage) { 0 };
  pthread_mutex_lock (&log->lock);
  notes = get_notes (log);
  if (!notes)
    error = -ENOMEM;
  else if (notes->n > 0)
    error = fill (out, notes);
  if (notes)
    out->kept = log->opened ? notes->names_end : UINT32_MAX;
  pthread_mutex_unlock (&log->lock);
  return error;
}

uint32_t
pl_notes_image_place (PlNotesImage *self, uint32_t names_used)
{
  uint32_t end;

  if (self->kept > names_used)
    self->kept = names_used;
  /* The first text is the empty one, which all that have none refer to. */
  if (self->kept == 0 && self->texts_size > 0)
    self->kept = 1;
  for (uint32_t i = 0; i < self->n_records; i++)
    if (self->records[i].arg > 0)
      self->records[i].arg += self->kept - 1;
  end = self->kept + self->texts_size;
  /* Never less than there was: whatever refers to a name must not lead outside. */
  return end > names_used ? end : names_used;
}

uint32_t
pl_notes_image_records (const PlNotesImage *self, uint32_t lane, const PlRecord **records)
{
  uint32_t first = 0, after = self->n_records, n = 0;

  while (first < after)
    {
      uint32_t middle = first + (after - first) / 2;

      if (self->lanes[middle] < lane)
        first = middle + 1;
      else
        after = middle;
    }
  while (first + n < self->n_records && self->lanes[first + n] == lane)
    n++;
  *records = self->records + first;
  return n;
}

void
pl_notes_image_clear (PlNotesImage *self)
{
  free (self->records);
  free (self->lanes);
  free (self->texts);
  *self = (PlNotesImage) { 0 };
}
