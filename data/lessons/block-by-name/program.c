#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 4096

static char *
open_block (const char *name, int flags)
{
  int fd = shm_open (name, O_RDWR | flags, 0600);
  char *block;

  if (fd < 0)
    return NULL;
  if ((flags & O_CREAT) && ftruncate (fd, SIZE) < 0)
    exit (1);
  block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  return block == MAP_FAILED ? NULL : block;
}

/* Waits until nobody else has the other end of the pipe, however they went, and removes the name if it is still there. */
static void
start_tracker (const char *name)
{
  int ends[2];
  char none;

  if (pipe2 (ends, O_CLOEXEC) < 0)
    exit (1);
  if (fork () == 0)
    {
      close (ends[1]);
      if (read (ends[0], &none, 1) == 0)
        shm_unlink (name);
      exit (0);
    }
  close (ends[0]);
}

static void
write_into (const char *name)
{
  char *block = open_block (name, 0);

  for (int i = 0; block && i < 5; i++)
    block[i] = (char) toupper (block[i]);
  exit (block ? 0 : 1);
}

int
main (void)
{
  char name[32], *block;
  pid_t child;

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  snprintf (name, sizeof name, "/lesson-%d", (int) getpid ());
  start_tracker (name);
  block = open_block (name, O_CREAT | O_EXCL);
  if (!block)
    return 1;
  memcpy (block, "hello", 5);
  child = fork ();
  if (child == 0)
    write_into (name);
  waitpid (child, NULL, 0);
  printf ("The child has written: %.5s\n", block);
  shm_unlink (name);
  printf ("By its name after unlink: %s\n", open_block (name, 0) ? "found" : "not found");
  printf ("Still open here: %.5s\n", block);
  return 0;
}
