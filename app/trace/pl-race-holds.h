/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trace/pl-race.h"

/* Adds up the holds of a recorded part under a lock, for pl_race_sum_waits (): O(increments),
 * once. */
void pl_race_index_holds (PlRace *self, guint part);
