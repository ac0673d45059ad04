/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/pl-race-engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/pl-control.h"
#include "engine/pl-process.h"
#include "engine/pl-run-status.h"
#include "engine/race/race-shared.h"

/* The parent of a race. While workers race it sleeps in poll (): it hears of the end of a worker
 * (SIGCHLD through a signalfd) and of commands, and of nothing else. */

typedef enum { RACE_ON = 0, RACE_STOPPED, RACE_FAILED } Outcome;

typedef struct {
  PlLog *log;
  PlRunStatus *status;
  const PlPlanData *plan;
  PlRaceShared *shared;
  PlLaneWriter writer;          /* lane 0 */
  int control_fd, child_fd;
  uint32_t part;
  uint32_t n_alive;
  pid_t pids[PL_MAX_RACE_WORKERS]; /* 0: not there */
} Race;

static Outcome
fail (Race *race, PlRunError error, int error_errno, int detail, uint64_t arg0, uint64_t arg1)
{
  pl_run_set_error (race->log, error, error_errno, detail, arg0, arg1);
  return RACE_FAILED;
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

  atomic_fetch_add_explicit (&lane->cpu_ns, pl_process_cpu_ns (usage), memory_order_relaxed);
  atomic_fetch_add_explicit (&lane->voluntary, (uint64_t) usage->ru_nvcsw, memory_order_relaxed);
  atomic_fetch_add_explicit (&lane->involuntary, (uint64_t) usage->ru_nivcsw, memory_order_relaxed);
  race->pids[worker] = 0;
  race->n_alive--;
  atomic_fetch_sub_explicit (&race->status->alive, 1, memory_order_relaxed);
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
        struct rusage usage = { 0 };
        int wait_status;

        pl_process_kill (race->pids[i], &wait_status, &usage);
        account_reaped (race, i, &usage);
      }
}

static Outcome
judge_end (Race *race, uint32_t worker, int wait_status)
{
  if (wait_status == 0)
    return RACE_ON;
  if (WIFEXITED (wait_status) && WEXITSTATUS (wait_status) == PL_RACE_EXIT_MEMORY)
    return fail (race, PL_RUN_MEMORY, ENOMEM, 0, pl_log_header (race->log)->total_size >> 20, 0);
  if (WIFEXITED (wait_status) && WEXITSTATUS (wait_status) == PL_RACE_EXIT_FAILED)
    return fail (race, PL_RUN_INTERNAL, race->shared->failure, 0, 0, 0);
  return fail (race, PL_RUN_GIVEN_UP, 0, wait_status,
               pl_log_race_lane (race->log, race->part, worker), 0);
}

static Outcome
reap_ended (Race *race)
{
  Outcome outcome = RACE_ON;
  struct rusage usage;
  int wait_status;
  pid_t pid;

  while ((pid = pl_process_reap (&wait_status, &usage)) > 0)
    for (uint32_t i = 0; i < race->plan->workers; i++)
      if (race->pids[i] == pid)
        {
          account_reaped (race, i, &usage);
          if (judge_end (race, i, wait_status) != RACE_ON)
            outcome = RACE_FAILED;
          break;
        }
  return outcome;
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
  PlRunnerCommand command;
  int said;

  while ((said = pl_control_read (race->control_fd, &command)) > 0)
    {
      if (command.kind == PL_COMMAND_STOP)
        return RACE_STOPPED;
      if (command.kind == PL_COMMAND_KILL)
        kill_one (race, command.lane);
      /* A paused race would measure the pause: there is no such thing. */
    }
  return said < 0 ? RACE_STOPPED : RACE_ON;
}

static Outcome
wait_for_workers (Race *race)
{
  struct pollfd fds[] = {
    { .fd = race->child_fd, .events = POLLIN },
    { .fd = race->control_fd, .events = POLLIN },
  };
  Outcome outcome = RACE_ON;

  while (outcome == RACE_ON && race->n_alive > 0)
    {
      if (poll (fds, 2, -1) < 0)
        {
          if (errno != EINTR)
            return fail (race, PL_RUN_INTERNAL, errno, 0, 0, 0);
          continue;
        }
      if (fds[0].revents)
        {
          pl_process_drain_child_fd (race->child_fd);
          outcome = reap_ended (race);
        }
      if (fds[1].revents && outcome == RACE_ON)
        outcome = listen_to_control (race);
    }
  return outcome;
}

/* In the child. */
static _Noreturn void
become_worker (Race *race, uint32_t worker)
{
  const PlPlanData *plan = race->plan;
  uint32_t lane = pl_log_race_lane (race->log, race->part, worker);
  PlRacer racer = {
    .shared = race->shared, .log = race->log, .lane = pl_log_lane (race->log, lane),
    .part = race->part, .me = worker, .n_workers = plan->workers,
    .trials = plan->trials, .increments = plan->increments,
    .capacity = pl_log_lane (race->log, lane)->capacity,
    .start_mono_ns = pl_log_header (race->log)->start_mono_ns,
    .window = plan->window, .window_amount = plan->window_amount,
    .rlock_depth = plan->rlock_depth > 0 ? plan->rlock_depth : 1, .lock_fd = -1,
  };

  if (plan->parts[race->part].record)
    racer.records = pl_log_race_records (race->log, lane);
  _exit (pl_race_worker (&racer));
}

/* Descriptors of the lock that the workers keep. */
static unsigned
list_lock_fds (const Race *race, int *fds)
{
  unsigned n = 0;

  for (int i = 0; i < 2; i++)
    if (race->shared->lock.fds[i] > 0)
      fds[n++] = race->shared->lock.fds[i];
  return n;
}

static Outcome
fork_workers (Race *race)
{
  int keep[2];
  unsigned n_keep = list_lock_fds (race, keep);

  for (uint32_t i = 0; i < race->plan->workers; i++)
    {
      PlLane *lane = worker_lane (race, i);
      Outcome outcome = listen_to_control (race);
      pid_t pid;

      if (outcome != RACE_ON)
        return outcome;
      pl_lane_record (&race->writer, PL_STATE_STARTING, pl_log_race_lane (race->log, race->part, i),
                      0);
      pid = pl_process_fork (keep, n_keep);
      if (pid < 0)
        return fail (race, PL_RUN_FORK, -pid, 0, i + 1, race->plan->workers);
      if (pid == 0)
        become_worker (race, i);
      race->pids[i] = pid;
      race->n_alive++;
      atomic_fetch_add_explicit (&race->status->alive, 1, memory_order_relaxed);
      atomic_store_explicit (&lane->pid, pid, memory_order_relaxed);
      atomic_fetch_add_explicit (&lane->incarnations, 1, memory_order_release);
    }
  return RACE_ON;
}

static int
init_shared (Race *race, const PlRaceMethodOps *ops)
{
  PlRaceShared *shared = race->shared;

  memset (shared, 0, sizeof *shared);
  atomic_init (&shared->word,
               race->plan->parts[race->part].record ? PL_WORD (0, PL_WORD_NOBODY, 0) : 0);
  return ops->set_up ? ops->set_up (&shared->lock, race->plan->workers) : 0;
}

static Outcome
run_part (Race *race)
{
  const PlRaceMethodOps *ops = pl_race_method_ops (race->plan->parts[race->part].method);
  Outcome outcome;
  int error = ops ? init_shared (race, ops) : -EINVAL;

  if (error < 0)
    return fail (race, PL_RUN_INTERNAL, -error, 0, 0, 0);
  outcome = fork_workers (race);
  if (outcome == RACE_ON)
    {
      pl_lane_record (&race->writer, PL_STATE_WAITING_TASK, 0, 0);
      outcome = wait_for_workers (race);
    }
  kill_workers (race);
  if (ops->clean_up)
    ops->clean_up (&race->shared->lock, race->plan->workers);
  return outcome;
}

static Outcome
open_race (Race *race)
{
  race->shared =
    mmap (NULL, sizeof *race->shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (race->shared == MAP_FAILED)
    return fail (race, PL_RUN_MEMORY, errno, 0, 1, 0);
  race->child_fd = pl_process_child_fd ();
  if (race->child_fd < 0)
    return fail (race, PL_RUN_DESCRIPTORS, -race->child_fd, 0, 0, race->plan->workers);
  return RACE_ON;
}

static void
close_race (Race *race)
{
  if (race->child_fd >= 0)
    close (race->child_fd);
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
  atomic_store_explicit (&race->status->end_ns, pl_lane_now_ns (&race->writer),
                         memory_order_relaxed);
  pl_run_set_phase (race->log, phases[outcome]);
}

int
pl_race_engine_run (PlLog *log, int control_fd)
{
  Race race = {
    .log = log, .status = &pl_log_header (log)->status, .plan = pl_log_plan (log),
    .shared = MAP_FAILED, .control_fd = control_fd, .child_fd = -1,
  };
  Outcome outcome;

  if (race.plan->kind != PL_RUN_RACE || race.plan->workers < 1 ||
      race.plan->workers > PL_MAX_RACE_WORKERS || race.plan->n_parts > PL_MAX_RACE_PARTS)
    return -EINVAL;
  pl_run_start_clock (log);
  pl_lane_writer_init (&race.writer, log, 0);
  atomic_store_explicit (&pl_log_lane (log, 0)->pid, getpid (), memory_order_relaxed);
  outcome = open_race (&race);
  if (outcome == RACE_ON)
    pl_run_set_phase (log, PL_PHASE_RUNNING);
  for (race.part = 0; outcome == RACE_ON && race.part < race.plan->n_parts; race.part++)
    outcome = run_part (&race);
  close_race (&race);
  finish (&race, outcome);
  return 0;
}
