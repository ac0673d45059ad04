#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int
main (void)
{
  int ends[2];
  char word[8];
  ssize_t n;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (pipe (ends) < 0)
    return 1;
  if (fork () == 0)
    exit (write (ends[1], "one\n", 4) != 4 || write (ends[1], "two\n", 4) != 4);
  close (ends[1]);
  while ((n = read (ends[0], word, 4)) > 0)
    printf ("%.*s", (int) n, word);
  puts ("End of file");
  wait (NULL);
  return 0;
}
