/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* Two workers need both of two locks. Who takes them in opposite orders can end up holding one
 * each. */

typedef struct {
  pthread_mutex_t locks[2];
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = pl_scene_init_mutex (&room->locks[0], false);

  return error < 0 ? error : pl_scene_init_mutex (&room->locks[1], false);
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;
  uint32_t first = actor->variant == PL_DEADLOCK_OPPOSITE && actor->me == 1 ? 1 : 0,
           second = 1 - first;

  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 100, 1500);
      pl_actor_lock (actor, &room->locks[first], first);
      /* Between the two locks: the longer this takes, the likelier the deadlock. */
      pl_actor_enter (actor, PL_STATE_RECEIVING, round);
      pl_actor_sleep (actor, 150);
      pl_actor_lock (actor, &room->locks[second], second);
      pl_actor_do (actor, round);
      pl_actor_sleep (actor, 300);
      pl_actor_count (actor);
      pl_actor_unlock (actor, &room->locks[second], second);
      pl_actor_unlock (actor, &room->locks[first], first);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_deadlock_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
