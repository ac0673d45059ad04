/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pl-race-private.h"

#include <stdlib.h>
#include <sys/mman.h>

#define LARGE_PAGE ((gsize) 2 << 20)

/* On many machines the first touch of a page costs more than all that is then written to it: of 4 KiB pages a proof
 * of millions of increments needs thousands. */
gpointer
pl_race_room_new (gsize n, gsize size)
{
  gpointer room;

  if (size > 0 && (n > G_MAXSIZE / size || n * size < 2 * LARGE_PAGE))
    return g_malloc_n (n, size);
  if (posix_memalign (&room, LARGE_PAGE, n * size) != 0)
    return g_malloc_n (n, size);
  /* A wish: without it everything is just slower. */
  madvise (room, n * size, MADV_HUGEPAGE);
  return room;
}
