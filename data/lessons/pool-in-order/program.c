#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS 2
#define TASKS 5

typedef struct { int index, value; } Item;

static int
task (int x)
{
  sleep (1);
  return x * x;
}

/* A small message goes through a pipe as a whole: readers and writers need no lock. */
static void
work (int tasks, int results)
{
  Item item;

  while (read (tasks, &item, sizeof item) == (ssize_t) sizeof item)
    {
      item.value = task (item.value);
      if (write (results, &item, sizeof item) != (ssize_t) sizeof item)
        exit (1);
    }
  exit (0);
}

int
main (void)
{
  int tasks[2], results[2], sorted[TASKS] = { 0 }, shown = 0;

  if (pipe (tasks) < 0 || pipe (results) < 0)
    return 1;
  for (int i = 0; i < WORKERS; i++)
    if (fork () == 0)
      {
        close (tasks[1]);
        work (tasks[0], results[1]);
      }
  for (int i = 0; i < TASKS; i++)
    {
      Item item = { i, i + 1 };

      if (write (tasks[1], &item, sizeof item) != (ssize_t) sizeof item)
        return 1;
    }
  for (int i = 0; i < TASKS; i++)
    {
      Item item;

      if (read (results[0], &item, sizeof item) != (ssize_t) sizeof item)
        return 1;
      sorted[item.index] = item.value;
      for (; shown < TASKS && sorted[shown] != 0; shown++)
        {
          char line[16];
          int length = snprintf (line, sizeof line, "%d\n", sorted[shown]);

          if (write (STDOUT_FILENO, line, (size_t) length) != length)
            return 1;
        }
    }
  close (tasks[1]);
  while (wait (NULL) > 0)
    continue;
  return 0;
}
