/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A queue that can be joined: its producer waits until for each item somebody has said that it is done. A worker that
 * gives up an item and does not say so leaves it waiting. */

enum { FORGOTTEN = 0, ALWAYS };
enum { ITEM = 0, LAST = 1 };

typedef struct {
  sem_t items, all_done;
  _Atomic uint32_t left;            /* items that nobody has reported */
  _Atomic uint32_t next;
} Room;

static uint32_t
total (const PlPlanData *plan)
{
  return plan->scene_rounds * (plan->scene_workers - 1);
}

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->items, 1, 0);
  sem_init (&room->all_done, 1, 0);
  atomic_init (&room->left, total (scene->plan));
  return 0;
}

static void
produce (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t item = 0; item < total (actor->plan); item++)
    {
      pl_actor_do (actor, item);
      pl_actor_dawdle (actor, 20, 100);
      sem_post (&room->items);
      pl_actor_count (actor);
    }
  pl_actor_meanwhile (actor);
  pl_actor_take (actor, &room->all_done, LAST);
  pl_actor_meanwhile (actor);
  for (uint32_t i = 1; i < actor->n; i++)
    sem_post (&room->items);
}

static void
task_done (PlActor *actor)
{
  Room *room = actor->room;

  if (atomic_fetch_sub (&room->left, 1) == 1)
    sem_post (&room->all_done);
}

static void
consume (PlActor *actor)
{
  Room *room = actor->room;

  for (;;)
    {
      uint32_t item;

      pl_actor_meanwhile (actor);
      pl_actor_take (actor, &room->items, ITEM);
      item = atomic_fetch_add (&room->next, 1);
      if (item >= total (actor->plan))
        return;
      pl_actor_do (actor, item);
      pl_actor_dawdle (actor, 50, 400);
      pl_actor_count (actor);
      /* One of them goes wrong. */
      if (item == total (actor->plan) / 2)
        {
          pl_actor_add (actor, PL_JOINABLE_FAILED, 1);
          pl_actor_confess (actor);
          if (actor->variant == FORGOTTEN)
            continue;
        }
      task_done (actor);
    }
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    produce (actor);
  else
    consume (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  pl_scene_set_number (scene, PL_JOINABLE_ITEMS, total (scene->plan));
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_joinable_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
