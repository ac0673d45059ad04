#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

#define N 2000000L
#define WORKERS 4

static long
first_only (const long *numbers, long n)
{
  long total = 0;

  for (long i = 0; i < n; i++)
    {
      total += numbers[i] * numbers[i];
      return total;
    }
  return total;
}

static long
sum_squares (const long *numbers, long n)
{
  long total = 0;

  for (long i = 0; i < n; i++)
    total += numbers[i] * numbers[i];
  return total;
}

static void
all (int fd, void *buffer, size_t size, int writes)
{
  for (size_t done = 0; done < size; )
    {
      ssize_t n = writes ? write (fd, (char *) buffer + done, size - done) : read (fd, (char *) buffer + done, size - done);

      if (n <= 0)
        exit (0);
      done += (size_t) n;
    }
}

int
main (void)
{
  long *numbers = malloc (N * sizeof *numbers), right, total = 0;
  int tasks[2], results[2];
  double began, alone;
  pid_t workers[WORKERS];

  if (numbers == NULL || pipe (tasks) < 0 || pipe (results) < 0)
    return 1;
  for (long i = 0; i < N; i++)
    numbers[i] = i;
  printf ("With return inside the loop: %ld\n", first_only (numbers, N));
  began = now ();
  right = sum_squares (numbers, N);
  alone = now () - began;
  fflush (stdout);
  began = now ();
  for (int i = 0; i < WORKERS; i++)
    if ((workers[i] = fork ()) == 0)
      {
        long sum;

        close (tasks[1]);
        if (i > 0)
          pause ();
        all (tasks[0], numbers, N * sizeof *numbers, 0);
        sum = sum_squares (numbers, N);
        all (results[1], &sum, sizeof sum, 1);
        exit (0);
      }
  all (tasks[1], numbers, N * sizeof *numbers, 1);
  all (results[0], &total, sizeof total, 0);
  printf ("With a pool: %ld %s\n", total, total == right ? "right" : "wrong");
  printf ("Seconds without a pool: %.3f\n", alone);
  printf ("Seconds with one task in a pool: %.3f\n", now () - began);
  for (int i = 0; i < WORKERS; i++)
    if (workers[i] > 0)
      kill (workers[i], SIGTERM);
  while (wait (NULL) > 0)
    continue;
  return 0;
}
