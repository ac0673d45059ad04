/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Plans as values: defaults, limits, names, validation, key files. */

#include <glib.h>

#include "log/pl-plan-data.h"
#include "log/pl-race-methods.h"
#include "log/pl-scenes.h"
#include "log/pool/pl-pool-modes.h"

G_BEGIN_DECLS

/* The pool of a machine with so many CPUs: as many workers, as Python's Pool has it, but neither less than there is something
 * to see nor more than there is room for in the picture: 2 to 8. */
void pl_plan_init_pool_on (PlPlanData *plan, guint n_cpus);
/* Pool of 4, 40 tasks of about 100 ms (uniform), queue, chunk Auto: about two seconds on 2 CPUs, so that the picture is seen to grow. */
void pl_plan_init_pool (PlPlanData *plan);
/* 4 workers x 100,000, parts: none recorded, mutex recorded, none unrecorded. */
void pl_plan_init_race (PlPlanData *plan);
#define PL_RACE_OVERLAP_NS (50 * 1000 * 1000) /* of its unrecorded part */
/* The scene with its own defaults; the variant with the fault unless another one is set. */
void pl_plan_init_scene (PlPlanData *plan, PlSceneId scene);
/* The same, made for a machine with so many CPUs: on one a yield stands between load and store, or there would hardly
 * be a race to see. */
void pl_plan_init_race_on (PlPlanData *plan, guint n_cpus);
/* A program that is not ours, to its end, with the names that Python knows. */
void pl_plan_init_recording (PlPlanData *plan);
/* command: as a shell would read it. FALSE: it is longer than PL_MAX_COMMAND - 1 bytes, and the plan has none then. */
gboolean pl_plan_set_command (PlPlanData *plan, const char *command);
/* Its words. NULL and error: there is none, or it is no command line. Free it. */
char **pl_plan_get_argv (const PlPlanData *plan, GError **error);
/* "all", "waiting", "none": which threads have lanes of their own, a PlRecordingThreads; -1: it is none of them. */
int pl_plan_threads_from_key (const char *key);
/* The parts of a race that shows what a lock changes: without and with it, and without once more unrecorded, for what
 * recording did. PL_RACE_NONE: nothing to compare with. */
void pl_plan_set_lock (PlPlanData *plan, guint method);
guint pl_plan_get_lock (const PlPlanData *plan);
/* The races, unrecorded, that compare these methods at 1, 2, 4, .. all->workers workers: an array of PlPlanData, each
 * like `all` otherwise, but without a guess. Those a method is not made for are left out. */
GArray *pl_plan_comparison (const PlPlanData *all, const guint32 *methods, guint n);

/* The pools, as an array of PlPlanData, that are like base but for their size, channel and chunk (0: Auto): each of these
 * numbers (guint32) with each, channel by channel, chunk by chunk, and none twice. NULL and error: one of them is not
 * possible. */
GArray *pl_plan_sweep (const PlPlanData *base, GArray *sizes, GArray *ipcs, GArray *chunks, GError **error);
/* 1, 2, 4, .. and last, as guint32; last > 0. */
GArray *pl_plan_doubling (guint last);
/* The same of pool sizes, up to twice the CPUs: beyond that there is nothing to gain. */
GArray *pl_plan_sizes_on (guint n_cpus);

/* Checks every field against its limits and resolves `chunk`. On FALSE error (PL_ERROR_PLAN) names the
 * value, the limit and the way out. `option` style: pl_plan_validate speaks of "Pool size" etc. */
gboolean pl_plan_validate (PlPlanData *plan, GError **error);

/* ceil (tasks / (4 x pool_size)), at least 1: what Auto means, as Python's Pool.map has it. */
guint pl_plan_auto_chunk (guint tasks, guint pool_size);
guint pl_plan_n_chunks (const PlPlanData *plan);
gboolean pl_plan_equal (const PlPlanData *a, const PlPlanData *b);
/* It runs a program that is not ours, whose command line is in it. */
gboolean pl_plan_runs_program (const PlPlanData *plan);
/* What a run counts up to: tasks; races and their repetitions; one scene. */
guint pl_plan_n_steps (const PlPlanData *plan);
/* How long it will take, roughly, on so many CPUs (a group of processes may have a part of one); 0: no time to speak of,
 * or nobody knows. Whoever starts one that takes longer than PL_PLAN_LONG_NS says so before. */
#define PL_PLAN_LONG_NS G_GINT64_CONSTANT (60000000000)
gint64 pl_plan_estimate_ns (const PlPlanData *plan, double cpus);
/* "This will take about 3 min." where n plans, one after the other, take so long; NULL where not. Free it. */
char *pl_plan_warning (const PlPlanData *plans, guint n, double cpus);
/* How much of its record it is sure to fill; 0 when it takes only what it needs. */
guint64 pl_plan_filled_bytes (const PlPlanData *plan);

/* Keys are the command line's and the files' words ("queue"); names are translated ("Queue"). NULL out of range. */
const char *pl_ipc_key (guint ipc), *pl_work_key (guint work), *pl_spread_key (guint spread);
const char *pl_ipc_name (guint ipc), *pl_work_name (guint work), *pl_spread_name (guint spread);
/* As the names, but as they stand within a sentence: "spin", "with one straggler". NULL out of range. */
const char *pl_work_word (guint work), *pl_spread_word (guint spread);
/* -1: no such key */
int pl_ipc_from_key (const char *key), pl_work_from_key (const char *key), pl_spread_from_key (const char *key);

/* What workers are, how they start ("fork", as Python calls it, in every language), how a task crashes ("segv"). */
const char *pl_workers_key (guint workers), *pl_start_key (guint start), *pl_crash_key (guint crash);
const char *pl_workers_name (guint workers);
int pl_workers_from_key (const char *key), pl_start_from_key (const char *key), pl_crash_from_key (const char *key);
/* What moves the tasks of a pool. */
const char *pl_engine_key (guint engine), *pl_engine_name (guint engine);
int pl_engine_from_key (const char *key);
/* How a pool is called, and ended. A mode's name is that of Python's method. */
const char *pl_mode_key (guint mode), *pl_mode_name (guint mode);
int pl_mode_from_key (const char *key);
const char *pl_pool_end_key (guint end), *pl_pool_end_name (guint end);
int pl_pool_end_from_key (const char *key);
/* "7, 19": the tasks that raise an exception, from 1 on; "": none. Free it. */
char *pl_plan_fail_tasks_text (const PlPlanData *plan);
/* The other way; also without blanks, also nothing. FALSE: it is no such list, and why. */
gboolean pl_plan_set_fail_tasks (PlPlanData *plan, const char *text, GError **error);
/* The tasks of each call. */
guint pl_plan_tasks_a_call (const PlPlanData *plan);

const char *pl_cpus_key (guint cpus), *pl_cpus_name (guint cpus);
int pl_cpus_from_key (const char *key);
/* The name of a kind of window, translated: "Spin". NULL out of range. */
const char *pl_race_window_name (guint window);
/* What stands between load and store, as files and the command line write it: "none", "spin:100", "yield",
 * "sleep:50us". */
char *pl_plan_window_text (const PlPlanData *plan);
/* The other way, into window and window_amount. FALSE: it is none of these (limits are for validate). */
gboolean pl_plan_set_window (PlPlanData *plan, const char *text);

/* "Pool of 4, 26 tasks, Queue" / "One counter, 2 workers, 100,000 increments each" (translated; free it) */
char *pl_plan_title (const PlPlanData *plan);
/* "chunk 1, work spin 1-4 ms uniform, seed 5" */
char *pl_plan_subtitle (const PlPlanData *plan);

/* ", 100 spins between load and store, all on one CPU" or "": what of a race is not as usual. */
char *pl_plan_race_options (const PlPlanData *plan);

/* A plan as GKeyFile text ([plan] ...), for presets and settings; round-trips. */
char *pl_plan_to_key_file (const PlPlanData *plan);
gboolean pl_plan_from_key_file (PlPlanData *plan, const char *text, GError **error);

G_END_DECLS
