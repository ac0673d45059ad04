/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-lifeline.h"
#include "engine/mpi/mpi-parent.h"
#include "engine/mpi/mpi-traces.h"
#include "engine/mpi/mpi-worker.h"
#include "engine/pl-process.h"
#include "log/pl-runner-protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* paralane-mpi: a rank of a run whose workers are MPI ranks; see log/pl-runner-protocol.h for how it is started. The one
 * program of Paralane that links MPI. */

/* What rank 0 has of the front end. */
typedef struct {
  PlLog *log;
  int control_fd;
} Front;

static int
usage (void)
{
  fprintf (stderr, "paralane-mpi: usage: paralane-mpi LOG_FD CONTROL_FD | paralane-mpi " PL_MPI_RANK
                   " | paralane-mpi " PL_MPI_JOB " LOG_PATH CONTROL_PATH"
                   " | paralane-mpi " PL_MPI_START " LOG_PATH CONTROL_PATH RANKS (Paralane starts it; it is of no use alone)\n");
  return 2;
}

/* A descriptor number that is open, or -1. */
static int
parse_fd (const char *text)
{
  char *end;
  long n = strtol (text, &end, 10);

  if (end == text || *end != '\0' || n < 3 || n > 1 << 24)
    return -1;
  return fcntl ((int) n, F_SETFD, FD_CLOEXEC) < 0 ? -1 : (int) n;
}

/* The log, by number or by path, and who speaks for the front end. */
static bool
open_front (Front *front, char *argv[])
{
  bool job = strcmp (argv[1], PL_MPI_JOB) == 0;
  int fd = job ? open (argv[2], O_RDWR | O_CLOEXEC) : parse_fd (argv[1]), error;

  front->control_fd = job ? open (argv[3], O_RDONLY | O_CLOEXEC) : parse_fd (argv[2]);
  error = fd < 0 || front->control_fd < 0 ? -EBADF : pl_log_attach (fd, &front->log);
  if (error < 0)
    {
      fprintf (stderr, "paralane-mpi: %s is no log: %s\n", job ? argv[2] : argv[1], strerror (-error));
      return false;
    }
  atomic_store (&pl_log_lane (front->log, 0)->pid, getpid ());
  atomic_store (&pl_log_lane (front->log, 0)->incarnations, 1);
  return true;
}

/* As many ranks as its plan has workers, and this one. */
static bool
is_enough (const PlMpiWorld *world, const PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  uint32_t n = world->size > 1 ? (uint32_t) world->size - 1 : 1;

  return plan->engine == PL_ENGINE_MPI && plan->ipc == PL_IPC_PIPE && plan->pool_size == n;
}

/* Of a rank that is lost rank 0 tells, not mpirun, which would kill it after one second more, in which it may get no CPU. From 5
 * on mpirun cannot be asked for either. */
static void
set_up_mpirun (void)
{
  setenv ("OMPI_MCA_orte_execute_quiet", "1", 0);
  setenv ("OMPI_MCA_odls_base_sigkill_timeout", "5", 0);
}

/* mpirun in place of this process. Ctrl+C belongs to the front end, whose end is the job's. Ranks may be more than CPUs. */
static int
start_job (char *program, char *log, char *control, char *n)
{
  char self[PATH_MAX];
  ssize_t length = readlink ("/proc/self/exe", self, sizeof self - 1);
  char *argv[] = { "mpirun", "--map-by", ":OVERSUBSCRIBE", "-n", n, length > 0 ? self : program, PL_MPI_JOB, log, control, NULL };

  if (length > 0)
    self[length] = '\0';
  set_up_mpirun ();
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  setsid ();
  pl_mpi_traces_guard ();
  execvp (argv[0], argv);
  fprintf (stderr, "paralane-mpi: mpirun: %s\n", strerror (errno));
  return 2;
}

static int
run_rank_0 (const PlMpiWorld *world, int argc, char *argv[])
{
  Front front = { .control_fd = -1 };

  if (argc < 3)
    return usage ();
  if (!open_front (&front, argv))
    return 2;
  if (!is_enough (world, front.log))
    {
      fprintf (stderr, "paralane-mpi: %d ranks do not fit the plan\n", world->size);
      return 2;
    }
  /* In the middle of everything MPI waits for those that are gone, and for ever. From 5 on our own mpirun takes that for a fault
   * of the program and says so, unless it was to end. */
  if (!pl_mpi_parent_run (world, front.log, front.control_fd))
    {
      if (OMPI_MAJOR_VERSION >= 5 && argc == 4)
        kill (getppid (), SIGTERM);
      _exit (0);
    }
  pl_mpi_traces_recall ();
  MPI_Finalize ();
  return 0;
}

static int
run_other (const PlMpiWorld *world)
{
  if (!pl_mpi_lifeline_tie (world, NULL) || !pl_mpi_worker_run (world))
    _exit (1);
  pl_mpi_traces_recall ();
  MPI_Finalize ();
  return 0;
}

int
main (int argc, char *argv[])
{
  PlMpiWorld world;

  /* Open MPI looks for graphics cards, and asks the display for them, which may refuse and say so. */
  setenv ("HWLOC_COMPONENTS", "-gl", 0);
  /* One rank reads another one's memory for large messages, which containers forbid; ours come in small pieces anyway. */
  setenv ("OMPI_MCA_btl_vader_single_copy_mechanism", "none", 0);
  setenv ("OMPI_MCA_smsc", "^cma", 0);
  /* Where addresses of both families are, 5.0 looks for pairs of them that there cannot be, and complains. */
  setenv ("OMPI_MCA_btl_tcp_disable_family", "6", 0);
  if (argc == 5 && strcmp (argv[1], PL_MPI_START) == 0)
    return start_job (argv[0], argv[2], argv[3], argv[4]);
  if (argc < 2 || argc > 4 || (argc == 4) != (strcmp (argv[1], PL_MPI_JOB) == 0))
    return usage ();
  /* mpirun ends a job that has lost a rank: rank 0 comes first, and says which. Whoever is left dies with it. */
  signal (SIGTERM, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);
  /* Waits of microseconds are to be no longer. */
  prctl (PR_SET_TIMERSLACK, 1000UL);
  if (argc == 3)
    pl_process_set_up ();
  pl_mpi_traces_expect ();
  if (MPI_Init (&argc, &argv) != MPI_SUCCESS || !pl_mpi_world_init (&world))
    {
      fprintf (stderr, "paralane-mpi: MPI cannot be used\n");
      return 2;
    }
  pl_mpi_traces_forget ();
  return world.rank == 0 ? run_rank_0 (&world, argc, argv) : run_other (&world);
}
