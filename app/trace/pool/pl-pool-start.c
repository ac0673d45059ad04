/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pool/pl-pool-start.h"

#include <glib/gi18n-lib.h>

#include "base/pl-order.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"

/* As the engine numbers what a worker may find in the variable. */
static const char *const inherited_keys[] = { "fresh", "changed", "server" };

PL_ORDER (compare, guint64)

static guint64
middle_of (GArray *values)
{
  g_array_sort (values, compare);
  return values->len > 0 ? g_array_index (values, guint64, values->len / 2) : 0;
}

static const char *
inherited_key (PlLog *log, guint lane)
{
  guint32 found = atomic_load_explicit (&pl_log_lane (log, lane)->inherited, memory_order_relaxed);

  return found >= 1 && found <= G_N_ELEMENTS (inherited_keys) ? inherited_keys[found - 1] : NULL;
}

void
pl_pool_start_of_log (PlLog *log, PlPoolStart *out)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) shares = g_array_new (FALSE, FALSE, sizeof (guint64));

  *out = (PlPoolStart) { 0 };
  for (guint lane = 1; lane < pl_log_n_lanes (log); lane++)
    {
      PlLane *entry = pl_log_lane (log, lane);
      guint64 creation_ns = atomic_load_explicit (&entry->creation_ns, memory_order_relaxed);
      guint64 memory = atomic_load_explicit (&entry->memory, memory_order_relaxed);
      const char *key = inherited_key (log, lane);

      if (creation_ns > 0)
        g_array_append_val (times, creation_ns);
      if (memory > 0)
        g_array_append_val (shares, memory);
      out->inherited_key = lane == 1 || g_strcmp0 (key, out->inherited_key) == 0 ? key : NULL;
    }
  out->n = times->len;
  out->creation_ns = (gint64) middle_of (times);
  out->memory = middle_of (shares);
  out->server_ns = (gint64) MIN (atomic_load_explicit (&pl_log_lane (log, 0)->creation_ns, memory_order_relaxed), G_MAXINT64);
}

static const char *
inherited_text (const char *key)
{
  if (g_strcmp0 (key, "changed") == 0)
    return _("a variable that the parent had changed before was found changed");
  if (g_strcmp0 (key, "fresh") == 0)
    return _("a variable that the parent had changed before was found as at its beginning");
  if (g_strcmp0 (key, "server") == 0)
    return _("a variable that the parent had changed before was found as the server had it");
  return NULL;
}

static void
append (GString *text, const char *part)
{
  if (part == NULL)
    return;
  if (text->len > 0)
    g_string_append (text, "; ");
  g_string_append (text, part);
}

static char *
cost_text (gint64 creation_ns, guint64 memory)
{
  g_autofree char *time = pl_text_duration (creation_ns), *share = pl_text_bytes (memory);

  if (memory == 0)
    return g_strdup_printf (_("%s until its first moment"), time);
  return g_strdup_printf (_("%s until its first moment, %s of memory as its share"), time, share);
}

char *
pl_pool_start_sentence (PlLog *log)
{
  const PlPlanData *plan = pl_log_plan (log);
  g_autofree char *cost = NULL, *server = NULL, *said = NULL;
  GString *text;
  PlPoolStart start;

  pl_pool_start_of_log (log, &start);
  if (start.n == 0)
    return NULL;
  cost = cost_text (start.creation_ns, start.memory);
  text = g_string_new (NULL);
  /* Translators: "fork, a worker: 112 us until its first moment" */
  if (plan->worker_kind == PL_WORKERS_PROCESS)
    said = g_strdup_printf (_("%s, a worker: %s"), pl_start_key (plan->start), cost);
  else
    said = g_strdup_printf (_("a thread: %s"), cost);
  append (text, said);
  append (text, inherited_text (start.inherited_key));
  if (start.server_ns > 0)
    {
      g_autofree char *time = pl_text_duration (start.server_ns);

      server = g_strdup_printf (_("the server was ready after %s"), time);
      append (text, server);
    }
  return g_string_free (text, FALSE);
}

char *
pl_pool_start_worker_sentence (PlLog *log, guint lane)
{
  PlLane *entry = pl_log_lane (log, lane);
  guint64 creation_ns = atomic_load_explicit (&entry->creation_ns, memory_order_relaxed);
  g_autofree char *cost = NULL, *said = NULL;
  GString *text;

  if (creation_ns == 0)
    return NULL;
  cost = cost_text ((gint64) creation_ns, atomic_load_explicit (&entry->memory, memory_order_relaxed));
  text = g_string_new (NULL);
  /* Translators: "Started by fork: 112 us until its first moment" */
  said = pl_log_plan (log)->worker_kind == PL_WORKERS_PROCESS
           ? g_strdup_printf (_("Started by %s: %s"), pl_start_key (pl_log_plan (log)->start), cost)
           : g_strdup_printf (_("Started as a thread: %s"), cost);
  append (text, said);
  append (text, inherited_text (inherited_key (log, lane)));
  g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}
