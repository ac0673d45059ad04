/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pl-engine.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/pl-run-status.h"
#include "engine/scene/scene-shared.h"

/* The parent of a scene, in which a few processes act out a classic fault or its cure: forks, looks
 * around every few milliseconds, ends what cannot end by itself, and tells how it went. A hang is a
 * result like any other: the run is DONE, and the log's status tells what became of it. */

#define TICK_MS 10
/* A scene that is not stuck but does not come to an end either is asked to (PL_SCENE_LIMIT_NS), and
 * then made to. */
#define GRACE_NS INT64_C (1000000000)

typedef enum { SCENE_ON = 0, SCENE_STUCK, SCENE_OVERDUE } Outcome;

/* Somebody's kill -9 is part of the play: the others go on, if they can. */
static void
died (void *owner, uint32_t lane, int status)
{
  PlScene *scene = owner;
  PlLaneWriter writer;
  uint32_t nobody = 0;

  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return;
  pl_lane_writer_init (&writer, scene->log, lane);
  pl_lane_record_at (&writer, scene->crew.death_ns, PL_STATE_DEAD, PL_DEAD_ARG (status), 0);
  if (!WIFSIGNALED (status) || WTERMSIG (status) != SIGKILL)
    pl_crew_fail (&scene->crew, PL_RUN_GIVEN_UP, 0, status, lane, 0);
  else if (atomic_compare_exchange_strong (&scene->shared->culprit, &nobody, lane))
    atomic_store (&scene->shared->event_ns, pl_lane_now_ns (&scene->crew.writer));
}

static void
work (void *owner, uint32_t lane)
{
  PlScene *scene = owner;
  const PlPlanData *plan = scene->plan;
  PlActor actor = {
    .shared = scene->shared, .room = scene->room, .plan = plan,
    .me = lane - 1, .lane = lane, .n = plan->scene_workers, .rounds = plan->scene_rounds,
    .variant = plan->scene_variant, .limit = plan->scene_limit,
    .account = scene->crew.account, .random = plan->seed * UINT64_C (0x100000001b3) + lane - 1, .fd = scene->file_fd,
    .fds = scene->fds,
  };

  pl_lane_writer_init (&actor.writer, scene->log, lane);
  pl_actor_enter (&actor, PL_STATE_STARTING, 0);
  scene->ops->work (&actor);
  pl_actor_enter (&actor, PL_STATE_FINISHED, 0);
}

/* A scene cannot be paused. */
static const PlCrewOps crew_ops = { .work = work, .died = died };

static Outcome
look_around (PlScene *scene)
{
  int64_t now_ns = pl_lane_now_ns (&scene->crew.writer);

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
  Outcome outcome = SCENE_ON;

  while (outcome == SCENE_ON && pl_crew_goes_on (&scene->crew) && scene->crew.n_alive > 0)
    {
      pl_crew_wait (&scene->crew, TICK_MS);
      if (pl_crew_goes_on (&scene->crew) && scene->crew.n_alive > 0)
        outcome = look_around (scene);
    }
  return outcome;
}

static void *
map_shared (size_t size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  return memory == MAP_FAILED ? NULL : memory;
}

/* It has no name: nothing is left behind. */
static void
open_file (PlScene *scene)
{
  scene->file_fd = memfd_create ("paralane-scene", MFD_CLOEXEC);
  if (scene->file_fd < 0)
    pl_crew_fail (&scene->crew, PL_RUN_DESCRIPTORS, errno, 0, 0, scene->plan->scene_workers);
}

static void
open_scene (PlScene *scene)
{
  int error;

  scene->shared = map_shared (sizeof *scene->shared);
  scene->room = map_shared (scene->ops->room);
  if (!scene->shared || !scene->room)
    pl_crew_fail (&scene->crew, PL_RUN_MEMORY, ENOMEM, 0, 1, 0);
  else if (pl_crew_open (&scene->crew) && scene->ops->file)
    open_file (scene);
  if (!pl_crew_goes_on (&scene->crew))
    return;
  error = scene->ops->init (scene);
  if (error < 0)
    pl_crew_fail (&scene->crew, PL_RUN_INTERNAL, -error, 0, 0, 0);
}

/* What only they need is closed here: it would keep the end of a pipe from coming. */
static void
fork_workers (PlScene *scene)
{
  int keep[PL_SCENE_FDS + 1];
  unsigned n = scene->n_fds;

  memcpy (keep, scene->fds, n * sizeof *keep);
  if (scene->file_fd >= 0)
    keep[n++] = scene->file_fd;
  pl_crew_fork_all (&scene->crew, keep, n);
  pl_scene_close_pipes (scene);
}

static Outcome
play (PlScene *scene)
{
  Outcome outcome;

  if (!pl_crew_goes_on (&scene->crew))
    return SCENE_ON;
  pl_run_set_phase (scene->log, PL_PHASE_RUNNING);
  fork_workers (scene);
  outcome = follow (scene);
  if (outcome == SCENE_STUCK)
    pl_scene_tell_stuck (scene);
  return outcome;
}

static void
close_scene (PlScene *scene)
{
  if (scene->ops->close)
    scene->ops->close (scene);
  pl_crew_close (&scene->crew);
  pl_scene_close_pipes (scene);
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
  PlSceneStatus *out = &scene->crew.status->scene;

  if (!scene->shared || !scene->room)
    return;
  if (outcome == SCENE_ON && pl_crew_goes_on (&scene->crew))
    out->outcome = scene->ops->judge (scene);
  for (uint32_t i = 0; i < 8; i++)
    out->numbers[i] = pl_scene_number (scene, i);
  out->culprit = atomic_load (&scene->shared->culprit);
  out->event_ns = atomic_load (&scene->shared->event_ns);
}

void
pl_scene_engine_run (PlLog *log, int control_fd)
{
  PlScene scene = {
    .log = log, .plan = pl_log_plan (log), .ops = pl_scene_ops (pl_log_plan (log)->scene),
    .file_fd = -1,
  };
  Outcome outcome;

  pl_crew_init (&scene.crew, log, control_fd, scene.plan->scene_workers, &crew_ops, &scene);
  pl_crew_start_clock (&scene.crew);
  open_scene (&scene);
  outcome = play (&scene);
  pl_crew_kill_all (&scene.crew);
  tell (&scene, outcome);
  close_scene (&scene);
  pl_crew_finish (&scene.crew);
  atomic_store_explicit (&scene.crew.status->done,
                         pl_crew_final_phase (&scene.crew) == PL_PHASE_DONE, memory_order_relaxed);
  pl_run_set_phase (log, pl_crew_final_phase (&scene.crew));
}
