#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void
square (int number)
{
  printf ("Square of %d: %d\n", number, number * number);
}

int
main (void)
{
  int number = 5;
  pid_t child;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  child = fork ();
  if (child < 0)
    return 1;
  if (child == 0)
    {
      square (number);
      exit (0);
    }
  waitpid (child, NULL, 0);
  puts ("Process completed.");
  return 0;
}
