/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Workers that are MPI ranks: on which host each ran, and how well its clock is known. All of it is NULL, or nothing, of a
 * pool whose workers are no ranks. */

#include <glib.h>

#include "log/pl-log.h"

G_BEGIN_DECLS

/* The name of a host; also that of the parent, lane 0. Free it. */
char *pl_pool_rank_host (PlLog *log, guint lane);
/* A worker's number among the ranks; -1: it is none. */
int pl_pool_rank_number (PlLog *log, guint lane);
/* "Its clock is 3 ns ahead of the parent's, give or take 812 ns." Free it. */
char *pl_pool_clock_sentence (PlLog *log, guint lane);
/* How far off the times of any two lanes are from each other, at most; 0: they have one clock. */
gint64 pl_pool_clock_uncertainty_ns (PlLog *log);
/* "node1: parent and 2 ranks; node2: 4 ranks; clocks known to 1.2 us". Free it. */
char *pl_pool_hosts_sentence (PlLog *log);

G_END_DECLS
