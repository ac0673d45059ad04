/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/race/pl-race-picture-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The legend as far as the layout has to know it: what stands in that of several races, and how high it is. */

/* From one line to the next. */
#define ROW_GAP 7.0

const char *
pl_rp_legend_name (PlRacePicture *self, guint entry)
{
  static const char *const names[PL_RP_N_ENTRIES] = {
    [PL_RP_ENTRY_SURVIVES] = N_("survives: the final count builds on it"),
    [PL_RP_ENTRY_LOST] = N_("lost: the final count does not build on it"),
    [PL_RP_ENTRY_WAITS] = N_("waiting for the lock"),
  };

  return self->looked.entries & (1u << entry) ? _(names[entry]) : NULL;
}

PlLegendFlow
pl_rp_legend_flow (PlRacePicture *self)
{
  double line = pl_rp_line_height (self, PL_RP_SMALL);

  return (PlLegendFlow) {
    .ink = self->ink, .theme = self->theme, .font = pl_rp_font (self, PL_RP_SMALL), .x = self->density.margin,
    .y = self->legend_y, .width = self->width - 2 * self->density.margin,
    .middle = round (self->legend_y) - self->legend_y + line / 2, .swatch = 30, .gap = 28, .whole = TRUE,
    .row = self->looked.entries != 0 ? line + ROW_GAP : 0,
  };
}

double
pl_rp_legend_height (PlRacePicture *self)
{
  PlLegendFlow legend = pl_rp_legend_flow (self);
  const char *name;

  for (guint entry = 0; entry < PL_RP_N_ENTRIES; entry++)
    if ((name = pl_rp_legend_name (self, entry)) != NULL)
      pl_legend_take (&legend, name, NULL);
  return legend.down + pl_rp_line_height (self, PL_RP_SMALL);
}
