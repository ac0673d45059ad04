/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The slices of a trace the other way round: by CPU, who had it; and how the workers moved from CPU to CPU. Times are
 * ns since the start of the run. Main thread only. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

/* Somebody had the CPU. On one CPU they are in order and never overlap. */
typedef struct {
  gint64 start_ns, end_ns;
  gint64 before_ns;             /* sum of all turns before it on this CPU */
  gint64 left_ns;               /* when the worker had been on a CPU last, if from_cpu is known */
  guint lane;                   /* whose: 0 is the parent */
  guint same_last;              /* up to this one all turns on this CPU are the same worker's */
  int from_cpu;                 /* where the worker had been before; -1: this was its first, or it is not known */
} PlCpuTurn;

/* A worker had one CPU last, and then another. */
typedef struct {
  gint64 left_ns, arrived_ns;
  guint lane;
  guint from_row, to_row;
  guint index;                  /* of the turn it begins in to_row */
} PlMigration;

typedef struct _PlByCpu PlByCpu;

/* Somebody told who had which CPU, or, while the run goes on, is about to. */
gboolean pl_by_cpu_is_told (PlTrace *trace);
/* Reads all that is told so far. Free it. */
PlByCpu *pl_by_cpu_new (PlTrace *trace);
void pl_by_cpu_free (PlByCpu *self);

/* A row a CPU that somebody had or might have had; by number, what is not known last. None if nobody told of any. */
guint pl_by_cpu_n_rows (PlByCpu *self);
/* -1: not known. */
int pl_by_cpu_number (PlByCpu *self, guint row);
guint pl_by_cpu_n_turns (PlByCpu *self, guint row);
const PlCpuTurn *pl_by_cpu_turn (PlByCpu *self, guint row, guint index);
/* The first turn that ends after t; that begins at t or later; the number of turns when there is none. O(log n). */
guint pl_by_cpu_find_end (PlByCpu *self, guint row, gint64 t_ns);
guint pl_by_cpu_find_start (PlByCpu *self, guint row, gint64 t_ns);
/* Whose turns in the row are told up to here. While the run goes on a turn is told when it is over: until then nobody knows
 * who has the CPU. */
gint64 pl_by_cpu_told_ns (PlByCpu *self, PlTrace *trace, guint row);
/* How long anybody had it during these turns, of which there is at least one. */
gint64 pl_by_cpu_sum_ns (PlByCpu *self, guint row, guint first, guint last);

/* By arrival. */
guint pl_by_cpu_n_migrations (PlByCpu *self);
const PlMigration *pl_by_cpu_migration (PlByCpu *self, guint i);
/* The first that arrives at t or later. O(log n). */
guint pl_by_cpu_find_migration (PlByCpu *self, gint64 t_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlByCpu, pl_by_cpu_free)

G_END_DECLS
