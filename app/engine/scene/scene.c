/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-engine.h"

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
#include "engine/scene/scene-shared.h"

/* The parent of a scene: forks, looks around every few milliseconds, ends what cannot end by
 * itself, and tells how it went. */

#define TICK_MS 10
/* A scene that is not stuck but does not come to an end either is asked to (PL_SCENE_LIMIT_NS), and
 * then made to. */
#define GRACE_NS INT64_C (1000000000)

typedef enum { SCENE_ON = 0, SCENE_STUCK, SCENE_OVERDUE, SCENE_STOPPED, SCENE_FAILED } Outcome;

static Outcome
fail (PlScene *scene, PlRunError error, int error_errno, int detail, uint64_t arg0, uint64_t arg1)
{
  pl_run_set_error (scene->log, error, error_errno, detail, arg0, arg1);
  return SCENE_FAILED;
}

static void
account_reaped (PlScene *scene, uint32_t worker, const struct rusage *usage)
{
  PlLane *lane = pl_log_lane (scene->log, worker + 1);

  atomic_fetch_add_explicit (&lane->cpu_ns, pl_process_cpu_ns (usage), memory_order_relaxed);
  atomic_fetch_add_explicit (&lane->voluntary, (uint64_t) usage->ru_nvcsw, memory_order_relaxed);
  atomic_fetch_add_explicit (&lane->involuntary, (uint64_t) usage->ru_nivcsw, memory_order_relaxed);
  scene->pids[worker] = 0;
  scene->n_alive--;
  atomic_fetch_sub_explicit (&scene->status->alive, 1, memory_order_relaxed);
}

static void
kill_workers (PlScene *scene)
{
  for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
    if (scene->pids[i] > 0)
      {
        struct rusage usage = { 0 };
        int status;

        pl_process_kill (scene->pids[i], &status, &usage);
        account_reaped (scene, i, &usage);
      }
}

/* Somebody's kill -9 is part of the play: the others go on, if they can. */
static Outcome
bury (PlScene *scene, uint32_t worker, int status)
{
  PlLaneWriter writer;
  uint32_t nobody = 0;

  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return SCENE_ON;
  pl_lane_writer_init (&writer, scene->log, worker + 1);
  pl_lane_record (&writer, PL_STATE_DEAD, PL_DEAD_ARG (status), 0);
  if (!WIFSIGNALED (status) || WTERMSIG (status) != SIGKILL)
    return fail (scene, PL_RUN_GIVEN_UP, 0, status, worker + 1, 0);
  if (atomic_compare_exchange_strong (&scene->shared->culprit, &nobody, worker + 1))
    atomic_store (&scene->shared->event_ns, pl_lane_now_ns (&scene->writer));
  return SCENE_ON;
}

static Outcome
reap_ended (PlScene *scene)
{
  struct rusage usage;
  Outcome outcome = SCENE_ON;
  int status;
  pid_t pid;

  while (outcome == SCENE_ON && (pid = pl_process_reap (&status, &usage)) > 0)
    for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
      if (scene->pids[i] == pid)
        {
          account_reaped (scene, i, &usage);
          outcome = bury (scene, i, status);
          break;
        }
  return outcome;
}

/* Everything that has been said; a closed socket means stop. A scene cannot be paused. */
static Outcome
listen_to_control (PlScene *scene)
{
  PlRunnerCommand command;
  int said;

  while ((said = pl_control_read (scene->control_fd, &command)) > 0)
    {
      if (command.kind == PL_COMMAND_STOP)
        return SCENE_STOPPED;
      if (command.kind == PL_COMMAND_KILL && command.lane >= 1 &&
          command.lane <= scene->plan->scene_workers && scene->pids[command.lane - 1] > 0)
        kill (scene->pids[command.lane - 1], SIGKILL);
    }
  return said < 0 ? SCENE_STOPPED : SCENE_ON;
}

static Outcome
look_around (PlScene *scene)
{
  int64_t now_ns = pl_lane_now_ns (&scene->writer);

  if (scene->ops->tick)
    scene->ops->tick (scene);
  if (now_ns > PL_SCENE_LIMIT_NS)
    atomic_store (&scene->shared->stop, 1);
  if (now_ns > PL_SCENE_LIMIT_NS + GRACE_NS)
    return SCENE_OVERDUE;
  if (!pl_scene_is_stuck (scene))
    return SCENE_ON;
  /* Who was asked to stop may have left others waiting: that is no fault of theirs. */
  return now_ns > PL_SCENE_LIMIT_NS ? SCENE_OVERDUE : SCENE_STUCK;
}

static Outcome
follow (PlScene *scene)
{
  struct pollfd fds[] = {
    { .fd = scene->child_fd, .events = POLLIN },
    { .fd = scene->control_fd, .events = POLLIN },
  };
  Outcome outcome = SCENE_ON;

  while (outcome == SCENE_ON && scene->n_alive > 0)
    {
      if (poll (fds, 2, TICK_MS) < 0)
        {
          if (errno != EINTR)
            return fail (scene, PL_RUN_INTERNAL, errno, 0, 0, 0);
          continue;
        }
      if (fds[0].revents)
        {
          pl_process_drain_child_fd (scene->child_fd);
          outcome = reap_ended (scene);
        }
      if (fds[1].revents && outcome == SCENE_ON)
        outcome = listen_to_control (scene);
      if (outcome == SCENE_ON && scene->n_alive > 0)
        outcome = look_around (scene);
    }
  return outcome;
}

/* In the child. */
static _Noreturn void
become_worker (PlScene *scene, uint32_t worker)
{
  const PlPlanData *plan = scene->plan;
  PlActor actor = {
    .shared = scene->shared, .room = scene->room, .plan = plan,
    .me = worker, .lane = worker + 1, .n = plan->scene_workers, .rounds = plan->scene_rounds,
    .variant = plan->scene_variant, .limit = plan->scene_limit,
    .random = plan->seed * UINT64_C (0x100000001b3) + worker, .fd = scene->file_fd,
  };

  pl_lane_writer_init (&actor.writer, scene->log, worker + 1);
  pl_actor_enter (&actor, PL_STATE_STARTING, 0);
  scene->ops->work (&actor);
  pl_actor_enter (&actor, PL_STATE_FINISHED, 0);
  _exit (0);
}

static Outcome
fork_workers (PlScene *scene)
{
  for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
    {
      PlLane *lane = pl_log_lane (scene->log, i + 1);
      Outcome outcome = listen_to_control (scene);
      int keep[1] = { scene->file_fd };
      pid_t pid;

      if (outcome != SCENE_ON)
        return outcome;
      pl_lane_record (&scene->writer, PL_STATE_STARTING, i + 1, 0);
      pid = pl_process_fork (keep, scene->file_fd >= 0 ? 1 : 0);
      if (pid < 0)
        return fail (scene, PL_RUN_FORK, -pid, 0, i + 1, scene->plan->scene_workers);
      if (pid == 0)
        become_worker (scene, i);
      scene->pids[i] = pid;
      scene->n_alive++;
      atomic_fetch_add_explicit (&scene->status->alive, 1, memory_order_relaxed);
      atomic_store_explicit (&lane->pid, pid, memory_order_relaxed);
      atomic_fetch_add_explicit (&lane->incarnations, 1, memory_order_release);
    }
  pl_lane_record (&scene->writer, PL_STATE_WAITING_TASK, 0, 0);
  return SCENE_ON;
}

static void *
map_shared (size_t size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  return memory == MAP_FAILED ? NULL : memory;
}

static Outcome
open_scene (PlScene *scene)
{
  int error;

  scene->shared = map_shared (sizeof *scene->shared);
  scene->room = map_shared (scene->ops->room);
  if (!scene->shared || !scene->room)
    return fail (scene, PL_RUN_MEMORY, ENOMEM, 0, 1, 0);
  scene->child_fd = pl_process_child_fd ();
  if (scene->child_fd < 0)
    return fail (scene, PL_RUN_DESCRIPTORS, -scene->child_fd, 0, 0, scene->plan->scene_workers);
  if (scene->ops->file)
    {
      /* It has no name: nothing is left behind. */
      scene->file_fd = memfd_create ("paralane-scene", MFD_CLOEXEC);
      if (scene->file_fd < 0)
        return fail (scene, PL_RUN_DESCRIPTORS, errno, 0, 0, scene->plan->scene_workers);
    }
  error = scene->ops->init (scene);
  return error < 0 ? fail (scene, PL_RUN_INTERNAL, -error, 0, 0, 0) : SCENE_ON;
}

static void
close_scene (PlScene *scene)
{
  if (scene->child_fd >= 0)
    close (scene->child_fd);
  if (scene->file_fd >= 0)
    close (scene->file_fd);
  if (scene->room)
    munmap (scene->room, scene->ops->room);
  if (scene->shared)
    munmap (scene->shared, sizeof *scene->shared);
}

static void
tell (PlScene *scene, Outcome outcome)
{
  PlSceneStatus *out = &scene->status->scene;

  if (!scene->shared || !scene->room)
    return;
  if (outcome == SCENE_ON)
    out->outcome = scene->ops->judge (scene);
  for (uint32_t i = 0; i < 8; i++)
    out->numbers[i] = pl_scene_number (scene, i);
  out->culprit = atomic_load (&scene->shared->culprit);
  out->event_ns = atomic_load (&scene->shared->event_ns);
}

static void
finish (PlScene *scene, Outcome outcome)
{
  static const PlPhase phases[] = {
    [SCENE_ON] = PL_PHASE_DONE, [SCENE_STUCK] = PL_PHASE_DONE, [SCENE_OVERDUE] = PL_PHASE_DONE,
    [SCENE_STOPPED] = PL_PHASE_STOPPED, [SCENE_FAILED] = PL_PHASE_FAILED,
  };

  pl_lane_record (&scene->writer, PL_STATE_FINISHED, outcome == SCENE_STOPPED, 0);
  atomic_store_explicit (&scene->status->end_ns, pl_lane_now_ns (&scene->writer),
                         memory_order_relaxed);
  atomic_store_explicit (&scene->status->done, phases[outcome] == PL_PHASE_DONE,
                         memory_order_relaxed);
  pl_run_set_phase (scene->log, phases[outcome]);
}

int
pl_scene_engine_run (PlLog *log, int control_fd)
{
  PlScene scene = {
    .log = log, .status = &pl_log_header (log)->status, .plan = pl_log_plan (log),
    .control_fd = control_fd, .child_fd = -1, .file_fd = -1,
  };
  Outcome outcome;

  scene.ops = pl_scene_ops (scene.plan->scene);
  if (scene.plan->kind != PL_RUN_SCENE || !scene.ops || scene.plan->scene_workers < 1 ||
      scene.plan->scene_workers > PL_MAX_SCENE_WORKERS)
    return -EINVAL;
  pl_run_start_clock (log);
  pl_lane_writer_init (&scene.writer, log, 0);
  outcome = open_scene (&scene);
  if (outcome == SCENE_ON)
    {
      pl_run_set_phase (log, PL_PHASE_RUNNING);
      outcome = fork_workers (&scene);
    }
  if (outcome == SCENE_ON)
    outcome = follow (&scene);
  if (outcome == SCENE_STUCK)
    pl_scene_tell_stuck (&scene);
  kill_workers (&scene);
  tell (&scene, outcome);
  close_scene (&scene);
  finish (&scene, outcome);
  return 0;
}
