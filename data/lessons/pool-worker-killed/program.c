#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* One worker and one task: whoever waits for it knows when it dies. */
static int
square (int x, int first)
{
  int results[2], result = 0;
  ssize_t n;

  if (pipe (results) < 0)
    exit (1);
  if (fork () == 0)
    {
      if (x == 3 && first)
        raise (SIGKILL);
      result = x * x;
      exit (write (results[1], &result, sizeof result) != (ssize_t) sizeof result);
    }
  close (results[1]);
  n = read (results[0], &result, sizeof result);
  close (results[0]);
  wait (NULL);
  return n == (ssize_t) sizeof result ? result : -1;
}

int
main (void)
{
  int result;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  result = square (3, 1);
  if (result < 0)
    printf ("Handed out again: %d\n", square (3, 0));
  printf ("Other tasks go on: %d\n", square (4, 0));
  return 0;
}
