/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/embed/pl-embed-private.h"

#include <string.h>

/* A PNG is its signature and chunks: length, type, content, checksum. */
#define SIGNATURE "\x89PNG\r\n\x1a\n"
#define SIGNATURE_SIZE 8u
#define CHUNK_EXTRA 12u
/* Keyword, then: not compressed, method, no language, no translated keyword. */
#define INTRODUCTION "Paralane\0\0\0\0"
#define INTRODUCTION_SIZE 13u

static guint32
read32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static void
append32 (GByteArray *to, guint32 value)
{
  const guint8 bytes[] = { (guint8) (value >> 24), (guint8) (value >> 16), (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (to, bytes, sizeof bytes);
}

/* As PNG defines it, bit by bit: a chunk is small. */
static guint32
checksum (const guint8 *bytes, gsize size)
{
  guint32 sum = G_MAXUINT32;

  for (gsize i = 0; i < size; i++)
    {
      sum ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0xedb88320u : 0);
    }
  return ~sum;
}

/* The next chunk; *at moves behind it. FALSE: there is none, or it lies outside. */
static gboolean
next_chunk (const guint8 *bytes, gsize size, gsize *at, const guint8 **chunk, guint32 *length)
{
  if (size - *at < CHUNK_EXTRA)
    return FALSE;
  *chunk = bytes + *at;
  *length = read32 (*chunk);
  if (*length > size - *at - CHUNK_EXTRA)
    return FALSE;
  *at += *length + CHUNK_EXTRA;
  return TRUE;
}

static gboolean
is_png (const guint8 *bytes, gsize size)
{
  return size >= SIGNATURE_SIZE && memcmp (bytes, SIGNATURE, SIGNATURE_SIZE) == 0;
}

gboolean
pl_embed_into_png (const PlEmbed *self, GByteArray *png)
{
  g_autoptr (GByteArray) chunk = g_byte_array_new ();
  g_autofree char *text = NULL;
  const guint8 *old;
  gsize at = SIGNATURE_SIZE, first;
  guint32 length;

  if (!is_png (png->data, png->len) || !next_chunk (png->data, png->len, &at, &old, &length))
    return FALSE;
  /* Behind the header, where a program that reads only the beginning finds it. */
  first = at;
  text = pl_embed_to_text (self);
  append32 (chunk, (guint32) (INTRODUCTION_SIZE + strlen (text)));
  g_byte_array_append (chunk, (const guint8 *) "iTXt", 4);
  g_byte_array_append (chunk, (const guint8 *) INTRODUCTION, INTRODUCTION_SIZE);
  g_byte_array_append (chunk, (const guint8 *) text, (guint) strlen (text));
  append32 (chunk, checksum (chunk->data + 4, chunk->len - 4));
  g_byte_array_set_size (png, png->len + chunk->len);
  memmove (png->data + first + chunk->len, png->data + first, png->len - chunk->len - first);
  memcpy (png->data + first, chunk->data, chunk->len);
  return TRUE;
}

gboolean
pl_embed_find_in_png (const guint8 *bytes, gsize size, PlEmbedFound *found)
{
  const guint8 *chunk;
  gsize at = SIGNATURE_SIZE;
  guint32 length;

  if (!is_png (bytes, size))
    return FALSE;
  while (next_chunk (bytes, size, &at, &chunk, &length))
    {
      if (memcmp (chunk + 4, "iTXt", 4) != 0 || length < INTRODUCTION_SIZE
          || memcmp (chunk + 8, INTRODUCTION, INTRODUCTION_SIZE) != 0)
        continue;
      if (checksum (chunk + 4, length + 4) != read32 (chunk + 8 + length))
        return FALSE;
      found->text = g_strndup ((const char *) chunk + 8 + INTRODUCTION_SIZE, length - INTRODUCTION_SIZE);
      return TRUE;
    }
  return FALSE;
}
