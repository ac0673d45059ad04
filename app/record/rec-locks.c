/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record/rec-locks.h"

_Atomic uintptr_t pl_rec_lock_addresses[PL_REC_LOCKS] __attribute__ ((aligned (4096)));
PlRecLock pl_rec_locks[PL_REC_LOCKS];
__thread uint16_t pl_rec_locks_recent[PL_REC_LOCKS_RECENT] __attribute__ ((tls_model ("initial-exec")));

/* Somebody has lain among the many. */
static _Atomic bool many;

void
pl_rec_locks_share (PlRecLock *lock, PlRecObject *object)
{
  atomic_store_explicit (&lock->object, object, memory_order_relaxed);
  atomic_store_explicit (&lock->state, object ? pl_rec_object_lock (object) : &lock->own, memory_order_relaxed);
  atomic_store_explicit (&lock->shared, true, memory_order_relaxed);
}

static void
clear (PlRecLock *lock, const void *address)
{
  uint64_t key = pl_rec_memory_key (address);

  atomic_store_explicit (&lock->object, NULL, memory_order_relaxed);
  atomic_store_explicit (&lock->state, &lock->own, memory_order_relaxed);
  atomic_store_explicit (&lock->shared, false, memory_order_relaxed);
  if (key != 0)
    pl_rec_locks_share (lock, pl_rec_object (key, "lock"));
  atomic_store_explicit (&lock->own.holder, 0, memory_order_relaxed);
  atomic_store_explicit (&lock->own.waiters, 0, memory_order_relaxed);
  atomic_store_explicit (&lock->own.woke, 0, memory_order_relaxed);
  atomic_store_explicit (&lock->own.kind, PL_REC_SIGNAL, memory_order_relaxed);
}

/* Of n places from `first` on. *room: where it might have one, if it was PL_REC_LOCKS. */
static uint32_t
look_among (const void *address, uint64_t hash, uint32_t first, uint32_t n, uint32_t *room)
{
  uint32_t row = (uint32_t) (hash % (n / PL_REC_LOCKS_ROW)) * PL_REC_LOCKS_ROW;

  for (unsigned i = 0; i < 2 * PL_REC_LOCKS_ROW; i++)
    {
      uint32_t place = first + (row + i) % n;
      uintptr_t found = atomic_load_explicit (&pl_rec_lock_addresses[place], memory_order_relaxed);

      if (found == (uintptr_t) address)
        return place;
      if (found == 0 && *room == PL_REC_LOCKS)
        *room = place;
    }
  return PL_REC_LOCKS;
}

static uint32_t
look (const void *address, uint32_t *room)
{
  uint64_t hash = pl_rec_hash ((uintptr_t) address, 7);
  uint32_t place = look_among (address, hash, 0, PL_REC_LOCKS_FEW, room);

  return place < PL_REC_LOCKS || (*room < PL_REC_LOCKS && !atomic_load_explicit (&many, memory_order_relaxed))
         ? place : look_among (address, hash, PL_REC_LOCKS_FEW, PL_REC_LOCKS_MANY, room);
}

uint32_t
pl_rec_locks_look_up (const void *address)
{
  uint32_t room = PL_REC_LOCKS;

  return look (address, &room);
}

__attribute__ ((noinline)) PlRecLock *
pl_rec_locks_search (const void *address, uint16_t *recent)
{
  uint32_t room = PL_REC_LOCKS, place = look (address, &room);
  uintptr_t found = (uintptr_t) address;
  int saved = errno;

  if (place == PL_REC_LOCKS && room < PL_REC_LOCKS)
    {
      place = room;
      found = 0;
      /* Said first: whoever finds no room among the few looks there, too. */
      if (place >= PL_REC_LOCKS_FEW)
        atomic_store_explicit (&many, true, memory_order_relaxed);
      if (atomic_compare_exchange_strong (&pl_rec_lock_addresses[place], &found, (uintptr_t) address))
        {
          clear (&pl_rec_locks[place], address);
          found = (uintptr_t) address;
        }
      errno = saved;
    }
  if (place == PL_REC_LOCKS || found != (uintptr_t) address)
    return NULL;
  *recent = (uint16_t) place;
  return &pl_rec_locks[place];
}
