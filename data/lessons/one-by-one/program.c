#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
draw (int number)
{
  sleep (1);
  /* What is inherited would be the same in all four. */
  srand ((unsigned) getpid ());
  printf ("Process %d: %d\n", number, rand () % 100 + 1);
}

int
main (void)
{
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < 4; i++)
    {
      pid_t child = fork ();

      if (child < 0)
        return 1;
      if (child == 0)
        {
          draw (i);
          exit (0);
        }
      waitpid (child, NULL, 0);
    }
  return 0;
}
