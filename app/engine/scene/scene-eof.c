/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <unistd.h>

/* A reader reads until the end of a pipe. There is none as long as anybody could still write, and that may be the
 * reader, who got the other end along when it was forked. */

enum { INHERITED = 0, CLOSED };

static int
init (PlScene *scene)
{
  return pl_scene_open_pipe (scene, 0);
}

static void
read_to_the_end (PlActor *actor)
{
  char message;

  if (actor->variant == CLOSED)
    close (actor->fds[1]);
  pl_actor_meanwhile (actor);
  while (pl_actor_read (actor, actor->fds[0], &message, 1, 0))
    {
      pl_actor_do (actor, 0);
      pl_actor_dawdle (actor, 50, 200);
      pl_actor_add (actor, PL_EOF_MESSAGES, 1);
      pl_actor_count (actor);
      pl_actor_meanwhile (actor);
    }
}

static void
write_some (PlActor *actor)
{
  close (actor->fds[0]);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 50, 300);
      pl_actor_do (actor, round);
      pl_actor_write (actor, actor->fds[1], "x", 1, 0);
      pl_actor_count (actor);
    }
  close (actor->fds[1]);
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    read_to_the_end (actor);
  else
    write_some (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_eof_ops = { .room = sizeof (uint32_t), .init = init, .work = work, .judge = judge };
