/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* One producer, several consumers, a few places. Who is woken because there is something may find
 * that another consumer was faster: it has to look again, with `while`. */

enum { IF = 0, WHILE };
enum { LOCK = 0, SOMETHING = 1, PLACE = 2 };

#define MAX_ITEMS (1000u * PL_MAX_SCENE_WORKERS)
#define MAX_PLACES 64u

typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t something, place;
  uint32_t items[MAX_PLACES];
  uint32_t first, n;                /* under the lock */
  bool over;                        /* the producer is through */
  _Atomic uint8_t seen[MAX_ITEMS];  /* how often each item was taken */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = pl_scene_init_mutex (&room->mutex, false);

  if (error == 0)
    error = pl_scene_init_condition (&room->something);
  return error < 0 ? error : pl_scene_init_condition (&room->place);
}

static void
wait_for (PlActor *actor, pthread_cond_t *condition, uint32_t resource)
{
  Room *room = actor->room;

  pl_actor_let_go (actor, LOCK);
  pl_actor_want (actor, resource);
  pthread_cond_wait (condition, &room->mutex);
  pl_actor_go_on (actor);
  pl_actor_got (actor, LOCK);
}

static void
produce (PlActor *actor)
{
  Room *room = actor->room;
  uint32_t total = actor->rounds * (actor->n - 1);

  for (uint32_t item = 0; item < total && !pl_actor_is_stopped (actor); item++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 50, 200);
      pl_actor_lock (actor, &room->mutex, LOCK);
      while (room->n == actor->limit)
        wait_for (actor, &room->place, PLACE);
      pl_actor_do (actor, item);
      room->items[(room->first + room->n) % actor->limit] = item;
      room->n++;
      pl_actor_add (actor, PL_BUFFER_PRODUCED, 1);
      pl_actor_count (actor);
      pthread_cond_broadcast (&room->something);
      pl_actor_unlock (actor, &room->mutex, LOCK);
    }
  pl_actor_lock (actor, &room->mutex, LOCK);
  room->over = true;
  pthread_cond_broadcast (&room->something);
  pl_actor_unlock (actor, &room->mutex, LOCK);
}

/* Takes what lies at the front, whatever that is. */
static void
take (PlActor *actor)
{
  Room *room = actor->room;
  uint32_t item = room->items[room->first];

  if (room->n == 0)
    {
      pl_actor_add (actor, PL_BUFFER_EMPTY, 1);
      pl_actor_confess (actor);
      /* What it gets is an item of long ago. The buffer itself is left whole, or nothing more could
       * be shown. */
      item = room->items[(room->first + actor->limit - 1) % actor->limit];
    }
  else
    {
      room->first = (room->first + 1) % actor->limit;
      room->n--;
      pthread_cond_signal (&room->place);
    }
  if (atomic_fetch_add (&room->seen[item], 1) > 0)
    pl_actor_add (actor, PL_BUFFER_TWICE, 1);
  pl_actor_add (actor, PL_BUFFER_CONSUMED, 1);
  pl_actor_unlock (actor, &room->mutex, LOCK);
  pl_actor_do (actor, item);
  pl_actor_dawdle (actor, 100, 400);
  pl_actor_count (actor);
}

static void
consume (PlActor *actor)
{
  Room *room = actor->room;

  for (;;)
    {
      pl_actor_lock (actor, &room->mutex, LOCK);
      if (actor->variant == IF)
        {
          if (room->n == 0 && !room->over)
            wait_for (actor, &room->something, SOMETHING);
        }
      else
        {
          while (room->n == 0 && !room->over)
            wait_for (actor, &room->something, SOMETHING);
        }
      if (room->n == 0 && room->over)
        break;
      take (actor);
    }
  pl_actor_unlock (actor, &room->mutex, LOCK);
}

static void
work (PlActor *actor)
{
  pl_actor_meanwhile (actor);
  pl_actor_meet (actor);
  if (actor->me == 0)
    produce (actor);
  else
    consume (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  Room *room = scene->room;
  uint64_t produced = pl_scene_number (scene, PL_BUFFER_PRODUCED), missing = 0;

  for (uint64_t i = 0; i < produced; i++)
    missing += atomic_load (&room->seen[i]) == 0;
  pl_scene_set_number (scene, PL_BUFFER_MISSING, missing);
  if (pl_scene_number (scene, PL_BUFFER_EMPTY) > 0 ||
      pl_scene_number (scene, PL_BUFFER_TWICE) > 0 || missing > 0)
    return PL_OUTCOME_BROKEN;
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_buffer_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
