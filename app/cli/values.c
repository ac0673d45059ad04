/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan-limits.h"

static gboolean
refuse_text (GError **error, const char *option, const char *text, const char *lowest, const char *highest)
{
  if (g_str_equal (lowest, highest))
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s “%s” is not a whole number: it can only be %s."), option, text,
                 lowest);
  else
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s “%s” is not a whole number: choose %s to %s."), option, text,
                 lowest, highest);
  return FALSE;
}

gboolean
pl_cli_value_count (const char *option, const char *text, guint64 lowest, guint64 highest,
                    guint64 *value, GError **error)
{
  g_autofree char *lowest_text = NULL, *highest_text = NULL;
  guint64 n;

  if (text == NULL)
    return TRUE;
  lowest_text = pl_text_count (lowest);
  highest_text = pl_text_count (highest);
  if (!pl_text_is_count (text))
    return refuse_text (error, option, text, lowest_text, highest_text);
  if (!pl_text_parse_count (text, &n) || n < lowest || n > highest)
    return pl_plan_refuse (error, option, text, lowest_text, highest_text);
  *value = n;
  return TRUE;
}

gboolean
pl_cli_value_count32 (const char *option, const char *text, guint32 lowest, guint32 highest,
                      guint32 *value, GError **error)
{
  guint64 n = *value;

  if (!pl_cli_value_count (option, text, lowest, highest, &n, error))
    return FALSE;
  *value = (guint32) n;
  return TRUE;
}

gboolean
pl_cli_value_bytes (const char *option, const char *text, guint32 highest, guint32 *value,
                    GError **error)
{
  g_autofree char *highest_text = NULL;
  guint64 n;

  if (text == NULL)
    return TRUE;
  highest_text = pl_text_bytes (highest);
  if (!pl_text_is_bytes (text))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("%s “%s” is not a size: choose 0 to %s, as in 100 or 64KiB."), option, text,
                   highest_text);
      return FALSE;
    }
  if (!pl_text_parse_bytes (text, &n) || n > highest)
    return pl_plan_refuse (error, option, text, "0", highest_text);
  *value = (guint32) n;
  return TRUE;
}

gboolean
pl_cli_value_duration (const char *option, const char *text, gint64 highest, gint64 *value,
                       GError **error)
{
  g_autofree char *highest_text = NULL;
  gint64 ns;

  if (text == NULL)
    return TRUE;
  highest_text = pl_text_duration_short (highest);
  if (!pl_text_is_duration (text))
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("%s “%s” is not a time: choose 0 to %s, a number with its unit (ns, us, ms, "
                     "s), as in 5ms."),
                   option, text, highest_text);
      return FALSE;
    }
  if (!pl_text_parse_duration (text, &ns) || ns > highest)
    return pl_plan_refuse (error, option, text, "0", highest_text);
  *value = ns;
  return TRUE;
}

gboolean
pl_cli_value_choice (const char *option, const char *text, int (*from_key) (const char *),
                     const char *keys, guint32 *value, GError **error)
{
  int choice;

  if (text == NULL)
    return TRUE;
  choice = from_key (text);
  if (choice < 0)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s “%s” is not possible: choose %s."), option,
                   text, keys);
      return FALSE;
    }
  *value = (guint32) choice;
  return TRUE;
}
