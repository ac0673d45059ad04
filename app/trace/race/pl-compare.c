/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trace/race/pl-compare.h"

#include <glib/gi18n-lib.h>

#include "base/pl-text.h"
#include "plan/pl-plan.h"

struct _PlCompare {
  GObject parent_instance;

  GArray *rows;                 /* PlCompareRow */
  PlLog *first;                 /* the first log: machine, time, settings */
  PlPhase phase;
};

G_DEFINE_FINAL_TYPE (PlCompare, pl_compare, G_TYPE_OBJECT)

static void
pl_compare_finalize (GObject *object)
{
  PlCompare *self = PL_COMPARE (object);

  g_array_unref (self->rows);
  if (self->first)
    pl_log_unref (self->first);
  G_OBJECT_CLASS (pl_compare_parent_class)->finalize (object);
}

static void
pl_compare_class_init (PlCompareClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pl_compare_finalize;
}

static void
pl_compare_init (PlCompare *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (PlCompareRow));
}

PlCompare *
pl_compare_new (void)
{
  return g_object_new (PL_TYPE_COMPARE, NULL);
}

PlCompare *
pl_compare_copy (PlCompare *self)
{
  PlCompare *copy = pl_compare_new ();

  g_return_val_if_fail (PL_IS_COMPARE (self), copy);
  g_array_append_vals (copy->rows, self->rows->data, self->rows->len);
  copy->first = self->first ? pl_log_ref (self->first) : NULL;
  copy->phase = self->phase;
  return copy;
}

static void
add_row (PlCompare *self, const PlRacePartResult *result, guint workers)
{
  guint64 made = result->expected;
  PlCompareRow row = {
    .method = result->method, .workers = workers, .ns_per_increment = result->ns_per_increment,
    .made = made, .final_value = result->final_value, .lost = result->lost,
    .fewest = result->fewest, .most = result->most,
    .fairness = result->most > 0 ? (double) result->fewest / (double) result->most : 0,
    .voluntary = result->voluntary, .involuntary = result->involuntary,
  };

  if (made > 0)
    row.switches = 1000.0 * (double) (row.voluntary + row.involuntary) / (double) made;
  g_array_append_val (self->rows, row);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const PlCompareRow *x = a, *y = b;

  if (x->method != y->method)
    return x->method < y->method ? -1 : 1;
  return (x->workers > y->workers) - (x->workers < y->workers);
}

void
pl_compare_add (PlCompare *self, PlLog *log)
{
  g_autoptr (PlRace) race = NULL;

  g_return_if_fail (PL_IS_COMPARE (self));
  race = pl_race_new (log);
  if (self->first == NULL)
    self->first = pl_log_ref (log);
  if (self->phase == PL_PHASE_CREATED || self->phase == PL_PHASE_DONE)
    self->phase = atomic_load (&pl_log_header (log)->status.phase);
  for (guint part = 0; part < pl_race_get_n_parts (race); part++)
    {
      PlRacePartResult result;

      pl_race_get_result (race, part, &result);
      if (result.done && !result.recorded)
        {
          add_row (self, &result, pl_log_plan (log)->workers);
          pl_race_get_account (race, part, &g_array_index (self->rows, PlCompareRow, self->rows->len - 1).account);
        }
    }
  g_array_sort (self->rows, compare_rows);
}

guint
pl_compare_get_n_rows (PlCompare *self)
{
  g_return_val_if_fail (PL_IS_COMPARE (self), 0);
  return self->rows->len;
}

const PlCompareRow *
pl_compare_get_row (PlCompare *self, guint row)
{
  g_return_val_if_fail (PL_IS_COMPARE (self), NULL);
  return row < self->rows->len ? &g_array_index (self->rows, PlCompareRow, row) : NULL;
}

gboolean
pl_compare_is_right (PlCompare *self)
{
  for (guint i = 0; i < pl_compare_get_n_rows (self); i++)
    {
      const PlCompareRow *row = pl_compare_get_row (self, i);

      if (pl_race_method_info (row->method)->correct && row->lost > 0)
        return FALSE;
    }
  return TRUE;
}

PlPhase
pl_compare_get_phase (PlCompare *self)
{
  g_return_val_if_fail (PL_IS_COMPARE (self), PL_PHASE_CREATED);
  return self->phase;
}

PlLog *
pl_compare_get_log (PlCompare *self)
{
  g_return_val_if_fail (PL_IS_COMPARE (self), NULL);
  return self->first;
}

char *
pl_compare_title (PlCompare *self)
{
  guint fewest = G_MAXUINT, most = 0, methods = 0;
  g_autofree char *locks = NULL, *time = NULL;

  g_return_val_if_fail (PL_IS_COMPARE (self), NULL);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const PlCompareRow *row = pl_compare_get_row (self, i);

      fewest = MIN (fewest, row->workers);
      most = MAX (most, row->workers);
      methods += i == 0 || row->method != pl_compare_get_row (self, i - 1)->method;
    }
  if (methods == 0)
    return g_strdup (_("Nothing to compare"));
  locks = g_strdup_printf (ngettext ("One counter, %u method", "One counter, %u methods", methods),
                           methods);
  time = pl_text_duration_short (pl_log_plan (self->first)->duration_ns);
  if (fewest == most)
    /* Translators: "One counter, 21 methods, 4 workers, 50 ms each" */
    return g_strdup_printf (ngettext ("%s, %u worker, %s each", "%s, %u workers, %s each", most),
                            locks, most, time);
  return g_strdup_printf (_("%s, %u to %u workers, %s each"), locks, fewest, most, time);
}

char *
pl_compare_subtitle (PlCompare *self)
{
  g_autofree char *options = NULL;

  g_return_val_if_fail (PL_IS_COMPARE (self), NULL);
  if (self->first)
    options = pl_plan_race_options (pl_log_plan (self->first));
  return g_strconcat (_("Wall time an increment, not recorded; each line is ten times the one before"), options, NULL);
}

char *
pl_compare_footer (PlCompare *self)
{
  g_autofree char *cpus = NULL, *machine = NULL;
  const PlLogHeader *header;

  g_return_val_if_fail (PL_IS_COMPARE (self), NULL);
  if (self->first == NULL)
    return g_strdup ("");
  header = pl_log_header (self->first);
  cpus = g_strdup_printf (ngettext ("%u CPU", "%u CPUs", header->n_cpus), header->n_cpus);
  machine = g_strdup_printf (_("%s (%s), %s, Paralane %s."), cpus, header->cpu_model, header->kernel,
                             header->app_version[0] != '\0' ? header->app_version : PL_VERSION);
  return g_strdup_printf ("%s %s", _("Fairness: the fewest increments of one worker as a share of the most."), machine);
}

char *
pl_compare_verdict (const PlCompareRow *row)
{
  if (row->lost > 0)
    {
      g_autofree char *share = pl_text_percent ((double) row->lost, (double) row->made);

      return g_strdup_printf (_("%s lost"), share);
    }
  return g_strdup (pl_race_method_info (row->method)->correct ? _("correct")
                                                              : _("wrong, lost none here"));
}

char *
pl_compare_to_csv (PlCompare *self)
{
  GString *text = g_string_new ("lock,workers,ns_per_increment,made,final,lost,correct,fewest,most,"
                                "fairness,voluntary_switches,involuntary_switches,"
                                "on_cpu_ns,waiting_cpu_ns,asleep_ns\n");

  for (guint i = 0; i < pl_compare_get_n_rows (self); i++)
    {
      const PlCompareRow *row = pl_compare_get_row (self, i);
      const PlRaceMethodInfo *info = pl_race_method_info (row->method);

      g_string_append_printf (text, "%s,%u", info->key, row->workers);
      pl_text_append_csv (text, row->ns_per_increment);
      g_string_append_printf (text,
                              ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT
                              ",%d,%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT,
                              row->made, row->final_value, row->lost, info->correct, row->fewest,
                              row->most);
      pl_text_append_csv (text, row->fairness);
      g_string_append_printf (text, ",%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT, row->voluntary, row->involuntary);
      g_string_append_printf (text, ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "\n",
                              row->account.on_ns, row->account.waiting_ns, row->account.asleep_ns);
    }
  return g_string_free (text, FALSE);
}
