/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-race-methods.h"

#include <stddef.h>
#include <string.h>

static const PlRaceMethodInfo methods[] = {
#define X(ID, key_, name_, description_, correct_) \
  [PL_RACE_##ID] = { .key = #key_, .name = name_, .description = description_, \
                     .correct = correct_ },
  PL_RACE_METHODS (X)
#undef X
};

const PlRaceMethodInfo *
pl_race_method_info (uint32_t method)
{
  return method < PL_N_RACE_METHODS ? &methods[method] : NULL;
}

int
pl_race_method_from_key (const char *key)
{
  for (int i = 0; i < PL_N_RACE_METHODS; i++)
    if (strcmp (methods[i].key, key) == 0)
      return i;
  return -1;
}
