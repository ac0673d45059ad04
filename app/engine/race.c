/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-race-engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/race-shared.h"
#include "log/pl-runner-protocol.h"

/* The parent of a race. While workers race it sleeps in poll (): it hears of the end of a worker
 * (SIGCHLD through a signalfd) and of commands, and of nothing else. */

typedef enum { RACE_ON = 0, RACE_STOPPED, RACE_FAILED } Outcome;

typedef struct {
  PlLog *log;
  PlRunStatus *status;
  const PlPlanData *plan;
  PlRaceShared *shared;
  PlLaneWriter writer;          /* lane 0 */
  int control_fd, signal_fd;
  sigset_t old_mask;
  uint32_t part;
  uint32_t n_alive;
  pid_t pids[PL_MAX_RACE_WORKERS]; /* 0: not there */
} Race;

static Outcome
fail (Race *race, PlRunError error, int errno_value, uint64_t arg0, uint64_t arg1, int detail)
{
  PlRunStatus *status = race->status;

  status->error = error;
  status->error_errno = errno_value;
  status->error_args[0] = arg0;
  status->error_args[1] = arg1;
  status->error_detail = detail;
  return RACE_FAILED;
}

static void
set_phase (Race *race, PlPhase phase)
{
  atomic_store_explicit (&race->status->phase, phase, memory_order_release);
}

static PlLane *
worker_lane (Race *race, uint32_t worker)
{
  return pl_log_lane (race->log, pl_log_race_lane (race->log, race->part, worker));
}

/* Takes one worker that ended off the list. */
static void
account_reaped (Race *race, uint32_t worker, const struct rusage *usage)
{
  PlLane *lane = worker_lane (race, worker);
  int64_t cpu_ns = (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * INT64_C (1000000000) +
                   (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) * INT64_C (1000);

  atomic_fetch_add_explicit (&lane->cpu_ns, cpu_ns, memory_order_relaxed);
  atomic_fetch_add_explicit (&lane->voluntary, (uint64_t) usage->ru_nvcsw, memory_order_relaxed);
  atomic_fetch_add_explicit (&lane->involuntary, (uint64_t) usage->ru_nivcsw, memory_order_relaxed);
  race->pids[worker] = 0;
  race->n_alive--;
  atomic_fetch_sub_explicit (&race->status->alive, 1, memory_order_relaxed);
}

/* Only pids of our own, never any child: somebody else's is not ours to reap. */
static pid_t
reap (Race *race, uint32_t worker, int *wait_status, int options)
{
  struct rusage usage;
  pid_t pid;

  do
    pid = wait4 (race->pids[worker], wait_status, options, &usage);
  while (pid < 0 && errno == EINTR);
  if (pid > 0)
    account_reaped (race, worker, &usage);
  return pid;
}

static void
kill_workers (Race *race)
{
  for (uint32_t i = 0; i < race->plan->workers; i++)
    if (race->pids[i] > 0)
      kill (race->pids[i], SIGKILL);
  for (uint32_t i = 0; i < race->plan->workers; i++)
    if (race->pids[i] > 0)
      {
        int wait_status;

        reap (race, i, &wait_status, 0);
      }
}

static Outcome
reap_ended (Race *race)
{
  for (uint32_t i = 0; i < race->plan->workers; i++)
    {
      int wait_status;

      if (race->pids[i] <= 0 || reap (race, i, &wait_status, WNOHANG) <= 0)
        continue;
      if (wait_status == 0)
        continue;
      if (WIFEXITED (wait_status) && WEXITSTATUS (wait_status) == PL_RACE_EXIT_MEMORY)
        return fail (race, PL_RUN_MEMORY, ENOMEM, pl_log_header (race->log)->total_size >> 20, 0, 0);
      return fail (race, PL_RUN_GIVEN_UP, 0, pl_log_race_lane (race->log, race->part, i), 0, wait_status);
    }
  return RACE_ON;
}

static void
kill_one (Race *race, uint32_t lane)
{
  uint32_t first = pl_log_race_lane (race->log, race->part, 0);

  if (lane >= first && lane - first < race->plan->workers && race->pids[lane - first] > 0)
    kill (race->pids[lane - first], SIGKILL);
}

/* Everything that has been said; a closed socket means stop. */
static Outcome
listen_to_control (Race *race)
{
  for (;;)
    {
      PlRunnerCommand command;
      ssize_t n = recv (race->control_fd, &command, sizeof command, MSG_DONTWAIT);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno == EAGAIN)
        return RACE_ON;
      if (n <= 0)
        return RACE_STOPPED;
      if (n != sizeof command)
        continue;
      if (command.kind == PL_COMMAND_STOP)
        return RACE_STOPPED;
      if (command.kind == PL_COMMAND_KILL)
        kill_one (race, command.lane);
      /* A paused race would measure the pause: there is no such thing. */
    }
}

static Outcome
wait_for_workers (Race *race)
{
  struct pollfd fds[] = {
    { .fd = race->signal_fd, .events = POLLIN },
    { .fd = race->control_fd, .events = POLLIN },
  };
  Outcome outcome = RACE_ON;

  while (outcome == RACE_ON && race->n_alive > 0)
    {
      struct signalfd_siginfo info;

      if (poll (fds, 2, -1) < 0)
        {
          if (errno != EINTR)
            return fail (race, PL_RUN_INTERNAL, errno, 0, 0, 0);
          continue;
        }
      if (fds[0].revents && read (race->signal_fd, &info, sizeof info) > 0)
        outcome = reap_ended (race);
      if (fds[1].revents && outcome == RACE_ON)
        outcome = listen_to_control (race);
    }
  return outcome;
}

/* In the child. */
static _Noreturn void
become_worker (Race *race, uint32_t worker, pid_t parent)
{
  const PlPlanData *plan = race->plan;
  uint32_t lane = pl_log_race_lane (race->log, race->part, worker);
  PlRacer racer = {
    .shared = race->shared, .log = race->log, .lane = pl_log_lane (race->log, lane),
    .part = race->part, .me = worker, .n_workers = plan->workers,
    .trials = plan->trials, .increments = plan->increments,
    .capacity = pl_log_lane (race->log, lane)->capacity,
    .start_mono_ns = pl_log_header (race->log)->start_mono_ns,
  };

  if (plan->parts[race->part].record)
    racer.records = pl_log_race_records (race->log, lane);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  /* The parent may have died before the request. */
  if (getppid () != parent)
    _exit (PL_RACE_EXIT_ORPHAN);
  close (race->control_fd);
  close (race->signal_fd);
  sigprocmask (SIG_SETMASK, &race->old_mask, NULL);
  _exit (pl_race_worker (&racer));
}

static Outcome
fork_workers (Race *race)
{
  pid_t parent = getpid ();

  for (uint32_t i = 0; i < race->plan->workers; i++)
    {
      PlLane *lane = worker_lane (race, i);
      Outcome outcome = listen_to_control (race);
      pid_t pid;

      if (outcome != RACE_ON)
        return outcome;
      pl_lane_record (&race->writer, PL_STATE_STARTING, pl_log_race_lane (race->log, race->part, i), 0);
      pid = fork ();
      if (pid < 0)
        return fail (race, PL_RUN_FORK, errno, i + 1, race->plan->workers, 0);
      if (pid == 0)
        become_worker (race, i, parent);
      race->pids[i] = pid;
      race->n_alive++;
      atomic_fetch_add_explicit (&race->status->alive, 1, memory_order_relaxed);
      atomic_store_explicit (&lane->pid, pid, memory_order_relaxed);
      atomic_fetch_add_explicit (&lane->incarnations, 1, memory_order_release);
    }
  return RACE_ON;
}

static int
init_shared (Race *race)
{
  PlRaceShared *shared = race->shared;
  pthread_mutexattr_t attributes;
  int error;

  memset (shared, 0, sizeof *shared);
  atomic_init (&shared->word, race->plan->parts[race->part].record ? PL_WORD (0, PL_WORD_NOBODY, 0) : 0);
  error = pthread_mutexattr_init (&attributes);
  if (error)
    return -error;
  pthread_mutexattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  error = pthread_mutex_init (&shared->mutex, &attributes);
  pthread_mutexattr_destroy (&attributes);
  return -error;
}

static Outcome
run_part (Race *race)
{
  Outcome outcome;
  int error = init_shared (race);

  if (error < 0)
    return fail (race, PL_RUN_INTERNAL, -error, 0, 0, 0);
  outcome = fork_workers (race);
  if (outcome == RACE_ON)
    {
      pl_lane_record (&race->writer, PL_STATE_WAITING_TASK, 0, 0);
      outcome = wait_for_workers (race);
    }
  kill_workers (race);
  pthread_mutex_destroy (&race->shared->mutex);
  return outcome;
}

static Outcome
open_race (Race *race)
{
  sigset_t mask;

  race->shared = mmap (NULL, sizeof *race->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (race->shared == MAP_FAILED)
    return fail (race, PL_RUN_MEMORY, errno, 1, 0, 0);
  sigemptyset (&mask);
  sigaddset (&mask, SIGCHLD);
  sigprocmask (SIG_BLOCK, &mask, &race->old_mask);
  race->signal_fd = signalfd (-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
  if (race->signal_fd < 0)
    return fail (race, PL_RUN_DESCRIPTORS, errno, 0, race->plan->workers, 0);
  return RACE_ON;
}

static void
close_race (Race *race)
{
  if (race->signal_fd >= 0)
    close (race->signal_fd);
  sigprocmask (SIG_SETMASK, &race->old_mask, NULL);
  if (race->shared != MAP_FAILED)
    munmap (race->shared, sizeof *race->shared);
}

static void
finish (Race *race, Outcome outcome)
{
  static const PlPhase phases[] = {
    [RACE_ON] = PL_PHASE_DONE, [RACE_STOPPED] = PL_PHASE_STOPPED, [RACE_FAILED] = PL_PHASE_FAILED,
  };

  pl_lane_record (&race->writer, PL_STATE_FINISHED, outcome == RACE_STOPPED, 0);
  atomic_store_explicit (&race->status->end_ns, pl_lane_now_ns (&race->writer), memory_order_relaxed);
  set_phase (race, phases[outcome]);
}

/* Unless whoever called did: time 0 is now. */
static void
start_clock (PlLogHeader *header)
{
  struct timespec mono, wall;

  if (header->start_mono_ns != 0)
    return;
  clock_gettime (CLOCK_MONOTONIC, &mono);
  clock_gettime (CLOCK_REALTIME, &wall);
  header->start_mono_ns = (int64_t) mono.tv_sec * 1000000000 + mono.tv_nsec;
  header->start_wall_ns = (int64_t) wall.tv_sec * 1000000000 + wall.tv_nsec;
}

int
pl_race_engine_run (PlLog *log, int control_fd)
{
  Race race = {
    .log = log, .status = &pl_log_header (log)->status, .plan = pl_log_plan (log),
    .shared = MAP_FAILED, .control_fd = control_fd, .signal_fd = -1,
  };
  Outcome outcome;

  if (race.plan->kind != PL_RUN_RACE || race.plan->workers < 1 || race.plan->workers > PL_MAX_RACE_WORKERS ||
      race.plan->n_parts > PL_MAX_RACE_PARTS)
    return -EINVAL;
  sigprocmask (SIG_SETMASK, NULL, &race.old_mask);
  start_clock (pl_log_header (log));
  pl_lane_writer_init (&race.writer, log, 0);
  atomic_store_explicit (&pl_log_lane (log, 0)->pid, getpid (), memory_order_relaxed);
  set_phase (&race, PL_PHASE_STARTING);
  outcome = open_race (&race);
  if (outcome == RACE_ON)
    set_phase (&race, PL_PHASE_RUNNING);
  for (race.part = 0; outcome == RACE_ON && race.part < race.plan->n_parts; race.part++)
    outcome = run_part (&race);
  close_race (&race);
  finish (&race, outcome);
  return 0;
}
