#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 1000000

int
main (void)
{
  static char bytes[N];
  int queue[2];
  ssize_t n;
  pid_t child;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (queue) < 0)
    return 1;
  child = fork ();
  if (child == 0)
    exit (write (queue[1], bytes, N) != N);
  puts ("Waiting for the child");
  waitpid (child, NULL, 0);
  close (queue[1]);
  n = read (queue[0], bytes, N);
  printf ("%zd bytes\n", n);
  return 0;
}
