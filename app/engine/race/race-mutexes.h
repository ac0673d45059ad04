/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the methods made of pthread mutexes share. */

#include "engine/race/race-locked.h"

/* A process-shared mutex of that type (PTHREAD_MUTEX_...), robustness and protocol; a negative
 * errno. */
int pl_race_mutex_init (pthread_mutex_t *mutex, int type, int robust, int protocol);
/* For clean_up. */
void pl_race_mutex_clean_up (PlRaceLock *lock, uint32_t n_workers);
