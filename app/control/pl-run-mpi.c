/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "control/pl-run-mpi.h"
#include "control/pl-run-private.h"

#include <errno.h>
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
                           _("This Paralane was built without MPI: install Open MPI 4 (libopenmpi-dev and openmpi-bin) and "
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

/* mpirun closes all descriptors of its children but the standard ones: they open the log by its path, and rank 0 hears
 * commands by its standard input. */
static GSubprocess *
spawn_job (PlLog *log, const char *program, int control_end, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *path = g_strdup_printf ("/proc/%d/fd/%d", (int) getpid (), pl_log_fd (log));
  g_autofree char *n = g_strdup_printf ("%u", pl_log_plan (log)->pool_size + 1);
  const char *argv[] = { program, PL_MPI_START, path, n, NULL };

  g_subprocess_launcher_take_stdin_fd (launcher, control_end);
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}

GSubprocess *
pl_run_mpi_spawn (PlLog *log, int control_end, GError **error)
{
  g_autofree char *program = pl_run_find_mpi ();

  if (pl_run_mpi_n_ranks () > 0)
    return pl_run_spawn_helper (log, program, control_end, error);
  return spawn_job (log, program, control_end, error);
}
