#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Squarer {
  int number;
  void (*run) (struct Squarer *self);
} Squarer;

static void
run (Squarer *self)
{
  printf ("%d squared is %d\n", self->number, self->number * self->number);
}

static int
start (Squarer *self)
{
  pid_t child = fork ();

  if (child == 0)
    {
      self->run (self);
      exit (0);
    }
  return child;
}

int
main (void)
{
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < 5; i++)
    {
      Squarer squarer = { i, run };

      if (start (&squarer) < 0)
        return 1;
    }
  while (wait (NULL) > 0)
    continue;
  return 0;
}
