/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cli/sweep/pl-cli-sweep.h"

#include <glib/gi18n.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"

/* Of the workers' time. */
static char *
share_text (const PlLosses *losses, double share)
{
  return losses->known ? pl_text_percent (share, 1) : g_strdup ("–");
}

static void
add_point (PlCliTable *table, const PlSweepPoint *point)
{
  pl_cli_table_add (table, g_strdup (pl_ipc_name (point->plan->ipc)));
  pl_cli_table_add (table, pl_text_count (point->plan->pool_size));
  pl_cli_table_add (table, pl_text_count (point->plan->chunk));
  pl_cli_table_add (table, pl_text_count (point->n));
  pl_cli_table_add (table, pl_text_duration ((gint64) point->median_ns));
  pl_cli_table_add (table, pl_text_duration ((gint64) point->least_ns));
  pl_cli_table_add (table, pl_text_duration ((gint64) point->most_ns));
  pl_cli_table_add (table, pl_text_si (point->rate));
  pl_cli_table_add (table, point->speedup > 0 ? g_strdup_printf ("%.2f", point->speedup) : g_strdup ("–"));
  pl_cli_table_add (table, share_text (&point->losses, point->losses.used));
  for (guint loss = 0; loss < PL_N_LOSSES; loss++)
    pl_cli_table_add (table, share_text (&point->losses, point->losses.lost[loss]));
}

static void
print_table (PlSweep *sweep)
{
  /* Translators: heads of a table; the last five are shares of the workers' time: at tasks, not there yet, without a CPU,
   * with the channel, with nothing left to do. */
  const char *const heads[] = { "", _("workers"), _("a message"), _("trials"), _("median"), _("least"), _("most"),
                                _("tasks/s"), _("speed-up"), _("at tasks"), _("starting"), _("no CPU"), _("channel"),
                                _("left over") };
  PlCliTable *table = pl_cli_table_new (G_N_ELEMENTS (heads));

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    pl_cli_table_add (table, g_strdup (heads[i]));
  for (guint i = 0; i < pl_sweep_get_n_points (sweep); i++)
    {
      PlSweepPoint point;

      pl_sweep_get_point (sweep, i, &point);
      if (point.n > 0)
        add_point (table, &point);
    }
  pl_cli_table_print (table, stdout);
}

void
pl_cli_sweep_print (PlSweep *sweep)
{
  g_autofree char *title = pl_sweep_title (sweep), *subtitle = pl_sweep_subtitle (sweep);
  g_autofree char *sentence = pl_sweep_sentence (sweep);

  pl_cli_print (stdout, "%s\n%s\n\n", title, subtitle);
  print_table (sweep);
  pl_cli_print (stdout, "\n");
  for (guint series = 0; series < pl_sweep_get_n_series (sweep); series++)
    {
      g_autofree char *name = pl_sweep_series_name (sweep, series), *law = pl_sweep_amdahl_sentence (sweep, series);

      if (law != NULL)
        pl_cli_print (stdout, "%s: %s\n", name, law);
    }
  if (sentence != NULL)
    pl_cli_print (stdout, "%s\n", sentence);
}
