#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE (64L << 20)
#define WORKERS 4

typedef struct { pthread_barrier_t barrier; double rss[WORKERS], before[WORKERS], after[WORKERS]; } Shared;

static double
mib (const char *what)
{
  FILE *rollup = fopen ("/proc/self/smaps_rollup", "r");
  char line[256];
  long kib = 0;

  while (rollup && fgets (line, sizeof line, rollup))
    if (strncmp (line, what, strlen (what)) == 0)
      kib = atol (line + strlen (what));
  if (rollup)
    fclose (rollup);
  return (double) kib / 1024;
}

static void
work (Shared *shared, int me, volatile char *data)
{
  pthread_barrier_wait (&shared->barrier);
  shared->rss[me] = mib ("Rss:");
  shared->before[me] = mib ("Pss:");
  pthread_barrier_wait (&shared->barrier);
  for (long at = 0; at < SIZE; at += 4096)
    data[at] = 2;
  pthread_barrier_wait (&shared->barrier);
  shared->after[me] = mib ("Pss:");
  pthread_barrier_wait (&shared->barrier);
}

static double
mean (const double *sizes)
{
  double sum = 0;

  for (int i = 0; i < WORKERS; i++)
    sum += sizes[i];
  return sum / WORKERS;
}

int
main (void)
{
  Shared *shared = mmap (NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  volatile char *data = malloc (SIZE);
  pthread_barrierattr_t between_processes;

  if (shared == MAP_FAILED || !data)
    return 1;
  for (long at = 0; at < SIZE; at += 4096)
    data[at] = 1;
  pthread_barrierattr_init (&between_processes);
  pthread_barrierattr_setpshared (&between_processes, PTHREAD_PROCESS_SHARED);
  pthread_barrier_init (&shared->barrier, &between_processes, WORKERS);
  for (int i = 0; i < WORKERS; i++)
    if (fork () == 0)
      {
        work (shared, i, data);
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
  printf ("RSS of a worker, MiB: %.1f\n", mean (shared->rss));
  printf ("PSS of a worker, MiB: %.1f\n", mean (shared->before));
  printf ("PSS after writing, MiB: %.1f\n", mean (shared->after));
  return 0;
}
