/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-trace-private.h"

/* The pool over the whole run, filled as records come in. */

static void
widen (PlPool *pool)
{
  for (guint i = 0; i < PL_N_BUCKETS / 2; i++)
    {
      pool->busy_ns[i] = pool->busy_ns[2 * i] + pool->busy_ns[2 * i + 1];
      pool->started[i] = pool->started[2 * i] + pool->started[2 * i + 1];
    }
  for (guint i = PL_N_BUCKETS / 2; i < PL_N_BUCKETS; i++)
    {
      pool->busy_ns[i] = 0;
      pool->started[i] = 0;
    }
  pool->width_ns *= 2;
}

static guint
bucket_of (PlPool *pool, gint64 t_ns)
{
  t_ns = MAX (t_ns, 0);
  while (t_ns / pool->width_ns >= PL_N_BUCKETS)
    widen (pool);
  return (guint) (t_ns / pool->width_ns);
}

void
pl_pool_start (PlPool *pool, gint64 t_ns, int n)
{
  guint bucket = bucket_of (pool, t_ns);

  pool->started[bucket] += n;
}

void
pl_pool_busy (PlPool *pool, gint64 from_ns, gint64 to_ns)
{
  guint last = bucket_of (pool, to_ns), first = bucket_of (pool, from_ns);

  for (guint i = first; i <= last; i++)
    {
      gint64 a = MAX (from_ns, (gint64) i * pool->width_ns);
      gint64 b = MIN (to_ns, (gint64) (i + 1) * pool->width_ns);

      pool->busy_ns[i] += MAX (b - a, 0);
    }
}
