/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From exec to the first frame: Paralane beside a bare GTK window.
 * bench-start PARALANE BARE_WINDOW FIRST_FRAME_LIBRARY */
#include "config.h"

#include "bench-common.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 11 };

/* Milliseconds from just before fork and exec to the first frame. */
static double
first_frame_ms (const char *program, const char *library)
{
  struct timespec then;
  char fd_text[16];
  int fds[2];

  if (pipe (fds) < 0)
    bench_die ("pipe");
  snprintf (fd_text, sizeof fd_text, "%d", fds[1]);
  double start = bench_now ();
  pid_t pid = fork ();
  if (pid == 0)
    {
      close (fds[0]);
      setenv ("PARALANE_BENCH_FD", fd_text, 1);
      setenv ("LD_PRELOAD", library, 1);
      execl (program, program, (char *) NULL);
      _exit (127);
    }
  close (fds[1]);
  ssize_t n = read (fds[0], &then, sizeof then);
  close (fds[0]);
  waitpid (pid, NULL, 0);
  if (n != sizeof then)
    {
      fprintf (stderr, "%s ended without painting anything\n", program);
      exit (1);
    }
  return ((double) then.tv_sec + (double) then.tv_nsec / 1e9 - start) * 1e3;
}

int
main (int argc, char **argv)
{
  double bare[ROUNDS], own[ROUNDS];

  if (argc != 4)
    {
      fprintf (stderr, "usage: %s PARALANE BARE_WINDOW FIRST_FRAME_LIBRARY\n", argv[0]);
      return 2;
    }
  if (!getenv ("DISPLAY") && !getenv ("WAYLAND_DISPLAY"))
    {
      printf ("There is no display: nothing measured (tests/run --bench brings one).\n");
      return 77;
    }
  bench_print_machine ();
  for (int i = -1; i < ROUNDS; i++)
    {
      double b = first_frame_ms (argv[2], argv[3]), o = first_frame_ms (argv[1], argv[3]);
      if (i < 0)
        continue;  /* the first one warms the caches */
      bare[i] = b;
      own[i] = o;
    }
  double b = bench_median (bare, ROUNDS), o = bench_median (own, ROUNDS);
  printf ("From exec to the first frame, medians of %d\n"
          "bare GTK window %8.1f ms\n"
          "Paralane        %8.1f ms\n"
          "ratio           %8.2f (aim: 1.4 at most)\n", ROUNDS, b, o, o / b);
  return 0;
}
