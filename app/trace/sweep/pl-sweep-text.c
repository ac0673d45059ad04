/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/sweep/pl-sweep-private.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"

/* Less than this of the workers' time is not worth the name of a limit. */
#define HARDLY_ANY 0.1

static char *
workers_text (guint n)
{
  return g_strdup_printf (ngettext ("%u worker", "%u workers", n), n);
}

static char *
chunk_text (const PlPlanData *plan)
{
  g_autofree char *chunk = pl_text_count (plan->chunk);

  if (plan->chunk_asked == 0)
    return g_strdup_printf (ngettext ("Auto, %s task a message", "Auto, %s tasks a message", plan->chunk), chunk);
  return g_strdup_printf (ngettext ("%s task a message", "%s tasks a message", plan->chunk), chunk);
}

/* The plans differ in that. */
static gboolean
has_several (PlSweep *self, guint (*get) (const PlPlanData *plan))
{
  for (guint i = 1; i < self->n_plans; i++)
    if (get (&self->runs[i].plan) != get (&self->runs[0].plan))
      return TRUE;
  return FALSE;
}

static guint
get_ipc (const PlPlanData *plan)
{
  return plan->ipc;
}

static guint
get_chunk (const PlPlanData *plan)
{
  return plan->chunk_asked;
}

static const PlSweepRuns *
first_of_series (PlSweep *self, guint series)
{
  guint i = 0;

  while (self->runs[i].series != series)
    i++;
  return &self->runs[i];
}

char *
pl_sweep_series_name (PlSweep *self, guint series)
{
  const PlPlanData *plan = &first_of_series (self, series)->plan;
  g_autofree char *chunk = chunk_text (plan);

  if (self->axis == PL_SWEEP_SIZES && has_several (self, get_chunk))
    return g_strdup_printf ("%s, %s", pl_ipc_name (plan->ipc),
                            plan->chunk_asked == 0 ? _("Auto") : chunk);
  return g_strdup (pl_ipc_name (plan->ipc));
}

char *
pl_sweep_point_name (PlSweep *self, guint point)
{
  const PlPlanData *plan = &self->runs[point].plan;
  g_autofree char *workers = workers_text (plan->pool_size), *chunk = chunk_text (plan);

  if (self->axis == PL_SWEEP_CHUNKS)
    return g_strdup_printf ("%s, %s", chunk, pl_ipc_name (plan->ipc));
  if (has_several (self, get_chunk))
    return g_strdup_printf ("%s, %s, %s", workers, pl_ipc_name (plan->ipc), chunk);
  return g_strdup_printf ("%s, %s", workers, pl_ipc_name (plan->ipc));
}

char *
pl_sweep_title (PlSweep *self)
{
  g_autofree char *tasks = pl_text_count (self->runs[0].plan.tasks);
  guint n = self->runs[0].plan.tasks;

  if (self->axis == PL_SWEEP_SIZES)
    return g_strdup_printf (ngettext ("Speed-up of a pool: %s task", "Speed-up of a pool: %s tasks", n), tasks);
  if (self->axis == PL_SWEEP_CHUNKS)
    return g_strdup_printf (ngettext ("Tasks a message: pool of %u, %s task", "Tasks a message: pool of %u, %s tasks", n),
                            self->runs[0].plan.pool_size, tasks);
  return g_strdup_printf (ngettext ("Channels: pool of %u, %s task", "Channels: pool of %u, %s tasks", n),
                          self->runs[0].plan.pool_size, tasks);
}

char *
pl_sweep_subtitle (PlSweep *self)
{
  const PlPlanData *plan = &self->runs[0].plan;
  g_autofree char *time = pl_text_duration_short (plan->task_time_ns), *bytes = pl_text_bytes (plan->payload);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, plan->seed);
  GString *text = g_string_new (NULL);

  /* Translators: what a task does, how long that takes, and how that spreads: "work spin 100 ms uniform" */
  g_string_append_printf (text, _("work %s %s %s"), pl_work_word (plan->work), time, pl_spread_word (plan->spread));
  if (!has_several (self, get_ipc))
    g_string_append_printf (text, ", %s", pl_ipc_name (plan->ipc));
  if (plan->payload > 0)
    g_string_append_printf (text, _(", payload %s"), bytes);
  g_string_append_printf (text, _(", seed %s"), seed);
  g_string_append (text, "  |  ");
  g_string_append_printf (text, ngettext ("%u trial, in an order drawn by the seed", "%u trials, in an order drawn by the seed",
                                          self->n_trials), self->n_trials);
  if (self->n_done < pl_sweep_get_n_runs (self))
    {
      g_string_append (text, "  |  ");
      g_string_append_printf (text, _("%u of %u runs so far"), self->n_done, pl_sweep_get_n_runs (self));
    }
  return g_string_free (text, FALSE);
}

char *
pl_sweep_footer (PlSweep *self)
{
  const PlLogHeader *header = self->first ? pl_log_header (self->first) : NULL;
  g_autoptr (GDateTime) date = header ? g_date_time_new_from_unix_local (header->start_wall_ns / 1000000000) : NULL;
  g_autofree char *when = date ? g_date_time_format (date, "%Y-%m-%d %H:%M") : NULL;
  g_autofree char *cpus = header ? g_strdup_printf (ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus) : NULL;
  const char *marks = _("A mark is the median of its trials, its line reaches from the least to the most.");

  if (!header)
    return g_strdup (marks);
  return g_strdup_printf ("%s %s, %s, Paralane %s, %s.", marks, cpus, header->kernel,
                          header->app_version[0] ? header->app_version : PL_VERSION, when ? when : "");
}

static char *
share_text (double share)
{
  return pl_text_percent (MAX (share, 0), 1);
}

char *
pl_sweep_amdahl_sentence (PlSweep *self, guint series)
{
  g_autofree char *serial = NULL, *low = NULL, *high = NULL;
  PlAmdahl law;

  pl_sweep_get_amdahl (self, series, &law);
  if (!law.known)
    return NULL;
  serial = share_text (law.serial);
  low = share_text (law.low);
  high = share_text (law.high);
  if (law.high - law.low < 0.0005)
    return g_strdup_printf (_("Amdahl's law fits with a serial share of %s."), serial);
  return g_strdup_printf (_("Amdahl's law fits with a serial share of %s (%s to %s)."), serial, low, high);
}

/* What took most of what was lost, as a sentence with its figure. */
static char *
limit_text (PlSweep *self, const PlSweepPoint *point)
{
  PlLoss limit = pl_losses_greatest (&point->losses);
  g_autofree char *share = share_text (point->losses.lost[limit]), *used = share_text (point->losses.used);
  g_autofree char *cpus = g_strdup_printf (self->cpus == (double) (gint64) self->cpus ? "%.0f" : "%.1f", self->cpus);
  g_autofree char *law = pl_sweep_amdahl_sentence (self, point->series);

  if (!point->losses.known)
    return g_strdup (law ? law : "");
  if (point->losses.lost[limit] < HARDLY_ANY)
    return g_strdup_printf (_("Nothing limits it much: the workers were at tasks for %s of their time."), used);
  switch (limit)
    {
    case PL_LOSS_CPUS:
      return g_strdup_printf (ngettext ("The CPUs limit it: there is %s, and for %s of their time the workers were ready "
                                        "to go on but had none.",
                                        "The CPUs limit it: there are %s, and for %s of their time the workers were ready "
                                        "to go on but had none.", self->cpus == 1 ? 1 : 2), cpus, share);
    case PL_LOSS_CHANNEL:
      return g_strdup_printf (_("The channel limits it: for %s of their time the workers waited for locks or the next task, "
                                "or received and sent."), share);
    case PL_LOSS_IMBALANCE:
      return g_strdup_printf (_("Imbalance limits it: for %s of their time the workers had nothing left to do, while others "
                                "were still at their last tasks."), share);
    case PL_LOSS_SERIAL:
    default:
      return law ? g_strdup_printf (_("The serial share limits it: for %s of their time the workers were not there yet. %s"),
                                    share, law)
                 : g_strdup_printf (_("The serial share limits it: for %s of their time the workers were not there yet."),
                                    share);
    }
}

static char *
speedup_text (PlSweep *self, guint best, const PlSweepPoint *point)
{
  g_autofree char *name = pl_sweep_point_name (self, best), *smallest = NULL;
  PlAmdahl law;

  pl_sweep_get_amdahl (self, point->series, &law);
  smallest = workers_text ((guint) law.smallest);
  /* Translators: "8 workers, Queue: 1.93 times as fast as 1 worker." */
  return g_strdup_printf (_("%s: %.2f times as fast as %s."), name, point->speedup, smallest);
}

/* The smallest and the largest message of a series: what each of them loses most by. */
static char *
both_ends_text (PlSweep *self, const PlSweepPoint *best)
{
  guint small = G_MAXUINT, large = G_MAXUINT;
  g_autofree char *first = NULL, *last = NULL, *channel = NULL, *imbalance = NULL;
  PlSweepPoint a, b;

  for (guint i = 0; i < self->n_plans; i++)
    if (self->runs[i].series == best->series && self->runs[i].walls->len > 0)
      {
        if (small == G_MAXUINT || self->runs[i].plan.chunk < self->runs[small].plan.chunk)
          small = i;
        if (large == G_MAXUINT || self->runs[i].plan.chunk > self->runs[large].plan.chunk)
          large = i;
      }
  pl_sweep_get_point (self, small, &a);
  pl_sweep_get_point (self, large, &b);
  if (small == large || !a.losses.known || !b.losses.known)
    return g_strdup ("");
  first = chunk_text (a.plan);
  last = chunk_text (b.plan);
  channel = share_text (a.losses.lost[PL_LOSS_CHANNEL]);
  imbalance = share_text (b.losses.lost[PL_LOSS_IMBALANCE]);
  /* Translators: "With 1 task a message the channel takes 31 % of the workers' time, with 64 tasks a message imbalance
   * takes 40 %." */
  return g_strdup_printf (_("With %s the channel takes %s of the workers' time, with %s imbalance takes %s."), first,
                          channel, last, imbalance);
}

static char *
fastest_text (PlSweep *self, guint best, const PlSweepPoint *point)
{
  g_autofree char *name = pl_sweep_point_name (self, best), *time = pl_text_duration ((gint64) point->median_ns);

  /* Translators: "8 tasks a message, Queue is the fastest with 0.52 s." */
  return g_strdup_printf (_("The fastest: %s, with %s."), name, time);
}

char *
pl_sweep_sentence (PlSweep *self)
{
  g_autofree char *first = NULL, *second = NULL;
  PlSweepPoint point;
  guint best;

  if (!pl_sweep_find_best (self, &best))
    return NULL;
  pl_sweep_get_point (self, best, &point);
  if (self->axis == PL_SWEEP_SIZES && point.speedup > 0)
    first = speedup_text (self, best, &point);
  else
    first = fastest_text (self, best, &point);
  second = self->axis == PL_SWEEP_CHUNKS ? both_ends_text (self, &point) : limit_text (self, &point);
  return *second ? g_strdup_printf ("%s %s", first, second) : g_strdup (first);
}

char *
pl_sweep_point_sentence (PlSweep *self, guint point)
{
  g_autofree char *name = pl_sweep_point_name (self, point), *median = NULL, *least = NULL, *most = NULL;
  g_autofree char *times = NULL, *fast = NULL;
  PlSweepPoint at;

  pl_sweep_get_point (self, point, &at);
  if (at.n == 0)
    return g_strdup_printf (_("%s: has not run yet."), name);
  median = pl_text_duration ((gint64) at.median_ns);
  least = pl_text_duration ((gint64) at.least_ns);
  most = pl_text_duration ((gint64) at.most_ns);
  if (at.n == 1)
    times = g_strdup_printf (_("%s: %s in one trial"), name, median);
  else
    /* Translators: "8 workers, Queue: 0.52 s as the median of 5 trials, 0.50 s to 0.61 s" */
    times = g_strdup_printf (_("%s: %s as the median of %u trials, %s to %s"), name, median, at.n, least, most);
  if (self->axis != PL_SWEEP_SIZES || at.speedup <= 0)
    return g_strconcat (times, ".", NULL);
  fast = g_strdup_printf (_("speed-up %.2f"), at.speedup);
  return g_strdup_printf ("%s, %s.", times, fast);
}
