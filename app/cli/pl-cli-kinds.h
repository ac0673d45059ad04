/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a kind of run is on the command line. One of these a kind: pl_cli_KEY, in cli/KEY/. */

#include <glib.h>
#include <json-glib/json-glib.h>

#include "control/pl-run.h"

G_BEGIN_DECLS

/* A command: takes the arguments from its own name on and returns the exit status. */
typedef struct {
  const char *name, *description;                         /* the latter to be translated */
  int (*run) (int argc, char **argv);
  const char *list, *listed;                              /* NULL, or an option that lists what there is, and what that is */
} PlCliCommand;

typedef struct {
  PlCliCommand command;                                   /* that performs one */
  void (*json) (JsonBuilder *builder, PlLog *log);        /* the members that are its own */
  /* More of them, on stdout as they are read: too many to be held at once. Each with a comma before it. NULL: none. */
  void (*json_stream) (PlLog *log);
  void (*summary) (PlLog *log);                           /* for people, on stdout */
  gboolean (*all_right) (PlLog *log);                     /* of one that came to its end */
  char *(*progress) (PlRun *run);                         /* one line; NULL: none to speak of */
} PlCliKind;

#define X(ID, key) extern const PlCliKind pl_cli_##key;
PL_RUN_KINDS (X)
#undef X

/* kinds.c: the one table. */
extern const PlCliKind *const pl_cli_kinds[PL_N_RUN_KINDS];
const PlCliKind *pl_cli_kind (PlLog *log);

G_END_DECLS
