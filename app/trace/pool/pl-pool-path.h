/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The pool's part of trace/find/pl-path.h. */

#include "trace/find/pl-path.h"

G_BEGIN_DECLS

gboolean pl_pool_cause (PlTrace *self, const PlSpan *wait, PlCause *cause);
gboolean pl_pool_follow (PlTrace *self, const PlSpan *from, gboolean forth, guint32 *chunk, PlSpan *span);

G_END_DECLS
