/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one lock of a process whose threads may not run at the same time, as CPython's global interpreter lock takes
 * turns: who has waited for 5 ms asks the holder to drop it, the holder does so at its next safe point, and does not
 * have it again before somebody else had it. It is free while its holder sleeps or waits for anything else.
 *
 * One a process; without pl_gil_open () there is none, and all of these do nothing. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define PL_GIL_SWITCH_NS 5000000

typedef struct PlGilOps {
  /* The thread is about to drop it, because it was asked to; what comes next is the wait, which began now. */
  void (*drops) (void *owner);
  /* It has to wait for it: that lane has it. */
  void (*waits) (void *owner, uint32_t holder);
  /* It has it again. */
  void (*got) (void *owner);
} PlGilOps;

/* Before there are threads. */
void pl_gil_open (void);
/* This thread is that lane's from here on, and has it. ops, if there is one, is told of waits. */
void pl_gil_join (uint32_t lane, const PlGilOps *ops, void *owner);

/* Around whatever may sleep. errno stays. */
void pl_gil_release (void);
void pl_gil_take (void);

/* Private. */
extern _Atomic uint32_t pl_gil_asked;
void pl_gil_pass (void);

/* Often, by whoever computes. */
static inline void
pl_gil_safe_point (void)
{
  if (__builtin_expect (atomic_load_explicit (&pl_gil_asked, memory_order_relaxed) != 0, 0))
    pl_gil_pass ();
}
