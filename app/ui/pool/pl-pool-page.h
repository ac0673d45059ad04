/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A pool's run: its title, timeline, minimap, legend and details; before the first run, what to do. */

#include "ui/pl-page.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

#define PL_TYPE_POOL_PAGE (pl_pool_page_get_type ())
G_DECLARE_FINAL_TYPE (PlPoolPage, pl_pool_page, PL, POOL_PAGE, PlPage)

/* What is shown; NULL: nothing. */
PlTrace *pl_pool_page_get_trace (PlPoolPage *self);

/* "sweep" (what, trials): see pl_pool_sweep_begin (). */
extern const PlPageAction pl_pool_actions[];

G_END_DECLS
