/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-limits.h"
#include "plan/race/pl-plan-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "log/pl-race-methods.h"

/* The limits of a race. */

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

  if (!pl_plan_check_choice (_("Lock"), method, PL_N_RACE_METHODS, error))
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

  if (!pl_plan_check_choice (_("Window"), plan->window, PL_N_RACE_WINDOWS, error))
    return FALSE;
  if (plan->window == PL_RACE_WINDOW_SPIN)
    return pl_plan_check_count (_("Number of spins"), plan->window_amount, 1, PL_MAX_RACE_SPINS, error);
  if (plan->window != PL_RACE_WINDOW_SLEEP
      || (plan->window_amount > 0 && plan->window_amount <= PL_MAX_RACE_SLEEP_NS))
    return TRUE;
  /* Exact, or what is a little too much would read like the limit. */
  value = pl_text_duration_exact ((gint64) MIN (plan->window_amount, (guint64) G_MAXINT64));
  highest = pl_text_duration_short (PL_MAX_RACE_SLEEP_NS);
  return pl_plan_refuse (error, _("Sleep"), value, "1 ns", highest);
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
  value = pl_text_duration_exact (plan->duration_ns);
  highest = pl_text_duration_short (PL_MAX_RACE_DURATION_NS);
  return pl_plan_refuse (error, _("Duration"), value, "0", highest);
}

/* 0: as many increments as are recorded. */
static gboolean
check_overlap (const PlPlanData *plan, GError **error)
{
  g_autofree char *value = NULL, *lowest = NULL, *highest = NULL;

  if (plan->overlap_ns == 0
      || (plan->overlap_ns >= PL_MIN_RACE_OVERLAP_NS && plan->overlap_ns <= PL_MAX_RACE_OVERLAP_NS))
    return TRUE;
  value = pl_text_duration_exact (plan->overlap_ns);
  lowest = pl_text_duration_short (PL_MIN_RACE_OVERLAP_NS);
  highest = pl_text_duration_short (PL_MAX_RACE_OVERLAP_NS);
  return pl_plan_refuse (error, _("Overlap"), value, lowest, highest);
}

static gboolean
check_parts (PlPlanData *plan, GError **error)
{
  gboolean recorded = FALSE;

  if (!pl_plan_check_count (_("Number of parts"), plan->n_parts, 1, PL_MAX_RACE_PARTS, error))
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
  if (!pl_plan_part_is_timed (plan, 0))
    return pl_plan_check_count (_("Guess"), plan->guess, 1, plan->workers * plan->increments, error);
  g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN,
                       _("What a race that goes on for a time comes to cannot be guessed: choose a "
                         "number of increments, or leave the guess out."));
  return FALSE;
}

gboolean
pl_plan_check_race (PlPlanData *plan, GError **error)
{
  if (plan->rlock_depth == 0)
    plan->rlock_depth = 1;
  if (plan->window != PL_RACE_WINDOW_SPIN && plan->window != PL_RACE_WINDOW_SLEEP)
    plan->window_amount = 0;
  if (plan->duration_ns > 0)
    plan->overlap_ns = 0;
  return pl_plan_check_count (_("Number of workers"), plan->workers, 1, PL_MAX_RACE_WORKERS, error)
         && pl_plan_check_count (_("Number of increments"), plan->increments, 1, PL_MAX_INCREMENTS, error)
         && pl_plan_check_count (_("Number of trials"), plan->trials, 1, PL_MAX_TRIALS, error)
         && pl_plan_check_count (_("Number of times to lock"), plan->rlock_depth, 1, PL_MAX_RLOCK_DEPTH, error)
         && pl_plan_check_choice (_("CPUs"), plan->cpus, PL_N_CPUS, error)
         && check_window (plan, error)
         && check_overlap (plan, error)
         && check_parts (plan, error)
         && check_guess (plan, error);
}
