/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which lanes have rows in a timeline, from top to bottom, where that is not all of them in their order. */

#include "paint/parts/pl-legend.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* More arrows of one kind are a thicket and tell nothing: none is drawn, unless somebody asked for them all. */
#define PL_MOST_ARROWS 20u

typedef struct _PlTimelineRow PlTimelineRow;
typedef struct _PlTimelineRows PlTimelineRows;

struct _PlTimelineRow {
  guint lane;
  guint n_below;        /* lanes that can be folded below it */
  guint n_folded;       /* of these, those that have no rows now */
  guint8 depth;         /* 1: it can be folded below another */
  gboolean aside;       /* not what the picture is about: dim */
  gboolean bare;        /* its lane's spans are not drawn in it */
};

struct _PlTimelineRows {
  guint n;
  PlTimelineRow *rows;
  guint divider;        /* above this row a line sets apart what comes below; n: nowhere */
  guint n_lanes;
  guint *row_of;        /* of each lane its row, or the one it is folded below; PL_NO_ROW: it has none */
  gboolean folds;       /* anything can be folded: there is a column for that */
  /* What a row is called, on one line, and what stands below that; trace: of the moment that is looked at. */
  char *(*name) (PlTrace *trace, const PlTimelineRow *row);
  char *(*detail) (PlTrace *trace, const PlTimelineRow *row);
  /* What its legend has beside states; NULL: nothing. */
  const PlLegendMarks *marks;
  /* Births, and ends that somebody waited for, see pl_recording_lives (); NULL: there are no arrows for them. */
  guint (*lives) (PlTrace *trace, guint lane, gint64 from_ns, gint64 to_ns, PlMessage *lives, guint max);
  /* Who ended a wait, see pl_recording_wake (); an arrow to the one that is selected or pointed at. NULL: nobody is known. */
  gboolean (*wake) (PlTrace *trace, guint lane, guint64 index, PlMessage *wake);
};

#define PL_NO_ROW G_MAXUINT

/* Counted references; a drawing may outlive the rows that its picture has by now. All zero, with room for n rows of
 * n_lanes lanes, none of which has one. */
PlTimelineRows *pl_timeline_rows_new (guint n_lanes);
PlTimelineRows *pl_timeline_rows_ref (PlTimelineRows *self);
void pl_timeline_rows_unref (PlTimelineRows *self);
/* The next row, for its lane, to be filled in. */
PlTimelineRow *pl_timeline_rows_add (PlTimelineRows *self, guint lane);

/* NULL: all lanes in their order. FALSE: the lane has no row of its own. */
static inline gboolean
pl_timeline_rows_has (const PlTimelineRows *self, guint lane)
{
  return !self || (lane < self->n_lanes && self->row_of[lane] != PL_NO_ROW && self->rows[self->row_of[lane]].lane == lane);
}

G_END_DECLS
