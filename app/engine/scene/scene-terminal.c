/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <stdio.h>

/* Several write lines to one terminal: a text and its end as two writes, or both as one. */

enum { APART = 0, WHOLE };
enum { LINE = 0, PLACE = 1 };

typedef struct { _Atomic uint32_t through; } Room;

static int
init (PlScene *scene)
{
  return pl_scene_open_pipe (scene, 0);
}

static void
write_lines (PlActor *actor)
{
  char line[32];

  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      int n = snprintf (line, sizeof line, "%c%c%c%c\n", 'A' + (int) actor->me, 'a', 'a', 'a');

      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 10, 100);
      pl_actor_do (actor, round);
      if (actor->variant == WHOLE)
        pl_actor_write (actor, actor->fds[1], line, (size_t) n, PLACE);
      else
        {
          pl_actor_write (actor, actor->fds[1], line, (size_t) n - 1, PLACE);
          pl_actor_enter (actor, PL_STATE_RECEIVING, round);
          pl_actor_dawdle (actor, 10, 60);
          pl_actor_write (actor, actor->fds[1], "\n", 1, PLACE);
        }
      pl_actor_count (actor);
    }
}

/* Torn: a line that is not one text. */
static void
show_line (PlActor *actor, size_t length, uint32_t i)
{
  pl_actor_do (actor, i);
  pl_actor_add (actor, PL_TERMINAL_LINES, 1);
  if (length != 4)
    {
      pl_actor_add (actor, PL_TERMINAL_TORN, 1);
      pl_actor_confess (actor);
    }
  pl_actor_count (actor);
  pl_actor_meanwhile (actor);
}

static void
show (PlActor *actor)
{
  uint32_t lines = actor->rounds * (actor->n - 1);
  size_t length = 0;
  char byte;

  pl_actor_meanwhile (actor);
  for (uint32_t i = 0; i < lines && pl_actor_read (actor, actor->fds[0], &byte, 1, LINE); )
    {
      if (byte != '\n')
        {
          length++;
          continue;
        }
      show_line (actor, length, i++);
      length = 0;
    }
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  if (actor->me == 0)
    show (actor);
  else
    write_lines (actor);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_TERMINAL_TORN) > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_terminal_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
