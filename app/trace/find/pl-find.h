/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A search through all lanes of a run, in slices of time, so that a window stays alive meanwhile. First it looks at every
 * span, or at all that was written to the terminal, lane by lane; then what was found is brought into the order of time. Main thread only. */

#include "trace/find/pl-highlights.h"
#include "trace/find/pl-query.h"

G_BEGIN_DECLS

/* So many hits are kept, and marked and listed; all are counted. */
#define PL_FIND_MOST 1000000u

typedef struct _PlFind PlFind;

PlFind *pl_find_new (PlFindSource *source, const PlQuery *query);
void pl_find_free (PlFind *self);
/* Goes on for about so long. FALSE: it is done. */
gboolean pl_find_step (PlFind *self, gint64 budget_us);
gboolean pl_find_is_done (PlFind *self);

/* Found so far; and of these kept. */
guint64 pl_find_get_n (PlFind *self);
guint pl_find_get_n_kept (PlFind *self);
/* The i-th in the order of time, once it is done. FALSE: there is none. */
gboolean pl_find_get (PlFind *self, guint i, PlFindSpan *span);
/* The first hit that begins after a span does (by time, then lane); the first of all for NULL. The number kept: none. */
guint pl_find_after (PlFind *self, gint64 from_ns, guint lane);
/* For the picture: goes on being filled. */
PlHighlights *pl_find_get_highlights (PlFind *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlFind, pl_find_free)

G_END_DECLS
