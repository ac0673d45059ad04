/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/sweep/pl-sweep-private.h"

#include "base/pl-text.h"
#include "plan/pl-plan.h"

/* Trial by trial in the order in which they ran: what was measured later can be told from what was measured before. */
char *
pl_sweep_to_csv (PlSweep *self)
{
  GString *text = g_string_new ("run,pool_size,ipc,chunk,trial,wall_ns,tasks_per_second,speedup\n");

  for (guint i = 0; i < self->n_done; i++)
    {
      guint point = self->order[i], trial = i / self->n_plans;
      const PlPlanData *plan = &self->runs[point].plan;
      gint64 wall_ns = pl_sweep_get_wall_ns (self, point, trial);
      PlSweepPoint at;

      pl_sweep_get_point (self, point, &at);
      g_string_append_printf (text, "%u,%u,%s,%u,%u,%" G_GINT64_FORMAT, i + 1, plan->pool_size, pl_ipc_key (plan->ipc),
                              plan->chunk, trial + 1, wall_ns);
      pl_text_append_csv (text, plan->tasks * 1e9 / (double) MAX (wall_ns, 1));
      if (at.speedup > 0)
        pl_text_append_csv (text, at.speedup * at.median_ns / (double) MAX (wall_ns, 1));
      g_string_append (text, at.speedup > 0 ? "\n" : ",\n");
    }
  return g_string_free (text, FALSE);
}
