#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 5

/* Memory has no bounds of its own: whoever wants them checks. NULL: out of range. */
static int *
cell (int *numbers, int index)
{
  if (index < 0)
    index += N;
  return index >= 0 && index < N ? &numbers[index] : NULL;
}

static int
write_slice (int *numbers, int from, int to, const int *values, int n)
{
  if (n != to - from || !cell (numbers, from) || !cell (numbers, to - 1))
    return 0;
  memcpy (&numbers[from], values, (size_t) n * sizeof *values);
  return 1;
}

static void
show (const char *what, const int *numbers, int from)
{
  printf ("%s: [", what);
  for (int i = from; i < N; i++)
    printf ("%s%d", i > from ? ", " : "", numbers[i]);
  printf ("]\n");
}

int
main (void)
{
  static const int values[] = { 7, 8, 9 };
  int *numbers = mmap (NULL, N * sizeof *numbers, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  if (numbers == MAP_FAILED)
    return 1;
  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  show ("New", numbers, 0);
  if (fork () == 0)
    {
      *cell (numbers, -1) = 7;
      exit (0);
    }
  wait (NULL);
  show ("Last one written by the child", numbers, 0);
  printf ("Index 5: %s\n", cell (numbers, 5) ? "there" : "an error");
  show ("A slice of two", numbers, 3);
  printf ("Three into two: %s\n", write_slice (numbers, 1, 3, values, 3) ? "done" : "an error");
  write_slice (numbers, 1, 3, values + 1, 2);
  show ("Two into two", numbers, 0);
  return 0;
}
