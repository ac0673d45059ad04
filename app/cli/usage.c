/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/pl-error.h"

int
pl_cli_usage_error (const char *command, const char *message)
{
  g_autofree char *help = g_strjoin (" ", PL_CLI_NAME, command != NULL ? command : "--help",
                                     command != NULL ? "--help" : NULL, NULL);

  pl_cli_error ("%s", message);
  pl_cli_print (stderr, _("“%s” shows what is possible."), help);
  pl_cli_print (stderr, "\n");
  return PL_CLI_USAGE;
}

int
pl_cli_fail (const char *command, const GError *error)
{
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, PL_ERROR, PL_ERROR_PLAN))
    return pl_cli_usage_error (command, error->message);
  pl_cli_error ("%s", error->message);
  return PL_CLI_FAILED;
}

static gboolean
check_arguments (const char *command, char **rest, guint wanted, int *status)
{
  guint n = rest != NULL ? g_strv_length (rest) : 0;
  g_autofree char *message = NULL;

  if (n == wanted || wanted == PL_CLI_ANY_ARGUMENTS)
    return TRUE;
  if (n > wanted)
    message = g_strdup_printf (_("“%s” is one argument too many."), rest[wanted]);
  else
    message = g_strdup (_("the name of a saved run is missing."));
  *status = pl_cli_usage_error (command, message);
  return FALSE;
}

/* GOption takes "--json=no" for "--json". */
static gboolean
check_flags (const char *command, const GOptionEntry *entries, int argc, char **argv, int *status)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
        {
          g_autofree char *assigned = g_strdup_printf ("--%s=", entry->long_name);
          g_autofree char *message = NULL;

          if (entry->arg != G_OPTION_ARG_NONE || !g_str_has_prefix (argv[i], assigned))
            continue;
          message = g_strdup_printf (_("--%s takes no value: leave out “%s”."), entry->long_name,
                                     argv[i] + strlen (assigned) - 1);
          *status = pl_cli_usage_error (command, message);
          return FALSE;
        }
    }
  return TRUE;
}

/* GOption takes the option that follows for the value. */
static gboolean
is_option (const GOptionEntry *entries, const char *text)
{
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    {
      g_autofree char *name = g_strconcat ("--", entry->long_name, NULL);
      g_autofree char *assigned = g_strconcat (name, "=", NULL);

      if (g_str_equal (text, name) || g_str_has_prefix (text, assigned))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_values (const char *command, const GOptionEntry *entries, int argc, char **argv, int *status)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    {
      for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
        {
          g_autofree char *message = NULL;

          if (entry->arg == G_OPTION_ARG_NONE || !g_str_has_prefix (argv[i], "--")
              || !g_str_equal (argv[i] + 2, entry->long_name)
              || (i + 1 < argc && !is_option (entries, argv[i + 1])))
            continue;
          message = g_strdup_printf (_("--%s lacks its value: write --%s %s."), entry->long_name, entry->long_name,
                                     entry->arg_description);
          *status = pl_cli_usage_error (command, message);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
pl_cli_parse (const char *command, const char *parameters, const char *summary,
              const GOptionEntry *entries, int argc, char **argv, guint n_arguments,
              char ***arguments, int *status)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) rest = NULL;
  gboolean help = FALSE;
  const GOptionEntry own[] = {
    { "help", 'h', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &help, N_("show this help"), NULL },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!check_flags (command, entries, argc, argv, status) || !check_values (command, entries, argc, argv, status))
    return FALSE;
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      *status = pl_cli_usage_error (command, error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *name = g_strconcat (PL_CLI_NAME, " ", command, NULL);
      g_autofree char *text = NULL;

      g_set_prgname (name);
      text = g_option_context_get_help (context, TRUE, NULL);
      pl_cli_print (stdout, "%s", text);
      *status = PL_CLI_OK;
      return FALSE;
    }
  if (!check_arguments (command, rest, n_arguments, status))
    return FALSE;
  if (arguments != NULL)
    *arguments = g_steal_pointer (&rest);
  return TRUE;
}
