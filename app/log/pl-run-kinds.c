/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-run-kinds.h"

#include <stddef.h>
#include <string.h>

static const char *const keys[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = #key,
  PL_RUN_KINDS (X)
#undef X
};

const char *
pl_run_kind_key (uint32_t kind)
{
  return kind < PL_N_RUN_KINDS ? keys[kind] : NULL;
}

int
pl_run_kind_from_key (const char *key)
{
  for (int i = 0; i < PL_N_RUN_KINDS; i++)
    if (strcmp (keys[i], key) == 0)
      return i;
  return -1;
}
