/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

#include <stdlib.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize) 2 << 20)
#define WORTH_A_LARGE_PAGE (LARGE_PAGE / 4)

/* On many machines the first touch of a page costs more than all that is then written to it: of 4 KiB pages a proof
 * of millions of increments needs thousands. */
gpointer
pl_race_room_new (gsize n, gsize size)
{
  gsize whole;
  gpointer room;

  if (size == 0 || n > (G_MAXSIZE - LARGE_PAGE) / size || n * size < WORTH_A_LARGE_PAGE)
    return g_malloc_n (n, size);
  whole = (n * size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
  if (posix_memalign (&room, LARGE_PAGE, whole) != 0)
    return g_malloc_n (n, size);
  /* A wish: without it everything is just slower. */
  madvise (room, whole, MADV_HUGEPAGE);
  return room;
}
