/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* Who has a lock calls something that takes it, too. A plain lock does not know who asks. */

enum { PLAIN = 0, RECURSIVE };

typedef struct { pthread_mutex_t mutex; } Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int type = scene->plan->scene_variant == PLAIN ? PTHREAD_MUTEX_DEFAULT : PTHREAD_MUTEX_RECURSIVE;

  return pl_scene_init_mutex_of (&room->mutex, type, false);
}

/* Takes the lock for itself, whoever calls it. */
static void
inner (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;

  pl_actor_lock (actor, &room->mutex, 0);
  pl_actor_do (actor, round);
  pl_actor_dawdle (actor, 50, 200);
  pl_actor_raise (actor, PL_TWICE_DEPTH, 2);
  pthread_mutex_unlock (&room->mutex);
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;

  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 100, 400);
      pl_actor_lock (actor, &room->mutex, 0);
      pl_actor_enter (actor, PL_STATE_RECEIVING, round);
      pl_actor_dawdle (actor, 50, 100);
      inner (actor, round);
      pl_actor_count (actor);
      pl_actor_unlock (actor, &room->mutex, 0);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_twice_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
