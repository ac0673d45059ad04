/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-account.h"

#include "trace/pl-account-index.h"

PlAccountSource
pl_trace_account_source (PlTrace *self)
{
  guint told = atomic_load_explicit (&pl_log_header (self->log)->account, memory_order_relaxed);

  if ((told & PL_ACCOUNT_TIMES) == 0)
    return PL_ACCOUNT_SOURCE_NONE;
  return (told & PL_ACCOUNT_SLICES) != 0 ? PL_ACCOUNT_SOURCE_PERF : PL_ACCOUNT_SOURCE_SCHEDSTAT;
}

const char *
pl_account_source_key (PlAccountSource source)
{
  static const char *const keys[] = { "none", "schedstat", "perf" };

  g_return_val_if_fail (source <= PL_ACCOUNT_SOURCE_PERF, keys[0]);
  return keys[source];
}

/* So many questions before one is asked, what answers it is fetched. */
#define AHEAD 6u

/* --- a moment --- */

/* A place in one lane that only moves on. */
typedef struct {
  const PlAccountIndex *account;
  const PlLaneIndex *lane;
  guint reading;                /* readings before the moment */
  guint64 record;               /* records that began before it */
} Walker;

/* Up to a moment. */
typedef struct { PlAccountSums tasks, others; } Sums;

static const PlReading *
reading_at (const Walker *walker, guint i)
{
  return pl_account_index_reading (walker->account, i);
}

/* As many as would be at or before t if the kernel were asked at regular times, as it mostly is. */
static guint
guess_reading (const Walker *walker, gint64 t_ns)
{
  guint low = walker->reading, last = walker->account->n_readings - 1;
  gint64 from_ns, to_ns;

  if (low >= last)
    return low;
  from_ns = reading_at (walker, low)->time_ns;
  to_ns = reading_at (walker, last)->time_ns;
  if (t_ns <= from_ns || to_ns <= from_ns)
    return low;
  return low + (guint) (MIN ((double) (t_ns - from_ns) / (double) (to_ns - from_ns), 1) * (last - low));
}

/* Readings lie far apart in memory, and so does what they are about: which ones will be asked for is known before. */
static void
expect (const Walker *walker, gint64 t_ns)
{
  if (walker->account->n_readings > 0)
    {
      const char *reading = (const char *) reading_at (walker, guess_reading (walker, t_ns));

      __builtin_prefetch (reading);
      __builtin_prefetch (reading - sizeof (PlReading));
      __builtin_prefetch (reading + sizeof (PlReading));
    }
}

/* Gallops from a guess, either way, then halves: the number of readings at or before t. They lie far apart in memory, and
 * each that is looked at is dear. */
static void
find_reading (Walker *walker, gint64 t_ns)
{
  guint n = walker->account->n_readings, low = walker->reading, high = n > 0 ? guess_reading (walker, t_ns) : 0, step = 1;

  if (high > low && reading_at (walker, high - 1)->time_ns > t_ns)
    {
      for (guint next = --high; next > low && high == next; step *= 2)
        {
          next -= MIN (step, next - low);
          if (reading_at (walker, next)->time_ns > t_ns)
            high = next;
          else
            low = next + 1;
        }
    }
  else
    {
      low = high;
      while (high < n && reading_at (walker, high)->time_ns <= t_ns)
        {
          low = high + 1;
          high = low > n - MIN (step, n) ? n : low + step;
          step *= 2;
        }
    }
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (reading_at (walker, middle)->time_ns <= t_ns)
        low = middle + 1;
      else
        high = middle;
    }
  walker->reading = low;
}

/* Time at tasks from a reading on up to t, which lies before the next one. */
static gint64
work_since (Walker *walker, const PlReading *reading, gint64 t_ns)
{
  const PlLaneIndex *lane = walker->lane;
  guint64 first = reading->at, after;
  gint64 from_ns = reading->time_ns, work_ns = 0;
  PlTotals totals;

  after = pl_lane_index_lower_bound (lane, MAX (walker->record, first), t_ns);
  walker->record = after;
  if (after > first)
    {
      gint64 start_ns = lane->records[first].time_ns;

      if (first > 0 && pl_record_state (&lane->records[first - 1]) == PL_STATE_WORKING)
        work_ns += start_ns - from_ns;
      if (after - 1 > first)
        {
          pl_lane_index_sum (lane, first, after - 1, &totals);
          work_ns += totals.ns[PL_STATE_WORKING];
        }
      from_ns = lane->records[after - 1].time_ns;
    }
  if (after > 0 && pl_record_state (&lane->records[after - 1]) == PL_STATE_WORKING)
    work_ns += t_ns - from_ns;
  return work_ns;
}

/* What `n` of `of` mean of the growth from a to b. */
static PlAccountSums
between (const PlAccountSums *a, const PlAccountSums *b, gint64 n, gint64 of)
{
  if (of <= 0 || b->known_ns == a->known_ns)
    return *a;
  return (PlAccountSums) {
    .known_ns = a->known_ns + n,
    .on_ns = a->on_ns + pl_account_part (b->on_ns - a->on_ns, n, of),
    .wait_ns = a->wait_ns + pl_account_part (b->wait_ns - a->wait_ns, n, of),
  };
}

static Sums
sums_at (Walker *walker, gint64 t_ns)
{
  const PlReading *a, *b;
  gint64 work_ns;

  find_reading (walker, t_ns);
  if (walker->reading == 0)
    return (Sums) { 0 };
  a = reading_at (walker, walker->reading - 1);
  if (walker->reading == walker->account->n_readings || a->time_ns == t_ns)
    return (Sums) { a->tasks, a->others };
  b = reading_at (walker, walker->reading);
  work_ns = work_since (walker, a, t_ns);
  return (Sums) {
    between (&a->tasks, &b->tasks, work_ns, b->work_ns - a->work_ns),
    between (&a->others, &b->others, t_ns - a->time_ns - work_ns,
             b->time_ns - a->time_ns - (b->work_ns - a->work_ns)),
  };
}

/* --- a stretch --- */

/* Rounding may have given a nanosecond too much to one of them. */
static void
fill (PlCpuAccount *out, const PlAccountSums *from, const PlAccountSums *to, gint64 length_ns)
{
  gint64 known_ns = CLAMP (to->known_ns - from->known_ns, 0, length_ns);
  gint64 on_ns = CLAMP (to->on_ns - from->on_ns, 0, known_ns);
  gint64 waiting_ns = CLAMP (to->wait_ns - from->wait_ns, 0, known_ns - on_ns);

  *out = (PlCpuAccount) {
    .on_ns = on_ns, .waiting_ns = waiting_ns, .asleep_ns = known_ns - on_ns - waiting_ns,
    .unknown_ns = length_ns - known_ns,
  };
}

void
pl_cpu_account_add (PlCpuAccount *sum, const PlCpuAccount *more)
{
  sum->on_ns += more->on_ns;
  sum->waiting_ns += more->waiting_ns;
  sum->asleep_ns += more->asleep_ns;
  sum->unknown_ns += more->unknown_ns;
}

/* Of the time at tasks; and, with what is not at tasks, of all time, unless that is NULL. */
static void
fill_bin (const Sums *from, const Sums *to, gint64 length_ns, gint64 work_ns, PlCpuAccount *all,
          PlCpuAccount *tasks)
{
  PlCpuAccount at_tasks, others;

  fill (&at_tasks, &from->tasks, &to->tasks, work_ns);
  *tasks = at_tasks;
  if (all == NULL)
    return;
  fill (&others, &from->others, &to->others, length_ns - work_ns);
  *all = at_tasks;
  pl_cpu_account_add (all, &others);
}

/* Of all time together nobody has to know how much of it was at tasks. */
static void
fill_all (const Sums *from, const Sums *to, gint64 length_ns, PlCpuAccount *all)
{
  const PlAccountSums a = { from->tasks.known_ns + from->others.known_ns, from->tasks.on_ns + from->others.on_ns,
                            from->tasks.wait_ns + from->others.wait_ns };
  const PlAccountSums b = { to->tasks.known_ns + to->others.known_ns, to->tasks.on_ns + to->others.on_ns,
                            to->tasks.wait_ns + to->others.wait_ns };

  fill (all, &a, &b, length_ns);
}

void
pl_trace_account_bins (PlTrace *self, guint lane, gint64 from_ns, gint64 width_ns, guint n_bins,
                       PlCpuAccount *all, PlCpuAccount *tasks)
{
  Walker walker = { 0 };
  Sums sums = { 0 };

  g_return_if_fail (PL_IS_TRACE (self) && lane < self->n_lanes && width_ns >= 0 && (all != NULL || tasks != NULL));

  walker.account = self->accounts[lane];
  walker.lane = &self->lanes[lane];
  if (n_bins > 0)
    sums = sums_at (&walker, from_ns);
  for (guint i = 0; i < n_bins; i++)
    {
      gint64 start_ns = from_ns + (gint64) i * width_ns;
      Sums next = sums_at (&walker, start_ns + width_ns);
      PlShares shares;

      if (tasks == NULL)
        {
          fill_all (&sums, &next, width_ns, &all[i]);
        }
      else
        {
          pl_trace_sum (self, lane, start_ns, start_ns + width_ns, &shares);
          fill_bin (&sums, &next, width_ns, MIN (shares.state_ns[PL_STATE_WORKING], width_ns), all ? &all[i] : NULL,
                    &tasks[i]);
        }
      sums = next;
    }
}

void
pl_trace_account_edges (PlTrace *self, guint lane, const gint64 *edges, const gint64 *work_ns, guint n,
                        PlCpuAccount *tasks)
{
  Walker walker = { 0 };
  Sums sums;

  g_return_if_fail (PL_IS_TRACE (self) && lane < self->n_lanes);

  walker.account = self->accounts[lane];
  walker.lane = &self->lanes[lane];
  if (n == 0)
    return;
  sums = sums_at (&walker, edges[0]);
  for (guint i = 0; i < n; i++)
    {
      Sums next;

      if (i + AHEAD <= n)
        expect (&walker, edges[i + AHEAD]);
      next = sums_at (&walker, edges[i + 1]);

      fill (&tasks[i], &sums.tasks, &next.tasks, work_ns[i]);
      sums = next;
    }
}

gint64
pl_trace_account_told_ns (PlTrace *self, guint lane)
{
  const PlAccountIndex *account;

  g_return_val_if_fail (PL_IS_TRACE (self) && lane < self->n_lanes, 0);

  account = self->accounts[lane];
  return account->n_readings > 0 ? pl_account_index_reading (account, account->n_readings - 1)->time_ns : 0;
}

void
pl_trace_account (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *out)
{
  pl_trace_account_bins (self, lane, from_ns, MAX (to_ns - from_ns, 0), 1, out, NULL);
}

void
pl_trace_account_tasks (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlCpuAccount *out)
{
  pl_trace_account_bins (self, lane, from_ns, MAX (to_ns - from_ns, 0), 1, NULL, out);
}

void
pl_trace_account_total (PlTrace *self, PlCpuAccount *out)
{
  *out = (PlCpuAccount) { 0 };
  for (guint i = 1; i < self->n_lanes; i++)
    {
      PlCpuAccount one;

      if (pl_trace_is_beside (self, i))
        continue;
      pl_trace_account_tasks (self, i, 0, self->end_ns, &one);
      pl_cpu_account_add (out, &one);
    }
}

/* --- the machine --- */

double
pl_trace_cpus (PlTrace *self)
{
  const PlLogHeader *header = pl_log_header (self->log);
  double cpus = MAX (header->n_cpus, 1), quota = header->quota_millis / 1000.0;

  return quota > 0 && quota < cpus ? quota : cpus;
}

gint64
pl_trace_throttled_ns (PlTrace *self)
{
  return atomic_load_explicit (&pl_log_header (self->log)->throttled_ns, memory_order_relaxed);
}

gint64
pl_trace_stolen_ns (PlTrace *self)
{
  return atomic_load_explicit (&pl_log_header (self->log)->stolen_ms, memory_order_relaxed) * INT64_C (1000000);
}

/* --- slices --- */

guint
pl_trace_slices (PlTrace *self, guint lane, gint64 from_ns, gint64 to_ns, PlSlice *slices, guint max)
{
  const GArray *all;
  guint low = 0, high, n = 0;

  g_return_val_if_fail (PL_IS_TRACE (self) && lane < self->n_lanes, 0);

  all = self->accounts[lane]->slices;
  high = all->len;
  if (self->is_past)
    to_ns = MIN (to_ns, self->end_ns);
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (all, PlAccountSlice, middle).end_ns <= from_ns)
        low = middle + 1;
      else
        high = middle;
    }
  for (; low < all->len && n < max && g_array_index (all, PlAccountSlice, low).start_ns < to_ns; low++)
    {
      const PlAccountSlice *slice = &g_array_index (all, PlAccountSlice, low);

      slices[n++] = (PlSlice) { lane, slice->start_ns, self->is_past ? MIN (slice->end_ns, to_ns) : slice->end_ns, slice->cpu };
    }
  return n;
}

gint64
pl_trace_slices_end_ns (PlTrace *self)
{
  gint64 end_ns = atomic_load_explicit (&pl_log_header (self->log)->slices_end_ns, memory_order_relaxed);

  return end_ns > 0 ? MIN (end_ns, self->end_ns) : self->end_ns;
}

/* As measured on machines of the day. */
#define QUESTION_COST_NS 500

gint64
pl_trace_account_cost_ns (PlTrace *self)
{
  gint64 cost_ns = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    cost_ns += (gint64) self->accounts[i]->n_readings * QUESTION_COST_NS +
               (gint64) self->accounts[i]->slices->len * PL_SWITCH_COST_NS;
  return cost_ns;
}
