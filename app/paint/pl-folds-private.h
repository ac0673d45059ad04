/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* pl-folds.c (which marks are kept, and when they are made anew) on pl-folds-marks.c (how they are made of records). */

#include "paint/pl-folds.h"
#include "trace/pl-trace-account.h"

G_BEGIN_DECLS

typedef struct {
  GArray *marks;                /* PlMarkEntry, without gaps */
  guint64 n_records;            /* of the lane when they were made */
  gint64 bin_ns;                /* and their scale */
  gint64 told_ns;               /* up to where the kernel had told of the lane */
  guint frame;                  /* the last one that it was in sight */
} PlLaneFolds;

struct _PlFolds {
  PlTrace *trace;               /* of this frame; the whole of it owns this */
  PlFoldScale scale;
  PlAccountSource source;
  guint frame;
  guint made_anew;              /* what marks cost that were made anew in this frame */
  guint seen;                   /* and what all would cost that were in sight in the last one */
  gint64 anew_up_to_ns;         /* the scale of lanes whose turn it is */
  guint n_lanes;
  PlLaneFolds *lanes;
  guint8 order[PL_N_STATES];    /* states from best to worst */
  guint8 heights[2][256];       /* of shares, in pixels; [1]: of the parent */
  int idle[PL_N_STATES];        /* up to where an idle state fills a fold; -1: it is none */
};

/* Up to here a fold's records are walked; beyond, the trace's index sums them. */
#define PL_FOLD_WALK 48

/* Through the records of a lane, to make marks of them. */
typedef struct {
  PlFolds *self;
  GArray *marks;
  const PlRecord *records;
  guint64 n;
  guint lane;
  gint64 bin_ns;
  gint64 end_ns;                /* of the trace */
  GArray *work;                 /* gint64: time at tasks of the marks that are made now; NULL: nobody tells of it */
} PlFoldWalk;

/* Of the mark that lies at a moment, the first record; the number of all of them where nothing lies there or later. A fold
 * begins where it would if it were all in view. */
guint64 pl_fold_walk_first (PlFoldWalk *walk, gint64 from_ns);
/* Makes the marks from a record on up to a moment; kept ones serve where what is in view touches them. */
void pl_fold_walk_complete (PlFoldWalk *walk, guint64 first, gint64 to_ns);

G_END_DECLS
