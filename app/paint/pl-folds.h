/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a lane looks like at one scale: spans long enough to be seen, and folds of those that are
 * not. It depends on the scale alone, not on where one looks, so it is kept with the trace: a view
 * that moves, or a pointer that moves over it, finds nearly all of it there. */

#include "paint/pl-fill.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* One mark, small: a picture may hold tens of thousands. */
typedef struct {
  gint64 start_ns;
  guint32 first, last;
  float x, width;               /* filled in by the timeline */
  guint8 state;                 /* of the span, or the worst in the fold that is not filtered out */
  guint8 n_parts;               /* of a fold: a bar of what is in it and not filtered out, from best to worst */
  PlFillPart parts[PL_N_LOOKS];
  /* Of a span at a task of which the kernel tells: n_parts is PL_N_CPU_PARTS, and parts[] the share of each in 255ths. */
} PlMarkEntry;

/* What folds depend on. */
typedef struct {
  gint64 bin_ns;
  guint32 hidden;               /* bit a state, or PL_LOOK_*: filtered out */
  guint8 height;                /* of a full bar */
  /* A lane may stay at a scale up to twice as fine for some frames: what is followed live changes it again and again,
   * and all lanes at once would be too long a frame. */
  gboolean may_lag;
} PlFoldScale;

typedef struct _PlFolds PlFolds;

/* The ones kept with trace, for a new frame at that scale. */
PlFolds *pl_folds_for (PlTrace *trace, const PlFoldScale *scale);
/* The marks of a lane that touch [from, to), left to right without gaps; valid until the next call.
 * NULL where there are none. */
const PlMarkEntry *pl_folds_get (PlFolds *self, guint lane, gint64 from_ns, gint64 to_ns, guint *n);

/* A lane has nothing to do in that PlState. */
static inline gboolean
pl_state_is_idle (guint state)
{
  return state == PL_STATE_WAITING_TASK || state == PL_STATE_FREE || state == PL_STATE_FINISHED || state == PL_STATE_NONE;
}

G_END_DECLS
