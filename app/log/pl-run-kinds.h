/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one list of the kinds of runs: id and key, as files and programs read it. Each layer has a
 * table of its own with a line a kind, made from this list: what a kind is for that layer stands in
 * the layer's folder of that name. Saved runs keep the id: append, never renumber. */

#include <stdint.h>

/* X (ID, key) */
#define PL_RUN_KINDS(X) \
  X (POOL, pool) \
  X (RACE, race) \
  X (SCENE, scene) \
  X (RECORDING, recording)

typedef enum {
#define X(ID, key) PL_RUN_##ID,
  PL_RUN_KINDS (X)
#undef X
  PL_N_RUN_KINDS
} PlRunKind;

/* "race"; NULL when kind is out of range. */
const char *pl_run_kind_key (uint32_t kind);
/* The kind with this key, or -1. */
int pl_run_kind_from_key (const char *key);
