/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include "engine/pl-clock.h"

/* Every worker counts on a counter of its own. When the counters lie on one cache line, the line
 * goes from CPU to CPU as if they shared one. Nothing is ever lost: only time. */

#define ADDS 200000u                 /* a batch */

typedef struct {
  alignas (PL_SCENE_LINE) _Atomic uint64_t same[8];
  struct { alignas (PL_SCENE_LINE) _Atomic uint64_t counter; } padded[PL_MAX_SCENE_WORKERS];
  _Atomic uint64_t ns[2], adds[2];  /* by layout: same, padded */
} Room;

static int
init (PlScene *scene)
{
  return 0;
}

static bool
is_padded (const PlActor *actor, uint32_t round)
{
  if (actor->variant == PL_SHARING_BOTH)
    return round >= (actor->rounds + 1) / 2;
  return actor->variant == PL_SHARING_PADDED;
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;
  uint64_t done[2] = { 0, 0 };

  pl_actor_spread (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      bool padded = is_padded (actor, round);
      _Atomic uint64_t *counter = padded ? &room->padded[actor->me].counter
                                         : &room->same[actor->me];
      int64_t begin_ns; /* CPU time: what the machine does besides is not the scene's matter */

      pl_actor_meanwhile (actor);
      if (pl_actor_meet_on (actor, round))
        break;
      pl_actor_do (actor, round);
      begin_ns = pl_clock_ns (CLOCK_PROCESS_CPUTIME_ID);
      for (uint32_t i = 0; i < ADDS; i++)
        atomic_fetch_add_explicit (counter, 1, memory_order_relaxed);
      atomic_fetch_add (&room->ns[padded],
                        (uint64_t) (pl_clock_ns (CLOCK_PROCESS_CPUTIME_ID) - begin_ns));
      atomic_fetch_add (&room->adds[padded], ADDS);
      done[padded] += ADDS;
      pl_actor_count (actor);
    }
  if (atomic_load (&room->same[actor->me]) != done[0] ||
      atomic_load (&room->padded[actor->me].counter) != done[1])
    pl_actor_add (actor, PL_SHARING_WRONG, 1);
}

static PlSceneOutcome
judge (PlScene *scene)
{
  Room *room = scene->room;

  for (uint32_t i = 0; i < 2; i++)
    if (room->adds[i] > 0)
      pl_scene_set_number (scene, i == 0 ? PL_SHARING_SAME_PS : PL_SHARING_PADDED_PS,
                           (uint64_t) ((double) room->ns[i] * 1000 / (double) room->adds[i]));
  pl_scene_set_number (scene, PL_SHARING_ADDS, room->adds[0] + room->adds[1]);
  return pl_scene_number (scene, PL_SHARING_WRONG) > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_MEASURED;
}

const PlSceneOps pl_scene_sharing_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
