/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One run: starts paralane-runner, follows its log, offers stop, pause, kill.
 * Main context only; must be started from the main thread (PR_SET_PDEATHSIG is bound to it). */

#include <gio/gio.h>

#include "control/pl-recording.h"
#include "log/pl-log.h"
#include "trace/compare/pl-compared.h"

G_BEGIN_DECLS

#define PL_TYPE_RUN (pl_run_get_type ())
G_DECLARE_FINAL_TYPE (PlRun, pl_run, PL, RUN, GObject)

/* Properties: "phase" (guint, PlPhase, read-only, notify when control notices a change: at most every 16 ms
 * and at once at the end), "finished" (gboolean: the runner is gone and the log is final). */

/* Validates a copy of plan and creates the log. NULL and error: bad plan, or no memory. */
PlRun *pl_run_new (const PlPlanData *plan, GError **error);
/* A run of a program that is not ours, whose command line is in the plan: it is recorded, and what it writes caught. */
PlRun *pl_run_new_recording (const PlPlanData *plan, GError **error);
/* Of such a run; NULL: of another. Owned by the run. */
PlRecording *pl_run_get_recording (PlRun *self);
/* Starts the runner. FALSE: error says why; the run is finished then. */
gboolean pl_run_start (PlRun *self, GError **error);

/* Owned by the run. That of a recording is another one when it is finished: read back, like a saved one. */
PlLog *pl_run_get_log (PlRun *self);
guint pl_run_get_phase (PlRun *self);
gboolean pl_run_get_finished (PlRun *self);
/* Of the steps of its plan; tasks also while the chunk they came in goes on. Never falls. */
guint pl_run_get_done (PlRun *self);
guint pl_run_get_total (PlRun *self);    /* see pl_plan_n_steps () */

/* How long it may still take, at the pace of until now (pauses do not count) and as its plan says; -1: too little is
 * done to tell. */
gint64 pl_run_get_left_ns (PlRun *self);

/* All harmless when the run is over or the lane empty. */
void pl_run_stop (PlRun *self);
/* Somebody stopped it while it went on, although it may have come to its end by itself before that reached it. */
gboolean pl_run_get_unwanted (PlRun *self);
void pl_run_pause (PlRun *self);
void pl_run_resume (PlRun *self);
void pl_run_kill_worker (PlRun *self, guint lane);

/* NULL while all is well, else the failure as a translated sentence; owned by the run. */
const GError *pl_run_get_error (PlRun *self);
/* The same sentence for any log, also an opened one; NULL: it did not fail. Free it. */
GError *pl_run_error_from_log (PlLog *log);

/* Runs the default main context until the run is finished. TRUE: it ended without failing. */
gboolean pl_run_wait (PlRun *self, GError **error);

/* Save and open saved runs, with sentences for every failure. */
gboolean pl_run_save_log (PlLog *log, const char *path, GError **error);
/* What is opened may also be what was exported: CSV, JSON Lines, a picture with its run in it. Of one that holds several,
 * the first. */
PlLog *pl_run_open_log (const char *path, GError **error);
/* It is no saved run, but something that was exported and can be opened. */
gboolean pl_run_is_export (const char *path);
/* All runs of the file, into runs: one, or those of a picture of several, which can be compared. left_out: which of its runs
 * a picture has not, and why, in sentences; NULL: none; free it. FALSE: error, and runs is empty. */
gboolean pl_run_open_logs (const char *path, PlCompared *runs, char **left_out, GError **error);

/* Where the runner is: $PARALANE_RUNNER, else beside the build's program, else libexec. Free it. */
char *pl_run_find_runner (void);

G_END_DECLS
