/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* At which line of its own file each lane of a recording was, as far as it was told (see PL_EVENT_LINE): of a run that is
 * over. Times are ns since its start. */

#include "trace/find/pl-highlights.h"
#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* A lane at a line, until it was told at another one or ended. */
typedef struct {
  guint lane;
  guint line, last;             /* from 1; last > line: somewhere from one to the other */
  gint64 from_ns, to_ns;
} PlLineStay;

typedef struct _PlLines PlLines;

/* NULL: no line was told. */
PlLines *pl_lines_new (PlTrace *trace);
void pl_lines_free (PlLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlLines, pl_lines_free)

/* Lane by lane, in each by time. */
guint pl_lines_get_n (const PlLines *self);
const PlLineStay *pl_lines_get (const PlLines *self, guint i);
/* Where a lane is at that moment; NULL: at no line. O(log n). */
const PlLineStay *pl_lines_at (const PlLines *self, guint lane, gint64 t_ns);
/* The lanes that were at a line at all, in their order. */
const guint *pl_lines_get_lanes (const PlLines *self, guint *n);

/* What happened at one line. */
typedef struct {
  guint n, n_lanes;             /* stays; lanes that had one */
  gint64 sum_ns;
  gint64 from_ns, to_ns;        /* of the first stay */
} PlLineSum;

/* FALSE: nobody was there. */
gboolean pl_lines_sum (const PlLines *self, guint line, PlLineSum *sum);
/* To point them out; unref it. */
PlHighlights *pl_lines_highlight (const PlLines *self, guint line);

G_END_DECLS
