/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The kernel's account of a worker: how long its process had a CPU, and how long it could have run but had
 * none. Each reads its own, at the edges of what it does, and no permission is needed for it. Two sources: the
 * thread's CPU clock, which is exact at any moment, and /proc/thread-self/schedstat, of which only the wait is:
 * the time on a CPU in it is that of the last tick.
 *
 * Asking costs a fraction of a microsecond, so it is asked no more often than a fiftieth of the time allows:
 * where edges come faster, an account spans several of them. */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "log/pl-log.h"

/* Of 1000 ns, how many the asking may take. */
#define PL_ACCOUNT_PER_MILLE 20

typedef struct {
  int fd;                     /* schedstat of this thread; -1: nothing is told */
  int64_t time_ns;            /* of the last account */
  int64_t on_ns, wait_ns;     /* as it said */
  int64_t clock_cost_ns, file_cost_ns;  /* of one question */
  int64_t paid_ns;            /* the moment up to which what was asked is paid for */
  /* No question is worth asking before: at edges that matter, and at all others. */
  int64_t next_ns, next_minor_ns;
} PlAccount;

/* In the worker, once: its life begins at fork_ns, with an account of nothing. False: without a record of the
 * run, or where the kernel keeps no account, nothing is ever told. */
bool pl_account_begin (PlAccount *self, PlLaneWriter *writer, int64_t fork_ns);
/* Asks, whatever it costs. now_ns: the clock, just read; records up to it are written already. */
void pl_account_read (PlAccount *self, PlLaneWriter *writer, int64_t now_ns);

/* At an edge. Minor ones leave enough for the next two that matter. */
static inline void
pl_account_edge (PlAccount *self, PlLaneWriter *writer, int64_t now_ns, bool minor)
{
  if (now_ns >= (minor ? self->next_minor_ns : self->next_ns))
    pl_account_read (self, writer, now_ns);
}

/* The last word on a child that is dead and not yet reaped; the writer is that of its lane. */
void pl_account_dead (PlLaneWriter *writer, pid_t pid, int64_t now_ns);
