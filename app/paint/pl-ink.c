/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-ink.h"

#include <math.h>

#include "base/pl-text.h"
#include "paint/export/pl-svg-text.h"

#define FAMILY "Cantarell, Inter, Noto Sans, Sans"
/* More than a screen holds, so that what is on screen stays. */
#define MAX_LAYOUTS 3000

struct _PlInk {
  PangoContext *context;
  GHashTable *layouts;          /* char * -> PangoLayout */
  GString *key;
};

static void
pl_ink_free (gpointer data)
{
  PlInk *self = data;

  g_hash_table_unref (self->layouts);
  g_object_unref (self->context);
  g_string_free (self->key, TRUE);
  g_free (self);
}

static PlInk *
pl_ink_new (void)
{
  PlInk *self = g_new0 (PlInk, 1);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* One measure for the screen, PNG, SVG and PDF: no hinting that depends on the target. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  self->context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  pango_cairo_context_set_font_options (self->context, options);
  pango_context_set_round_glyph_positions (self->context, FALSE);
  cairo_font_options_destroy (options);
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->key = g_string_new (NULL);
  return self;
}

PlInk *
pl_ink_for (GObject *object)
{
  static GQuark quark;
  PlInk *ink;

  if (quark == 0)
    quark = g_quark_from_static_string ("pl-ink");
  ink = g_object_get_qdata (object, quark);
  if (!ink)
    {
      ink = pl_ink_new ();
      g_object_set_qdata_full (object, quark, ink, pl_ink_free);
    }
  return ink;
}

PangoFontDescription *
pl_ink_describe (double size, gboolean bold)
{
  PangoFontDescription *description = pango_font_description_from_string (FAMILY);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_weight (description, bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

gboolean
pl_ink_hold_measures (PangoAttrList *attributes, const char *text)
{
  gsize from = 0, to = 0;
  gboolean any = FALSE;

  for (; pl_text_next_measure (text, &from, &to); any = TRUE)
    {
      PangoAttribute *held = pango_attr_allow_breaks_new (FALSE);

      held->start_index = (guint) from;
      held->end_index = (guint) to;
      pango_attr_list_insert (attributes, held);
    }
  return any;
}

static void
wrap (PangoLayout *layout, const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (pl_ink_hold_measures (attributes, text))
    pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

static PangoLayout *
make_layout (PlInk *self, const char *text, const PlFont *font)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = pl_ink_describe (font->size, font->flags & PL_INK_BOLD);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  if (font->max_width > 0)
    {
      pango_layout_set_width (layout, (int) (font->max_width * PANGO_SCALE));
      if (font->flags & PL_INK_WRAP)
        wrap (layout, text);
      else
        pango_layout_set_ellipsize (layout, font->flags & PL_INK_MIDDLE ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
    }
  return layout;
}

static PangoLayout *
get_layout (PlInk *self, const char *text, const PlFont *font)
{
  PangoLayout *layout;

  g_string_printf (self->key, "%u %d %d ", font->flags, (int) lround (font->size * 4), (int) font->max_width);
  g_string_append (self->key, text);
  layout = g_hash_table_lookup (self->layouts, self->key->str);
  if (layout)
    return layout;
  if (g_hash_table_size (self->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (self->layouts);
  layout = make_layout (self, text, font);
  g_hash_table_insert (self->layouts, g_strdup (self->key->str), layout);
  return layout;
}

static void
get_size (PangoLayout *layout, double *width, double *height)
{
  int w, h;

  pango_layout_get_size (layout, &w, &h);
  *width = (double) w / PANGO_SCALE;
  *height = (double) h / PANGO_SCALE;
}

void
pl_ink_measure (PlInk *self, const char *text, const PlFont *font, double *width, double *height)
{
  double w, h;

  get_size (get_layout (self, text, font), &w, &h);
  if (width)
    *width = w;
  if (height)
    *height = h;
}

PangoContext *
pl_ink_get_context (PlInk *self)
{
  return self->context;
}

double
pl_ink_draw (PlInk *self, cairo_t *cr, const char *text, const PlFont *font, double x, double y,
             PlInkAlign align, const PlColor *color)
{
  PangoLayout *layout = get_layout (self, text, font);
  PlSvgText *as_text = pl_svg_text_of (cr);
  double width, height;

  get_size (layout, &width, &height);
  if (align == PL_INK_CENTER)
    x -= width / 2;
  else if (align == PL_INK_END)
    x -= width;
  if (!(font->flags & PL_INK_WRAP))
    y -= height / 2;
  if (as_text != NULL)
    {
      pl_svg_text_add_layout (as_text, cr, layout, x, y, color);
      return width;
    }
  pl_set_color (cr, color);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  return width;
}
