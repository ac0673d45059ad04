/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/parts/pl-overlay-private.h"

#include <math.h>

#include "paint/pl-look.h"

/* The words of a note are shaped and drawn once: while they, their size and the theme stay, a label is an image. */

/* Twice what is in sight at most, for a second window or size. */
#define MAX_IMAGES 80u

static void
draw_words (PlOverlay *self, cairo_t *cr, const PlOverlayNote *note, double x, double y)
{
  PlFont font = pl_overlay_note_font (self);
  double pad = PL_OVERLAY_PAD * self->scale, rim = 1.5 * self->scale;

  cairo_rectangle (cr, x, y, note->label.width, note->label.height);
  pl_set_color (cr, &self->theme->background);
  cairo_fill (cr);
  /* Its rim lies within: an image has no room outside. */
  cairo_rectangle (cr, x + rim / 2, y + rim / 2, note->label.width - rim, note->label.height - rim);
  pl_set_color (cr, &self->theme->accent);
  cairo_set_line_width (cr, rim);
  cairo_stroke (cr);
  pl_ink_draw (self->ink, cr, note->text, &font, x + pad, y + pad, PL_INK_START, &self->theme->text);
}

static cairo_surface_t *
make_image (PlOverlay *self, const PlOverlayNote *note, double scale)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) ceil (note->label.width * scale),
                                                       (int) ceil (note->label.height * scale));
  cairo_t *cr;

  cairo_surface_set_device_scale (image, scale, scale);
  cr = cairo_create (image);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  draw_words (self, cr, note, 0, 0);
  cairo_destroy (cr);
  return image;
}

/* Belongs to the picture. */
static cairo_surface_t *
get_image (PlOverlay *self, const PlOverlayNote *note, double scale)
{
  GHashTable *images = g_object_get_data (G_OBJECT (self->picture), "pl-overlay-labels");
  g_autofree char *key = g_strdup_printf ("%d %g %g %s", self->theme_id, self->scale, scale, note->text);
  cairo_surface_t *image;

  if (!images)
    {
      images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cairo_surface_destroy);
      g_object_set_data_full (G_OBJECT (self->picture), "pl-overlay-labels", images, (GDestroyNotify) g_hash_table_unref);
    }
  image = g_hash_table_lookup (images, key);
  if (image)
    return image;
  if (g_hash_table_size (images) >= MAX_IMAGES)
    g_hash_table_remove_all (images);
  image = make_image (self, note, scale);
  g_hash_table_insert (images, g_steal_pointer (&key), image);
  return image;
}

void
pl_overlay_draw_label (PlOverlay *self, cairo_t *cr, const PlOverlayNote *note)
{
  if (self->vector || !pl_look_on_pixels (cr, note->label.x, note->label.y))
    draw_words (self, cr, note, note->label.x, note->label.y);
  else
    pl_look_lay (cr, get_image (self, note, pl_look_scale (cr, NULL)), &note->label);
}
