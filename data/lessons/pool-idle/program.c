#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long
cpu_ms (pid_t child)
{
  struct timespec time;
  clockid_t clock;

  if (clock_getcpuclockid (child, &clock) != 0 || clock_gettime (clock, &time) < 0)
    return -1;
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int
main (void)
{
  int tasks[2];
  pid_t workers[2];
  long before, after;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (tasks) < 0)
    return 1;
  for (int i = 0; i < 2; i++)
    if ((workers[i] = fork ()) == 0)
      {
        char task;

        close (tasks[1]);
        while (read (tasks[0], &task, 1) == 1)
          continue;
        exit (0);
      }
  usleep (200000);
  before = cpu_ms (workers[0]) + cpu_ms (workers[1]);
  sleep (5);
  after = cpu_ms (workers[0]) + cpu_ms (workers[1]);
  printf ("CPU, ms: %ld\n", after - before);
  close (tasks[1]);
  while (wait (NULL) > 0)
    continue;
  return 0;
}
