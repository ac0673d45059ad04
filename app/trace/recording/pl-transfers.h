/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What went through the pipes and sockets of a recording. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef struct {
  guint from_lane, to_lane;
  gint64 sent_ns, received_ns;          /* its write began; the last read of it was done */
  guint32 pipe;                         /* its name in the log */
  guint64 bytes;
} PlPipeMessage;

typedef struct {
  GArray *transfers;                    /* PlPipeMessage, in order of sent_ns */
  gint64 *latest_ns;                    /* of the first i of them, when the last one was received */
  guint64 bytes;                        /* written in all */
  guint64 n_written, n_unpaired;        /* writes; those of which no reader can be proven */
} PlTransfers;

PlTransfers *pl_transfers_new (PlTrace *trace);
PlTransfers *pl_transfers_ref (PlTransfers *self);
void pl_transfers_unref (PlTransfers *self);
/* Kept with the trace of the whole run. While it runs they are as they were a moment ago: finding them costs. */
PlTransfers *pl_transfers_of (PlTrace *trace);

/* As pl_trace_messages () and pl_trace_span_messages (); chunk: which of them. */
guint pl_transfers_in_range (const PlTransfers *self, gint64 from_ns, gint64 to_ns, PlMessage *messages, guint max);
guint pl_transfers_of_span (const PlTransfers *self, const PlSpan *span, PlMessage *messages, guint max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlTransfers, pl_transfers_unref)

G_END_DECLS
