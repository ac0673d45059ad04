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
  t_ns = CLAMP (t_ns, 0, PL_LOG_MAX_NS);      /* who writes a live run may say anything */
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

static void
add_busy (PlPool *pool, gint64 from_ns, gint64 to_ns)
{
  guint last = bucket_of (pool, to_ns), first = bucket_of (pool, from_ns);

  for (guint i = first; i <= last; i++)
    {
      gint64 a = MAX (from_ns, (gint64) i * pool->width_ns);
      gint64 b = MIN (to_ns, (gint64) (i + 1) * pool->width_ns);

      pool->busy_ns[i] += MAX (b - a, 0);
    }
}

void
pl_pool_enter (PlPool *pool, gint64 t_ns, PlPoolPlace *place)
{
  place->bucket = bucket_of (pool, t_ns);
  place->end_ns = (gint64) (place->bucket + 1) * pool->width_ns;
}

void
pl_pool_go_on (PlPool *pool, gint64 from_ns, gint64 to_ns, gboolean busy, PlPoolPlace *place)
{
  gint64 width_ns = pool->width_ns;

  /* A few steps from bucket to bucket cost less than a division. */
  if (to_ns >= PL_N_BUCKETS * width_ns || to_ns - place->end_ns >= 8 * width_ns)
    {
      if (busy)
        add_busy (pool, from_ns, to_ns);
      pl_pool_enter (pool, to_ns, place);
      return;
    }
  for (; to_ns >= place->end_ns; place->bucket++, place->end_ns += width_ns)
    if (busy)
      pool->busy_ns[place->bucket] += place->end_ns - MAX (from_ns, place->end_ns - width_ns);
  if (busy)
    pool->busy_ns[place->bucket] += to_ns - MAX (from_ns, place->end_ns - width_ns);
}
