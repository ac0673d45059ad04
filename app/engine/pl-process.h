/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How the runner forks, and how nothing it forks outlives it. */

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Once, first thing in the runner: dies with its starter, leaves its terminal's process group
 * (Ctrl+C belongs to the front end), ignores SIGPIPE, blocks SIGCHLD, has as many descriptors as it
 * may have. */
void pl_process_set_up (void);
/* Whether the kernel knows which robust locks this process holds, so that it can tell the next owner
 * of its death. An emulator or a sandbox may refuse to take the list. */
bool pl_process_has_robust_lists (void);
/* SIGCHLD as a descriptor, non-blocking; or a negative errno. Read it empty, then reap. */
int pl_process_child_fd (void);
void pl_process_drain_child_fd (int fd);

/* fork, with all signals blocked around it. In the child (0): SIGKILL follows the runner's death,
 * signals are at their defaults and unblocked, and every descriptor is closed but 0..2 and the n in
 * keep (sorted in place). A child leaves by _exit only. Negative errno when fork fails. */
pid_t pl_process_fork (int *keep, unsigned n);
/* The same for a child that may be stopped: *guarded, in shared memory, turns 1 once it is sure to
 * die with the runner. */
pid_t pl_process_fork_guarded (int *keep, unsigned n, _Atomic uint32_t *guarded);
/* The same for one that cleans up after the runner, however that ends, and must end by itself soon after: it does not die
 * with it, has no signal but SIGKILL to fear, and no output. */
pid_t pl_process_fork_guardian (int *keep, unsigned n);
/* SIGSTOP. Not before it is guarded: a child stopped earlier than that would outlive a runner that
 * dies. */
void pl_process_stop (pid_t pid, _Atomic uint32_t *guarded);

/* One child that is dead, without waiting: its pid, 0 none now, or -ECHILD. It can still be looked at. */
pid_t pl_process_find_dead (void);
/* SIGKILL, and wait until it is dead. Also for a stopped one. */
void pl_process_kill (pid_t pid);
/* Takes leave of a child that is dead. */
void pl_process_reap (pid_t pid, int *status, struct rusage *usage);
/* user + system */
int64_t pl_process_cpu_ns (const struct rusage *usage);
