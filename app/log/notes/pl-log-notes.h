/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a person has written on a run: notes on a moment, on a range of time, or on what one lane did then. A note without
 * a text is a bookmark. They are kept beside the log, also beside an opened one, which has no room: reading fills the
 * list, and saving writes it back into the stream of notes. Times are ns since the start of the run. Thread-safe, but for
 * the texts: they stay until the next change. */

#include "log/pl-log.h"

/* More nobody writes; what a file has beyond them is left out. */
#define PL_LOG_MAX_NOTES 10000u

/* PlRecord.count of a note. On lane 0 a note without OF_LANE is on all lanes; on other lanes it is always theirs. */
enum {
  PL_NOTE_BEGINS = 1 << 0,            /* of a range: the next record of the stream, ENDS, tells where that ends */
  PL_NOTE_ENDS = 1 << 1,
  PL_NOTE_OF_LANE = 1 << 2,
};

typedef struct {
  uint32_t id;                        /* from 1 on, the same as long as the log is open */
  uint32_t lane;                      /* one the log has; PL_LANE_NOBODY: all of them */
  int64_t from_ns, to_ns;             /* 0 .. PL_LOG_MAX_NS; the same: a moment */
  const char *text;                   /* valid UTF-8 without control characters, "" for a bookmark; the list's */
} PlLogNote;

uint32_t pl_log_n_notes (PlLog *log);
/* By their beginning. False: there are not so many. */
bool pl_log_get_note (PlLog *log, uint32_t i, PlLogNote *out);
bool pl_log_find_note (PlLog *log, uint32_t id, PlLogNote *out);
/* id 0: a new one; else one that was removed comes back. The text is cut to PL_LOG_MAX_NAME - 1 bytes. The id, or 0: there
 * are too many, it makes no sense, or there is no memory. */
uint32_t pl_log_add_note (PlLog *log, const PlLogNote *note);
/* False: there is no such note, or no memory. */
bool pl_log_set_note_text (PlLog *log, uint32_t id, const char *text);
bool pl_log_remove_note (PlLog *log, uint32_t id);
/* Grows with each change by these functions; 0: they are as they were opened, or there never were any. */
uint32_t pl_log_notes_serial (PlLog *log);
