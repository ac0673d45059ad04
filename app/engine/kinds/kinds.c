/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/kinds/pl-kinds.h"

#include "engine/kinds/kinds-talk.h"
#include "engine/kinds/kinds-team.h"
#include "engine/pl-clock.h"
#include "engine/pl-memory.h"
#include "engine/pl-process.h"
#include "engine/pool/pl-gil.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define BIRTHS 40u
#define CPU_ROUNDS 10
#define WAITING_ROUNDS 3
#define MOST_ROUNDS 10
#define TOUCHED 65536u
#define JOB_NS 16000000
#define NAP_NS 20000000

static const char *const measure_keys[PL_N_KIND_MEASURES] = {
#define X(ID, key, unit) key,
  PL_KIND_MEASURES (X)
#undef X
};
static const char *const kind_keys[PL_N_KINDS] = {
#define X(ID, key) key,
  PL_KIND_LIST (X)
#undef X
};

static void
tell (PlKindMeasure measure, PlKind kind, double value)
{
  dprintf (STDOUT_FILENO, "%s %s %.9g\n", measure_keys[measure], kind_keys[kind], value);
}

/* --- memory of its own --- */

static uint32_t variable;

static void
change_it (Team *team, uint32_t worker)
{
  variable = 99;
}

static void
measure_own (Team *team)
{
  variable = 0;
  if (team_time (team, 1, change_it) > 0)
    tell (PL_KIND_OWN_MEMORY, team->kind, variable == 0);
}

/* --- making one --- */

static void
do_nothing (Team *team, uint32_t worker)
{
}

static int
compare (const void *a, const void *b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

static void
measure_creation (Team *team)
{
  int64_t times_ns[BIRTHS];

  for (uint32_t i = 0; i < BIRTHS; i++)
    {
      if (!team_start (team, 1, do_nothing))
        return;
      team_wait (team);
      times_ns[i] = team->shared->born_ns[0] - team->asked_ns[0];
    }
  qsort (times_ns, BIRTHS, sizeof *times_ns, compare);
  tell (PL_KIND_CREATION, team->kind, (double) times_ns[BIRTHS / 2]);
}

/* --- memory --- */

/* As a worker has a stack, and a bit of memory that it writes. */
static void
touch_and_meet (Team *team, uint32_t worker)
{
  volatile char *bytes = malloc (TOUCHED);

  for (uint32_t i = 0; bytes && i < TOUCHED; i += 512)
    bytes[i] = 1;
  team_meet (team);
  free ((char *) bytes);
}

static void
measure_memory (Team *team)
{
  uint64_t before = pl_memory_share_of (getpid ()), after;

  if (before == 0 || !team_start (team, TEAM_MAX, touch_and_meet))
    return;
  team_await (team);
  after = pl_memory_share_of (getpid ());
  for (uint32_t i = 0; i < team->n && team->kind == PL_KIND_PROCESS; i++)
    after += pl_memory_share_of (team->pids[i]);
  team_release (team);
  team_wait (team);
  if (after > before)
    tell (PL_KIND_MEMORY, team->kind, (double) (after - before) / team->n);
}

/* --- work --- */

typedef struct { uint32_t jobs; } Load;    /* a worker's */

static void
compute (Team *team, uint32_t worker)
{
  const Load *load = team->data;
  int64_t end_ns = pl_clock_ns (CLOCK_THREAD_CPUTIME_ID) + load->jobs * (int64_t) JOB_NS;

  while (pl_clock_ns (CLOCK_THREAD_CPUTIME_ID) < end_ns)
    pl_gil_safe_point ();
}

static void
nap (int64_t ns)
{
  struct timespec left = { ns / 1000000000, ns % 1000000000 };

  pl_gil_release ();
  while (clock_nanosleep (CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
    ;
  pl_gil_take ();
}

static void
sleep_jobs (Team *team, uint32_t worker)
{
  const Load *load = team->data;

  for (uint32_t i = 0; i < load->jobs; i++)
    nap (NAP_NS);
}

/* The same jobs by one worker and by all, in turns, and the middle one of each: on a full machine the best of one need not be
 * from as good a moment as the best of the other, and they seemed faster than as many can be. */
static void
measure_speed_up (Team *team, PlKindMeasure measure, uint32_t n, int rounds, void (*work) (Team *team, uint32_t worker))
{
  int64_t alone_ns[MOST_ROUNDS], together_ns[MOST_ROUNDS];
  double times;

  for (int i = 0; i < rounds; i++)
    {
      Load all = { n }, one = { 1 };

      team->data = &all;
      alone_ns[i] = team_time (team, 1, work);
      team->data = &one;
      together_ns[i] = team_time (team, n, work);
      if (alone_ns[i] <= 0 || together_ns[i] <= 0)
        return;
    }
  qsort (alone_ns, (size_t) rounds, sizeof *alone_ns, compare);
  qsort (together_ns, (size_t) rounds, sizeof *together_ns, compare);
  times = (double) alone_ns[rounds / 2] / (double) together_ns[rounds / 2];
  tell (measure, team->kind, times < n ? times : n);
}

static uint32_t
n_cpu_workers (void)
{
  cpu_set_t set;
  int n = sched_getaffinity (0, sizeof set, &set) == 0 ? CPU_COUNT (&set) : 2;

  return n < 2 ? 2 : n > (int) PL_KINDS_MAX_CPU_WORKERS ? PL_KINDS_MAX_CPU_WORKERS : (uint32_t) n;
}

/* --- a crash --- */

static void
crash_or_live (Team *team, uint32_t worker)
{
  team_meet (team);
  if (worker == 1)
    raise (SIGSEGV);
  /* However late it comes to that: until it is known to be gone nobody says that he is left. */
  team_hear (team);
  atomic_store (&team->shared->alive[worker], 1);
}

/* In a process of its own: it may be gone with them. */
static void
measure_crash (Team *team)
{
  const struct rlimit none = { 0, 0 };
  uint32_t lost = 0;
  pid_t pid = fork ();
  int status;

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      setrlimit (RLIMIT_CORE, &none);
      if (team_start (team, PL_KINDS_CRASH_WORKERS, crash_or_live))
        {
          team_await (team);
          team_release (team);
          team_wait_for (team, 1);
          team_say (team);
          team_wait (team);
        }
      _exit (0);
    }
  if (pid < 0)
    return;
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  for (uint32_t i = 0; i < PL_KINDS_CRASH_WORKERS; i++)
    lost += !atomic_load (&team->shared->alive[i]);
  tell (PL_KIND_CRASH, team->kind, lost);
}

/* --- all of it --- */

static int
measure (PlKind kind)
{
  Team team;

  if (!team_set_up (&team, kind))
    return 1;
  /* Before there ever was a thread. */
  measure_crash (&team);
  measure_own (&team);
  measure_creation (&team);
  measure_memory (&team);
  tell (PL_KIND_MESSAGE, kind, (double) kinds_message_ns (&team));
  tell (PL_KIND_MEBIBYTE, kind, (double) kinds_mebibyte_ns (&team));
  measure_speed_up (&team, PL_KIND_CPU, n_cpu_workers (), CPU_ROUNDS, compute);
  measure_speed_up (&team, PL_KIND_WAITING, PL_KINDS_WAITING_WORKERS, WAITING_ROUNDS, sleep_jobs);
  return 0;
}

int
pl_kinds_main (void)
{
  int failed = 0;

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  dprintf (STDOUT_FILENO, "workers cpu %u\n", n_cpu_workers ());
  for (PlKind kind = PL_KIND_PROCESS; kind <= PL_KIND_GIL; kind++)
    {
      pid_t pid = pl_process_fork (NULL, 0);
      int status = 1;

      if (pid == 0)
        _exit (measure (kind));
      while (pid > 0 && waitpid (pid, &status, 0) < 0 && errno == EINTR)
        ;
      failed |= pid < 0 || !WIFEXITED (status) || WEXITSTATUS (status) != 0;
    }
  return failed;
}
