/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/sweep/pl-cli-sweep.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"

/* An entry that is left out, as in "1,,4", is none. */
static gboolean
refuse_empty (const char *option, const char *text, GError **error)
{
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("%s “%s” has an empty place: write what is between the commas."), option,
               text);
  return FALSE;
}

static void
take (GArray **list, GArray *values)
{
  g_array_unref (*list);
  *list = values;
}

gboolean
pl_cli_value_counts (const char *option, const char *text, gboolean automatic, guint32 lowest, guint32 highest,
                     GArray **list, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ",", -1);
  if (parts[0] == NULL)
    return refuse_empty (option, text, error);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint32 value = 0;

      if (*parts[i] == '\0')
        return refuse_empty (option, text, error);
      if (!(automatic && g_str_equal (parts[i], "auto"))
          && !pl_cli_value_count32 (option, parts[i], lowest, highest, &value, error))
        return FALSE;
      g_array_append_val (values, value);
    }
  take (list, g_steal_pointer (&values));
  return TRUE;
}

gboolean
pl_cli_value_choices (const char *option, const char *text, int (*from_key) (const char *), const char *keys,
                      GArray **list, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    return TRUE;
  parts = g_strsplit (text, ",", -1);
  if (parts[0] == NULL)
    return refuse_empty (option, text, error);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint32 value = 0;

      if (!pl_cli_value_choice (option, parts[i], from_key, keys, &value, error))
        return FALSE;
      g_array_append_val (values, value);
    }
  take (list, g_steal_pointer (&values));
  return TRUE;
}
