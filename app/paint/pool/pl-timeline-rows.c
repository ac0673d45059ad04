/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "paint/pool/pl-timeline-rows.h"

PlTimelineRows *
pl_timeline_rows_new (guint n_lanes)
{
  PlTimelineRows *self = g_rc_box_new0 (PlTimelineRows);

  self->n_lanes = n_lanes;
  self->rows = g_new0 (PlTimelineRow, MAX (n_lanes, 1));
  self->row_of = g_new (guint, MAX (n_lanes, 1));
  for (guint lane = 0; lane < n_lanes; lane++)
    self->row_of[lane] = PL_NO_ROW;
  return self;
}

PlTimelineRows *
pl_timeline_rows_ref (PlTimelineRows *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  PlTimelineRows *self = data;

  g_free (self->rows);
  g_free (self->row_of);
}

void
pl_timeline_rows_unref (PlTimelineRows *self)
{
  g_rc_box_release_full (self, clear);
}

PlTimelineRow *
pl_timeline_rows_add (PlTimelineRows *self, guint lane)
{
  PlTimelineRow *row = &self->rows[self->n];

  row->lane = lane;
  self->row_of[lane] = self->n++;
  return row;
}
