/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the race's command share; the first four: see PlCliKind. */

#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"
#include "trace/race/pl-compare.h"
#include "trace/race/pl-trials.h"

G_BEGIN_DECLS

void pl_cli_json_race (JsonBuilder *builder, PlLog *log);
void pl_cli_summary_race (PlLog *log);
gboolean pl_cli_right_race (PlLog *log);
char *pl_cli_progress_race (PlRun *run);
/* Increments are so short that their time needs decimals: "31.1 ns", "0.14 ns". Free it. */
char *pl_cli_increment_text (double ns);

/* A comparison is many short races, of which a table comes out. csv may be NULL. */
typedef struct {
  PlCliTargets targets;
  const char *csv;
} PlCliCompareTargets;
/* compare.c: methods (PlRaceMethod, n of them) at 1, 2, 4, .. plan->workers, each for
 * plan->duration_ns; what else the plan says holds for all. */
int pl_cli_compare (const PlPlanData *plan, const guint32 *methods, guint n,
                    const PlCliCompareTargets *targets);
/* compare-text.c */
void pl_cli_compare_print (PlCompare *compare);
void pl_cli_compare_json (JsonBuilder *builder, PlCompare *compare);
/* locks.c: "METHOD", "METHOD,METHOD,..." or "all" as an array of guint32. *many: it was not just one name. NULL:
 * error says which names there are. */
GArray *pl_cli_parse_locks (const char *text, gboolean *many, GError **error);
/* For --list-locks; returns the exit status. */
int pl_cli_list_locks (gboolean json);

G_END_DECLS
