/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-export-svg.h"

#include <string.h>

void
pl_svg_area_clear (gpointer area)
{
  PlSvgArea *self = area;

  g_free (self->id);
  g_free (self->title);
}

static void
insert (GByteArray *svg, gsize at, const char *text, gsize length)
{
  gsize tail = svg->len - at;

  g_byte_array_set_size (svg, svg->len + (guint) length);
  memmove (svg->data + at + length, svg->data + at, tail);
  memcpy (svg->data + at, text, length);
}

static void
append_number (GString *text, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, " %s=\"%s\"", name, g_ascii_formatd (number, sizeof number, "%.2f", value));
}

static void
append_area (GString *text, const PlSvgArea *area)
{
  g_autofree char *title = g_markup_escape_text (area->title, -1);

  g_string_append_printf (text, "<rect id=\"%s\" role=\"img\" aria-label=\"%s\"", area->id, title);
  g_string_append (text, " fill=\"none\" pointer-events=\"all\"");
  append_number (text, "x", area->x);
  append_number (text, "y", area->y);
  append_number (text, "width", area->width);
  append_number (text, "height", area->height);
  g_string_append_printf (text, "><title>%s</title></rect>\n", title);
}

/* cairo numbers its surfaces through the life of the process; a picture has one, whatever its number. */
static void
name_surface (GByteArray *svg)
{
  static const char before[] = "<g id=\"surface", name[] = "picture";
  char *at = g_strstr_len ((const char *) svg->data, (gssize) svg->len, before);
  gsize start, end;

  if (!at)
    return;
  start = (gsize) (at - (char *) svg->data) + strlen ("<g id=\"");
  for (end = start; end < svg->len && svg->data[end] != '"'; end++)
    ;
  g_byte_array_remove_range (svg, (guint) start, (guint) (end - start));
  insert (svg, start, name, strlen (name));
}

void
pl_export_svg_describe (GByteArray *svg, const char *title, const char *description, GArray *areas)
{
  g_autoptr (GString) head = g_string_new ("\n");
  g_autoptr (GString) tail = g_string_new ("<g id=\"lanes\">\n");
  g_autofree char *title_text = g_markup_escape_text (title, -1);
  g_autofree char *description_text = g_markup_escape_text (description, -1);
  const char *start, *end;
  gsize head_at;

  name_surface (svg);
  start = g_strstr_len ((const char *) svg->data, (gssize) svg->len, "<svg");
  start = start ? memchr (start, '>', svg->len - (gsize) (start - (const char *) svg->data)) : NULL;
  end = g_strrstr_len ((const char *) svg->data, (gssize) svg->len, "</svg>");
  if (!start || !end)
    return;
  /* The tail first: it does not move the head. */
  head_at = (gsize) (start - (const char *) svg->data) + 1;
  if (areas && areas->len > 0)
    {
      for (guint i = 0; i < areas->len; i++)
        append_area (tail, &g_array_index (areas, PlSvgArea, i));
      g_string_append (tail, "</g>\n");
      insert (svg, (gsize) (end - (const char *) svg->data), tail->str, tail->len);
    }
  g_string_append_printf (head, "<title>%s</title>\n<desc>%s</desc>", title_text, description_text);
  insert (svg, head_at, head->str, head->len);
}
