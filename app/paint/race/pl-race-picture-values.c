/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "paint/pl-digits.h"

/* What the boxes say: the value read and the one stored, how many are folded, load and store. */

#define MAX_LABELS 256
#define DOT_INSET PL_RP_DOT_INSET
#define DOT_RADIUS 3.5

/* Where a lane's row of small text is taken already. */
typedef struct { double from[MAX_LABELS], to[MAX_LABELS]; guint n; } Row;

static gboolean
take (Row *row, double from, double to)
{
  for (guint i = 0; i < row->n; i++)
    if (from < row->to[i] && to > row->from[i])
      return FALSE;
  if (row->n == MAX_LABELS)
    return FALSE;
  row->from[row->n] = from;
  row->to[row->n++] = to;
  return TRUE;
}

/* Whether a link comes to this box from a lane above; else from its own or one below. */
static gboolean
read_from (PlRacePicture *self, const PlRpBox *box, gboolean above)
{
  PlIncrementInfo info;

  if (!pl_race_get_increment (self->race, self->part, box->first, &info) ||
      info.parent.worker == G_MAXUINT)
    return FALSE;
  return (info.parent.worker < box->first.worker) == (above != FALSE);
}

/* On a ground of its own, so that hatches and links do not run through it. */
static void
draw_on_ground (PlRacePicture *self, cairo_t *cr, PlRpFont font, const PlColor *ground,
                const PlColor *color, double x, double y, const char *text)
{
  double width = pl_rp_text_width (self, font, text);
  PlRpRect rect = { x - 3, y, width + 6, pl_rp_line_height (self, font) };

  pl_rp_fill (cr, &rect, ground);
  pl_rp_text (self, cr, font, color, x, y, -1, 0, text);
}

static void
fill_values (const PlRpBox *box, char **full, char **brief)
{
  g_autofree char *read = pl_text_count (box->value_read),
                  *stored = pl_text_count ((guint64) box->value_read + 1);

  *full = g_strdup_printf ("%s→%s", read, stored);
  *brief = g_strdup_printf ("→%s", stored);
}

static void
full_dot (cairo_t *cr, double x, double y, const PlColor *color)
{
  pl_set_color (cr, color);
  cairo_arc (cr, x, y, DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
hollow_dot (cairo_t *cr, double x, double y, const PlColor *color, const PlColor *ground)
{
  cairo_set_line_width (cr, 1.5);
  cairo_arc (cr, x, y, DOT_RADIUS - 0.5, 0, 2 * G_PI);
  pl_set_color (cr, ground);
  cairo_fill_preserve (cr);
  pl_set_color (cr, color);
  cairo_stroke (cr);
}

void
pl_rp_draw_dots (cairo_t *cr, double load_x, double store_x, double y, const PlColor *color,
                 const PlColor *ground)
{
  pl_set_color (cr, color);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, load_x, y);
  cairo_line_to (cr, store_x, y);
  cairo_stroke (cr);
  full_dot (cr, store_x, y, color);
  hollow_dot (cr, load_x, y, color, ground);
}

/* Load and store stand at the ends of a box: a hollow dot and a full one, and a line for the value
 * that is carried from one to the other; broken for the text between from and to. */
static void
draw_carried (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, double from, double to)
{
  const PlColor *color =
    box->n_lost > 0 ? &self->theme->lost.text : &self->theme->survivor.text;
  const PlColor *ground = box->n_lost > 0 ? &self->theme->lost.tint : &self->theme->survivor.color;
  double left = box->rect.x + DOT_INSET, right = box->rect.x + box->rect.width - DOT_INSET;
  double y = box->rect.y + box->rect.height / 2;
  gboolean has_load = box->load_ns >= self->from_ns, has_store = box->store_ns <= pl_rp_seen_ns (self);

  pl_set_color (cr, color);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, has_load ? left : box->rect.x, y);
  cairo_line_to (cr, from, y);
  cairo_move_to (cr, to, y);
  cairo_line_to (cr, has_store ? right : box->rect.x + box->rect.width, y);
  cairo_stroke (cr);
  if (has_store)
    full_dot (cr, right, y, color);
  if (has_load)
    hollow_dot (cr, left, y, color, ground);
}

static void
draw_text_inside (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, PlRpFont font, double x,
                  const char *text)
{
  const PlStateLook *look = box->n_lost > 0 ? &self->theme->lost : &self->theme->survivor;
  double y = box->rect.y + (box->rect.height - pl_rp_line_height (self, font)) / 2;

  if (box->n_lost > 0)
    draw_on_ground (self, cr, font, &look->tint, &look->text, x, y, text);
  else
    pl_rp_text (self, cr, font, &look->text, x, y, -1, 0, text);
}

/* Much room: what was read at the load, what was stored at the store. */
static gboolean
draw_value_ends (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, PlRpFont font)
{
  g_autofree char *read = pl_text_count (box->value_read),
                  *stored = pl_text_count ((guint64) box->value_read + 1);
  double ends = DOT_INSET + DOT_RADIUS + 6, width = pl_rp_text_width (self, font, stored);
  double from = box->rect.x + ends + pl_rp_text_width (self, font, read) + 6;
  double to = box->rect.x + box->rect.width - ends - width - 6;

  if (to - from < 40 || pl_rp_line_height (self, font) > box->rect.height || box->load_ns < self->from_ns ||
      box->store_ns > pl_rp_seen_ns (self))
    return FALSE;
  draw_carried (self, cr, box, box->rect.x + DOT_INSET, box->rect.x + box->rect.width - DOT_INSET);
  cairo_new_path (cr);
  cairo_move_to (cr, from, box->rect.y + box->rect.height / 2);
  cairo_line_to (cr, to, box->rect.y + box->rect.height / 2);
  cairo_stroke (cr);
  draw_text_inside (self, cr, box, font, box->rect.x + ends, read);
  draw_text_inside (self, cr, box, font, to + 6, stored);
  return TRUE;
}

static gboolean
draw_value_inside (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, PlRpFont font,
                   const char *text)
{
  double width = pl_rp_text_width (self, font, text);
  double x = box->rect.x + (box->rect.width - width) / 2;

  if (width > box->rect.width - 8 || pl_rp_line_height (self, font) > box->rect.height)
    return FALSE;
  if (width <= box->rect.width - 4 * DOT_INSET)
    draw_carried (self, cr, box, x - 5, x + width + 5);
  draw_text_inside (self, cr, box, font, x, text);
  return TRUE;
}

/* In the largest of its shares. */
static void
draw_fold_count (PlRacePicture *self, cairo_t *cr, PlDigits *digits, const PlRpBox *box)
{
  const PlStateLook *looks[PL_RP_N_SHARES] = { &self->theme->states[PL_STATE_WAITING_LOCK],
                                               &self->theme->lost, &self->theme->survivor };
  g_autofree char *count = pl_text_count (box->n);
  /* Not to be taken for a value. */
  g_autofree char *text = g_strconcat ("×", count, NULL);
  double width = pl_digits_text_width (digits, text), line = pl_rp_line_height (self, PL_RP_TINY);
  PlRpRect rect = pl_rp_share_rect (box, PL_RP_KEPT), ground;
  const PlStateLook *look = looks[PL_RP_KEPT];
  double y;

  for (guint i = 0; i < PL_RP_KEPT; i++)
    {
      PlRpRect other = pl_rp_share_rect (box, i);

      if (other.height > rect.height)
        {
          rect = other;
          look = looks[i];
        }
    }
  if (width > rect.width - 5 || rect.height < line - 3)
    return;
  y = rect.y + rect.height / 2;
  ground = (PlRpRect) { rect.x + (rect.width - width) / 2 - 1, y - line / 2 + 2, width + 2,
                        line - 4 };
  if (look->pattern != PL_PATTERN_SOLID)
    pl_rp_fill (cr, &ground, &look->tint);
  pl_digits_add_text (digits, text, rect.x + rect.width / 2, y, &look->text);
}

/* The lowest lane with anything in it, of a picture without a collision: no links run below it. */
static gboolean
is_chain_end (PlRacePicture *self, guint lane)
{
  return !self->has_branch && self->boxes->len > 0 &&
         g_array_index (self->boxes, PlRpBox, self->boxes->len - 1).lane == lane;
}

/* All links of this lane come from above: values stand below, in the row of the captions. */
static gboolean
values_below (PlRacePicture *self, guint lane)
{
  return self->density.captions && lane > 0 && is_chain_end (self, lane);
}

/* Beside the box, on the side where no links are. */
static gboolean
draw_value_beside (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, PlRpFont font, Row *row,
                   const char *text)
{
  double width = pl_rp_text_width (self, font, text), middle = box->rect.x + box->rect.width / 2;
  double right = self->plot.x + self->plot.width, x = middle - width / 2;
  double y = box->rect.y - pl_rp_line_height (self, font) - 5;

  /* A link leaves from the end of the store that was read. */
  if (box->role == PL_RP_PARENT)
    x = box->rect.x + box->rect.width - width - 6;
  /* And one comes to the beginning of a load from above. */
  else if (box->role >= PL_RP_READER && read_from (self, box, TRUE))
    x = box->rect.x + 10;
  x = CLAMP (x, self->plot.x, MAX (right - width, self->plot.x));
  if (!take (row, x - 5, x + width + 5))
    return FALSE;
  if (values_below (self, box->lane))
    y = box->rect.y + box->rect.height + 5;
  draw_on_ground (self, cr, font, &self->theme->background,
                  box->n_lost > 0 ? &self->theme->lost.color : &self->theme->text, x, y, text);
  return TRUE;
}

/* What cannot fit need not be measured: there may be thousands of boxes. */
static gboolean
is_hopeless (const PlRpBox *box)
{
  return box->rect.width < 24;
}

/* In the box where it fits, else above it where there is room; whole if possible. */
static void
draw_value (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, Row *above)
{
  g_autofree char *full = NULL, *brief = NULL;
  gboolean key = box->role >= PL_RP_READER || box->selected;
  PlRpFont font = key ? PL_RP_SMALL_BOLD : PL_RP_TINY;

  if (!key && is_hopeless (box))
    return;
  /* What it will store is not to be known before. */
  if (self->looked.until_ns > 0 && box->store_ns > pl_rp_seen_ns (self))
    return;
  fill_values (box, &full, &brief);
  if (draw_value_ends (self, cr, box, font) || draw_value_inside (self, cr, box, font, full))
    return;
  if (!key && draw_value_inside (self, cr, box, font, brief))
    return;
  if (box->rect.width >= 3 * DOT_INSET && box->rect.height >= 2 * DOT_RADIUS)
    draw_carried (self, cr, box, box->rect.x + box->rect.width / 2,
                  box->rect.x + box->rect.width / 2);
  /* In a window with many, one above another's box would be taken for its. */
  if (self->framed && !key && box->rect.width < 0.7 * pl_rp_text_width (self, font, full))
    return;
  if (self->value_row > 2 && !draw_value_beside (self, cr, box, font, above, full))
    draw_value_beside (self, cr, box, font, above, brief);
}

static void
draw_caption (PlRacePicture *self, cairo_t *cr, Row *below, double x, double y, const char *text)
{
  double width = pl_rp_text_width (self, PL_RP_TINY, text);

  if (x < self->plot.x - 4 || x + width > self->plot.x + self->plot.width + 4 ||
      !take (below, x - 3, x + width + 3))
    return;
  draw_on_ground (self, cr, PL_RP_TINY, &self->theme->background, &self->theme->dim_text, x, y,
                  text);
}

/* Under the box's edges; beside them where it is narrow. Of what was read only the store counts. */
static void
draw_captions (PlRacePicture *self, cairo_t *cr, const PlRpBox *box, Row *below)
{
  const char *load = _("load"), *store = _("store");
  double load_width = pl_rp_text_width (self, PL_RP_TINY, load),
         store_width = pl_rp_text_width (self, PL_RP_TINY, store);
  double right = box->rect.x + box->rect.width, y = box->rect.y + box->rect.height + 6;
  gboolean narrow = load_width + store_width + 26 > box->rect.width;
  gboolean outside = narrow && box->role != PL_RP_PARENT;

  if (!self->has_branch && (narrow || !is_chain_end (self, box->lane)))
    return;
  if (box->store_ns <= pl_rp_seen_ns (self))
    draw_caption (self, cr, below, outside ? right + 8 : right - store_width - 8, y, store);
  if (box->load_ns < self->from_ns || box->role == PL_RP_PARENT)
    return;
  if (!narrow)
    draw_caption (self, cr, below, box->rect.x + 8, y, load);
  else if (!read_from (self, box, FALSE))
    draw_caption (self, cr, below, box->rect.x - load_width - 8, y, load);
}

/* What matters most takes its place first. */
static void
draw_lane_values (PlRacePicture *self, cairo_t *cr, guint lane)
{
  g_autofree Row *above = g_new0 (Row, 1), *below = g_new0 (Row, 1);

  for (int role = PL_RP_LOST; role >= (int) PL_RP_OTHER; role--)
    for (guint i = 0; i < self->boxes->len; i++)
      {
        const PlRpBox *box = &g_array_index (self->boxes, PlRpBox, i);

        if (box->lane != lane || (int) box->role != role || box->n > 1)
          continue;
        draw_value (self, cr, box, values_below (self, lane) ? below : above);
        if (self->density.captions && (role != PL_RP_OTHER || !self->has_branch))
          draw_captions (self, cr, box, below);
      }
}

void
pl_rp_draw_values (PlRacePicture *self, cairo_t *cr)
{
  PlDigits *digits = pl_digits_new (self->ink, 12 * self->scale);

  for (guint i = 0; i < self->boxes->len; i++)
    if (g_array_index (self->boxes, PlRpBox, i).n > 1)
      draw_fold_count (self, cr, digits, &g_array_index (self->boxes, PlRpBox, i));
  pl_digits_flush (digits, cr);
  pl_digits_free (digits);
  for (guint i = 0; i < self->n_lanes; i++)
    draw_lane_values (self, cr, i);
}
