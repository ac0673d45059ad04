/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a process takes of the memory: what it has alone, and its part of each page that it shares. Resident size
 * would count shared pages once for everybody. */

#include <stdint.h>

#include <sys/types.h>

/* Bytes, of a process; 0: the kernel does not tell. */
uint64_t pl_memory_share_of (pid_t pid);
uint64_t pl_memory_share (void);      /* the caller's */
