/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the pool's command share; see PlCliKind. */

#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

G_BEGIN_DECLS

void pl_cli_json_pool (JsonBuilder *builder, PlLog *log);
void pl_cli_json_arrivals (PlLog *log);
void pl_cli_summary_pool (PlLog *log);
char *pl_cli_progress_pool (PlRun *run);

/* The options that say how the pool is called; as text, NULL or FALSE: not given. */
typedef struct {
  char *mode, *maps, *fail_tasks, *callback_time, *result_timeout, *tasks_per_worker, *init_time, *idle, *end;
  gboolean fail_init;
} PlCliCaller;

#define PL_CLI_CALLER(caller) \
  PL_CLI_TEXT ("mode", caller.mode, \
               N_("the method of the pool that is called: map, starmap, imap, imap-unordered, apply, apply-async or map-async " \
                  "(default map)"), "METHOD"), \
  PL_CLI_TEXT ("maps", caller.maps, N_("in how many calls, one after the other, the tasks are handed out (default 1)"), "N"), \
  PL_CLI_TEXT ("fail-tasks", caller.fail_tasks, N_("tasks that raise an exception, at most 16"), "N,N,..."), \
  PL_CLI_TEXT ("callback-time", caller.callback_time, \
               N_("what a callback takes, 0 to 60s; apply-async and map-async (default: there is none)"), "T"), \
  PL_CLI_TEXT ("result-timeout", caller.result_timeout, \
               N_("how long a wait for a result may take, 0 to 60s; imap, imap-unordered, apply-async, map-async"), "T"), \
  PL_CLI_TEXT ("tasks-per-worker", caller.tasks_per_worker, \
               N_("chunks after which a worker is followed by a new one (default: never)"), "N"), \
  PL_CLI_TEXT ("init-time", caller.init_time, N_("what each worker's initialiser takes, 0 to 60s (default: there is none)"), "T"), \
  PL_CLI_FLAG ("fail-init", caller.fail_init, N_("each worker fails in its initialiser")), \
  PL_CLI_TEXT ("idle", caller.idle, N_("how long the pool is kept after the last result, 0 to 60s (default 0)"), "T"), \
  PL_CLI_TEXT ("end", caller.end, N_("how the pool is ended: at T, or when all is done (default close)"), "close|terminate|terminate:T")

/* --engine. ipc and pool_size are the options of these names: as text, NULL: not given. */
gboolean pl_cli_engine_read (const char *text, const char *ipc, const char *pool_size, PlPlanData *plan, GError **error);
/* Where mpirun started several of this command, all but the first become the workers of its run, and do not return. */
gboolean pl_cli_engine_join (const PlPlanData *plan, GError **error);

gboolean pl_cli_caller_read (const PlCliCaller *caller, PlPlanData *plan, GError **error);
void pl_cli_caller_clear (PlCliCaller *caller);

G_END_DECLS
