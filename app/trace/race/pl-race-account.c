/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* Who had a CPU while it raced. */

/* Made when first asked for: the account is the log's, as that of any run. */
static PlTrace *
get_trace (PlRace *self)
{
  if (self->trace == NULL)
    self->trace = pl_trace_new (self->log);
  return self->trace;
}

gboolean
pl_race_has_account (PlRace *self)
{
  return pl_trace_account_source (get_trace (self)) != PL_ACCOUNT_SOURCE_NONE;
}

void
pl_race_get_account (PlRace *self, guint part, PlCpuAccount *out)
{
  *out = (PlCpuAccount) { 0 };
  for (guint i = 0; i < pl_log_plan (self->log)->workers; i++)
    {
      guint lane = pl_log_race_lane (self->log, part, i);
      const PlLane *entry = pl_log_lane (self->log, lane);
      PlCpuAccount one;

      pl_trace_account (get_trace (self), lane, entry->begin_ns, entry->end_ns, &one);
      pl_cpu_account_add (out, &one);
    }
}

void
pl_race_account_bins (PlRace *self, guint part, gint64 from_ns, gint64 to_ns, guint n_bins, PlCpuAccount *bins)
{
  g_autofree PlCpuAccount *one = g_new0 (PlCpuAccount, MAX (n_bins, 1));
  gint64 width_ns = MAX ((to_ns - from_ns) / MAX (n_bins, 1), 1);

  for (guint k = 0; k < n_bins; k++)
    bins[k] = (PlCpuAccount) { 0 };
  for (guint i = 0; i < pl_log_plan (self->log)->workers; i++)
    {
      guint lane = pl_log_race_lane (self->log, part, i);
      const PlLane *entry = pl_log_lane (self->log, lane);

      pl_trace_account_bins (get_trace (self), lane, from_ns, width_ns, n_bins, one, NULL);
      /* Who is done sleeps, or is no more: that is nobody's business. */
      for (guint k = 0; k < n_bins; k++)
        if (entry->end_ns <= 0 || from_ns + k * width_ns < entry->end_ns)
          pl_cpu_account_add (&bins[k], &one[k]);
    }
}

/* Below this nobody had to wait to speak of. */
#define WAITED 0.05

char *
pl_race_account_text (PlRace *self, guint part)
{
  g_autofree char *waiting = NULL;
  PlCpuAccount account;
  gint64 known_ns;

  pl_race_get_account (self, part, &account);
  known_ns = pl_cpu_account_known_ns (&account);
  if ((double) account.waiting_ns <= WAITED * (double) known_ns)
    return NULL;
  waiting = pl_text_percent ((double) account.waiting_ns, (double) known_ns);
  return g_strdup_printf (_("without a CPU %s of the time"), waiting);
}
