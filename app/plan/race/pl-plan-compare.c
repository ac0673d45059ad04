/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "plan/pl-plan.h"

/* A comparison is many races: as many methods as fit into one, at 1, 2, 4, .. workers. */

static void
add_plans (GArray *plans, const PlPlanData *all, guint workers, const guint32 *methods, guint n)
{
  PlPlanData plan = *all;

  plan.workers = workers;
  plan.n_parts = 0;
  for (guint i = 0; i < n; i++)
    {
      if (workers > pl_race_method_max_workers (methods[i]))
        continue;
      plan.parts[plan.n_parts++] = (PlRacePart) { .method = methods[i], .record = 0 };
      if (plan.n_parts < PL_MAX_RACE_PARTS)
        continue;
      g_array_append_val (plans, plan);
      plan.n_parts = 0;
    }
  if (plan.n_parts > 0)
    g_array_append_val (plans, plan);
}

GArray *
pl_plan_comparison (const PlPlanData *all, const guint32 *methods, guint n)
{
  GArray *plans = g_array_new (FALSE, FALSE, sizeof (PlPlanData));
  g_autoptr (GArray) sizes = pl_plan_doubling (all->workers);
  PlPlanData like = *all;

  /* It was about one race. */
  like.guess = 0;
  like.overlap_ns = 0;
  for (guint i = 0; i < sizes->len; i++)
    add_plans (plans, &like, g_array_index (sizes, guint32, i), methods, n);
  return plans;
}
