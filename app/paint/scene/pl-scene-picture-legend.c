/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include "paint/parts/pl-legend.h"
#include "trace/pl-trace-text.h"

static const PlState order[] = {
  PL_STATE_WORKING,      PL_STATE_RECEIVING, PL_STATE_WAITING_LOCK,
  PL_STATE_WAITING_TASK, PL_STATE_STARTING,  PL_STATE_DEAD,
};

/* The states that occur, in the scene's own words. */
double
pl_sp_legend_flow (PlScenePicture *self, cairo_t *cr, const PlBox *box)
{
  PlLegendFlow legend = pl_legend_in_rows (self->ink, self->theme, box);
  guint32 states = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (self->trace); lane++)
    {
      PlShares shares;

      pl_trace_sum (self->trace, lane, 0, pl_trace_get_end_ns (self->trace) + 1, &shares);
      states |= shares.states;
    }
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (!(states & (1u << order[i])))
        continue;
      pl_legend_take (&legend, pl_scene_state_name (self->plan, order[i]), NULL);
      if (!cr)
        continue;
      pl_legend_draw_state (&legend, cr, order[i]);
      pl_legend_write (&legend, cr);
    }
  return pl_legend_rows_height (&legend);
}
