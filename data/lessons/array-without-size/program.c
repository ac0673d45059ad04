#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int *
make_array (size_t n)
{
  int *array = mmap (NULL, n * sizeof (int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  return array != MAP_FAILED ? array : NULL;
}

int
main (void)
{
  int *array = make_array (0);

  if (array == NULL)
    puts ("Without a size: an error");
  array = make_array (1);
  if (array == NULL)
    return 1;
  printf ("With size 1: [%d]\n", array[0]);
  return 0;
}
