/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-fill.h"

#include <math.h>
#include <string.h>

#include "paint/pl-boxes.h"

#define MAX_TILE PL_HATCH_MAX
/* Rows of a stack from its base up; more are drawn by rectangles. */
#define MAX_ROWS 128
/* A part is written so many rows at a time: the next one goes over what was too much. Heights are as
 * good as random, and a loop of a random length is guessed wrongly at each end. */
#define CHUNK 8
/* In pixels. */
#define CACHE_LINE 16

typedef PlBox Box;

typedef struct {
  guint32 solid, tint;
  guint32 tile[MAX_TILE * MAX_TILE];
  gboolean tiled;
  guint32 upward[MAX_TILE + MAX_ROWS + CHUNK];  /* plain, row above row, from the first one of a tile on */
} Paint;

struct _PlFill {
  const PlTheme *theme;
  Box box;
  double scale;
  /* pixels: of an image of its own, or of the target's, if that is one */
  cairo_surface_t *surface;
  cairo_t *under;               /* onto them */
  guint32 *direct;              /* the box in the target's; NULL: it has an image */
  cairo_surface_t *row;         /* one row of what lies beneath all */
  cairo_t *on_row;
  guint32 *pixels;
  int width, height, stride, period;
  /* the band below the one that was laid last, in pixels: how much of it is fetched, and how much for each from the left */
  const guint32 *next;
  gssize next_size, fetched, fetch_step;
  int stack_y, stack_phase;     /* of the stacks before: their lowest row, and where it is in a tile, from below */
  Paint paints[PL_N_LOOKS];
  /* vector */
  GArray *boxes[PL_N_LOOKS][PL_N_FILLS];
};

static void
make_paint (PlFill *self, guint state)
{
  const PlStateLook *look = &self->theme->states[state];
  Paint *paint = &self->paints[state];
  gboolean striped = look->pattern == PL_PATTERN_STRIPES;

  paint->solid = pl_color_pixel (&look->color);
  paint->tint = pl_color_pixel (&look->tint);
  paint->tiled = striped || look->pattern == PL_PATTERN_HATCH || look->pattern == PL_PATTERN_HATCH_BACK;
  for (int y = 0; y < self->period && paint->tiled; y++)
    for (int x = 0; x < self->period; x++)
      paint->tile[y * self->period + x] = pl_look_hatch_pixel (look, x, y, self->period, self->scale);
  for (int i = 0, y = 0; i < (int) G_N_ELEMENTS (paint->upward); i++, y = y > 0 ? y - 1 : self->period - 1)
    paint->upward[i] = striped ? paint->tile[y * self->period] : paint->solid;
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
start_image (PlFill *self)
{
  self->width = MAX ((int) ceil (self->box.width * self->scale), 1);
  self->height = MAX ((int) ceil (self->box.height * self->scale), 1);
  self->surface = create_surface (self->width, self->height);
  cairo_surface_set_device_scale (self->surface, self->scale, self->scale);
  self->under = cairo_create (self->surface);
  cairo_translate (self->under, -self->box.x, -self->box.y);
}

/* Where the target has pixels there is no need for an image. */
static gboolean
start_direct (PlFill *self, cairo_t *cr)
{
  PlPixels place;

  if (!pl_pixels_find (cr, &self->box, &place) || place.scale != self->scale)
    return FALSE;
  self->direct = place.pixels;
  self->width = place.width;
  self->height = place.height;
  self->surface = cairo_surface_reference (cairo_get_group_target (cr));
  self->under = cairo_reference (cr);
  return TRUE;
}

/* It shows what lies in the middle of the box. */
static void
start_row (PlFill *self)
{
  self->row = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX (self->width, 1), 1);
  cairo_surface_set_device_scale (self->row, self->scale, self->scale);
  self->on_row = cairo_create (self->row);
  cairo_translate (self->on_row, -self->box.x, -floor (self->box.y + self->box.height / 2));
  pl_set_color (self->on_row, &self->theme->background);
  cairo_paint (self->on_row);
}

static void
start_pixels (PlFill *self, cairo_t *cr)
{
  self->scale = CLAMP (pl_look_scale (cr, NULL), 1, 4);
  self->period = MIN ((int) lround (PL_HATCH_PERIOD * self->scale), MAX_TILE);
  if (!start_direct (self, cr))
    start_image (self);
  self->stride = cairo_image_surface_get_stride (self->surface) / 4;
  start_row (self);
  for (guint s = 1; s < PL_N_LOOKS; s++)
    make_paint (self, s);
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
  for (guint s = 0; s < PL_N_LOOKS && vector; s++)
    for (guint how = 0; how < PL_N_FILLS; how++)
      self->boxes[s][how] = g_array_new (FALSE, FALSE, sizeof (Box));
  return self;
}

cairo_t *
pl_fill_row (PlFill *self)
{
  return self->on_row;
}

cairo_t *
pl_fill_ground (PlFill *self, cairo_t *cr)
{
  if (!self->surface)
    return cr;
  if (self->pixels)
    cairo_surface_mark_dirty (self->surface);
  self->pixels = NULL;
  return self->under;
}

/* From here on pixels are written past cairo. */
static guint32 *
get_pixels (PlFill *self)
{
  if (!self->pixels && self->surface)
    {
      cairo_surface_flush (self->surface);
      self->pixels = self->direct ? self->direct : (guint32 *) (void *) cairo_image_surface_get_data (self->surface);
    }
  return self->pixels;
}

/* One row is written, the others are copied from it. */
static void
fill_tiled (PlFill *self, const Paint *paint, int x0, int y0, int x1, int y1)
{
  gsize bytes = (gsize) (x1 - x0) * sizeof (guint32);

  for (int y = y0; y < y1; y++)
    {
      const guint32 *tile = &paint->tile[(y % self->period) * self->period];
      guint32 *row = self->pixels + (gssize) y * self->stride;
      int phase = x0 % self->period;

      if (y >= y0 + self->period)
        {
          memcpy (row + x0, row - (gssize) self->period * self->stride + x0, bytes);
          continue;
        }
      for (int x = x0; x < x1; x++)
        {
          row[x] = tile[phase];
          if (++phase == self->period)
            phase = 0;
        }
    }
}

/* Rounding without a call: nothing here is far below zero. */
static inline int
to_int (double value)
{
  return (int) (value + 1024.5) - 1024;
}

/* These rows are the next to be laid. */
static void
expect_band (PlFill *self, int y, int rows)
{
  self->fetched = self->next_size = 0;
  if (rows <= 0)
    return;
  self->next = self->pixels + (gssize) y * self->stride;
  self->next_size = (gssize) (rows - 1) * self->stride + self->width;
  self->fetch_step = self->next_size / MAX (self->width, 1) + 1;
}

void
pl_fill_lay_rows (PlFill *self, double y, double height)
{
  const guint32 *row;
  int y0, y1;

  if (!self->surface || !get_pixels (self))
    return;
  cairo_surface_flush (self->row);
  row = (const guint32 *) (const void *) cairo_image_surface_get_data (self->row);
  y0 = MAX (to_int ((y - self->box.y) * self->scale), 0);
  y1 = MIN (to_int ((y + height - self->box.y) * self->scale), self->height);
  for (int i = y0; i < y1 && self->width > 0; i++)
    memcpy (self->pixels + (gssize) i * self->stride, row, (gsize) self->width * sizeof (guint32));
  expect_band (self, y1, MIN (y1 - y0, self->height - y1));
}

/* A frame is more than caches hold, and to lay a band is mostly to wait for its pixels. So these are fetched while what goes
 * over the band above is written: as large a part of them as of that lies left of x. */
static inline void
fetch_ahead (PlFill *self, int x)
{
  for (gssize n = MIN (x * self->fetch_step, self->next_size); self->fetched < n; self->fetched += CACHE_LINE)
    __builtin_prefetch (&self->next[self->fetched], 1);
}

void
pl_fill_rect (PlFill *self, guint look, PlFillHow how, double x, double y, double width, double height)
{
  if (width <= 0 || height <= 0)
    return;
  /* Stripes lie across, and are seen however narrow it is. */
  if (how == PL_FILL_PLAIN && self->theme->states[look].pattern == PL_PATTERN_STRIPES)
    how = PL_FILL_PATTERN;
  if (self->surface)
    {
      int x0 = MAX (to_int ((x - self->box.x) * self->scale), 0);
      int y0 = MAX (to_int ((y - self->box.y) * self->scale), 0);
      int x1 = MIN (to_int ((x + width - self->box.x) * self->scale), self->width);
      int y1 = MIN (to_int ((y + height - self->box.y) * self->scale), self->height);

      if (x0 >= x1 || y0 >= y1 || !get_pixels (self))
        return;
      fetch_ahead (self, x1);
      if (how == PL_FILL_PATTERN && self->paints[look].tiled)
        fill_tiled (self, &self->paints[look], x0, y0, x1, y1);
      else
        pl_pixels_fill_block (self->pixels + (gssize) y0 * self->stride + x0, self->stride, x1 - x0, y1 - y0,
                              how == PL_FILL_TINT ? self->paints[look].tint : self->paints[look].solid);
    }
  else
    {
      Box box = { x, y, width, height };

      g_array_append_val (self->boxes[look][how], box);
    }
}

/* From the base up; y: of the lowest row. 0: they are none, or too many. */
static inline int
gather_rows (PlFill *self, int y, const PlFillPart *parts, guint n, guint32 *column)
{
  int rows = (int) self->scale, used = 0;

  /* Of all marks in a lane it is the same, and a division is dear. */
  if (y != self->stack_y)
    self->stack_phase = (self->period - MAX (y, 0) % self->period) % self->period;
  self->stack_y = y;
  for (guint i = 0; i < n; i++)
    {
      const guint32 *upward = &self->paints[parts[i].look].upward[self->stack_phase];
      int top = used + parts[i].height * rows;

      if (top > MAX_ROWS)
        return 0;
      do
        {
          memcpy (&column[used], &upward[used], CHUNK * sizeof *column);
          used += CHUNK;
        }
      while (used < top);
      used = top;
    }
  return used;
}

/* FALSE: it cannot be done so. */
static gboolean
stack_pixels (PlFill *self, double x, double width, double base, const PlFillPart *parts, guint n)
{
  guint32 column[MAX_ROWS + CHUNK];
  int x0 = MAX (to_int ((x - self->box.x) * self->scale), 0);
  int x1 = MIN (to_int ((x + width - self->box.x) * self->scale), self->width);
  int y = to_int ((base - self->box.y) * self->scale) - 1, below = MAX (y - (self->height - 1), 0), used;

  /* Where one user unit is a whole number of pixels. */
  if ((double) (int) self->scale != self->scale || !get_pixels (self))
    return FALSE;
  used = gather_rows (self, y, parts, n, column);
  fetch_ahead (self, x1);
  pl_pixels_fill_rows (self->pixels + x0 + (gssize) (y - below) * self->stride, -self->stride, x1 - x0,
                       MIN (used, y + 1) - below, &column[below]);
  return used > 0;
}

void
pl_fill_stack (PlFill *self, double x, double width, double base, const PlFillPart *parts, guint n)
{
  if (stack_pixels (self, x, width, base, parts, n))
    return;
  for (guint i = 0; i < n; i++)
    {
      base -= parts[i].height;
      pl_fill_rect (self, parts[i].look, PL_FILL_PLAIN, x, base, width, parts[i].height);
    }
}

static void
flush_boxes (PlFill *self, cairo_t *cr, guint state, PlFillHow how)
{
  const PlStateLook *look = &self->theme->states[state];
  GArray *boxes = self->boxes[state][how];
  gboolean striped = how == PL_FILL_PATTERN && look->pattern == PL_PATTERN_STRIPES;
  gboolean hatched = how == PL_FILL_PATTERN
                     && (look->pattern == PL_PATTERN_HATCH || look->pattern == PL_PATTERN_HATCH_BACK);
  const Box *all = (const Box *) (const void *) boxes->data;

  if (boxes->len == 0)
    return;
  pl_boxes_path (cr, all, boxes->len);
  pl_set_color (cr, striped || hatched || how == PL_FILL_TINT ? &look->tint : &look->color);
  cairo_fill (cr);
  for (guint i = 0; i < boxes->len && hatched; i++)
    pl_look_hatch (cr, look, &all[i]);
  if (!striped)
    return;
  pl_boxes_lines (cr, all, boxes->len, PL_STRIPE_PERIOD);
  pl_set_color (cr, &look->color);
  cairo_fill (cr);
}

void
pl_fill_digits (PlFill *self, PlDigits *digits)
{
  PlPixels to = { NULL, self->width, self->height, self->stride, self->box.x, self->box.y, self->scale };

  to.pixels = get_pixels (self);
  if (to.pixels)
    pl_digits_flush_pixels (digits, &to);
}

void
pl_fill_flush (PlFill *self, cairo_t *cr)
{
  cairo_save (cr);
  cairo_rectangle (cr, self->box.x, self->box.y, self->box.width, self->box.height);
  cairo_clip (cr);
  if (self->direct)
    {
      if (self->pixels && self->width > 0 && self->height > 0)
        cairo_surface_mark_dirty (self->surface);
    }
  else if (self->surface)
    {
      cairo_surface_mark_dirty (self->surface);
      cairo_set_source_surface (cr, self->surface, self->box.x, self->box.y);
      cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_paint (cr);
    }
  else
    {
      for (guint s = 1; s < PL_N_LOOKS; s++)
        for (guint how = 0; how < PL_N_FILLS; how++)
          flush_boxes (self, cr, s, how);
    }
  cairo_restore (cr);
}

void
pl_fill_free (PlFill *self)
{
  g_clear_pointer (&self->under, cairo_destroy);
  g_clear_pointer (&self->on_row, cairo_destroy);
  g_clear_pointer (&self->row, cairo_surface_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  for (guint s = 0; s < PL_N_LOOKS; s++)
    for (guint how = 0; how < PL_N_FILLS; how++)
      g_clear_pointer (&self->boxes[s][how], g_array_unref);
  g_free (self);
}
