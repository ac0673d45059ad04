/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/kinds/kinds-team.h"

#include "engine/pl-clock.h"
#include "engine/pl-futex.h"
#include "engine/pool/pl-gil.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* The lane of whoever makes the workers, for the global lock. */
#define MAKER 1000u

typedef struct { Team *team; uint32_t worker; } Start;

static Start starts[TEAM_MAX];

bool
team_set_up (Team *team, PlKind kind)
{
  void *memory = mmap (NULL, sizeof (TeamShared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  *team = (Team) { .kind = kind, .shared = memory };
  if (memory == MAP_FAILED)
    return false;
  if (kind == PL_KIND_GIL)
    {
      pl_gil_open ();
      pl_gil_join (MAKER, NULL, NULL);
    }
  return true;
}

static void
live (Team *team, uint32_t worker)
{
  team->shared->born_ns[worker] = pl_clock_ns (CLOCK_MONOTONIC);
  team->work (team, worker);
}

static void *
run (void *data)
{
  Start *start = data;

  pl_gil_join (start->worker + 1, NULL, NULL);
  live (start->team, start->worker);
  pl_gil_release ();
  return NULL;
}

/* All descriptors stay: what they talk through is among them. */
static bool
start_process (Team *team, uint32_t worker)
{
  pid_t maker = getpid (), pid = fork ();

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (getppid () != maker)
        _exit (1);
      live (team, worker);
      _exit (0);
    }
  team->pids[worker] = pid;
  return pid > 0;
}

static bool
start_one (Team *team, uint32_t worker)
{
  team->asked_ns[worker] = pl_clock_ns (CLOCK_MONOTONIC);
  if (team->kind == PL_KIND_PROCESS)
    return start_process (team, worker);
  starts[worker] = (Start) { team, worker };
  return pthread_create (&team->threads[worker], NULL, run, &starts[worker]) == 0;
}

bool
team_start (Team *team, uint32_t n, void (*work) (Team *team, uint32_t worker))
{
  memset (team->shared, 0, sizeof *team->shared);
  team->work = work;
  for (team->n = 0; team->n < n; team->n++)
    if (!start_one (team, team->n))
      {
        team_release (team);
        team_wait (team);
        return false;
      }
  return true;
}

static void
wait_for (Team *team, uint32_t worker)
{
  int status;

  if (team->kind != PL_KIND_PROCESS)
    pthread_join (team->threads[worker], NULL);
  else
    while (waitpid (team->pids[worker], &status, 0) < 0 && errno == EINTR)
      ;
}

/* Whoever may sleep gives the lock away meanwhile, here and below, be he a worker or the one who makes them. */
void
team_wait (Team *team)
{
  pl_gil_release ();
  for (uint32_t i = 0; i < team->n; i++)
    wait_for (team, i);
  pl_gil_take ();
}

void
team_wait_for (Team *team, uint32_t worker)
{
  pl_gil_release ();
  wait_for (team, worker);
  pl_gil_take ();
}

static void
wait_until_set (_Atomic uint32_t *word)
{
  pl_gil_release ();
  while (!atomic_load (word))
    pl_futex_wait (word, 0);
  pl_gil_take ();
}

static void
set (_Atomic uint32_t *word)
{
  atomic_store (word, 1);
  pl_futex_wake_all (word);
}

void
team_meet (Team *team)
{
  atomic_fetch_add (&team->shared->ready, 1);
  pl_futex_wake_all (&team->shared->ready);
  wait_until_set (&team->shared->go);
}

void
team_hear (Team *team)
{
  wait_until_set (&team->shared->said);
}

void
team_say (Team *team)
{
  set (&team->shared->said);
}

void
team_await (Team *team)
{
  uint32_t n;

  pl_gil_release ();
  while ((n = atomic_load (&team->shared->ready)) < team->n)
    pl_futex_wait (&team->shared->ready, n);
  pl_gil_take ();
}

void
team_release (Team *team)
{
  set (&team->shared->go);
}

int64_t
team_time (Team *team, uint32_t n, void (*work) (Team *team, uint32_t worker))
{
  int64_t begin_ns = pl_clock_ns (CLOCK_MONOTONIC);

  if (!team_start (team, n, work))
    return 0;
  team_wait (team);
  return pl_clock_ns (CLOCK_MONOTONIC) - begin_ns;
}
