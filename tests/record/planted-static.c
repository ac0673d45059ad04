/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked without libraries: nothing can be loaded into it. */

#include <time.h>

int
main (void)
{
  const struct timespec wanted = { 0, 20000000 };

  nanosleep (&wanted, NULL);
  return 5;
}
