/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-ranks.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"

static gboolean
has_ranks (PlLog *log)
{
  return pl_log_plan (log)->kind == PL_RUN_POOL && pl_log_plan (log)->engine == PL_ENGINE_MPI;
}

char *
pl_pool_rank_host (PlLog *log, guint lane)
{
  char host[64] = "";

  if (!has_ranks (log) || lane >= pl_log_n_lanes (log))
    return NULL;
  pl_log_name (log, atomic_load_explicit (&pl_log_lane (log, lane)->name, memory_order_acquire), host, sizeof host);
  return host[0] != '\0' ? g_strdup (host) : NULL;
}

/* Alone, the parent is its own worker. */
int
pl_pool_rank_number (PlLog *log, guint lane)
{
  PlLane *parent, *entry;
  gboolean alone;

  if (!has_ranks (log) || lane == 0 || lane >= pl_log_n_lanes (log))
    return -1;
  parent = pl_log_lane (log, 0);
  entry = pl_log_lane (log, lane);
  alone = pl_log_n_lanes (log) == 2 && entry->clock_uncertainty_ns == 0
          && atomic_load_explicit (&entry->pid, memory_order_relaxed) == atomic_load_explicit (&parent->pid, memory_order_relaxed);
  return alone ? 0 : (int) lane;
}

char *
pl_pool_clock_sentence (PlLog *log, guint lane)
{
  g_autofree char *offset = NULL, *error = NULL;
  gint64 offset_ns;

  if (pl_pool_rank_number (log, lane) < 1 || pl_log_lane (log, lane)->clock_uncertainty_ns == 0)
    return NULL;
  offset_ns = pl_log_lane (log, lane)->clock_offset_ns;
  error = pl_text_duration (pl_log_lane (log, lane)->clock_uncertainty_ns);
  offset = pl_text_duration (offset_ns >= 0 ? offset_ns : -MAX (offset_ns, -G_MAXINT64));
  return offset_ns >= 0 ? g_strdup_printf (_("Its clock is %s ahead of the parent’s, give or take %s."), offset, error)
                        : g_strdup_printf (_("Its clock is %s behind the parent’s, give or take %s."), offset, error);
}

gint64
pl_pool_clock_uncertainty_ns (PlLog *log)
{
  gint64 first_ns = 0, second_ns = 0;

  if (!has_ranks (log))
    return 0;
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      gint64 ns = pl_log_lane (log, lane)->clock_uncertainty_ns;

      if (ns > first_ns)
        {
          second_ns = first_ns;
          first_ns = ns;
        }
      else
        {
          second_ns = MAX (second_ns, ns);
        }
    }
  return first_ns + second_ns;
}

/* "node1: parent and 2 ranks" */
static void
append_host (GString *text, const char *host, guint n_ranks, gboolean parent)
{
  if (text->len > 0)
    g_string_append (text, "; ");
  if (!parent)
    /* Translators: a host and the MPI ranks on it: "node2: 4 ranks". */
    g_string_append_printf (text, ngettext ("%s: %u rank", "%s: %u ranks", n_ranks), host, n_ranks);
  else if (n_ranks == 0)
    g_string_append_printf (text, _("%s: the parent"), host);
  else
    g_string_append_printf (text, ngettext ("%s: the parent and %u rank", "%s: the parent and %u ranks", n_ranks), host, n_ranks);
}

char *
pl_pool_hosts_sentence (PlLog *log)
{
  guint n_lanes = pl_log_n_lanes (log);
  gint64 error_ns = pl_pool_clock_uncertainty_ns (log);
  g_autofree char *error = pl_text_duration (error_ns);
  GString *text;

  if (!has_ranks (log))
    return NULL;
  text = g_string_new (NULL);
  /* Ranks of a host lie next to each other. */
  for (guint lane = 0, next; lane < n_lanes; lane = next)
    {
      g_autofree char *host = pl_pool_rank_host (log, lane);
      guint32 name = atomic_load (&pl_log_lane (log, lane)->name);

      for (next = lane + 1; next < n_lanes && atomic_load (&pl_log_lane (log, next)->name) == name; next++)
        ;
      append_host (text, host != NULL ? host : _("unknown"), next - MAX (lane, 1), lane == 0);
    }
  if (error_ns > 0)
    {
      g_string_append (text, "; ");
      /* Translators: how far off the times of two hosts may be from each other. */
      g_string_append_printf (text, _("clocks agree to within %s"), error);
    }
  return g_string_free (text, FALSE);
}
