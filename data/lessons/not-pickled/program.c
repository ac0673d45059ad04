#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where no program has anything unless it asks for it. */
#define SOMEWHERE ((void *) 0x200000000000)

static int
square (int x)
{
  return x * x;
}

/* In the other program: does it have anything at that address? The kernel is asked, who looks before it leaps. */
static int
look (const char *text)
{
  void *address = NULL;
  int ends[2];

  if (sscanf (text, "%p", &address) != 1 || pipe (ends) < 0)
    return 2;
  return write (ends[1], address, 1) < 0 && errno == EFAULT ? 1 : 0;
}

int
main (int argc, char **argv)
{
  char *closure, text[32];
  int status = 0;

  if (argc == 2)
    return look (argv[1]);
  printf ("With a name: [%d, %d, %d]\n", square (1), square (2), square (3));
  fflush (stdout);
  /* What a function without a name carries along lies in memory of this program. */
  closure = mmap (SOMEWHERE, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (closure == MAP_FAILED)
    return 1;
  *closure = 1;
  snprintf (text, sizeof text, "%p", (void *) closure);
  if (fork () == 0)
    {
      execl ("/proc/self/exe", "program", text, (char *) NULL);
      _exit (127);
    }
  wait (&status);
  printf ("A lambda: %s\n", WEXITSTATUS (status) == 1 ? "it cannot be sent" : "it is there");
  return 0;
}
