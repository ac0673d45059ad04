/* SPDX-License-Identifier: GPL-3.0-or-later */
/* crowd PROCESSES THREADS MESSAGES: processes, 16 at a time, each with so many threads that write into a pipe and read from
 * it; and then the process does so as often again as MESSAGES says. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define AT_ONCE 16
#define MOST_THREADS 64

static void *
say_cb (void *data)
{
  const int *ends = data;
  char byte = 'x';

  if (write (ends[1], &byte, 1) != 1 || read (ends[0], &byte, 1) != 1)
    abort ();
  return NULL;
}

static int
work (int n_threads, int n_messages)
{
  pthread_t threads[MOST_THREADS];
  int ends[2];

  if (pipe (ends) != 0)
    return 1;
  for (int i = 0; i < n_threads; i++)
    if (pthread_create (&threads[i], NULL, say_cb, ends) != 0)
      return 1;
  for (int i = 0; i < n_threads; i++)
    pthread_join (threads[i], NULL);
  for (int i = 0; i < n_messages; i++)
    say_cb (ends);
  return 0;
}

int
main (int argc, char **argv)
{
  int n_processes = argc == 4 ? atoi (argv[1]) : 0, n_threads = argc == 4 ? atoi (argv[2]) : MOST_THREADS + 1, status, failed = 0;

  if (n_threads > MOST_THREADS)
    {
      fprintf (stderr, "usage: crowd PROCESSES THREADS MESSAGES, at most %d threads\n", MOST_THREADS);
      return 2;
    }
  for (int i = 0; i < n_processes + AT_ONCE; i++)
    {
      if (i >= AT_ONCE && wait (&status) > 0)
        failed |= status;
      if (i < n_processes && fork () == 0)
        _exit (work (n_threads, atoi (argv[3])));
    }
  return failed != 0;
}
