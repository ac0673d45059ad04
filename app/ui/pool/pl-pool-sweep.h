/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tasks of the pool's form on pools of other sizes, channels or messages: one run after the other, as they are drawn,
 * and what they have come to so far. */

#include "trace/sweep/pl-sweep.h"
#include "ui/pl-page.h"

G_BEGIN_DECLS

typedef struct {
  PlSweep *sweep;         /* NULL: none goes on */
  gint64 begin_us;        /* as if it had never been paused */
  gint64 looked_us;
  guint timeout_id;
  PlPage *page;
} PlPoolSweep;

/* what: "channels", "workers" or "chunks". */
void pl_pool_sweep_begin (PlPoolSweep *self, PlPage *page, const char *what, guint trials);
/* FALSE: the run that is over was none of a sweep. */
gboolean pl_pool_sweep_finish (PlPoolSweep *self, PlRun *run);
/* The page goes away. */
void pl_pool_sweep_clear (PlPoolSweep *self);

G_END_DECLS
