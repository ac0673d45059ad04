/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>

/* Workers meet at a barrier after each round, and one of them does not come any more. With a time-out the barrier
 * breaks, and all are told. */

enum { PATIENT = 0, TIMEOUT };

#define PATIENCE_MS 80

typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  uint32_t here, generation;        /* under the lock */
  bool broken;
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = pl_scene_init_mutex (&room->mutex, false);

  return error < 0 ? error : pl_scene_init_condition (&room->condition);
}

static void
wait_for_others (PlActor *actor, uint32_t generation)
{
  Room *room = actor->room;
  struct timespec until = pl_actor_deadline (PATIENCE_MS);
  int error = 0;

  if (actor->variant == TIMEOUT)
    pl_actor_enter (actor, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (0, PL_NO_LANE));
  else
    pl_actor_want (actor, 0);
  while (room->generation == generation && !room->broken)
    {
      if (actor->variant == TIMEOUT)
        error = pthread_cond_timedwait (&room->condition, &room->mutex, &until);
      else
        error = pthread_cond_wait (&room->condition, &room->mutex);
      if (error == ETIMEDOUT && room->generation == generation)
        {
          room->broken = true;
          pthread_cond_broadcast (&room->condition);
        }
    }
  pl_actor_go_on (actor);
}

/* False: it is broken. */
static bool
pass_barrier (PlActor *actor)
{
  Room *room = actor->room;
  bool whole;

  pthread_mutex_lock (&room->mutex);
  if (++room->here == actor->n)
    {
      room->here = 0;
      room->generation++;
      pthread_cond_broadcast (&room->condition);
    }
  else
    wait_for_others (actor, room->generation);
  whole = !room->broken;
  pthread_mutex_unlock (&room->mutex);
  return whole;
}

static void
work (PlActor *actor)
{
  uint32_t last = actor->rounds / 2;

  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 200, 1500);
      if (actor->me == 0 && round == last)
        {
          /* It goes home in the middle of its work. */
          pl_actor_confess (actor);
          return;
        }
      pl_actor_count (actor);
      if (!pass_barrier (actor))
        {
          pl_actor_add (actor, PL_ABSENT_TOLD, 1);
          pl_actor_enter (actor, PL_STATE_RECEIVING, round);
          pl_actor_sleep (actor, 500);
          return;
        }
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_ABSENT_TOLD) == scene->plan->scene_workers - 1 ? PL_OUTCOME_FINE : PL_OUTCOME_BROKEN;
}

const PlSceneOps pl_scene_absent_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
