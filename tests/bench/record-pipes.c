/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record-pipes N: sends so many messages of 64 bytes through a pipe to a child. */

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int
main (int argc, char **argv)
{
  long n = argc > 1 ? atol (argv[1]) : 1000;
  char bytes[64] = { 0 };
  int ends[2];

  if (pipe (ends) != 0)
    return 1;
  if (fork () == 0)
    {
      close (ends[1]);
      while (read (ends[0], bytes, sizeof bytes) > 0)
        ;
      _exit (0);
    }
  close (ends[0]);
  for (long i = 0; i < n; i++)
    if (write (ends[1], bytes, sizeof bytes) != sizeof bytes)
      return 1;
  close (ends[1]);
  wait (NULL);
  return 0;
}
