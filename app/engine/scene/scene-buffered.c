/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The parent prints a line and forks. As long as the line lies in the buffer of stdio, each child gets a copy of it
 * along, and writes it once more when it ends. */

enum { BUFFERED = 0, FLUSHED };

#define LINE "Starting.\n"

/* Not in shared memory: that each has a copy is the point. */
static FILE *output;

static int
init (PlScene *scene)
{
  output = fdopen (scene->file_fd, "a");
  if (!output)
    return -errno;
  if (setvbuf (output, NULL, _IOFBF, 4096) != 0 || fputs (LINE, output) < 0)
    return -EIO;
  return scene->plan->scene_variant == FLUSHED && fflush (output) != 0 ? -errno : 0;
}

static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_do (actor, round);
      pl_actor_dawdle (actor, 200, 1200);
      pl_actor_count (actor);
      pl_actor_meanwhile (actor);
      pl_actor_sleep (actor, 50);
    }
  /* As exit does it. */
  pl_actor_enter (actor, PL_STATE_RECEIVING, 0);
  fflush (output);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  char text[4096] = "";
  uint64_t lines = 0;
  ssize_t n;

  /* As the parent's own exit would. */
  fflush (output);
  n = pread (scene->file_fd, text, sizeof text - 1, 0);
  for (const char *at = text; n > 0 && (at = strstr (at, LINE)) != NULL; at += strlen (LINE))
    lines++;
  pl_scene_set_number (scene, PL_BUFFERED_LINES, lines);
  return lines == 1 ? PL_OUTCOME_FINE : PL_OUTCOME_BROKEN;
}

const PlSceneOps pl_scene_buffered_ops = {
  .room = sizeof (uint32_t), .file = true, .init = init, .work = work, .judge = judge
};
