#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The same program again, which does not ask whether it is the child: it comes to the same line. */
int
main (void)
{
  int status = 0;
  pid_t child;

  if (getenv ("LESSON_CHILD") != NULL)
    {
      fprintf (stderr, "A child is about to start a child: there is no main guard\n");
      return 1;
    }
  setenv ("LESSON_CHILD", "1", 1);
  child = fork ();
  if (child == 0)
    {
      execl ("/proc/self/exe", "program", (char *) NULL);
      _exit (127);
    }
  waitpid (child, &status, 0);
  printf ("Exit code of the child: %d\n", WEXITSTATUS (status));
  return 0;
}
