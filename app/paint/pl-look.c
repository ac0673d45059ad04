/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pl-look.h"

#include <math.h>

/* Of the lines of a hatch, in user space. */
#define THICK 2.2
/* Larger tiles are repeated faster. */
#define TILE_PERIODS 8

double
pl_look_scale (cairo_t *cr, double *device)
{
  double sx = 1, sy = 1;
  cairo_matrix_t matrix;

  cairo_surface_get_device_scale (cairo_get_target (cr), &sx, &sy);
  if (device)
    *device = MAX (sx, sy);
  cairo_get_matrix (cr, &matrix);
  return MAX (sx, sy) * (matrix.xy == 0 && matrix.yx == 0 ? matrix.xx : 1);
}

gboolean
pl_look_on_pixels (cairo_t *cr, double x, double y)
{
  double device;
  double scale = pl_look_scale (cr, &device);

  cairo_user_to_device (cr, &x, &y);
  x *= device;
  y *= device;
  return scale >= 1 && fabs (x - round (x)) < 1e-6 && fabs (y - round (y)) < 1e-6;
}

void
pl_look_lay (cairo_t *cr, cairo_surface_t *image, const PlBox *box)
{
  cairo_save (cr);
  cairo_set_source_surface (cr, image, box->x, box->y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_fill (cr);
  cairo_restore (cr);
}

static cairo_surface_t *
create_tile (int side)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
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

static gboolean
is_stripe (int y, int period)
{
  return y % (period / 2) < MAX (period / PL_HATCH_PERIOD, 1);
}

static void
draw_stripes (cairo_t *cr, const PlStateLook *look, const PlBox *box)
{
  for (double y = box->y; y < box->y + box->height; y += PL_STRIPE_PERIOD)
    cairo_rectangle (cr, box->x, y, box->width, MIN (1, box->y + box->height - y));
  pl_set_color (cr, &look->color);
  cairo_fill (cr);
}

/* The lines of a hatch across a box; the path only. */
static void
hatch_path (cairo_t *cr, gboolean back, const PlBox *box)
{
  double first = back ? box->x - box->height : box->x;
  double offset = fmod (first + (back ? -box->y : box->y), PL_HATCH_PERIOD);

  for (double x = first - offset; x < box->x + box->width + (back ? 0 : box->height); x += PL_HATCH_PERIOD)
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

void
pl_look_hatch (cairo_t *cr, const PlStateLook *look, const PlBox *box)
{
  if (look->pattern == PL_PATTERN_STRIPES)
    {
      draw_stripes (cr, look, box);
      return;
    }
  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  hatch_path (cr, look->pattern == PL_PATTERN_HATCH_BACK, box);
  pl_set_color (cr, &look->color);
  cairo_set_line_width (cr, THICK * 0.75);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
pl_look_fill (cairo_t *cr, const PlStateLook *look, double x, double y, double width, double height)
{
  gboolean solid = look->pattern == PL_PATTERN_SOLID;
  PlBox box = { x, y, width, height };

  cairo_rectangle (cr, x, y, width, height);
  pl_set_color (cr, solid ? &look->color : &look->tint);
  cairo_fill (cr);
  if (!solid && look->pattern != PL_PATTERN_CROSS)
    pl_look_hatch (cr, look, &box);
  if (look->pattern == PL_PATTERN_HOLLOW_HATCH)
    {
      cairo_rectangle (cr, x + 0.75, y + 0.75, width - 1.5, height - 1.5);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
}

guint32
pl_look_hatch_pixel (const PlStateLook *look, int x, int y, int period, double scale)
{
  int along = look->pattern == PL_PATTERN_HATCH_BACK ? x - y + period : x + y;
  PlColor color;

  if (look->pattern == PL_PATTERN_STRIPES)
    return pl_color_pixel (is_stripe (y, period) ? &look->color : &look->tint);
  color = mix (&look->tint, &look->color, hatch_cover (along, THICK * scale * 1.2, period));

  return pl_color_pixel (&color);
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
  period = MIN ((int) lround (PL_HATCH_PERIOD * scale), PL_HATCH_MAX);
  side = period * TILE_PERIODS;
  tile = create_tile (side);
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        guchar *row = cairo_image_surface_get_data (tile) + y * cairo_image_surface_get_stride (tile);

        ((guint32 *) (void *) row)[x] = pl_look_hatch_pixel (look, x % period, y % period, period, scale);
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
  PlBox box;

  cairo_path_extents (cr, &x0, &y0, &x1, &y1);
  box = (PlBox) { x0, y0, x1 - x0, y1 - y0 };
  cairo_save (cr);
  pl_set_color (cr, &look->tint);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  if (box.width > 0 && box.height > 0)
    pl_look_hatch (cr, look, &box);
  cairo_restore (cr);
}

void
pl_look_fill_path (cairo_t *cr, const PlStateLook *look, gboolean vector)
{
  cairo_pattern_t *pattern;

  if (look->pattern == PL_PATTERN_SOLID || look->pattern == PL_PATTERN_CROSS)
    {
      pl_set_color (cr, &look->color);
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
      pl_set_color (cr, pass == 0 ? &theme->background : &look->color);
      cairo_set_line_width (cr, MAX (radius * 0.36, 1.4) + (pass == 0 ? 2.4 : 0));
      cairo_move_to (cr, x - radius, y - radius);
      cairo_line_to (cr, x + radius, y + radius);
      cairo_move_to (cr, x + radius, y - radius);
      cairo_line_to (cr, x - radius, y + radius);
      cairo_stroke (cr);
    }
  cairo_restore (cr);
}
