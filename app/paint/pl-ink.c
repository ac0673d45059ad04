/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-ink.h"

#include <math.h>
#include <string.h>

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

static PangoFontDescription *
describe (double size, gboolean bold)
{
  PangoFontDescription *description = pango_font_description_from_string (FAMILY);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_weight (description, bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
  return description;
}

static PangoLayout *
make_layout (PlInk *self, const char *text, const PlFont *font)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *description = describe (font->size, font->flags & PL_INK_BOLD);

  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  if (font->max_width > 0)
    {
      pango_layout_set_width (layout, (int) (font->max_width * PANGO_SCALE));
      if (font->flags & PL_INK_WRAP)
        pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      else
        pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
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

double
pl_ink_draw (PlInk *self, cairo_t *cr, const char *text, const PlFont *font, double x, double y,
             PlInkAlign align, const PlColor *color)
{
  PangoLayout *layout = get_layout (self, text, font);
  double width, height;

  get_size (layout, &width, &height);
  if (align == PL_INK_CENTER)
    x -= width / 2;
  else if (align == PL_INK_END)
    x -= width;
  if (!(font->flags & PL_INK_WRAP))
    y -= height / 2;
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  return width;
}

/* Digits need no shaping: their glyphs are looked up once and placed by hand. */

#define MAX_COLORS 8

struct _PlDigits {
  cairo_scaled_font_t *font;
  unsigned long glyph[10];
  double advance[10], height;
  GArray *batches[MAX_COLORS];  /* cairo_glyph_t */
  PlColor colors[MAX_COLORS];
  guint n_colors;
};

PlDigits *
pl_digits_new (PlInk *ink, double size)
{
  PlDigits *self = g_new0 (PlDigits, 1);
  PangoFontDescription *description = describe (size, TRUE);
  PangoFont *font = pango_context_load_font (ink->context, description);
  cairo_text_extents_t extents;

  pango_font_description_free (description);
  if (font)
    self->font = cairo_scaled_font_reference (pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)));
  for (guint i = 0; i < 10 && self->font; i++)
    {
      char text[2] = { (char) ('0' + i), '\0' };
      cairo_glyph_t *glyphs = NULL;
      int n = 0;

      cairo_status_t status;

      status = cairo_scaled_font_text_to_glyphs (self->font, 0, 0, text, 1, &glyphs, &n, NULL, NULL, NULL);
      if (status != CAIRO_STATUS_SUCCESS || n < 1)
        g_clear_pointer (&self->font, cairo_scaled_font_destroy);
      if (self->font)
        {
          self->glyph[i] = glyphs[0].index;
          cairo_scaled_font_glyph_extents (self->font, glyphs, 1, &extents);
          self->advance[i] = extents.x_advance;
          self->height = MAX (self->height, -extents.y_bearing);
        }
      cairo_glyph_free (glyphs);
    }
  g_clear_object (&font);
  return self;
}

double
pl_digits_width (PlDigits *self, guint64 number)
{
  double width = 0;

  do
    width += self->advance[number % 10];
  while ((number /= 10) > 0);
  return width;
}

static GArray *
batch_for (PlDigits *self, const PlColor *color)
{
  guint i;

  for (i = 0; i < self->n_colors; i++)
    if (memcmp (&self->colors[i], color, sizeof *color) == 0)
      return self->batches[i];
  if (i == MAX_COLORS)
    return self->batches[0];
  self->colors[i] = *color;
  self->batches[i] = g_array_new (FALSE, FALSE, sizeof (cairo_glyph_t));
  self->n_colors++;
  return self->batches[i];
}

void
pl_digits_add (PlDigits *self, guint64 number, double x, double y, const PlColor *color)
{
  GArray *batch;

  if (!self->font)
    return;
  batch = batch_for (self, color);
  /* From the right, so that no buffer of digits is needed. */
  x += pl_digits_width (self, number) / 2;
  do
    {
      cairo_glyph_t glyph = { .index = self->glyph[number % 10], .y = y + self->height / 2 };

      x -= self->advance[number % 10];
      glyph.x = x;
      g_array_append_val (batch, glyph);
    }
  while ((number /= 10) > 0);
}

void
pl_digits_flush (PlDigits *self, cairo_t *cr)
{
  for (guint i = 0; i < self->n_colors; i++)
    {
      cairo_set_scaled_font (cr, self->font);
      cairo_set_source_rgb (cr, self->colors[i].r, self->colors[i].g, self->colors[i].b);
      cairo_show_glyphs (cr, (cairo_glyph_t *) (void *) self->batches[i]->data, (int) self->batches[i]->len);
      g_array_set_size (self->batches[i], 0);
    }
}

void
pl_digits_free (PlDigits *self)
{
  for (guint i = 0; i < self->n_colors; i++)
    g_array_unref (self->batches[i]);
  g_clear_pointer (&self->font, cairo_scaled_font_destroy);
  g_free (self);
}
