#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct { int index, value, failed; } Item;

static void
work (int tasks, int results)
{
  Item item;

  while (read (tasks, &item, sizeof item) == (ssize_t) sizeof item)
    {
      item.failed = item.value == 0;
      item.value = item.failed ? 0 : 12 / item.value;
      if (write (results, &item, sizeof item) != (ssize_t) sizeof item)
        exit (1);
    }
  exit (0);
}

/* Hands out n tasks and waits for all results. */
static void
map (int tasks, int results, const int *numbers, Item *items, int n)
{
  for (int i = 0; i < n; i++)
    {
      Item item = { i, numbers[i], 0 };

      if (write (tasks, &item, sizeof item) != (ssize_t) sizeof item)
        exit (1);
    }
  for (int i = 0; i < n; i++)
    {
      Item item;

      if (read (results, &item, sizeof item) != (ssize_t) sizeof item)
        exit (1);
      items[item.index] = item;
    }
}

int
main (void)
{
  const int numbers[] = { 1, 0, 3 }, again[] = { 2 };
  int tasks[2], results[2];
  Item items[3];

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (tasks) < 0 || pipe (results) < 0)
    return 1;
  for (int i = 0; i < 2; i++)
    if (fork () == 0)
      {
        close (tasks[1]);
        work (tasks[0], results[1]);
      }
  map (tasks[1], results[0], numbers, items, 3);
  for (int i = 0; i < 3; i++)
    if (items[i].failed)
      printf ("12 / %d failed: division by zero\n", numbers[i]);
    else
      printf ("12 / %d = %d\n", numbers[i], items[i].value);
  map (tasks[1], results[0], again, items, 1);
  printf ("Again: %d\n", items[0].value);
  close (tasks[1]);
  while (wait (NULL) > 0)
    continue;
  return 0;
}
