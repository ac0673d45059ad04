/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/pl-account-text.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "trace/pl-trace-private.h"

/* Less of a span than this is not worth a word: a thousandth. */
#define WORTH_A_WORD 1000
/* From this share on workers had a CPU, for all one can see. */
#define NEARLY_ALL 0.9

static gboolean
is_worth_a_word (gint64 part_ns, gint64 whole_ns)
{
  return part_ns > whole_ns / WORTH_A_WORD;
}

/* The one it began on, if as far as anybody knows it ended there too. */
static char *
cpu_text (PlTrace *self, const PlSpan *span)
{
  PlSpan next;

  if (span->cpu < 0 || (pl_trace_get_span (self, span->lane, span->index + 1, &next) && next.cpu != span->cpu))
    return g_strdup (_("a CPU"));
  return g_strdup_printf (_("CPU %d"), span->cpu);
}

char *
pl_account_worked_sentence (PlTrace *self, const PlSpan *span, const char *length, const char *from, const char *to)
{
  g_autofree char *cpu = cpu_text (self, span), *on = NULL, *waiting = NULL, *asleep = NULL;
  gint64 whole_ns = span->end_ns - span->start_ns;
  gboolean waited, slept;
  PlCpuAccount account;

  pl_trace_account (self, span->lane, span->start_ns, span->end_ns, &account);
  if (whole_ns <= 0 || account.unknown_ns > 0)
    {
      if (span->cpu >= 0)
        return g_strdup_printf (_("Worked %s, from %s to %s, on CPU %d."), length, from, to, span->cpu);
      return g_strdup_printf (_("Worked %s, from %s to %s."), length, from, to);
    }
  waited = is_worth_a_word (account.waiting_ns, whole_ns);
  slept = is_worth_a_word (account.asleep_ns, whole_ns);
  on = pl_text_duration (account.on_ns);
  waiting = pl_text_duration (account.waiting_ns);
  asleep = pl_text_duration (account.asleep_ns);
  /* Translators: %s are durations and moments; the one after "on" is "CPU 1" or "a CPU". */
  if (waited && slept)
    return g_strdup_printf (_("Worked %s, from %s to %s, of which %s on %s, %s waiting for a CPU and %s asleep."),
                            length, from, to, on, cpu, waiting, asleep);
  if (waited)
    return g_strdup_printf (_("Worked %s, from %s to %s, of which %s on %s and %s waiting for a CPU."), length, from,
                            to, on, cpu, waiting);
  if (slept)
    return g_strdup_printf (_("Worked %s, from %s to %s, of which %s on %s and %s asleep."), length, from, to, on, cpu,
                            asleep);
  return g_strdup_printf (_("Worked %s, from %s to %s, all of it on %s."), length, from, to, cpu);
}

char *
pl_account_waited_sentence (PlTrace *self, const PlSpan *span)
{
  g_autofree char *waiting = NULL;
  PlCpuAccount account;

  pl_trace_account (self, span->lane, span->start_ns, span->end_ns, &account);
  if (account.waiting_ns * 20 < span->end_ns - span->start_ns || account.waiting_ns == 0)
    return NULL;
  waiting = pl_text_duration (account.waiting_ns);
  return g_strdup_printf (_("For %s of it, it could have gone on but had no CPU."), waiting);
}

/* "2", "0.5" */
static char *
cpus_text (double cpus)
{
  return g_strdup_printf (cpus == (double) (gint64) cpus ? "%.0f" : cpus < 0.1 ? "%.2g" : "%.1f", cpus);
}

/* For the translators' sake: the plural is that of the whole CPUs. */
static gulong
cpus_plural (double cpus)
{
  return cpus == 1 ? 1 : 2;
}

char *
pl_account_summary (PlTrace *self)
{
  guint n_workers = MAX (self->n_lanes, 1) - 1;
  double cpus = pl_trace_cpus (self), share;
  g_autofree char *on = NULL, *known = NULL, *percent = NULL, *cpus_word = cpus_text (cpus);
  PlCpuAccount total;
  gint64 known_ns;

  pl_trace_account_total (self, &total);
  known_ns = pl_cpu_account_known_ns (&total);
  if (known_ns <= 0)
    return NULL;
  share = (double) total.on_ns / (double) known_ns;
  on = pl_text_duration (total.on_ns);
  known = pl_text_duration (known_ns);
  percent = pl_text_percent ((double) total.on_ns, (double) known_ns);
  if (share >= NEARLY_ALL || total.asleep_ns > total.waiting_ns || n_workers <= cpus)
    return g_strdup_printf (_("CPU %s of %s at tasks (%s)"), on, known, percent);
  return g_strdup_printf (ngettext ("CPU %s of %s at tasks (%s): %u workers take turns on %s CPU",
                                    "CPU %s of %s at tasks (%s): %u workers take turns on %s CPUs",
                                    cpus_plural (cpus)), on, known, percent, n_workers, cpus_word);
}

char *
pl_account_group_sentence (PlTrace *self)
{
  const PlLogHeader *header = pl_log_header (self->log);
  g_autofree char *quota = cpus_text (pl_trace_cpus (self));
  g_autofree char *throttled = pl_text_duration (pl_trace_throttled_ns (self));

  if (header->quota_millis == 0 || header->quota_millis >= header->n_cpus * 1000.0)
    return NULL;
  if (pl_trace_throttled_ns (self) == 0)
    return g_strdup_printf (ngettext ("This group of programs may use %s of %u CPU.",
                                      "This group of programs may use %s of %u CPUs.", header->n_cpus),
                            quota, header->n_cpus);
  return g_strdup_printf (ngettext ("This group of programs may use %s of %u CPU, and was kept from it for %s.",
                                    "This group of programs may use %s of %u CPUs, and was kept from them for %s.",
                                    header->n_cpus), quota, header->n_cpus, throttled);
}

char *
pl_account_stolen_sentence (PlTrace *self)
{
  g_autofree char *stolen = pl_text_duration (pl_trace_stolen_ns (self));

  if (pl_trace_stolen_ns (self) == 0)
    return NULL;
  return g_strdup_printf (_("The host of this virtual machine kept its CPUs to itself for up to %s: a worker that had one "
                            "looks asleep then."), stolen);
}

char *
pl_account_source_sentence (PlTrace *self)
{
  gint64 end_ns = pl_trace_slices_end_ns (self);
  g_autofree char *until = pl_trace_moment (self, end_ns, self->end_ns / 10);

  switch (pl_trace_account_source (self))
    {
    case PL_ACCOUNT_SOURCE_PERF:
      if (end_ns >= self->end_ns)
        return g_strdup (_("The kernel told when each worker had which CPU."));
      return g_strdup_printf (_("The kernel told when each worker had which CPU until %s; more would have slowed the run "
                                "down. From then on it told how long."), until);
    case PL_ACCOUNT_SOURCE_SCHEDSTAT:
      return g_strdup (_("The kernel told how long each worker had a CPU, but not when. An administrator can allow that: "
                         "sysctl kernel.perf_event_paranoid=2"));
    case PL_ACCOUNT_SOURCE_NONE:
    default:
      return g_strdup (pl_log_plan (self->log)->record ? _("Nobody told how long the workers had a CPU.")
                                                       : _("How long the workers had a CPU is part of the record, which was off."));
    }
}

char *
pl_account_forecast (guint n_workers, guint n_cpus, double quota)
{
  double cpus = quota > 0 && quota < n_cpus ? quota : n_cpus;
  g_autofree char *word = cpus_text (cpus);

  if (n_workers <= cpus)
    return NULL;
  if (cpus < n_cpus)
    return g_strdup_printf (ngettext ("%u workers: this group of programs may use %s of %u CPU, so they take turns.",
                                      "%u workers: this group of programs may use %s of %u CPUs, so they take turns.",
                                      n_cpus), n_workers, word, n_cpus);
  return g_strdup_printf (ngettext ("%u workers on %u CPU: they take turns.", "%u workers on %u CPUs: they take turns.",
                                    n_cpus), n_workers, n_cpus);
}
