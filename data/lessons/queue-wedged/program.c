#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int ends[2];

/* The lock is robust: the kernel knows who has it, and the next owner is told of a death. */
static void
take_item (pthread_mutex_t *lock)
{
  char item;

  if (pthread_mutex_lock (lock) == EOWNERDEAD)
    pthread_mutex_consistent (lock);
  if (read (ends[0], &item, 1) != 1)
    exit (1);
  pthread_mutex_unlock (lock);
  exit (0);
}

static pid_t
start_reader (pthread_mutex_t *lock)
{
  pid_t pid = fork ();

  if (pid == 0)
    take_item (lock);
  return pid;
}

int
main (void)
{
  pthread_mutex_t *lock = mmap (NULL, sizeof *lock, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pthread_mutexattr_t how;
  pid_t first, other;
  int status = 0;

  if (lock == MAP_FAILED || pipe (ends) < 0)
    return 1;
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  pthread_mutexattr_init (&how);
  pthread_mutexattr_setpshared (&how, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust (&how, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init (lock, &how);
  first = start_reader (lock);
  while (pthread_mutex_trylock (lock) == 0)
    {
      pthread_mutex_unlock (lock);
      usleep (10000);
    }
  printf ("The first has the lock and waits\n");
  other = start_reader (lock);
  kill (first, SIGKILL);
  waitpid (first, &status, 0);
  printf ("Killed: %d\n", -WTERMSIG (status));
  if (write (ends[1], "x", 1) != 1)
    return 1;
  waitpid (other, &status, 0);
  printf ("The other %s the item\n", WIFEXITED (status) && WEXITSTATUS (status) == 0 ? "gets" : "never gets");
  return 0;
}
