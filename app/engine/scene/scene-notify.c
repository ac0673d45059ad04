/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* Several wait at one condition, each for a word of his own. Who notifies one of them does not choose whom: the word is
 * for one and may wake another, who goes back to sleep. */

enum { NOTIFY_ONE = 0, NOTIFY_ALL };
enum { WORD = 0, ANSWER = 1 };

typedef struct {
  pthread_mutex_t mutex;
  pthread_cond_t condition;
  sem_t answer;
  uint32_t word;                    /* for this worker; 0: for nobody */
  uint32_t over;
  _Atomic uint32_t waiting;
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
tell (PlActor *actor, uint32_t whom)
{
  Room *room = actor->room;

  pthread_mutex_lock (&room->mutex);
  room->word = whom;
  room->over = whom == 0;
  if (actor->variant == NOTIFY_ALL || whom == 0)
    pthread_cond_broadcast (&room->condition);
  else
    pthread_cond_signal (&room->condition);
  pthread_mutex_unlock (&room->mutex);
}

static void
notify (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      /* All of them wait: none may find the word before he sleeps. */
      while (atomic_load (&room->waiting) < actor->n - 1)
        pl_actor_sleep (actor, 50);
      pl_actor_dawdle (actor, 100, 300);
      pl_actor_do (actor, round);
      tell (actor, 1 + (uint32_t) pl_actor_random (actor, actor->n - 1));
      pl_actor_raise (actor, PL_NOTIFY_WORDS, round + 1);
      pl_actor_count (actor);
      pl_actor_take (actor, &room->answer, ANSWER);
    }
  tell (actor, 0);
}

/* True: a word for this one; false: it is over. */
static bool
wait_for_word (PlActor *actor)
{
  Room *room = actor->room;
  bool mine;

  pthread_mutex_lock (&room->mutex);
  while (!room->over && room->word != actor->me)
    {
      pl_actor_want (actor, WORD);
      atomic_fetch_add (&room->waiting, 1);
      pthread_cond_wait (&room->condition, &room->mutex);
      atomic_fetch_sub (&room->waiting, 1);
      pl_actor_go_on (actor);
      if (!room->over && room->word != actor->me)
        {
          pl_actor_add (actor, PL_NOTIFY_IN_VAIN, 1);
          pl_actor_enter (actor, PL_STATE_RECEIVING, 0);
        }
    }
  mine = !room->over;
  if (mine)
    room->word = 0;
  pthread_mutex_unlock (&room->mutex);
  return mine;
}

static void
listen (PlActor *actor)
{
  Room *room = actor->room;

  pl_actor_meanwhile (actor);
  for (uint32_t round = 0; wait_for_word (actor); round++)
    {
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 200, 500);
      pl_actor_count (actor);
      sem_post (&room->answer);
    }
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    notify (actor);
  else
    listen (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_notify_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
