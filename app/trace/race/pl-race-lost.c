/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

/* Every lost increment on the branch it belongs to.
 *
 * A branch begins at its head, which read a store that survived, while another, the rival, read it
 * too and survived. Heads are found lane by lane. Whoever read a lost store is on the branch of
 * that store; for that its maker's branch must be known before, and it is if increments are taken
 * in the order in which they stored. No clock is asked for that order: each lane is in order in
 * itself, and a lane waits where it read a store that has not been taken yet. In every race that
 * happened somebody can go on. */

typedef struct {
  PlRacePartTrace *part;
  guint32 *readers;         /* of each value: the survivor's tag, or the slot of a branch */
  guint64 n_readers;
  guint64 *seen;            /* a bit a value: there is a branch */
} Finder;

/* The rival is the survivor that read the same value. */
static gboolean
find_rival (Finder *finder, guint32 slot)
{
  PlRacePartTrace *part = finder->part;
  PlRaceBranch *branch = &part->branches[slot];
  guint64 word = pl_race_part_record (part, branch->head)->word;
  guint64 at = PL_WORD_VALUE (word) - (guint64) PL_WORD_VALUE (part->initial_word);
  guint64 bit = G_GUINT64_CONSTANT (1) << (at % 64);

  /* Somebody read on from the last store: not a race that happened. */
  if (at >= finder->n_readers)
    return FALSE;
  branch->size = 0;
  if (finder->seen[at / 64] & bit)
    {
      PlRaceBranch *other = &part->branches[finder->readers[at]];

      branch->rival = other->rival;
      branch->sibling = other->sibling;
      other->sibling = slot;
    }
  else
    {
      branch->rival = finder->readers[at];
      branch->sibling = slot;
      finder->readers[at] = slot;
      finder->seen[at / 64] |= bit;
    }
  /* A worker that stored cannot read what was there before. */
  return PL_TAG_WORKER (branch->rival) != PL_TAG_WORKER (branch->head);
}

static inline gboolean
is_lost_tag (PlRacePartTrace *part, PlTag tag)
{
  return PL_TAG_WORKER (tag) != PL_WORD_NOBODY &&
         pl_race_lane_is_lost (&part->lanes[PL_TAG_WORKER (tag)], PL_TAG_SEQ (tag));
}

/* A lost increment that read its own worker's lost store before goes on with the run; one that read
 * a store that survived is a head. Who read whose is as good as random: the next run and head are
 * written down for each, and written over if it is none. */
static void
find_runs (PlRacePartTrace *part, guint worker, PlLostRun **end)
{
  PlRaceLane *lane = &part->lanes[worker];
  PlLostRun *next = *end;
  PlRaceBranch *branch = &part->branches[part->n_branches];

  lane->first_branch = part->n_branches;
  for (guint32 word = 0; word * (guint64) 64 < lane->n_records; word++)
    for (guint64 bits = lane->lost[word]; bits != 0; bits &= bits - 1)
      {
        guint32 seq = word * 64 + (guint32) __builtin_ctzll (bits);
        PlTag tag = PL_TAG (worker, seq), read = pl_word_tag (lane->records[seq].word);
        gboolean is_head = !is_lost_tag (part, read);

        next->first = seq;
        next->branch = read;
        next += is_head | (read != tag - 1);
        next[-1].end = seq + 1;
        branch->head = tag;
        branch += is_head;
      }
  lane->n_runs = (guint32) (next - *end);
  *end = next;
  part->n_branches = (guint32) (branch - part->branches);
  lane->n_branches = part->n_branches - lane->first_branch;
}

/* Of the first `end` runs the one that holds an increment: mostly one of the last. */
static const PlLostRun *
find_run (const PlLostRun *runs, gsize end, guint32 seq)
{
  gsize low = 0, high = end;

  for (gsize step = 1; step < end; step *= 2)
    {
      if (runs[end - step].first <= seq)
        {
          low = end - step;
          break;
        }
      high = end - step;
    }
  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (runs[middle].first <= seq)
        low = middle;
      else
        high = middle;
    }
  return &runs[low];
}

guint32
pl_race_part_get_slot (PlRacePartTrace *part, PlIncrement increment)
{
  const PlRaceLane *lane = &part->lanes[increment.worker];

  return find_run (&part->runs[lane->first_run], lane->n_runs, increment.seq)->branch;
}

/* How far a lane has been taken. */
typedef struct {
  PlLostRun *runs, *next, *end;
  guint32 next_first;       /* of the next run; G_MAXUINT32: all have been taken */
  guint32 next_head;        /* the next increment that heads a branch; G_MAXUINT32: none */
  guint32 slot, end_slot;   /* of that branch; of the lane's last one, and 1 */
  guint32 until;            /* that increment has to be taken */
  gboolean waits;           /* for another lane */
} Taken;

static inline void
look_at_run (Taken *lane)
{
  lane->next_first = lane->next < lane->end ? lane->next->first : G_MAXUINT32;
}

static inline void
look_at_head (Taken *lane, const PlRaceBranch *branches)
{
  lane->next_head =
    lane->slot < lane->end_slot ? PL_TAG_SEQ (branches[lane->slot].head) : G_MAXUINT32;
}

/* Takes the next run of a lane onto its branch; FALSE: it has to wait for the store that it read. */
static inline gboolean
take_run (PlRaceBranch *branches, Taken *taken, Taken *lane)
{
  PlLostRun *run = lane->next;

  if (run->first == lane->next_head)
    {
      run->branch = lane->slot++;
      look_at_head (lane, branches);
    }
  else
    {
      const Taken *maker = &taken[PL_TAG_WORKER (run->branch)];
      guint32 seq = PL_TAG_SEQ (run->branch);

      if (maker->next_first <= seq)
        return FALSE;
      run->branch = find_run (maker->runs, (gsize) (maker->next - maker->runs), seq)->branch;
    }
  branches[run->branch].size += run->end - run->first;
  lane->next++;
  look_at_run (lane);
  return TRUE;
}

/* Takes a lane to its end, and of the others before what it read from them. */
static gboolean
take_lane (PlRacePartTrace *part, Taken *taken, Taken **waiting, Taken *lane)
{
  guint depth = 0;

  lane->until = G_MAXUINT32 - 1;
  waiting[depth++] = lane;
  while (depth > 0)
    {
      PlTag read;

      lane = waiting[depth - 1];
      while (lane->next_first <= lane->until && take_run (part->branches, taken, lane))
        ;
      lane->waits = lane->next_first <= lane->until;
      if (!lane->waits)
        {
          depth--;
          continue;
        }
      read = lane->next->branch;
      /* Each waits for what the other did before: not a race that happened. */
      if (taken[PL_TAG_WORKER (read)].waits)
        return FALSE;
      taken[PL_TAG_WORKER (read)].until = PL_TAG_SEQ (read);
      waiting[depth++] = &taken[PL_TAG_WORKER (read)];
    }
  return TRUE;
}

static gboolean
take_all (PlRacePartTrace *part)
{
  g_autofree Taken *taken = g_new0 (Taken, part->n_lanes);
  g_autofree Taken **waiting = g_new (Taken *, part->n_lanes + 1);

  for (guint i = 0; i < part->n_lanes; i++)
    {
      const PlRaceLane *lane = &part->lanes[i];

      taken[i].runs = taken[i].next = part->runs + lane->first_run;
      taken[i].end = taken[i].runs + lane->n_runs;
      taken[i].slot = lane->first_branch;
      taken[i].end_slot = lane->first_branch + lane->n_branches;
      look_at_head (&taken[i], part->branches);
      look_at_run (&taken[i]);
    }
  for (guint i = 0; i < part->n_lanes; i++)
    if (!take_lane (part, taken, waiting, &taken[i]))
      return FALSE;
  return TRUE;
}

static void
sum_up (PlRacePartTrace *part)
{
  for (guint32 i = 0; i < part->n_branches; i++)
    {
      part->result.lost_proven += part->branches[i].size;
      part->result.longest_branch = MAX (part->result.longest_branch, part->branches[i].size);
    }
  part->result.branches = part->n_branches;
}

/* The lanes whose next branch is to be merged in, the earliest on top. */
typedef struct {
  gint64 store_ns;
  guint lane;
  guint32 slot, end;
} NextBranch;

static inline gboolean
is_before (const NextBranch *a, const NextBranch *b)
{
  return a->store_ns < b->store_ns || (a->store_ns == b->store_ns && a->lane < b->lane);
}

static void
sink (NextBranch *heap, guint n, guint at)
{
  NextBranch moved = heap[at];

  for (guint child; (child = 2 * at + 1) < n; at = child)
    {
      if (child + 1 < n && is_before (&heap[child + 1], &heap[child]))
        child++;
      if (!is_before (&heap[child], &moved))
        break;
      heap[at] = heap[child];
    }
  heap[at] = moved;
}

/* Into the order in which people meet them. Each lane is in order already. */
static void
order_branches (PlRacePartTrace *part)
{
  g_autofree NextBranch *heap = g_new (NextBranch, part->n_lanes);
  guint n = 0;

  part->slots = pl_race_room_new (part->n_branches, sizeof *part->slots);
  part->places = pl_race_room_new (part->n_branches, sizeof *part->places);
  for (guint i = 0; i < part->n_lanes; i++)
    {
      guint32 slot = part->lanes[i].first_branch, end = slot + part->lanes[i].n_branches;

      if (slot < end)
        heap[n++] = (NextBranch) { pl_race_branch_ns (part, &part->branches[slot]), i, slot, end };
    }
  for (guint i = n; i-- > 0;)
    sink (heap, n, i);
  for (guint32 place = 0; n > 0; place++)
    {
      part->slots[place] = heap->slot;
      part->places[heap->slot] = place;
      if (++heap->slot == heap->end)
        *heap = heap[--n];
      else
        heap->store_ns = pl_race_branch_ns (part, &part->branches[heap->slot]);
      sink (heap, n, 0);
    }
}

/* Room for all that can be needed: what is never touched costs nothing. */
static void
find_all_runs (PlRacePartTrace *part)
{
  gsize lost = part->made - part->result.survivors;
  PlLostRun *end;

  /* And one more, to write over. */
  part->runs = pl_race_room_new (lost + 1, sizeof *part->runs);
  part->branches = pl_race_room_new (lost + 1, sizeof *part->branches);
  end = part->runs;
  for (guint i = 0; i < part->n_lanes; i++)
    {
      part->lanes[i].first_run = (gsize) (end - part->runs);
      find_runs (part, i, &end);
    }
}

static gboolean
find_rivals (PlRacePartTrace *part, guint32 *readers)
{
  guint64 n = part->result.survivors;
  g_autofree guint64 *seen = g_new0 (guint64, n / 64 + 1);
  Finder finder = { part, readers, n, seen };

  for (guint32 slot = 0; slot < part->n_branches; slot++)
    if (!find_rival (&finder, slot))
      return FALSE;
  return TRUE;
}

static gpointer
order_thread (gpointer part)
{
  order_branches (part);
  return NULL;
}

/* Fewer are ordered sooner than a thread is there. */
#define WORTH_A_THREAD 20000u

/* The order in time needs nothing but the heads: with so many of them, a second CPU sees to it. */
gboolean
pl_race_find_branches (PlRacePartTrace *part, guint32 *readers)
{
  GThread *ordering = NULL;
  gboolean valid;

  find_all_runs (part);
  if (part->n_branches >= WORTH_A_THREAD)
    ordering = g_thread_new ("branches", order_thread, part);
  else
    order_branches (part);
  valid = find_rivals (part, readers) && take_all (part);
  if (ordering)
    g_thread_join (ordering);
  if (valid)
    sum_up (part);
  return valid;
}

void
pl_race_clear_branches (PlRacePartTrace *part)
{
  g_clear_pointer (&part->runs, g_free);
  g_clear_pointer (&part->branches, g_free);
  g_clear_pointer (&part->slots, g_free);
  g_clear_pointer (&part->places, g_free);
  part->n_branches = 0;
  for (guint i = 0; i < part->n_lanes; i++)
    part->lanes[i].n_runs = 0;
}
