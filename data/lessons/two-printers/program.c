#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Text and line end are two calls: between these the other process can write. */
static void
print (const char *text)
{
  if (write (STDOUT_FILENO, text, strlen (text)) < 0 || write (STDOUT_FILENO, "\n", 1) < 0)
    exit (1);
}

static void
squares (void)
{
  char line[32];

  for (int i = 1; i < 10; i++)
    {
      snprintf (line, sizeof line, "Square of %d is %d", i, i * i);
      print (line);
      usleep (20000);
    }
}

static void
cubes (void)
{
  char line[32];

  for (int i = 1; i < 10; i++)
    {
      snprintf (line, sizeof line, "Cube of %d is %d", i, i * i * i);
      print (line);
      usleep (20000);
    }
}

int
main (void)
{
  void (*const functions[]) (void) = { squares, cubes };

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
