#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES 3

static void
nap (int number, int tenths)
{
  const struct timespec time = { .tv_nsec = tenths * 100000000L };
  char name[16];

  snprintf (name, sizeof name, "Process-%d", number);
  prctl (PR_SET_NAME, name);
  nanosleep (&time, NULL);
  printf ("Process %d slept 0.%d s\n", number, tenths);
}

int
main (void)
{
  static const int naps[PROCESSES] = { 9, 6, 3 };
  pid_t children[PROCESSES];

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < PROCESSES; i++)
    {
      children[i] = fork ();
      if (children[i] < 0)
        return 1;
      if (children[i] == 0)
        {
          nap (i + 1, naps[i]);
          exit (0);
        }
    }
  for (int i = 0; i < PROCESSES; i++)
    {
      waitpid (children[i], NULL, 0);
      printf ("Joined %d\n", i + 1);
    }
  return 0;
}
