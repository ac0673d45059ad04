/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"

/* A sweep is many pools: like one another but for what they are to be compared by. */

static gboolean
has_plan (GArray *plans, const PlPlanData *plan)
{
  for (guint i = 0; i < plans->len; i++)
    if (pl_plan_equal (&g_array_index (plans, PlPlanData, i), plan))
      return TRUE;
  return FALSE;
}

static gboolean
add_plan (GArray *plans, const PlPlanData *base, guint size, guint ipc, guint chunk, GError **error)
{
  PlPlanData plan = *base;

  plan.pool_size = size;
  plan.ipc = ipc;
  plan.chunk_asked = chunk;
  /* How fast one is without a pool is what the smallest pool is measured for. */
  plan.serial = 0;
  if (!pl_plan_validate (&plan, error))
    return FALSE;
  if (!has_plan (plans, &plan))
    g_array_append_val (plans, plan);
  return TRUE;
}

GArray *
pl_plan_sweep (const PlPlanData *base, GArray *sizes, GArray *ipcs, GArray *chunks, GError **error)
{
  g_autoptr (GArray) plans = g_array_new (FALSE, FALSE, sizeof (PlPlanData));

  for (guint i = 0; i < ipcs->len; i++)
    for (guint k = 0; k < chunks->len; k++)
      for (guint n = 0; n < sizes->len; n++)
        if (!add_plan (plans, base, g_array_index (sizes, guint32, n), g_array_index (ipcs, guint32, i),
                       g_array_index (chunks, guint32, k), error))
          return NULL;
  return g_steal_pointer (&plans);
}

GArray *
pl_plan_doubling (guint last)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 n = 1; n < last; n *= 2)
    g_array_append_val (numbers, n);
  g_array_append_val (numbers, last);
  return numbers;
}

GArray *
pl_plan_sizes_on (guint n_cpus)
{
  return pl_plan_doubling (MIN (2 * n_cpus, PL_MAX_POOL_SIZE));
}
