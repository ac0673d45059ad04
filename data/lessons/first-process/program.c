#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
worker (void)
{
  puts ("Worker process is running.");
}

int
main (void)
{
  pid_t child;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  child = fork ();
  if (child < 0)
    return 1;
  if (child == 0)
    {
      worker ();
      exit (0);
    }
  waitpid (child, NULL, 0);
  puts ("Main process finishes.");
  return 0;
}
