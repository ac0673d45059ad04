/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the sweep; nobody else includes this. */

#include "trace/sweep/pl-sweep.h"

G_BEGIN_DECLS

typedef struct {
  PlPlanData plan;
  guint series;
  GArray *walls;                /* gint64, in the order of the trials */
  PlLosses losses;              /* sums over n_losses trials */
  guint n_losses;
  PlLog *log;                   /* of its first trial; NULL: not kept */
} PlSweepRuns;

struct _PlSweep {
  GObject parent_instance;

  guint n_plans, n_trials, n_series, n_done;
  PlSweepAxis axis;
  guint64 seed;
  PlSweepRuns *runs;            /* a plan each */
  guint *order;                 /* plans, n_plans * n_trials of them, as they are to run */
  PlLog *first;
  double cpus;
};

G_END_DECLS
