/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is found in a run, and what a person has written on it. */

#include "cli/pl-cli.h"

G_BEGIN_DECLS

int pl_cli_note (int argc, char **argv);
/* The member "notes", of a run that has some; and the same for people. */
void pl_cli_json_notes (JsonBuilder *builder, PlLog *log);
void pl_cli_print_notes (PlLog *log);

G_END_DECLS
