/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/scene/scene-shared.h"

#include <string.h>

/* Shared numbers of every type code of a Value. Reading one, adding to it and writing it back are three steps, and past
 * its largest value a number goes on at its smallest. */

enum { UNLOCKED = 0, LOCKED };
enum { N_CODES = 13 };

typedef enum { SIGNED = 0, UNSIGNED, FLOAT, DOUBLE } Family;

static const struct { Family family; unsigned bits; } codes[N_CODES] = {
  { SIGNED, 8 },    /* b */
  { UNSIGNED, 8 },  /* B */
  { UNSIGNED, 8 },  /* c */
  { SIGNED, 16 },   /* h */
  { UNSIGNED, 16 }, /* H */
  { SIGNED, 32 },   /* i */
  { UNSIGNED, 32 }, /* I */
  { SIGNED, 64 },   /* l */
  { UNSIGNED, 64 }, /* L */
  { SIGNED, 64 },   /* q */
  { UNSIGNED, 64 }, /* Q */
  { FLOAT, 32 },    /* f */
  { DOUBLE, 64 },   /* d */
};

typedef struct {
  pthread_mutex_t mutex;
  _Atomic uint64_t cells[N_CODES];  /* its bits; of a short one the lowest */
} Room;

static uint64_t
mask_of (unsigned code)
{
  return UINT64_MAX >> (64 - codes[code].bits);
}

static uint64_t
plus (unsigned code, uint64_t bits, uint64_t n)
{
  float f;
  double d;

  switch (codes[code].family)
    {
    case FLOAT:
      memcpy (&f, &bits, sizeof f);
      f += (float) n;
      bits = 0;
      memcpy (&bits, &f, sizeof f);
      return bits;
    case DOUBLE:
      memcpy (&d, &bits, sizeof d);
      d += (double) n;
      memcpy (&bits, &d, sizeof d);
      return bits;
    default:
      return (bits + n) & mask_of (code);
    }
}

static uint64_t
total (const PlPlanData *plan)
{
  return (uint64_t) plan->scene_workers * plan->scene_rounds;
}

/* So that a whole number has half of its way before it until it wraps. */
static uint64_t
start_of (const PlPlanData *plan, unsigned code)
{
  uint64_t largest = mask_of (code) >> (codes[code].family == SIGNED);

  if (codes[code].family >= FLOAT)
    return 0;
  return (largest - (total (plan) + 1) / 2) & mask_of (code);
}

static int
init (PlScene *scene)
{
  Room *room = scene->room;

  for (unsigned code = 0; code < N_CODES; code++)
    atomic_init (&room->cells[code], start_of (scene->plan, code));
  return pl_scene_init_mutex (&room->mutex, false);
}

static void
add_to_all (PlActor *actor)
{
  Room *room = actor->room;
  uint64_t slow = pl_actor_random (actor, N_CODES);

  for (unsigned code = 0; code < N_CODES; code++)
    {
      uint64_t bits = atomic_load (&room->cells[code]);

      /* Long enough for somebody else to come in between. */
      if (code == slow)
        pl_actor_sleep (actor, 50);
      atomic_store (&room->cells[code], plus (code, bits, 1));
    }
}

static void
work (PlActor *actor)
{
  Room *room = actor->room;

  pl_actor_meet (actor);
  for (uint32_t round = 0; round < actor->rounds; round++)
    {
      pl_actor_meanwhile (actor);
      pl_actor_dawdle (actor, 20, 120);
      if (actor->variant == LOCKED)
        pl_actor_lock (actor, &room->mutex, 0);
      pl_actor_do (actor, round);
      add_to_all (actor);
      pl_actor_count (actor);
      if (actor->variant == LOCKED)
        pl_actor_unlock (actor, &room->mutex, 0);
    }
}

/* How many additions are missing; of a short number, as far as it can tell. */
static uint64_t
missing (const PlPlanData *plan, unsigned code, uint64_t bits)
{
  uint64_t n = total (plan);
  float f;
  double d;

  switch (codes[code].family)
    {
    case FLOAT:
      memcpy (&f, &bits, sizeof f);
      return n - (uint64_t) f;
    case DOUBLE:
      memcpy (&d, &bits, sizeof d);
      return n - (uint64_t) d;
    default:
      return (plus (code, start_of (plan, code), n) - bits) & mask_of (code);
    }
}

static PlSceneOutcome
judge (PlScene *scene)
{
  Room *room = scene->room;
  uint64_t most = 0, wrong = 0, wrapped = 0;

  for (unsigned code = 0; code < N_CODES; code++)
    {
      uint64_t bits = atomic_load (&room->cells[code]), n = missing (scene->plan, code, bits);

      wrong += n != 0;
      if (codes[code].bits >= 32 && n > most)
        most = n;
      wrapped += codes[code].family < FLOAT && n < total (scene->plan) / 2;
    }
  pl_scene_set_number (scene, PL_VALUE_ADDITIONS, total (scene->plan));
  pl_scene_set_number (scene, PL_VALUE_MISSING, most);
  pl_scene_set_number (scene, PL_VALUE_WRONG, wrong);
  pl_scene_set_number (scene, PL_VALUE_WRAPPED, wrapped);
  return wrong > 0 ? PL_OUTCOME_BROKEN : PL_OUTCOME_FINE;
}

const PlSceneOps pl_scene_value_ops = {
  .room = sizeof (Room), .init = init, .work = work, .judge = judge
};
