/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-run-status.h"
#include "engine/pool/pl-gil.h"
#include "engine/pool/pl-pool-private.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* The process whose threads are the workers. The runner, which forks it, stays single-threaded. Its first thread
 * makes the others and waits for them; a thread that dies takes all of it along. */

/* Far more than any of them needs; of 256 of them it is not much. */
#define STACK_SIZE (256u << 10)

typedef struct {
  PlPool *pool;
  uint32_t lane;
  int64_t asked_ns;
  pthread_t thread;
} Thread;

static _Thread_local uint32_t my_lane;
static _Atomic uint32_t *crashed;

/* Says who it was, and lets it happen. */
static void
note_crash (int number)
{
  uint32_t nobody = 0;

  if (my_lane > 0)
    atomic_compare_exchange_strong (crashed, &nobody, my_lane);
  raise (number);
}

static void
watch_for_crashes (PlPool *pool)
{
  static const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
  struct sigaction action;

  crashed = &pool->arena.shared->crashed;
  memset (&action, 0, sizeof action);
  action.sa_handler = note_crash;
  action.sa_flags = (int) (SA_RESETHAND | SA_NODEFER);
  for (unsigned i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    sigaction (numbers[i], &action, NULL);
}

static void *
run (void *data)
{
  const Thread *self = data;
  PlPool *pool = self->pool;
  PlWorker worker;
  PlAccount account;

  my_lane = self->lane;
  if (pl_worker_init (&worker, &pool->workload, &pool->arena) < 0)
    {
      pl_run_set_error (pool->log, PL_RUN_MEMORY, ENOMEM, 0, 1, 0);
      _exit (PL_WORKER_EXIT_THREADS);
    }
  pl_crew_thread_born (&pool->crew, self->lane, self->asked_ns, &account);
  pl_worker_begin (&worker, pool->log, self->lane, self->asked_ns, &account);
  pl_gil_join (self->lane, &pl_worker_gil_ops, &worker);
  pool->ops->work (&worker, pool->lanes[self->lane].keep);
  pl_worker_finish (&worker);
  pl_gil_release ();
  pl_crew_thread_ends (&pool->crew, self->lane);
  pl_account_read (&worker.account, &worker.writer, worker.now_ns);
  pl_worker_clear (&worker);
  return NULL;
}

static void
start (Thread *self, const pthread_attr_t *attributes)
{
  PlPool *pool = self->pool;
  int error;

  self->asked_ns = pl_lane_now_ns (&pool->crew.writer);
  error = pthread_create (&self->thread, attributes, run, self);
  if (error == 0)
    return;
  pl_run_set_error (pool->log, PL_RUN_FORK, error, 0, self->lane, pool->n_lanes);
  _exit (PL_WORKER_EXIT_THREADS);
}

void
pl_pool_live (PlPool *pool)
{
  static Thread threads[PL_MAX_CREW];
  pthread_attr_t attributes;

  watch_for_crashes (pool);
  if (pool->plan->worker_kind == PL_WORKERS_GIL)
    pl_gil_open ();
  pthread_attr_init (&attributes);
  pthread_attr_setstacksize (&attributes, STACK_SIZE);
  for (uint32_t i = 0; i < pool->n_lanes; i++)
    {
      threads[i] = (Thread) { .pool = pool, .lane = i + 1 };
      start (&threads[i], &attributes);
    }
  for (uint32_t i = 0; i < pool->n_lanes; i++)
    pthread_join (threads[i].thread, NULL);
  _exit (PL_WORKER_EXIT_OK);
}
