/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race-shared.h"

#include <stddef.h>

static const PlRaceMethodOps *const methods[PL_N_RACE_METHODS] = {
  [PL_RACE_NONE] = &pl_race_none_ops,
  [PL_RACE_MUTEX] = &pl_race_mutex_ops,
  [PL_RACE_ATOMIC] = &pl_race_atomic_ops,
};

const PlRaceMethodOps *
pl_race_method_ops (uint32_t method)
{
  return method < PL_N_RACE_METHODS ? methods[method] : NULL;
}
