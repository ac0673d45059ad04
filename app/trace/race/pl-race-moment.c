/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-race.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

/* A recorded race at a moment. */

static guint
n_workers (PlRace *self)
{
  return pl_log_plan (pl_race_get_log (self))->workers;
}

guint64
pl_race_value_at (PlRace *self, guint part, gint64 t_ns)
{
  gint64 latest_ns = -1;
  guint64 value = 0;

  for (guint worker = 0; worker < n_workers (self); worker++)
    {
      guint32 after = pl_race_find (self, part, worker, t_ns + 1);
      PlIncrementInfo info;

      if (after == 0 || !pl_race_get_times (self, part, (PlIncrement) { worker, after - 1 }, &info)
          || info.store_ns <= latest_ns)
        continue;
      latest_ns = info.store_ns;
      value = (guint64) info.value_read + 1;
    }
  return value;
}

static void
offer (gint64 at_ns, gint64 t_ns, gboolean forward, gboolean *found, gint64 *best_ns)
{
  if (forward ? at_ns <= t_ns : at_ns >= t_ns)
    return;
  if (*found && (forward ? at_ns >= *best_ns : at_ns <= *best_ns))
    return;
  *best_ns = at_ns;
  *found = TRUE;
}

gboolean
pl_race_next_event (PlRace *self, guint part, gint64 t_ns, gboolean forward, gint64 *event_ns)
{
  gboolean found = FALSE;

  for (guint worker = 0; worker < n_workers (self); worker++)
    {
      guint32 near = pl_race_find (self, part, worker, t_ns);

      /* The one before, at it and after it: increments of one worker never overlap. */
      for (guint32 seq = near > 0 ? near - 1 : 0; seq <= near + 1; seq++)
        {
          PlIncrementInfo info;

          if (!pl_race_get_times (self, part, (PlIncrement) { worker, seq }, &info))
            continue;
          offer (info.load_ns, t_ns, forward, &found, event_ns);
          offer (info.store_ns, t_ns, forward, &found, event_ns);
        }
    }
  return found;
}

guint64
pl_race_count_by (PlRace *self, guint part, gint64 t_ns, guint64 *n_lost)
{
  guint64 n = 0, lost = 0;

  for (guint worker = 0; worker < n_workers (self); worker++)
    {
      guint32 end = pl_race_find (self, part, worker, t_ns + 1);

      n += end;
      lost += pl_race_count_lost (self, part, worker, 0, end);
    }
  if (n_lost)
    *n_lost = lost;
  return n;
}

char *
pl_race_moment_sentence (PlRace *self, guint part, gint64 t_ns)
{
  guint64 n_lost, n = pl_race_count_by (self, part, t_ns, &n_lost);
  g_autofree char *value = pl_text_count (pl_race_value_at (self, part, t_ns)), *all = pl_text_count (n);
  g_autofree char *lost = pl_text_count (n_lost), *account = NULL, *stands = NULL;

  stands = g_strdup_printf (_("The counter stands at %s."), value);
  if (n_lost == 0)
    account = g_strdup_printf (ngettext ("%s increment so far, not lost.", "%s increments so far, none lost.", (gulong) n), all);
  else
    /* Translators: "137,436 of 268,080 increments so far are lost." */
    account = g_strdup_printf (ngettext ("%s of %s increment so far is lost.", "%s of %s increments so far are lost.",
                                         (gulong) n), lost, all);
  return g_strjoin ("\n", stands, account, NULL);
}
