/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/find/pl-cli-find.h"
#include "cli/lesson/pl-cli-lesson.h"
#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#include "base/pl-locale.h"

/* Beside the commands of the kinds. */
static const PlCliCommand commands[] = {
  { "show", N_("show a saved run as text or JSON"), pl_cli_show },
  { "export", N_("draw a saved run, or write its data as text"), pl_cli_export },
  { "import", N_("read a run back from its data or its picture"), pl_cli_import },
  { "compare", N_("compare two to four saved runs"), pl_cli_compare_runs },
  { "sweep", N_("measure pools of different sizes, channels or messages"), pl_cli_sweep },
  { "kinds", N_("measure processes against threads on this machine"), pl_cli_compare_kinds },
  { "lesson", N_("list lessons, run one, check or begin one"), pl_cli_lesson },
  { "note", N_("write a note into a saved run"), pl_cli_note },
};

/* Those of the kinds first; NULL: there are no more. */
static const PlCliCommand *
get_command (guint i)
{
  if (i < PL_N_RUN_KINDS)
    return &pl_cli_kinds[i]->command;
  return i - PL_N_RUN_KINDS < G_N_ELEMENTS (commands) ? &commands[i - PL_N_RUN_KINDS] : NULL;
}

static void
print_usage (FILE *stream)
{
  const PlCliCommand *command;

  pl_cli_print (stream, "%s\n  %s %s\n\n%s\n", _("Usage:"), PL_CLI_NAME, _("COMMAND [OPTION…]"),
                _("Commands:"));
  for (guint i = 0; (command = get_command (i)) != NULL; i++)
    pl_cli_print (stream, "  %-8s %s\n", command->name, _(command->description));
  pl_cli_print (stream, "\n%s\n", _("Lists:"));
  for (guint i = 0; (command = get_command (i)) != NULL; i++)
    {
      g_autofree char *line = g_strjoin (" ", command->name, command->list, NULL);

      if (command->list != NULL)
        pl_cli_print (stream, "  %-20s  %s\n", line, _(command->listed));
    }
  pl_cli_print (stream, "\n%s\n  %-10s %s\n  %-10s %s\n\n", _("Options:"), "--help",
                _("show this help"), "--version", _("show the version"));
  pl_cli_print (stream, _("“%s COMMAND --help” lists the options of a command."), PL_CLI_NAME);
  pl_cli_print (stream, "\n");
}

static int
dispatch (int argc, char **argv)
{
  const PlCliCommand *command;
  g_autofree char *message = NULL;

  if (argc < 2)
    {
      print_usage (stderr);
      return PL_CLI_USAGE;
    }
  for (guint i = 0; (command = get_command (i)) != NULL; i++)
    {
      if (g_str_equal (argv[1], command->name))
        return command->run (argc - 1, argv + 1);
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      print_usage (stdout);
      return PL_CLI_OK;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      pl_cli_print (stdout, "%s %s\n", PL_CLI_NAME, PL_VERSION);
      return PL_CLI_OK;
    }
  message = g_strdup_printf (
      argv[1][0] == '-' ? _("there is no option “%s”.") : _("there is no command “%s”."), argv[1]);
  return pl_cli_usage_error (NULL, message);
}

/* What is opened next must not become standard output: the summary would be written over the record of its own run.
 * Opened the wrong way round, so that who uses them still hears that they are closed. */
static void
fill_descriptors (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      (void) open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main (int argc, char **argv)
{
  int status;

  fill_descriptors ();
  pl_locale_init ();
  g_set_prgname (PL_CLI_NAME);
  /* A closed pipe or a file that may not grow is an error to report, not a reason to die. */
  signal (SIGPIPE, SIG_IGN);
  signal (SIGXFSZ, SIG_IGN);

  status = dispatch (argc, argv);
  if (!pl_cli_flush () && status == PL_CLI_OK)
    status = PL_CLI_FAILED;
  return status;
}
