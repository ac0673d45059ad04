#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
squares (void)
{
  for (int i = 1; i < 10; i++)
    {
      printf ("Square of %d is %d", i, i * i);
      fflush (stdout);
      puts ("");
      usleep (20000);
    }
}

static void
cubes (void)
{
  for (int i = 1; i < 10; i++)
    {
      printf ("Cube of %d is %d", i, i * i * i);
      fflush (stdout);
      puts ("");
      usleep (20000);
    }
}

int
main (void)
{
  void (*const functions[]) (void) = { squares, cubes };

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < 2; i++)
    if (fork () == 0)
      {
        functions[i] ();
        exit (0);
      }
  while (wait (NULL) > 0)
    continue;
  return 0;
}
