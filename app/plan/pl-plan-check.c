/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "plan/pl-plan-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

/* Limits, and what is said when a value lies beyond them. */

static gboolean
refuse (GError **error, const char *what, const char *value, const char *lowest, const char *highest)
{
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s %s is not possible: choose %s to %s."), what,
               value, lowest, highest);
  return FALSE;
}

static gboolean
check_count (const char *what, guint64 value, guint64 lowest, guint64 highest, GError **error)
{
  g_autofree char *value_text = NULL, *lowest_text = NULL, *highest_text = NULL;

  if (value >= lowest && value <= highest)
    return TRUE;
  value_text = pl_text_count (value);
  lowest_text = pl_text_count (lowest);
  highest_text = pl_text_count (highest);
  return refuse (error, what, value_text, lowest_text, highest_text);
}

/* A choice without a name can only come from a damaged file or a program's mistake. */
static gboolean
check_choice (const char *what, guint value, guint n_values, GError **error)
{
  return check_count (what, value, 0, n_values - 1, error);
}

static gboolean
check_task_time (gint64 ns, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (ns >= 0 && ns <= PL_MAX_TASK_TIME_NS)
    return TRUE;
  value = pl_text_duration_short (ns);
  highest = pl_text_duration_short (PL_MAX_TASK_TIME_NS);
  return refuse (error, _("Task time"), value, "0", highest);
}

static gboolean
check_payload (guint bytes, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (bytes <= PL_MAX_PAYLOAD)
    return TRUE;
  /* The exact number: "1 MiB is not possible: choose 0 to 1 MiB" would help nobody. */
  value = pl_text_count (bytes);
  highest = pl_text_count (PL_MAX_PAYLOAD);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("Payload %s bytes is not possible: choose 0 to %s bytes (1 MiB)."), value, highest);
  return FALSE;
}

static gboolean
check_chunk (const PlPlanData *plan, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (plan->chunk_asked <= MAX (plan->tasks, 1))
    return TRUE;
  value = pl_text_count (plan->chunk_asked);
  highest = pl_text_count (MAX (plan->tasks, 1));
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("Chunk size %s is more than there are tasks: choose 1 to %s, or Auto."), value,
               highest);
  return FALSE;
}

static gboolean
check_array (const PlPlanData *plan, GError **error)
{
  guint64 bytes = (guint64) plan->tasks * plan->payload * 2;
  g_autofree char *tasks = NULL, *payload = NULL, *size = NULL, *highest = NULL;

  if (plan->ipc != PL_IPC_ARRAY || bytes <= PL_MAX_ARRAY_BYTES)
    return TRUE;
  tasks = pl_text_count (plan->tasks);
  payload = pl_text_bytes (plan->payload);
  size = pl_text_bytes (bytes);
  highest = pl_text_bytes (PL_MAX_ARRAY_BYTES);
  g_set_error (
      error, PL_ERROR, PL_ERROR_PLAN,
      _("%s tasks with a payload of %s each way need a shared array of %s, and %s is the limit: "
        "choose fewer tasks, a smaller payload, or Queue or Pipe."),
      tasks, payload, size, highest);
  return FALSE;
}

static gboolean
check_fault (const PlPlanData *plan, GError **error)
{
  if (!check_choice (_("Fault"), plan->fault, PL_N_FAULT, error))
    return FALSE;
  if (plan->fault < PL_FAULT_TASK)
    return TRUE;
  return check_count (_("Faulty task"), plan->fault_task, 0, MAX (plan->tasks, 1) - 1, error);
}

static gboolean
check_pool (PlPlanData *plan, GError **error)
{
  if (!check_count (_("Pool size"), plan->pool_size, 1, PL_MAX_POOL_SIZE, error)
      || !check_count (_("Number of tasks"), plan->tasks, 0, PL_MAX_TASKS, error)
      || !check_chunk (plan, error)
      || !check_choice (_("IPC method"), plan->ipc, PL_N_IPC, error)
      || !check_choice (_("Work"), plan->work, PL_N_WORK, error)
      || !check_choice (_("Spread"), plan->spread, PL_N_SPREAD, error)
      || !check_task_time (plan->task_time_ns, error)
      || !check_payload (plan->payload, error)
      || !check_array (plan, error)
      || !check_fault (plan, error))
    return FALSE;
  plan->serial = plan->serial != 0;
  plan->chunk =
      plan->chunk_asked > 0 ? plan->chunk_asked : pl_plan_auto_chunk (plan->tasks, plan->pool_size);
  return TRUE;
}

/* The counter word of a recorded race has 8 bits for the writer and 24 for its sequence. */
static gboolean
check_recorded (const char *what, guint64 value, guint64 highest, GError **error)
{
  g_autofree char *value_text = NULL, *highest_text = NULL;

  if (value <= highest)
    return TRUE;
  value_text = pl_text_count (value);
  highest_text = pl_text_count (highest);
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("%s %s is too large to be recorded: choose 1 to %s, or run the race unrecorded."),
               what, value_text, highest_text);
  return FALSE;
}

static gboolean
check_method (const PlPlanData *plan, guint method, GError **error)
{
  guint most;

  if (!check_choice (_("Lock"), method, PL_N_RACE_METHODS, error))
    return FALSE;
  most = pl_race_method_max_workers (method);
  if (plan->workers <= most)
    return TRUE;
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("Peterson's lock is made for two: choose 1 or 2 workers, or another lock."));
  return FALSE;
}

static gboolean
check_window (const PlPlanData *plan, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (!check_choice (_("Window"), plan->window, PL_N_RACE_WINDOWS, error))
    return FALSE;
  if (plan->window == PL_RACE_WINDOW_SPIN)
    return check_count (_("Number of spins"), plan->window_amount, 1, PL_MAX_RACE_SPINS, error);
  if (plan->window != PL_RACE_WINDOW_SLEEP
      || (plan->window_amount > 0 && plan->window_amount <= PL_MAX_RACE_SLEEP_NS))
    return TRUE;
  /* Exact, or what is a little too much would read like the limit. */
  value = pl_plan_exact_duration ((gint64) MIN (plan->window_amount, (guint64) G_MAXINT64));
  highest = pl_text_duration_short (PL_MAX_RACE_SLEEP_NS);
  return refuse (error, _("Sleep"), value, "1 ns", highest);
}

static gboolean
check_duration (const PlPlanData *plan, gboolean recorded, GError **error)
{
  g_autofree char *value = NULL, *highest = NULL;

  if (plan->duration_ns > 0 && recorded)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                           _("A race that goes on for a time cannot be recorded: choose a number of "
                             "increments, or run it unrecorded."));
      return FALSE;
    }
  if (plan->duration_ns >= 0 && plan->duration_ns <= PL_MAX_RACE_DURATION_NS)
    return TRUE;
  value = pl_plan_exact_duration (plan->duration_ns);
  highest = pl_text_duration_short (PL_MAX_RACE_DURATION_NS);
  return refuse (error, _("Duration"), value, "0", highest);
}

static gboolean
check_parts (PlPlanData *plan, GError **error)
{
  gboolean recorded = FALSE;

  if (!check_count (_("Number of parts"), plan->n_parts, 1, PL_MAX_RACE_PARTS, error))
    return FALSE;
  for (guint i = 0; i < plan->n_parts; i++)
    {
      if (!check_method (plan, plan->parts[i].method, error))
        return FALSE;
      plan->parts[i].record = plan->parts[i].record != 0;
      recorded |= plan->parts[i].record;
    }
  if (!check_duration (plan, recorded, error))
    return FALSE;
  if (!recorded)
    return TRUE;
  return check_recorded (_("Number of workers"), plan->workers, PL_MAX_RECORDED_RACE_WORKERS, error)
         && check_recorded (_("Number of increments"), plan->increments, PL_MAX_RECORDED_INCREMENTS,
                            error);
}

/* Nothing is ever added twice: no counter comes to more. */
static gboolean
check_guess (const PlPlanData *plan, GError **error)
{
  if (plan->guess == 0)
    return TRUE;
  if (plan->duration_ns == 0)
    return check_count (_("Guess"), plan->guess, 1, plan->workers * plan->increments, error);
  g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                       _("What a race that goes on for a time comes to cannot be guessed: choose a "
                         "number of increments, or leave the guess out."));
  return FALSE;
}

static gboolean
check_race (PlPlanData *plan, GError **error)
{
  if (plan->rlock_depth == 0)
    plan->rlock_depth = 1;
  if (plan->window != PL_RACE_WINDOW_SPIN && plan->window != PL_RACE_WINDOW_SLEEP)
    plan->window_amount = 0;
  return check_count (_("Number of workers"), plan->workers, 1, PL_MAX_RACE_WORKERS, error)
         && check_count (_("Number of increments"), plan->increments, 1, PL_MAX_INCREMENTS, error)
         && check_count (_("Number of trials"), plan->trials, 1, PL_MAX_TRIALS, error)
         && check_count (_("Number of times to lock"), plan->rlock_depth, 1, PL_MAX_RLOCK_DEPTH, error)
         && check_choice (_("CPUs"), plan->cpus, PL_N_CPUS, error)
         && check_window (plan, error)
         && check_parts (plan, error)
         && check_guess (plan, error);
}

static gboolean
check_scene (PlPlanData *plan, GError **error)
{
  const PlSceneInfo *info = pl_scene_info (plan->scene);

  if (!check_choice (_("Scene"), plan->scene, PL_N_SCENES, error)
      || !check_choice (_("Variant"), plan->scene_variant, pl_scene_n_variants (plan->scene), error)
      || !check_count (_("Number of workers"), plan->scene_workers, info->min_workers,
                       info->max_workers, error)
      || !check_count (_("Number of rounds"), plan->scene_rounds, 1, info->max_rounds, error)
      || !check_count (_("Limit"), plan->scene_limit, info->min_limit, info->max_limit, error))
    return FALSE;
  /* Every scene lives from what is seen. */
  plan->record = 1;
  return TRUE;
}

gboolean
pl_plan_validate (PlPlanData *plan, GError **error)
{
  g_return_val_if_fail (plan != NULL, FALSE);
  plan->record = plan->record != 0;
  switch (plan->kind)
    {
    case PL_RUN_POOL:
      return check_pool (plan, error);
    case PL_RUN_RACE:
      return check_race (plan, error);
    case PL_RUN_SCENE:
      return check_scene (plan, error);
    default:
      return check_choice (_("Kind of run"), plan->kind, PL_N_RUN_KINDS, error);
    }
}
