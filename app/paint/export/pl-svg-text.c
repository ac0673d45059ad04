/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/export/pl-svg-text.h"

#include <math.h>
#include <string.h>

/* Nothing is drawn as thin as that. The colour of the rectangle says which text it is. */
#define MARK 0.0123
#define MARK_TEXT "0.0123"
#define FALLBACKS "Cantarell, Inter, 'Noto Sans', 'DejaVu Sans', Verdana, sans-serif"

struct _PlSvgText {
  GPtrArray *elements;          /* "<text ...>...</text>" */
  char *family;                 /* what the texts are measured with */
};

static const cairo_user_data_key_t key;

PlSvgText *
pl_svg_text_new (void)
{
  PlSvgText *self = g_new0 (PlSvgText, 1);

  self->elements = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
pl_svg_text_free (PlSvgText *self)
{
  g_ptr_array_unref (self->elements);
  g_free (self->family);
  g_free (self);
}

void
pl_svg_text_attach (PlSvgText *self, cairo_t *cr)
{
  (void) cairo_set_user_data (cr, &key, self, NULL);
}

PlSvgText *
pl_svg_text_of (cairo_t *cr)
{
  return cairo_get_user_data (cr, &key);
}

static void
append_number (GString *element, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.3f", value);
  /* No more digits than it has. */
  for (char *end = number + strlen (number) - 1; strchr (number, '.') != NULL && (*end == '0' || *end == '.'); end--)
    {
      gboolean point = *end == '.';

      *end = '\0';
      if (point)
        break;
    }
  g_string_append_printf (element, " %s=\"%s\"", name, number);
}

static void
append_color (GString *element, const PlColor *color)
{
  g_string_append_printf (element, " fill=\"#%02x%02x%02x\"", (guint) lround (color->r * 255),
                          (guint) lround (color->g * 255), (guint) lround (color->b * 255));
}

/* Where it stands on the page; turned text has a matrix of its own. */
static void
append_place (GString *element, cairo_t *cr, const PlSvgLine *line)
{
  cairo_matrix_t m;
  double x = line->x, y = line->y, scale = 1;

  cairo_get_matrix (cr, &m);
  if (fabs (m.xy) < 1e-9 && fabs (m.yx) < 1e-9)
    {
      cairo_matrix_transform_point (&m, &x, &y);
      scale = m.xx;
    }
  append_number (element, "x", x);
  append_number (element, "y", y);
  append_number (element, "font-size", line->size * scale);
  append_number (element, "textLength", line->width * scale);
  if (scale == 1 && (fabs (m.xy) >= 1e-9 || fabs (m.yx) >= 1e-9))
    {
      const double values[] = { m.xx, m.yx, m.xy, m.yy, m.x0, m.y0 };
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append (element, " transform=\"matrix(");
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_string_append_printf (element, "%s%s", i > 0 ? " " : "",
                                g_ascii_formatd (number, sizeof number, "%.6f", values[i]));
      g_string_append (element, ")\"");
    }
}

static void
hold_place (PlSvgText *self, cairo_t *cr, const PlSvgLine *line)
{
  guint id = self->elements->len;

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_source_rgba (cr, (id >> 16 & 255) / 255.0, (id >> 8 & 255) / 255.0, (id & 255) / 255.0, MARK);
  cairo_rectangle (cr, line->x - 1, line->y - line->size, line->width + 2, line->size * 1.3);
  cairo_fill (cr);
  cairo_restore (cr);
}

void
pl_svg_text_add_line (PlSvgText *self, cairo_t *cr, const PlSvgLine *line, const PlColor *color)
{
  g_autofree char *escaped = g_markup_escape_text (line->text, -1);
  g_autoptr (GString) element = g_string_new ("<text");
  gsize length = strlen (line->text);

  if (length == 0 || line->width <= 0)
    return;
  append_place (element, cr, line);
  append_color (element, color);
  if (line->bold)
    g_string_append (element, " font-weight=\"600\"");
  g_string_append (element, " lengthAdjust=\"spacingAndGlyphs\"");
  if (strstr (line->text, "  ") != NULL || line->text[0] == ' ' || line->text[length - 1] == ' ')
    g_string_append (element, " xml:space=\"preserve\"");
  g_string_append_printf (element, ">%s</text>", escaped);
  hold_place (self, cr, line);
  g_ptr_array_add (self->elements, g_string_free (g_steal_pointer (&element), FALSE));
}

/* As it is seen: what was cut off is three dots. */
static char *
visible_text (PangoLayout *layout, PangoLayoutLine *line)
{
  const char *text = pango_layout_get_text (layout);
  GString *seen;

  if (!pango_layout_is_ellipsized (layout))
    return g_strndup (text + line->start_index, (gsize) line->length);
  seen = g_string_new (NULL);
  for (GSList *i = line->runs; i != NULL; i = i->next)
    {
      const PangoLayoutRun *run = i->data;

      if ((run->item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS) != 0)
        g_string_append (seen, "…");
      else
        g_string_append_len (seen, text + run->item->offset, run->item->length);
    }
  return g_string_free (seen, FALSE);
}

static void
find_family (PlSvgText *self, PangoLayout *layout, const PangoFontDescription *wanted)
{
  PangoFont *font = pango_context_load_font (pango_layout_get_context (layout), wanted);
  PangoFontDescription *found = font != NULL ? pango_font_describe (font) : NULL;

  self->family = g_strdup (found != NULL ? pango_font_description_get_family (found) : "sans-serif");
  if (found != NULL)
    pango_font_description_free (found);
  g_clear_object (&font);
}

void
pl_svg_text_add_layout (PlSvgText *self, cairo_t *cr, PangoLayout *layout, double x, double y, const PlColor *color)
{
  const PangoFontDescription *font = pango_layout_get_font_description (layout);
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  if (self->family == NULL)
    find_family (self, layout, font);
  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      g_autofree char *text = visible_text (layout, line);
      PangoRectangle logical;
      PlSvgLine seen;

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      /* The blank a paragraph is broken at is not seen. */
      if (pango_layout_get_line_count (layout) > 1)
        g_strchomp (text);
      seen = (PlSvgLine) { text, x + (double) logical.x / PANGO_SCALE,
                           y + (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE,
                           (double) logical.width / PANGO_SCALE,
                           (double) pango_font_description_get_size (font) / PANGO_SCALE,
                           pango_font_description_get_weight (font) > PANGO_WEIGHT_NORMAL };
      pl_svg_text_add_line (self, cr, &seen, color);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

/* --- in the finished document --- */

/* Which text an element's place is: its colour says so. -1: none. */
static int
read_id (const char *element, gsize size)
{
  const char *at = g_strstr_len (element, (gssize) size, "rgb(");
  int id = 0;

  if (at == NULL)
    return -1;
  at += strlen ("rgb(");
  for (guint i = 0; i < 3; i++)
    {
      char *end;
      double share = g_ascii_strtod (at, &end);

      if (end == at || end >= element + size)
        return -1;
      id = id << 8 | (int) (lround (share * 255 / 100) & 255);
      at = end + strspn (end, "%, ");
    }
  return id;
}

/* What is drawn as thin as nothing else, from its "<" to behind its "/>". */
static gboolean
find_place (const char *from, const char *end, const char **start, const char **behind)
{
  const char *mark, *close;

  while ((mark = g_strstr_len (from, end - from, "opacity")) != NULL)
    {
      const char *value = mark + strlen ("opacity");

      value += strspn (value, ":=\" ");
      if (g_str_has_prefix (value, MARK_TEXT) && !g_ascii_isdigit (value[strlen (MARK_TEXT)]))
        {
          for (*start = mark; *start > from && **start != '<'; --*start)
            ;
          close = g_strstr_len (value, end - value, "/>");
          *behind = close != NULL ? close + 2 : end;
          return close != NULL && **start == '<';
        }
      from = value;
    }
  return FALSE;
}

/* Said once, for all of them. */
static void
set_family (PlSvgText *self, GString *document)
{
  const char *svg = strstr (document->str, "<svg ");
  g_autofree char *escaped = g_markup_escape_text (self->family != NULL ? self->family : "sans-serif", -1);
  g_autofree char *attribute = g_strdup_printf (" font-family=\"'%s', " FALLBACKS "\"", escaped);

  if (svg != NULL)
    g_string_insert (document, svg - document->str + (gssize) strlen ("<svg"), attribute);
}

void
pl_svg_text_substitute (PlSvgText *self, GByteArray *svg)
{
  g_autoptr (GString) document = g_string_sized_new (svg->len);
  const char *from, *end, *start, *behind;

  /* So that it ends like any text. */
  g_byte_array_append (svg, (const guint8 *) "", 1);
  from = (const char *) svg->data;
  end = from + svg->len - 1;
  while (find_place (from, end, &start, &behind))
    {
      int id = read_id (start, (gsize) (behind - start));

      g_string_append_len (document, from, start - from);
      if (id >= 0 && (guint) id < self->elements->len)
        g_string_append (document, g_ptr_array_index (self->elements, (guint) id));
      from = behind;
    }
  g_string_append_len (document, from, end - from);
  set_family (self, document);
  g_byte_array_set_size (svg, 0);
  g_byte_array_append (svg, (const guint8 *) document->str, (guint) document->len);
}
