/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

G_DEFINE_FINAL_TYPE (PlRace, pl_race, G_TYPE_OBJECT)

static void
part_clear (PlRacePartTrace *part)
{
  for (guint i = 0; i < part->n_lanes; i++)
    {
      g_free (part->lanes[i].lost);
      g_free (part->lanes[i].lost_before);
      g_free (part->lanes[i].block_ns);
      g_free (part->lanes[i].held_before);
    }
  pl_race_clear_branches (part);
  g_clear_pointer (&part->lanes, g_free);
}

static void
pl_race_finalize (GObject *object)
{
  PlRace *self = PL_RACE (object);

  for (guint i = 0; i < self->n_parts; i++)
    part_clear (&self->parts[i]);
  g_clear_object (&self->trace);
  pl_log_unref (self->log);
  G_OBJECT_CLASS (pl_race_parent_class)->finalize (object);
}

static void
pl_race_class_init (PlRaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_race_finalize;
}

static void
pl_race_init (PlRace *self)
{
}

/* What the workers say they made. Files of before say nothing: all that were planned. Returns all
 * of them. */
static guint64
read_workers (PlRace *self, guint index, PlRacePartResult *result)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  guint64 all = 0;

  result->fewest = G_MAXUINT64;
  for (guint i = 0; i < plan->workers; i++)
    {
      const PlLane *lane = pl_log_lane (self->log, pl_log_race_lane (self->log, index, i));
      gboolean timed = pl_plan_part_is_timed (plan, index);
      guint64 made = timed ? lane->made : plan->increments;

      all += made;
      result->fewest = MIN (result->fewest, made);
      result->most = MAX (result->most, made);
      result->voluntary += timed ? lane->race_voluntary : atomic_load (&lane->voluntary);
      result->involuntary += timed ? lane->race_involuntary : atomic_load (&lane->involuntary);
    }
  return all;
}

/* What the counter itself says, recorded or not. */
static void
read_status (PlRacePartTrace *part, guint64 increments, const PlRacePartStatus *status)
{
  PlRacePartResult *result = &part->result;

  part->initial_word = status->initial_word;
  part->final_word = status->final_word;
  part->initial_value = status->initial_value;
  part->final_value = status->final_value;
  part->begin_ns = status->begin_ns;
  part->end_ns = MAX (status->end_ns, status->begin_ns);
  result->expected = part->initial_value + increments;
  result->final_value = part->final_value;
  result->lost = result->expected > part->final_value ? result->expected - part->final_value : 0;
  result->wall_ns = part->end_ns - part->begin_ns;
  result->ns_per_increment = increments > 0 ? (double) result->wall_ns / (double) increments : 0;
  result->overlap_ns = status->overlap_ns;
  result->overlap =
    result->wall_ns > 0 ? CLAMP ((double) status->overlap_ns / (double) result->wall_ns, 0, 1) : 0;
  result->verdict = pl_race_verdict (result->method, result->lost);
}

static void
read_lanes (PlRace *self, PlRacePartTrace *part, guint index)
{
  guint n = pl_log_plan (self->log)->workers;

  part->n_lanes = n;
  part->lanes = g_new0 (PlRaceLane, n);
  for (guint i = 0; i < n; i++)
    {
      guint lane = pl_log_race_lane (self->log, index, i);

      part->lanes[i].records = pl_log_race_records (self->log, lane);
      part->lanes[i].n_records =
        (guint32) MIN (pl_log_count (self->log, lane), PL_MAX_RECORDED_INCREMENTS);
      part->made += part->lanes[i].n_records;
      pl_race_lane_index_times (&part->lanes[i]);
    }
}

static void
read_part (PlRace *self, guint index, gboolean prove)
{
  const PlPlanData *plan = pl_log_plan (self->log);
  const PlRunStatus *run = &pl_log_header (self->log)->status;
  PlRacePartTrace *part = &self->parts[index];

  part->result.method = plan->parts[index].method;
  part->result.timed = pl_plan_part_is_timed (plan, index);
  if (run->parts[index].trials_done == 0)
    return;
  part->result.done = TRUE;
  read_status (part, read_workers (self, index, &part->result), &run->parts[index]);
  /* A run that was stopped between two trials has the account of one and the records of another. */
  if (!prove || !plan->parts[index].record || run->parts[index].trials_done != plan->trials)
    return;
  part->result.recorded = TRUE;
  read_lanes (self, part, index);
  for (guint i = 0; i < part->n_lanes && pl_race_method_is_lock (part->result.method); i++)
    pl_race_lane_index_holds (&part->lanes[i]);
  pl_race_prove (part);
  for (guint i = 0; i < part->n_lanes; i++)
    pl_race_lane_index_lost (&part->lanes[i]);
}

static PlRace *
read_log (PlLog *log, gboolean prove)
{
  PlRace *self;
  const PlPlanData *plan;

  self = g_object_new (PL_TYPE_RACE, NULL);
  self->log = pl_log_ref (log);
  plan = pl_log_plan (log);
  if (plan->kind != PL_RUN_RACE)
    return self;
  self->n_parts = MIN (plan->n_parts, PL_MAX_RACE_PARTS);
  for (guint i = 0; i < self->n_parts; i++)
    read_part (self, i, prove);
  return self;
}

gboolean
pl_race_goes_on (PlLog *log)
{
  g_return_val_if_fail (log != NULL, FALSE);
  return pl_log_fd (log) >= 0 && atomic_load (&pl_log_header (log)->status.phase) < PL_PHASE_DONE;
}

PlRace *
pl_race_new (PlLog *log)
{
  g_return_val_if_fail (log != NULL, NULL);
  return read_log (log, TRUE);
}

PlRace *
pl_race_new_unproven (PlLog *log)
{
  g_return_val_if_fail (log != NULL, NULL);
  return read_log (log, FALSE);
}

PlLog *
pl_race_get_log (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), NULL);
  return self->log;
}

guint
pl_race_get_n_parts (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), 0);
  return self->n_parts;
}

void
pl_race_get_result (PlRace *self, guint part, PlRacePartResult *result)
{
  g_return_if_fail (PL_IS_RACE (self));
  g_return_if_fail (part < self->n_parts);
  *result = self->parts[part].result;
}

int
pl_race_find_part (PlRace *self, PlRaceMethod method, gboolean recorded)
{
  const PlPlanData *plan;

  g_return_val_if_fail (PL_IS_RACE (self), -1);
  plan = pl_log_plan (self->log);
  for (guint i = 0; i < self->n_parts; i++)
    if (plan->parts[i].method == method && (plan->parts[i].record != 0) == (recorded != FALSE))
      return (int) i;
  return -1;
}

guint
pl_race_get_main_part (PlRace *self)
{
  g_return_val_if_fail (PL_IS_RACE (self), 0);
  for (guint i = 0; i < self->n_parts; i++)
    if (self->parts[i].result.branches > 0)
      return i;
  for (guint i = 0; i < self->n_parts; i++)
    if (self->parts[i].result.recorded)
      return i;
  for (guint i = 0; i < self->n_parts; i++)
    if (self->parts[i].result.done)
      return i;
  return 0;
}

guint32
pl_race_get_n_increments (PlRace *self, guint part, guint worker)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  return p && worker < p->n_lanes ? p->lanes[worker].n_records : 0;
}

gboolean
pl_race_is_lost (PlRace *self, guint part, PlIncrement increment)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  return p && increment.worker < p->n_lanes &&
         increment.seq < p->lanes[increment.worker].n_records &&
         pl_race_lane_is_lost (&p->lanes[increment.worker], increment.seq);
}

/* Atomic: the word names no writer. In each lane the values rise, so the one before is found by
 * search. */
static PlIncrement
find_value (PlRacePartTrace *part, guint64 stored)
{
  PlIncrement nobody = { G_MAXUINT, 0 };

  for (guint i = 0; i < part->n_lanes; i++)
    {
      const PlRaceLane *lane = &part->lanes[i];
      guint32 low = 0, high = lane->n_records;

      while (low < high)
        {
          guint32 middle = low + (high - low) / 2;

          if ((guint64) PL_WORD_VALUE (lane->records[middle].word) + 1 < stored)
            low = middle + 1;
          else
            high = middle;
        }
      if (low < lane->n_records && (guint64) PL_WORD_VALUE (lane->records[low].word) + 1 == stored)
        return (PlIncrement) { i, low };
    }
  return nobody;
}

gboolean
pl_race_get_times (PlRace *self, guint part, PlIncrement increment, PlIncrementInfo *info)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);
  const PlRaceRecord *record;

  if (!p || increment.worker >= p->n_lanes || increment.seq >= p->lanes[increment.worker].n_records)
    return FALSE;
  record = &p->lanes[increment.worker].records[increment.seq];
  info->load_ns = pl_race_load_ns (record->times);
  info->store_ns = pl_race_store_ns (record->times);
  info->value_read = PL_WORD_VALUE (record->word);
  info->lost = pl_race_lane_is_lost (&p->lanes[increment.worker], increment.seq);
  info->parent = (PlIncrement) { G_MAXUINT, 0 };
  return TRUE;
}

gboolean
pl_race_get_increment (PlRace *self, guint part, PlIncrement increment, PlIncrementInfo *info)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  if (!pl_race_get_times (self, part, increment, info))
    return FALSE;
  if (p->result.method == PL_RACE_ATOMIC)
    info->parent = find_value (p, info->value_read);
  else
    info->parent = pl_tag_increment (
      pl_word_tag (p->lanes[increment.worker].records[increment.seq].word));
  /* Of a damaged file: better no parent than one that is not there. */
  if (info->parent.worker >= p->n_lanes ||
      info->parent.seq >= p->lanes[info->parent.worker].n_records)
    info->parent = (PlIncrement) { G_MAXUINT, 0 };
  return TRUE;
}

PlIncrement
pl_race_get_final (PlRace *self, guint part)
{
  PlRacePartTrace *p = pl_race_get_part (self, part);

  if (!p || !p->result.balanced)
    return (PlIncrement) { G_MAXUINT, 0 };
  if (p->result.method == PL_RACE_ATOMIC)
    return find_value (p, p->final_value);
  return pl_tag_increment (pl_word_tag (p->final_word));
}
