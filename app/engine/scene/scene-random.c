/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>
#include <stdlib.h>

/* The parent seeds its random numbers and forks: each child has a copy of the generator, and draws the same numbers. */

enum { INHERITED = 0, SEEDED };
enum { MOST_DRAWS = 1000 };

/* Not in shared memory: that each has a copy is the point. */
static struct random_data generator;
static char state[128];

typedef struct { int32_t drawn[PL_MAX_SCENE_WORKERS][MOST_DRAWS]; } Room;

static int
init (PlScene *scene)
{
  generator = (struct random_data) { 0 };
  return initstate_r ((unsigned) scene->plan->seed, state, sizeof state, &generator) == 0 ? 0 : -EINVAL;
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;

  if (actor->variant == SEEDED)
    {
      pl_actor_enter (actor, PL_STATE_RECEIVING, 0);
      srandom_r ((unsigned) pl_actor_random (actor, UINT32_MAX), &generator);
    }
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_do (actor, round);
      random_r (&generator, &room->drawn[actor->me][round]);
      pl_actor_sleep (actor, 300 + room->drawn[actor->me][round] % 700);
      pl_actor_count (actor);
      pl_actor_meanwhile (actor);
      pl_actor_sleep (actor, 50);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  const Room *room = scene->room;
  uint64_t same = 0;

  for (uint32_t i = 1; i < scene->plan->scene_workers; i++)
    for (uint32_t round = 0; round < scene->plan->scene_rounds; round++)
      same += room->drawn[i][round] == room->drawn[0][round];
  pl_scene_set_number (scene, PL_RANDOM_SAME, same);
  pl_scene_set_number (scene, PL_RANDOM_DRAWN, (uint64_t) scene->plan->scene_workers * scene->plan->scene_rounds);
  return same > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_random_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
