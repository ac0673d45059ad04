/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The least code that moves tasks over each channel's primitive, with forked workers: no plan, no log,
 * no checks, no answer to a worker's death. What the real channels are measured against. */

#include <stdint.h>

/* Each hands `tasks` tasks of no length to `workers` workers one by one, collects the results and
 * returns the time from before the first fork to the last result, in seconds. */
double bench_bare_queue (unsigned workers, unsigned tasks); /* two shared pipes, a lock at each worker's end */
double bench_bare_pipe (unsigned workers, unsigned tasks);  /* a socket pair a worker, epoll */
double bench_bare_array (unsigned workers, unsigned tasks); /* a shared index, atomic add */
