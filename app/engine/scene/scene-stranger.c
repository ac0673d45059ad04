/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>

/* One releases a lock that another one has. Nobody may give back what belongs to somebody else, if the lock knows
 * whose it is. */

enum { LOCK = 0, OWNED };

typedef struct {
  sem_t lock;
  pthread_mutex_t owned;
  _Atomic uint32_t inside, through;
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->lock, 1, 1);
  return pl_scene_init_mutex_of (&room->owned, PTHREAD_MUTEX_ERRORCHECK, false);
}

static void
release (PlActor *actor)
{
  Room *room = actor->room;

  if (actor->variant == LOCK)
    sem_post (&room->lock);
  else if (pthread_mutex_unlock (&room->owned) == EPERM)
    pl_actor_add (actor, PL_STRANGER_REFUSED, 1);
}

static void
meddle (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t round = 0; atomic_load (&room->through) < actor->n - 1; round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 500, 1500);
      if (round >= actor->rounds || atomic_load (&room->inside) == 0)
        continue;
      pl_actor_do (actor, round);
      pl_actor_add (actor, PL_STRANGER_TRIES, 1);
      release (actor);
      pl_actor_count (actor);
    }
}

static void
visit (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;

  if (atomic_fetch_add (&room->inside, 1) > 0)
    {
      pl_actor_add (actor, PL_STRANGER_TOGETHER, 1);
      pl_actor_confess (actor);
    }
  pl_actor_do (actor, round);
  pl_actor_dawdle (actor, 300, 1200);
  pl_actor_count (actor);
  atomic_fetch_sub (&room->inside, 1);
}

static void
take_turns (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 50, 300);
      if (actor->variant == OWNED)
        pl_actor_lock (actor, &room->owned, 0);
      else
        pl_actor_take (actor, &room->lock, 0);
      visit (actor, round);
      if (actor->variant == OWNED)
        pl_actor_unlock (actor, &room->owned, 0);
      else
        sem_post (&room->lock);
    }
  atomic_fetch_add (&room->through, 1);
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    meddle (actor);
  else
    take_turns (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_STRANGER_TOGETHER) > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_stranger_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
