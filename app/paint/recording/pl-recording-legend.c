/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/recording/pl-recording-legend.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "paint/pool/pl-timeline-rows.h"
#include "trace/recording/pl-outputs.h"
#include "trace/recording/pl-recording-events.h"
#include "trace/recording/pl-recording.h"

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
draw_still (cairo_t *cr, const PlTheme *theme, double width, double height)
{
  const PlColor *color = &theme->states[PL_STATE_PAUSED].color;

  cairo_rectangle (cr, 0, 0, width, height);
  pl_set_color_alpha (cr, color, 0.22);
  cairo_fill (cr);
  pl_set_color_alpha (cr, color, 0.9);
  cairo_rectangle (cr, 0, 0, 1, height);
  cairo_rectangle (cr, width - 1, 0, 1, height);
  cairo_fill (cr);
}

/* As the ticks over the marks of whoever wrote. */
static void
draw_tick (cairo_t *cr, gboolean torn, const PlTheme *theme, double width, double height)
{
  double tall = MIN (height, 11);

  pl_set_color (cr, torn ? &theme->lost.color : &theme->dim_text);
  cairo_rectangle (cr, floor (width / 2) - 1, floor ((height - tall) / 2), torn ? 3 : 2, tall);
  cairo_fill (cr);
}

static void
draw (cairo_t *cr, guint mark, const PlTheme *theme, double width, double height)
{
  if (mark == PL_RECORDING_LIFE)
    {
      pl_set_color (cr, &theme->states[PL_STATE_STARTING].color);
      pl_legend_arrow_draw (cr, width, height);
    }
  else if (mark == PL_RECORDING_STILL)
    draw_still (cr, theme, width, height);
  else
    draw_tick (cr, mark == PL_RECORDING_TORN, theme, width, height);
}

static const char *
name (guint mark)
{
  static const char *const names[PL_N_RECORDING_MARKS] = {
    [PL_RECORDING_STILL] = N_("paused"),
    [PL_RECORDING_WROTE] = N_("wrote to the terminal"),
    [PL_RECORDING_TORN] = N_("a line that several wrote into"),
    [PL_RECORDING_LIFE] = N_("start, and end that was waited for"),
  };

  return _(names[mark]);
}

static guint32
occurring (PlTrace *trace, gint64 from_ns, gint64 to_ns)
{
  PlOutputs *outputs = pl_outputs_of (trace);
  /* Of a replay no more than there was by then. */
  gint64 end_ns = MIN (to_ns, pl_trace_get_end_ns (trace) + 1);
  guint from = pl_outputs_at (outputs, 0, from_ns), end = pl_outputs_at (outputs, 0, end_ns);
  PlMessage lives[PL_MOST_ARROWS];
  guint n_lives = pl_recording_lives (trace, G_MAXUINT, from_ns, end_ns, lives, PL_MOST_ARROWS);
  guint32 marks = has_stops (trace, from_ns, end_ns) ? 1u << PL_RECORDING_STILL : 0;

  if (from < end)
    marks |= 1u << PL_RECORDING_WROTE;
  if (n_lives > 0 && n_lives <= PL_MOST_ARROWS)
    marks |= 1u << PL_RECORDING_LIFE;
  if (pl_outputs_torn (outputs, 0, from, end) < end)
    marks |= 1u << PL_RECORDING_TORN;
  return marks;
}

static guint32
states_now (PlTrace *trace)
{
  guint32 states = 0;
  PlSpan wait;

  for (guint lane = 1; pl_trace_get_live (trace) && lane < pl_trace_get_n_lanes (trace); lane++)
    if (pl_recording_waits_now (trace, lane, &wait))
      states |= 1u << wait.state;
  return states;
}

const PlLegendMarks pl_recording_marks = { PL_N_RECORDING_MARKS, occurring, name, draw, states_now };
