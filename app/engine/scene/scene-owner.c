/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

/* The first worker is killed while it holds the lock, as by kill -9. What becomes of those who wait
 * for it depends on who knows that it is gone: the kernel does. */

/* Long enough to be seen. */
#define WAIT_BEFORE_KILL_NS INT64_C (8000000)

typedef struct {
  pthread_mutex_t mutex;
  sem_t semaphore;
  _Atomic uint32_t held;            /* by the first worker */
  _Atomic int64_t all_wait_ns;      /* since when all others wait; the parent's */
  _Atomic uint32_t recovered;
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->semaphore, 1, 1);
  return pl_scene_init_mutex (&room->mutex, scene->plan->scene_variant == PL_OWNER_ROBUST);
}

/* flock belongs to the open file, which a fork shares: every worker needs an open file of its own.
 */
static int
own_file (PlActor *actor)
{
  char path[40];

  if (actor->variant != PL_OWNER_FLOCK)
    return actor->fd;
  snprintf (path, sizeof path, "/proc/self/fd/%d", actor->fd);
  return open (path, O_RDWR | O_CLOEXEC);
}

static int
lock_file (PlActor *actor, int fd, short type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };
  int result;

  do
    if (actor->variant == PL_OWNER_FLOCK)
      result = flock (fd, type == F_WRLCK ? LOCK_EX : LOCK_UN);
    else
      result = fcntl (fd, F_SETLKW, &lock);
  while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

/* 0, EOWNERDEAD or what else went wrong. */
static int
lock (PlActor *actor, int fd)
{
  Room *room = actor->room;

  switch (actor->variant)
    {
    case PL_OWNER_MUTEX:
    case PL_OWNER_ROBUST:
      return pthread_mutex_lock (&room->mutex);
    case PL_OWNER_SEMAPHORE:
      while (sem_wait (&room->semaphore) < 0)
        if (errno != EINTR)
          return errno;
      return 0;
    default:
      return lock_file (actor, fd, F_WRLCK);
    }
}

static void
unlock (PlActor *actor, int fd)
{
  Room *room = actor->room;

  pl_actor_let_go (actor, 0);
  switch (actor->variant)
    {
    case PL_OWNER_MUTEX:
    case PL_OWNER_ROBUST:
      pthread_mutex_unlock (&room->mutex);
      break;
    case PL_OWNER_SEMAPHORE:
      sem_post (&room->semaphore);
      break;
    default:
      lock_file (actor, fd, F_UNLCK);
    }
}

static void
hold_for_ever (PlActor *actor, int fd)
{
  Room *room = actor->room;

  lock (actor, fd);
  pl_actor_got (actor, 0);
  pl_actor_do (actor, 0);
  atomic_store (&room->held, 1);
  pl_actor_meet (actor);
  while (!pl_actor_is_stopped (actor))
    pl_actor_sleep (actor, 10000);
}

static void
take_turns (PlActor *actor, int fd)
{
  Room *room = actor->room;

  pl_actor_meanwhile (actor);
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      int error;

      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 500, 3000);
      pl_actor_want (actor, 0);
      error = lock (actor, fd);
      pl_actor_got (actor, 0);
      pl_actor_raise (
        actor, PL_OWNER_RECOVERY_NS,
        round == 0 && atomic_load (&actor->shared->numbers[PL_OWNER_RECOVERY_NS]) == 0
          ? (uint64_t) (pl_lane_now_ns (&actor->writer) - atomic_load (&actor->shared->event_ns))
          : 0);
      if (error == EOWNERDEAD)
        {
          /* What the dead one left half done would be put right here. */
          pl_actor_enter (actor, PL_STATE_RECEIVING, round);
          pl_actor_sleep (actor, 2000);
          atomic_store (&room->recovered, actor->lane);
          pthread_mutex_consistent (&room->mutex);
        }
      pl_actor_do (actor, round);
      pl_actor_sleep (actor, 2000);
      pl_actor_count (actor);
      unlock (actor, fd);
    }
}

static void
work (PlActor *actor)
{
  int fd = own_file (actor);

  if (actor->me == 0)
    hold_for_ever (actor, fd);
  else
    take_turns (actor, fd);
}

/* When all others have waited for a moment: the kill. */
static void
tick (PlScene *scene)
{
  Room *room = scene->room;
  int64_t now_ns = pl_lane_now_ns (&scene->crew.writer);

  if (pl_crew_pid (&scene->crew, 1) == 0 || !atomic_load (&room->held) ||
      atomic_load (&scene->shared->event_ns) != 0)
    return;
  for (uint32_t i = 1; i < scene->plan->scene_workers; i++)
    if (pl_crew_pid (&scene->crew, i + 1) > 0 && atomic_load (&scene->shared->seats[i].wants) != 1)
      return;
  if (room->all_wait_ns == 0)
    room->all_wait_ns = now_ns;
  if (now_ns - room->all_wait_ns < WAIT_BEFORE_KILL_NS)
    return;
  atomic_store (&scene->shared->event_ns, pl_lane_now_ns (&scene->crew.writer));
  atomic_store (&scene->shared->culprit, 1);
  kill (pl_crew_pid (&scene->crew, 1), SIGKILL);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  Room *room = scene->room;

  if (scene->plan->scene_variant == PL_OWNER_ROBUST)
    return atomic_load (&room->recovered) ? PL_OUTCOME_RECOVERED : PL_OUTCOME_FINE;
  return atomic_load (&scene->shared->event_ns) != 0 ? PL_OUTCOME_FREED : PL_OUTCOME_NONE;
}

const PlSceneOps pl_scene_owner_ops = {
  .room = sizeof (Room), .file = true, .init = init, .work = work, .tick = tick, .judge = judge,
};
