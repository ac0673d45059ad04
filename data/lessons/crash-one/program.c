#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int *finished;

static void *
work (void *number)
{
  usleep (number == (void *) 1 ? 50000 : 800000);
  if (number == (void *) 1)
    raise (SIGSEGV);
  atomic_fetch_add (finished, 1);
  return NULL;
}

static void
run_processes (void)
{
  for (long i = 0; i < 3; i++)
    if (fork () == 0)
      {
        work ((void *) i);
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
}

static void
run_threads (void)
{
  pthread_t threads[3];

  for (long i = 0; i < 3; i++)
    if (pthread_create (&threads[i], NULL, work, (void *) i) != 0)
      exit (1);
  for (int i = 0; i < 3; i++)
    pthread_join (threads[i], NULL);
}

int
main (void)
{
  const struct rlimit none = { 0, 0 };

  finished = mmap (NULL, sizeof *finished, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (finished == MAP_FAILED)
    return 1;
  setrlimit (RLIMIT_CORE, &none);
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  run_processes ();
  printf ("Processes that finished: %d\n", atomic_exchange (finished, 0));
  if (fork () == 0)
    {
      run_threads ();
      exit (0);
    }
  wait (NULL);
  printf ("Threads that finished: %d\n", atomic_load (finished));
  return 0;
}
