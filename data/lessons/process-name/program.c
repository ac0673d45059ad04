#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void
tell (void)
{
  char name[16];

  prctl (PR_GET_NAME, name);
  printf ("I am %s\n", name);
}

int
main (void)
{
  static const char *const names[] = { "Process-1", "baker" };

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < 2; i++)
    {
      pid_t child = fork ();

      if (child < 0)
        return 1;
      if (child == 0)
        {
          prctl (PR_SET_NAME, names[i]);
          tell ();
          exit (0);
        }
      waitpid (child, NULL, 0);
    }
  prctl (PR_SET_NAME, "MainProcess");
  tell ();
  return 0;
}
