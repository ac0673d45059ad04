/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "base/pl-text.h"
#include "paint/parts/pl-legend.h"
#include "paint/pool/pl-timeline-private.h"
#include "trace/pl-trace-text.h"

/* In the order in which a task meets them, the rare ones last. */
static const PlState order[] = {
  PL_STATE_WORKING, PL_STATE_WAITING_LOCK, PL_STATE_RECEIVING, PL_STATE_SENDING, PL_STATE_WAITING_TASK,
  PL_STATE_STARTING, PL_STATE_PAUSED, PL_STATE_DEAD,
};

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
  double middle = y + PL_LEGEND_SWATCH_HEIGHT - MAX (look->height, 0.5) * PL_LEGEND_SWATCH_HEIGHT / 2 - (look->height < 0.5 ? 4 : 0);

  if (look->pattern == PL_PATTERN_CROSS)
    return;
  if (hatched)
    {
      double height = PL_LEGEND_SWATCH_HEIGHT * look->height;

      pl_set_color (cr, &look->tint);
      cairo_rectangle (cr, x + PL_LEGEND_SWATCH_WIDTH / 2 - 7, y + PL_LEGEND_SWATCH_HEIGHT - height, 14, height);
      cairo_fill (cr);
    }
  pl_ink_draw (ink, cr, pl_state_letter (state), &(PlFont) { 10.5, PL_INK_BOLD, 0 }, x + PL_LEGEND_SWATCH_WIDTH / 2, middle,
               PL_INK_CENTER, color);
}

/* Which time the shares are of; and that something is left out, which they are of, too. */
static void
add_words (PlLegendFlow *legend, cairo_t *cr, const char *words)
{
  const double swatch = legend->swatch;

  /* Where the swatch of an entry would begin. */
  legend->swatch = -PL_LEGEND_SHARE_X;
  pl_legend_take (legend, "", words);
  if (cr)
    pl_legend_write (legend, cr);
  legend->swatch = swatch;
}

static char *
count_hidden (const PlViewport *view, guint32 states)
{
  guint n = (guint) __builtin_popcount (view->hidden & states);

  return n > 0 ? g_strdup_printf (ngettext ("%u state hidden", "%u states hidden", n), n) : NULL;
}

double
pl_timeline_legend_flow (cairo_t *cr, PlInk *ink, PlTrace *trace, const PlViewport *view, const PlTheme *theme,
                         const PlBox *box)
{
  PlLegendFlow legend = pl_legend_in_rows (ink, theme, box);
  gboolean all = view->from_ns <= 0 && view->to_ns >= pl_trace_get_end_ns (trace);
  g_autofree char *hidden = NULL;
  double whole = 0;
  PlShares shares;

  legend.whole = TRUE;
  sum_workers (trace, view, &shares);
  for (guint s = 1; s < PL_N_STATES; s++)
    whole += (double) shares.state_ns[s];
  hidden = count_hidden (view, shares.states);
  add_words (&legend, cr, all ? _("Whole run:") : _("This range:"));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      PlState state = order[i];
      double part = (double) shares.state_ns[state];
      g_autofree char *share = part > 0 && whole > 0 ? pl_text_percent (part, whole) : g_strdup ("");

      if (!(shares.states & ~view->hidden & (1u << state)))
        continue;
      pl_legend_take (&legend, pl_state_name (state), share);
      if (!cr)
        continue;
      pl_legend_draw_state (&legend, cr, state);
      draw_letter (cr, ink, theme, state, legend.at_x, legend.at_y);
      pl_legend_write (&legend, cr);
    }
  if (hidden)
    add_words (&legend, cr, hidden);
  return pl_legend_rows_height (&legend);
}
