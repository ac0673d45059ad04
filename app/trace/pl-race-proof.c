/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-race-private.h"

/* The proof of lost updates, from the words alone. A word names the store it is, so each record
 * names its parent. Edges whose values do not fit (the parent must have stored exactly what was
 * read) are refused, so along the parents the value falls by one a step: no log, however hostile,
 * can make a cycle, and every walk ends at the initial word. */

#define NO_RUN G_MAXUINT32

/* The word is a store that was really made: by an existing increment, with the value it stored. */
static gboolean
word_exists (PlRacePartTrace *part, guint64 word)
{
  const PlRaceRecord *record;

  if (PL_WORD_WRITER (word) == PL_WORD_NOBODY)
    return word == part->initial_word;
  if (PL_WORD_SEQ (word) == 0)
    return FALSE;
  record = pl_race_part_record (part, pl_word_tag (word));
  return record && (guint64) PL_WORD_VALUE (word) == (guint64) PL_WORD_VALUE (record->word) + 1;
}

static inline void
note_fall (PlRacePartTrace *part, guint worker, guint64 stored, guint64 found)
{
  if (stored <= found || stored - found <= part->result.largest_fall)
    return;
  part->result.largest_fall = stored - found;
  part->result.fall_worker = worker;
}

static gboolean
all_words_exist (PlRacePartTrace *part)
{
  if (!word_exists (part, part->final_word))
    return FALSE;
  for (guint i = 0; i < part->n_lanes; i++)
    {
      guint64 stored = 0;

      for (guint32 j = 0; j < part->lanes[i].n_records; j++)
        {
          guint64 word = part->lanes[i].records[j].word;

          if (!word_exists (part, word))
            return FALSE;
          note_fall (part, i, stored, PL_WORD_VALUE (word));
          stored = (guint64) PL_WORD_VALUE (word) + 1;
        }
      note_fall (part, i, stored, part->final_value);
    }
  return TRUE;
}

/* Everything is lost until an ancestor of the final word. */
static void
mark_survivors (PlRacePartTrace *part)
{
  guint64 word = part->final_word;

  for (guint i = 0; i < part->n_lanes; i++)
    {
      PlRaceLane *lane = &part->lanes[i];
      gsize n_words = ((gsize) lane->n_records + 63) / 64;

      lane->lost = g_new (guint64, MAX (n_words, 1));
      memset (lane->lost, 0xff, MAX (n_words, 1) * sizeof (guint64));
      if (lane->n_records % 64 != 0)
        lane->lost[n_words - 1] = (G_GUINT64_CONSTANT (1) << (lane->n_records % 64)) - 1;
    }
  while (PL_WORD_WRITER (word) != PL_WORD_NOBODY)
    {
      guint32 seq = PL_WORD_SEQ (word) - 1;
      PlRaceLane *lane = &part->lanes[PL_WORD_WRITER (word)];

      lane->lost[seq / 64] &= ~(G_GUINT64_CONSTANT (1) << (seq % 64));
      part->result.survivors++;
      word = lane->records[seq].word;
    }
}

/* Runs keep the account of branches small: a worker's lost increments mostly read their own last
 * store. */
static void
find_runs (PlRacePartTrace *part)
{
  for (guint i = 0; i < part->n_lanes; i++)
    {
      PlRaceLane *lane = &part->lanes[i];
      PlLostRun run = { .up = NO_RUN, .branch = NO_RUN };

      lane->first_run = part->runs->len;
      for (guint32 j = 0; j < lane->n_records; j++)
        {
          if (!pl_race_lane_is_lost (lane, j))
            continue;
          if (run.length > 0 && run.first + run.length == j && j > 0 &&
              pl_word_tag (lane->records[j].word) == PL_TAG (i, j - 1))
            {
              run.length++;
              continue;
            }
          if (run.length > 0)
            g_array_append_val (part->runs, run);
          run.first = j;
          run.length = 1;
        }
      if (run.length > 0)
        g_array_append_val (part->runs, run);
      lane->n_runs = part->runs->len - lane->first_run;
    }
}

/* The run that holds a lost increment. */
static guint32
run_at (PlRacePartTrace *part, guint worker, guint32 seq)
{
  const PlRaceLane *lane = &part->lanes[worker];
  guint64 low = 0, high = lane->n_runs;

  while (high - low > 1)
    {
      guint64 middle = low + (high - low) / 2;

      if (g_array_index (part->runs, PlLostRun, lane->first_run + middle).first <= seq)
        low = middle;
      else
        high = middle;
    }
  return (guint32) (lane->first_run + low);
}

/* A run whose first increment read a survivor (or the initial word) heads a branch; others hang on
 * a run. */
static void
link_runs (PlRacePartTrace *part)
{
  for (guint i = 0; i < part->n_lanes; i++)
    {
      const PlRaceLane *lane = &part->lanes[i];

      for (guint64 j = lane->first_run; j < lane->first_run + lane->n_runs; j++)
        {
          PlLostRun *run = &g_array_index (part->runs, PlLostRun, j);
          const PlRaceRecord *first = &lane->records[run->first];
          guint writer = PL_WORD_WRITER (first->word);
          PlRaceBranch branch = { .head = PL_TAG (i, run->first), .rival = PL_TAG_NONE };

          if (writer != PL_WORD_NOBODY &&
              pl_race_lane_is_lost (&part->lanes[writer], PL_WORD_SEQ (first->word) - 1))
            {
              run->up = run_at (part, writer, PL_WORD_SEQ (first->word) - 1);
              continue;
            }
          branch.value = PL_WORD_VALUE (first->word);
          branch.store_ns = pl_race_store_ns (first->times);
          run->branch = part->branches->len;
          g_array_append_val (part->branches, branch);
        }
    }
}

static void
size_branches (PlRacePartTrace *part)
{
  PlLostRun *runs = (PlLostRun *) (void *) part->runs->data;

  for (guint32 i = 0; i < part->runs->len; i++)
    {
      guint32 top = i, branch, at = i;
      PlRaceBranch *whole;

      while (runs[top].branch == NO_RUN)
        top = runs[top].up;
      branch = runs[top].branch;
      /* Shorten the way for those who come after: linear in all. */
      while (runs[at].branch == NO_RUN)
        {
          runs[at].branch = branch;
          at = runs[at].up;
        }
      whole = &g_array_index (part->branches, PlRaceBranch, branch);
      whole->size += runs[i].length;
      part->result.lost_proven += runs[i].length;
      part->result.longest_branch = MAX (part->result.longest_branch, whole->size);
    }
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer data)
{
  const PlRaceBranch *branches = data;
  guint32 x = branches[*(const guint32 *) a].value, y = branches[*(const guint32 *) b].value;

  return (x < y) - (x > y);
}

/* Those that read the same store, in a ring. */
static void
ring_siblings (PlRaceBranch *branches, const guint32 *falling, guint n)
{
  for (guint i = 0, first = 0; i < n; i++)
    {
      gboolean last = i + 1 == n || branches[falling[i + 1]].value != branches[falling[i]].value;

      branches[falling[i]].sibling = falling[last ? first : i + 1];
      if (last)
        first = i + 1;
    }
}

/* The rival is the survivor that read the same value: walk the survivors once more, downwards. */
static gboolean
find_rivals (PlRacePartTrace *part)
{
  PlRaceBranch *branches = (PlRaceBranch *) (void *) part->branches->data;
  guint n = part->branches->len, next = 0;
  g_autofree guint32 *falling = g_new (guint32, MAX (n, 1));
  guint64 word = part->final_word;

  for (guint i = 0; i < n; i++)
    falling[i] = i;
  g_qsort_with_data (falling, (int) n, sizeof *falling, compare_values, branches);
  while (PL_WORD_WRITER (word) != PL_WORD_NOBODY && next < n)
    {
      PlTag tag = pl_word_tag (word);

      word = pl_race_part_record (part, tag)->word;
      while (next < n && branches[falling[next]].value == PL_WORD_VALUE (word))
        branches[falling[next++]].rival = tag;
      /* Somebody read a store that was the last, or beyond it: not a race that happened. */
      if (next < n && branches[falling[next]].value > PL_WORD_VALUE (word))
        return FALSE;
    }
  ring_siblings (branches, falling, n);
  for (guint i = 0; i < n; i++)
    if (branches[i].rival == PL_TAG_NONE ||
        PL_TAG_WORKER (branches[i].rival) == PL_TAG_WORKER (branches[i].head))
      return FALSE; /* a worker that stored cannot read what was there before */
  return TRUE;
}

static int
compare_stores (gconstpointer a, gconstpointer b, gpointer data)
{
  const PlRaceBranch *branches = data;
  const PlRaceBranch *x = &branches[*(const guint32 *) a], *y = &branches[*(const guint32 *) b];

  if (x->store_ns != y->store_ns)
    return x->store_ns < y->store_ns ? -1 : 1;
  return (x->head > y->head) - (x->head < y->head);
}

/* Into the order in which people meet them, and the runs after them. */
static void
sort_branches (PlRacePartTrace *part)
{
  guint n = part->branches->len;
  g_autofree guint32 *order = g_new (guint32, MAX (n, 1)), *place = g_new (guint32, MAX (n, 1));
  g_autoptr (GArray) sorted = g_array_sized_new (FALSE, FALSE, sizeof (PlRaceBranch), n);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_stores, part->branches->data);
  for (guint i = 0; i < n; i++)
    {
      g_array_append_val (sorted, g_array_index (part->branches, PlRaceBranch, order[i]));
      place[order[i]] = i;
    }
  for (guint i = 0; i < n; i++)
    {
      PlRaceBranch *branch = &g_array_index (sorted, PlRaceBranch, i);

      branch->sibling = place[branch->sibling];
    }
  for (guint i = 0; i < part->runs->len; i++)
    {
      PlLostRun *run = &g_array_index (part->runs, PlLostRun, i);

      run->branch = place[run->branch];
    }
  g_array_unref (part->branches);
  part->branches = g_steal_pointer (&sorted);
}

static void
clear_proof (PlRacePartTrace *part)
{
  for (guint i = 0; i < part->n_lanes; i++)
    {
      g_clear_pointer (&part->lanes[i].lost, g_free);
      part->lanes[i].n_runs = 0;
    }
  g_array_set_size (part->runs, 0);
  g_array_set_size (part->branches, 0);
  part->result.survivors = part->result.lost_proven = part->result.longest_branch = 0;
  part->result.largest_fall = 0;
}

static gboolean
prove_by_writer (PlRacePartTrace *part)
{
  if (!all_words_exist (part))
    return FALSE;
  /* From the final word down the value falls by one a step: it has so many ancestors. If they are
   * all there are, they form a path, and there is nothing to keep. */
  if ((guint64) PL_WORD_VALUE (part->final_word) - PL_WORD_VALUE (part->initial_word) == part->made)
    {
      part->result.survivors = part->made;
      return TRUE;
    }
  mark_survivors (part);
  find_runs (part);
  link_runs (part);
  size_branches (part);
  if (!find_rivals (part))
    return FALSE;
  sort_branches (part);
  part->result.branches = part->branches->len;
  return TRUE;
}

/* An atomic add returns each value to exactly one worker: that they are all there, once each, is
 * the proof. */
static gboolean
prove_by_value (PlRacePartTrace *part)
{
  guint64 n = part->final_value - part->initial_value;
  g_autofree guint64 *seen = NULL;

  if (part->final_value < part->initial_value || n != part->made || n > G_MAXUINT32)
    return FALSE;
  seen = g_new0 (guint64, n / 64 + 1);
  for (guint i = 0; i < part->n_lanes; i++)
    {
      const PlRaceLane *lane = &part->lanes[i];

      for (guint32 j = 0; j < lane->n_records; j++)
        {
          guint64 value = PL_WORD_VALUE (lane->records[j].word);
          guint64 at = value - part->initial_value, bit = G_GUINT64_CONSTANT (1) << (at % 64);

          if (pl_word_tag (lane->records[j].word) != PL_TAG_INITIAL ||
              value < part->initial_value || at >= n || (seen[at / 64] & bit) ||
              (j > 0 && lane->records[j - 1].word >= lane->records[j].word))
            return FALSE;
          seen[at / 64] |= bit;
        }
    }
  part->result.survivors = n;
  return TRUE;
}

void
pl_race_prove (PlRacePartTrace *part)
{
  PlRacePartResult *result = &part->result;
  gboolean valid;

  part->runs = g_array_new (FALSE, FALSE, sizeof (PlLostRun));
  part->branches = g_array_new (FALSE, FALSE, sizeof (PlRaceBranch));
  if (result->method == PL_RACE_ATOMIC)
    valid = prove_by_value (part);
  else
    valid = prove_by_writer (part);
  if (!valid)
    clear_proof (part);
  result->balanced = valid && part->made == result->expected - part->initial_value &&
                     part->initial_value + result->survivors == part->final_value &&
                     result->survivors + result->lost_proven == part->made &&
                     result->lost_proven == result->lost;
}
