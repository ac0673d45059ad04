/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-sieve.h"

#include <stddef.h>
#include <sys/mman.h>

/* Bit i of the words stands for the number 2i + 1; a set bit is no prime. */
struct PlSieve {
  size_t size;           /* of the mapping */
  uint64_t n_words;
  uint32_t *below;       /* primes in the words before this one */
  uint64_t words[];
};

static void
mark (PlSieve *sieve)
{
  uint64_t n_bits = sieve->n_words * 64;

  sieve->words[0] |= 1;  /* 1 is no prime */
  for (uint64_t i = 1; (2 * i + 1) * (2 * i + 1) / 2 < n_bits; i++)
    if (!(sieve->words[i / 64] >> (i % 64) & 1))
      for (uint64_t j = (2 * i + 1) * (2 * i + 1) / 2; j < n_bits; j += 2 * i + 1)
        sieve->words[j / 64] |= UINT64_C (1) << (j % 64);
}

PlSieve *
pl_sieve_new (uint64_t limit)
{
  uint64_t n_words = limit / 128 + 1;
  size_t size = sizeof (PlSieve) + n_words * (sizeof (uint64_t) + sizeof (uint32_t));
  PlSieve *sieve = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  uint32_t n = 0;

  if (sieve == MAP_FAILED)
    return NULL;
  sieve->size = size;
  sieve->n_words = n_words;
  sieve->below = (uint32_t *) (sieve->words + n_words);
  mark (sieve);
  for (uint64_t i = 0; i < n_words; i++)
    {
      sieve->below[i] = n;
      n += 64 - (uint32_t) __builtin_popcountll (sieve->words[i]);
    }
  return sieve;
}

void
pl_sieve_free (PlSieve *sieve)
{
  if (sieve)
    munmap (sieve, sieve->size);
}

uint64_t
pl_sieve_count_below (const PlSieve *sieve, uint64_t n)
{
  uint64_t bit = n / 2;  /* odd numbers below n */
  uint64_t before;

  if (n <= 2)
    return 0;
  before = bit % 64 == 0 ? 0 : ~sieve->words[bit / 64] << (64 - bit % 64);
  /* 2, the one even prime, is not in the words */
  return 1 + sieve->below[bit / 64] + (uint64_t) __builtin_popcountll (before);
}
