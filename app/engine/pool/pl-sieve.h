/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How many primes lie below n, for any n up to a limit: the sieve of Eratosthenes over the odd
 * numbers, with a running count a block. */

#include <stdint.h>

#define PL_SIEVE_MAX (UINT64_C (1) << 28)

typedef struct PlSieve PlSieve;

/* In a shared mapping; NULL: no memory. */
PlSieve *pl_sieve_new (uint64_t limit);
void pl_sieve_free (PlSieve *sieve);
/* n at most the limit */
uint64_t pl_sieve_count_below (const PlSieve *sieve, uint64_t n);
