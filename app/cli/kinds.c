/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli-kinds.h"

const PlCliKind *const pl_cli_kinds[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = &pl_cli_##key,
  PL_RUN_KINDS (X)
#undef X
};

const PlCliKind *
pl_cli_kind (PlLog *log)
{
  return pl_cli_kinds[pl_log_plan (log)->kind];
}
