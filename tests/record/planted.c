/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that is not Paralane's and waits in ways that are known: planted WHAT. */

#include "planted.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

void
planted_rest (int ms)
{
  struct timespec left = { ms / 1000, ms % 1000 * 1000000 };

  while (nanosleep (&left, &left) < 0 && errno == EINTR)
    ;
}

void
planted_spin (int ms)
{
  struct timespec now, begin;

  clock_gettime (CLOCK_MONOTONIC, &begin);
  do
    clock_gettime (CLOCK_MONOTONIC, &now);
  while ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000 < ms);
}

_Atomic int *
planted_flag (void)
{
  return mmap (NULL, sizeof (_Atomic int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* Without a wait that anybody would record. */
void
planted_until (_Atomic int *flag)
{
  while (!*flag)
    sched_yield ();
}

sem_t *
planted_semaphores (const char *values)
{
  size_t n = strlen (values);
  sem_t *all = mmap (NULL, n * sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  for (size_t i = 0; i < n; i++)
    sem_init (&all[i], 1, (unsigned) (values[i] - '0'));
  return all;
}

static const Plant *const all[] = { plants_waits, plants_locks, plants_odd };

int
main (int argc, char **argv)
{
  for (size_t i = 0; argc == 2 && i < sizeof all / sizeof *all; i++)
    for (const Plant *plant = all[i]; plant->name; plant++)
      if (strcmp (argv[1], plant->name) == 0)
        return plant->plant ();
  fprintf (stderr, "usage: planted WHAT\n");
  return 2;
}
