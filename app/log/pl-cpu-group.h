/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The control group this process is in, as far as CPUs are concerned: a container or a service may be given
 * part of a CPU only, and is then kept from all of them until its next period begins. Version 1 and 2 of
 * control groups, found by /proc/self/mountinfo and /proc/self/cgroup. */

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
  char path[PATH_MAX];        /* of the group with the tightest limit; empty: there is no limit */
  bool version_2;
  uint32_t quota_millis;      /* thousandths of a CPU, at least 1; 0: no limit */
} PlCpuGroup;

/* proc: "/proc/self", or a folder that holds the same two files. The limits of all groups around it count. */
void pl_cpu_group_find (PlCpuGroup *self, const char *proc);
/* How long the group has been kept from its CPUs so far. False: there is no limit, or nobody tells. */
bool pl_cpu_group_throttled_ns (const PlCpuGroup *self, int64_t *out);

/* In a virtual machine the host may give a CPU to somebody else while a process here has it: the kernel calls that time
 * stolen, and counts it for the whole machine, in ticks of 10 ms mostly. How much was stolen so far, in ms, from the CPUs
 * of `allowed` (bit a CPU below 128). path: "/proc/stat", or a file like it. False: nobody tells. */
bool pl_cpu_stolen_ms (const char *path, const uint64_t allowed[2], uint64_t *out);
