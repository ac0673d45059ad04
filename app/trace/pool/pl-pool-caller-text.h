/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the caller of a pool has to do with a span, in words. */

#include "trace/pool/pl-pool-arrivals.h"

G_BEGIN_DECLS

/* A span of FREE, CALLBACK or INITIALISING. */
void pl_pool_say_caller (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text);
/* Of a task that was worked at to its end: what came of it, and when it reached the caller. */
void pl_pool_say_arrival (PlTrace *self, const PlSpan *working, GString *text);
/* What the caller waited for, of a wait of the parent. */
void pl_pool_say_wait (PlTrace *self, const PlSpan *span, GString *text);
/* ", 2 exceptions, 1 time-out": what else there is to count. */
void pl_pool_append_caller (PlTrace *self, GString *text);
/* What the caller did, on its own: "close", "time-out". */
const char *pl_pool_step_name (PlTrace *self, const PlCallerStep *step);

G_END_DECLS
