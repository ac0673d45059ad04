/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/pl-order.h"
#include "trace/race/pl-race-private.h"

#include <stdlib.h>

/* Lost branches as people meet them: one by one, with what the words prove about them. */

/* Two stores nearer than this have no order by the clock: it is read only after the store
 * is out, and that takes longer one time than another. */
#define CLOCK_DOUBT_NS 60

guint64
pl_race_get_n_branches (PlRace *self, guint part)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  return p ? p->n_branches : 0;
}

/* The branch-th in time. */
static const PlRaceBranch *
get_branch (PlRacePartTrace *part, guint64 branch)
{
  if (!part || branch >= part->n_branches)
    return NULL;
  return &part->branches[part->slots[branch]];
}

gboolean
pl_race_get_branch (PlRace *self, guint part, guint64 branch, PlLostBranch *out)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  const PlRaceBranch *b = get_branch (p, branch);

  if (!b)
    return FALSE;
  out->head = pl_tag_increment (b->head);
  out->rival = pl_tag_increment (b->rival);
  out->parent = pl_tag_increment (pl_word_tag (pl_race_part_record (p, b->head)->word));
  out->size = b->size;
  out->value = PL_WORD_VALUE (pl_race_part_record (p, b->head)->word);
  return TRUE;
}

gboolean
pl_race_find_branch (PlRace *self, guint part, PlIncrement increment, guint64 *branch)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  if (!pl_race_is_lost (self, part, increment))
    return FALSE;
  *branch = p->places[pl_race_part_get_slot (p, increment)];
  return TRUE;
}

static gint64
ns_of (PlRacePartTrace *part, guint64 branch)
{
  return pl_race_branch_ns (part, get_branch (part, branch));
}

gboolean
pl_race_nearest_branch (PlRace *self, guint part, gint64 t_ns, guint64 *branch)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  guint64 n = pl_race_get_n_branches (self, part), low = 0, high = n;

  if (n == 0)
    return FALSE;
  while (low < high)
    {
      guint64 middle = low + (high - low) / 2;

      if (ns_of (p, middle) < t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == n || (low > 0 && t_ns - ns_of (p, low - 1) < ns_of (p, low) - t_ns))
    low--;
  *branch = low;
  return TRUE;
}

/* Whether the next increment of the worker that made `tag` read the store `read`. It made its own
 * store before, so then that store came after its own: one counter, one order of its stores. */
static gboolean
next_read (PlRacePartTrace *part, PlTag tag, PlTag read)
{
  const PlRaceRecord *next;

  if ((tag & 0xffffffu) == 0xffffffu)
    return FALSE;
  next = pl_race_part_record (part, tag + 1);
  return next && pl_word_tag (next->word) == read;
}

static void
collide (PlRacePartTrace *part, const PlRaceBranch *branch, PlCollision *collision)
{
  gint64 gap = pl_race_store_ns (pl_race_part_record (part, branch->rival)->times) -
               pl_race_branch_ns (part, branch);

  collision->order = PL_ORDER_UNKNOWN;
  collision->proven = FALSE;
  collision->gap_ns = -1;
  collision->readers = 0;
  collision->direct = FALSE;
  if (next_read (part, branch->head, branch->rival))
    collision->order = PL_ORDER_LOST_FIRST;
  else if (next_read (part, branch->rival, branch->head))
    collision->order = PL_ORDER_RIVAL_FIRST;
  collision->proven = collision->order != PL_ORDER_UNKNOWN;
  if (!collision->proven && gap >= CLOCK_DOUBT_NS)
    collision->order = PL_ORDER_LOST_FIRST;
  else if (!collision->proven && gap <= -CLOCK_DOUBT_NS)
    collision->order = PL_ORDER_RIVAL_FIRST;
  if (collision->order == PL_ORDER_LOST_FIRST && gap > 0)
    collision->gap_ns = gap;
  else if (collision->order == PL_ORDER_RIVAL_FIRST && gap < 0)
    collision->gap_ns = -gap;
  else if (collision->order == PL_ORDER_UNKNOWN)
    collision->gap_ns = ABS (gap);
}

PL_ORDER_BY (compare_workers, PlIncrement, worker)

static const PlRaceBranch *
next_sibling (PlRacePartTrace *part, const PlRaceBranch *branch)
{
  return &part->branches[branch->sibling];
}

guint
pl_race_get_readers (PlRace *self, guint part, guint64 branch, PlIncrement *readers, guint max)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  const PlRaceBranch *b = get_branch (p, branch);
  guint n = 0;

  if (!b || max < 2)
    return 0;
  /* These two are never left out. */
  readers[n++] = pl_tag_increment (b->rival);
  readers[n++] = pl_tag_increment (b->head);
  for (const PlRaceBranch *at = next_sibling (p, b); at != b && n < max; at = next_sibling (p, at))
    readers[n++] = pl_tag_increment (at->head);
  qsort (readers, n, sizeof *readers, compare_workers);
  return n;
}

/* With two workers that follows from the words: one held the old value, the other did not store
 * again. With more the clock must show that nobody else stored meanwhile. */
static gboolean
is_direct (PlRace *self, guint part, const PlRaceBranch *branch)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  gint64 from = pl_race_load_ns (pl_race_part_record (p, branch->head)->times);
  gint64 to = pl_race_store_ns (pl_race_part_record (p, branch->rival)->times) + CLOCK_DOUBT_NS;

  if (branch->size != 1)
    return FALSE;
  for (guint i = 0; i < p->n_lanes; i++)
    if (i != PL_TAG_WORKER (branch->head) && i != PL_TAG_WORKER (branch->rival) &&
        pl_race_find (self, part, i, from) != pl_race_find (self, part, i, to))
      return FALSE;
  return TRUE;
}

gboolean
pl_race_get_collision (PlRace *self, guint part, guint64 branch, PlCollision *collision)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  const PlRaceBranch *b = get_branch (p, branch);

  if (!b)
    return FALSE;
  collide (p, b, collision);
  collision->direct =
    collision->order == PL_ORDER_LOST_FIRST && collision->proven && is_direct (self, part, b);
  collision->readers = 2;
  for (const PlRaceBranch *at = next_sibling (p, b); at != b; at = next_sibling (p, at))
    collision->readers++;
  return TRUE;
}

static int
compare_pairs (const void *a, const void *b)
{
  const PlRacePair *x = a, *y = b;

  if (x->lost != y->lost)
    return x->lost > y->lost ? -1 : 1;
  if (x->loser != y->loser)
    return x->loser < y->loser ? -1 : 1;
  return (x->rival > y->rival) - (x->rival < y->rival);
}

PlRacePair *
pl_race_get_pairs (PlRace *self, guint part, guint *n)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  guint workers = p ? p->n_lanes : 0;
  PlRacePair *pairs;

  *n = 0;
  if (!p || p->n_branches == 0)
    return NULL;
  pairs = g_new0 (PlRacePair, workers * workers);
  for (guint32 i = 0; i < p->n_branches; i++)
    {
      const PlRaceBranch *branch = &p->branches[i];
      guint loser = PL_TAG_WORKER (branch->head), rival = PL_TAG_WORKER (branch->rival);
      PlRacePair *pair = &pairs[loser * workers + rival];

      *pair = (PlRacePair) { loser, rival, pair->branches + 1, pair->lost + branch->size };
    }
  for (guint i = 0; i < workers * workers; i++)
    if (pairs[i].branches > 0)
      pairs[(*n)++] = pairs[i];
  qsort (pairs, *n, sizeof *pairs, compare_pairs);
  return pairs;
}

/* Less is better. */
static double
awkwardness (PlRacePartTrace *part, const PlRaceBranch *branch)
{
  const PlRaceRecord *head = pl_race_part_record (part, branch->head);
  const PlRaceRecord *rival = pl_race_part_record (part, branch->rival);
  const PlRaceRecord *parent = pl_race_part_record (part, pl_word_tag (head->word));
  gint64 first = MIN (pl_race_load_ns (head->times), pl_race_load_ns (rival->times));
  gint64 store_ns = pl_race_branch_ns (part, branch);
  gint64 last = MAX (store_ns, pl_race_store_ns (rival->times));
  gint64 middle = part->begin_ns + (part->end_ns - part->begin_ns) / 2;
  PlCollision collision;
  double sum = 0;

  collide (part, branch, &collision);
  if (parent && pl_race_store_ns (parent->times) > first)
    sum += 12; /* the clock shows the load before the store it read */
  if (MAX (pl_race_load_ns (head->times), pl_race_load_ns (rival->times)) >
      MIN (store_ns, pl_race_store_ns (rival->times)))
    sum += 12; /* one seems to be done before the other begins */
  if (parent)
    first = MIN (first, pl_race_load_ns (parent->times));
  else
    sum += 5;
  sum += (double) (last - first) / 60;
  sum += 8 * (double) ABS (store_ns - middle) / (double) MAX (part->end_ns - part->begin_ns, 1);
  sum += branch->size > 1 ? 8 : 0;
  sum += collision.order != PL_ORDER_LOST_FIRST ? 10 : 0;
  sum += collision.proven ? 0 : 10;
  sum += collision.gap_ns < 20 ? 15 : 0;
  return sum;
}

/* Enough to find a good one, and few enough not to be noticed. */
#define MAX_CANDIDATES 5000

guint64
pl_race_choose_branch (PlRace *self, guint part)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  guint64 n = pl_race_get_n_branches (self, part), step = 1 + n / MAX_CANDIDATES, best = 0;
  double least = G_MAXDOUBLE;

  for (guint64 i = 0; i < n; i += step)
    {
      double sum = awkwardness (p, get_branch (p, i));

      if (sum < least)
        {
          least = sum;
          best = i;
        }
    }
  return best;
}
