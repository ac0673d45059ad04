/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pools that differ in one thing or two, each run several times, and what that comes to: how much faster more workers
 * are, or how large a message is best. Every trial runs every plan once, in an order of its own that the seed draws: a
 * slow moment of the machine falls on all of them alike. Main thread only. */

#include "trace/sweep/pl-amdahl.h"
#include "trace/sweep/pl-loss.h"

G_BEGIN_DECLS

#define PL_SWEEP_MAX_TRIALS 1000u
#define PL_SWEEP_DEFAULT_TRIALS 5u

#define PL_TYPE_SWEEP (pl_sweep_get_type ())
G_DECLARE_FINAL_TYPE (PlSweep, pl_sweep, PL, SWEEP, GObject)

/* What the plans differ in, and the axis of a picture shows: the size of the pool, else the tasks a message, else
 * only the channel. */
typedef enum { PL_SWEEP_SIZES, PL_SWEEP_CHUNKS, PL_SWEEP_CHANNELS } PlSweepAxis;

/* All trials of one plan so far. */
typedef struct {
  const PlPlanData *plan;
  guint series;                 /* those that differ in what the axis shows only */
  guint n;                      /* trials; 0: none has run yet, and the rest says nothing */
  double median_ns, least_ns, most_ns, low_ns, high_ns;   /* wall time; low and high: the quartiles */
  double rate;                  /* tasks a second, by the median */
  /* Over the median of the smallest pool of its series; 0: that has not run yet, or all are of one size. From the median, the most, the least. */
  double speedup, speedup_low, speedup_high;
  PlLosses losses;              /* means over the trials */
} PlSweepPoint;

/* plans: as pl_plan_sweep () makes them; at least one. trials: 1 to PL_SWEEP_MAX_TRIALS. */
PlSweep *pl_sweep_new (GArray *plans, guint trials, guint64 seed);
guint pl_sweep_get_n_trials (PlSweep *self);
guint64 pl_sweep_get_seed (PlSweep *self);
guint pl_sweep_get_n_runs (PlSweep *self);       /* to be done in all */
guint pl_sweep_get_n_done (PlSweep *self);
/* The plan of the next run; NULL: all are done. */
const PlPlanData *pl_sweep_get_next (PlSweep *self);
/* The run of that plan came to its end. */
void pl_sweep_add (PlSweep *self, PlLog *log);
/* The same with what was measured: for those who have no log. */
void pl_sweep_add_run (PlSweep *self, gint64 wall_ns, double cpus, const PlLosses *losses);
/* The first log of all, for machine and time; NULL: none yet. */
PlLog *pl_sweep_get_log (PlSweep *self);
/* A log of that point's plan, while it is kept: of as many points as can be compared; NULL: none. */
PlLog *pl_sweep_get_point_log (PlSweep *self, guint point);

PlSweepAxis pl_sweep_get_axis (PlSweep *self);
guint pl_sweep_get_n_points (PlSweep *self);
void pl_sweep_get_point (PlSweep *self, guint point, PlSweepPoint *out);
/* Its place on the axis: workers, tasks a message, or the channel's number. */
double pl_sweep_point_x (PlSweep *self, const PlSweepPoint *point);
/* The wall time of its trial-th run, in the order of the trials. */
gint64 pl_sweep_get_wall_ns (PlSweep *self, guint point, guint trial);

guint pl_sweep_get_n_series (PlSweep *self);
/* "Queue", "Queue, 4 tasks a message"; translated, free it. */
char *pl_sweep_series_name (PlSweep *self, guint series);
/* What Amdahl's law says of a series; of a sweep over sizes. */
void pl_sweep_get_amdahl (PlSweep *self, guint series, PlAmdahl *out);
/* CPUs the runs could use; may be broken; 0: nothing has run yet. */
double pl_sweep_get_cpus (PlSweep *self);
/* A task keeps a CPU busy; others sleep. */
gboolean pl_sweep_needs_cpus (PlSweep *self);

/* pl-sweep-points.c: the point it is about: the largest pool of the fastest series, or the fastest. FALSE: nothing has
 * run yet. */
gboolean pl_sweep_find_best (PlSweep *self, guint *point);

/* pl-sweep-text.c: translated; free them. */
char *pl_sweep_title (PlSweep *self);
char *pl_sweep_subtitle (PlSweep *self);
char *pl_sweep_footer (PlSweep *self);
/* What limits it, with the figures that say so; NULL: too little has run. */
char *pl_sweep_sentence (PlSweep *self);
/* "8 workers, Queue" */
char *pl_sweep_point_name (PlSweep *self, guint point);
/* "8 workers, Queue: 0.52 s (0.50 to 0.61 s in 5 trials), 1.9 times as fast as 1 worker." */
char *pl_sweep_point_sentence (PlSweep *self, guint point);
/* The serial share, in a sentence; NULL: not known. */
char *pl_sweep_amdahl_sentence (PlSweep *self, guint series);
/* pl-sweep-csv.c: never translated: a line of names, then a line a run. */
char *pl_sweep_to_csv (PlSweep *self);

G_END_DECLS
