/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* Rounds that must not mix. A barrier that only counts up and then stays open works for one round.
 */

enum { ONESHOT = 0, BARRIER };

typedef struct {
  pthread_barrier_t barrier;
  sem_t turnstile;
  _Atomic uint32_t arrived;
  _Atomic uint32_t ended[PL_MAX_SCENE_WORKERS];   /* rounds, by worker */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  pthread_barrierattr_t attributes;
  int error = pthread_barrierattr_init (&attributes);

  if (error)
    return -error;
  pthread_barrierattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  error = pthread_barrier_init (&room->barrier, &attributes, scene->plan->scene_workers);
  pthread_barrierattr_destroy (&attributes);
  sem_init (&room->turnstile, 1, 0);
  return -error;
}

static void
pass (PlActor *actor)
{
  Room *room = actor->room;

  if (actor->variant == BARRIER)
    {
      pl_actor_want (actor, 0);
      pthread_barrier_wait (&room->barrier);
      pl_actor_go_on (actor);
      return;
    }
  if (atomic_fetch_add (&room->arrived, 1) + 1 == actor->n)
    sem_post (&room->turnstile);
  pl_actor_take (actor, &room->turnstile, 0);
  sem_post (&room->turnstile);      /* lets the next one through, and so on for ever */
}

/* Whoever is past the barrier must find that all have ended the round. */
static void
check (PlActor *actor, uint32_t rounds)
{
  Room *room = actor->room;
  uint32_t ahead = 0;

  for (uint32_t i = 0; i < actor->n; i++)
    {
      uint32_t ended = atomic_load (&room->ended[i]);

      if (ended < rounds && rounds - ended > ahead)
        ahead = rounds - ended;
    }
  if (ahead == 0)
    return;
  pl_actor_add (actor, PL_BARRIER_EARLY, 1);
  pl_actor_raise (actor, PL_BARRIER_AHEAD, ahead);
  pl_actor_confess (actor);
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;

  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 300, 3000);
      pl_actor_count (actor);
      atomic_store (&room->ended[actor->me], round + 1);
      pass (actor);
      check (actor, round + 1);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_BARRIER_EARLY) > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_barrier_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
