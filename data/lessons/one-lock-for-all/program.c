#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N 100000000

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static double
used_by (int who)
{
  struct rusage usage;

  getrusage (who, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double
cpu_seconds (void)
{
  return used_by (RUSAGE_SELF) + used_by (RUSAGE_CHILDREN);
}

static void *
count (void *nothing)
{
  for (volatile int i = 0; i < N; i++)
    continue;
  return NULL;
}

static void
with_threads (void)
{
  pthread_t threads[2];

  for (int i = 0; i < 2; i++)
    if (pthread_create (&threads[i], NULL, count, NULL) != 0)
      exit (1);
  for (int i = 0; i < 2; i++)
    pthread_join (threads[i], NULL);
}

static void
with_processes (void)
{
  for (int i = 0; i < 2; i++)
    if (fork () == 0)
      {
        count (NULL);
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
}

static double
cpus_used (void (*run) (void))
{
  double began = now (), used = cpu_seconds ();

  run ();
  return (cpu_seconds () - used) / (now () - began);
}

int
main (void)
{
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  printf ("CPUs used by threads: %.2f\n", cpus_used (with_threads));
  printf ("CPUs used by processes: %.2f\n", cpus_used (with_processes));
  return 0;
}
