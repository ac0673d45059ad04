/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of the scene's command share; the first two: see PlCliKind. */

#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

G_BEGIN_DECLS

void pl_cli_json_scene (JsonBuilder *builder, PlLog *log);
void pl_cli_summary_scene (PlLog *log);
void pl_cli_json_scene_info (JsonBuilder *builder, guint scene);

G_END_DECLS
