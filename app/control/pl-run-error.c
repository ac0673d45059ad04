/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/pl-error.h"
#include "base/pl-text.h"

/* Failures as numbers in the log become sentences here. Logs may come from a hostile
 * file, so nothing in them is trusted beyond being a number. */

/* How a process ended: "was killed by signal 9 (Killed)". */
static char *
wait_status_text (int status)
{
  if (WIFSIGNALED (status))
    return g_strdup_printf (_("was killed by signal %d (%s)"), WTERMSIG (status),
                            g_strsignal (WTERMSIG (status)));
  if (WIFEXITED (status))
    return g_strdup_printf (_("ended with status %d"), WEXITSTATUS (status));
  return g_strdup (_("ended in an unknown way"));
}

/* Where a limit was met a smaller pool is a way out; where the kernel refuses every process, or the fork server is
 * gone, it is none. */
static char *
fork_text (const PlRunStatus *status)
{
  g_autofree char *worker = pl_text_count (status->error_args[0]),
                  *size = pl_text_count (status->error_args[1]);

  switch (status->error_errno)
    {
    case EAGAIN:
      return g_strdup_printf (_("Worker %s of %s could not be started: %s. "
                                "Choose a smaller pool, or raise the limit of processes (ulimit -u)."),
                              worker, size, g_strerror (EAGAIN));
    case ENOMEM:
    case EMFILE:
    case ENFILE:
      return g_strdup_printf (_("Worker %s of %s could not be started: %s. Choose a smaller pool, or close some programs."),
                              worker, size, g_strerror (status->error_errno));
    case EPIPE:
    case ECHILD:
      return g_strdup_printf (_("Worker %s of %s could not be started: the fork server ended before it had made it. "
                                "Look for what kills it, or choose another start method (fork or spawn)."), worker, size);
    case ENOTSUP:
      return g_strdup_printf (_("Worker %s of %s could not be started: the kernel refuses what a fork server needs, a child that is "
                                "made for its parent (CLONE_PARENT) or handed on to it (PR_SET_CHILD_SUBREAPER): %s. Choose "
                                "another start method (fork or spawn)."),
                              worker, size, g_strerror (ENOTSUP));
    default:
      return g_strdup_printf (_("Worker %s of %s could not be started: the kernel refused the call that makes it (%s). "
                                "A smaller pool does not help: run Paralane outside of the sandbox, container or emulator "
                                "that refuses it."),
                              worker, size, g_strerror (status->error_errno));
    }
}

static char *
descriptors_text (const PlRunStatus *status)
{
  g_autofree char *worker = pl_text_count (status->error_args[0]),
                  *size = pl_text_count (status->error_args[1]);

  return g_strdup_printf (_("There is no channel for worker %s of %s: %s. "
                            "Choose a smaller pool, or raise the limit of open files (ulimit -n)."),
                          worker, size, g_strerror (status->error_errno));
}

static char *
memory_text (const PlRunStatus *status)
{
  g_autofree char *mib = pl_text_count (status->error_args[0]);

  return g_strdup_printf (_("The run needs %s MiB of memory and did not get them: %s. "
                            "Choose fewer tasks, a smaller payload or a smaller pool."),
                          mib, g_strerror (status->error_errno));
}

static char *
given_up_text (const PlRunStatus *status)
{
  g_autofree char *lane = pl_text_count (status->error_args[0]),
                  *tries = pl_text_count (status->error_args[1]);
  g_autofree char *ending = wait_status_text (status->error_detail);

  return g_strdup_printf (
      _("Worker %s was given up after %s replacements; the last one %s. "
        "Start the run again; if it happens again, look for what kills the workers."),
      lane, tries, ending);
}

static char *
init_text (const PlRunStatus *status)
{
  g_autofree char *lane = pl_text_count (status->error_args[0]), *tries = pl_text_count (status->error_args[1]);

  return g_strdup_printf (_("Worker %s failed in its initialiser %s times in a row, with status 1, and was given up. "
                            "Run without this initialiser, or look for what it does wrong."), lane, tries);
}

static char *
block_text (const PlRunStatus *status)
{
  return g_strdup_printf (_("A block of shared memory could not be made in /dev/shm: %s. Make room there, or run the scene "
                            "where that folder is there and can be written to."), g_strerror (status->error_errno));
}

static char *
poison_text (const PlRunStatus *status)
{
  /* Tasks are counted from 0 in the log, from 1 on screen. */
  g_autofree char *task = pl_text_count (status->error_args[0] + 1),
                  *workers = pl_text_count (status->error_args[1]);
  g_autofree char *ending = wait_status_text (status->error_detail);

  return g_strdup_printf (
      _("Task %s ended %s workers, one after the other, and was given up; the last one %s. "
        "Run without this task, or look for what it does wrong."),
      task, workers, ending);
}

static char *
runner_died_text (const PlRunStatus *status)
{
  g_autofree char *ending = wait_status_text (status->error_detail);

  return g_strdup_printf (_("The helper process paralane-runner %s in the middle of the run. "
                            "What it had recorded until then can be seen; start the run again."),
                          ending);
}

/* MPI has no new rank for one that is gone, so this ends the run. */
static char *
rank_lost_text (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;
  guint lane = (guint) MIN (status->error_args[0], pl_log_n_lanes (log) - 1);
  g_autofree char *done = pl_text_count (atomic_load (&status->done)), *tasks = pl_text_count (pl_log_plan (log)->tasks);
  char host[64];

  pl_log_name (log, atomic_load (&pl_log_lane (log, lane)->name), host, sizeof host);
  return g_strdup_printf (
      _("Rank %u on the host %s was lost in the middle of the run, and MPI cannot replace it. What had come until then is kept: "
        "%s of %s results. Look for what ended it (somebody’s kill, too little memory, the network), and start the run again."),
      lane, host, done, tasks);
}

/* mpirun ends as the shell says it of a rank that a signal killed. Rank 0 may have been in the middle of MPI, which waits
 * for the dead: then it does not live to say who it was. */
static char *
some_rank_lost_text (PlLog *log, int signal)
{
  const PlRunStatus *status = &pl_log_header (log)->status;
  g_autofree char *done = pl_text_count (atomic_load (&status->done)), *tasks = pl_text_count (pl_log_plan (log)->tasks);
  g_autofree char *ending = wait_status_text (signal);

  return g_strdup_printf (
      _("A rank of the MPI job %s: it was lost in the middle of the run, and mpirun ended the others before they could say "
        "which. What had come until then is kept: %s of %s results. Start the run again."),
      ending, done, tasks);
}

static char *
job_died_text (PlLog *log)
{
  int detail = pl_log_header (log)->status.error_detail;
  g_autofree char *ending = wait_status_text (detail);

  if (WIFEXITED (detail) && WEXITSTATUS (detail) > 128)
    return some_rank_lost_text (log, WEXITSTATUS (detail) - 128);
  /* Where mpirun started us, what we started was rank 0, and no mpirun. */
  if (WIFSIGNALED (detail) && g_getenv ("OMPI_COMM_WORLD_RANK") != NULL)
    return some_rank_lost_text (log, WTERMSIG (detail));
  return g_strdup_printf (_("The MPI job %s before the run was over; what mpirun said about it is above. "
                            "What it had recorded until then can be seen; start the run again."),
                          ending);
}

/* The way out depends on whether the program is at fault or the machine is full. */
static char *
exec_text (const char *program, int error_number)
{
  const char *reason = g_strerror (error_number);

  switch (error_number)
    {
    case EAGAIN:
      return g_strdup_printf (
          _("The helper program “%s” could not be started: %s. Close some programs, or raise the "
            "limit of processes (ulimit -u)."),
          program, reason);
    case EMFILE:
      return g_strdup_printf (
          _("The helper program “%s” could not be started: %s. Close some programs, or raise the "
            "limit of open files (ulimit -n)."),
          program, reason);
    default:
      return g_strdup_printf (
          _("The helper program “%s” could not be started: %s. Install Paralane again, or name the "
            "program in PARALANE_RUNNER."),
          program, reason);
    }
}

static char *
channel_text (const PlRunStatus *status)
{
  return g_strdup_printf (
      _("The channel between parent and workers broke: %s. Start the run again."),
      g_strerror (status->error_errno));
}

static char *
runner_exec_text (const PlRunStatus *status)
{
  return exec_text ("paralane-runner", status->error_errno);
}

static char *
internal_text (const PlRunStatus *status)
{
  return g_strdup_printf (_("The run failed inside: %s. Start it again."),
                          g_strerror (status->error_errno));
}

static char *(*const texts[PL_N_RUN_ERRORS]) (const PlRunStatus *status) = {
  [PL_RUN_OK] = internal_text, [PL_RUN_FORK] = fork_text, [PL_RUN_DESCRIPTORS] = descriptors_text,
  [PL_RUN_MEMORY] = memory_text, [PL_RUN_GIVEN_UP] = given_up_text,
  [PL_RUN_CHANNEL] = channel_text, [PL_RUN_RUNNER_DIED] = runner_died_text,
  [PL_RUN_EXEC] = runner_exec_text, [PL_RUN_POISON] = poison_text,
  [PL_RUN_INTERNAL] = internal_text, [PL_RUN_INIT] = init_text,
  [PL_RUN_BLOCK] = block_text, [PL_RUN_RANK_LOST] = internal_text,
};

GError *
pl_run_error_from_log (PlLog *log)
{
  const PlRunStatus *status = &pl_log_header (log)->status;
  g_autofree char *text = NULL;

  if (atomic_load_explicit (&status->phase, memory_order_acquire) != PL_PHASE_FAILED)
    return NULL;
  if (status->error == PL_RUN_RANK_LOST)
    text = rank_lost_text (log);
  else if (status->error == PL_RUN_RUNNER_DIED && pl_log_plan (log)->engine == PL_ENGINE_MPI)
    text = job_died_text (log);
  else
    text = status->error < PL_N_RUN_ERRORS ? texts[status->error] (status) : internal_text (status);
  return g_error_new_literal (PL_ERROR, PL_ERROR_RUN, text);
}

GError *
pl_run_error_from_exec (const char *program, int error_number)
{
  g_autofree char *name = g_filename_display_name (program);
  g_autofree char *text = exec_text (name, error_number);

  return g_error_new_literal (PL_ERROR, PL_ERROR_RUN, text);
}

/* The record lies in memory, but to the kernel it is a file. */
static GError *
file_limit_error (void)
{
  struct rlimit limit = { 0 };
  g_autofree char *most = NULL;

  (void) getrlimit (RLIMIT_FSIZE, &limit);
  most = pl_text_bytes (limit.rlim_cur);
  return g_error_new (PL_ERROR, PL_ERROR_RUN,
                      _("The record of this run is larger than the limit of file sizes allows, which is %s here. Raise "
                        "the limit (ulimit -f), or choose fewer tasks or increments."),
                      most);
}

GError *
pl_run_error_from_create (int error_number)
{
  switch (error_number)
    {
    case ENOMEM:
    case ENOSPC:
      return g_error_new_literal (
          PL_ERROR, PL_ERROR_RUN,
          _("There is not enough memory for the record of this run. Choose fewer tasks or "
            "increments, or run unrecorded."));
    case EFBIG:
      return file_limit_error ();
    case EMFILE:
    case ENFILE:
      return g_error_new_literal (
          PL_ERROR, PL_ERROR_RUN,
          _("Too many files are open to start a run. Close some programs, or raise the limit "
            "of open files (ulimit -n)."));
    default:
      return g_error_new (PL_ERROR, PL_ERROR_RUN,
                          _("The record of the run could not be set up: %s. Start it again."),
                          g_strerror (error_number));
    }
}

void
pl_run_mark_failed (PlLog *log, PlRunError failure, int error_number, int detail)
{
  PlLogHeader *header = pl_log_header (log);
  PlRunStatus *status = &header->status;

  status->error = failure;
  status->error_errno = error_number;
  status->error_detail = detail;
  /* An end for the open spans: nobody else will set it any more. */
  if (header->start_mono_ns > 0 && atomic_load (&status->end_ns) <= PL_END_UNDECIDED)
    {
      struct timespec now;

      clock_gettime (CLOCK_MONOTONIC, &now);
      atomic_store (&status->end_ns,
                    (int64_t) now.tv_sec * 1000000000 + now.tv_nsec - header->start_mono_ns);
    }
  atomic_store_explicit (&status->phase, PL_PHASE_FAILED, memory_order_release);
}
