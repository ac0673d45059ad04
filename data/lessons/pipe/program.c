#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void
send_word (int end)
{
  const char *word = "hello";

  if (write (end, word, strlen (word)) < 0)
    exit (1);
}

static void
receive_word (int end)
{
  char word[32];
  ssize_t n = read (end, word, sizeof word);

  printf ("Received: %.*s\n", n > 0 ? (int) n : 0, word);
}

int
main (void)
{
  int ends[2];

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
    return 1;
  if (fork () == 0)
    {
      send_word (ends[0]);
      exit (0);
    }
  if (fork () == 0)
    {
      receive_word (ends[1]);
      exit (0);
    }
  while (wait (NULL) > 0)
    continue;
  return 0;
}
