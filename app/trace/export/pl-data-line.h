/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One line of text, taken apart: a JSON object whose members are numbers, texts or lists of numbers; or the cells of a
 * row of CSV. Whatever the line holds. Used by the files of trace/export/ only. */

#include <glib.h>

G_BEGIN_DECLS

#define PL_DATA_MEMBERS 256u
#define PL_DATA_KEY 64u

typedef enum { PL_DATA_NUMBER_MEMBER, PL_DATA_TEXT_MEMBER, PL_DATA_LIST_MEMBER } PlDataMemberType;

typedef struct {
  char key[PL_DATA_KEY];
  PlDataMemberType type;
  gboolean negative;            /* numbers */
  guint64 magnitude;
  GString *text;                /* texts: owned by the line; may hold NULs, and is valid UTF-8 */
  gsize list_at;                /* lists: the first of its numbers in PlDataLine.numbers */
  guint list_n;
} PlDataMember;

typedef struct {
  PlDataMember members[PL_DATA_MEMBERS];
  guint n_members;
  GArray *numbers;              /* guint64 */
  const char *fault;            /* why the last line was refused: an English message id */
} PlDataLine;

void pl_data_line_init (PlDataLine *self);
void pl_data_line_clear (PlDataLine *self);
/* FALSE: fault says why. */
gboolean pl_data_line_parse (PlDataLine *self, const char *text, gsize size);
/* NULL: there is none of that key. */
const PlDataMember *pl_data_line_find (const PlDataLine *self, const char *key);
/* NULL: none, or no text. */
const char *pl_data_line_text (const PlDataLine *self, const char *key);
/* FALSE: none, or no whole number from 0 to most. */
gboolean pl_data_line_uint (const PlDataLine *self, const char *key, guint64 most, guint64 *value);

/* The next cell of a row of CSV, which *at moves behind; whatever it was quoted with is gone. FALSE: there is none, or a
 * quotation mark is missing. */
gboolean pl_data_cell_next (const char *row, gsize size, gsize *at, GString *cell);
/* Digits, and nothing else. */
gboolean pl_data_parse_uint (const char *text, guint64 most, guint64 *value);

G_END_DECLS
