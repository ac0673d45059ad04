/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "paint/pool/pl-timeline-private.h"

/* The way in with a PlView. */

void
pl_view_init (PlView *view, PlTrace *trace)
{
  *view = (PlView) { .from_ns = 0, .to_ns = MAX (pl_trace_get_end_ns (trace), 1), .show_messages = TRUE };
}

void
pl_view_to_viewport (const PlView *view, PlViewport *viewport)
{
  *viewport = (PlViewport) {
    .from_ns = view->from_ns, .to_ns = view->to_ns, .scroll = view->scroll, .hidden = view->hidden,
    .has_selection = view->has_selection,
    .selected = { 0, view->selected_lane, view->selected_index, view->selected_index },
    .has_range = view->has_range, .range_from_ns = view->range_from_ns, .range_to_ns = view->range_to_ns,
    .has_hover = view->has_hover, .hover = { 0, view->hover_lane, view->hover_index, view->hover_index },
    .show_messages = view->show_messages,
  };
}

PlTimeline *
pl_timeline_new (PlTrace *trace, const PlView *view, PlThemeId theme, double width, double height, guint parts)
{
  const PlPaper paper = { theme, 1, width, height, parts };
  PlViewport viewport;

  g_return_val_if_fail (PL_IS_TRACE (trace) && view != NULL, NULL);
  pl_view_to_viewport (view, &viewport);
  return pl_timeline_lay_out (trace, &viewport, &paper);
}

void
pl_minimap_draw (cairo_t *cr, PlTrace *trace, const PlView *view, PlThemeId theme, double width, double height)
{
  PlViewport viewport;

  pl_view_to_viewport (view, &viewport);
  pl_minimap_draw_viewport (cr, trace, &viewport, theme, width, height);
}

double
pl_timeline_natural_height (PlTrace *trace, double width, guint parts)
{
  PlTimelineLayout layout;
  PlViewport viewport = { .to_ns = MAX (pl_trace_get_end_ns (trace), 1), .show_messages = TRUE };

  pl_timeline_layout (trace, pl_ink_for (G_OBJECT (trace)), &viewport, width, 0, parts, &layout);
  return ceil (layout.natural_height);
}
