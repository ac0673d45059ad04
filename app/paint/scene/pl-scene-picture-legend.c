/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/scene/pl-scene-picture-private.h"

#include "trace/pl-trace-text.h"

#define SWATCH_WIDTH 31.0
#define SWATCH_HEIGHT 19.0
#define ROW 28.0
#define GAP 22.0

static const PlState order[] = {
  PL_STATE_WORKING,      PL_STATE_RECEIVING, PL_STATE_WAITING_LOCK,
  PL_STATE_WAITING_TASK, PL_STATE_STARTING,  PL_STATE_DEAD,
};

/* The states that occur, in the scene's own words. */
double
pl_sp_legend_flow (PlScenePicture *self, cairo_t *cr, const PlBox *box)
{
  double x = box->x, y = box->y;
  guint32 states = 0;

  for (guint lane = 1; lane < pl_trace_get_n_lanes (self->trace); lane++)
    {
      PlShares shares;

      pl_trace_sum (self->trace, lane, 0, pl_trace_get_end_ns (self->trace) + 1, &shares);
      states |= shares.states;
    }
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *name = pl_scene_state_name (self->plan, order[i]);
      double width;

      if (!(states & (1u << order[i])))
        continue;
      pl_ink_measure (self->ink, name, &PL_FONT_SUBTITLE, &width, NULL);
      width += SWATCH_WIDTH + 8;
      if (x > box->x && x + width > box->x + box->width)
        {
          x = box->x;
          y += ROW;
        }
      if (cr)
        {
          cairo_save (cr);
          cairo_translate (cr, x, y);
          pl_legend_swatch_draw (cr, order[i], self->theme_id, SWATCH_WIDTH, SWATCH_HEIGHT);
          cairo_restore (cr);
          pl_ink_draw (self->ink, cr, name, &PL_FONT_SUBTITLE, x + SWATCH_WIDTH + 8,
                       y + SWATCH_HEIGHT / 2, PL_INK_START, &self->theme->text);
        }
      x += width + GAP;
    }
  return y - box->y + SWATCH_HEIGHT;
}
