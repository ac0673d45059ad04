/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The file that flock and fcntl lock: one without a name, which ends with the last who has it
 * open. Nothing is left behind, however the race ends. */

#include "engine/race/race-locked.h"

int pl_race_file_set_up (PlRaceLock *lock, uint32_t n_workers);
/* flock's locks belong to an open file, not to a process: each worker opens it anew. */
int pl_race_file_join (PlRacer *racer);
void pl_race_file_clean_up (PlRaceLock *lock, uint32_t n_workers);
