/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

#include <stddef.h>

static const PlRaceMethodOps *const methods[PL_N_RACE_METHODS] = {
#define X(ID, key, name, description, correct) [PL_RACE_##ID] = &pl_race_##key##_ops,
  PL_RACE_METHODS (X)
#undef X
};

const PlRaceMethodOps *
pl_race_method_ops (uint32_t method)
{
  return method < PL_N_RACE_METHODS ? methods[method] : NULL;
}
