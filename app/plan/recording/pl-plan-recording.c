/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan-fields.h"
#include "plan/pl-plan-kinds.h"
#include "plan/pl-plan-limits.h"
#include "plan/pl-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

#define TITLE_CHARS 60

static void
init (PlPlanData *plan)
{
  memset (plan, 0, sizeof *plan);
  plan->kind = PL_RUN_RECORDING;
  plan->record = 1;
  plan->seed = 1;
  plan->recording_python = 1;
}

void
pl_plan_init_recording (PlPlanData *plan)
{
  init (plan);
}

gboolean
pl_plan_set_command (PlPlanData *plan, const char *command)
{
  gboolean fits = strlen (command) < PL_MAX_COMMAND;

  memset (plan->recording_command, 0, sizeof plan->recording_command);
  if (fits)
    g_strlcpy (plan->recording_command, command, sizeof plan->recording_command);
  return fits;
}

int
pl_plan_threads_from_key (const char *key)
{
  static const char *const keys[PL_N_THREADS] = { "all", "waiting", "none" };

  return pl_text_find (keys, PL_N_THREADS, key);
}

/* What only a shell understands: a pipe, a redirection, a variable, a pattern. Within double quotes it still looks for the
 * first two of them. */
static gboolean
needs_shell (const char *line)
{
  char quote = '\0';

  for (const char *at = line; *at != '\0'; at++)
    if (*at == '\\' && quote != '\'')
      at += at[1] != '\0';
    else if (*at == quote)
      quote = '\0';
    else if (quote == '\0' && (*at == '\'' || *at == '"'))
      quote = *at;
    else if (quote != '\'' && strchr (quote != '\0' ? "$`" : "$`|&;<>()*?[]{}~#\n", *at) != NULL)
      return TRUE;
  return FALSE;
}

char **
pl_plan_get_argv (const PlPlanData *plan, GError **error)
{
  g_autoptr (GError) reason = NULL;
  char **argv = NULL;

  if (g_shell_parse_argv (plan->recording_command, NULL, &argv, &reason))
    {
      if (!needs_shell (plan->recording_command))
        return argv;
      g_strfreev (argv);
      return g_strdupv ((char *[]) { (char *) "sh", (char *) "-c", (char *) plan->recording_command, NULL });
    }
  if (g_error_matches (reason, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("There is no program to record: write its command line, as in “python3 program.py”."));
  else
    g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("“%s” cannot be read as a command line: %s"), plan->recording_command,
                 reason->message);
  return NULL;
}

/* Empty is a command that nobody knows any more; whoever wants to run it asks for its words. */
static gboolean
check_command (const PlPlanData *plan, GError **error)
{
  g_auto (GStrv) argv = NULL;

  if (plan->recording_command[0] == '\0')
    return TRUE;
  if (memchr (plan->recording_command, '\0', PL_MAX_COMMAND) == NULL || !g_utf8_validate (plan->recording_command, -1, NULL))
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, _("The command line is no readable text."));
      return FALSE;
    }
  argv = pl_plan_get_argv (plan, error);
  return argv != NULL;
}

static gboolean
check (PlPlanData *plan, GError **error)
{
  plan->record = 1;
  plan->recording_python = plan->recording_python != 0;
  plan->recording_lines = plan->recording_lines != 0;
  return check_command (plan, error) && pl_plan_check_choice (_("Threads"), plan->recording_threads, PL_N_THREADS, error);
}

static gboolean
equal (const PlPlanData *a, const PlPlanData *b)
{
  return a->recording_python == b->recording_python && a->recording_lines == b->recording_lines
         && a->recording_threads == b->recording_threads
         && a->recording_limit_ns == b->recording_limit_ns
         && strncmp (a->recording_command, b->recording_command, PL_MAX_COMMAND) == 0;
}

/* Every lesson's program has the same name: which one it is says its folder. */
static char *
name_of (const char *path)
{
  g_autofree char *name = g_path_get_basename (path), *place = g_path_get_dirname (path), *folder = g_path_get_basename (place);

  return g_str_equal (name, "program.py") ? g_build_filename (folder, name, NULL) : g_steal_pointer (&name);
}

/* Of a program and of what it is given only the name: where they lie says the command line itself. */
static char *
without_folders (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (words[i][0] == '/' && !g_str_has_suffix (words[i], "/") && strpbrk (words[i], "'\"\\") == NULL)
      {
        char *name = name_of (words[i]);

        g_free (words[i]);
        words[i] = name;
      }
  return g_strjoinv (" ", words);
}

/* A title is a line, and a command line may be many. */
static char *
shorten (const char *command)
{
  g_autofree char *flat = g_strdelimit (g_strdup (command), "\n\t", ' ');
  g_autofree char *line = without_folders (flat);
  g_autofree char *begin = NULL;

  if (g_utf8_strlen (line, -1) <= TITLE_CHARS)
    return g_steal_pointer (&line);
  begin = g_utf8_substring (line, 0, TITLE_CHARS - 1);
  return g_strconcat (begin, "…", NULL);
}

static char *
title (const PlPlanData *plan)
{
  if (plan->recording_command[0] == '\0')
    return g_strdup (_("Recorded program"));
  return shorten (plan->recording_command);
}

static char *
subtitle (const PlPlanData *plan)
{
  g_autofree char *limit = NULL;

  if (plan->recording_limit_ns <= 0)
    return g_strdup (_("no time limit"));
  limit = pl_text_duration (plan->recording_limit_ns);
  return g_strdup_printf (_("recorded for %s at most"), limit);
}

static guint
n_steps (const PlPlanData *plan)
{
  return 1;
}

static const PlPlanField fields[] = {
  { "python", G_STRUCT_OFFSET (PlPlanData, recording_python), FALSE },
  { "threads", G_STRUCT_OFFSET (PlPlanData, recording_threads), FALSE },
  { "lines", G_STRUCT_OFFSET (PlPlanData, recording_lines), FALSE },
  { "limit-ns", G_STRUCT_OFFSET (PlPlanData, recording_limit_ns), TRUE },
};

static void
write_plan (GKeyFile *file, const PlPlanData *plan)
{
  pl_plan_write_fields (file, plan, fields, G_N_ELEMENTS (fields));
  if (plan->recording_command[0] != '\0')
    g_key_file_set_string (file, PL_PLAN_GROUP, "command", plan->recording_command);
}

static gboolean
read_plan (GKeyFile *file, PlPlanData *plan, GError **error)
{
  g_autofree char *command = g_key_file_get_string (file, PL_PLAN_GROUP, "command", NULL);

  if (command != NULL && !pl_plan_set_command (plan, command))
    return pl_plan_bad_value (error, "command", command);
  return pl_plan_read_fields (file, plan, fields, G_N_ELEMENTS (fields), error);
}

const PlPlanKind pl_plan_recording = {
  .init = init, .check = check, .equal = equal, .title = title, .subtitle = subtitle,
  .n_steps = n_steps, .runs_program = TRUE, .write = write_plan, .read = read_plan,
};
