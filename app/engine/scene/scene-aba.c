/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

/* A stack of nodes without a lock: whoever takes one reads the head and the node behind it, then
 * swaps the head if it is still the same. It may be the same again, and the node behind it another:
 * then a node that is in use becomes the head. A tag that counts the changes tells the two apart.
 */

enum { BARE = 0, TAGGED };

#define NONE UINT32_MAX
#define NODES(n) (2 * (n) + 2)
#define MAX_NODES NODES (PL_MAX_SCENE_WORKERS)

typedef struct {
  alignas (PL_SCENE_LINE) _Atomic uint64_t head;   /* tag, node */
  alignas (PL_SCENE_LINE) _Atomic uint32_t next[MAX_NODES];
  _Atomic uint32_t in_use[MAX_NODES];
} Room;

static int
init (PlScene *scene)
{
  Room *room = scene->room;
  uint32_t nodes = NODES (scene->plan->scene_workers);

  for (uint32_t i = 0; i < nodes; i++)
    atomic_init (&room->next[i], i + 1 < nodes ? i + 1 : NONE);
  return 0;
}

static uint64_t
new_head (const PlActor *actor, uint64_t old, uint32_t node)
{
  uint64_t tag = actor->variant == TAGGED ? (old >> 32) + 1 : 0;

  return tag << 32 | node;
}

static uint32_t
pop (PlActor *actor, uint32_t round)
{
  Room *room = actor->room;
  bool slow = pl_actor_random (actor, 3) == 0;

  while (!pl_actor_is_stopped (actor))
    {
      uint64_t head = atomic_load (&room->head);
      uint32_t node = (uint32_t) head, next;

      if (node == NONE)
        return NONE;
      next = atomic_load (&room->next[node]);
      if (slow)
        {
          pl_actor_enter (actor, PL_STATE_RECEIVING, node);
          pl_actor_dawdle (actor, 50, 400);
          slow = false;
        }
      if (!atomic_compare_exchange_strong (&room->head, &head, new_head (actor, head, next)))
        continue;
      pl_actor_add (actor, PL_ABA_TAKEN, 1);
      if (atomic_exchange (&room->in_use[node], 1) != 0)
        {
          pl_actor_add (actor, PL_ABA_TWICE, 1);
          pl_actor_confess (actor);
        }
      return node;
    }
  return NONE;
}

static void
push (PlActor *actor, uint32_t node)
{
  Room *room = actor->room;
  uint64_t head = atomic_load (&room->head);

  if (node == NONE)
    return;
  atomic_store (&room->in_use[node], 0);
  do
    atomic_store (&room->next[node], (uint32_t) head);
  while (!atomic_compare_exchange_weak (&room->head, &head, new_head (actor, head, node)));
}

/* Takes two and gives back the first before the second: the head is again what it was, without the
 * second. */
static void
work (PlActor *actor)
{
  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds && !pl_actor_is_stopped (actor); round++)
    {
      uint32_t first, second;

      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 0, 100);
      first = pop (actor, round);
      second = pop (actor, round);
      if (first != NONE)
        pl_actor_do (actor, first);
      pl_actor_sleep (actor, 50);
      push (actor, first);
      pl_actor_sleep (actor, 100);
      push (actor, second);
      pl_actor_count (actor);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  Room *room = scene->room;
  uint32_t nodes = NODES (scene->plan->scene_workers), found = 0;
  uint32_t node = (uint32_t) atomic_load (&room->head);
  bool seen[MAX_NODES] = { false };

  while (node < nodes && !seen[node])
    {
      seen[node] = true;
      found++;
      node = atomic_load (&room->next[node]);
    }
  pl_scene_set_number (scene, PL_ABA_ASTRAY, nodes - found);
  return pl_scene_number (scene, PL_ABA_TWICE) > 0 || found < nodes ? PL_OUTCOME_BROKEN
                                                                    : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_aba_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
