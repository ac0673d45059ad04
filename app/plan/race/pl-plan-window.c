/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"
#include "plan/race/pl-plan-race-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-text.h"

/* What the workers of a race do between load and store, as text. */

static const char *const keys[PL_N_RACE_WINDOWS] = {
  [PL_RACE_WINDOW_NONE] = "none", [PL_RACE_WINDOW_SPIN] = "spin", [PL_RACE_WINDOW_YIELD] = "yield",
  [PL_RACE_WINDOW_SLEEP] = "sleep",
};

static const char *const names[PL_N_RACE_WINDOWS] = {
  [PL_RACE_WINDOW_NONE] = N_("Nothing"), [PL_RACE_WINDOW_SPIN] = N_("Spin"), [PL_RACE_WINDOW_YIELD] = N_("Yield"),
  [PL_RACE_WINDOW_SLEEP] = N_("Sleep"),
};

const char *
pl_race_window_name (guint window)
{
  return window < PL_N_RACE_WINDOWS ? _(names[window]) : NULL;
}

char *
pl_plan_window_text (const PlPlanData *plan)
{
  g_autofree char *amount = NULL;

  switch (plan->window)
    {
    case PL_RACE_WINDOW_SPIN:
      amount = g_strdup_printf ("%" G_GUINT64_FORMAT, plan->window_amount);
      break;
    case PL_RACE_WINDOW_SLEEP:
      amount = pl_text_duration_exact ((gint64) plan->window_amount);
      break;
    default:
      return g_strdup (keys[MIN (plan->window, PL_N_RACE_WINDOWS - 1)]);
    }
  return g_strconcat (keys[plan->window], ":", amount, NULL);
}

gboolean
pl_plan_set_window (PlPlanData *plan, const char *text)
{
  const char *colon = strchr (text, ':');
  g_autofree char *key = g_strndup (text, colon != NULL ? (gsize) (colon - text) : strlen (text));
  guint64 amount = 0;
  gint64 ns = 0;
  guint window = 0;

  while (window < PL_N_RACE_WINDOWS && !g_str_equal (keys[window], key))
    window++;
  if (window == PL_N_RACE_WINDOWS
      || (colon != NULL) != (window == PL_RACE_WINDOW_SPIN || window == PL_RACE_WINDOW_SLEEP))
    return FALSE;
  if (window == PL_RACE_WINDOW_SPIN && !pl_text_parse_count (colon + 1, &amount))
    return FALSE;
  if (window == PL_RACE_WINDOW_SLEEP && !pl_text_parse_duration (colon + 1, &ns))
    return FALSE;
  plan->window = window;
  plan->window_amount = window == PL_RACE_WINDOW_SLEEP ? (guint64) ns : amount;
  return TRUE;
}

char *
pl_plan_window_phrase (const PlPlanData *plan)
{
  g_autofree char *amount = NULL;

  switch (plan->window)
    {
    case PL_RACE_WINDOW_SPIN:
      amount = pl_text_count (plan->window_amount);
      return g_strdup_printf (ngettext ("%s spin between load and store",
                                        "%s spins between load and store",
                                        (gulong) plan->window_amount),
                              amount);
    case PL_RACE_WINDOW_YIELD:
      return g_strdup (_("a yield between load and store"));
    case PL_RACE_WINDOW_SLEEP:
      amount = pl_text_duration_short ((gint64) plan->window_amount);
      return g_strdup_printf (_("a sleep of %s between load and store"), amount);
    default:
      return NULL;
    }
}
