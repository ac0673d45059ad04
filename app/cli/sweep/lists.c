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

/* What one place of a list may say. */
typedef struct {
  gboolean automatic;
  guint32 lowest, highest;
  int (*from_key) (const char *);       /* NULL: numbers */
  const char *keys;
} Range;

static gboolean
read_value (const Range *range, const char *option, const char *text, guint32 *value, GError **error)
{
  if (range->from_key != NULL)
    return pl_cli_value_choice (option, text, range->from_key, range->keys, value, error);
  if (range->automatic && g_str_equal (text, "auto"))
    return TRUE;
  return pl_cli_value_count32 (option, text, range->lowest, range->highest, value, error);
}

static gboolean
read_list (const Range *range, const char *option, const char *text, GArray **list, GError **error)
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
      if (!read_value (range, option, parts[i], &value, error))
        return FALSE;
      g_array_append_val (values, value);
    }
  g_array_unref (*list);
  *list = g_steal_pointer (&values);
  return TRUE;
}

gboolean
pl_cli_value_counts (const char *option, const char *text, gboolean automatic, guint32 lowest, guint32 highest,
                     GArray **list, GError **error)
{
  return read_list (&(Range) { automatic, lowest, highest, NULL, NULL }, option, text, list, error);
}

gboolean
pl_cli_value_choices (const char *option, const char *text, int (*from_key) (const char *), const char *keys,
                      GArray **list, GError **error)
{
  return read_list (&(Range) { FALSE, 0, 0, from_key, keys }, option, text, list, error);
}
