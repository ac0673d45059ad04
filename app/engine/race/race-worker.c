/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/race/race-shared.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23  /* Linux 5.14 */
#endif

/* Pages that appear during the race would slow it down, and unevenly. */
static int
prepare_records (PlRacer *racer)
{
  uint64_t n = racer->increments < racer->capacity ? racer->increments : racer->capacity;
  size_t size = n * sizeof (PlRaceRecord);
  long page = sysconf (_SC_PAGESIZE);

  if (!racer->records || size == 0)
    return 0;
  if (madvise (racer->records, size, MADV_POPULATE_WRITE) == 0)
    return 0;
  if (errno != EINVAL)
    return -errno;
  for (size_t i = 0; i < size; i += (size_t) page)
    ((volatile uint8_t *) racer->records)[i] = 0;
  return 0;
}

static void
publish (PlRacer *racer)
{
  uint64_t made = racer->increments;
  uint64_t kept = made < racer->capacity ? made : racer->capacity;

  if (!racer->records)
    return;
  atomic_store_explicit (&racer->lane->count, kept, memory_order_release);
  atomic_store_explicit (&racer->lane->dropped, made - kept, memory_order_relaxed);
}

static void
account_cb (void *data)
{
  pl_race_account (data);
}

void
pl_race_give_up (PlRaceShared *shared, int error_errno)
{
  int none = 0;

  atomic_compare_exchange_strong (&shared->failure, &none, error_errno);
  _exit (PL_RACE_EXIT_FAILED);
}

static void
join (PlRacer *racer, const PlPlanData *plan, const PlRaceMethodOps *ops)
{
  int error = pl_race_place (plan->cpus, racer->me);

  if (error == 0 && ops->join)
    error = ops->join (racer);
  if (error < 0)
    pl_race_give_up (racer->shared, -error);
  /* By default the kernel rounds a sleep up by some 50 us. */
  if (racer->window == PL_RACE_WINDOW_SLEEP)
    prctl (PR_SET_TIMERSLACK, 1);
}

static void
race_once (PlRacer *racer, void (*race) (PlRacer *), bool timed)
{
  if (timed)
    {
      pl_race_for_time (racer, race);
      return;
    }
  race (racer);
  racer->lane->made = racer->increments;
}

void
pl_race_note_gap (PlRacer *racer, int64_t now_ns)
{
  pl_account_edge (racer->account, racer->writer, now_ns, false);
}

/* A race that is over in less than some ten microseconds would feel the question: then it is asked before all
 * are there, and what they waited for each other is in the answer. */
#define LONG_RACE 10000u

static bool
is_long (const PlRacer *racer, bool timed)
{
  return timed || racer->increments >= LONG_RACE;
}

int
pl_race_worker (PlRacer *racer)
{
  const PlPlanData *plan = pl_log_plan (racer->log);
  const PlRaceMethodOps *ops = pl_race_method_ops (plan->parts[racer->part].method);
  uint32_t n_cpus = plan->cpus == PL_CPUS_ONE ? 1 : pl_log_header (racer->log)->n_cpus;
  void (*race) (PlRacer *) = racer->records ? ops->recorded : ops->bare;

  if (prepare_records (racer) < 0)
    return PL_RACE_EXIT_MEMORY;
  join (racer, plan, ops);
  pl_race_gate (&racer->shared->gate, racer->n_workers, NULL, NULL);
  for (racer->trial = 0; racer->trial < racer->trials; racer->trial++)
    {
      bool timed = pl_plan_part_is_timed (plan, racer->part);
      int64_t begin_ns, end_ns;

      /* Records of two trials never stand side by side: none until this one is complete. */
      atomic_store_explicit (&racer->lane->count, 0, memory_order_release);
      if (!is_long (racer, timed))
        pl_account_read (racer->account, racer->writer, pl_race_now_ns (racer));
      pl_race_start (&racer->shared->start, racer->n_workers, n_cpus);
      begin_ns = pl_race_now_ns (racer);
      if (is_long (racer, timed))
        pl_account_read (racer->account, racer->writer, begin_ns);
      race_once (racer, race, timed);
      end_ns = pl_race_now_ns (racer);
      pl_account_read (racer->account, racer->writer, end_ns);
      racer->lane->begin_ns = begin_ns;
      racer->lane->end_ns = end_ns;
      atomic_fetch_add_explicit (&racer->lane->busy_ns, end_ns - begin_ns, memory_order_relaxed);
      publish (racer);
      pl_race_gate (&racer->shared->gate, racer->n_workers, account_cb, racer);
    }
  return PL_RACE_EXIT_DONE;
}
