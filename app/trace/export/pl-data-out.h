/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Text on its way to a file: numbers are written by hand, with a point and nothing else whatever the locale, and
 * leave in large blocks. Used by the files of trace/export/ only. */

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define PL_DATA_BLOCK 65536u
/* More than any number, with its sign. */
#define PL_DATA_NUMBER 24u

typedef struct {
  int fd;
  int error;                    /* 0, or the negative errno of the first write that failed: nothing is written any more */
  gsize used;
  char block[PL_DATA_BLOCK];
} PlDataOut;

void pl_data_out_flush (PlDataOut *self);

static inline void
pl_data_out_room (PlDataOut *self, gsize size)
{
  if (self->used + size > PL_DATA_BLOCK)
    pl_data_out_flush (self);
}

static inline void
pl_data_put_char (PlDataOut *self, char c)
{
  pl_data_out_room (self, 1);
  self->block[self->used++] = c;
}

void pl_data_put_bytes (PlDataOut *self, const char *text, gsize size);
/* Text of any length, as it is. Here, so that what is known beforehand costs one copy of known length. */
static inline void
pl_data_put (PlDataOut *self, const char *text)
{
  gsize size = strlen (text);

  if (G_UNLIKELY (self->used + size > PL_DATA_BLOCK))
    {
      pl_data_put_bytes (self, text, size);
      return;
    }
  memcpy (self->block + self->used, text, size);
  self->used += size;
}
void pl_data_put_uint (PlDataOut *self, guint64 value);
void pl_data_put_int (PlDataOut *self, gint64 value);
/* Nanoseconds as microseconds with three digits behind the point. */
void pl_data_put_us (PlDataOut *self, gint64 ns);
/* The same with its quotation marks, what JSON and CSV do not allow as they want it. */
void pl_data_put_json (PlDataOut *self, const char *text);
void pl_data_put_csv (PlDataOut *self, const char *text);
/* Digits of value at the end of digits; where they begin. */
guint pl_data_format_uint (char digits[PL_DATA_NUMBER], guint64 value);
/* ,"KEY":value; the key is plain ASCII */
void pl_data_put_member (PlDataOut *self, const char *key, gint64 value);
void pl_data_put_member_uint (PlDataOut *self, const char *key, guint64 value);
void pl_data_put_member_text (PlDataOut *self, const char *key, const char *text);

G_END_DECLS
