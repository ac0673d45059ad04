/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/pool/pl-workload.h"

#include "engine/pl-clock.h"
#include "engine/pool/pl-gil.h"
#include "engine/pool/pl-sieve.h"
#include "log/pool/pl-pool-modes.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>

/* Slices begin anywhere in the first so many bytes: neighbours differ, and small ones stay in the
 * cache. */
#define NOISE_SLACK 65536u
/* Trial division of all numbers below n takes about this many ns times n^1.5 / ln n. */
#define PRIMES_NS 0.7

static uint64_t
hash (const PlWorkload *self, uint32_t task, uint64_t more)
{
  return pl_mix (pl_mix (self->plan->seed + UINT64_C (0x9e3779b97f4a7c15) * (task + 1)) + more);
}

/* --- how long a task is --- */

/* Uniform in (0, 1]. */
static double
uniform (const PlWorkload *self, uint32_t task)
{
  return (double) ((hash (self, task, 1) >> 11) + 1) / 9007199254740992.0;
}

static int64_t
duration_ns (const PlWorkload *self, uint32_t task)
{
  const PlPlanData *plan = self->plan;
  double mean = (double) plan->task_time_ns;

  switch (plan->spread)
    {
    case PL_SPREAD_UNIFORM:
      return (int64_t) (mean * (0.4 + 1.2 * uniform (self, task)));
    case PL_SPREAD_EXPONENTIAL:
      return (int64_t) (mean * fmin (-log (uniform (self, task)), 10.0));
    case PL_SPREAD_STRAGGLER:
      return plan->task_time_ns * (task == pl_mix (plan->seed + 7) % plan->tasks ? 8 : 1);
    default:
      return plan->task_time_ns;
    }
}

static uint64_t
primes_n (int64_t ns)
{
  double n = 1000;

  if (ns <= 0)
    return 0;
  /* n^1.5 = t ln n, by repeated substitution */
  for (int i = 0; i < 4; i++)
    n = pow ((double) ns / PRIMES_NS * log (fmax (n, 3)), 2.0 / 3.0);
  return n < (double) PL_SIEVE_MAX ? (uint64_t) n : PL_SIEVE_MAX;
}

static void
fill_params (PlWorkload *self)
{
  const PlPlanData *plan = self->plan;
  int64_t last_ns = -1;
  uint64_t last = 0;

  for (uint32_t i = 0; i < plan->tasks; i++)
    {
      int64_t ns = duration_ns (self, i);

      if (ns != last_ns)
        last = plan->work == PL_WORK_PRIMES ? primes_n (ns) : (uint64_t) ns;
      last_ns = ns;
      self->params[i] = last;
    }
}

/* --- the work --- */

static void
spin (int64_t ns)
{
  int64_t end = ns > 0 ? pl_clock_ns (CLOCK_THREAD_CPUTIME_ID) + ns : 0;
  uint64_t x = (uint64_t) ns;

  if (ns <= 0)
    return;
  do
    {
      pl_gil_safe_point ();
      for (int i = 0; i < 64; i++)
        {
          x = pl_mix (x + 1);
          __asm__ volatile ("" : "+r" (x));  /* or the compiler sees that nobody wants x */
        }
    }
  while (pl_clock_ns (CLOCK_THREAD_CPUTIME_ID) < end);
}

static void
sleep_for (int64_t ns)
{
  struct timespec left = { ns / 1000000000, ns % 1000000000 };

  if (ns <= 0)
    return;
  pl_gil_release ();
  while (clock_nanosleep (CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
    ;
  pl_gil_take ();
}

/* Of the cheapest steps: some microseconds. */
#define BETWEEN_SAFE_POINTS 4096u

static uint64_t
sum_of_squares (uint64_t n)
{
  uint64_t sum = 0;

  for (uint64_t i = 1; i <= n; )
    {
      uint64_t last = n - i < BETWEEN_SAFE_POINTS ? n : i + BETWEEN_SAFE_POINTS;

      pl_gil_safe_point ();
      for (; i <= last; i++)
        {
          sum += i * i;
          __asm__ volatile ("" : "+r" (sum));  /* or the compiler finds the closed form */
        }
    }
  return sum;
}

static uint64_t
count_primes_below (uint32_t n)
{
  uint64_t count = n > 2;

  for (uint32_t i = 3; i < n; i += 2)
    {
      uint32_t d = 3;

      pl_gil_safe_point ();
      while (d * d <= i && i % d != 0)
        d += 2;
      count += d * d > i;
    }
  return count;
}

uint64_t
pl_workload_run (const PlWorkload *self, uint32_t task, uint64_t param)
{
  switch (self->plan->work)
    {
    case PL_WORK_SLEEP:
      sleep_for ((int64_t) param);
      break;
    case PL_WORK_SQUARES:
      return sum_of_squares (param);
    case PL_WORK_PRIMES:
      return count_primes_below ((uint32_t) param);
    default:
      spin ((int64_t) param);
      break;
    }
  return hash (self, task, param);
}

/* n (n + 1) (2n + 1) / 6 modulo 2^64: divided before multiplying. */
static uint64_t
squares_answer (uint64_t n)
{
  uint64_t a = n, b = n + 1, c = 2 * n + 1;

  if (a % 2 == 0)
    a /= 2;
  else
    b /= 2;
  if (a % 3 == 0)
    a /= 3;
  else if (b % 3 == 0)
    b /= 3;
  else
    c /= 3;
  return a * b * c;
}

uint64_t
pl_workload_answer (const PlWorkload *self, uint32_t task)
{
  uint64_t param = self->params[task];

  switch (self->plan->work)
    {
    case PL_WORK_SQUARES:
      return squares_answer (param);
    case PL_WORK_PRIMES:
      return pl_sieve_count_below (self->sieve, param);
    default:
      return hash (self, task, param);
    }
}

uint64_t
pl_workload_exception (const PlWorkload *self, uint32_t task)
{
  return ~hash (self, task, 4);
}

uint64_t
pl_workload_outcome (const PlWorkload *self, uint32_t task)
{
  return pl_plan_task_fails (self->plan, task) ? pl_workload_exception (self, task) : pl_workload_answer (self, task);
}

void
pl_workload_split (const PlWorkload *self, uint32_t task, uint64_t value, uint64_t pair[2])
{
  pair[0] = value > 0 ? hash (self, task, 5) % value : 0;
  pair[1] = value - pair[0];
}

void
pl_workload_pass (const PlWorkload *self, int64_t ns)
{
  if (self->plan->work == PL_WORK_SLEEP)
    sleep_for (ns);
  else
    spin (ns);
}

const uint8_t *
pl_workload_payload (const PlWorkload *self, uint32_t task, PlDirection direction)
{
  return self->noise + hash (self, task, 2 + direction) % NOISE_SLACK;
}

/* --- making it --- */

static void *
map_shared (size_t size, uint64_t *wanted)
{
  void *mapping = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  *wanted = size;
  return mapping == MAP_FAILED ? NULL : mapping;
}

static int
make_noise (PlWorkload *self, uint64_t *wanted)
{
  uint64_t x = self->plan->seed;

  self->noise_size = (size_t) self->plan->payload + NOISE_SLACK;
  self->noise = map_shared (self->noise_size, wanted);
  if (!self->noise)
    return -ENOMEM;
  for (size_t i = 0; i + sizeof x <= self->noise_size; i += sizeof x)
    {
      uint64_t word = pl_mix (x += UINT64_C (0x9e3779b97f4a7c15));

      memcpy (self->noise + i, &word, sizeof word);
    }
  return 0;
}

static int
make_sieve (PlWorkload *self, uint64_t *wanted)
{
  uint64_t limit = 0;

  for (uint32_t i = 0; i < self->plan->tasks; i++)
    if (self->params[i] > limit)
      limit = self->params[i];
  *wanted = limit / 10;
  self->sieve = pl_sieve_new (limit);
  return self->sieve ? 0 : -ENOMEM;
}

int
pl_workload_init (PlWorkload *self, const PlPlanData *plan, uint64_t *wanted)
{
  int error = 0;

  memset (self, 0, sizeof *self);
  self->plan = plan;
  self->params = map_shared (((size_t) plan->tasks + 1) * sizeof *self->params, wanted);
  if (!self->params)
    return -ENOMEM;
  fill_params (self);
  if (plan->payload > 0)
    error = make_noise (self, wanted);
  if (error == 0 && plan->work == PL_WORK_PRIMES)
    error = make_sieve (self, wanted);
  if (error < 0)
    pl_workload_clear (self);
  return error;
}

void
pl_workload_clear (PlWorkload *self)
{
  if (self->params)
    munmap (self->params, ((size_t) self->plan->tasks + 1) * sizeof *self->params);
  if (self->noise)
    munmap (self->noise, self->noise_size);
  pl_sieve_free (self->sieve);
  memset (self, 0, sizeof *self);
}
