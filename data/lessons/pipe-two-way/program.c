#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
answer (int end)
{
  int number;

  while (read (end, &number, sizeof number) == (ssize_t) sizeof number && number != 0)
    {
      number *= number;
      if (write (end, &number, sizeof number) != (ssize_t) sizeof number)
        exit (1);
    }
  exit (0);
}

int
main (void)
{
  static const int numbers[] = { 3, 5, 0 };
  int both[2], one[2], square;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (socketpair (AF_UNIX, SOCK_STREAM, 0, both) < 0 || pipe (one) < 0)
    return 1;
  if (fork () == 0)
    answer (both[1]);
  for (int i = 0; i < 3; i++)
    {
      if (write (both[0], &numbers[i], sizeof numbers[i]) < 0)
        return 1;
      if (numbers[i] == 0)
        break;
      if (read (both[0], &square, sizeof square) != (ssize_t) sizeof square)
        return 1;
      printf ("Square of %d: %d\n", numbers[i], square);
    }
  wait (NULL);
  printf ("Sending where one only receives: %s\n", write (one[0], "x", 1) < 0 ? "refused" : "done");
  printf ("Receiving where one only sends: %s\n", read (one[1], &square, 1) < 0 ? "refused" : "done");
  return 0;
}
