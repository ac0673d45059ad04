/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A writer puts more into a queue than its pipe holds, and cannot end before somebody has read it. The reader, its
 * parent as a rule, reads after the writer has ended. */

enum { JOIN_FIRST = 0, DRAIN_FIRST };
enum { PLACE = 0, END = 1, MESSAGE = 2 };

typedef struct {
  sem_t ended;
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  sem_init (&room->ended, 1, 0);
  return pl_scene_open_pipe (scene, PL_SCENE_PIPE_BYTES);
}

static void
read_all (PlActor *actor)
{
  char message[PL_SCENE_PIPE_BYTES];

  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      if (!pl_actor_read (actor, actor->fds[0], message, sizeof message, MESSAGE))
        return;
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 20, 200);
      pl_actor_add (actor, PL_DRAIN_READ, 1);
      pl_actor_count (actor);
    }
}

static void
be_reader (PlActor *actor)
{
  Room *room = actor->room;

  /* Only it makes room in the pipe. */
  pl_actor_got (actor, PLACE);
  if (actor->variant == DRAIN_FIRST)
    read_all (actor);
  pl_actor_meanwhile (actor);
  pl_actor_take (actor, &room->ended, END);
  pl_actor_let_go (actor, PLACE);
  if (actor->variant == JOIN_FIRST)
    read_all (actor);
}

static void
be_writer (PlActor *actor)
{
  static const char message[PL_SCENE_PIPE_BYTES];
  Room *room = actor->room;

  pl_actor_got (actor, END);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 20, 100);
      pl_actor_write (actor, actor->fds[1], message, sizeof message, PLACE);
      pl_actor_raise (actor, PL_DRAIN_PUT, round + 1);
      pl_actor_count (actor);
    }
  pl_actor_let_go (actor, END);
  sem_post (&room->ended);
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    be_reader (actor);
  else
    be_writer (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_drain_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
