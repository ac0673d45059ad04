/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-private.h"
#include "plan/pl-plan.h"
#include "plan/race/pl-plan-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* A race in words. */

/* No part makes the plan's own number of increments. */
static gboolean
is_timed (const PlPlanData *plan)
{
  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    if (!pl_plan_part_is_timed (plan, i))
      return FALSE;
  return TRUE;
}

/* What protects the counter, where that is one thing from beginning to end; NULL: there are several to choose from. */
static const PlRaceMethodInfo *
only_method (const PlPlanData *plan)
{
  for (guint i = 1; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    if (plan->parts[i].method != plan->parts[0].method)
      return NULL;
  return plan->n_parts > 0 ? pl_race_method_info (plan->parts[0].method) : NULL;
}

static char *
title_without_method (const PlPlanData *plan)
{
  g_autofree char *increments = pl_text_count (plan->increments);
  g_autofree char *workers =
      g_strdup_printf (ngettext ("%u worker", "%u workers", plan->workers), plan->workers);

  if (plan->duration_ns > 0)
    {
      g_autofree char *duration = pl_text_duration_short (plan->duration_ns);

      return g_strdup_printf (_("One counter, %s, %s"), workers, duration);
    }
  if (is_timed (plan))
    {
      g_autofree char *overlap = pl_text_duration_short (plan->overlap_ns);

      /* Translators: "One counter, 4 workers, 50 ms of racing" */
      return g_strdup_printf (_("One counter, %s, %s of racing"), workers, overlap);
    }
  return g_strdup_printf (ngettext ("One counter, %s, %s increment each",
                                    "One counter, %s, %s increments each", (gulong) plan->increments),
                          workers, increments);
}

/* Runs that differ in the lock alone are told apart by it. */
char *
pl_plan_race_title (const PlPlanData *plan)
{
  const PlRaceMethodInfo *method = only_method (plan);
  char *title = title_without_method (plan);

  if (method == NULL)
    return title;

  g_autofree char *before = title;

  return g_strconcat (before, ", ", _(method->name), NULL);
}

/* The RLock's depth matters where there is one. */
static gboolean
has_rlock (const PlPlanData *plan)
{
  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    {
      if (plan->parts[i].method == PL_RACE_RLOCK)
        return TRUE;
    }
  return FALSE;
}

static void
append_race_options (GString *text, const PlPlanData *plan)
{
  g_autofree char *window = pl_plan_window_phrase (plan);
  const char *cpus = pl_cpus_word (plan->cpus);

  if (plan->rlock_depth > 1 && has_rlock (plan))
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, _("locked %u times over"), plan->rlock_depth);
    }
  if (window != NULL)
    g_string_append_printf (text, ", %s", window);
  if (cpus != NULL)
    g_string_append_printf (text, ", %s", cpus);
}

char *
pl_plan_race_options (const PlPlanData *plan)
{
  GString *text = g_string_new (NULL);

  append_race_options (text, plan);
  return g_string_free (text, FALSE);
}

char *
pl_plan_race_subtitle (const PlPlanData *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (plan->n_parts, PL_MAX_RACE_PARTS); i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (plan->parts[i].method);
      const char *name = info != NULL ? _(info->name) : "?";

      if (i > 0)
        g_string_append (text, ", ");
      g_string_append_printf (text, plan->parts[i].record ? _("%s recorded") : _("%s unrecorded"),
                              name);
    }
  append_race_options (text, plan);
  if (plan->trials > 1)
    {
      g_autofree char *trials = pl_text_count (plan->trials);

      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%s trial", "%s trials", plan->trials), trials);
    }
  return g_string_free (text, FALSE);
}
