#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMES 41

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void *
nothing (void *none)
{
  return NULL;
}

static int
compare (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
cost (int process)
{
  double began = now ();
  pthread_t thread;
  pid_t child = process ? fork () : -1;

  if (child == 0)
    _exit (0);
  if (process)
    waitpid (child, NULL, 0);
  else if (pthread_create (&thread, NULL, nothing, NULL) == 0)
    pthread_join (thread, NULL);
  return now () - began;
}

static double
middle (double *took)
{
  qsort (took, TIMES, sizeof *took, compare);
  return took[TIMES / 2];
}

int
main (void)
{
  double processes[TIMES], threads[TIMES], process, thread;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  /* In turns: a moment in which the machine is slow falls on both. */
  for (int i = 0; i < TIMES; i++)
    {
      processes[i] = cost (1);
      threads[i] = cost (0);
    }
  process = middle (processes);
  thread = middle (threads);
  printf ("A process, us: %.0f\n", process * 1e6);
  printf ("A thread, us: %.0f\n", thread * 1e6);
  printf ("Times as much: %.1f\n", process / thread);
  return 0;
}
