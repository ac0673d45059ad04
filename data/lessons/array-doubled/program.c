#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 5

static void
show (const char *when, const int *numbers)
{
  printf ("%s: [", when);
  for (int i = 0; i < N; i++)
    printf ("%s%d", i > 0 ? ", " : "", numbers[i]);
  printf ("]\n");
}

int
main (void)
{
  int *numbers = mmap (NULL, N * sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  pid_t child;

  if (numbers == MAP_FAILED)
    return 1;
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  for (int i = 0; i < N; i++)
    numbers[i] = i + 1;
  show ("Before", numbers);
  child = fork ();
  if (child < 0)
    return 1;
  if (child == 0)
    {
      for (int i = 0; i < N; i++)
        numbers[i] *= 2;
      exit (0);
    }
  waitpid (child, NULL, 0);
  show ("After", numbers);
  return 0;
}
