/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What processes and threads are compared by: the engine and a script for Python measure it, a line each,
 * "MEASURE KIND NUMBER". */

typedef enum {
  PL_KIND_PROCESS = 0, PL_KIND_THREAD, PL_KIND_GIL, PL_KIND_PYTHON_PROCESS, PL_KIND_PYTHON_THREAD, PL_N_KINDS
} PlKind;

/* key, as in the lines and in JSON */
#define PL_KIND_LIST(X)                                                                                             \
  X (PROCESS, "process") X (THREAD, "thread") X (GIL, "gil") X (PYTHON_PROCESS, "python_process")                \
  X (PYTHON_THREAD, "python_thread")

/* key, unit of the number */
#define PL_KIND_MEASURES(X)                                                                                     \
  X (OWN_MEMORY, "memory_of_its_own", "bool")  /* 1: what one worker writes into a variable, others do not see */ \
  X (CREATION, "creation", "ns")               /* from asking for a worker to its first moment */                 \
  X (MEMORY, "memory", "bytes")                /* more memory for one worker more, by proportional shares */      \
  X (MESSAGE, "message", "ns")                 /* a few bytes, one way, whoever waits being woken */              \
  X (MEBIBYTE, "mebibyte", "ns")               /* the same of a MiB */                                            \
  X (CPU, "speed_up_cpu", "times")             /* so many workers over one, of work that needs a CPU */           \
  X (WAITING, "speed_up_waiting", "times")     /* the same of work that waits */                                  \
  X (CRASH, "crash", "workers")                /* how many are gone after one of them crashed */

typedef enum {
#define X(ID, key, unit) PL_KIND_##ID,
  PL_KIND_MEASURES (X)
#undef X
  PL_N_KIND_MEASURES
} PlKindMeasure;

/* Workers that are compared with one, and workers of which one crashes. */
#define PL_KINDS_WAITING_WORKERS 8u
#define PL_KINDS_CRASH_WORKERS 4u
#define PL_KINDS_MAX_CPU_WORKERS 4u
