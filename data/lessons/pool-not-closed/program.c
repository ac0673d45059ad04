#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int
alive (const pid_t *workers)
{
  int n = 0;

  for (int i = 0; i < 2; i++)
    n += waitpid (workers[i], NULL, WNOHANG) == 0;
  return n;
}

int
main (void)
{
  int tasks[2], results[2];
  pid_t workers[2];

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (tasks) < 0 || pipe (results) < 0)
    return 1;
  for (int i = 0; i < 2; i++)
    if ((workers[i] = fork ()) == 0)
      {
        int number = -1;

        if (write (results[1], &number, sizeof number) != (ssize_t) sizeof number)
          exit (1);
        while (read (tasks[0], &number, sizeof number) == (ssize_t) sizeof number)
          {
            number *= number;
            if (write (results[1], &number, sizeof number) != (ssize_t) sizeof number)
              break;
          }
        exit (0);
      }
  for (int i = 0; i < 10; i++)
    if (write (tasks[1], &i, sizeof i) != (ssize_t) sizeof i)
      return 1;
  /* Each has said that it is there. */
  for (int i = 0, square; i < 10 + 2; i++)
    if (read (results[0], &square, sizeof square) != (ssize_t) sizeof square)
      return 1;
  printf ("After the work: %d\n", alive (workers));
  for (int i = 0; i < 2; i++)
    kill (workers[i], SIGTERM);
  while (wait (NULL) > 0)
    continue;
  printf ("After the end of the pool: %d\n", alive (workers));
  return 0;
}
