/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the time of a pool's workers went: shares of all of it, from the start of the run to its end, that make 1. */

#include "trace/pl-trace.h"

G_BEGIN_DECLS

typedef enum {
  PL_LOSS_SERIAL = 0,           /* before the worker's first task: it had to be started, one after the other */
  PL_LOSS_CPUS,                 /* at a task, without a CPU */
  PL_LOSS_CHANNEL,              /* between its tasks: locks, sending, receiving, waiting for the next one */
  PL_LOSS_IMBALANCE,            /* after its last task: others were still at work */
  PL_N_LOSSES
} PlLoss;

typedef struct {
  gboolean known;               /* FALSE: the run was not recorded */
  double used;                  /* at tasks, and not without a CPU */
  double lost[PL_N_LOSSES];
} PlLosses;

void pl_losses_of_log (PlLog *log, PlLosses *out);
/* The greatest of them. */
PlLoss pl_losses_greatest (const PlLosses *self);
/* "serial", "cpus", "channel", "imbalance": not translated. */
const char *pl_loss_key (PlLoss loss);

G_END_DECLS
