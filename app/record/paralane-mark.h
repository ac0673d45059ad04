/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Marks of a program's own in what Paralane records of it:
 *
 *   paralane_mark ("parse");
 *
 * puts the text at this moment into the lane of the calling thread. It links nothing, costs a comparison, and does
 * nothing when the program is not recorded. Async-signal-safe; errno stays what it is. */

#ifdef __cplusplus
extern "C" {
#endif

/* Defined by the recorder, when there is one. */
extern void paralane_mark_recorded (const char *text) __asm__ ("paralane_mark") __attribute__ ((weak));

static inline void
paralane_mark (const char *text)
{
  if (paralane_mark_recorded)
    paralane_mark_recorded (text);
}

#ifdef __cplusplus
}
#endif
