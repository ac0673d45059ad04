/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/compare/pl-differences.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "base/pl-error.h"
#include "base/pl-text.h"
#include "plan/pl-plan.h"

struct _PlDifferences {
  guint n_runs, n_rows;
  PlLog *logs[PL_MAX_COMPARED];
  PlTrace *traces[PL_MAX_COMPARED];     /* made when they are first moved */
  PlMeasures measures[PL_MAX_COMPARED];
  PlMeasure rows[PL_N_MEASURES];
};

typedef enum { UNIT_NS, UNIT_RATE, UNIT_FACTOR, UNIT_SHARE, UNIT_COUNT, UNIT_BYTES } Unit;

static const struct { const char *key, *name; Unit unit; } measures[PL_N_MEASURES] = {
  [PL_MEASURE_WALL] = { "wall_ns", N_("Wall time"), UNIT_NS },
  [PL_MEASURE_RATE] = { "rate", N_("Rate"), UNIT_RATE },
  [PL_MEASURE_SPEEDUP] = { "speedup", N_("Speed-up"), UNIT_FACTOR },
  [PL_MEASURE_BUSY] = { "busy", N_("Busy at tasks"), UNIT_SHARE },
  [PL_MEASURE_ON_CPU] = { "on_cpu", N_("On a CPU"), UNIT_SHARE },
  [PL_MEASURE_WAIT_CPU] = { "waiting_cpu_ns", N_("Waiting for a CPU"), UNIT_NS },
  [PL_MEASURE_WAIT_TASK] = { "waiting_task_ns", N_("Waiting for a task"), UNIT_NS },
  [PL_MEASURE_WAIT_LOCK] = { "waiting_lock_ns", N_("Waiting for a lock"), UNIT_NS },
  [PL_MEASURE_WAIT_RESULTS] = { "waiting_results_lock_ns", N_("Waiting for the results' lock"), UNIT_NS },
  [PL_MEASURE_WAIT_OTHER] = { "waiting_other_ns", N_("Waiting for anything else"), UNIT_NS },
  [PL_MEASURE_TRANSFER] = { "transfer_ns", N_("Receiving and sending"), UNIT_NS },
  [PL_MEASURE_MESSAGES] = { "messages", N_("Messages"), UNIT_COUNT },
  [PL_MEASURE_BYTES] = { "bytes", N_("Payload, both ways"), UNIT_BYTES },
  [PL_MEASURE_WRITTEN] = { "written_bytes", N_("Bytes written"), UNIT_BYTES },
  [PL_MEASURE_LOST] = { "lost", N_("Lost updates"), UNIT_COUNT },
};

const char *
pl_run_letter (guint run)
{
  static const char *const letters[PL_MAX_COMPARED] = { "A", "B", "C", "D" };

  return run < PL_MAX_COMPARED ? letters[run] : "?";
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PL_ERROR, PL_ERROR_PLAN, message);
  return FALSE;
}

/* What they are stands in their titles, in every language. */
static gboolean
refuse_kinds (PlLog *one, const char *its_name, PlLog *other, const char *other_name, GError **error)
{
  g_autofree char *its_title = pl_plan_title (pl_log_plan (one)), *other_title = pl_plan_title (pl_log_plan (other));

  /* Translators: names of two runs, each with its title behind it: "Pool of 2, 40 tasks, Queue" */
  g_set_error (error, PL_ERROR, PL_ERROR_PLAN, _("Only runs of one kind can be compared: “%s” is “%s”, “%s” is “%s”."), its_name,
               its_title, other_name, other_title);
  return FALSE;
}

gboolean
pl_differences_check (PlLog *const *logs, const char *const *names, guint n, GError **error)
{
  if (n < PL_MIN_COMPARED)
    return refuse (error, n == 0 ? _("There is no run to compare: choose 2 to 4.")
                                 : _("One run alone cannot be compared: choose 2 to 4."));
  if (n > PL_MAX_COMPARED)
    {
      g_set_error (error, PL_ERROR, PL_ERROR_PLAN,
                   _("%u runs are too many to be compared: choose 2 to %u."), n, PL_MAX_COMPARED);
      return FALSE;
    }
  for (guint i = 1; i < n; i++)
    if (pl_log_plan (logs[i])->kind != pl_log_plan (logs[0])->kind)
      return refuse_kinds (logs[0], names ? names[0] : pl_run_letter (0), logs[i], names ? names[i] : pl_run_letter (i), error);
  return TRUE;
}

PlDifferences *
pl_differences_new (PlLog *const *logs, guint n)
{
  PlDifferences *self;
  guint32 known = 0;

  g_return_val_if_fail (pl_differences_check (logs, NULL, n, NULL), NULL);

  self = g_new0 (PlDifferences, 1);
  self->n_runs = n;
  for (guint i = 0; i < n; i++)
    {
      self->logs[i] = pl_log_ref (logs[i]);
      pl_measures_of_log (logs[i], &self->measures[i]);
      known |= self->measures[i].known;
    }
  for (guint i = 0; i < PL_N_MEASURES; i++)
    if (known & (1u << i))
      self->rows[self->n_rows++] = i;
  return self;
}

void
pl_differences_free (PlDifferences *self)
{
  if (!self)
    return;
  for (guint i = 0; i < self->n_runs; i++)
    {
      pl_log_unref (self->logs[i]);
      g_clear_object (&self->traces[i]);
    }
  g_free (self);
}

void
pl_differences_move (PlDifferences *self, const gint64 *until_ns)
{
  for (guint i = 0; i < self->n_runs; i++)
    {
      if (self->traces[i] == NULL)
        {
          self->traces[i] = pl_trace_new (self->logs[i]);
          pl_trace_refresh (self->traces[i], -1);
        }
      pl_measures_of_trace (pl_trace_at (self->traces[i], until_ns[i]), &self->measures[i]);
    }
}

guint
pl_differences_get_n_runs (const PlDifferences *self)
{
  return self->n_runs;
}

PlLog *
pl_differences_get_log (const PlDifferences *self, guint run)
{
  return self->logs[run];
}

guint
pl_differences_get_n_rows (const PlDifferences *self)
{
  return self->n_rows;
}

PlMeasure
pl_differences_get_row (const PlDifferences *self, guint row)
{
  return self->rows[row];
}

gboolean
pl_differences_get_value (const PlDifferences *self, guint row, guint run, double *value)
{
  const PlMeasures *known = &self->measures[run];

  *value = known->values[self->rows[row]];
  return (known->known & (1u << self->rows[row])) != 0;
}

gboolean
pl_differences_get_relative (const PlDifferences *self, guint row, guint run, double *relative)
{
  double first, value;

  if (!pl_differences_get_value (self, row, 0, &first) || !pl_differences_get_value (self, row, run, &value)
      || first <= 0)
    return FALSE;
  *relative = value / first;
  return TRUE;
}

const char *
pl_measure_key (PlMeasure measure)
{
  return measures[measure].key;
}

gboolean
pl_measure_is_whole (PlMeasure measure)
{
  Unit unit = measures[measure].unit;

  return unit == UNIT_NS || unit == UNIT_COUNT || unit == UNIT_BYTES;
}

const char *
pl_measure_name (PlMeasure measure)
{
  return _(measures[measure].name);
}

char *
pl_differences_value_text (const PlDifferences *self, guint row, guint run)
{
  g_autofree char *number = NULL;
  double value;

  if (!pl_differences_get_value (self, row, run, &value))
    return g_strdup ("–");
  switch (measures[self->rows[row]].unit)
    {
    case UNIT_NS:
      return pl_text_duration ((gint64) llround (value));
    case UNIT_RATE:
      number = pl_text_si (value);
      return g_strdup_printf (_("%s/s"), number);
    case UNIT_FACTOR:
      return g_strdup_printf (_("%.2fx"), value);
    case UNIT_SHARE:
      return pl_text_percent (value, 1);
    case UNIT_BYTES:
      return pl_text_bytes ((guint64) llround (value));
    case UNIT_COUNT:
    default:
      return pl_text_count ((guint64) llround (value));
    }
}

/* From here on a multiple says more than a percentage. */
#define MANIFOLD 3.0
/* Below this two runs of the same plan differ anyway. */
#define NO_DIFFERENCE 0.001
#define MOST_LESS 0.9989

char *
pl_differences_relative_text (const PlDifferences *self, guint row, guint run)
{
  g_autofree char *share = NULL;
  double relative;

  if (run == 0 || !pl_differences_get_relative (self, row, run, &relative))
    return g_strdup ("");
  if (ABS (relative - 1) < NO_DIFFERENCE)
    return g_strdup (_("the same"));
  if (relative >= MANIFOLD)
    return g_strdup_printf (relative < 100 ? _("%.1f times") : _("%.0f times"), relative);
  /* Behind a sign nobody reads "more than": what is nearly gone is 99.9 % less. */
  share = pl_text_percent (relative > 0 ? MIN (ABS (relative - 1), relative < 1 ? MOST_LESS : G_MAXDOUBLE) : 1, 1);
  return g_strdup_printf ("%s%s", relative < 1 ? "−" : "+", share);
}

char *
pl_differences_sentence (const PlDifferences *self)
{
  g_autofree char *fastest_text = NULL, *slowest_text = NULL;
  guint fastest = 0, slowest = 0;
  double relative;

  for (guint i = 1; i < self->n_runs; i++)
    {
      if (self->measures[i].values[PL_MEASURE_WALL] < self->measures[fastest].values[PL_MEASURE_WALL])
        fastest = i;
      if (self->measures[i].values[PL_MEASURE_WALL] > self->measures[slowest].values[PL_MEASURE_WALL])
        slowest = i;
    }
  if (fastest == slowest)
    return g_strdup (_("All of them took the same time."));
  fastest_text = pl_text_duration ((gint64) self->measures[fastest].values[PL_MEASURE_WALL]);
  slowest_text = pl_text_duration ((gint64) self->measures[slowest].values[PL_MEASURE_WALL]);
  relative = self->measures[slowest].values[PL_MEASURE_WALL] / MAX (self->measures[fastest].values[PL_MEASURE_WALL], 1);
  /* Translators: "B was the fastest with 0.98 s, A the slowest with 1.2 s: 1.22 times as long." */
  return g_strdup_printf (_("%s was the fastest with %s, %s the slowest with %s: %.2f times as long."),
                          pl_run_letter (fastest), fastest_text, pl_run_letter (slowest), slowest_text, relative);
}
