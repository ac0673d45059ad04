/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "base/pl-text.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-text.h"

#define SWATCH_WIDTH 31.0
#define SWATCH_HEIGHT 19.0
#define ROW 28.0
#define GAP 22.0

/* In the order in which a task meets them, the rare ones last. */
static const PlState order[] = {
  PL_STATE_WORKING, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_SENDING, PL_STATE_WAITING_TASK,
  PL_STATE_STARTING, PL_STATE_PAUSED, PL_STATE_DEAD,
};

void
pl_legend_swatch_draw (cairo_t *cr, PlState state, PlThemeId theme_id, double width, double height)
{
  const PlTheme *theme = pl_theme_get (theme_id);
  const PlStateLook *look;
  double share;

  if ((guint) state >= PL_N_STATES)
    return;
  look = &theme->states[state];
  if (look->pattern == PL_PATTERN_CROSS)
    {
      pl_look_cross (cr, look, theme, width / 2, height / 2, MIN (width, height) * 0.3);
      return;
    }
  share = MAX (round (height * look->height), 2);
  pl_look_fill (cr, look, 0, height - share, width, share);
}

/* All workers together, over the time in view. */
static void
sum_workers (PlTrace *trace, const PlViewport *view, PlShares *sum)
{
  guint n = pl_trace_get_n_lanes (trace);

  memset (sum, 0, sizeof *sum);
  for (guint lane = 0; lane < n; lane++)
    {
      PlShares shares;

      pl_trace_sum (trace, lane, view->from_ns, view->to_ns, &shares);
      /* Pauses stand in the parent's lane. */
      if (lane == 0)
        {
          sum->states |= shares.states & (1u << PL_STATE_PAUSED);
          continue;
        }
      for (guint s = 0; s < PL_N_STATES; s++)
        sum->state_ns[s] += shares.state_ns[s];
      sum->states |= shares.states;
    }
}

static void
draw_letter (cairo_t *cr, PlInk *ink, const PlTheme *theme, PlState state, double x, double y)
{
  const PlStateLook *look = &theme->states[state];
  gboolean hatched = look->pattern == PL_PATTERN_HATCH || look->pattern == PL_PATTERN_HATCH_BACK;
  const PlColor *color = look->height < 0.5 ? &theme->dim_text : &look->text;
  double middle = y + SWATCH_HEIGHT - MAX (look->height, 0.5) * SWATCH_HEIGHT / 2 - (look->height < 0.5 ? 4 : 0);

  if (look->pattern == PL_PATTERN_CROSS)
    return;
  if (hatched)
    {
      double height = SWATCH_HEIGHT * look->height;

      pl_set_color (cr, &look->tint);
      cairo_rectangle (cr, x + SWATCH_WIDTH / 2 - 7, y + SWATCH_HEIGHT - height, 14, height);
      cairo_fill (cr);
    }
  pl_ink_draw (ink, cr, pl_state_letter (state), &(PlFont) { 10.5, PL_INK_BOLD, 0 }, x + SWATCH_WIDTH / 2, middle,
               PL_INK_CENTER, color);
}

static void
draw_entry (cairo_t *cr, PlInk *ink, PlThemeId theme_id, PlState state, const char *share,
            double x, double y, double name_width)
{
  const PlTheme *theme = pl_theme_get (theme_id);
  double middle = y + SWATCH_HEIGHT / 2;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  pl_legend_swatch_draw (cr, state, theme_id, SWATCH_WIDTH, SWATCH_HEIGHT);
  cairo_restore (cr);
  draw_letter (cr, ink, theme, state, x, y);
  x += SWATCH_WIDTH + 8;
  pl_ink_draw (ink, cr, pl_state_name (state), &PL_FONT_SUBTITLE, x, middle, PL_INK_START, &theme->text);
  pl_ink_draw (ink, cr, share, &PL_FONT_SUBTITLE, x + name_width + 6, middle, PL_INK_START, &theme->dim_text);
}

double
pl_legend_flow (cairo_t *cr, PlInk *ink, PlTrace *trace, const PlViewport *view, PlThemeId theme, const PlBox *box)
{
  double x = box->x, y = box->y, whole = 0;
  PlShares shares;

  sum_workers (trace, view, &shares);
  for (guint s = 1; s < PL_N_STATES; s++)
    whole += (double) shares.state_ns[s];
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      PlState state = order[i];
      double part = (double) shares.state_ns[state], name_width, share_width, width;
      g_autofree char *share = part > 0 && whole > 0 ? pl_text_percent (part, whole) : g_strdup ("");

      if (!(shares.states & (1u << state)))
        continue;
      pl_ink_measure (ink, pl_state_name (state), &PL_FONT_SUBTITLE, &name_width, NULL);
      pl_ink_measure (ink, share, &PL_FONT_SUBTITLE, &share_width, NULL);
      width = SWATCH_WIDTH + 8 + ceil (name_width) + 6 + ceil (share_width);
      if (x > box->x && x + width > box->x + box->width)
        {
          x = box->x;
          y += ROW;
        }
      if (cr)
        draw_entry (cr, ink, theme, state, share, x, y, name_width);
      x += width + GAP;
    }
  return y - box->y + SWATCH_HEIGHT;
}
