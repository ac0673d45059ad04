/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The kernel's records of the context switches on one CPU: of the calling thread, and of all it forks from
 * here on. See perf_event_open(2). Private to pl-slices.c. */

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define PL_SWITCH_MAX_CPUS 4096u

typedef struct {
  int fd;
  unsigned cpu;
  void *pages;                /* the ring, with its head */
  pid_t on_pid;               /* its owner's: who has the CPU; 0: none of ours */
  int64_t since_ns;
} PlSwitchRing;

typedef enum { PL_SWITCH_IN, PL_SWITCH_OUT, PL_SWITCH_EXIT, PL_SWITCH_LOST } PlSwitchKind;

typedef struct {
  PlSwitchKind kind;
  pid_t pid;
  int64_t time_ns;            /* CLOCK_MONOTONIC */
} PlSwitch;

/* A negative errno: -EACCES, -EPERM, -ENOSYS when it is not allowed. */
int pl_switch_ring_open (PlSwitchRing *self, unsigned cpu);
void pl_switch_ring_close (PlSwitchRing *self);
/* The next one, if it is not younger than horizon_ns. */
bool pl_switch_ring_next (PlSwitchRing *self, int64_t horizon_ns, PlSwitch *out);
