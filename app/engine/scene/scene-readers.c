/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* Readers share the lock, the writer needs it alone. When readers may join readers while a writer
 * waits, and there is always one inside, the writer never gets in. */

enum { READERS_FIRST = 0, WRITER_FIRST };

typedef struct {
  pthread_rwlock_t lock;
  _Atomic uint32_t asked;           /* the writer has begun to wait */
  _Atomic uint32_t readers;         /* still at it */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  pthread_rwlockattr_t attributes;
  int error = pthread_rwlockattr_init (&attributes);

  if (error)
    return -error;
  pthread_rwlockattr_setpshared (&attributes, PTHREAD_PROCESS_SHARED);
  if (scene->plan->scene_variant == WRITER_FIRST)
    pthread_rwlockattr_setkind_np (&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
  error = pthread_rwlock_init (&room->lock, &attributes);
  pthread_rwlockattr_destroy (&attributes);
  atomic_init (&room->readers, scene->plan->scene_workers - 1);
  return -error;
}

static void
write_on (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t round = 0; atomic_load (&room->readers) > 0 && round < actor->rounds; round++)
    {
      pl_actor_want (actor, 0);
      atomic_store (&room->asked, 1);
      pthread_rwlock_wrlock (&room->lock);
      pl_actor_got (actor, 0);
      /* The last readers have gaps between them: that is not what the scene is about. */
      if (atomic_load (&room->readers) == actor->n - 1)
        {
          pl_actor_do (actor, round);
          pl_actor_add (actor, PL_READERS_WRITES, 1);
          pl_actor_count (actor);
          pl_actor_sleep (actor, 300);
        }
      pl_actor_let_go (actor, 0);
      pthread_rwlock_unlock (&room->lock);
      pl_actor_meanwhile (actor);
      pl_actor_sleep (actor, 300);
    }
}

/* Its rounds count only from when the writer has asked. Who prefers the writer has to let it in at
 * some time: the readers wait for that, however long it takes the writer to get a CPU. */
static bool
goes_on (const PlActor *actor, uint32_t round)
{
  if (pl_actor_is_stopped (actor))
    return false;
  return round < actor->rounds || (actor->variant == WRITER_FIRST &&
                                   atomic_load (&actor->shared->numbers[PL_READERS_WRITES]) == 0);
}

static void
read_on (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t round = 0; goes_on (actor, round); )
    {
      bool asked = atomic_load (&room->asked) != 0;

      if (pthread_rwlock_tryrdlock (&room->lock) != 0)
        {
          pl_actor_want (actor, 0);
          pthread_rwlock_rdlock (&room->lock);
          pl_actor_go_on (actor);
        }
      pl_actor_do (actor, round);
      pl_actor_add (actor, PL_READERS_READS, 1);
      pl_actor_dawdle (actor, 500, 1500);
      pl_actor_count (actor);
      pthread_rwlock_unlock (&room->lock);
      round += asked;
    }
  atomic_fetch_sub (&room->readers, 1);
}

static void
work (PlActor *actor)
{
  pl_actor_meanwhile (actor);
  pl_actor_meet (actor);
  if (actor->me == 0)
    write_on (actor);
  else
    read_on (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  if (pl_scene_number (scene, PL_READERS_WRITES) > 0)
    return PL_OUTCOME_FINE;
  atomic_store (&scene->shared->culprit, 1);
  return PL_OUTCOME_STARVED;
}

const PlSceneOps pl_scene_readers_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
