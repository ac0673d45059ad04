/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "race/race-harness.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/pl-runner-protocol.h"
#include "plan/pl-plan.h"

extern char **environ;

void
race_plan_init (PlPlanData *plan, guint workers, guint64 increments)
{
  pl_plan_init_race (plan);
  plan->workers = workers;
  plan->increments = increments;
  plan->overlap_ns = 0;
  plan->n_parts = 0;
  memset (plan->parts, 0, sizeof plan->parts);
}

void
race_plan_add (PlPlanData *plan, PlRaceMethod method, gboolean record)
{
  g_assert_cmpuint (plan->n_parts, <, PL_MAX_RACE_PARTS);
  plan->parts[plan->n_parts++] = (PlRacePart) { method, record };
}

void
race_run_start (RaceRun *run, const PlPlanData *plan)
{
  const char *runner = g_getenv ("PARALANE_RUNNER");
  char *argv[] = { (char *) "paralane-runner", (char *) "3", (char *) "4", NULL };
  posix_spawn_file_actions_t actions;
  int sockets[2], log_fd, control_fd;

  g_assert_nonnull (runner);
  g_assert_cmpint (pl_log_create (plan, "1.2.3", &run->log), ==, 0);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets), ==, 0);
  /* Out of the way of 3 and 4. */
  log_fd = fcntl (pl_log_fd (run->log), F_DUPFD_CLOEXEC, 10);
  control_fd = fcntl (sockets[1], F_DUPFD_CLOEXEC, 10);
  run->control_fd = fcntl (sockets[0], F_DUPFD_CLOEXEC, 10);
  close (sockets[0]);
  close (sockets[1]);
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, log_fd, 3);
  posix_spawn_file_actions_adddup2 (&actions, control_fd, 4);
  g_assert_cmpint (posix_spawn (&run->pid, runner, &actions, NULL, argv, environ), ==, 0);
  posix_spawn_file_actions_destroy (&actions);
  close (log_fd);
  close (control_fd);
}

int
race_run_wait (RaceRun *run)
{
  int status = -1;

  while (waitpid (run->pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  return status;
}

void
race_run_send (RaceRun *run, guint32 kind, guint32 lane)
{
  PlRunnerCommand command = { kind, lane };

  g_assert_cmpint (send (run->control_fd, &command, sizeof command, MSG_NOSIGNAL), ==,
                   sizeof command);
}

void
race_run_clear (RaceRun *run)
{
  if (run->control_fd >= 0)
    close (run->control_fd);
  pl_log_unref (run->log);
}

void
race_wait_for (gboolean (*condition_cb) (gpointer data), gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (!condition_cb (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (500);
    }
}

PlLog *
race_run (const PlPlanData *plan)
{
  PlLog *log;
  RaceRun run;

  race_run_start (&run, plan);
  g_assert_cmpint (race_run_wait (&run), ==, 0);
  g_assert_cmpuint (pl_log_header (run.log)->status.phase, ==, PL_PHASE_DONE);
  g_assert_cmpuint (pl_log_header (run.log)->status.error, ==, PL_RUN_OK);
  g_assert_cmpuint (pl_log_header (run.log)->status.alive, ==, 0);
  log = pl_log_ref (run.log);
  race_run_clear (&run);
  return log;
}

/* Killed ones may be zombies of a dead parent for a moment: they count as gone. */
gboolean
race_is_gone (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) pid);
  g_autofree char *stat = NULL;
  const char *state;

  if (pid == 0 || !g_file_get_contents (path, &stat, NULL, NULL))
    return TRUE;
  state = strrchr (stat, ')');
  return state && (state[2] == 'Z' || state[2] == 'X');
}

gboolean
race_all_gone_cb (gpointer data)
{
  PlLog *log = data;

  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    if (!race_is_gone (pl_log_lane (log, lane)->pid))
      return FALSE;
  return TRUE;
}

void
race_check_ended (RaceRun *run, PlPhase phase)
{
  const PlRunStatus *status = &pl_log_header (run->log)->status;

  g_assert_cmpuint (status->phase, ==, phase);
  g_assert_cmpuint (status->alive, ==, 0);
  g_assert_cmpint (status->end_ns, >, 0);
  g_assert_true (race_all_gone_cb (run->log));
}
