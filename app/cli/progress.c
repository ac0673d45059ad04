/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli-kinds.h"
#include "cli/pl-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-machine.h"
#include "plan/pl-plan.h"

#define REDRAW_MS 100

typedef struct {
  PlRun *run;
  guint signals;        /* how often we were asked to stop */
  glong width;          /* of the line on screen, in characters */
  char *(*line) (gpointer data);        /* NULL: the run's own */
  gpointer data;
} Follower;

/* Over the old line: blanks instead of a control sequence work on every terminal. */
static void
draw (Follower *follower, const char *text)
{
  glong width = g_utf8_strlen (text, -1);
  g_autofree char *blanks = g_strnfill ((gsize) MAX (follower->width - width, 0), ' ');

  pl_cli_print (stderr, "\r%s%s", text, blanks);
  if (width == 0)
    pl_cli_print (stderr, "\r");
  fflush (stderr);
  follower->width = width;
}

static char *
run_line (PlRun *run)
{
  g_autofree char *line = pl_cli_kind (pl_run_get_log (run))->progress (run);
  gint64 left_ns = pl_run_get_left_ns (run);
  g_autofree char *left = left_ns >= 0 ? pl_text_about (left_ns) : NULL;

  /* Translators: "120 of 400 tasks, 53 tasks/s, about 5 s left". */
  return left != NULL ? g_strdup_printf (_("%s, about %s left"), line, left) : g_steal_pointer (&line);
}

static gboolean
redraw_cb (gpointer data)
{
  Follower *follower = data;
  g_autofree char *line = follower->line != NULL ? follower->line (follower->data) : run_line (follower->run);

  draw (follower, line);
  return G_SOURCE_CONTINUE;
}

static gboolean
signal_cb (gpointer data)
{
  Follower *follower = data;

  follower->signals++;
  pl_run_stop (follower->run);
  return G_SOURCE_CONTINUE;
}

static void
wait_for_end (Follower *follower)
{
  const PlCliKind *kind = pl_cli_kind (pl_run_get_log (follower->run));
  guint redraw = 0;

  if (kind->progress != NULL && isatty (STDERR_FILENO))
    redraw = g_timeout_add (REDRAW_MS, redraw_cb, follower);
  while (!pl_run_get_finished (follower->run) && follower->signals < 2)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&redraw, g_source_remove);
  if (follower->width > 0)
    draw (follower, "");
}

void
pl_cli_warn (const PlPlanData *plans, guint n)
{
  g_autofree char *warning = pl_plan_warning (plans, n, pl_machine_cpus ());

  if (warning == NULL)
    return;
  pl_cli_error ("%s", warning);
  pl_cli_print (stderr, "%s\n", _("Ctrl+C stops it: what was done by then is reported all the same."));
}

gboolean
pl_cli_follow (PlRun *run, GError **error)
{
  return pl_cli_follow_with (run, NULL, NULL, error);
}

gboolean
pl_cli_follow_with (PlRun *run, char *(*line) (gpointer data), gpointer data, GError **error)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  guint sources[G_N_ELEMENTS (signals)];
  Follower follower = { .run = run, .line = line, .data = data };
  gboolean started;

  /* Before the start: there is no moment in which a signal would end us without a word. */
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], signal_cb, &follower);
  started = pl_run_start (run, error);
  if (started)
    wait_for_end (&follower);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);
  if (started && !pl_run_get_finished (run))
    g_set_error_literal (error, PL_ERROR, PL_ERROR_RUN, _("Given up: the run did not stop in time."));
  return started && pl_run_get_finished (run);
}
