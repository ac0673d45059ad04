#include <sys/resource.h>
#include <stdio.h>
#include <unistd.h>

int
main (void)
{
  const struct rlimit limit = { 32, 32 };
  int ends[2], pipes = 0;

  if (setrlimit (RLIMIT_NOFILE, &limit) < 0)
    return 1;
  while (pipe (ends) == 0)
    pipes++;
  printf ("Pipes: %d\n", pipes);
  return 0;
}
