/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* An array whose cells are to be doubled, each once. Two who both look whether a cell is still to be done both do it;
 * two who each have a part of their own need not even look. */

enum { TOGETHER = 0, SLICES };
enum { MOST_CELLS = 64 };

typedef struct {
  _Atomic uint32_t cells[MOST_CELLS];
  _Atomic uint32_t done[MOST_CELLS];
} Room;

static int
init (PlScene *scene)
{
  return 0;
}

static void
fill (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t cell = 0; cell < actor->limit; cell++)
    {
      atomic_store (&room->cells[cell], cell + 1);
      atomic_store (&room->done[cell], 0);
    }
  atomic_store (&actor->shared->numbers[PL_ARRAY_WRITTEN], 0);
  atomic_store (&actor->shared->numbers[PL_ARRAY_WRITTEN_MORE], 0);
}

static void
double_one (PlActor *actor, uint32_t cell)
{
  Room *room = actor->room;
  uint32_t number;
  uint64_t bit = pl_scene_array_bit (actor->me, cell, &number);

  pl_actor_do (actor, cell);
  atomic_store (&room->cells[cell], 2 * atomic_load (&room->cells[cell]));
  atomic_fetch_or (&actor->shared->numbers[number], bit);
  if (atomic_exchange (&room->done[cell], 1))
    pl_actor_confess (actor);
  pl_actor_sleep (actor, 60);
  pl_actor_count (actor);
}

static void
double_what_is_left (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t cell = 0; cell < actor->limit; cell++)
    {
      if (atomic_load (&room->done[cell]))
        continue;
      pl_actor_enter (actor, PL_STATE_RECEIVING, cell);
      pl_actor_dawdle (actor, 20, 80);
      double_one (actor, cell);
    }
}

static void
double_slice (PlActor *actor)
{
  for (uint32_t cell = actor->limit * actor->me / actor->n; cell < actor->limit * (actor->me + 1) / actor->n; cell++)
    double_one (actor, cell);
}

static void
look_at_all (PlActor *actor)
{
  Room *room = actor->room;

  for (uint32_t cell = 0; cell < actor->limit; cell++)
    {
      pl_actor_add (actor, PL_ARRAY_CELLS, 1);
      if (atomic_load (&room->cells[cell]) != 2 * (cell + 1))
        pl_actor_add (actor, PL_ARRAY_WRONG, 1);
    }
}

static void
work (PlActor *actor)
{
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      if (actor->me == 0)
        fill (actor);
      if (pl_actor_meet_on (actor, round))
        return;
      if (actor->variant == SLICES)
        double_slice (actor);
      else
        double_what_is_left (actor);
      pl_actor_meanwhile (actor);
      pl_actor_meet (actor);
      if (actor->me == 0)
        look_at_all (actor);
      pl_actor_meet (actor);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_ARRAY_WRONG) > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_array_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
