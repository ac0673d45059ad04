/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For saving a log, and for its end. */

#include "log/notes/pl-log-notes.h"

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

void pl_log_notes_free (PlLog *log);
