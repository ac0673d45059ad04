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

#define N 10000000L
#define RANGES 8
#define TIMES 10

typedef unsigned __int128 Sum;

/* Ten times: one time alone is too short to be shared. */
static Sum
sum_squares (long from, long to)
{
  volatile long begin = from;
  Sum total = 0;

  for (int turn = 0; turn < TIMES; turn++)
    {
      total = 0;
      for (long i = begin; i < to; i++)
        total += (Sum) i * (Sum) i;
    }
  return total;
}

static void
show (Sum sum, Sum right)
{
  char digits[40];
  int at = sizeof digits - 1;

  digits[at] = '\0';
  for (Sum rest = sum; rest > 0; rest /= 10)
    digits[--at] = (char) ('0' + (int) (rest % 10));
  printf ("Sum: %s %s\n", digits + at, sum == right ? "right" : "wrong");
}

int
main (void)
{
  double began = now (), alone;
  Sum right = sum_squares (0, N), total = 0;
  int workers = (int) sysconf (_SC_NPROCESSORS_ONLN), tasks[2], results[2];

  alone = now () - began;
  began = now ();
  if (pipe (tasks) < 0 || pipe (results) < 0)
    return 1;
  for (int i = 0; i < workers; i++)
    if (fork () == 0)
      {
        long range;

        close (tasks[1]);
        while (read (tasks[0], &range, sizeof range) == (ssize_t) sizeof range)
          {
            Sum sum = sum_squares (range * N / RANGES, (range + 1) * N / RANGES);

            if (write (results[1], &sum, sizeof sum) != (ssize_t) sizeof sum)
              exit (1);
          }
        exit (0);
      }
  for (long i = 0; i < RANGES; i++)
    if (write (tasks[1], &i, sizeof i) < 0)
      return 1;
  close (tasks[1]);
  for (int i = 0; i < RANGES; i++)
    {
      Sum sum;

      if (read (results[0], &sum, sizeof sum) != (ssize_t) sizeof sum)
        return 1;
      total += sum;
    }
  while (wait (NULL) > 0)
    continue;
  show (total, right);
  printf ("Speed-up: %.2f\n", alone / (now () - began));
  return 0;
}
