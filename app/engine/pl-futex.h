/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Sleeping on a word shared between processes. */

#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Returns once *word is no longer `value`, or for no reason at all. */
static inline void
pl_futex_wait (_Atomic uint32_t *word, uint32_t value)
{
  syscall (SYS_futex, word, FUTEX_WAIT, value, NULL, NULL, 0);
}

/* The same, of all sleepers waking only those who share a bit. */
static inline void
pl_futex_wait_bits (_Atomic uint32_t *word, uint32_t value, uint32_t bits)
{
  syscall (SYS_futex, word, FUTEX_WAIT_BITSET, value, NULL, NULL, bits);
}

static inline void
pl_futex_wake_bits (_Atomic uint32_t *word, uint32_t bits)
{
  syscall (SYS_futex, word, FUTEX_WAKE_BITSET, INT_MAX, NULL, NULL, bits);
}

static inline void
pl_futex_wake_one (_Atomic uint32_t *word)
{
  syscall (SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static inline void
pl_futex_wake_all (_Atomic uint32_t *word)
{
  syscall (SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}
