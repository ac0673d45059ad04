#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int number;

static void *
change (void *nothing)
{
  number = 99;
  return NULL;
}

int
main (void)
{
  pthread_t thread;
  pid_t child;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  child = fork ();
  if (child == 0)
    {
      change (NULL);
      exit (0);
    }
  waitpid (child, NULL, 0);
  printf ("After the process: %d\n", number);
  if (pthread_create (&thread, NULL, change, NULL) != 0)
    return 1;
  pthread_join (thread, NULL);
  printf ("After the thread: %d\n", number);
  return 0;
}
