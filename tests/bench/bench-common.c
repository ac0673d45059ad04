/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-common.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

double
bench_now (void)
{
  struct timespec t;
  clock_gettime (CLOCK_MONOTONIC, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

double
bench_cpu (void)
{
  struct timespec t;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

double
bench_median (double *values, size_t n)
{
  qsort (values, n, sizeof *values, compare);
  return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void
bench_die (const char *what)
{
  fprintf (stderr, "%s failed: %s\n", what, strerror (errno));
  exit (1);
}

void
bench_print_machine (void)
{
  char line[256], model[128] = "unknown CPU";
  struct utsname system;
  FILE *file = fopen ("/proc/cpuinfo", "r");

  while (file && fgets (line, sizeof line, file))
    if (sscanf (line, "model name : %127[^\n]", model) == 1)
      break;
  if (file)
    fclose (file);
  uname (&system);
  printf ("%s, %ld CPUs, %s %s\n\n", model, sysconf (_SC_NPROCESSORS_ONLN), system.sysname, system.release);
}
