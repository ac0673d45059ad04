/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-clock.h"
#include "engine/pool/pl-pool-private.h"
#include "engine/pl-process.h"
#include "engine/pl-run-status.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* The same work done by one process alone, one task after the other, with nobody to talk to. In a
 * process of its own, as a worker is: then the parent can listen, and whoever stops it stops just
 * that. */

static void
work (PlPool *pool)
{
  const PlPlanData *plan = pool->plan;
  int64_t begin_ns = pl_clock_ns (CLOCK_MONOTONIC);

  for (uint32_t task = 0; task < plan->tasks; task++)
    {
      uint64_t result = pl_workload_run (&pool->workload, task, pool->workload.params[task]);

      __asm__ volatile ("" : : "r" (result));
      atomic_store_explicit (&pool->crew.status->serial_done, task + 1, memory_order_relaxed);
    }
  atomic_store_explicit (&pool->arena.shared->serial_ns, pl_clock_ns (CLOCK_MONOTONIC) - begin_ns,
                         memory_order_release);
  _exit (PL_WORKER_EXIT_OK);
}

typedef struct {
  PlPool *pool;
  pid_t pid;
  int64_t paused_since_ns, paused_ns;
} Serial;

static void
pause_it (void *owner, bool pause)
{
  Serial *self = owner;
  int64_t now_ns = pl_clock_ns (CLOCK_MONOTONIC);

  if (pause == (self->paused_since_ns != 0))
    return;
  if (pause)
    pl_process_stop (self->pid, &self->pool->arena.shared->serial_guarded);
  else
    kill (self->pid, SIGCONT);
  if (!pause)
    self->paused_ns += now_ns - self->paused_since_ns;
  self->paused_since_ns = pause ? now_ns : 0;
  pl_run_set_phase (self->pool->log, pause ? PL_PHASE_PAUSED : PL_PHASE_SERIAL);
}

/* Whether it came to its end by itself. */
static bool
wait_for_it (Serial *self)
{
  struct pollfd fds[] = {
    { .fd = self->pool->crew.control_fd, .events = POLLIN },
    { .fd = self->pool->crew.child_fd, .events = POLLIN },
  };
  struct rusage usage;
  int status = 0;

  while (!self->pool->crew.stopped)
    {
      pl_process_drain_child_fd (self->pool->crew.child_fd);
      if (pl_process_find_dead () == self->pid)
        {
          pl_process_reap (self->pid, &status, &usage);
          return WIFEXITED (status) && WEXITSTATUS (status) == PL_WORKER_EXIT_OK;
        }
      if (poll (fds, 2, -1) > 0 && fds[0].revents)
        pl_crew_listen (&self->pool->crew);
    }
  pl_process_kill (self->pid);
  pl_process_reap (self->pid, &status, &usage);
  return false;
}

void
pl_pool_run_serial (PlPool *pool)
{
  static const PlCrewOps ops = { .pause = pause_it };
  Serial self = { .pool = pool };

  self.pid = pl_process_fork_guarded (NULL, 0, &pool->arena.shared->serial_guarded);
  if (self.pid == 0)
    work (pool);
  if (self.pid < 0)
    return;   /* the pool is done and its results stand; the serial time stays unmeasured */
  /* The crew is gone: what is said now is said to this one. */
  pool->crew.ops = &ops;
  pool->crew.owner = &self;
  pl_run_set_phase (pool->log, PL_PHASE_SERIAL);
  if (wait_for_it (&self))
    pool->crew.status->serial_ns = atomic_load_explicit (&pool->arena.shared->serial_ns,
                                                    memory_order_acquire) -
                              self.paused_ns;
}
