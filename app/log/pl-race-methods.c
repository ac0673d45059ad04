/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-race-methods.h"

#include <stddef.h>
#include <string.h>

#include "log/pl-plan-data.h"

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

bool
pl_race_method_is_lock (uint32_t method)
{
  return method < PL_N_RACE_METHODS && methods[method].correct && method != PL_RACE_ATOMIC &&
         method != PL_RACE_CAS;
}

uint32_t
pl_race_method_max_workers (uint32_t method)
{
  return method == PL_RACE_PETERSON || method == PL_RACE_UNFENCED ? 2 : PL_MAX_RACE_WORKERS;
}

int
pl_race_method_from_key (const char *key)
{
  for (int i = 0; i < PL_N_RACE_METHODS; i++)
    if (strcmp (methods[i].key, key) == 0)
      return i;
  return -1;
}
