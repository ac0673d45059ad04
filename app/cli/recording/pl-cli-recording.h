/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the recording's command share; the first two: see PlCliKind. */

#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

G_BEGIN_DECLS

void pl_cli_json_recording (JsonBuilder *builder, PlLog *log);
void pl_cli_summary_recording (PlLog *log);
/* The same on any stream: the program's own output stays its own. */
void pl_cli_tell_recording (PlLog *log, FILE *stream);

G_END_DECLS
