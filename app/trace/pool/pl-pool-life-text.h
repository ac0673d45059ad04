/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Sentences that say what the workers of a pool are and how they end, put behind what stands there already. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* How much of the span the pool was paused; nothing when it was not. */
void pl_pool_say_pause (PlTrace *self, const PlSpan *span, GString *text);
/* A wait for the global lock. */
void pl_pool_say_gil (PlTrace *self, const PlSpan *span, const char *name, const char *length, GString *text);
/* With which code its process ended, where that is known. */
void pl_pool_say_exit (PlTrace *self, const PlSpan *span, GString *text);
/* Of a dead thread: who went with it. */
void pl_pool_say_company (PlTrace *self, const PlSpan *span, GString *text);

G_END_DECLS
