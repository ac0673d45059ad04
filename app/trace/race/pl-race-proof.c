/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

/* The proof of lost updates, from the words alone. A word names the store it is, so each record
 * names its parent. Edges whose values do not fit (the parent must have stored exactly what was
 * read) are refused, so along the parents the value falls by one a step: no log, however hostile,
 * can make a cycle, and every walk ends at the initial word. */

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

/* Which lane was read from is as good as random: what depends on it is computed, not branched on. */
static gboolean
words_exist (PlRacePartTrace *part, guint worker)
{
  const PlRaceLane *lane = &part->lanes[worker];
  guint64 stored = 0, wrong = 0;

  for (guint32 i = 0; i < lane->n_records; i++)
    {
      guint64 word = lane->records[i].word, found = PL_WORD_VALUE (word);
      const PlRaceRecord *parent = pl_race_part_record (part, pl_word_tag (word));

      if (parent)
        wrong |= found ^ ((guint64) PL_WORD_VALUE (parent->word) + 1);
      else if (word != part->initial_word || PL_WORD_WRITER (word) != PL_WORD_NOBODY)
        return FALSE;
      note_fall (part, worker, stored, found);
      stored = found + 1;
    }
  note_fall (part, worker, stored, part->final_value);
  return wrong == 0;
}

static gboolean
all_words_exist (PlRacePartTrace *part)
{
  if (!word_exists (part, part->final_word))
    return FALSE;
  for (guint i = 0; i < part->n_lanes; i++)
    if (!words_exist (part, i))
      return FALSE;
  return TRUE;
}

/* Everything is lost until it is found to be an ancestor. */
static void
lose_all (PlRacePartTrace *part)
{
  for (guint i = 0; i < part->n_lanes; i++)
    {
      PlRaceLane *lane = &part->lanes[i];
      gsize n_words = ((gsize) lane->n_records + 63) / 64;

      lane->lost = g_new (guint64, MAX (n_words, 1));
      memset (lane->lost, 0xff, MAX (n_words, 1) * sizeof (guint64));
      if (lane->n_records % 64 != 0)
        lane->lost[n_words - 1] = (G_GUINT64_CONSTANT (1) << (lane->n_records % 64)) - 1;
    }
}

/* The ancestors of the final word, and which of them read each value. As long as a worker read its
 * own store, where to look next is known without waiting for what was read: most of the way
 * the memory keeps up. */
static void
mark_survivors (PlRacePartTrace *part, guint32 *readers)
{
  guint64 word = part->final_word, n = part->result.survivors;

  while (PL_WORD_WRITER (word) != PL_WORD_NOBODY)
    {
      PlRaceLane *lane = &part->lanes[PL_WORD_WRITER (word)];
      PlTag tag = pl_word_tag (word);

      for (;; tag--)
        {
          guint32 seq = PL_TAG_SEQ (tag);

          lane->lost[seq / 64] &= ~(G_GUINT64_CONSTANT (1) << (seq % 64));
          readers[--n] = tag;
          word = lane->records[seq].word;
          if (pl_word_tag (word) != tag - 1)
            break;
        }
    }
}

static void
clear_proof (PlRacePartTrace *part)
{
  for (guint i = 0; i < part->n_lanes; i++)
    g_clear_pointer (&part->lanes[i].lost, g_free);
  pl_race_clear_branches (part);
  part->result.survivors = part->result.lost_proven = part->result.longest_branch = 0;
  part->result.branches = 0;
  part->result.largest_fall = 0;
}

static gboolean
prove_by_writer (PlRacePartTrace *part)
{
  guint64 final = PL_WORD_VALUE (part->final_word), initial = PL_WORD_VALUE (part->initial_word);
  g_autofree guint32 *readers = NULL;

  /* From the final word down the value falls by one a step: it has so many ancestors, all of them
   * different. */
  if (!all_words_exist (part) || final < initial || final - initial > part->made)
    return FALSE;
  part->result.survivors = final - initial;
  /* If they are all there are, they form a path, and there is nothing to keep. */
  if (part->result.survivors == part->made)
    return TRUE;
  readers = pl_race_room_new (MAX (part->result.survivors, 1), sizeof *readers);
  lose_all (part);
  mark_survivors (part, readers);
  return pl_race_find_branches (part, readers);
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
