/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* x = 1; read y  against  y = 1; read x. One of the two stores comes first, so one should read 1;
 * but a store may wait in the CPU's store buffer while the read behind it is already done. A fence
 * waits for it. */

#include <sched.h>

#include "engine/pl-relax.h"

enum { BARE = 0, FENCE };

#define CELLS 1000u                 /* tests a batch */
#define SPINS 2000u                 /* before giving way: the other may need this CPU */

typedef struct {
  alignas (64) _Atomic uint32_t value;
} Cell;

typedef struct {
  Cell cells[2][CELLS];             /* what each worker stores to */
  alignas (PL_SCENE_LINE) _Atomic uint32_t turn0;
  alignas (PL_SCENE_LINE) _Atomic uint32_t turn1;
  uint8_t read[2][CELLS];
} Room;

static int
init (PlScene *scene)
{
  return 0;
}

/* Both leave here within some ten nanoseconds, if each has a CPU. */
static void
start (PlActor *actor, uint32_t turn)
{
  Room *room = actor->room;
  _Atomic uint32_t *mine = actor->me == 0 ? &room->turn0 : &room->turn1;
  _Atomic uint32_t *other = actor->me == 0 ? &room->turn1 : &room->turn0;

  atomic_store_explicit (mine, turn, memory_order_release);
  for (uint32_t spins = 0; atomic_load_explicit (other, memory_order_acquire) < turn; spins++)
    {
      if (spins < SPINS)
        pl_relax ();
      else if (pl_actor_is_stopped (actor))
        return;
      else
        sched_yield ();
    }
}

static void
run_batch (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;
  Cell *mine = room->cells[actor->me], *other = room->cells[1 - actor->me];

  for (uint32_t i = 0; i < CELLS; i++)
    {
      start (actor, round * CELLS + i + 1);
      atomic_store_explicit (&mine[i].value, 1, memory_order_relaxed);
      /* The compiler is to leave the order alone: the CPU is what is looked at. */
      if (actor->variant == FENCE)
        atomic_thread_fence (memory_order_seq_cst);
      else
        atomic_signal_fence (memory_order_seq_cst);
      room->read[actor->me][i] = (uint8_t) atomic_load_explicit (&other[i].value,
                                                                 memory_order_relaxed);
    }
}

/* By one of them, while the other waits. */
static void
count_and_clear (PlActor *actor)
{
  Room *room = actor->room;
  uint64_t n[4] = { 0 };

  for (uint32_t i = 0; i < CELLS; i++)
    {
      n[room->read[0][i] * 2 + room->read[1][i]]++;
      for (uint32_t j = 0; j < 2; j++)
        atomic_store_explicit (&room->cells[j][i].value, 0, memory_order_relaxed);
    }
  for (uint32_t i = 0; i < 4; i++)
    pl_actor_add (actor, PL_LITMUS_00 + i, n[i]);
  if (n[0] > 0)
    pl_actor_confess (actor);
}

static void
work (PlActor *actor)
{
  pl_actor_spread (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_meet (actor);
      pl_actor_do (actor, round);
      run_batch (actor, round);
      pl_actor_meanwhile (actor);
      /* A batch that was broken off says nothing. */
      if (pl_actor_meet_on (actor, round))
        break;
      if (actor->me == 0)
        count_and_clear (actor);
      pl_actor_count (actor);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  return pl_scene_number (scene, PL_LITMUS_00) > 0 ? PL_OUTCOME_REORDERED : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_litmus_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
