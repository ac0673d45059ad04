/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <string.h>

/* Several write messages into one pipe. Only what fits into PIPE_BUF arrives in one piece: longer ones need a lock. */

enum { UNLOCKED = 0, LOCKED, SHORT };
enum { MESSAGE = 0, PLACE = 1 };
enum { LONG_BYTES = 4 * PL_SCENE_PIPE_BYTES, SHORT_BYTES = PL_SCENE_PIPE_BYTES / 2 };

typedef struct { pthread_mutex_t mutex; } Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  int error = pl_scene_open_pipe (scene, PL_SCENE_PIPE_BYTES);

  return error < 0 ? error : pl_scene_init_mutex (&room->mutex, false);
}

static size_t
size_of (const PlActor *actor)
{
  return actor->variant == SHORT ? SHORT_BYTES : LONG_BYTES;
}

static void
send_all (PlActor *actor)
{
  Room *room = actor->room;
  char message[LONG_BYTES];

  memset (message, 'A' + (int) actor->me, sizeof message);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 20, 200);
      if (actor->variant == LOCKED)
        pl_actor_lock (actor, &room->mutex, PLACE);
      pl_actor_do (actor, round);
      pl_actor_write (actor, actor->fds[1], message, size_of (actor), PLACE);
      pl_actor_count (actor);
      if (actor->variant == LOCKED)
        pl_actor_unlock (actor, &room->mutex, PLACE);
    }
}

static void
read_all (PlActor *actor)
{
  char message[LONG_BYTES];

  for (uint32_t i = 0; i < actor->rounds * (actor->n - 1); i++)
    {
      bool torn = false;

      pl_actor_meanwhile (actor);
      if (!pl_actor_read (actor, actor->fds[0], message, size_of (actor), MESSAGE))
        return;
      pl_actor_do (actor, i);
      for (size_t at = 1; at < size_of (actor) && !torn; at++)
        torn = message[at] != message[0];
      pl_actor_add (actor, PL_TORN_MESSAGES, 1);
      if (torn)
        {
          pl_actor_add (actor, PL_TORN_TORN, 1);
          pl_actor_confess (actor);
        }
      pl_actor_count (actor);
    }
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    read_all (actor);
  else
    send_all (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_TORN_TORN) > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_torn_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
