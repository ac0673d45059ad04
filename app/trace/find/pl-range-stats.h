/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What each lane did in a range of time, and all workers together. In slices of time, as a search is. Main thread only. */

#include "trace/find/pl-find-source.h"

G_BEGIN_DECLS

typedef struct {
  guint lane;                   /* of the log; of all workers together G_MAXUINT */
  gint64 state_ns[PL_N_STATES]; /* within the range */
  guint64 n_tasks;              /* that began in it; of a race increments */
  gboolean knows_cpu;
  PlCpuAccount cpu;             /* within the range */
  gboolean has_wait;
  PlFindSpan longest_wait;      /* that touches the range: all of it, also what lies outside */
  guint64 n_received;           /* messages with tasks that were received in it, */
  gint64 way_ns, longest_way_ns; /* and how long these had been on their way: together, and at most */
} PlLaneStats;

typedef struct _PlRangeStats PlRangeStats;

PlRangeStats *pl_range_stats_new (PlFindSource *source, gint64 from_ns, gint64 to_ns);
void pl_range_stats_free (PlRangeStats *self);
/* Goes on for about so long. FALSE: it is done. */
gboolean pl_range_stats_step (PlRangeStats *self, gint64 budget_us);

void pl_range_stats_get_range (PlRangeStats *self, gint64 *from_ns, gint64 *to_ns);
/* Once it is done: 0 is all workers together, then the lanes that have spans. FALSE: there are no more. */
gboolean pl_range_stats_get (PlRangeStats *self, guint i, PlLaneStats *out);
guint pl_range_stats_get_n (PlRangeStats *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlRangeStats, pl_range_stats_free)

G_END_DECLS
