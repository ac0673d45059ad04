#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int
main (void)
{
  int results[2], result = 0;
  struct pollfd wanted;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (results) < 0)
    return 1;
  if (fork () == 0)
    {
      int square = 7 * 7;

      usleep (600000);
      exit (write (results[1], &square, sizeof square) != (ssize_t) sizeof square);
    }
  wanted = (struct pollfd) { .fd = results[0], .events = POLLIN };
  if (poll (&wanted, 1, 100) == 0)
    puts ("No result within 0.1 s");
  if (read (results[0], &result, sizeof result) != (ssize_t) sizeof result)
    return 1;
  printf ("Later: %d\n", result);
  wait (NULL);
  return 0;
}
