/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The watchdog. When every worker is in a wait that only another worker could end, and the kernel
 * says of all of them that they sleep, then nobody is left to wake anybody: that they stay so for a
 * while is only asked for to be on the safe side of looking at them one after the other. */

#define PATIENCE_NS INT64_C (300000000)

static uint64_t
count_beats (const PlScene *scene)
{
  uint64_t beats = 0;

  for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
    {
      PlLane *lane = pl_log_lane (scene->log, i + 1);

      beats += lane->count + lane->dropped + scene->shared->seats[i].beats;
    }
  return beats;
}

/* Asleep, and not just about to run or stopped. */
static bool
sleeps (pid_t pid)
{
  char path[32], stat[512];
  const char *name_end;
  ssize_t n;
  int fd;

  snprintf (path, sizeof path, "/proc/%d/stat", (int) pid);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  n = read (fd, stat, sizeof stat - 1);
  close (fd);
  if (n <= 0)
    return false;
  stat[n] = '\0';
  name_end = strrchr (stat, ')');
  return name_end && name_end[1] == ' ' && name_end[2] == 'S';
}

static bool
nobody_can_go_on (const PlScene *scene)
{
  for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
    {
      pid_t pid = pl_crew_pid (&scene->crew, i + 1);

      if (pid > 0 && (atomic_load (&scene->shared->seats[i].wants) == 0 || !sleeps (pid)))
        return false;
    }
  return scene->crew.n_alive > 0;
}

bool
pl_scene_is_stuck (PlScene *scene)
{
  uint64_t beats = count_beats (scene);
  int64_t now_ns = pl_lane_now_ns (&scene->crew.writer);

  if (beats != scene->beats || !nobody_can_go_on (scene))
    {
      scene->beats = beats;
      scene->quiet_ns = 0;
      return false;
    }
  if (scene->quiet_ns == 0)
    scene->quiet_ns = now_ns;
  return now_ns - scene->quiet_ns >= PATIENCE_NS;
}

/* The lane that lane waits for, and the resource; 0: none that is known. */
static uint32_t
next_lane (const PlScene *scene, uint32_t lane, uint32_t *resource)
{
  uint32_t wants = atomic_load (&scene->shared->seats[lane - 1].wants);

  if (wants == 0 || wants > PL_SCENE_RESOURCES || pl_crew_pid (&scene->crew, lane) == 0)
    return 0;
  *resource = wants - 1;
  return atomic_load (&scene->shared->holder[*resource]);
}

/* Lanes that wait for each other in a ring, begun at `first`. */
static uint32_t
find_cycle (const PlScene *scene, uint32_t first, PlSceneStatus *out)
{
  uint32_t lane = first, n = 0, resource = 0;

  while (n < scene->plan->scene_workers)
    {
      uint32_t next = next_lane (scene, lane, &resource);

      if (next == 0)
        return 0;
      out->cycle[n] = (uint16_t) lane;
      out->wanted[n++] = (uint16_t) resource;
      if (next == first)
        return n;
      lane = next;
    }
  return 0;
}

void
pl_scene_tell_stuck (PlScene *scene)
{
  PlSceneStatus *out = &scene->crew.status->scene;

  for (uint32_t i = 0; i < scene->plan->scene_workers; i++)
    {
      PlRecord last;

      if (pl_log_last_record (scene->log, i + 1, &last) && last.time_ns > out->stuck_ns)
        out->stuck_ns = last.time_ns;
    }
  out->n_stuck = scene->crew.n_alive;
  for (uint32_t lane = 1; lane <= scene->plan->scene_workers && out->n_cycle == 0; lane++)
    out->n_cycle = find_cycle (scene, lane, out);
  out->outcome = out->n_cycle > 0 ? PL_OUTCOME_DEADLOCK : PL_OUTCOME_HANG;
}
