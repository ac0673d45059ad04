/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/pl-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

#define REDRAW_MS 100

typedef struct {
  PlRun *run;
  guint signals;        /* how often we were asked to stop */
  glong width;          /* of the line on screen, in characters */
} Follower;

static char *
pool_line (PlRun *run)
{
  PlLogHeader *header = pl_log_header (pl_run_get_log (run));
  guint total = pl_run_get_total (run), done = pl_run_get_done (run);
  gint64 end_ns = atomic_load (&header->status.end_ns);
  gint64 now_ns = end_ns > PL_END_UNDECIDED
                    ? end_ns
                    : g_get_monotonic_time () * 1000 - header->start_mono_ns;
  g_autofree char *total_text = pl_text_count (total);
  g_autofree char *done_text = NULL, *rate = NULL;

  if (pl_run_get_phase (run) == PL_PHASE_SERIAL)
    {
      done_text = pl_text_count (atomic_load (&header->status.serial_done));
      return g_strdup_printf (_("The same tasks one after the other: %s of %s"), done_text,
                              total_text);
    }
  done_text = pl_text_count (done);
  if (header->start_mono_ns == 0 || now_ns <= 0)
    return g_strdup_printf (_("%s of %s tasks"), done_text, total_text);
  rate = pl_text_si (done * 1e9 / (double) now_ns);
  return g_strdup_printf (_("%s of %s tasks, %s tasks/s"), done_text, total_text, rate);
}

static char *
race_line (PlRun *run)
{
  g_autofree char *total = pl_text_count (pl_run_get_total (run)),
                  *done = pl_text_count (pl_run_get_done (run));

  return g_strdup_printf (_("%s of %s races"), done, total);
}

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

static gboolean
redraw_cb (gpointer data)
{
  Follower *follower = data;
  guint kind = pl_log_plan (pl_run_get_log (follower->run))->kind;
  g_autofree char *line = NULL;

  /* A scene has no progress to speak of: it is short, or it hangs. */
  if (kind == PL_RUN_SCENE)
    return G_SOURCE_CONTINUE;
  line = kind == PL_RUN_POOL ? pool_line (follower->run) : race_line (follower->run);
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
  guint redraw = isatty (STDERR_FILENO) ? g_timeout_add (REDRAW_MS, redraw_cb, follower) : 0;

  while (!pl_run_get_finished (follower->run) && follower->signals < 2)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&redraw, g_source_remove);
  if (follower->width > 0)
    draw (follower, "");
}

gboolean
pl_cli_follow (PlRun *run, GError **error)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  guint sources[G_N_ELEMENTS (signals)];
  Follower follower = { .run = run };
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
