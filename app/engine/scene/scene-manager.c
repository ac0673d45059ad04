/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"


/* A server process owns a list; the others read and write it by messages. One message is one step, but to add to a
 * number takes two: one to read it and one to write it. */

enum { UNLOCKED = 0, LOCKED };
enum { GET = 0, SET, BYE };
enum { REQUEST = 0, REPLY = 1, LOCK = 2 };

typedef struct { uint32_t from, what, value; } Message;

typedef struct {
  pthread_mutex_t mutex;
  uint32_t list;                    /* the server's own; nobody else looks there before the end */
  _Atomic uint32_t here;            /* beside it, in shared memory: what the same costs there */
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = 0;

  /* Requests go into one pipe, and answers into one for each. */
  for (uint32_t i = 0; i < scene->plan->scene_workers && error == 0; i++)
    error = pl_scene_open_pipe (scene, 0);
  return error < 0 ? error : pl_scene_init_mutex (&room->mutex, false);
}

static void
serve (PlActor *actor)
{
  Room *room = actor->room;
  uint32_t left = actor->n - 1, i = 0;
  Message message;

  pl_actor_meanwhile (actor);
  while (left > 0 && pl_actor_read (actor, actor->fds[0], &message, sizeof message, REQUEST))
    {
      pl_actor_do (actor, i++);
      if (message.what == SET)
        room->list = message.value;
      left -= message.what == BYE;
      pl_actor_count (actor);
      message.value = room->list;
      pl_actor_write (actor, actor->fds[2 * message.from + 1], &message.value, sizeof message.value, REPLY);
      pl_actor_meanwhile (actor);
    }
}

static uint32_t
ask (PlActor *actor, uint32_t what, uint32_t value)
{
  Message message = { actor->me, what, value };

  pl_actor_write (actor, actor->fds[1], &message, sizeof message, REQUEST);
  pl_actor_read (actor, actor->fds[2 * actor->me], &value, sizeof value, REPLY);
  pl_actor_add (actor, PL_MANAGER_MESSAGES, 1);
  return value;
}

static void
add_one (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;
  uint32_t value;

  if (actor->variant == LOCKED)
    pl_actor_lock (actor, &room->mutex, LOCK);
  pl_actor_do (actor, round);
  value = ask (actor, GET, 0);
  pl_actor_enter (actor, PL_STATE_RECEIVING, round);
  ask (actor, SET, value + 1);
  if (actor->variant == LOCKED)
    pl_actor_unlock (actor, &room->mutex, LOCK);
  pl_actor_count (actor);
}

static void
use (PlActor *actor)
{
  Room *room = actor->room;
  int64_t begin_ns = pl_lane_now_ns (&actor->writer), between_ns;

  for (uint32_t round = 0; round < actor->rounds; round++)
    add_one (actor, round);
  between_ns = pl_lane_now_ns (&actor->writer);
  for (uint32_t round = 0; round < actor->rounds; round++)
    atomic_fetch_add (&room->here, 1);
  pl_actor_add (actor, PL_MANAGER_MESSAGE_NS, (uint64_t) (between_ns - begin_ns));
  pl_actor_add (actor, PL_MANAGER_MEMORY_NS, (uint64_t) (pl_lane_now_ns (&actor->writer) - between_ns));
  pl_actor_meanwhile (actor);
  ask (actor, BYE, 0);
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    serve (actor);
  else
    use (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  const Room *room = scene->room;
  uint64_t n = (uint64_t) scene->plan->scene_rounds * (scene->plan->scene_workers - 1);

  pl_scene_set_number (scene, PL_MANAGER_ADDITIONS, n);
  pl_scene_set_number (scene, PL_MANAGER_MISSING, n - room->list);
  pl_scene_set_number (scene, PL_MANAGER_MESSAGE_NS, pl_scene_number (scene, PL_MANAGER_MESSAGE_NS) / n);
  pl_scene_set_number (scene, PL_MANAGER_MEMORY_NS, pl_scene_number (scene, PL_MANAGER_MEMORY_NS) / n);
  return room->list == n ? PL_OUTCOME_FINE : PL_OUTCOME_BROKEN;
}

const PlSceneOps pl_scene_manager_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
