/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A ring of philosophers with a fork between any two. They go on until all of them together have
 * had their meals: who is slower gets fewer. */

typedef struct {
  pthread_mutex_t forks[PL_MAX_SCENE_WORKERS];
  sem_t seats;                      /* the waiter's: one less than there are philosophers */
  _Atomic uint64_t meals;           /* of all of them */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = 0;

  for (uint32_t i = 0; i < scene->plan->scene_workers && error == 0; i++)
    error = pl_scene_init_mutex (&room->forks[i], false);
  sem_init (&room->seats, 1, scene->plan->scene_workers - 1);
  return error;
}

static bool
takes_right_first (const PlActor *actor)
{
  switch (actor->variant)
    {
    case PL_PHILOSOPHERS_ORDERED:
      /* Only for the last one the right fork has the lower number. */
      return actor->me == actor->n - 1;
    case PL_PHILOSOPHERS_LEFTHANDED:
      return actor->me == 0;
    default:
      return false;
    }
}

static void
eat (PlActor *actor, uint32_t first, uint32_t second, uint32_t meal)
{
  Room *room = actor->room;
  int64_t hungry_ns = pl_lane_now_ns (&actor->writer);

  if (actor->variant == PL_PHILOSOPHERS_WAITER)
    pl_actor_take (actor, &room->seats, actor->n);
  pl_actor_lock (actor, &room->forks[first], first);
  pl_actor_enter (actor, PL_STATE_RECEIVING, meal);
  /* Both hands at once would not deadlock: the longer this takes, the likelier it is. */
  pl_actor_sleep (actor, 600);
  pl_actor_lock (actor, &room->forks[second], second);
  pl_actor_raise (actor, PL_PHILOSOPHERS_LONGEST_NS,
                  (uint64_t) (pl_lane_now_ns (&actor->writer) - hungry_ns));
  pl_actor_do (actor, meal);
  pl_actor_dawdle (actor, 200, 600);
  pl_actor_count (actor);
  pl_actor_unlock (actor, &room->forks[second], second);
  pl_actor_unlock (actor, &room->forks[first], first);
  if (actor->variant == PL_PHILOSOPHERS_WAITER)
    sem_post (&room->seats);
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;
  uint32_t left = actor->me, right = (actor->me + 1) % actor->n, meal = 0;
  bool swap = takes_right_first (actor);

  pl_actor_meet (actor);
  while (atomic_fetch_add (&room->meals, 1) < (uint64_t) actor->rounds * actor->n &&
         !pl_actor_is_stopped (actor))
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 0, 600);
      eat (actor, swap ? right : left, swap ? left : right, meal++);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  uint32_t least = UINT32_MAX, most = 0;

  for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
    {
      uint32_t meals = pl_scene_count (scene, i);

      if (meals < least)
        {
          least = meals;
          if (meals == 0)
            atomic_store (&scene->shared->culprit, i + 1);
        }
      most = meals > most ? meals : most;
    }
  pl_scene_set_number (scene, PL_PHILOSOPHERS_LEAST, least);
  pl_scene_set_number (scene, PL_PHILOSOPHERS_MOST, most);
  return least == 0 ? PL_OUTCOME_STARVED : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_philosophers_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
