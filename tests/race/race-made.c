/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"

void
made_init (MadeRace *made, guint workers, guint64 increments, PlRaceMethod method)
{
  PlPlanData plan;

  race_plan_init (&plan, workers, increments);
  race_plan_add (&plan, method, TRUE);
  made->increments = increments;
  g_assert_cmpint (pl_log_create (&plan, "1.2.3", &made->log), ==, 0);
  pl_log_header (made->log)->n_cpus = 2;
}

void
made_add_word (MadeRace *made, guint worker, guint64 word, gint64 load_ns, gint64 store_ns)
{
  guint lane = pl_log_race_lane (made->log, 0, worker);
  PlLane *l = pl_log_lane (made->log, lane);

  g_assert_cmpuint (l->count, <, l->capacity);
  pl_log_race_records (made->log, lane)[l->count] =
    (PlRaceRecord) { word, pl_race_times (load_ns, store_ns) };
  l->count++;
}

guint64
made_word (MadeRace *made, guint worker, guint seq)
{
  const PlRaceRecord *record =
    &pl_log_race_records (made->log, pl_log_race_lane (made->log, 0, worker))[seq];

  return PL_WORD (PL_WORD_VALUE (record->word) + 1, worker, seq + 1);
}

void
made_add (MadeRace *made, guint worker, int parent, guint seq, gint64 load_ns, gint64 store_ns)
{
  guint64 word =
    parent == MADE_INITIAL ? PL_WORD (0, PL_WORD_NOBODY, 0) : made_word (made, (guint) parent, seq);

  made_add_word (made, worker, word, load_ns, store_ns);
}

void
made_finish (MadeRace *made, guint64 final_word, gint64 end_ns)
{
  PlRunStatus *status = &pl_log_header (made->log)->status;

  status->parts[0] = (PlRacePartStatus) {
    .initial_word = PL_WORD (0, PL_WORD_NOBODY, 0), .final_word = final_word,
    .initial_value = 0, .final_value = PL_WORD_VALUE (final_word),
    .begin_ns = 0, .end_ns = end_ns, .work_ns = 2 * end_ns, .overlap_ns = end_ns, .trials_done = 1,
  };
  status->done = 1;
  status->end_ns = end_ns;
  status->phase = PL_PHASE_DONE;
}

PlRace *
made_prove (MadeRace *made, guint64 final_word, gint64 end_ns)
{
  PlRace *race;

  made_finish (made, final_word, end_ns);
  race = pl_race_new (made->log);
  pl_log_unref (made->log);
  return race;
}
