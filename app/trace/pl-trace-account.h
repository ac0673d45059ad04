/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Who really had a CPU: the kernel's account of the workers, for any stretch of time. What it told in sums is
 * spread over what lies between two of its words: what is known of the states there decides where somebody
 * slept, and the rest goes by time. Sums are exact at the moments the kernel was asked, which for tasks that
 * last some 50 us is the beginning and the end of each. Two neighbouring stretches add up to the stretch that
 * is both. Times are ns since the start of the run. Main thread only. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef enum {
  PL_ACCOUNT_SOURCE_NONE,       /* nobody knows: not recorded, or the kernel keeps no account */
  PL_ACCOUNT_SOURCE_SCHEDSTAT,  /* sums */
  PL_ACCOUNT_SOURCE_PERF,       /* sums, and slices that tell where and on which CPU */
} PlAccountSource;

/* Together exactly the time that was asked about. */
typedef struct {
  gint64 on_ns;                 /* on a CPU */
  gint64 waiting_ns;            /* could have run, but had no CPU */
  gint64 asleep_ns;             /* waited for something else, or was stopped */
  gint64 unknown_ns;            /* not told (yet) */
} PlCpuAccount;

/* Had this CPU. */
typedef struct {
  guint lane;
  gint64 start_ns, end_ns;
  int cpu;                      /* -1: not known */
} PlSlice;

PlAccountSource pl_trace_account_source (PlTrace *self);
/* "perf", "schedstat", "none": not translated. */
const char *pl_account_source_key (PlAccountSource source);

/* Of all of [from, to) in one lane. O(log n). */
void pl_trace_account (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *out);
/* Of the time at tasks in it alone: on + waiting + asleep + unknown is the time in PL_STATE_WORKING. */
void pl_trace_account_tasks (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *out);
/* Both, for consecutive bins of equal width as in pl_trace_sum_bins (); one of all and tasks may be NULL. The cost of
 * a bin is bounded however much falls into it. */
void pl_trace_account_bins (PlTrace *self, guint lane, gint64 from_ns, gint64 width_ns, guint n_bins,
                            PlCpuAccount *all, PlCpuAccount *tasks);
/* At tasks, for n consecutive stretches of any length: stretch i is [edges[i], edges[i + 1]), and work_ns[i] of it
 * is the time in PL_STATE_WORKING. The cost of a stretch is bounded however much falls into it. */
void pl_trace_account_edges (PlTrace *self, guint lane, const gint64 *edges, const gint64 *work_ns, guint n,
                             PlCpuAccount *tasks);
/* Up to here the kernel has told of the lane, and will not tell anything else. */
gint64 pl_trace_account_told_ns (PlTrace *self, guint lane);
/* Of all workers, at tasks, from the beginning to the end. */
void pl_trace_account_total (PlTrace *self, PlCpuAccount *out);
void pl_cpu_account_add (PlCpuAccount *sum, const PlCpuAccount *more);
static inline gint64
pl_cpu_account_known_ns (const PlCpuAccount *account)
{
  return account->on_ns + account->waiting_ns + account->asleep_ns;
}

/* CPUs the run could use, as a number that may be broken: less than whole ones in a control group with a
 * quota. */
double pl_trace_cpus (PlTrace *self);
/* How long its control group was kept from all CPUs; 0: never, or nobody tells. */
gint64 pl_trace_throttled_ns (PlTrace *self);
/* How long the host of a virtual machine kept its CPUs to itself, all of them together, to a tick or two of the kernel.
 * Nobody knows of whom: such time looks as if the worker slept. */
gint64 pl_trace_stolen_ns (PlTrace *self);

/* Slices that touch [from, to), in order, at most max; returns how many. */
guint pl_trace_slices (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlSlice *slices, guint max);
/* What it cost the workers to be told, roughly: a question to the kernel, and what it does at a switch that is
 * recorded. */
gint64 pl_trace_account_cost_ns (PlTrace *self);
/* Up to here slices are told: the end, or earlier when so many would have cost too much. */
gint64 pl_trace_slices_end_ns (PlTrace *self);

G_END_DECLS
