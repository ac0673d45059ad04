/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is known of the locks of this process, by their addresses. A child that was forked has a copy. */

#include "record/rec.h"

typedef struct {
  _Atomic (PlRecObject *) object;     /* NULL: nobody has waited for it yet */
  _Atomic (PlRecLockState *) state;   /* its own, or the object's if others see it, too */
  PlRecLockState own;
  _Atomic bool shared;
} PlRecLock;

/* An address has a place in one of two rows next to each other, whichever has room, and a row of addresses is one cache line:
 * whatever comes and goes, at most two lines are looked at. Most programs have few locks: these lie in few pages, since each page is
 * copied by each child that is forked. Only where there is no room they lie among the many: at most four lines then. */
#define PL_REC_LOCKS_ROW 8u
#define PL_REC_LOCKS_FEW (32u * PL_REC_LOCKS_ROW)
#define PL_REC_LOCKS_MANY (1024u * PL_REC_LOCKS_ROW)
#define PL_REC_LOCKS (PL_REC_LOCKS_FEW + PL_REC_LOCKS_MANY)
/* Each thread remembers the places of the locks that it met last, by their addresses. */
#define PL_REC_LOCKS_RECENT 16u

extern _Atomic uintptr_t pl_rec_lock_addresses[PL_REC_LOCKS];    /* 0: room */
extern PlRecLock pl_rec_locks[PL_REC_LOCKS];
/* Nothing but where to look first, so that it may be anything: a handler's, or that of a thread which was before. */
extern __thread uint16_t pl_rec_locks_recent[PL_REC_LOCKS_RECENT] __attribute__ ((tls_model ("initial-exec")));

/* Its place, or PL_REC_LOCKS: it has none. */
uint32_t pl_rec_locks_look_up (const void *address);
/* The same, and it is given one; a place that is new is as nobody has seen it. NULL: there is no room, so that nobody knows who
 * holds it. Remembered in *recent. */
PlRecLock *pl_rec_locks_search (const void *address, uint16_t *recent);

static inline uint16_t *
pl_rec_locks_last (const void *address)
{
  return &pl_rec_locks_recent[(uintptr_t) address / 32 % PL_REC_LOCKS_RECENT];
}

static inline bool
pl_rec_locks_is_at (const void *address, uint32_t place)
{
  return atomic_load_explicit (&pl_rec_lock_addresses[place], memory_order_relaxed) == (uintptr_t) address;
}

static inline PlRecLock *
pl_rec_locks_find (const void *address)
{
  uint16_t *last = pl_rec_locks_last (address), place = *last;

  return __builtin_expect (pl_rec_locks_is_at (address, place), 1) ? &pl_rec_locks[place] : pl_rec_locks_search (address, last);
}

/* In memory that other processes see, others may take it. object: what all of them know it by, or NULL. */
void pl_rec_locks_share (PlRecLock *lock, PlRecObject *object);
