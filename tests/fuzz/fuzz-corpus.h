/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Saved runs of every kind and version, to be broken, and what the rest of Paralane does with a log. */

#include "log/log-files.h"

#include <glib.h>

typedef enum {
  CORPUS_POOL, CORPUS_RACE, CORPUS_SCENE,             /* version 2, compact */
  CORPUS_RAW_POOL, CORPUS_RAW_RACE, CORPUS_RAW_SCENE, /* version 2, as it lies in memory, with chains */
  CORPUS_V1_POOL, CORPUS_V1_RACE, CORPUS_V1_SCENE,
  N_CORPUS
} Corpus;

/* Logs that are still there, to be written on; pool and scene with chains of several chunks when long. */
PlLog *corpus_pool (gboolean long_chains);
PlLog *corpus_race (void);
PlLog *corpus_scene (void);
LogFile corpus_file (Corpus which);

/* All that is read of a log: each promise of the reader is checked. */
void fuzz_use (const PlLog *log);
/* Opens, uses, saves, opens again. Whether it was opened. */
gboolean fuzz_try (const uint8_t *bytes, gsize size);
