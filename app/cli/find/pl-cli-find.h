/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is found in a run, and what a person has written on it. */

#include "cli/pl-cli.h"
#include "trace/find/pl-find.h"
#include "trace/find/pl-histogram.h"
#include "trace/find/pl-path.h"
#include "trace/find/pl-range-stats.h"

G_BEGIN_DECLS

int pl_cli_note (int argc, char **argv);
/* The member "notes", of a run that has some; and the same for people. */
void pl_cli_json_notes (JsonBuilder *builder, PlLog *log);
void pl_cli_print_notes (PlLog *log);

/* How somebody looks at a run: with nothing asked for it is summed up instead. */
typedef struct {
  char *query_text;             /* NULL: nothing is looked for */
  gboolean critical_path, statistics;
  char *from, *to;              /* of the statistics; NULL: the whole run */
  PlFindSource *source;         /* from here on filled by pl_cli_looks_open () */
  PlTrace *trace;
  PlFind *find;
  PlCriticalPath path;
  PlRangeStats *stats;
  PlHistogram *tasks, *waits;
} PlCliLooks;

gboolean pl_cli_looks_any (const PlCliLooks *self);
/* Looks. FALSE: error says why that is not possible. */
gboolean pl_cli_looks_open (PlCliLooks *self, PlLog *log, GError **error);
/* The members "find", "critical_path", "statistics"; and the same for people. */
void pl_cli_looks_json (const PlCliLooks *self, JsonBuilder *builder);
void pl_cli_looks_print (const PlCliLooks *self, PlLog *log);
void pl_cli_looks_clear (PlCliLooks *self);

/* stats.c: the same of the statistics alone. */
gboolean pl_cli_stats_open (PlCliLooks *self, PlLog *log, GError **error);
void pl_cli_stats_json (const PlCliLooks *self, JsonBuilder *builder);
void pl_cli_stats_print (const PlCliLooks *self);
/* "waiting-task": never translated. */
const char *pl_cli_state_key (PlState state);

G_END_DECLS
