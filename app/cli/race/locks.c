/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/race/pl-cli-race.h"

#include <glib/gi18n.h>

#include "base/pl-error.h"

/* The methods by their names on the command line. */

static char *
list_keys (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", pl_race_method_info (i)->key);
  return g_string_free (text, FALSE);
}

static gboolean
add_lock (GArray *methods, const char *name, GError **error)
{
  g_autofree char *key = g_strstrip (g_strdup (name));
  g_autofree char *keys = NULL;
  int method = pl_race_method_from_key (key);
  guint32 value = (guint32) method;

  if (method >= 0)
    {
      for (guint i = 0; i < methods->len; i++)
        {
          if (g_array_index (methods, guint32, i) == value)
            return TRUE;
        }
      g_array_append_val (methods, value);
      return TRUE;
    }
  keys = list_keys ();
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
               _("--lock “%s” is not possible: choose %s, several of them with commas between, or "
                 "all."),
               key, keys);
  return FALSE;
}

GArray *
pl_cli_parse_locks (const char *text, gboolean *many, GError **error)
{
  g_autoptr (GArray) methods = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  *many = names[0] == NULL || names[1] != NULL || g_str_equal (text, "all");
  if (g_str_equal (text, "all"))
    {
      for (guint32 i = 0; i < PL_N_RACE_METHODS; i++)
        g_array_append_val (methods, i);
      return g_steal_pointer (&methods);
    }
  for (guint i = 0; i == 0 || names[i] != NULL; i++)
    {
      if (!add_lock (methods, names[i] != NULL ? names[i] : "", error))
        return NULL;
      if (names[i] == NULL)
        break;
    }
  return g_steal_pointer (&methods);
}

static void
fill_cb (JsonBuilder *builder, gpointer data G_GNUC_UNUSED)
{
  json_builder_set_member_name (builder, "locks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "lock");
      json_builder_add_string_value (builder, info->key);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, info->name);
      json_builder_set_member_name (builder, "description");
      json_builder_add_string_value (builder, info->description);
      json_builder_set_member_name (builder, "correct");
      json_builder_add_boolean_value (builder, info->correct);
      json_builder_set_member_name (builder, "most_workers");
      json_builder_add_int_value (builder, pl_race_method_max_workers (i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Columns of words, all to the left. */
static void
print_padded (const char *text, glong width)
{
  g_autofree char *padding = g_strnfill ((gsize) MAX (width - g_utf8_strlen (text, -1), 1), ' ');

  pl_cli_print (stdout, "%s%s", text, padding);
}

int
pl_cli_list_locks (gboolean json)
{
  glong widest = 0;

  if (json)
    {
      pl_cli_json_print_object (fill_cb, NULL);
      return pl_cli_flush () ? PL_CLI_OK : PL_CLI_FAILED;
    }
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    widest = MAX (widest, g_utf8_strlen (_(pl_race_method_info (i)->name), -1));
  for (guint i = 0; i < PL_N_RACE_METHODS; i++)
    {
      const PlRaceMethodInfo *info = pl_race_method_info (i);

      print_padded (info->key, 12);
      print_padded (_(info->name), widest + 2);
      print_padded (info->correct ? _("correct") : _("wrong"), 9);
      pl_cli_print (stdout, "%s\n", _(info->description));
    }
  return pl_cli_flush () ? PL_CLI_OK : PL_CLI_FAILED;
}
