#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEY "only for this lesson:"

static void
send_word (const struct sockaddr_in *address)
{
  int connection = socket (AF_INET, SOCK_STREAM, 0);
  const char *words = KEY "hello";

  if (connect (connection, (const struct sockaddr *) address, sizeof *address) < 0
      || write (connection, words, strlen (words)) < 0)
    exit (1);
  exit (0);
}

int
main (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0), connection;
  char words[128];
  size_t n = 0;
  ssize_t got;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  if (bind (listener, (struct sockaddr *) &address, sizeof address) < 0 || listen (listener, 1) < 0
      || getsockname (listener, (struct sockaddr *) &address, &length) < 0)
    return 1;
  if (fork () == 0)
    send_word (&address);
  connection = accept (listener, NULL, NULL);
  while ((got = read (connection, words + n, sizeof words - 1 - n)) > 0)
    n += (size_t) got;
  words[n] = '\0';
  if (strncmp (words, KEY, strlen (KEY)) == 0)
    printf ("Received over TCP: %s\n", words + strlen (KEY));
  wait (NULL);
  return 0;
}
