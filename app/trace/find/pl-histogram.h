/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How long the workers' spans in some states lasted: how many as long as this, how many as long as that. Made in slices of
 * time, as a search is. Main thread only. */

#include "trace/find/pl-find-source.h"

G_BEGIN_DECLS

/* Spans that lasted from_ns or longer, and less than to_ns. */
typedef struct {
  gint64 from_ns, to_ns;
  guint64 n;
} PlBin;

typedef struct _PlHistogram PlHistogram;

/* Of the spans that begin in [from, to). */
PlHistogram *pl_histogram_new (PlFindSource *source, guint32 states, gint64 from_ns, gint64 to_ns);
void pl_histogram_free (PlHistogram *self);
/* Goes on for about so long. FALSE: it is done. */
gboolean pl_histogram_step (PlHistogram *self, gint64 budget_us);

/* Once it is done. Where the longest is many times as long as the shortest, bins grow with the time: 1, 2, 5, 10; else all
 * are as wide. Together they hold all spans. */
guint pl_histogram_get_n_bins (PlHistogram *self);
gboolean pl_histogram_get_bin (PlHistogram *self, guint i, PlBin *out);
guint64 pl_histogram_get_n (PlHistogram *self);
gint64 pl_histogram_get_mean_ns (PlHistogram *self);
void pl_histogram_get_limits (PlHistogram *self, gint64 *shortest_ns, gint64 *longest_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlHistogram, pl_histogram_free)

G_END_DECLS
