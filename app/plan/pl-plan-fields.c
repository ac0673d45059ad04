/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-fields.h"

#include <glib/gi18n-lib.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

void
pl_plan_write_fields (GKeyFile *file, const PlPlanData *plan, const PlPlanField *fields,
                      guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint64 value = fields[i].wide ? G_STRUCT_MEMBER (guint64, plan, fields[i].offset)
                                     : G_STRUCT_MEMBER (guint32, plan, fields[i].offset);

      g_key_file_set_uint64 (file, PL_PLAN_GROUP, fields[i].key, value);
    }
}

gboolean
pl_plan_bad_value (GError **error, const char *key, const char *value)
{
  g_set_error (error, PL_ERROR, PL_ERROR_FORMAT,
               _("The plan's “%s” cannot be “%s”. Correct it, or remove the line."), key, value);
  return FALSE;
}

gboolean
pl_plan_read_fields (GKeyFile *file, PlPlanData *plan, const PlPlanField *fields, guint n,
                     GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_key_file_get_string (file, PL_PLAN_GROUP, fields[i].key, NULL);
      guint64 value;

      if (text == NULL)
        continue;
      if (!pl_text_parse_count (text, &value) || (!fields[i].wide && value > G_MAXUINT32))
        return pl_plan_bad_value (error, fields[i].key, text);
      if (fields[i].wide)
        G_STRUCT_MEMBER (guint64, plan, fields[i].offset) = value;
      else
        G_STRUCT_MEMBER (guint32, plan, fields[i].offset) = (guint32) value;
    }
  return TRUE;
}

gboolean
pl_plan_read_choice (GKeyFile *file, const char *key, int (*from_key) (const char *),
                     guint32 *choice, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, PL_PLAN_GROUP, key, NULL);
  int value;

  if (text == NULL)
    return TRUE;
  value = from_key (text);
  if (value < 0)
    return pl_plan_bad_value (error, key, text);
  *choice = (guint32) value;
  return TRUE;
}
