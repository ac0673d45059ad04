/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/embed/pl-embed-private.h"

#include <gio/gio.h>
#include <string.h>

static GByteArray *
convert (GConverter *converter, const guint8 *bytes, gsize size, gsize most)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (65536);
  GConverterResult result = G_CONVERTER_CONVERTED;

  while (result != G_CONVERTER_FINISHED)
    {
      gsize read = 0, written = 0;

      result = g_converter_convert (converter, bytes, size, block, 65536, G_CONVERTER_INPUT_AT_END, &read, &written, NULL);
      if (result == G_CONVERTER_ERROR || written > most - out->len)
        return NULL;
      g_byte_array_append (out, block, (guint) written);
      bytes += read;
      size -= read;
    }
  return g_steal_pointer (&out);
}

GBytes *
pl_embed_deflate (const void *bytes, gsize size, gsize most)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1);
  GByteArray *out = convert (G_CONVERTER (compressor), bytes, size, most);

  return out != NULL ? g_byte_array_free_to_bytes (out) : NULL;
}

GByteArray *
pl_embed_inflate (const void *bytes, gsize size, gsize most)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);

  return convert (G_CONVERTER (decompressor), bytes, size, most);
}

const guint8 *
pl_embed_search (const guint8 *bytes, gsize size, const char *text)
{
  return memmem (bytes, size, text, strlen (text));
}

const char *
pl_embed_suffix (guint run)
{
  static const char *const suffixes[PL_MAX_COMPARED] = { "", "_b", "_c", "_d" };

  return suffixes[run];
}

char *
pl_embed_to_text (const PlEmbed *self)
{
  GString *text = g_string_new_len (self->about, (gssize) strlen (self->about) - 1);

  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *base64 = NULL;
      const void *bytes;
      gsize size;

      if (self->runs[i] == NULL)
        continue;
      bytes = g_bytes_get_data (self->runs[i], &size);
      base64 = g_base64_encode (bytes, size);
      g_string_append_printf (text, ",\"run%s\":\"%s\"", pl_embed_suffix (i), base64);
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}
