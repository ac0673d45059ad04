/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "log/pl-log-private.h"

/* Room for a stream, from whatever process writes it. One atomic addition claims both the chunk's entry and
 * its pages; filling the entry is nobody else's business, and linking it is a compare and swap, because a
 * signal handler may have linked one of its own meanwhile. Whoever is killed in between leaves a chunk
 * that nobody uses, and nothing else. */

/* Chunks double from one page to these, so that a lane which says little takes little and a chain stays
 * short: 65,536 records. */
#define MOST_PAGES 256u

#define CLAIM(chunks, pages) (((uint64_t) (chunks) << 32) | (pages))

/* The entry and its first page. 0: no room. */
static uint32_t
claim (PlLog *log, uint32_t *pages, uint32_t *first_page)
{
  uint64_t room = log->n_records / PL_LOG_PAGE_RECORDS;
  uint64_t before = atomic_load_explicit (&log->header->claimed, memory_order_relaxed);

  /* Looked at first, so that those who ask in vain do not count up for ever. */
  if ((before >> 32) >= log->chunks_capacity || (uint32_t) before >= room)
    return 0;
  if (*pages > room - (uint32_t) before)
    *pages = (uint32_t) (room - (uint32_t) before);
  before = atomic_fetch_add_explicit (&log->header->claimed, CLAIM (1, *pages), memory_order_relaxed);
  *first_page = (uint32_t) before;
  if ((before >> 32) < 1 || (before >> 32) >= log->chunks_capacity || *first_page >= room ||
      *pages > room - *first_page)
    return 0;
  return (uint32_t) (before >> 32);
}

PlLogChunk *
pl_log_grow (PlLog *log, uint32_t lane, uint32_t stream, PlLogChunk *last)
{
  PlLogStream *entry = &log->lanes[lane].streams[stream];
  _Atomic uint32_t *link = last ? &last->next : &entry->head;
  uint64_t last_pages = last ? last->count / PL_LOG_PAGE_RECORDS : 0;
  uint32_t pages = last_pages >= MOST_PAGES / 2 ? MOST_PAGES : last_pages > 0 ? (uint32_t) last_pages * 2 : 1;
  uint32_t none = 0, first_page, chunk = claim (log, &pages, &first_page);
  PlLogChunk *mine;

  if (chunk == 0)
    return NULL;
  mine = &log->chunks[chunk];
  mine->lane = lane;
  mine->stream = stream;
  mine->first = last ? last->first + last->count : 0;
  mine->start = (uint64_t) first_page * PL_LOG_PAGE_RECORDS;
  mine->count = (uint64_t) pages * PL_LOG_PAGE_RECORDS;
  if (!atomic_compare_exchange_strong_explicit (link, &none, chunk, memory_order_acq_rel,
                                                memory_order_acquire))
    return none < log->chunks_capacity ? &log->chunks[none] : NULL;
  atomic_store_explicit (&entry->tail, chunk, memory_order_release);
  return mine;
}
