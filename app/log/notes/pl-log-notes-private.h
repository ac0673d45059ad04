/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For saving a log, and for its end. */

#include "log/notes/pl-log-notes.h"
#include "log/pl-log-private.h"

/* The notes as records and texts, at one moment. */
typedef struct {
  PlRecord *records;                  /* lane by lane */
  uint32_t *lanes;                    /* of each record */
  uint32_t n_records;
  char *texts;                        /* each ends in NUL */
  uint32_t texts_size;
  uint32_t kept;                      /* bytes of the log's own names that stay before the texts */
} PlNotesImage;

/* -ENOMEM. names_used: of the log's, now or later. */
int pl_notes_image_take (PlLog *log, PlNotesImage *out);
/* Where the texts come: behind the log's own names, of which so many are used. Returns the size of all names. */
uint32_t pl_notes_image_place (PlNotesImage *self, uint32_t names_used);
/* The records of a lane; how many. */
uint32_t pl_notes_image_records (const PlNotesImage *self, uint32_t lane, const PlRecord **records);
void pl_notes_image_clear (PlNotesImage *self);

/* --- pl-log-notes-list.c --- */

typedef struct {
  PlLogNote note;                     /* owns the text */
  uint32_t name;                      /* where the text lies in the log's names; 0: not there */
} PlNoteEntry;

struct PlLogNotes {
  PlNoteEntry *entries;                     /* by from_ns */
  uint32_t n, room, last_id, serial;
  uint32_t names_end;                 /* behind it the log's names are texts of notes, and nothing else */
};

/* Takes the text. -ENOMEM. */
int pl_notes_insert (PlLogNotes *self, const PlNoteEntry *entry);
void pl_log_notes_free (PlLog *log);
