/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A semaphore lets so many in; one worker releases it once more than it took it. A bounded one knows how many there
 * may be. */

enum { PLAIN = 0, BOUNDED };

typedef struct {
  pthread_mutex_t mutex;
  sem_t semaphore;
  _Atomic uint32_t inside;
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->semaphore, 1, scene->plan->scene_limit);
  return pl_scene_init_mutex (&room->mutex, false);
}

/* As long as somebody is inside, it may be let go as often as that, and not once more. */
static void
release_bounded (PlActor *actor)
{
  Room *room = actor->room;
  int value = 0;

  pthread_mutex_lock (&room->mutex);
  if (sem_getvalue (&room->semaphore, &value) == 0 && value >= (int) actor->limit)
    pl_actor_add (actor, PL_BOUNDED_REFUSED, 1);
  else
    sem_post (&room->semaphore);
  pthread_mutex_unlock (&room->mutex);
}

static void
release (PlActor *actor)
{
  Room *room = actor->room;

  if (actor->variant == BOUNDED)
    release_bounded (actor);
  else
    sem_post (&room->semaphore);
}

static void
visit (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;
  uint32_t inside = atomic_fetch_add (&room->inside, 1) + 1;

  pl_actor_raise (actor, PL_BOUNDED_MOST, inside);
  if (inside > actor->limit)
    pl_actor_confess (actor);
  pl_actor_do (actor, round);
  pl_actor_dawdle (actor, 400, 1500);
  pl_actor_count (actor);
  atomic_fetch_sub (&room->inside, 1);
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;

  /* Before anybody takes it: whoever releases it now has one too many in his hands. */
  if (actor->me == 0)
    {
      pl_actor_enter (actor, PL_STATE_RECEIVING, 0);
      pl_actor_sleep (actor, 300);
      release (actor);
    }
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 50, 300);
      pl_actor_take (actor, &room->semaphore, 0);
      visit (actor, round);
      release (actor);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_BOUNDED_MOST) > scene->plan->scene_limit ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_bounded_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
