#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SIZE (64L << 20)
#define TURNS 3

static int orders[2], answers[2];

static double
now_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
send_all (int fd, const char *bytes, long n)
{
  for (long done = 0; done < n;)
    {
      ssize_t put = write (fd, bytes + done, (size_t) (n - done));

      if (put <= 0)
        exit (1);
      done += put;
    }
}

static int
receive_all (int fd, char *bytes, long n)
{
  for (long done = 0; done < n;)
    {
      ssize_t got = read (fd, bytes + done, (size_t) (n - done));

      if (got <= 0)
        return 0;
      done += got;
    }
  return 1;
}

static long
look_at (const volatile char *data)
{
  long sum = 0;

  for (long at = 0; at < SIZE; at += 4096)
    sum += data[at];
  return sum;
}

static void
child (const char *shared)
{
  char *received = malloc (SIZE), order;

  close (orders[1]);
  while (received && receive_all (orders[0], &order, 1))
    {
      long sum;

      if (order == 'm' && !receive_all (orders[0], received, SIZE))
        exit (1);
      sum = look_at (order == 'm' ? received : shared);
      send_all (answers[1], (const char *) &sum, sizeof sum);
    }
  exit (received ? 0 : 1);
}

static double
least (char order, const char *data)
{
  double best = 0;

  for (int turn = 0; turn < TURNS; turn++)
    {
      double began = now_ms (), took;
      long sum;

      send_all (orders[1], &order, 1);
      if (order == 'm')
        send_all (orders[1], data, SIZE);
      if (!receive_all (answers[0], (char *) &sum, sizeof sum) || sum != SIZE / 4096)
        exit (1);
      took = now_ms () - began;
      if (turn == 0 || took < best)
        best = took;
    }
  return best;
}

int
main (void)
{
  char *shared = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  double in_memory, by_message;

  if (shared == MAP_FAILED || pipe (orders) < 0 || pipe (answers) < 0)
    return 1;
  memset (shared, 1, SIZE);
  if (fork () == 0)
    child (shared);
  in_memory = least ('s', shared);
  by_message = least ('m', shared);
  close (orders[1]);
  wait (NULL);
  printf ("Shared, ms: %.2f\n", in_memory);
  printf ("Sent, ms: %.2f\n", by_message);
  printf ("Times as long: %.1f\n", by_message / in_memory);
  return 0;
}
