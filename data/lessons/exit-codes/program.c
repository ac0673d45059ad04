#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *const names[] = { "return", "exit(3)", "exit(300)", "exit(-1)", "abort", "bad address", "terminate", "kill" };

static void
end (int how)
{
  switch (how)
    {
    case 0:
      _exit (0);
    case 1:
      exit (3);
    case 2:
      exit (300);
    case 3:
      exit (-1);
    case 4:
      abort ();
    case 5:
      raise (SIGSEGV);
      break;
    default:
      sleep (60);
    }
}

int
main (void)
{
  const struct rlimit none = { 0, 0 };

  setvbuf (stdout, NULL, _IOLBF, BUFSIZ);
  setrlimit (RLIMIT_CORE, &none);
  for (int i = 0; i < 8; i++)
    {
      pid_t child = fork ();
      int status = 0;

      if (child == 0)
        end (i);
      if (i == 6)
        kill (child, SIGTERM);
      if (i == 7)
        kill (child, SIGKILL);
      waitpid (child, &status, 0);
      printf ("%s: %d\n", names[i], WIFSIGNALED (status) ? -WTERMSIG (status) : WEXITSTATUS (status));
    }
  return 0;
}
