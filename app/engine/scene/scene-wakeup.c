/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A sender sets events, a waiter waits for them, and answers. Between looking whether the event is
 * there and going to sleep the wake-up can come, when nobody sleeps yet; unless both happen under
 * the lock. */

enum { UNLOCKED = 0, LOCKED };
enum { EVENT = 0, ANSWER = 1 };

typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  sem_t answer;
  _Atomic uint32_t event;           /* how many were set */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = pl_scene_init_mutex (&room->mutex, false);

  sem_init (&room->answer, 1, 0);
  return error < 0 ? error : pl_scene_init_condition (&room->condition);
}

static void
send_event (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;

  pl_actor_meanwhile (actor);
  pl_actor_dawdle (actor, 200, 1500);
  pl_actor_do (actor, round);
  if (actor->variant == LOCKED)
    pthread_mutex_lock (&room->mutex);
  atomic_store (&room->event, round + 1);
  pthread_cond_signal (&room->condition);
  if (actor->variant == LOCKED)
    pthread_mutex_unlock (&room->mutex);
  pl_actor_raise (actor, PL_WAKEUP_ROUND, round + 1);
  pl_actor_count (actor);
  pl_actor_take (actor, &room->answer, ANSWER);
}

static void
sleep_locked (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;

  pthread_mutex_lock (&room->mutex);
  while (atomic_load (&room->event) <= round)
    {
      pl_actor_want (actor, EVENT);
      pthread_cond_wait (&room->condition, &room->mutex);
      pl_actor_go_on (actor);
    }
  pthread_mutex_unlock (&room->mutex);
}

static void
sleep_unlocked (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;

  if (atomic_load (&room->event) > round)
    return;
  pl_actor_enter (actor, PL_STATE_RECEIVING, round);
  pl_actor_sleep (actor, 100);
  pthread_mutex_lock (&room->mutex);
  pl_actor_want (actor, EVENT);
  pthread_cond_wait (&room->condition, &room->mutex);
  pl_actor_go_on (actor);
  pthread_mutex_unlock (&room->mutex);
}

static void
handle_event (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;

  pl_actor_meanwhile (actor);
  pl_actor_dawdle (actor, 200, 1500);
  if (actor->variant == LOCKED)
    sleep_locked (actor, round);
  else
    sleep_unlocked (actor, round);
  pl_actor_do (actor, round);
  pl_actor_sleep (actor, 300);
  pl_actor_count (actor);
  sem_post (&room->answer);
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      if (actor->me == 0)
        send_event (actor, round);
      else
        handle_event (actor, round);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_wakeup_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
