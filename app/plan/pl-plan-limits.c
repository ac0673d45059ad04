/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-limits.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

gboolean
pl_plan_refuse (GError **error, const char *what, const char *value, const char *lowest,
                const char *highest)
{
  if (g_str_equal (lowest, highest))
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s %s is not possible: it can only be %s."), what, value, lowest);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s %s is not possible: choose %s to %s."), what,
                 value, lowest, highest);
  return FALSE;
}

gboolean
pl_plan_check_count (const char *what, guint64 value, guint64 lowest, guint64 highest,
                     GError **error)
{
  g_autofree char *value_text = NULL, *lowest_text = NULL, *highest_text = NULL;

  if (value >= lowest && value <= highest)
    return TRUE;
  value_text = pl_text_count (value);
  lowest_text = pl_text_count (lowest);
  highest_text = pl_text_count (highest);
  return pl_plan_refuse (error, what, value_text, lowest_text, highest_text);
}

gboolean
pl_plan_check_choice (const char *what, guint value, guint n_values, GError **error)
{
  return pl_plan_check_count (what, value, 0, n_values - 1, error);
}
