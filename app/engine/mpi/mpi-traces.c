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

/* Where Open MPI puts the memory that ranks share, also from 5 on, which calls vader sm. */
static const char *const variables[] = { "OMPI_MCA_btl_sm_backing_directory", "OMPI_MCA_btl_vader_backing_directory" };
#define FOLDER_NAME "/paralane-mpi-"
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

/* Where somebody, who may be we, has told Open MPI to put it; NULL: nobody has. */
static const char *
given_folder (void)
{
  const char *folder = getenv (variables[0]);

  return folder ? folder : getenv (variables[1]);
}

static void
give_folder (const char *folder)
{
  bool given = given_folder () != NULL;

  for (unsigned i = 0; i < 2 && !given; i++)
    setenv (variables[i], folder, 1);
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
  give_folder (folder);
}

/* --- in every rank --- */

/* Their names end with the rank's number among those on this host, of which there are two. */
static const struct { const char *name, *variable; } segments[] = {
  { "/vader_segment.", "OMPI_COMM_WORLD_LOCAL_RANK" },
  { "/sm_segment.", "OMPI_COMM_WORLD_NODE_RANK" },
};
static char segment[PATH_MAX];      /* that this rank made; "": none */

/* NULL: there is none of ours. */
static const char *
own_folder (void)
{
  const char *folder = given_folder ();

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
  else if (!given_folder () && make_guarded_folder (folder, &held))
    {
      /* Until this rank ends, however that is. */
      fcntl (held, F_SETFD, FD_CLOEXEC);
      give_folder (folder);
    }
}

static bool
is_own_segment (const char *path)
{
  const char *number = strrchr (path, '.'), *rank;

  for (size_t i = 0; number && i < sizeof segments / sizeof *segments; i++)
    if (strstr (path, segments[i].name) && (rank = getenv (segments[i].variable)) && strcmp (number + 1, rank) == 0)
      return true;
  return false;
}

/* What this rank made is mapped, as is what others made. */
static void
find_segment (void)
{
  FILE *maps = fopen ("/proc/self/maps", "re");
  char line[PATH_MAX + 128];

  while (maps && !*segment && fgets (line, sizeof line, maps))
    {
      const char *path = strchr (line, '/');

      line[strcspn (line, "\n")] = '\0';
      if (path && is_own_segment (path))
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
