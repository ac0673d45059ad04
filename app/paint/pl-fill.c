/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-fill.h"

#include <math.h>

/* Hatch lines: one every PERIOD pixels, THICK wide, in user space. */
#define PERIOD 6
#define THICK 2.2
#define MAX_TILE 24
/* Larger tiles are repeated faster. */
#define TILE_PERIODS 8

typedef struct { double x, y, width, height; } Box;

typedef struct {
  guint32 solid;
  guint32 tile[MAX_TILE * MAX_TILE];
  gboolean tiled;
} Paint;

struct _PlFill {
  const PlTheme *theme;
  Box box;
  double scale;
  /* pixels */
  cairo_surface_t *surface;
  cairo_t *ground;
  guint32 *pixels;
  int width, height, stride, period;
  Paint paints[PL_N_STATES];
  /* vector: [state][plain] */
  GArray *boxes[PL_N_STATES][2];
};

static void
set_color (cairo_t *cr, const PlColor *color)
{
  cairo_set_source_rgb (cr, color->r, color->g, color->b);
}

static guint32
to_pixel (const PlColor *color)
{
  return 0xff000000u | (guint32) lround (color->r * 255) << 16 | (guint32) lround (color->g * 255) << 8
         | (guint32) lround (color->b * 255);
}

static PlColor
mix (const PlColor *a, const PlColor *b, double share)
{
  return (PlColor) { a->r + (b->r - a->r) * share, a->g + (b->g - a->g) * share, a->b + (b->b - a->b) * share };
}

/* How much of a pixel at this place along a hatch's period is line. */
static double
hatch_cover (double phase, double thick, double period)
{
  double distance = fabs (fmod (phase + period, period) - period / 2);

  return CLAMP ((period / 2 - distance) * 0.7071 - (period - thick) / 2 * 0.7071 + thick / 2 * 0.4, 0, 1);
}

static void
make_paint (PlFill *self, PlState state)
{
  const PlStateLook *look = &self->theme->states[state];
  Paint *paint = &self->paints[state];

  paint->solid = to_pixel (&look->color);
  paint->tiled = look->pattern == PL_PATTERN_HATCH || look->pattern == PL_PATTERN_HATCH_BACK;
  for (int y = 0; y < self->period && paint->tiled; y++)
    for (int x = 0; x < self->period; x++)
      {
        int along = look->pattern == PL_PATTERN_HATCH ? x + y : x - y + self->period;
        double cover = hatch_cover (along, THICK * self->scale * 1.2, self->period);
        PlColor color = mix (&look->tint, &look->color, cover);

        paint->tile[y * self->period + x] = to_pixel (&color);
      }
}

/* cairo would clear it first; it is all painted over at once. */
static cairo_surface_t *
create_surface (int width, int height)
{
  static const cairo_user_data_key_t key;
  int stride = cairo_format_stride_for_width (CAIRO_FORMAT_RGB24, width);
  guchar *data = stride > 0 ? g_try_malloc_n ((gsize) height, (gsize) stride) : NULL;
  cairo_surface_t *surface;

  if (!data)
    return cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  surface = cairo_image_surface_create_for_data (data, CAIRO_FORMAT_RGB24, width, height, stride);
  cairo_surface_set_user_data (surface, &key, data, g_free);
  return surface;
}

static void
start_pixels (PlFill *self, cairo_t *cr)
{
  double sx = 1, sy = 1;

  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  self->scale = CLAMP (MAX (sx, sy), 1, 4);
  self->period = MIN ((int) lround (PERIOD * self->scale), MAX_TILE);
  self->width = MAX ((int) ceil (self->box.width * self->scale), 1);
  self->height = MAX ((int) ceil (self->box.height * self->scale), 1);
  self->surface = create_surface (self->width, self->height);
  cairo_surface_set_device_scale (self->surface, self->scale, self->scale);
  self->ground = cairo_create (self->surface);
  cairo_translate (self->ground, -self->box.x, -self->box.y);
  set_color (self->ground, &self->theme->background);
  cairo_paint (self->ground);
  self->stride = cairo_image_surface_get_stride (self->surface) / 4;
  for (guint s = 1; s < PL_N_STATES; s++)
    make_paint (self, (PlState) s);
}

PlFill *
pl_fill_new (cairo_t *cr, const PlTheme *theme, double x, double y, double width, double height, gboolean vector)
{
  PlFill *self = g_new0 (PlFill, 1);

  self->theme = theme;
  self->scale = 1;
  self->box = (Box) { x, y, width, height };
  if (!vector)
    start_pixels (self, cr);
  for (guint s = 0; s < PL_N_STATES && vector; s++)
    for (guint plain = 0; plain < 2; plain++)
      self->boxes[s][plain] = g_array_new (FALSE, FALSE, sizeof (Box));
  return self;
}

cairo_t *
pl_fill_ground (PlFill *self, cairo_t *cr)
{
  return self->surface ? self->ground : cr;
}

/* From here on pixels are written past cairo. */
static guint32 *
get_pixels (PlFill *self)
{
  if (!self->pixels && self->surface)
    {
      cairo_surface_flush (self->surface);
      self->pixels = (guint32 *) (void *) cairo_image_surface_get_data (self->surface);
    }
  return self->pixels;
}

static void
fill_tiled (PlFill *self, const Paint *paint, int x0, int y0, int x1, int y1)
{
  for (int y = y0; y < y1; y++)
    {
      const guint32 *tile = &paint->tile[(y % self->period) * self->period];
      guint32 *row = self->pixels + (gssize) y * self->stride;
      int phase = x0 % self->period;

      for (int x = x0; x < x1; x++)
        {
          row[x] = tile[phase];
          if (++phase == self->period)
            phase = 0;
        }
    }
}

static void
fill_solid (PlFill *self, guint32 pixel, int x0, int y0, int x1, int y1)
{
  for (int y = y0; y < y1; y++)
    {
      guint32 *row = self->pixels + (gssize) y * self->stride;

      for (int x = x0; x < x1; x++)
        row[x] = pixel;
    }
}

/* Rounding without a call: nothing here is far below zero. */
static inline int
to_int (double value)
{
  return (int) (value + 1024.5) - 1024;
}

void
pl_fill_rect (PlFill *self, PlState state, gboolean plain, double x, double y, double width, double height)
{
  if (width <= 0 || height <= 0)
    return;
  if (self->surface)
    {
      int x0 = MAX (to_int ((x - self->box.x) * self->scale), 0);
      int y0 = MAX (to_int ((y - self->box.y) * self->scale), 0);
      int x1 = MIN (to_int ((x + width - self->box.x) * self->scale), self->width);
      int y1 = MIN (to_int ((y + height - self->box.y) * self->scale), self->height);

      if (!get_pixels (self))
        return;
      if (!plain && self->paints[state].tiled)
        fill_tiled (self, &self->paints[state], x0, y0, x1, y1);
      else
        fill_solid (self, self->paints[state].solid, x0, y0, x1, y1);
    }
  else
    {
      Box box = { x, y, width, height };

      g_array_append_val (self->boxes[state][plain != FALSE], box);
    }
}

/* Rows from y down to, not including, to. Rows of a few pixels, so the common widths are spelled out. */
static inline void
fill_up (guint32 *pixels, gssize stride, guint32 pixel, int width, int y, int to)
{
  guint32 *at = pixels + y * stride;

  for (; y > to; y--, at -= stride)
    if (width == 3)
      at[0] = at[1] = at[2] = pixel;
    else
      for (int i = 0; i < width; i++)
        at[i] = pixel;
}

/* As above, where one user unit is a whole number of pixels. */
static void
stack_pixels (PlFill *self, int x0, int x1, int bottom, int rows, const PlFillPart *parts, guint n)
{
  guint32 *pixels = self->pixels + x0;
  int y = bottom;

  for (guint i = 0; i < n; i++)
    {
      int to = MAX (y - parts[i].height * rows, -1);

      fill_up (pixels, self->stride, self->paints[parts[i].state].solid, x1 - x0, MIN (y, self->height - 1), to);
      y = to;
    }
}

void
pl_fill_stack (PlFill *self, double x, double width, double base, const PlFillPart *parts, guint n)
{
  int rows = (int) self->scale;

  if ((double) rows == self->scale && get_pixels (self))
    {
      int x0 = MAX (to_int ((x - self->box.x) * self->scale), 0);
      int x1 = MIN (to_int ((x + width - self->box.x) * self->scale), self->width);

      stack_pixels (self, x0, x1, to_int ((base - self->box.y) * self->scale) - 1, rows, parts, n);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      base -= parts[i].height;
      pl_fill_rect (self, (PlState) parts[i].state, TRUE, x, base, width, parts[i].height);
    }
}

/* The lines of a hatch across a box; the path only. */
static void
hatch_path (cairo_t *cr, gboolean back, const Box *box)
{
  double first = back ? box->x - box->height : box->x;
  double offset = fmod (first + (back ? -box->y : box->y), PERIOD);

  for (double x = first - offset; x < box->x + box->width + (back ? 0 : box->height); x += PERIOD)
    {
      if (back)
        {
          cairo_move_to (cr, x, box->y);
          cairo_line_to (cr, x + box->height, box->y + box->height);
        }
      else
        {
          cairo_move_to (cr, x, box->y);
          cairo_line_to (cr, x - box->height, box->y + box->height);
        }
    }
}

static void
hatch_box (cairo_t *cr, const PlStateLook *look, const Box *box)
{
  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  hatch_path (cr, look->pattern == PL_PATTERN_HATCH_BACK, box);
  set_color (cr, &look->color);
  cairo_set_line_width (cr, THICK * 0.75);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
flush_boxes (PlFill *self, cairo_t *cr, PlState state, gboolean plain)
{
  const PlStateLook *look = &self->theme->states[state];
  GArray *boxes = self->boxes[state][plain];
  gboolean hatched = !plain && (look->pattern == PL_PATTERN_HATCH || look->pattern == PL_PATTERN_HATCH_BACK);

  if (boxes->len == 0)
    return;
  for (guint i = 0; i < boxes->len; i++)
    {
      const Box *box = &g_array_index (boxes, Box, i);

      cairo_rectangle (cr, box->x, box->y, box->width, box->height);
    }
  set_color (cr, hatched ? &look->tint : &look->color);
  cairo_fill (cr);
  for (guint i = 0; i < boxes->len && hatched; i++)
    hatch_box (cr, look, &g_array_index (boxes, Box, i));
}

void
pl_fill_flush (PlFill *self, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, self->box.x, self->box.y, self->box.width, self->box.height);
  cairo_clip (cr);
  if (self->surface)
    {
      cairo_surface_mark_dirty (self->surface);
      cairo_set_source_surface (cr, self->surface, self->box.x, self->box.y);
      cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_paint (cr);
    }
  else
    {
      for (guint s = 1; s < PL_N_STATES; s++)
        for (guint plain = 0; plain < 2; plain++)
          flush_boxes (self, cr, (PlState) s, plain == 1);
    }
  cairo_restore (cr);
}

void
pl_fill_free (PlFill *self)
{
  g_clear_pointer (&self->ground, cairo_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  for (guint s = 0; s < PL_N_STATES; s++)
    for (guint plain = 0; plain < 2; plain++)
      g_clear_pointer (&self->boxes[s][plain], g_array_unref);
  g_free (self);
}

void
pl_look_fill (cairo_t *cr, const PlStateLook *look, double x, double y, double width, double height)
{
  gboolean solid = look->pattern == PL_PATTERN_SOLID;
  Box box = { x, y, width, height };

  cairo_rectangle (cr, x, y, width, height);
  set_color (cr, solid ? &look->color : &look->tint);
  cairo_fill (cr);
  if (!solid && look->pattern != PL_PATTERN_CROSS)
    hatch_box (cr, look, &box);
  if (look->pattern == PL_PATTERN_HOLLOW_HATCH)
    {
      cairo_rectangle (cr, x + 0.75, y + 0.75, width - 1.5, height - 1.5);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
}

static PlColor
hatch_color (const PlStateLook *look, int x, int y, int period, double scale)
{
  int along = look->pattern == PL_PATTERN_HATCH_BACK ? x - y + period * TILE_PERIODS : x + y;

  return mix (&look->tint, &look->color, hatch_cover (along, THICK * scale * 1.2, period));
}

/* Pixels of a hatch, to be repeated. */
static cairo_pattern_t *
hatch_pattern (cairo_t *cr, const PlStateLook *look)
{
  double sx = 1, sy = 1, scale;
  int period, side;
  cairo_surface_t *tile;
  cairo_pattern_t *pattern;

  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  scale = CLAMP (MAX (sx, sy), 1, 4);
  period = MIN ((int) lround (PERIOD * scale), MAX_TILE);
  side = period * TILE_PERIODS;
  tile = create_surface (side, side);
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        PlColor color = hatch_color (look, x % period, y % period, period, scale);
        guchar *row = cairo_image_surface_get_data (tile) + y * cairo_image_surface_get_stride (tile);

        ((guint32 *) (void *) row)[x] = to_pixel (&color);
      }
  cairo_surface_mark_dirty (tile);
  cairo_surface_set_device_scale (tile, scale, scale);
  pattern = cairo_pattern_create_for_surface (tile);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);
  cairo_surface_destroy (tile);
  return pattern;
}

static void
hatch_lines_in_path (cairo_t *cr, const PlStateLook *look)
{
  double x0, y0, x1, y1;
  Box box;

  cairo_path_extents (cr, &x0, &y0, &x1, &y1);
  box = (Box) { x0, y0, x1 - x0, y1 - y0 };
  cairo_save (cr);
  set_color (cr, &look->tint);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  if (box.width > 0 && box.height > 0)
    hatch_box (cr, look, &box);
  cairo_restore (cr);
}

void
pl_look_fill_path (cairo_t *cr, const PlStateLook *look, gboolean vector)
{
  cairo_pattern_t *pattern;

  if (look->pattern == PL_PATTERN_SOLID || look->pattern == PL_PATTERN_CROSS)
    {
      set_color (cr, &look->color);
      cairo_fill (cr);
      return;
    }
  if (vector)
    {
      hatch_lines_in_path (cr, look);
      return;
    }
  pattern = hatch_pattern (cr, look);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

void
pl_look_cross (cairo_t *cr, const PlStateLook *look, const PlTheme *theme, double x, double y, double radius)
{
  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  /* A rim in the background's colour sets it off whatever lies under it. */
  for (guint pass = 0; pass < 2; pass++)
    {
      set_color (cr, pass == 0 ? &theme->background : &look->color);
      cairo_set_line_width (cr, MAX (radius * 0.36, 1.4) + (pass == 0 ? 2.4 : 0));
      cairo_move_to (cr, x - radius, y - radius);
      cairo_line_to (cr, x + radius, y + radius);
      cairo_move_to (cr, x + radius, y - radius);
      cairo_line_to (cr, x - radius, y + radius);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
