/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-kinds.h"

#include "trace/pl-trace-private.h"

static const PlTraceKind *const kinds[PL_N_RUN_KINDS] = {
#define X(ID, key) [PL_RUN_##ID] = &pl_trace_##key,
  PL_RUN_KINDS (X)
#undef X
};

const PlTraceKind *
pl_trace_kind (PlLog *log)
{
  return kinds[pl_log_plan (log)->kind];
}

gboolean
pl_trace_is_beside (PlTrace *self, guint lane)
{
  const PlTraceKind *kind = pl_trace_kind (self->log);

  return kind->is_beside != NULL && kind->is_beside (self->log, lane);
}
