/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/export/pl-data-out.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void
pl_data_out_flush (PlDataOut *self)
{
  gsize done = 0;

  while (self->error == 0 && done < self->used)
    {
      ssize_t n = write (self->fd, self->block + done, self->used - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        self->error = -errno;
      else
        done += (gsize) n;
    }
  self->used = 0;
}

void
pl_data_put_bytes (PlDataOut *self, const char *text, gsize size)
{
  while (size > 0)
    {
      gsize n = MIN (size, PL_DATA_BLOCK);

      pl_data_out_room (self, n);
      memcpy (self->block + self->used, text, n);
      self->used += n;
      text += n;
      size -= n;
    }
}

guint
pl_data_format_uint (char digits[PL_DATA_NUMBER], guint64 value)
{
  guint n = PL_DATA_NUMBER;

  do
    digits[--n] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);
  return n;
}

void
pl_data_put_uint (PlDataOut *self, guint64 value)
{
  char digits[PL_DATA_NUMBER];
  guint first = pl_data_format_uint (digits, value);

  pl_data_out_room (self, PL_DATA_NUMBER);
  memcpy (self->block + self->used, digits + first, PL_DATA_NUMBER - first);
  self->used += PL_DATA_NUMBER - first;
}

void
pl_data_put_int (PlDataOut *self, gint64 value)
{
  if (value < 0)
    pl_data_put_char (self, '-');
  pl_data_put_uint (self, value < 0 ? -(guint64) value : (guint64) value);
}

void
pl_data_put_us (PlDataOut *self, gint64 ns)
{
  guint64 whole = ns < 0 ? -(guint64) ns : (guint64) ns;
  guint rest = (guint) (whole % 1000);
  const char digits[] = { '.', (char) ('0' + rest / 100), (char) ('0' + rest / 10 % 10), (char) ('0' + rest % 10) };

  if (ns < 0)
    pl_data_put_char (self, '-');
  pl_data_put_uint (self, whole / 1000);
  pl_data_put_bytes (self, digits, sizeof digits);
}

void
pl_data_put_json (PlDataOut *self, const char *text)
{
  static const char hex[] = "0123456789abcdef";

  pl_data_put_char (self, '"');
  for (const guchar *c = (const guchar *) text; *c != '\0'; c++)
    if (*c < 0x20 || *c == 0x7f)
      {
        const char escaped[] = { '\\', 'u', '0', '0', hex[*c >> 4], hex[*c & 15] };

        pl_data_put_bytes (self, escaped, sizeof escaped);
      }
    else
      {
        if (*c == '"' || *c == '\\')
          pl_data_put_char (self, '\\');
        pl_data_put_char (self, (char) *c);
      }
  pl_data_put_char (self, '"');
}

void
pl_data_put_csv (PlDataOut *self, const char *text)
{
  gboolean quoted = strpbrk (text, ",\"\r\n#") != NULL;

  if (!quoted)
    {
      pl_data_put (self, text);
      return;
    }
  pl_data_put_char (self, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        pl_data_put_char (self, '"');
      pl_data_put_char (self, *c);
    }
  pl_data_put_char (self, '"');
}

static void
put_key (PlDataOut *self, const char *key)
{
  pl_data_put (self, ",\"");
  pl_data_put (self, key);
  pl_data_put (self, "\":");
}

void
pl_data_put_member (PlDataOut *self, const char *key, gint64 value)
{
  put_key (self, key);
  pl_data_put_int (self, value);
}

void
pl_data_put_member_uint (PlDataOut *self, const char *key, guint64 value)
{
  put_key (self, key);
  pl_data_put_uint (self, value);
}

void
pl_data_put_member_text (PlDataOut *self, const char *key, const char *text)
{
  put_key (self, key);
  pl_data_put_json (self, text);
}
