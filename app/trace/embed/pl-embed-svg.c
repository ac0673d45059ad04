/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/embed/pl-embed-private.h"

#include <string.h>

#define OPENING "<metadata id=\"paralane-run\">"

gboolean
pl_embed_into_svg (const PlEmbed *self, GByteArray *svg)
{
  g_autofree char *text = NULL, *escaped = NULL, *element = NULL;
  const guint8 *start = pl_embed_search (svg->data, svg->len, "<svg"), *behind;
  gsize at, size;

  behind = start != NULL ? memchr (start, '>', svg->len - (gsize) (start - svg->data)) : NULL;
  if (behind == NULL)
    return FALSE;
  at = (gsize) (behind - svg->data) + 1;
  text = pl_embed_to_text (self);
  escaped = g_markup_escape_text (text, -1);
  element = g_strconcat ("\n" OPENING, escaped, "</metadata>", NULL);
  size = strlen (element);
  g_byte_array_set_size (svg, svg->len + (guint) size);
  memmove (svg->data + at + size, svg->data + at, svg->len - size - at);
  memcpy (svg->data + at, element, size);
  return TRUE;
}

/* What g_markup_escape_text () made of it. Numbers stand for nothing that JSON has. */
static char *
unescape (const char *escaped, gsize size)
{
  static const struct { const char *entity; char meant; } known[] = {
    { "&quot;", '"' }, { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&#39;", '\'' }, { "&apos;", '\'' },
  };
  GString *text = g_string_sized_new (size);

  for (gsize i = 0; i < size; )
    {
      gsize taken = 1;
      char meant = escaped[i];

      for (guint k = 0; meant == '&' && k < G_N_ELEMENTS (known); k++)
        if (size - i >= strlen (known[k].entity) && memcmp (escaped + i, known[k].entity, strlen (known[k].entity)) == 0)
          {
            taken = strlen (known[k].entity);
            meant = known[k].meant;
            break;
          }
      g_string_append_c (text, meant);
      i += taken;
    }
  return g_string_free (text, FALSE);
}

/* Other programs may put more into the opening tag. */
gboolean
pl_embed_find_in_svg (const guint8 *bytes, gsize size, PlEmbedFound *found)
{
  const guint8 *mark = pl_embed_search (bytes, size, "id=\"paralane-run\""), *start, *end;

  start = mark != NULL ? memchr (mark, '>', size - (gsize) (mark - bytes)) : NULL;
  end = start != NULL ? memchr (start, '<', size - (gsize) (start - bytes)) : NULL;
  if (end == NULL)
    return FALSE;
  found->text = unescape ((const char *) start + 1, (gsize) (end - start) - 1);
  return TRUE;
}
