/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* At most so many inside at a time. Looking whether there is room and then entering are two steps:
 * with a semaphore they are one. */

enum { CHECK = 0, SEMAPHORE };

typedef struct {
  sem_t gate;
  alignas (PL_SCENE_LINE) _Atomic int32_t room;    /* places left, as far as CHECK knows */
  alignas (PL_SCENE_LINE) _Atomic uint32_t inside;
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->gate, 1, scene->plan->scene_limit);
  atomic_init (&room->room, (int32_t) scene->plan->scene_limit);
  return 0;
}

static void
check_and_enter (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;
  bool waiting = false;

  while (atomic_load (&room->room) <= 0)
    {
      /* It looks again and again: this wait ends without anybody's help. */
      if (!waiting)
        pl_actor_enter (actor, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (0, PL_NO_LANE));
      waiting = true;
      pl_actor_sleep (actor, 100);
    }
  pl_actor_enter (actor, PL_STATE_RECEIVING, round);
  pl_actor_sleep (actor, 200);
  atomic_fetch_sub (&room->room, 1);
}

static void
visit (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;
  uint32_t inside = atomic_fetch_add (&room->inside, 1) + 1;

  pl_actor_raise (actor, PL_GATE_MOST_INSIDE, inside);
  if (inside > actor->limit)
    pl_actor_confess (actor);
  pl_actor_do (actor, round);
  pl_actor_dawdle (actor, 500, 2000);
  pl_actor_count (actor);
  atomic_fetch_sub (&room->inside, 1);
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;

  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 100, 1000);
      if (actor->variant == SEMAPHORE)
        pl_actor_take (actor, &room->gate, 0);
      else
        check_and_enter (actor, round);
      visit (actor, round);
      if (actor->variant == SEMAPHORE)
        sem_post (&room->gate);
      else
        atomic_fetch_add (&room->room, 1);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_GATE_MOST_INSIDE) > scene->plan->scene_limit ? PL_OUTCOME_BROKEN
                                                                                 : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_gate_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
