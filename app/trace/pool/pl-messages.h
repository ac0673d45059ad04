/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Messages with the two spans they travelled between. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct {
  PlMessage message;
  PlSpan send, receive;
} PlTransfer;

/* What a sending or receiving span sent or received and can be paired, in the order in which it did: transfers is an
 * array of PlTransfer, whose content is replaced. */
void pl_trace_span_transfers (PlTrace *self, const PlSpan *span, GArray *transfers);

G_END_DECLS
