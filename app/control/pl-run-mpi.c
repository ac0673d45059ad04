/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-mpi.h"
#include "control/pl-run-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "base/pl-error.h"
#include "log/pl-runner-protocol.h"

/* A number that mpirun left in the environment, or -1. */
static int
from_environment (const char *name)
{
  const char *text = g_getenv (name);
  gint64 value;

  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &value, NULL) ? (int) value : -1;
}

int
pl_run_mpi_rank (void)
{
  return pl_run_mpi_n_ranks () > 0 ? from_environment ("OMPI_COMM_WORLD_RANK") : -1;
}

guint
pl_run_mpi_n_ranks (void)
{
  return from_environment ("OMPI_COMM_WORLD_RANK") < 0 ? 0 : (guint) MAX (from_environment ("OMPI_COMM_WORLD_SIZE"), 0);
}

gboolean
pl_run_mpi_check (GError **error)
{
  g_autofree char *program = pl_run_find_mpi ();
  g_autofree char *mpirun = NULL;

  if (program == NULL)
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_RUN,
                           _("This Paralane was built without MPI: install Open MPI (libopenmpi-dev and openmpi-bin) and "
                             "build it again, or choose the local engine."));
      return FALSE;
    }
  if (pl_run_mpi_n_ranks () == 0 && geteuid () == 0
      && (g_getenv ("OMPI_ALLOW_RUN_AS_ROOT") == NULL || g_getenv ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM") == NULL))
    {
      g_set_error_literal (error, PL_ERROR, PL_ERROR_RUN,
                           _("Open MPI does not start as root unless OMPI_ALLOW_RUN_AS_ROOT and OMPI_ALLOW_RUN_AS_ROOT_CONFIRM "
                             "are 1: set both, be another user, or choose the local engine."));
      return FALSE;
    }
  mpirun = pl_run_mpi_n_ranks () == 0 ? g_find_program_in_path ("mpirun") : g_strdup ("");
  if (mpirun == NULL)
    g_set_error_literal (error, PL_ERROR, PL_ERROR_RUN,
                         _("The program mpirun is not there: install Open MPI (openmpi-bin), or choose the local engine."));
  return mpirun != NULL;
}

void
pl_run_mpi_join (GError **error)
{
  g_autofree char *program = NULL;
  char rank[] = PL_MPI_RANK;
  char *argv[] = { NULL, rank, NULL };

  if (!pl_run_mpi_check (error))
    return;
  argv[0] = program = pl_run_find_mpi ();
  execv (program, argv);
  g_propagate_error (error, pl_run_error_from_exec (program, errno));
}

/* mpirun closes all descriptors of its children but the standard ones, and what becomes of its standard input depends on its
 * version: children open this by its path, as they do the log. */
static char *
path_of (int fd)
{
  return g_strdup_printf ("/proc/%d/fd/%d", (int) getpid (), fd);
}

int
pl_run_mpi_open_control (void)
{
  g_autofree char *path = NULL;
  int ends[2], fd, saved;

  if (pipe2 (ends, O_CLOEXEC) < 0)
    return -1;
  path = path_of (ends[0]);
  /* Both ends in one: while it is there, nobody who writes is told by SIGPIPE that nobody reads. */
  fd = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  saved = errno;
  close (ends[0]);
  close (ends[1]);
  errno = saved;
  return fd;
}

GSubprocess *
pl_run_mpi_spawn_job (PlLog *log, const char *program, int control_fd, GError **error)
{
  g_autofree char *log_path = path_of (pl_log_fd (log)), *control_path = path_of (control_fd);
  g_autofree char *n = g_strdup_printf ("%u", pl_log_plan (log)->pool_size + 1);

  return g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error, program, PL_MPI_START, log_path, control_path, n, NULL);
}
