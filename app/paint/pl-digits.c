/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-digits.h"

#include <math.h>
#include <string.h>

#include "paint/export/pl-svg-text.h"

/* Digits and single letters need no shaping: their glyphs are looked up once and placed by hand. What was looked up, and
 * the shapes in pixels, stay with the ink from one frame to the next. */

#define MAX_COLORS 8
/* Of one number in 64 bits, grouped, with what stands before it. */
#define MAX_DIGITS 32u
/* Different characters. */
#define MAX_GLYPHS 40u
/* So many sizes are kept: a window has one or two, and others while it is drawn larger. */
#define MAX_FACES 4u

typedef struct { gunichar character; unsigned long index; double advance; } Glyph;

/* The shape of one glyph, as a target of that scale would draw it: its coverage, pixel by pixel; where
 * there is any of it, seen from the glyph's origin. */
typedef struct {
  cairo_surface_t *image;
  int stride;
  const guchar *cover;
  int left, top, right, bottom;
} Shape;

/* A font at one size. */
typedef struct {
  double size;
  cairo_scaled_font_t *font;
  Glyph glyphs[MAX_GLYPHS];     /* digits first */
  guint n_glyphs;
  double height;                /* of a digit */
  double scale;                 /* of the shapes */
  Shape shapes[MAX_GLYPHS];
} Face;

struct _PlDigits {
  Face *face;
  GArray *batches[MAX_COLORS];  /* cairo_glyph_t */
  PlColor colors[MAX_COLORS];
  guint n_colors;
};

static void
drop_shapes (Face *face)
{
  for (guint i = 0; i < MAX_GLYPHS; i++)
    g_clear_pointer (&face->shapes[i].image, cairo_surface_destroy);
}

static void
face_clear (gpointer data)
{
  Face *face = data;

  drop_shapes (face);
  g_clear_pointer (&face->font, cairo_scaled_font_destroy);
}

static void
face_release (gpointer face)
{
  g_rc_box_release_full (face, face_clear);
}

static const Glyph *
look_up (Face *face, gunichar character)
{
  cairo_text_extents_t extents;
  cairo_glyph_t *glyphs = NULL;
  char text[7] = { 0 };
  Glyph *glyph;
  int n = 0;

  /* Most are digits, which stand first. */
  if (character - '0' < MIN (face->n_glyphs, 10u))
    return &face->glyphs[character - '0'];
  for (guint i = 0; i < face->n_glyphs; i++)
    if (face->glyphs[i].character == character)
      return &face->glyphs[i];
  if (!face->font || face->n_glyphs == MAX_GLYPHS)
    return NULL;
  g_unichar_to_utf8 (character, text);
  if (cairo_scaled_font_text_to_glyphs (face->font, 0, 0, text, -1, &glyphs, &n, NULL, NULL, NULL)
      != CAIRO_STATUS_SUCCESS || n < 1)
    return NULL;
  cairo_scaled_font_glyph_extents (face->font, glyphs, 1, &extents);
  glyph = &face->glyphs[face->n_glyphs++];
  *glyph = (Glyph) { character, glyphs[0].index, extents.x_advance };
  if (g_unichar_isdigit (character))
    face->height = MAX (face->height, -extents.y_bearing);
  cairo_glyph_free (glyphs);
  return glyph;
}

static Face *
face_new (PangoContext *context, double size)
{
  Face *face = g_rc_box_new0 (Face);
  PangoFontDescription *description = pl_ink_describe (size, TRUE);
  PangoFont *font = pango_context_load_font (context, description);

  face->size = size;
  pango_font_description_free (description);
  if (font)
    face->font = cairo_scaled_font_reference (pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font)));
  for (gunichar digit = '0'; digit <= '9' && face->font; digit++)
    if (!look_up (face, digit))
      g_clear_pointer (&face->font, cairo_scaled_font_destroy);
  g_clear_object (&font);
  return face;
}

/* The ink's, of that size: what it has not is made. */
static Face *
face_for (PlInk *ink, double size)
{
  PangoContext *context = pl_ink_get_context (ink);
  GPtrArray *faces = g_object_get_data (G_OBJECT (context), "pl-faces");
  Face *face;

  if (!faces)
    {
      faces = g_ptr_array_new_with_free_func (face_release);
      g_object_set_data_full (G_OBJECT (context), "pl-faces", faces, (GDestroyNotify) g_ptr_array_unref);
    }
  for (guint i = 0; i < faces->len; i++)
    if (((Face *) faces->pdata[i])->size == size)
      return g_rc_box_acquire (faces->pdata[i]);
  if (faces->len == MAX_FACES)
    g_ptr_array_remove_index (faces, 0);
  face = face_new (context, size);
  g_ptr_array_add (faces, g_rc_box_acquire (face));
  return face;
}

PlDigits *
pl_digits_new (PlInk *ink, double size)
{
  PlDigits *self = g_new0 (PlDigits, 1);

  self->face = face_for (ink, size);
  return self;
}

static guint
find_glyphs (PlDigits *self, const char *text, const Glyph **out)
{
  guint n = 0;

  for (; *text && n < MAX_DIGITS; text = g_utf8_next_char (text))
    if ((out[n] = look_up (self->face, g_utf8_get_char (text))))
      n++;
  return n;
}

double
pl_digits_height (PlDigits *self)
{
  return self->face->height;
}

double
pl_digits_text_width (PlDigits *self, const char *text)
{
  const Glyph *glyphs[MAX_DIGITS];
  guint n = find_glyphs (self, text, glyphs);
  double width = 0;

  for (guint i = 0; i < n; i++)
    width += glyphs[i]->advance;
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

/* From the right, as they are read back: those that lie further left belong to the same number. */
void
pl_digits_add_text (PlDigits *self, const char *text, double x, double y, const PlColor *color)
{
  const Glyph *glyphs[MAX_DIGITS];
  guint n = self->face->font ? find_glyphs (self, text, glyphs) : 0;
  double width = 0;
  GArray *batch;

  if (n == 0)
    return;
  batch = batch_for (self, color);
  for (guint i = 0; i < n; i++)
    width += glyphs[i]->advance;
  x += width / 2;
  while (n-- > 0)
    {
      cairo_glyph_t glyph = { .index = glyphs[n]->index, .y = y + self->face->height / 2 };

      x -= glyphs[n]->advance;
      glyph.x = x;
      g_array_append_val (batch, glyph);
    }
}

static const Glyph *
glyph_of (PlDigits *self, unsigned long index)
{
  for (guint i = 0; i < self->face->n_glyphs; i++)
    if (self->face->glyphs[i].index == index)
      return &self->face->glyphs[i];
  return NULL;
}

/* Glyphs that touch, from the right to the left, are one text again. Returns how many. */
static guint
read_text (PlDigits *self, const cairo_glyph_t *glyphs, guint n, GString *text, double *width)
{
  guint taken = 0;

  g_string_truncate (text, 0);
  *width = 0;
  for (; taken < n; taken++)
    {
      const Glyph *glyph = glyph_of (self, glyphs[taken].index);

      if (taken > 0 && (glyphs[taken].y != glyphs[taken - 1].y
                        || fabs (glyphs[taken].x + glyph->advance - glyphs[taken - 1].x) > 1e-6))
        break;
      g_string_prepend_unichar (text, glyph->character);
      *width += glyph->advance;
    }
  return taken;
}

static void
flush_as_text (PlDigits *self, cairo_t *cr, PlSvgText *as_text)
{
  g_autoptr (GString) text = g_string_new (NULL);
  cairo_matrix_t size;

  if (!self->face->font)
    return;
  cairo_scaled_font_get_font_matrix (self->face->font, &size);
  for (guint i = 0; i < self->n_colors; i++)
    {
      const cairo_glyph_t *glyphs = (const cairo_glyph_t *) (const void *) self->batches[i]->data;

      for (guint at = 0, n = self->batches[i]->len; at < n; )
        {
          double width;

          at += read_text (self, glyphs + at, n - at, text, &width);
          pl_svg_text_add_line (as_text, cr,
                                &(PlSvgLine) { text->str, glyphs[at - 1].x, glyphs[at - 1].y, width, size.yy, TRUE },
                                &self->colors[i]);
        }
      g_array_set_size (self->batches[i], 0);
    }
}

void
pl_digits_flush (PlDigits *self, cairo_t *cr)
{
  PlSvgText *as_text = pl_svg_text_of (cr);

  if (as_text != NULL)
    {
      flush_as_text (self, cr, as_text);
      return;
    }
  for (guint i = 0; i < self->n_colors; i++)
    {
      cairo_set_scaled_font (cr, self->face->font);
      pl_set_color (cr, &self->colors[i]);
      cairo_show_glyphs (cr, (cairo_glyph_t *) (void *) self->batches[i]->data, (int) self->batches[i]->len);
      g_array_set_size (self->batches[i], 0);
    }
}

/* The origin lies so many pixels from the left of the image, and as many and a descender from its bottom. */
#define SHAPE_MARGIN 2

static void
find_ink (Shape *shape, int side, int base)
{
  const guchar *cover = cairo_image_surface_get_data (shape->image);
  int left = side, top = side, right = 0, bottom = 0;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      if (cover[y * shape->stride + x] > 0)
        {
          left = MIN (left, x);
          right = MAX (right, x + 1);
          top = MIN (top, y);
          bottom = MAX (bottom, y + 1);
        }
  shape->cover = cover + top * shape->stride + left;
  shape->left = left - SHAPE_MARGIN;
  shape->right = MAX (right, left) - SHAPE_MARGIN;
  shape->top = top - base;
  shape->bottom = MAX (bottom, top) - base;
}

static Shape
make_shape (const Face *face, const Glyph *glyph)
{
  double scale = face->scale;
  int side = (int) ceil ((face->height * 1.5 + glyph->advance) * scale) + 6;
  int base = side - SHAPE_MARGIN - (int) ceil (face->height * scale / 2);
  Shape shape = { .image = cairo_image_surface_create (CAIRO_FORMAT_A8, side, side) };
  cairo_t *cr;

  cairo_surface_set_device_scale (shape.image, scale, scale);
  cr = cairo_create (shape.image);
  cairo_set_scaled_font (cr, face->font);
  cairo_show_glyphs (cr, &(cairo_glyph_t) { glyph->index, SHAPE_MARGIN / scale, base / scale }, 1);
  cairo_destroy (cr);
  cairo_surface_flush (shape.image);
  shape.stride = cairo_image_surface_get_stride (shape.image);
  find_ink (&shape, side, base);
  return shape;
}

/* Where the coverage of the digits of one number is added up: side by side they may share pixels. */
typedef struct { guchar *cover; int stride, x, y, width, height; } Stencil;

/* x, y: of the glyph's origin. */
static void
stencil_add (Stencil *stencil, const Shape *shape, int x, int y)
{
  int width = shape->right - shape->left;

  for (int row = 0; row < shape->bottom - shape->top; row++)
    {
      const guchar *from = shape->cover + row * shape->stride;
      guchar *to = stencil->cover + (y + shape->top + row - stencil->y) * stencil->stride + x + shape->left - stencil->x;

      for (int i = 0; i < width; i++)
        to[i] = (guchar) MIN (to[i] + from[i], 255);
    }
}

/* Draws it and clears it. colors: one colour, by how much of a pixel it covers. */
static void
stencil_blend (Stencil *stencil, const PlPixels *to, const guint64 *colors)
{
  int first = MAX (-stencil->x, 0), after = MIN (stencil->width, to->width - stencil->x);

  for (int row = 0; row < stencil->height; row++)
    {
      int y = stencil->y + row;
      guchar *cover = stencil->cover + row * stencil->stride;
      guint32 *pixels = to->pixels + (gssize) y * to->stride + stencil->x;

      for (int i = first; i < after && y >= 0 && y < to->height; i++)
        if (cover[i] > 0)
          pixels[i] = pl_pixels_join (colors[cover[i]] + pl_pixels_share (pixels[i], 255 - cover[i]));
      memset (cover, 0, (gsize) stencil->width);
    }
}

typedef struct { Face *face; const PlPixels *to; Stencil stencil; } Press;

static int
pixel_x (const PlPixels *to, double x)
{
  return (int) floor ((x - to->x) * to->scale + 0.5);
}

static int
pixel_y (const PlPixels *to, double y)
{
  return (int) floor ((y - to->y) * to->scale + 0.5);
}

static const Shape *
shape_of (Press *press, const cairo_glyph_t *glyph)
{
  Face *face = press->face;
  guint i = 0;

  while (i + 1 < face->n_glyphs && face->glyphs[i].index != glyph->index)
    i++;
  if (!face->shapes[i].image)
    face->shapes[i] = make_shape (face, &face->glyphs[i]);
  return &face->shapes[i];
}

/* glyphs: of one number, the last digit first. */
static void
press_number (Press *press, const cairo_glyph_t *glyphs, guint n, const guint64 *colors)
{
  Stencil *stencil = &press->stencil;
  int x[MAX_DIGITS], y = pixel_y (press->to, glyphs[0].y), right = G_MININT, bottom = G_MININT;

  stencil->x = stencil->y = G_MAXINT;
  for (guint i = 0; i < n; i++)
    {
      const Shape *shape = shape_of (press, &glyphs[i]);

      x[i] = pixel_x (press->to, glyphs[i].x);
      stencil->x = MIN (stencil->x, x[i] + shape->left);
      stencil->y = MIN (stencil->y, y + shape->top);
      right = MAX (right, x[i] + shape->right);
      bottom = MAX (bottom, y + shape->bottom);
    }
  stencil->width = right - stencil->x;
  stencil->height = bottom - stencil->y;
  for (guint i = 0; i < n; i++)
    stencil_add (stencil, shape_of (press, &glyphs[i]), x[i], y);
  stencil_blend (stencil, press->to, colors);
}

/* How many glyphs from the first on belong to one number: those that touch. */
static guint
number_length (PlDigits *self, const cairo_glyph_t *glyphs, guint n)
{
  guint length = 1;

  while (length < MIN (n, MAX_DIGITS) && glyphs[length].y == glyphs[0].y && glyphs[length].x < glyphs[length - 1].x
         && glyphs[length - 1].x - glyphs[length].x < self->face->height * 2)
    length++;
  return length;
}

/* cairo would draw all of them through one mask as large as the lanes. */
void
pl_digits_flush_pixels (PlDigits *self, const PlPixels *to)
{
  Face *face = self->face;
  Press press = { .face = face, .to = to };

  /* Nothing is as wide as a digit is high and again as much, and nothing reaches further below. */
  press.stencil.stride = ((int) ceil (face->height * 2 * to->scale) + 8) * (int) (MAX_DIGITS + 1);
  press.stencil.cover = g_malloc0 ((gsize) press.stencil.stride * (gsize) (ceil (face->height * 2 * to->scale) + 8));
  if (face->scale != to->scale)
    drop_shapes (face);
  face->scale = to->scale;
  for (guint i = 0; i < self->n_colors; i++)
    {
      const cairo_glyph_t *glyphs = (const cairo_glyph_t *) (const void *) self->batches[i]->data;
      guint64 colors[256];

      for (guint cover = 0; cover < 256; cover++)
        colors[cover] = pl_pixels_share (pl_color_pixel (&self->colors[i]), cover);
      for (guint k = 0, n; k < self->batches[i]->len; k += n)
        {
          n = number_length (self, glyphs + k, self->batches[i]->len - k);
          press_number (&press, glyphs + k, n, colors);
        }
      g_array_set_size (self->batches[i], 0);
    }
  g_free (press.stencil.cover);
}

void
pl_digits_free (PlDigits *self)
{
  for (guint i = 0; i < self->n_colors; i++)
    g_array_unref (self->batches[i]);
  face_release (self->face);
  g_free (self);
}
