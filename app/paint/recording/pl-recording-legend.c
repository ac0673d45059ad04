/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/recording/pl-recording-legend.h"

#include <glib/gi18n-lib.h>

#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-recording-events.h"

static gboolean
has_stops (PlTrace *trace, gint64 from_ns, gint64 to_ns)
{
  const GArray *stops = pl_recording_events_of (trace)->stops;

  for (guint i = 0; i < stops->len; i++)
    {
      const PlStop *stop = &g_array_index (stops, PlStop, i);

      if (stop->from_ns < to_ns && stop->to_ns > from_ns)
        return TRUE;
    }
  return FALSE;
}

/* As a stretch of a lane looks that stood still, but for the marks below. */
static void
draw_still (PlLegendFlow *flow, cairo_t *cr)
{
  const PlColor *color = &flow->theme->states[PL_STATE_PAUSED].color;
  double x = flow->at_x, y = flow->at_y;

  cairo_rectangle (cr, x, y, PL_LEGEND_SWATCH_WIDTH, PL_LEGEND_SWATCH_HEIGHT);
  pl_set_color_alpha (cr, color, 0.22);
  cairo_fill (cr);
  pl_set_color_alpha (cr, color, 0.9);
  cairo_rectangle (cr, x, y, 1, PL_LEGEND_SWATCH_HEIGHT);
  cairo_rectangle (cr, x + PL_LEGEND_SWATCH_WIDTH - 1, y, 1, PL_LEGEND_SWATCH_HEIGHT);
  cairo_fill (cr);
}

/* As the ticks over the marks of whoever wrote. */
static void
draw_tick (PlLegendFlow *flow, cairo_t *cr, gboolean torn)
{
  pl_set_color (cr, torn ? &flow->theme->lost.color : &flow->theme->dim_text);
  cairo_rectangle (cr, flow->at_x + PL_LEGEND_SWATCH_WIDTH / 2 - 1, flow->at_y + 4, torn ? 3 : 2, PL_LEGEND_SWATCH_HEIGHT - 8);
  cairo_fill (cr);
}

static void
add_tick (PlLegendFlow *flow, cairo_t *cr, const char *name, gboolean torn)
{
  pl_legend_take (flow, name, NULL);
  if (!cr)
    return;
  draw_tick (flow, cr, torn);
  pl_legend_write (flow, cr);
}

void
pl_recording_legend_add (PlLegendFlow *flow, cairo_t *cr, PlTrace *trace, gint64 from_ns, gint64 to_ns)
{
  PlOutputs *outputs = pl_outputs_of (trace);
  /* Of a replay no more than there was by then. */
  gint64 end_ns = MIN (to_ns, pl_trace_get_end_ns (trace) + 1);
  guint from = pl_outputs_at (outputs, 0, from_ns), end = pl_outputs_at (outputs, 0, end_ns);

  if (has_stops (trace, from_ns, end_ns))
    {
      pl_legend_take (flow, _("standing still"), NULL);
      if (cr)
        {
          draw_still (flow, cr);
          pl_legend_write (flow, cr);
        }
    }
  if (from >= end)
    return;
  add_tick (flow, cr, _("wrote to the terminal"), FALSE);
  if (pl_outputs_torn (outputs, 0, from, end) < end)
    add_tick (flow, cr, _("a line that several wrote into"), TRUE);
}
