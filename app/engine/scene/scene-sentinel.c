/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>

/* A queue with a few places. That no more will come, its producer says with an item of its own, the sentinel: whoever
 * takes it goes home, and it is gone. */

enum { ONE = 0, EACH, AGAIN, TIMEOUT };
enum { ITEM = 0, PLACE = 1 };

#define MAX_PLACES 64u
#define SENTINEL UINT32_MAX
#define PATIENCE_MS 60

typedef struct {
  pthread_mutex_t mutex;
  sem_t items, places;
  uint32_t queue[MAX_PLACES];
  uint32_t first, n;                /* under the lock */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->items, 1, 0);
  sem_init (&room->places, 1, scene->plan->scene_limit);
  return pl_scene_init_mutex (&room->mutex, false);
}

static void
put (PlActor *actor, uint32_t item)
{
  Room *room = actor->room;

  pl_actor_take (actor, &room->places, PLACE);
  pthread_mutex_lock (&room->mutex);
  room->queue[(room->first + room->n++) % actor->limit] = item;
  pthread_mutex_unlock (&room->mutex);
  sem_post (&room->items);
}

static uint32_t
take_out (PlActor *actor)
{
  Room *room = actor->room;
  uint32_t item;

  pthread_mutex_lock (&room->mutex);
  item = room->queue[room->first];
  room->first = (room->first + 1) % actor->limit;
  room->n--;
  pthread_mutex_unlock (&room->mutex);
  sem_post (&room->places);
  return item;
}

/* False: nothing came in time. */
static bool
wait_a_while (PlActor *actor)
{
  Room *room = actor->room;
  struct timespec until;
  int result;

  if (sem_trywait (&room->items) == 0)
    return true;
  /* This wait ends without anybody's help. */
  pl_actor_enter (actor, PL_STATE_WAITING_LOCK, PL_LOCK_ARG (ITEM, PL_NO_LANE));
  until = pl_actor_deadline (PATIENCE_MS);
  while ((result = sem_timedwait (&room->items, &until)) < 0 && errno == EINTR)
    ;
  return result == 0;
}

static uint32_t
get (PlActor *actor)
{
  Room *room = actor->room;

  if (actor->variant != TIMEOUT)
    pl_actor_take (actor, &room->items, ITEM);
  else if (!wait_a_while (actor))
    {
      pl_actor_add (actor, PL_SENTINEL_TIMEOUTS, 1);
      return SENTINEL;
    }
  return take_out (actor);
}

static void
produce (PlActor *actor)
{
  uint32_t n = actor->rounds * (actor->n - 1);
  uint32_t sentinels = actor->variant == EACH ? actor->n - 1 : actor->variant == TIMEOUT ? 0 : 1;

  for (uint32_t item = 0; item < n; item++)
    {
      pl_actor_do (actor, item);
      pl_actor_dawdle (actor, 20, 150);
      put (actor, item);
      pl_actor_count (actor);
    }
  for (uint32_t i = 0; i < sentinels; i++)
    put (actor, SENTINEL);
}

static void
consume (PlActor *actor)
{
  uint32_t item;

  pl_actor_meanwhile (actor);
  while ((item = get (actor)) != SENTINEL)
    {
      pl_actor_do (actor, item);
      pl_actor_dawdle (actor, 50, 400);
      pl_actor_add (actor, PL_SENTINEL_ITEMS, 1);
      pl_actor_count (actor);
      pl_actor_meanwhile (actor);
    }
  if (actor->variant == AGAIN)
    put (actor, SENTINEL);
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
  uint64_t n = (uint64_t) scene->plan->scene_rounds * (scene->plan->scene_workers - 1);

  return pl_scene_number (scene, PL_SENTINEL_ITEMS) == n ? PL_OUTCOME_FINE : PL_OUTCOME_BROKEN;
}

const PlSceneOps pl_scene_sentinel_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
