/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs during which workers are killed at random moments, and what must be true of each. */

#include "engine/engine-harness.h"

typedef struct {
  unsigned n;                /* kills */
  unsigned max_gap_us;       /* between two of them */
  bool by_command;
} Killing;

/* To the end, with all results, each once. Returns how many workers were replaced. */
unsigned killing_run (const PlPlanData *plan, const Killing *killing);
