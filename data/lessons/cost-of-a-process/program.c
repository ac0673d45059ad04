#include <pthread.h>
#include <stdio.h>
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
least (double a, double b)
{
  return a < b ? a : b;
}

int
main (void)
{
  double process = 1, thread = 1;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  /* In turns, and the least of each: others who want a CPU then cost neither of them anything. */
  for (int i = 0; i < TIMES; i++)
    {
      process = least (process, cost (1));
      thread = least (thread, cost (0));
    }
  printf ("A process, us: %.0f\n", process * 1e6);
  printf ("A thread, us: %.0f\n", thread * 1e6);
  printf ("Times as much: %.1f\n", process / thread);
  return 0;
}
