/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/mpi/mpi-traces.h"

#include "engine/pl-process.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Where Open MPI puts the memory that ranks share. */
#define FOLDER_VARIABLE "OMPI_MCA_btl_vader_backing_directory"
#define FOLDER_NAME "/paralane-mpi-"
#define SEGMENT_NAME "/vader_segment."
#define MOST_FDS 16

/* --- a folder and its guardian --- */

static int
remove_one (const char *path, const struct stat *info, int kind, struct FTW *place)
{
  remove (path);
  return 0;
}

/* A rank that is still at its start may put something there meanwhile; it ends when it hears that mpirun is gone. */
static void
remove_folder (const char *path)
{
  const struct timespec moment = { 0, 50000000 };

  for (unsigned i = 0; i < 100 && access (path, F_OK) == 0; i++)
    {
      if (i > 0)
        nanosleep (&moment, NULL);
      nftw (path, remove_one, MOST_FDS, FTW_DEPTH | FTW_PHYS);
    }
}

/* Nothing is written into the pipe: its other end is held. */
static void
guard (int fd, const char *folder)
{
  int null = open ("/dev/null", O_RDWR);
  char unused;

  /* No child of mpirun, which it would not know. */
  if (fork () != 0)
    _exit (0);
  /* The front end's commands and what it prints are none of its. */
  for (int i = STDIN_FILENO; null >= 0 && i <= STDERR_FILENO; i++)
    dup2 (null, i);
  while (read (fd, &unused, 1) < 0 && errno == EINTR)
    ;
  remove_folder (folder);
  _exit (0);
}

/* A new folder that goes when nobody has *held open any more. FALSE: there is none. */
static bool
make_guarded_folder (char folder[PATH_MAX], int *held)
{
  static const char *const rooms[] = { "/dev/shm", "/tmp" };
  int ends[2];
  pid_t pid;

  *folder = '\0';
  for (unsigned i = 0; i < 2 && !*folder; i++)
    {
      snprintf (folder, PATH_MAX, "%s" FOLDER_NAME "XXXXXX", rooms[i]);
      if (!mkdtemp (folder))
        *folder = '\0';
    }
  if (!*folder)
    return false;
  if (pipe (ends) < 0)
    {
      rmdir (folder);
      return false;
    }
  pid = pl_process_fork_guardian (&ends[0], 1);
  if (pid == 0)
    guard (ends[0], folder);
  if (pid > 0)
    waitpid (pid, NULL, 0);
  close (ends[0]);
  if (pid < 0)
    {
      close (ends[1]);
      rmdir (folder);
      return false;
    }
  *held = ends[1];
  return true;
}

void
pl_mpi_traces_guard (void)
{
  char folder[PATH_MAX];
  int held;

  if (!make_guarded_folder (folder, &held))
    return;
  /* mpirun has the other end without knowing of it, and none of its children does. */
  setenv ("TMPDIR", folder, 1);
  setenv (FOLDER_VARIABLE, folder, 0);
}

/* --- in every rank --- */

static char segment[PATH_MAX];      /* that this rank made; "": none */

/* NULL: there is none of ours. */
static const char *
own_folder (void)
{
  const char *folder = getenv (FOLDER_VARIABLE);

  return folder && strstr (folder, FOLDER_NAME) ? folder : NULL;
}

void
pl_mpi_traces_expect (void)
{
  const char *given = own_folder ();
  char folder[PATH_MAX];
  int held;

  if (given)
    mkdir (given, S_IRWXU);
  else if (!getenv (FOLDER_VARIABLE) && make_guarded_folder (folder, &held))
    {
      /* Until this rank ends, however that is. */
      fcntl (held, F_SETFD, FD_CLOEXEC);
      setenv (FOLDER_VARIABLE, folder, 0);
    }
}

/* What this rank made is mapped, and ends with its number among those on this host. */
static void
find_segment (void)
{
  const char *rank = getenv ("OMPI_COMM_WORLD_LOCAL_RANK");
  FILE *maps = rank ? fopen ("/proc/self/maps", "re") : NULL;
  char line[PATH_MAX + 128];

  while (maps && !*segment && fgets (line, sizeof line, maps))
    {
      const char *path = strchr (line, '/'), *number;

      line[strcspn (line, "\n")] = '\0';
      number = path && strstr (path, SEGMENT_NAME) ? strrchr (path, '.') : NULL;
      if (number && strcmp (number + 1, rank) == 0)
        snprintf (segment, sizeof segment, "%s", path);
    }
  if (maps)
    fclose (maps);
}

void
pl_mpi_traces_forget (void)
{
  const char *folder = own_folder ();

  find_segment ();
  if (*segment)
    unlink (segment);
  /* Where mpirun is, its own things are in it. */
  if (folder)
    rmdir (folder);
}

void
pl_mpi_traces_recall (void)
{
  int fd;

  pl_mpi_traces_expect ();
  fd = *segment ? open (segment, O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR) : -1;
  if (fd >= 0)
    close (fd);
}
