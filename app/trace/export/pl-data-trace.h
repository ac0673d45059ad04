/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The events of a Trace Event file, one by one: pl-data-events.c. Used by the files of trace/export/ only. */

#include "trace/export/pl-data-private.h"

G_BEGIN_DECLS

/* The process and the thread a lane stands for. */
typedef struct {
  gint64 pid, tid;
} PlDataThread;

/* [from, to), which a viewer draws a nanosecond shorter: it adds up numbers that are not exact, and spans that touch
 * would overlap. */
void pl_data_put_slice (PlDataOut *out, PlDataThread thread, const char *name, gint64 from_ns, gint64 to_ns);
/* An event without its end: {"ph":..,"name":..,"pid":..,"tid":..,"ts":.. */
void pl_data_begin_event (PlDataOut *out, char phase, PlDataThread thread, const char *name, gint64 ts_ns);
/* pl-data-flows.c: arrows from who sent something to who received it, and the short slices they begin and end in.
 * threads: of each lane. */
void pl_data_write_flows (PlDataJob *job, const PlDataThread *threads);

G_END_DECLS
