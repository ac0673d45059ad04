/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the pool's command share; see PlCliKind. */

#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

G_BEGIN_DECLS

void pl_cli_json_pool (JsonBuilder *builder, PlLog *log);
void pl_cli_summary_pool (PlLog *log);
char *pl_cli_progress_pool (PlRun *run);

G_END_DECLS
