#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

int
main (void)
{
  struct rusage usage;
  cpu_set_t all, one;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (sched_getaffinity (0, sizeof all, &all) < 0)
    return 1;
  CPU_ZERO (&one);
  for (int i = 0; i < CPU_SETSIZE && CPU_COUNT (&one) == 0; i++)
    if (CPU_ISSET (i, &all))
      CPU_SET (i, &one);
  sched_setaffinity (0, sizeof one, &one);
  for (int i = 0; i < 2; i++)
    if (fork () == 0)
      {
        while (clock () < 3 * CLOCKS_PER_SEC / 10)
          continue;
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
  getrusage (RUSAGE_CHILDREN, &usage);
  printf ("Switches: %ld\n", usage.ru_nivcsw);
  return 0;
}
