/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Records a program by the real paralane-cli, and what it said as JSON. */

#include "cli/cli-util.h"

#define MS G_GINT64_CONSTANT (1000000)

typedef struct {
  char *folder, *json;
  PlCliResult *result;
  JsonNode *root;
} Recording;

void recording_free (Recording *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

/* options: of record, before the program's name. */
Recording *record (const char *options, const char *program);
/* what: a plant. */
Recording *record_planted (const char *options, const char *what);

JsonArray *lanes_of (Recording *self);
JsonObject *lane_of (Recording *self, guint i);
JsonObject *lane_named (Recording *self, const char *name);
/* 0: it never waited for that. */
gint64 waited (JsonObject *lane, const char *reason);
/* At least so long, and not much longer. */
void assert_waited (JsonObject *lane, const char *reason, gint64 ns);
/* NULL: there is none. */
JsonObject *finding (Recording *self, const char *id);
