/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-pool.h"

#include "bench-common.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log/pl-log.h"
#include "plan/pl-plan.h"

static void
exec_runner (const char *runner, int log_fd, int control_fd)
{
  char log_text[16], control_text[16];
  int kept_log = dup (log_fd), kept_control = dup (control_fd); /* without close-on-exec */

  snprintf (log_text, sizeof log_text, "%d", kept_log);
  snprintf (control_text, sizeof control_text, "%d", kept_control);
  execl (runner, "paralane-runner", log_text, control_text, (char *) NULL);
  _exit (127);
}

void
bench_pool_plan (PlPlanData *plan, guint32 ipc, unsigned workers, unsigned tasks, unsigned chunk, gboolean record)
{
  g_autoptr (GError) error = NULL;

  pl_plan_init_pool (plan);
  plan->ipc = ipc;
  plan->pool_size = workers;
  plan->tasks = tasks;
  plan->chunk_asked = chunk;
  plan->work = PL_WORK_SPIN;
  plan->spread = PL_SPREAD_EQUAL;
  plan->task_time_ns = 0;
  plan->payload = 0;
  plan->record = record;
  if (!pl_plan_validate (plan, &error))
    g_error ("%s", error->message);
}

/* The runner, from its first to its last moment. Its wait status. */
static int
execute (const char *runner, PlLog *log)
{
  int control[2], status = -1;
  pid_t pid;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0)
    bench_die ("socketpair");
  pid = fork ();
  if (pid == 0)
    exec_runner (runner, pl_log_fd (log), control[1]);
  close (control[1]);
  waitpid (pid, &status, 0);
  close (control[0]);
  return status;
}

double
bench_pool_run (const char *runner, const PlPlanData *plan, double *log_bytes)
{
  const PlRunStatus *run;
  guint64 records = 0;
  double seconds;
  PlLog *log;
  int status;

  errno = -pl_log_create (plan, NULL, &log);
  if (errno)
    bench_die ("pl_log_create");
  status = execute (runner, log);
  run = &pl_log_header (log)->status;
  if (status != 0 || run->phase != PL_PHASE_DONE || run->right != plan->tasks || pl_log_dropped (log))
    {
      fprintf (stderr, "a run went wrong: status %d, phase %u, error %u, %u of %u right, %" G_GUINT64_FORMAT
               " records dropped\n", status, run->phase, run->error, run->right, plan->tasks, pl_log_dropped (log));
      exit (1);
    }
  seconds = (double) run->end_ns / 1e9;
  for (guint lane = 0; lane < pl_log_n_lanes (log); lane++)
    records += pl_log_count (log, lane);
  if (log_bytes)
    *log_bytes = (double) (records * sizeof (PlRecord)) / plan->tasks;
  pl_log_unref (log);
  return seconds;
}
