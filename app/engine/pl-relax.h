/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* In a loop that waits for a store of another CPU: leaves what the core has to its other threads for some cycles. */
static inline void
pl_relax (void)
{
#if defined (__x86_64__) || defined (__i386__)
  __builtin_ia32_pause ();
#elif defined (__aarch64__)
  __asm__ volatile ("yield" ::: "memory");
#endif
}
