/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A lock between the workers of a pool. Its word names the lane that has it, from the very
 * instruction that takes it on: so the parent, who knows who died, can take it from a dead one, and
 * nothing depends on whether the kernel knows robust locks. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  _Alignas (64) _Atomic uint32_t word; /* lane of the owner, 0: free; the highest bit: others wait */
} PlSharedLock;

/* All zero is a free lock. The lane is the caller's, from 1. */

/* False: somebody has it; *holder is that lane. */
bool pl_shared_lock_try (PlSharedLock *lock, uint32_t lane, uint32_t *holder);
/* The same a few times: worth it where the holder is on another CPU and leaves sooner than anybody could fall asleep. */
bool pl_shared_lock_spin (PlSharedLock *lock, uint32_t lane, unsigned turns);
void pl_shared_lock_take (PlSharedLock *lock, uint32_t lane);
void pl_shared_lock_leave (PlSharedLock *lock);

/* The parent's, after the worker of that lane is reaped and before another one has the lane.
 * Whether it died with the lock: nobody has it until pl_shared_lock_free_dead. */
bool pl_shared_lock_is_of (const PlSharedLock *lock, uint32_t lane);
/* Takes it from the dead one, if it had it. To be called for every death: whoever was just woken to
 * take the lock, and died, has left others asleep. */
void pl_shared_lock_free_dead (PlSharedLock *lock, uint32_t lane);
