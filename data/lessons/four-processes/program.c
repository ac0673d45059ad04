#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 4

static void
show (int number)
{
  printf ("Process %d: %d\n", number, number);
}

int
main (void)
{
  pid_t children[PROCESSES];

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < PROCESSES; i++)
    {
      children[i] = fork ();
      if (children[i] < 0)
        return 1;
      if (children[i] == 0)
        {
          show (i);
          exit (0);
        }
    }
  for (int i = 0; i < PROCESSES; i++)
    waitpid (children[i], NULL, 0);
  puts ("Main process finishes.");
  return 0;
}
