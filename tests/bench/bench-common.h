/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

/* Seconds on a clock that only runs forward. */
double bench_now (void);
/* Seconds of CPU this thread has had: what others do on the machine does not count. */
double bench_cpu (void);
/* The middle one; sorts values. */
double bench_median (double *values, size_t n);
/* Prints "what failed: errno's text" and ends the program. */
_Noreturn void bench_die (const char *what);
/* The machine, as one line above a table. */
void bench_print_machine (void);
