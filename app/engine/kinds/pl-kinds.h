/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Measures what processes, threads, and threads under one global lock cost and give on this machine. Each kind in a
 * process of its own, so that none of them sees what the others left behind. */

#define PL_KINDS_OPTION "--kinds"

/* What main () is for that: a line a measure on stdout; the exit status. Takes some seconds. */
int pl_kinds_main (void);
