/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A process is forked while one of its threads has a lock. The child gets a copy of the lock, taken, and of all threads
 * only the one that forked: nobody is there to give it back. */

enum { HELD = 0, RELEASED };

/* Not in shared memory: that each has a copy is the point. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static int
init (PlScene *scene)
{
  pthread_mutex_init (&mutex, NULL);
  if (scene->plan->scene_variant == HELD)
    return -pthread_mutex_lock (&mutex);
  return 0;
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 500, 2000);
      if (pthread_mutex_trylock (&mutex) != 0)
        {
          pl_actor_want (actor, 0);
          pthread_mutex_lock (&mutex);
          pl_actor_go_on (actor);
        }
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 300, 900);
      pl_actor_count (actor);
      pthread_mutex_unlock (&mutex);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_forklock_ops = { .room = sizeof (uint32_t), .init = init, .work = work, .judge = judge };
