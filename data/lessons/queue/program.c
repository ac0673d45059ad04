#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define NO_MORE (-1)

static void
put (int queue, int number)
{
  if (write (queue, &number, sizeof number) != (ssize_t) sizeof number)
    exit (1);
}

static void
produce (int queue)
{
  for (int i = 0; i < 5; i++)
    put (queue, i);
  put (queue, NO_MORE);
}

static void
consume (int queue)
{
  int item;

  while (read (queue, &item, sizeof item) == (ssize_t) sizeof item && item != NO_MORE)
    printf ("Consumed %d\n", item);
}

int
main (void)
{
  int queue[2];

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (queue) < 0)
    return 1;
  if (fork () == 0)
    {
      produce (queue[1]);
      exit (0);
    }
  if (fork () == 0)
    {
      consume (queue[0]);
      exit (0);
    }
  while (wait (NULL) > 0)
    continue;
  return 0;
}
